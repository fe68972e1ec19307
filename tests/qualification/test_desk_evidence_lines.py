"""Every evidence that is kept has its line in the journal, in the same transaction (§14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_stage import KNOWN, PASSPORT, YESTERDAY, Stage, a_stage, known_elodie

from builders import a_control, a_retrieval
from insdesk.errors import DiskFull, Refused
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Patient, Status
from insdesk.qualification.rules import to_confirm
from insdesk.qualification.steps import Evidence, Outcome, Run

CARD = Evidence(device="CN")


def checked(record: Patient) -> Patient:
    """The same record with a document seen yesterday."""
    control = a_control(proof="PA", at=YESTERDAY, snapshot=record.traits)
    return replace(record, identity=replace(record.identity, control=control))


def a_record(status: Status) -> Patient:
    record = known_elodie()
    if status in (Status.RECUP, Status.QUAL):
        retrieval = a_retrieval(at=YESTERDAY)
        record = replace(record, identity=replace(record.identity, retrieval=retrieval))
    record = checked(record) if status in (Status.VALI, Status.QUAL) else record
    assert record.status is status
    return record


def lines(filing: Filing) -> list[object]:
    """The documents that this transaction journals, in order."""
    return [one.facts["code"] for one in filing.events if one.type == "EVIDENCE_RECORDED"]


def answered(stage: Stage) -> Run:
    stage.clock.forward(hours=1)
    run = stage.desk.ask_insi(stage.desk.open_record(KNOWN))
    return replace(run, ticked=frozenset(to_confirm(run)))


@pytest.mark.parametrize("status", Status)
def test_qualifying_from_any_statut_leaves_one_line(status: Status) -> None:
    stage = a_stage(a_record(status))
    done = stage.desk.qualify(answered(stage), CARD)
    filing = stage.patients.filings[-1]
    assert done.outcome is Outcome.QUALIFIED
    assert filing.evidence is not None
    assert filing.evidence["preuve"] == "CN"
    assert lines(filing) == ["CN"], "one transaction holds the record, the evidence and its line"


@pytest.mark.parametrize("status", [Status.PROV, Status.RECUP, Status.QUAL])
def test_a_document_without_a_new_answer_leaves_one_line(status: Status) -> None:
    stage = a_stage(a_record(status))
    stage.desk.save(stage.desk.open_record(KNOWN), CARD)
    filing = stage.patients.filings[-1]
    assert lines(filing) == ["CN"]
    kept = filing.evidence is not None
    assert kept is (filing.patient.status is Status.QUAL)


def test_a_record_validated_before_is_not_validated_again() -> None:
    stage = a_stage(a_record(Status.VALI))
    with pytest.raises(Refused) as refused:
        stage.desk.save(stage.desk.open_record(KNOWN), CARD)
    assert refused.value.rule == "IV-405"
    assert stage.patients.filings == []
    assert "EVIDENCE_RECORDED" not in stage.journal.types


def test_a_checked_record_keeps_the_document_that_checked_it() -> None:
    stage = a_stage(a_record(Status.QUAL))
    done = stage.desk.qualify(answered(stage), CARD)
    assert done.patient is not None
    control = done.patient.identity.control
    assert control is not None
    assert (control.proof, control.at) == ("PA", YESTERDAY)


def test_a_checked_record_that_agrees_has_no_new_document() -> None:
    """« Pas maintenant » on a record checked before: nothing was shown, nothing is journaled."""
    stage = a_stage(a_record(Status.VALI))
    stage.desk.keep(answered(stage))
    filing = stage.patients.filings[-1]
    assert filing.patient.status is Status.QUAL
    assert lines(filing) == []
    assert filing.evidence is not None
    assert filing.evidence["preuve"] == "PA", "the document of yesterday, journaled yesterday"


def test_nothing_is_kept_when_the_transaction_fails() -> None:
    stage = a_stage(a_record(Status.QUAL))
    run, before = answered(stage), len(stage.journal.events)
    stage.clock.forward(minutes=1)

    def full(_filings: object) -> object:
        raise DiskFull

    stage.patients.file_all = full  # type: ignore[method-assign,assignment]
    with pytest.raises(DiskFull):
        stage.desk.qualify(run, PASSPORT)
    assert stage.journal.events[before:] == []
    assert stage.clock() - YESTERDAY > timedelta(days=1)
