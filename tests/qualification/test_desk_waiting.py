"""INSi away (J10): what was seen is kept in one transaction, taken up again by the traits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import ELODIE, KNOWN, PASSPORT, SIGNED, Stage

from builders import found
from insdesk.errors import InsiUnavailable, Refused
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Status
from insdesk.identity.readings import NotFound
from insdesk.identity.todo import TodoKind
from insdesk.qualification.steps import Outcome, Run, Step, next_step

WAITING = TodoKind.ATTENTE_INSI


@pytest.fixture
def typed(stage: Stage) -> Run:
    """Traits typed, INSi away."""
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    stage.insi.failure = InsiUnavailable()
    with pytest.raises(InsiUnavailable):
        stage.desk.ask_insi(run)
    return run


def lines(stage: Stage) -> list[tuple[str, str]]:
    return [(one.reason, one.rule) for one in stage.desk.todo(WAITING)]


def test_a_new_patient_waits_with_the_document_seen(stage: Stage, typed: Run) -> None:
    held = stage.desk.hold(typed, PASSPORT)
    assert held.outcome is Outcome.SAVED
    assert held.patient is not None
    assert held.patient.status is Status.PROV, "noted is not checked"
    assert lines(stage) == [("PIECE_VUE", "D16")]
    assert len(stage.patients.filings) == 1, "record, journal and note in one transaction"
    kept = stage.desk.reminder(held.patient.uid)
    assert kept is not None
    assert (kept.device, kept.at) == ("PA", stage.clock())


def test_nothing_seen_nothing_remembered(stage: Stage, typed: Run) -> None:
    held = stage.desk.hold(typed)
    assert held.patient is not None
    assert lines(stage) == [("INSI_MUET", "D16")]
    assert stage.desk.reminder(held.patient.uid) is None


def test_an_attestation_is_never_kept_for_later(known: Stage) -> None:
    run = known.desk.recognise(known.insert())
    known.desk.hold(run, SIGNED)
    assert lines(known) == [("INSI_MUET", "D16")]
    assert not [one for one in known.journal.events if one.type == "ATTESTATION_SIGNED"]
    assert not [one for one in known.journal.events if one.type == "EVIDENCE_RECORDED"]


def test_a_known_patient_keeps_the_statut_and_the_traits(known: Stage) -> None:
    before = known.patients.stored[KNOWN]
    held = known.desk.hold(known.desk.recognise(known.insert()), PASSPORT)
    assert held.patient is not None
    assert held.patient.identity == before.identity
    assert [one.patient.uid for one in known.desk.todo(WAITING)] == [KNOWN]


def test_held_twice_there_is_one_line(known: Stage) -> None:
    run = known.desk.open_record(KNOWN)
    held = known.desk.hold(run, PASSPORT)
    known.desk.hold(replace(held, outcome=None), PASSPORT)
    assert len(lines(known)) == 1


def test_it_is_taken_up_by_the_traits_and_the_document_asked_again(
    stage: Stage, typed: Run
) -> None:
    uid = held_uid(stage, typed)
    stage.insi.failure = None
    stage.insi.answer = found()
    again = stage.desk.ask_insi(stage.desk.open_record(uid))
    assert next_step(again) is Step.COMPARE
    assert not again.by_vitale, "so never the exception procedure"
    assert "CANAL_TRAITS" in [one.reason for one in stage.desk.exception_case(again).missing]
    with pytest.raises(Refused):
        stage.desk.qualify(again, replace(PASSPORT, device=None))
    assert stage.desk.reminder(uid) is not None, "still shown until it is settled"
    done = stage.desk.qualify(ticked(again), PASSPORT)
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert lines(stage) == []
    assert stage.desk.reminder(uid) is None


def test_an_answer_without_anybody_ends_the_wait_too(stage: Stage, typed: Run) -> None:
    uid = held_uid(stage, typed)
    stage.insi.failure = None
    stage.insi.answer = NotFound()
    asked = stage.desk.ask_insi(stage.desk.open_record(uid))
    stage.desk.save(asked)
    assert lines(stage) == []


def test_a_list_that_was_not_judged_refuses(known: Stage) -> None:
    twin = replace(ELODIE, first_name="Lise")
    run = known.desk.give_traits(known.desk.type_traits(), twin)
    assert next_step(run) is Step.PRIOR_RECORDS
    with pytest.raises(Refused) as refused:
        known.desk.hold(run)
    assert refused.value.rule == "IV-204"
    assert not known.patients.filings


def test_a_card_that_says_no_sex_is_completed_first(stage: Stage) -> None:
    run = stage.desk.recognise(stage.insert())
    with pytest.raises(Refused) as refused:
        stage.desk.hold(run)
    assert (refused.value.rule, refused.value.reason) == ("IV-011", "TRAIT_MANQUANT")
    assert not stage.patients.filings


def test_the_call_is_cut_through_the_desk(stage: Stage) -> None:
    stage.desk.interrupt()
    assert stage.insi.interrupted == 1


def test_no_trait_is_in_the_clear_line(stage: Stage, typed: Run) -> None:
    stage.desk.hold(typed, PASSPORT)
    said: list[JournalEvent] = [
        one for one in stage.journal.events if one.type == "EVIDENCE_RECORDED"
    ]
    assert len(said) == 1
    assert said[0].facts["attente"] is True
    assert "TILLEUL" not in str(said[0].facts)


def test_how_many_wait(known: Stage) -> None:
    assert known.desk.waiting_count() == 0
    known.desk.hold(known.desk.open_record(KNOWN))
    assert known.desk.waiting_count() == 1


def held_uid(stage: Stage, run: Run) -> str:
    held = stage.desk.hold(run, PASSPORT)
    assert held.patient is not None
    stage.clock.forward(hours=2)
    return held.patient.uid


def ticked(run: Run) -> Run:
    from insdesk.qualification.rules import to_confirm

    return replace(run, ticked=frozenset(to_confirm(run)))
