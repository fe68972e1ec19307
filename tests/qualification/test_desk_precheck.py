"""The offline pre-check of the base: slice by slice, cancelled at will, kept whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from desk_pairs import NUMBER_A, A, B, C, doubt, record
from desk_stage import Stage, a_stage

from insdesk.errors import DatabaseLocked
from insdesk.identity.filing import Filing
from insdesk.identity.places import HEADER, Places
from insdesk.identity.survey import Surveyed
from insdesk.identity.todo import TodoKind
from insdesk.qualification.precheck import SLICE, Precheck, PrecheckProgress
from insdesk.qualification.steps import Judgement


def to_the_end(run: Precheck) -> PrecheckProgress:
    progress = run.step()
    while not run.finished:
        progress = run.step()
    return progress


def said(stage: Stage) -> list[tuple[str, str, str]]:
    lines = stage.desk.todo(TodoKind.ANOMALIE)
    return [(line.patient.uid, line.rule, line.reason) for line in lines]


def test_a_sound_base_has_no_anomaly() -> None:
    stage = a_stage(record(A, number=NUMBER_A, checked=True))
    run = stage.desk.begin_precheck()
    assert to_the_end(run) == PrecheckProgress(done=1, total=1, found=0)
    assert (run.keep(), said(stage)) == (0, [])


def test_an_empty_base_is_looked_at_in_one_step() -> None:
    run = a_stage().desk.begin_precheck()
    assert run.step() == PrecheckProgress(done=0, total=0, found=0)
    assert run.finished


def test_what_is_found_waits_in_the_list_and_replaces_what_was_there() -> None:
    stage = a_stage(record(A, sex="I"), record(B, birth_name="Hêtre", birth_place=None))
    run = stage.desk.begin_precheck()
    assert to_the_end(run).found == 2
    assert run.keep() == 2
    assert said(stage) == [(A, "A01", "SEXE_MANQUANT"), (B, "A12", "TRAIT_MANQUANT")]
    fixed = stage.patients.get(A)
    strict = replace(fixed.traits, sex=record(C).traits.sex)
    fixed = replace(fixed, identity=replace(fixed.identity, traits=strict))
    stage.patients.file(Filing(patient=fixed, expected_version=fixed.version))
    again = stage.desk.begin_precheck()
    to_the_end(again)
    assert (again.keep(), said(stage)) == (1, [(B, "A12", "TRAIT_MANQUANT")])


def test_records_alike_are_found_unless_judged_or_waiting() -> None:
    stage = a_stage(record(A), record(B), record(C, birth_date="1978-09-03"))
    run = stage.desk.begin_precheck()
    assert to_the_end(run).found == 2
    assert [(one.uid, one.other_uid, one.code) for one in run.findings] == [
        (B, A, "DOUBLON"),
        (C, A, "HOMONYME"),
        (C, B, "HOMONYME"),
    ]
    run.keep()
    line = stage.desk.todo(TodoKind.ANOMALIE)[0]
    assert line.other is not None
    stage.desk.judge_pair(A, B, Judgement.OTHER_PERSON, "Même nom, même date")
    stage.desk.judge_pair(A, C, Judgement.UNKNOWN, "")
    again = stage.desk.begin_precheck()
    to_the_end(again)
    assert [(one.uid, one.other_uid) for one in again.findings] == [(C, B)]


def test_places_are_looked_up_as_of_the_birth() -> None:
    stage = a_stage(record(A, birth_place="63998"))
    table = Places.read(f"{HEADER}\n63998\tENDED-FICTIF\t\t1970-01-01\n")
    stage.desk._to = replace(stage.desk._to, places=table)
    run = stage.desk.begin_precheck()
    to_the_end(run)
    assert [one.code for one in run.findings] == ["LIEU_HORS_PERIODE"]


def crowd(stage: Stage, size: int) -> None:
    stage.desk._to.survey.raw = [
        Surveyed(uid=f"r{number:05d}", birth_name="ÉTÉ", birth_date=None) for number in range(size)
    ]


@pytest.mark.parametrize("size", [1, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE])
def test_each_step_is_one_slice_and_every_record_is_seen_once(size: int) -> None:
    stage = a_stage()
    crowd(stage, size)
    run = stage.desk.begin_precheck()
    seen = [run.step()]
    while not run.finished:
        seen.append(run.step())
    assert all(one.done - before.done <= SLICE for before, one in pairwise(seen))
    assert (seen[-1].done, seen[-1].total, seen[-1].found) == (size, size, size)
    assert len(seen) == size // SLICE + 1
    assert run.step() == seen[-1]


def test_records_added_meanwhile_never_make_more_done_than_there_are() -> None:
    stage = a_stage()
    crowd(stage, SLICE)
    run = stage.desk.begin_precheck()
    run.step()
    crowd(stage, 2 * SLICE + 5)
    progress = run.step()
    assert (progress.done, progress.total) == (2 * SLICE, 2 * SLICE)
    assert to_the_end(run).done == 2 * SLICE + 5


def test_stopping_midway_writes_nothing() -> None:
    stage = a_stage(record(A, sex="I"))
    whole = stage.desk.begin_precheck()
    to_the_end(whole)
    whole.keep()
    crowd(stage, 2 * SLICE)
    run = stage.desk.begin_precheck()
    run.step()
    with pytest.raises(RuntimeError):
        run.keep()
    assert said(stage) == [(A, "A01", "SEXE_MANQUANT")]


def test_no_call_and_no_record_is_made_by_it() -> None:
    stage = a_stage(record(A, sex="I"), record(B))
    before, lines = dict(stage.patients.stored), len(stage.journal.events)
    run = stage.desk.begin_precheck()
    to_the_end(run)
    run.keep()
    assert stage.insi.asked == []
    assert (stage.patients.stored, len(stage.journal.events)) == (before, lines)


def test_notes_of_other_kinds_stay() -> None:
    stage = a_stage(record(A), record(B))
    one = stage.patients.get(B)
    stage.patients.file(Filing(patient=one, expected_version=one.version, opens=(doubt(),)))
    run = stage.desk.begin_precheck()
    to_the_end(run)
    run.keep()
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 1


def test_a_base_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = a_stage(record(A))
    run = stage.desk.begin_precheck()

    def fails(after: str, limit: int) -> list[Surveyed]:
        raise DatabaseLocked

    monkeypatch.setattr(stage.desk._to.survey, "records", fails)
    with pytest.raises(DatabaseLocked):
        run.step()
    assert not run.finished
