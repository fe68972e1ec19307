"""Random use cases in any order: no QUAL without its gates, no trait in a clear journal line."""

from __future__ import annotations

import json
import re

import pytest
from desk_acts import ACTS, OPENINGS, RECORDS, STEPS, Step
from desk_fakes import PIN
from desk_stage import (
    CARD_NUMBER,
    KNOWN,
    PASSPORT,
    SIGNED,
    Stage,
    a_stage,
    known_elodie,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.errors import CardChanged, CardRemoved, InsdeskError, Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import device
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Attribut, ControlKind, Patient, Status
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Found
from insdesk.qualification.steps import Evidence, PatientView, Run


def _play(stage: Stage, steps: list[Step]) -> None:
    run = stage.desk.type_traits()
    for step in steps:
        filed, held = len(stage.patients.filings), dict(stage.patients.stored)
        try:
            run = (
                _qualify(stage, run, step) if isinstance(step, Evidence) else ACTS[step](stage, run)
            )
        except InsdeskError:
            assert len(stage.patients.filings) == filed
        for filing in stage.patients.filings[filed:]:
            _gates_held(stage, run, filing, held.get(filing.patient.uid))


LATER_REFUSALS = {"IV-210", "T25"}
"""What only the base can say: another record, another matricule held."""


def _qualify(stage: Stage, run: Run, evidence: Evidence) -> Run:
    refusals = stage.desk.refusals(run, evidence)
    if refusals:
        with pytest.raises((Refused, CardRemoved, CardChanged)) as problem:
            stage.desk.qualify(run, evidence)
        if isinstance(problem.value, Refused):
            assert problem.value.rule == refusals[0].rule
        return run
    try:
        return stage.desk.qualify(run, evidence)
    except Refused as refusal:
        if refusal.rule in LATER_REFUSALS:
            return run
        raise AssertionError(f"{refusal} was not announced") from refusal


def _gates_held(stage: Stage, run: Run, filing: Filing, held: Patient | None) -> None:
    """An independent statement of what a qualified record needs (rule book §4.3, §8, §9)."""
    identity = filing.patient.identity
    if identity.status is not Status.QUAL:
        return
    if held is not None and held.identity == identity:
        return  # nothing changed but its used names
    assert stage.cards.state().cps is CpsState.READY
    assert not identity.attributes & {Attribut.DOUT, Attribut.FICT}
    assert identity.control is not None
    assert identity.control.snapshot == identity.traits
    assert run.patient_view is not PatientView.CONTESTED
    assert filing.evidence is not None
    json.dumps(filing.evidence)
    if identity.control.kind is ControlKind.DOC:
        row = device(identity.control.proof)
        assert row is not None
        assert row.high_trust
        assert not row.for_minors_only
    if run.answer is None:  # T06: the INS of a former visit, the document of this one
        assert held is not None
        assert held.identity.retrieval == identity.retrieval
        assert identity.control.kind is ControlKind.DOC
    else:
        _answer_held(stage, run, filing)
    if identity.control.kind is ControlKind.ATTEST:
        _attestation_held(stage, run, filing)


def _answer_held(stage: Stage, run: Run, filing: Filing) -> None:
    identity = filing.patient.identity
    assert isinstance(run.answer, Found)
    assert run.answer.qualifiable
    assert identity.retrieval is not None
    assert identity.retrieval.matricule == run.answer.matricule
    assert run.comparison is not None
    assert not run.comparison.blocks
    assert run.comparison.to_tick <= run.ticked
    assert run.insertion in (None, stage.cards.state().vitale_insertion)


def _attestation_held(stage: Stage, run: Run, filing: Filing) -> None:
    assert run.answer is not None
    assert run.answer.trace is not None
    assert run.by_vitale
    assert run.insertion is not None
    assert (stage.clock() - run.answer.trace.received_at).total_seconds() < 900
    assert stage.cards.holder.kind is CardKind.CPS
    assert not stage.settings[0].secretariat
    assert stage.settings[0].structure == "SEUL"
    assert stage.settings[0].exception_procedure
    assert Attribut.HOMD not in filing.patient.identity.attributes
    assert filing.expected_version > 0, "a patient without a record is not known"


@settings(deadline=None, max_examples=400)
@given(
    records=st.sampled_from(RECORDS),
    opening=st.sampled_from(OPENINGS),
    steps=st.lists(STEPS, max_size=8),
)
def test_no_order_of_acts_qualifies_without_the_gates(
    records: tuple[Patient, ...], opening: tuple[int, ...], steps: list[Step]
) -> None:
    stage = a_stage(*records)
    _play(stage, [*opening, *steps])
    _nothing_leaks(stage)


MARKED = ("TILLEUL", "ELODIE", "MARTHE", "HETRE", "1978", "19780309", "63999", "64999")
SECRETS = (*MARKED, PIN, CARD_NUMBER, CARD_NUMBER[:13], "2780363999001")


_RANDOM = re.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.IGNORECASE)
"""The number of a run or of a record: its digits are those of chance."""


def _nothing_leaks(stage: Stage) -> None:
    for event in stage.journal.events:
        clear = _RANDOM.sub("", json.dumps(event.facts, ensure_ascii=False)).upper()
        assert not [one for one in SECRETS if one in clear], event.type
        assert not [one for one in SECRETS if one in _RANDOM.sub("", repr(event))], event.type


def test_the_sequences_do_reach_qualifications() -> None:
    """The property above is not empty."""
    for steps in ([0, 24, PASSPORT], [0, 24, SIGNED], [1, 24, PASSPORT, 36, SIGNED]):
        stage = a_stage(known_elodie())
        _play(stage, steps)
        assert stage.patients.get(KNOWN).status is Status.QUAL
        assert stage.patients.filings[-1].evidence
        _nothing_leaks(stage)
