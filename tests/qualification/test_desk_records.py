"""What ends a run: kept, saved, taken back, abandoned; and what leaves the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk_stage import (
    ELODIE,
    KNOWN,
    PASSPORT,
    SIGNED,
    YESTERDAY,
    Stage,
    a_person,
    known_elodie,
    own_facts,
)

from builders import NOW, a_control, found, qualified_patient, some_traits
from insdesk.errors import DiskFull, ExportRefused, PatientUnknown, Refused
from insdesk.identity.patient import ControlKind, Status
from insdesk.identity.readings import NotFound
from insdesk.qualification.desk import utc_now
from insdesk.qualification.steps import Evidence, Outcome, PatientView


def test_not_now_leaves_a_recovered_identity(stage: Stage) -> None:
    kept = stage.desk.keep(stage.at_comparison())
    assert kept.outcome is Outcome.RETRIEVED
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP
    assert kept.patient.active_matricule is None
    (filing,) = stage.patients.filings
    assert filing.evidence is None
    assert "QUALIFIED" not in stage.journal.types
    assert "INSI_TRAITS_ACCEPTED" in stage.journal.types


def test_typed_traits_are_saved_as_a_provisional_identity(stage: Stage) -> None:
    typed = replace(ELODIE, used_name="Garanceau", used_first_name="Lodie")
    saved = stage.desk.save(stage.desk.give_traits(stage.desk.type_traits(), typed))
    assert saved.outcome is Outcome.SAVED
    assert saved.patient is not None
    assert saved.patient.status is Status.PROV
    assert (saved.patient.used_name, saved.patient.used_first_name) == ("Garanceau", "Lodie")
    assert stage.journal.last("STATUS_CHANGED").facts["transition"] == "T01"
    assert stage.insi.asked == []


def test_a_document_makes_it_a_validated_one(stage: Stage) -> None:
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    saved = stage.desk.save(run, PASSPORT)
    assert saved.patient is not None
    assert saved.patient.status is Status.VALI
    rows = [e.facts["transition"] for e in stage.journal.events if e.type == "STATUS_CHANGED"]
    assert rows == ["T01", "T05"]


@pytest.mark.parametrize(
    ("evidence", "rule"),
    [
        (Evidence(device="PC"), "IV-400"),
        (Evidence(device="AN"), "IV-406"),
        (Evidence(device="PA", different=frozenset({"sex"})), "IV-402"),
    ],
)
def test_a_document_that_does_not_hold_saves_nothing(
    stage: Stage, evidence: Evidence, rule: str
) -> None:
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    with pytest.raises(Refused) as refusal:
        stage.desk.save(run, evidence)
    assert refusal.value.rule == rule
    assert stage.patients.filings == []


def test_validating_needs_the_practitioners_card(stage: Stage) -> None:
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    stage.desk.lock()
    with pytest.raises(Refused, match="IV-303"):
        stage.desk.save(run, PASSPORT)
    assert stage.desk.save(run).outcome is Outcome.SAVED


def test_an_attestation_validates_nothing_without_insi(stage: Stage) -> None:
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    saved = stage.desk.save(run, SIGNED)
    assert saved.patient is not None
    assert saved.patient.status is Status.PROV


def test_the_document_of_a_later_visit_qualifies_a_recovered_identity(known: Stage) -> None:
    """T06 without a new call: the INS was retrieved before."""
    known.desk.keep(known.at_comparison())
    known.clock.forward(days=3)
    done = known.desk.save(known.desk.open_record(KNOWN), PASSPORT)
    assert done.outcome is Outcome.QUALIFIED
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    record = known.patients.filings[-1].evidence
    assert record is not None
    assert (record["canal"], record["preuve"], record["statut_avant"]) == ("CV", "PA", "RECUP")
    assert record["message"] == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert known.journal.types[-1] == "QUALIFIED"


def test_what_this_run_says_against_a_recovered_identity_counts(known: Stage) -> None:
    known.desk.keep(known.at_comparison())
    filed = len(known.patients.filings)
    known.insi.answer = found(birth_name="HETRE")
    with pytest.raises(Refused, match="IV-321"):
        known.desk.save(known.at_comparison(), PASSPORT)
    contested = known.desk.patient_view(known.desk.open_record(KNOWN), PatientView.CONTESTED)
    with pytest.raises(Refused, match="IV-331"):
        known.desk.save(contested, PASSPORT)
    assert len(known.patients.filings) == filed


def test_what_a_card_says_is_not_enough_for_a_record(stage: Stage) -> None:
    """IV-011: a card carries no sex."""
    stage.insi.answer = NotFound()
    run = stage.at_comparison()
    for evidence in (None, PASSPORT):
        with pytest.raises(Refused, match="IV-011"):
            stage.desk.save(run, evidence)
    with pytest.raises(Refused, match="IV-011"):
        stage.desk.save(stage.desk.type_traits())
    assert stage.patients.filings == []


def test_a_record_without_a_sex_is_not_validated(stage: Stage) -> None:
    stage.patients.put(known_elodie(traits=some_traits(sex=None).without_typed()))
    run = stage.desk.open_record(KNOWN)
    assert stage.desk.save(run).outcome is Outcome.SAVED
    with pytest.raises(Refused, match="IV-011"):
        stage.desk.save(stage.desk.open_record(KNOWN), PASSPORT)


def test_nothing_is_created_before_the_search(stage: Stage) -> None:
    """IV-200: even when the window forgot it."""
    stage.patients.put(known_elodie())
    run = stage.desk.type_traits()
    typed = replace(run, typing=False, known=some_traits(), asked=some_traits())
    saved = stage.desk.save(typed)
    assert saved.patient is not None
    assert saved.patient.uid == KNOWN
    assert "SEARCH_ANTERIORITE" in stage.journal.types


@pytest.mark.parametrize(("evidence", "row"), [(PASSPORT, "T26"), (SIGNED, "T27")])
def test_a_slip_is_taken_back_within_the_minute(known: Stage, evidence: Evidence, row: str) -> None:
    done = known.desk.qualify(known.at_comparison(), evidence)
    known.clock.forward(seconds=60)
    undone = known.desk.undo_qualification(done)
    assert undone.outcome is Outcome.RETRIEVED
    assert undone.patient is not None
    assert undone.patient.status is Status.RECUP
    assert known.journal.last("STATUS_CHANGED").facts["transition"] == row
    with pytest.raises(Refused):
        known.desk.undo_qualification(undone)


def test_after_the_minute_it_needs_its_form(known: Stage) -> None:
    done = known.desk.qualify(known.at_comparison(), PASSPORT)
    known.clock.forward(seconds=61)
    with pytest.raises(Refused, match="T26"):
        known.desk.undo_qualification(done)
    assert known.patients.get(KNOWN).status is Status.QUAL


def test_a_validation_is_no_qualification_to_take_back(stage: Stage) -> None:
    seen = some_traits().without_typed()
    stage.patients.put(known_elodie(traits=seen, control=a_control(snapshot=seen, at=NOW)))
    with pytest.raises(Refused, match="T26"):
        stage.desk.undo_qualification(stage.desk.open_record(KNOWN))
    assert stage.patients.get(KNOWN).identity.control is not None
    with pytest.raises(Refused, match="T26"):
        stage.desk.undo_qualification(stage.desk.type_traits())


def test_an_answer_left_without_decision_is_discarded(stage: Stage) -> None:
    stage.desk.abandon(stage.at_comparison())
    assert own_facts(stage.journal.last("INSI_RESULT_DISCARDED")) == {"motif": "SANS_DECISION"}
    assert stage.patients.filings == []


def test_a_discordance_left_is_a_refusal_of_the_traits(known: Stage) -> None:
    known.insi.answer = found(birth_name="HETRE")
    known.desk.abandon(known.at_comparison())
    line = known.journal.last("INSI_TRAITS_REFUSED")
    assert (line.patient_uid, own_facts(line)) == (KNOWN, {"motif": "DISCORDANCE"})
    assert known.patients.filings == [], "nothing was held, nothing is to be treated"


def test_a_run_without_an_answer_or_already_ended_leaves_no_line(stage: Stage) -> None:
    done = stage.desk.qualify(stage.at_comparison(), PASSPORT)
    lines = len(stage.journal.events)
    stage.desk.abandon(done)
    stage.desk.abandon(stage.desk.type_traits())
    assert len(stage.journal.events) == lines


def test_the_right_column_counts_the_day_without_names(known: Stage) -> None:
    known.desk.keep(known.at_comparison())
    known.clock.forward(days=1)
    known.desk.qualify(known.at_comparison(), PASSPORT)
    known.patients.put(known_elodie(uid="other", retrieval=None))
    today = known.desk.today()
    assert (today.qualified, today.to_check, today.waiting) == (1, 0, 0)
    assert today.latest[0].type == "QUALIFIED"
    assert [line.type for line in today.latest] == ["QUALIFIED"]
    assert known.desk.counts() == {"": 2, "QUAL": 1, "PROV": 1}


def test_the_records_are_listed(known: Stage) -> None:
    assert [row.uid for row in known.desk.patients("")] == [KNOWN]
    assert known.desk.patients("", status=Status.QUAL) == []
    assert known.desk.patient(KNOWN).uid == KNOWN
    known.desk.qualify(known.at_comparison(), PASSPORT)
    line = known.desk.timeline(KNOWN)[0]
    assert (line.type, line.patient_uid) == ("QUALIFIED", KNOWN)


def test_an_opened_record_is_asked_about_by_its_traits(known: Stage) -> None:
    run = known.desk.open_record(KNOWN)
    assert run.known_at == YESTERDAY
    assert (run.insertion, run.holder) == (None, None)
    assert known.desk.ask_insi(run).by_vitale is False


def test_a_record_is_found_by_its_used_name(stage: Stage) -> None:
    stage.patients.put(known_elodie(used_name="Garanceau"))
    run = stage.desk.recognise(stage.insert(a_person(name_text="GARANCEAU")))
    assert run.patient is not None
    stage.patients.put(known_elodie(used_name="Garanceau", used_first_name="Rose"))
    rose = a_person(name_text="GARANCEAU", first_name_text="ROSE")
    assert stage.desk.recognise(stage.insert(rose)).patient is not None
    other = a_person(first_name_text="JEANNE")
    assert stage.desk.recognise(stage.insert(other)).patient is None


def test_interpreted_dates_are_searched_on_both_ends_of_the_year(stage: Stage) -> None:
    stage.patients.put(known_elodie(traits=some_traits(birth_date="1978-01-01").without_typed()))
    lunar = a_person(birth_text="19780000")
    assert stage.desk.recognise(stage.insert(lunar)).patient is not None


# --- hand-over ------------------------------------------------------------------------------


def test_an_export_is_one_file_and_one_line_for_each_record(stage: Stage, tmp_path: Path) -> None:
    one, other = qualified_patient(), replace(qualified_patient(), uid="other")
    stage.patients.put(one, other)
    first = stage.desk.export([one.uid, other.uid], "fhir", tmp_path)
    second = stage.desk.export([one.uid], "fhir", tmp_path)
    assert [first.name, second.name] == [
        "insdesk_fhir_2026-11-02_0001.json",
        "insdesk_fhir_2026-11-02_0002.json",
    ]
    lines = [e for e in stage.journal.events if e.type == "EXPORT_WITH_INS"]
    assert [e.patient_uid for e in lines] == [one.uid, other.uid, one.uid]
    assert lines[0].facts["fichier"] == first.name
    assert lines[0].facts["format"] == "fhir"


def test_what_is_not_qualified_does_not_leave(known: Stage, tmp_path: Path) -> None:
    known.patients.put(replace(qualified_patient(), uid="other"))
    with pytest.raises(ExportRefused):
        known.desk.export(["other", KNOWN], "fhir", tmp_path)
    assert list(tmp_path.iterdir()) == []
    blocked = known.journal.last("EXPORT_BLOCKED")
    assert (blocked.facts["format"], blocked.facts["regle"]) == ("fhir", "IV-101")
    with pytest.raises(PatientUnknown):
        known.desk.export(["nobody"], "fhir", tmp_path)


def test_what_cannot_be_traced_does_not_leave(stage: Stage, tmp_path: Path) -> None:
    stage.patients.put(qualified_patient())
    stage.journal.failure = DiskFull("full")
    with pytest.raises(DiskFull):
        stage.desk.export([qualified_patient().uid], "fhir", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_formats_come_with_their_use(stage: Stage) -> None:
    assert stage.desk.formats() == {"fhir": "Pour un autre logiciel."}


def test_a_control_is_dated_by_the_desk(stage: Stage) -> None:
    done = stage.desk.qualify(stage.at_comparison(), PASSPORT)
    assert done.patient is not None
    control = done.patient.identity.control
    assert control is not None
    assert (control.kind, control.at) == (ControlKind.DOC, stage.clock())
    now = utc_now()
    assert now.tzinfo is UTC
    assert now > datetime(2020, 1, 1, tzinfo=UTC)
