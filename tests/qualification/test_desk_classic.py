"""J1: the card, INSi, the document; one transaction and everything of it in the journal."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from desk_fakes import DOCTOR
from desk_stage import KNOWN, PASSPORT, YESTERDAY, Stage, a_person, known_elodie, own_facts

from builders import NOW, NUMBER, a_control, a_retrieval, found, official, some_traits
from insdesk.errors import Refused
from insdesk.identity.compare import Verdict
from insdesk.identity.patient import Attribut, Channel, ControlKind, Status
from insdesk.identity.practitioner import CardKind
from insdesk.qualification.steps import Evidence, Outcome, PatientView, Step, next_step


def test_an_unknown_patient_is_qualified_in_one_filing(stage: Stage) -> None:
    asked = stage.at_comparison()
    assert next_step(asked) is Step.COMPARE
    assert asked.comparison is not None
    assert asked.comparison["sex"].verdict is Verdict.NON_COMPARE
    done = stage.desk.qualify(asked, PASSPORT)

    assert next_step(done) is Step.DONE
    assert done.outcome is Outcome.QUALIFIED
    (filing,) = stage.patients.filings
    assert filing.expected_version == 0
    identity = filing.patient.identity
    assert identity.status is Status.QUAL
    assert identity.traits.first_names == "ELODIE MARTHE ROSE"
    assert identity.retrieval is not None
    assert identity.retrieval.channel is Channel.CV
    assert identity.control is not None
    assert (identity.control.kind, identity.control.proof) == (ControlKind.DOC, "PA")
    assert identity.control.snapshot == identity.traits
    assert done.patient == stage.patients.get(filing.patient.uid)
    assert asked.outcome is None


def test_every_act_of_the_journey_leaves_its_line(stage: Stage) -> None:
    stage.desk.qualify(stage.at_comparison(), PASSPORT)
    assert stage.journal.types == [
        "CPX_PRESENT",
        "VITALE_READ",
        "SEARCH_ANTERIORITE",
        "SEARCH_ANTERIORITE",
        "COMPARISON_SHOWN",
        "STATUS_CHANGED",
        "IDENTITY_CREATED",
        "INSI_TRAITS_ACCEPTED",
        "INS_ATTACHED",
        "STATUS_CHANGED",
        "EVIDENCE_RECORDED",
        "PATIENT_VIEW_SKIPPED",
        "QUALIFIED",
    ]
    changes = [one for one in stage.journal.events if one.type == "STATUS_CHANGED"]
    assert [(one.facts["transition"], one.status_before, one.status_after) for one in changes] == [
        ("T02", None, "RECUP"),
        ("T06", "RECUP", "QUAL"),
    ]
    actor = changes[0].facts["actor"]
    assert isinstance(actor, dict)
    assert actor["praticien"] == DOCTOR.national_id
    assert actor["certificat"] == DOCTOR.certificate_serial
    assert stage.journal.last("INS_ATTACHED").facts["matricule"] == "2…000"
    assert stage.journal.last("VITALE_READ").facts["beneficiaires"] == 1


def test_the_search_is_made_again_on_what_insi_says(stage: Stage) -> None:
    stage.at_comparison()
    first, again = [e for e in stage.journal.events if e.type == "SEARCH_ANTERIORITE"]
    assert first.facts["criteres"] == ["date"]
    assert again.facts["criteres"] == ["matricule", "date"]


def test_the_evidence_is_whole_and_can_be_kept_as_json(known: Stage) -> None:
    asked = known.at_comparison()
    asked = known.desk.patient_view(asked, PatientView.CONFIRMED)
    known.desk.qualify(asked, Evidence(device="PA", expired_document=True))
    (filing,) = known.patients.filings
    record = filing.evidence
    assert record is not None
    assert json.loads(json.dumps(record)) == record
    assert record["patient"] == KNOWN
    assert record["statut_avant"] == "PROV"
    assert record["statut_apres"] == "QUAL"
    assert record["date"] == known.clock().isoformat()
    assert record["nss"] == "EGAL"
    assert record["ecran_patient"] == "confirmé par le patient"
    assert record["canal"] == "CV"
    assert record["message"] == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert record["poste"] == "poste-de-test"
    assert record["preuve"] == "PA"
    assert record["perime"] is True
    assert isinstance(record["reglage_x1"], dict)
    assert record["reglage_x1"]["declare_le"] == "2026-05-04"
    assert isinstance(record["acteur"], dict)
    assert record["acteur"]["carte"] == "CPS"
    rows = record["traits"]
    assert isinstance(rows, list)
    by_name = {row["trait"]: row for row in rows}
    assert by_name["birth_name"] == {
        "trait": "birth_name",
        "local": "TILLEUL",
        "insi": "TILLEUL",
        "resultat": "EGAL",
        "code": "IDENTIQUE",
        "confirme": False,
    }
    assert len(by_name) == 6
    assert known.journal.last("PATIENT_VIEW_SHOWN").facts["resultat"] == "confirmé par le patient"


def test_a_known_provisional_record_goes_by_t07_and_t06(known: Stage) -> None:
    done = known.desk.qualify(known.at_comparison(), PASSPORT)
    assert done.patient is not None
    assert done.patient.uid == KNOWN
    assert done.patient.version == 2
    assert done.patient.created_at == YESTERDAY
    assert "IDENTITY_CREATED" not in known.journal.types
    rows = [e.facts["transition"] for e in known.journal.events if e.type == "STATUS_CHANGED"]
    assert rows == ["T07", "T06"]


def test_a_record_qualified_before_is_shown_as_such(known: Stage) -> None:
    known.desk.qualify(known.at_comparison(), PASSPORT)
    again = known.desk.recognise(known.insert())
    assert next_step(again) is Step.ALREADY_QUALIFIED
    assert next_step(known.desk.ask_again(again)) is Step.ASK_INSI


def test_a_validated_record_needs_no_second_look(stage: Stage) -> None:
    seen = official(first_name="ELODIE")
    held = known_elodie(traits=seen, control=a_control(snapshot=seen, at=YESTERDAY))
    stage.patients.put(held)
    done = stage.desk.keep(stage.at_comparison())
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert done.outcome is Outcome.QUALIFIED
    assert stage.journal.last("STATUS_CHANGED").facts["transition"] == "T08"
    record = stage.patients.filings[-1].evidence
    assert record is not None
    assert record["preuve"] == "CN"
    assert "QUALIFIED" in stage.journal.types


def test_a_validated_record_keeps_its_gates_when_accepting_qualifies(stage: Stage) -> None:
    seen = official(first_name="ELODIE")
    stage.patients.put(known_elodie(traits=seen, control=a_control(snapshot=seen)))
    asked = stage.desk.patient_view(stage.at_comparison(), PatientView.CONTESTED)
    with pytest.raises(Refused) as refusal:
        stage.desk.keep(asked)
    assert refusal.value.rule == "IV-331"
    assert stage.patients.filings == []


@pytest.mark.parametrize(
    ("device", "rule"), [("PC", "IV-400"), ("CV", "IV-400"), (None, "IV-401"), ("XX", "IV-401")]
)
def test_only_a_high_trust_document_qualifies(stage: Stage, device: str | None, rule: str) -> None:
    refusal = stage.refused(stage.at_comparison(), Evidence(device=device))
    assert refusal.rule == rule


@pytest.mark.parametrize(
    ("evidence", "rule", "trait"),
    [
        (Evidence(device="PA", different=frozenset({"sex"})), "IV-402", "sex"),
        (Evidence(device="PA", absent=frozenset({"birth_name"})), "IV-402", "birth_name"),
    ],
)
def test_a_trait_that_the_document_denies_is_named(
    stage: Stage, evidence: Evidence, rule: str, trait: str
) -> None:
    asked = stage.at_comparison()
    (refusal,) = stage.desk.refusals(asked, evidence)
    assert (refusal.rule, refusal.trait) == (rule, trait)
    assert stage.refused(asked, evidence).rule == rule


def test_a_passport_may_lack_the_place(stage: Stage) -> None:
    evidence = Evidence(device="PA", absent=frozenset({"birth_place"}))
    done = stage.desk.qualify(stage.at_comparison(), evidence)
    assert done.outcome is Outcome.QUALIFIED
    assert stage.journal.last("EVIDENCE_RECORDED").facts["absents"] == ["birth_place"]


def test_a_nominative_cpe_may_use_a_document(stage: Stage) -> None:
    _hold(stage, CardKind.CPE, nominative=True)
    assert stage.desk.qualify(stage.at_comparison(), PASSPORT).outcome is Outcome.QUALIFIED


@pytest.mark.parametrize(
    ("kind", "nominative"), [(CardKind.CPE, False), (CardKind.CPA, True), (CardKind.CPF, True)]
)
def test_other_cards_qualify_nothing(stage: Stage, kind: CardKind, nominative: bool) -> None:
    asked = stage.at_comparison()
    _hold(stage, kind, nominative=nominative)
    refusal = stage.refused(asked, PASSPORT)
    assert (refusal.rule, refusal.reason) == ("IV-303", "CARTE_NON_ADMISE")
    with pytest.raises(Refused, match="R02 CARTE_NON_ADMISE"):
        stage.at_comparison()


def _hold(stage: Stage, kind: CardKind, *, nominative: bool) -> None:
    from dataclasses import replace

    from desk_fakes import PIN

    stage.cards.holder = replace(DOCTOR, kind=kind, nominative=nominative)
    stage.desk.open_session(PIN)


def test_a_matricule_lives_on_one_record(known: Stage) -> None:
    asked = known.at_comparison()
    other = known_elodie(uid="00000000-0000-4000-8000-00000000bbbb", retrieval=a_retrieval())
    known.patients.put(other)
    assert known.refused(asked, PASSPORT).rule == "IV-210"
    with pytest.raises(Refused, match="IV-210"):
        known.desk.keep(asked)


def test_a_record_under_the_married_name_is_found_by_its_matricule(stage: Stage) -> None:
    filed = known_elodie(
        traits=some_traits(birth_name="Garanceau").without_typed(), retrieval=a_retrieval()
    )
    stage.patients.put(filed)
    asked = stage.at_comparison()
    assert asked.patient is not None
    assert asked.patient.uid == KNOWN
    assert next_step(asked) is Step.DISCORDANCE


def test_a_record_under_another_name_is_found_by_the_date_received(stage: Stage) -> None:
    stage.patients.put(known_elodie())
    stage.insi.answer = found()
    asked = stage.at_comparison(a_person(name_text="GARANCEAU"))
    assert asked.patient is not None
    assert asked.patient.uid == KNOWN
    assert asked.comparison is not None
    assert not asked.comparison.blocks


def test_two_possible_records_are_not_chosen_between(stage: Stage) -> None:
    stage.patients.put(known_elodie(), known_elodie(uid="other"))
    assert stage.desk.recognise(stage.insert()).patient is None
    assert stage.journal.last("SEARCH_ANTERIORITE").facts["resultats"] == 2


def test_a_doubtful_identity_is_never_asked_about(stage: Stage) -> None:
    for attribut in (Attribut.DOUT, Attribut.FICT):
        stage.patients.put(known_elodie(attributes=[attribut]))
        # Not recognised by the window: the use case looks for itself.
        run = stage.insert()
        with pytest.raises(Refused, match="IV-110"):
            stage.desk.ask_insi(run)
        blocked = stage.journal.last("INSI_CALL_BLOCKED")
        assert blocked.patient_uid == KNOWN
        assert own_facts(blocked) == {"regle": "IV-110", "motif": attribut.value}
    assert stage.insi.asked == []


def test_a_doubt_that_came_after_the_answer_stops_the_qualification(known: Stage) -> None:
    from dataclasses import replace

    asked = known.at_comparison()
    assert asked.patient is not None
    doubted = known_elodie(attributes=[Attribut.DOUT])
    assert known.refused(replace(asked, patient=doubted), PASSPORT).rule == "IV-110"


def test_an_identity_of_the_application_is_not_asked_about(stage: Stage) -> None:
    stage.patients.put(known_elodie(retrieval=a_retrieval(channel=Channel.AV)))
    with pytest.raises(Refused, match="IV-304"):
        stage.desk.ask_insi(stage.desk.recognise(stage.insert()))
    assert stage.insi.asked == []


def test_another_matricule_than_the_one_held_is_a_possible_collision(stage: Stage) -> None:
    stage.patients.put(known_elodie(retrieval=a_retrieval(at=NOW - timedelta(days=40))))
    from builders import a_matricule

    stage.insi.answer = found(matricule=a_matricule(NUMBER[:-3] + "001"))
    assert stage.refused(stage.at_comparison(), PASSPORT).rule == "T25"
