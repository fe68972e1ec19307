"""The evidence list of this desk: configured, nothing preselected, both parts for a minor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import PASSPORT, SOLO, Stage, a_person, a_stage, known_elodie

from builders import a_matricule, found
from insdesk.errors import Refused
from insdesk.identity.evidence import DEVICES, device, own_device
from insdesk.identity.patient import Status
from insdesk.qualification.steps import Evidence, Outcome, Run

CHILD = a_matricule("2190363999000")
MARTHE = a_person(position=2, first_name_text="MARTHE", birth_text="20190412", number_is_own=False)
BOTH = Evidence(device="LE", adult_device="CN", adult_link="PARENT")
GUARDIAN = replace(BOTH, adult_link="REPRESENTANT", court_decision=True)


@pytest.fixture
def child() -> tuple[Stage, Run]:
    stage = a_stage()
    stage.insi.answer = found(matricule=CHILD, first_names="MARTHE", birth_date="2019-04-12")
    run = stage.desk.choose_holder(stage.insert(a_person(), MARTHE), 2)
    return stage, stage.desk.ask_insi(run)


def refusal_of(stage: Stage, run: Run, code: str) -> str | None:
    choice = next(one for one in stage.desk.devices(run) if one.device.code == code)
    return choice.refusal.reason if choice.refusal else None


def test_iv_400_every_row_is_listed_and_none_is_preselected(known: Stage) -> None:
    run = known.at_comparison()
    choices = known.desk.devices(run)
    assert [one.device for one in choices] == list(DEVICES)
    assert Evidence().device is None
    assert known.refused(run, Evidence()).rule == "IV-401"
    names = {name for one in choices for name in type(one).__slots__}
    assert names == {"device", "refusal"}


def test_each_choice_says_why_it_cannot_serve(known: Stage) -> None:
    run = known.at_comparison()
    assert refusal_of(known, run, "PA") is None
    assert refusal_of(known, run, "eCN") is None
    assert refusal_of(known, run, "AN") == "PIECE_MINEUR"
    for row in DEVICES:
        if not row.high_trust:
            assert refusal_of(known, run, row.code) == "PIECE_REFUSEE"
            assert known.refused(run, Evidence(device=row.code)).rule == "IV-400"


def test_the_list_of_a_choice_is_what_qualify_says(child: tuple[Stage, Run]) -> None:
    stage, run = child
    for choice in stage.desk.devices(run):
        whole = replace(BOTH, device=choice.device.code)
        reasons = [one.reason for one in stage.desk.refusals(run, whole)]
        assert reasons == ([choice.refusal.reason] if choice.refusal else [])


def test_iv_400_a_hidden_row_is_not_proposed_and_is_refused(known: Stage) -> None:
    run = known.at_comparison()
    known.set(evidence_hidden=("PA", "PC"))
    assert not {"PA", "PC"} & {one.device.code for one in known.desk.devices(run)}
    assert known.refused(run, PASSPORT).reason == "PIECE_HORS_LISTE"
    assert known.desk.qualify(run, Evidence(device="CN")).outcome is Outcome.QUALIFIED


@pytest.mark.parametrize("name", ["Passeport", "Carte de pêche", "CN"])
def test_iv_400_a_name_added_is_noted_and_never_validates(known: Stage, name: str) -> None:
    own = own_device(name)
    assert own is not None
    run = known.at_comparison()
    known.set(evidence_added=(name,))
    assert refusal_of(known, run, own.code) == "PIECE_REFUSEE"
    assert known.refused(run, Evidence(device=own.code)).rule == "IV-400"
    seen = replace(PASSPORT, noted=frozenset({own.code, "PC", "CN", "inventé"}))
    done = known.desk.qualify(run, seen)
    assert done.patient is not None
    assert done.patient.identity.control is not None
    assert done.patient.identity.control.proof == "PA"
    lines = [one.facts for one in known.journal.events if one.type == "EVIDENCE_RECORDED"]
    noted = [one["code"] for one in lines if one["confiance"] == "NONE"]
    assert noted == ["PC", own.code]


def test_a_note_alone_sets_nothing(known: Stage) -> None:
    kept = known.desk.save(
        known.desk.open_record(known_elodie().uid), Evidence(noted=frozenset({"PC"}))
    )
    assert kept.patient is not None
    assert kept.patient.status is Status.PROV
    assert known.journal.last("EVIDENCE_RECORDED").facts["code"] == "PC"


@pytest.mark.parametrize("code", ["LECV", "ANCV", "AV", "PC", "COPIE"])
def test_no_settings_file_raises_a_trust(known: Stage, code: str) -> None:
    row = device(code)
    assert row is not None
    known.set(evidence_added=(code, row.label))
    assert known.refused(known.at_comparison(), Evidence(device=code)).rule == "IV-400"


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (Evidence(device="LE"), "PIECE_PARENT"),
        (Evidence(device="AN", adult_link="PARENT"), "PIECE_PARENT"),
        (Evidence(device="LE", adult_device="PC", adult_link="PARENT"), "PIECE_PARENT"),
        (Evidence(device="LE", adult_device="AN", adult_link="PARENT"), "PIECE_PARENT"),
        (Evidence(device="LE", adult_device="AV", adult_link="PARENT"), "PIECE_PARENT"),
        (Evidence(device="LE", adult_device="CN"), "LIEN_ADULTE"),
        (Evidence(device="LE", adult_device="CN", adult_link="VOISIN"), "LIEN_ADULTE"),
        (replace(GUARDIAN, court_decision=False), "DECISION_JUSTICE"),
        (Evidence(adult_device="CN", adult_link="PARENT"), "AUCUNE_PIECE"),
    ],
)
def test_iv_406_one_part_alone_never_validates(
    child: tuple[Stage, Run], evidence: Evidence, reason: str
) -> None:
    stage, run = child
    assert stage.refused(run, evidence).reason == reason
    with pytest.raises(Refused):
        stage.desk.save(run, evidence)
    assert stage.patients.stored == {}
    kept = stage.desk.keep(run)
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP


@pytest.mark.parametrize("adult", ["CN", "PA", "CS", "eCN", "IN"])
@pytest.mark.parametrize("evidence", [BOTH, GUARDIAN, replace(BOTH, device="AN")])
def test_iv_406_both_parts_are_kept_with_their_link(
    child: tuple[Stage, Run], evidence: Evidence, adult: str
) -> None:
    stage, run = child
    shown = replace(evidence, adult_device=adult)
    done = stage.desk.qualify(run, shown)
    assert done.patient is not None
    control = done.patient.identity.control
    assert control is not None
    assert (control.proof, control.adult_proof) == (shown.device, adult)
    assert control.adult_link == shown.adult_link
    record = stage.patients.filings[-1].evidence
    assert record is not None
    assert (record["adulte"], record["lien"]) == (adult, shown.adult_link)
    assert record["decision_justice"] is shown.court_decision
    line = stage.journal.last("EVIDENCE_RECORDED").facts
    assert (line["code"], line["adulte"], line["lien"]) == (shown.device, adult, shown.adult_link)
    assert line["confiance"] == "HIGH"


def test_a_hidden_device_of_the_adult_is_refused_too(child: tuple[Stage, Run]) -> None:
    stage, run = child
    stage.set(evidence_hidden=("CN",))
    assert stage.refused(run, BOTH).reason == "PIECE_PARENT"


def test_a_foreign_minors_own_document_is_enough(child: tuple[Stage, Run]) -> None:
    stage, run = child
    done = stage.desk.qualify(run, Evidence(device="CC"))
    assert done.outcome is Outcome.QUALIFIED
    assert done.patient is not None
    assert done.patient.identity.control is not None
    assert done.patient.identity.control.adult_link is None


def test_an_electronic_means_leaves_its_level(known: Stage) -> None:
    known.desk.qualify(known.at_comparison(), Evidence(device="eCN"))
    record = known.patients.filings[-1].evidence
    assert record is not None
    assert record["niveau_eidas"] == "substantiel ou élevé"
    assert known.journal.last("EVIDENCE_RECORDED").facts["niveau_eidas"] == "substantiel ou élevé"


def test_the_line_says_what_was_ticked_and_what_was_absent(known: Stage) -> None:
    seen = replace(PASSPORT, absent=frozenset({"birth_place"}), expired_document=True)
    known.desk.qualify(known.at_comparison(), seen)
    line = known.journal.last("EVIDENCE_RECORDED").facts
    assert line["coches"] == ["birth_date", "birth_name", "first_name", "sex"]
    assert (line["absents"], line["perime"]) == (["birth_place"], True)


def test_changed_settings_are_audit_events(known: Stage) -> None:
    after = replace(
        SOLO, secretariat=True, evidence_hidden=("PC",), evidence_added=("Carte de pêche",)
    )
    known.desk.settings_changed(SOLO, after)
    lines = [one for one in known.journal.events if one.type == "SETTING_CHANGED"]
    assert [(one.facts["reglage"], one.facts["regle"]) for one in lines] == [
        ("secretariat", "X1"),
        ("evidence_hidden", "IV-400"),
        ("evidence_added", "IV-400"),
    ]
    assert lines[1].detail == {"avant": [], "apres": ["PC"]}
    known.desk.settings_changed(after, replace(after, theme="sombre"))
    assert len([one for one in known.journal.events if one.type == "SETTING_CHANGED"]) == 3
