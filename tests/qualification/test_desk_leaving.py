"""Taking a qualification back (S26, T16–T19, T26–T28), what had left, a collision (IV-214)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desk_stage import KNOWN, PASSPORT, Stage, a_stage, known_elodie, own_facts

from builders import NOW, a_control, a_retrieval, some_traits
from insdesk.errors import Refused
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Attribut, Channel, ControlKind, Patient, Status
from insdesk.qualification.leaving import REASONS

TRAITS = some_traits().without_typed()
DOC = a_control(snapshot=TRAITS)
ATTEST = a_control(kind=ControlKind.ATTEST, proof="ATTEST_LIB", snapshot=TRAITS)
AV = a_control(kind=ControlKind.AV, proof="AV", snapshot=TRAITS)
INS = a_retrieval()

RECORDS: dict[str, Patient] = {
    "QUAL/DOC": known_elodie(traits=TRAITS, retrieval=INS, control=DOC),
    "QUAL/ATTEST": known_elodie(traits=TRAITS, retrieval=INS, control=ATTEST),
    "QUAL/AV": known_elodie(traits=TRAITS, retrieval=a_retrieval(channel=Channel.AV), control=AV),
    "RECUP": known_elodie(traits=TRAITS, retrieval=INS),
    "VALI": known_elodie(traits=TRAITS, control=DOC),
    "PROV": known_elodie(traits=TRAITS),
}

CASES = [
    ("MAUVAISE_PERSONNE", "QUAL/DOC", "T17", "VALI"),
    ("MAUVAISE_PERSONNE", "QUAL/ATTEST", "T18", "PROV"),
    ("MAUVAISE_PERSONNE", "QUAL/AV", "T18", "PROV"),
    ("MAUVAISE_PERSONNE", "RECUP", "T19", "PROV"),
    ("MAUVAISE_PERSONNE", "VALI", "T26", "PROV"),
    ("MAUVAISE_PERSONNE", "PROV", None, None),
    ("MAUVAISE_PIECE", "QUAL/DOC", "T26", "RECUP"),
    ("MAUVAISE_PIECE", "QUAL/ATTEST", "T27", "RECUP"),
    ("MAUVAISE_PIECE", "QUAL/AV", "T18", "PROV"),
    ("MAUVAISE_PIECE", "RECUP", None, None),
    ("MAUVAISE_PIECE", "VALI", "T26", "PROV"),
    ("MAUVAISE_PIECE", "PROV", None, None),
    ("TRAITS_CHANGES", "QUAL/DOC", "T16", "PROV"),
    ("TRAITS_CHANGES", "QUAL/ATTEST", "T16", "PROV"),
    ("TRAITS_CHANGES", "QUAL/AV", "T16", "PROV"),
    ("TRAITS_CHANGES", "RECUP", "T16", "PROV"),
    ("TRAITS_CHANGES", "VALI", "T16", "PROV"),
    ("TRAITS_CHANGES", "PROV", None, None),
    ("DOUTE", "QUAL/DOC", "T28", "PROV"),
    ("DOUTE", "QUAL/ATTEST", "T28", "PROV"),
    ("DOUTE", "QUAL/AV", "T28", "PROV"),
    ("DOUTE", "RECUP", "T28", "PROV"),
    ("DOUTE", "VALI", "T28", "PROV"),
    ("DOUTE", "PROV", "T28", "PROV"),
]


def test_every_reason_is_tried_on_every_record() -> None:
    assert {(code, record) for code, record, *_ in CASES} == {
        (code, record) for code in REASONS for record in RECORDS
    }
    assert all(one.label and one.rules for one in REASONS.values())


@pytest.mark.parametrize(("code", "record", "row", "status"), CASES)
def test_the_statut_after_is_that_of_the_table(
    code: str, record: str, row: str | None, status: str | None
) -> None:
    before = RECORDS[record]
    stage = a_stage(before)
    if row is None:
        for use in (
            lambda: stage.desk.preview_dequalify(KNOWN, code),
            lambda: stage.desk.dequalify(KNOWN, code, "motif"),
        ):
            with pytest.raises(Refused, match="IV-102 RIEN_A_RETIRER"):
                use()
        assert stage.patients.filings == []
        return
    shown = stage.desk.preview_dequalify(KNOWN, code)
    assert stage.patients.filings == []
    done = stage.desk.dequalify(KNOWN, code, "dit par FICTIF")
    for one in (shown, done):
        assert (one.transition, one.status_after.value) == (row, status)
    assert done.patient == stage.patients.get(KNOWN)
    assert done.patient.status.value == status
    assert (Attribut.DOUT in done.patient.identity.attributes) is (code == "DOUTE")
    _journaled(stage, before, done.patient, code)


def _journaled(stage: Stage, before: Patient, after: Patient, code: str) -> None:
    """Each thing that fell has its line, with the code in clear and the words in the detail."""
    lost_ins = before.identity.retrieval is not None and after.identity.retrieval is None
    lost_control = before.identity.control is not None and after.identity.control is None
    attested = lost_control and before.identity.control.kind is ControlKind.ATTEST  # type: ignore[union-attr]
    assert ("INS_INVALIDATED" in stage.journal.types) is lost_ins
    assert ("EVIDENCE_WITHDRAWN" in stage.journal.types) is (lost_control and not attested)
    assert ("ATTESTATION_CANCELLED" in stage.journal.types) is attested
    told = ("INS_INVALIDATED", "EVIDENCE_WITHDRAWN", "ATTESTATION_CANCELLED", "ATTRIBUTE_SET")
    for event in stage.journal.events:
        if event.type in told:
            assert event.facts["motif"] == code
            assert event.detail == {"motif": "dit par FICTIF"}
            assert (event.status_before, event.status_after) == (
                before.status.value,
                after.status.value,
            )
    if lost_ins:
        assert after.identity.invalidated[-1] == before.identity.retrieval


def test_words_are_asked_for() -> None:
    stage = a_stage(RECORDS["QUAL/DOC"])
    with pytest.raises(Refused, match="IV-102 MOTIF_MANQUANT"):
        stage.desk.dequalify(KNOWN, "DOUTE", "  ")
    with pytest.raises(Refused, match="IV-102 MOTIF_MANQUANT"):
        stage.desk.dequalify(KNOWN, "AUTRE", "motif")
    assert stage.patients.filings == []


def test_iv602_what_left_is_listed_with_the_statut_and_the_matricule_of_then(
    tmp_path: Path,
) -> None:
    stage = a_stage(RECORDS["QUAL/DOC"])
    first = stage.desk.export([KNOWN], "fhir", tmp_path)
    stage.clock.forward(days=3)
    second = stage.desk.export([KNOWN], "csv", tmp_path)
    shown = stage.desk.preview_dequalify(KNOWN, "MAUVAISE_PERSONNE")
    assert [(one.file, one.format) for one in shown.sent] == [
        (second.name, "csv"),
        (first.name, "fhir"),
    ]
    assert {(one.status, one.matricule_masked, one.type) for one in shown.sent} == {
        ("QUAL", "2…000", "EXPORT_WITH_INS")
    }
    assert shown.sent[1].at == NOW
    done = stage.desk.dequalify(KNOWN, "MAUVAISE_PERSONNE", "mauvaise carte")
    assert done.sent == shown.sent == stage.desk.sent_with_ins(KNOWN)


def test_nothing_left_is_an_empty_list_and_other_records_are_not_in_it(tmp_path: Path) -> None:
    other = replace(RECORDS["QUAL/ATTEST"], uid="other")
    stage = a_stage(RECORDS["QUAL/DOC"], other)
    stage.desk.export(["other"], "fhir", tmp_path)
    assert stage.desk.preview_dequalify(KNOWN, "DOUTE").sent == ()


def test_what_left_before_a_merge_is_in_the_list(tmp_path: Path) -> None:
    gone = replace(RECORDS["QUAL/ATTEST"], uid="gone")
    stage = a_stage(RECORDS["QUAL/DOC"], gone)
    name = stage.desk.export(["gone"], "fhir", tmp_path).name
    stage.desk.merge(KNOWN, "gone", "même personne")
    assert [one.file for one in stage.desk.sent_with_ins(KNOWN)] == [name]
    (merge,) = stage.desk.merges(KNOWN)
    stage.clock.forward(days=1)
    stage.desk.undo_merge(merge.id)
    assert stage.desk.sent_with_ins(KNOWN) == ()


def test_a_line_of_before_has_no_matricule_to_show(stage: Stage) -> None:
    stage.patients.put(RECORDS["QUAL/DOC"])
    facts = {"format": "fhir", "fichier": "insdesk_fhir_2026-05-14_0001.json"}
    stage.journal.append(JournalEvent(type="EXPORT_WITH_INS", patient_uid=KNOWN, facts=facts))
    (one,) = stage.desk.sent_with_ins(KNOWN)
    assert (one.status, one.matricule_masked) == ("QUAL", "")


@pytest.mark.parametrize("record", ["QUAL/DOC", "RECUP", "VALI", "PROV"])
def test_iv214_a_collision_makes_doubtful_and_lists_what_left(record: str, tmp_path: Path) -> None:
    other = known_elodie(uid="other")
    stage = a_stage(RECORDS[record], other)
    if record == "QUAL/DOC":
        stage.desk.export([KNOWN], "fhir", tmp_path)
    with pytest.raises(Refused, match="IV-214 MOTIF_MANQUANT"):
        stage.desk.declare_collision(KNOWN, " ")
    kept, sent = stage.desk.declare_collision(KNOWN, "deux patients", "other")
    assert (kept.status, kept.identity.attributes) == (Status.PROV, {Attribut.DOUT})
    assert kept.active_matricule is None
    assert len(sent) == int(record == "QUAL/DOC")
    line = stage.journal.last("COLLISION_DECLARED")
    assert own_facts(line)["dossiers"] == [KNOWN, "other"]
    assert line.detail == {"motif": "deux patients"}
    with pytest.raises(Refused, match="IV-110"):
        stage.desk.ask_insi(stage.desk.open_record(KNOWN))


def test_a_fictitious_identity_has_no_collision() -> None:
    stage = a_stage(known_elodie(attributes=[Attribut.FICT]))
    with pytest.raises(Refused, match="IV-112"):
        stage.desk.declare_collision(KNOWN, "deux patients")
    assert "COLLISION_DECLARED" not in stage.journal.types


def test_a_qualification_taken_back_is_made_again_from_both_axes(known: Stage) -> None:
    """IV-113, T28: nothing comes back by itself, the whole way is open."""
    known.desk.qualify(known.at_comparison(), PASSPORT)
    known.desk.dequalify(KNOWN, "DOUTE", "doute levé ensuite")
    known.desk.clear_attribute(KNOWN, Attribut.DOUT, reason="pièce vue")
    assert known.patients.get(KNOWN).status is Status.PROV
    again = known.desk.qualify(known.at_comparison(), PASSPORT)
    assert again.patient is not None
    assert again.patient.status is Status.QUAL
    assert len(again.patient.identity.invalidated) == 1
