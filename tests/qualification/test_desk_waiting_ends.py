"""A wait for INSi (J10): one line a record, ended by whatever answers it, carried by a merge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import KNOWN, PASSPORT, YESTERDAY, Stage, a_stage, known_elodie

from builders import a_control, a_retrieval, found
from insdesk.errors import InsiUnavailable, Refused
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.rules import to_confirm
from insdesk.qualification.steps import Evidence

CARD = Evidence(device="CN")
OTHER = "00000000-0000-4000-8000-00000000cccc"
THIRD = "00000000-0000-4000-8000-00000000dddd"


def waits(stage: Stage) -> list[tuple[str, str]]:
    lines = stage.desk.todo(TodoKind.ATTENTE_INSI)
    return [(one.patient.uid, one.reason) for one in lines]


def hold(stage: Stage, seen: Evidence | None = None, uid: str = KNOWN) -> None:
    stage.desk.hold(stage.desk.open_record(uid), seen)


@pytest.mark.parametrize("first", [None, PASSPORT])
@pytest.mark.parametrize("second", [None, CARD])
def test_held_twice_is_one_line_and_what_was_seen_stays_seen(
    known: Stage, first: Evidence | None, second: Evidence | None
) -> None:
    hold(known, first)
    known.clock.forward(hours=1)
    hold(known, second)
    seen = second or first
    assert waits(known) == [(KNOWN, "PIECE_VUE" if seen else "INSI_MUET")]
    assert known.desk.waiting_count() == 1
    kept = known.desk.reminder(KNOWN)
    assert (kept.device if kept else None) == (seen.device if seen else None)


def test_a_recall_is_another_matter_and_stays(known: Stage) -> None:
    known.desk.remind(KNOWN)
    hold(known)
    hold(known, PASSPORT)
    assert sorted(reason for _, reason in waits(known)) == ["PIECE_VUE", "RAPPEL"]
    assert known.desk.waiting_count() == 1, "a recall does not wait for INSi to come back"


def test_a_second_wait_does_not_show_the_document_of_the_first(known: Stage) -> None:
    hold(known, PASSPORT)
    known.desk.ask_insi(known.desk.open_record(KNOWN))
    run = known.desk.ask_insi(known.desk.open_record(KNOWN))
    known.desk.keep(replace(run, ticked=frozenset(to_confirm(run))))
    assert waits(known) == []
    hold(known)
    assert waits(known) == [(KNOWN, "INSI_MUET")]
    assert known.desk.reminder(KNOWN) is None


def test_qualified_by_the_application_nobody_waits_any_more(known: Stage) -> None:
    hold(known, PASSPORT)
    known.desk.remind(KNOWN)
    run = known.desk.recognise_app(known.desk.read_app())
    run = replace(run, ticked=frozenset(one.trait for one in run.comparison or ()))
    done = known.desk.qualify_by_app(run)
    assert done.patient is not None
    assert (done.patient.uid, done.patient.status) == (KNOWN, Status.QUAL)
    assert waits(known) == [], "INSi must not be called about it (IV-304)"
    for wait in (lambda: hold(known), lambda: known.desk.remind(KNOWN)):
        with pytest.raises(Refused) as refused:
            wait()
        assert refused.value.rule == "IV-304"


def test_qualified_by_a_document_on_an_ins_held_nobody_waits_any_more() -> None:
    record = known_elodie()
    identity = replace(record.identity, retrieval=a_retrieval(at=YESTERDAY))
    stage = a_stage(replace(record, identity=identity))
    hold(stage)
    assert waits(stage) == [(KNOWN, "INSI_MUET")]
    done = stage.desk.save(stage.desk.open_record(KNOWN), CARD)
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert waits(stage) == []


def test_validated_meanwhile_it_still_waits(known: Stage) -> None:
    hold(known)
    done = known.desk.save(known.desk.open_record(KNOWN), CARD)
    assert done.patient is not None
    assert done.patient.status is Status.VALI
    assert waits(known) == [(KNOWN, "INSI_MUET")]


@pytest.mark.parametrize("attribut", [Attribut.DOUT, Attribut.FICT])
def test_a_doubtful_identity_does_not_wait_for_insi(known: Stage, attribut: Attribut) -> None:
    hold(known)
    known.desk.set_attribute(KNOWN, attribut, confirmed=True, reason="essai")
    with pytest.raises(Refused) as asked:
        known.desk.ask_insi(known.desk.open_record(KNOWN))
    with pytest.raises(Refused) as held:
        hold(known)
    assert asked.value.rule == held.value.rule == "IV-110"
    assert known.insi.asked == []


def two_records() -> Stage:
    return a_stage(known_elodie(), known_elodie(uid=OTHER))


def three_records() -> Stage:
    return a_stage(known_elodie(), known_elodie(uid=OTHER), known_elodie(uid=THIRD))


def merge(stage: Stage, kept: str, gone: str) -> str:
    """The number of the merge, by which it is undone."""
    stage.clock.forward(hours=1)
    stage.desk.merge(kept, gone, "le même patient")
    return stage.desk.merges(kept)[0].id


@pytest.mark.parametrize("own", [None, PASSPORT])
def test_a_merge_carries_the_wait_with_what_was_seen(own: Evidence | None) -> None:
    stage = two_records()
    hold(stage, CARD, OTHER)
    if own:
        hold(stage, own, KNOWN)
    stage.desk.merge(KNOWN, OTHER, "le même patient")
    assert waits(stage) == [(KNOWN, "PIECE_VUE")]
    assert stage.desk.todo_counts()[TodoKind.ATTENTE_INSI] == 1
    kept = stage.desk.reminder(KNOWN)
    assert kept is not None
    assert kept.device == (own or CARD).device
    stage.desk.undo_merge(stage.desk.merges(KNOWN)[0].id)
    again = [(OTHER, "PIECE_VUE")] + ([(KNOWN, "PIECE_VUE")] if own else [])
    assert sorted(waits(stage)) == sorted(again)


def test_a_merge_into_a_record_with_its_ins_waits_for_nothing() -> None:
    stage = two_records()
    hold(stage, CARD, OTHER)
    record = stage.patients.stored[KNOWN]
    identity = replace(record.identity, retrieval=a_retrieval(), control=a_control())
    stage.patients.put(replace(record, identity=identity))
    stage.desk.merge(KNOWN, OTHER, "le même patient")
    assert waits(stage) == []


@pytest.mark.parametrize("undone", [0, 1])
@pytest.mark.parametrize("seen", [None, CARD])
def test_undoing_one_merge_leaves_the_wait_of_the_other(undone: int, seen: Evidence | None) -> None:
    stage = three_records()
    hold(stage, seen, OTHER)
    hold(stage, seen, THIRD)
    merges = [merge(stage, KNOWN, OTHER), merge(stage, KNOWN, THIRD)]
    stage.desk.undo_merge(merges.pop(undone))
    reason = "PIECE_VUE" if seen else "INSI_MUET"
    back = (OTHER, THIRD)[undone]
    assert sorted(waits(stage)) == sorted([(KNOWN, reason), (back, reason)])
    stage.desk.undo_merge(merges.pop())
    assert sorted(waits(stage)) == sorted([(OTHER, reason), (THIRD, reason)])


def test_undoing_a_merge_that_brought_no_wait_ends_none() -> None:
    stage = three_records()
    hold(stage, uid=OTHER)
    merge(stage, KNOWN, OTHER)
    stage.desk.undo_merge(merge(stage, KNOWN, THIRD))
    assert waits(stage) == [(KNOWN, "INSI_MUET")]


@pytest.mark.parametrize("seen", [None, PASSPORT])
def test_a_wait_asked_for_after_the_merge_is_that_of_the_kept_record(
    seen: Evidence | None,
) -> None:
    stage = two_records()
    hold(stage, seen, OTHER)
    done = merge(stage, KNOWN, OTHER)
    hold(stage, seen)
    stage.desk.undo_merge(done)
    reason = "PIECE_VUE" if seen else "INSI_MUET"
    assert sorted(waits(stage)) == sorted([(KNOWN, reason), (OTHER, reason)])


def test_a_recall_asked_for_after_the_merge_is_that_of_the_kept_record() -> None:
    stage = two_records()
    stage.desk.remind(OTHER)
    done = merge(stage, KNOWN, OTHER)
    stage.desk.remind(KNOWN)
    stage.desk.undo_merge(done)
    assert sorted(waits(stage)) == sorted([(KNOWN, "RAPPEL"), (OTHER, "RAPPEL")])


def test_the_document_is_found_through_two_merges() -> None:
    stage = three_records()
    hold(stage, CARD, OTHER)
    merge(stage, KNOWN, OTHER)
    merge(stage, THIRD, KNOWN)
    assert waits(stage) == [(THIRD, "PIECE_VUE")]
    kept = stage.desk.reminder(THIRD)
    assert kept is not None
    assert kept.device == CARD.device


def test_the_document_of_a_merge_undone_is_not_shown() -> None:
    stage = three_records()
    hold(stage, CARD, OTHER)
    hold(stage, PASSPORT, THIRD)
    merge(stage, KNOWN, OTHER)
    stage.desk.undo_merge(merge(stage, KNOWN, THIRD))
    kept = stage.desk.reminder(KNOWN)
    assert kept is not None
    assert kept.device == CARD.device


def test_the_retry_goes_by_the_traits_and_never_by_itself(known: Stage) -> None:
    known.insi.failure = InsiUnavailable()
    with pytest.raises(InsiUnavailable):
        known.desk.ask_insi(known.desk.recognise(known.insert()))
    hold(known, PASSPORT)
    known.insi.failure, known.insi.answer = None, found()
    asked = list(known.insi.asked)
    known.desk.waiting_count()
    known.desk.todo(TodoKind.ATTENTE_INSI)
    known.desk.reminder(KNOWN)
    known.desk.diagnose()
    assert known.insi.asked == asked, "the desk asks about nobody by itself"
    run = known.desk.ask_insi(known.desk.open_record(KNOWN))
    assert not run.by_vitale
    first = known.desk.exception_case(run).missing[0]
    assert (first.rule, first.reason) == ("X6", "CANAL_TRAITS")
