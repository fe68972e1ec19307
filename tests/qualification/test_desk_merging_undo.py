"""Two records made two again within 30 days: exactly, unless life went on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desk_pairs import NUMBER_A, NUMBER_B, A, B, C, content, doubt, record
from desk_stage import Stage, a_stage
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_matricule, a_retrieval
from insdesk.errors import DatabaseLocked, PatientUnknown, Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.readings import Environment
from insdesk.identity.todo import TodoKind
from insdesk.store.database import Database
from insdesk.store.journal import Journal, verify
from insdesk.store.merges import Merges
from insdesk.store.patients import Patients
from insdesk.store.survey import Survey
from insdesk.store.todos import Todos
from insdesk.ui.texts.rules import REFUSALS


def merged(kept: Patient, gone: Patient, *others: Patient) -> tuple[Stage, str]:
    stage = a_stage(kept, gone, *others)
    stage.desk.merge(kept.uid, gone.uid, "même pièce présentée")
    return stage, stage.desk.merges(kept.uid)[0].id


def write(stage: Stage, one: Patient) -> Patient:
    return stage.patients.file(Filing(patient=one, expected_version=one.version))


PAIRS = [
    (record(A), record(B)),
    (record(A, marks=(Attribut.HOMD,)), record(B, marks=(Attribut.HOMD,), used_name="Garanceau")),
    (record(A, checked=True), record(B, number=NUMBER_B, known_since="2020-01-01")),
    (record(A, number=NUMBER_A, listing=NUMBER_B), record(B, number=NUMBER_B)),
    (
        record(A, number=NUMBER_A, checked=True),
        record(B, number=NUMBER_B, checked=True, listing=NUMBER_A),
    ),
]


@pytest.mark.parametrize(("kept", "gone"), PAIRS)
def test_undoing_gives_both_records_back_exactly(kept: Patient, gone: Patient) -> None:
    stage, merge_id = merged(kept, gone)
    back = stage.desk.undo_merge(merge_id)
    assert tuple(map(content, back)) == (content(kept), content(gone))
    assert stage.patients.get(A) == back[0]
    assert stage.patients.get(B) == back[1]
    (done,) = stage.desk.merges(A)
    assert (done.can_undo, done.undone_at) == (False, stage.clock())
    assert {line.patient_uid for line in stage.desk.timeline(A)} == {A}


def test_it_is_told_on_both_records_with_their_statuts() -> None:
    stage, merge_id = merged(record(A, checked=True), record(B, number=NUMBER_B))
    stage.desk.undo_merge(merge_id)
    told = [one for one in stage.journal.events if one.type == "MERGE_UNDONE"]
    assert [one.patient_uid for one in told] == [A, B]
    assert all(one.facts["dossiers"] == [A, B] for one in told)
    assert (told[1].status_before, told[1].status_after) == ("PROV", "RECUP")


def test_the_notes_of_the_gone_record_come_back() -> None:
    stage = a_stage(record(A), record(B), record(C))
    for note in (doubt(), doubt(C, B)):
        one = stage.patients.get(note.patient_uid)
        stage.patients.file(Filing(patient=one, expected_version=one.version, opens=(note,)))
    stage.desk.merge(A, B, "même pièce")
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 0
    stage.desk.undo_merge(stage.desk.merges(A)[0].id)
    assert set(stage.patients.about(B)) == {doubt(), doubt(C, B)}


def test_a_note_about_a_record_merged_meanwhile_stays_closed() -> None:
    stage = a_stage(record(A), record(B), record(C))
    one = stage.patients.get(C)
    stage.patients.file(Filing(patient=one, expected_version=one.version, opens=(doubt(C, B),)))
    stage.desk.merge(A, B, "même pièce")
    first = stage.desk.merges(A)[0].id
    stage.desk.merge(A, C, "même pièce")
    stage.desk.undo_merge(first)
    assert stage.patients.about(B) == []


def test_the_call_that_the_merge_asked_for_is_no_longer_asked() -> None:
    kept = record(A, number=NUMBER_A, checked=True)
    stage, merge_id = merged(kept, record(B, number=NUMBER_B, listing=NUMBER_A))
    assert stage.desk.todo_counts()[TodoKind.ATTENTE_INSI] == 1
    stage.desk.undo_merge(merge_id)
    assert stage.desk.todo_counts()[TodoKind.ATTENTE_INSI] == 0


def test_the_call_that_another_merge_asked_for_is_still_asked() -> None:
    kept = record(A, number=NUMBER_A, checked=True)
    stage, _ = merged(kept, record(B, number=NUMBER_B, listing=NUMBER_A), record(C))
    stage.clock.now += timedelta(hours=1)
    stage.desk.merge(A, C, "même pièce présentée")
    stage.desk.undo_merge(stage.desk.merges(A)[0].id)
    assert stage.desk.todo_counts()[TodoKind.ATTENTE_INSI] == 1


def test_a_kept_record_changed_since_stays_as_it_is() -> None:
    gone = record(B, number=NUMBER_B)
    stage, merge_id = merged(record(A, checked=True), gone)
    changed = write(stage, replace(stage.patients.get(A), used_name="Garanceau"))
    kept, back = stage.desk.undo_merge(merge_id)
    assert content(kept) == content(changed)
    assert content(back) == content(gone)


def test_an_ins_active_elsewhere_by_now_does_not_come_back() -> None:
    """IV-210: the kept record was asked again and holds the number by now."""
    gone = record(B, number=NUMBER_B, checked=True)
    stage, merge_id = merged(record(A, checked=True, number=NUMBER_A, listing=NUMBER_B), gone)
    now = stage.patients.get(A)
    newer = a_retrieval(matricule=a_matricule(NUMBER_B))
    changed = write(stage, replace(now, identity=replace(now.identity, retrieval=newer)))
    kept, back = stage.desk.undo_merge(merge_id)
    assert content(kept) == content(changed)
    assert (back.identity.retrieval, back.merged_into) == (None, None)
    assert back.identity.invalidated == (gone.identity.retrieval,)
    assert (back.status, back.identity.control) == (Status.VALI, gone.identity.control)


def test_a_chain_of_merges_is_undone_one_at_a_time() -> None:
    stage, first = merged(record(A), record(B), record(C))
    stage.desk.merge(C, A, "même pièce")
    (_, last) = stage.desk.undo_merge(first)
    assert (last.uid, last.merged_into) == (B, None)
    assert stage.patients.get(A).merged_into == C
    second = stage.desk.merges(C)[0].id
    stage.desk.undo_merge(second)
    assert [stage.patients.get(uid).merged_into for uid in (A, B, C)] == [None] * 3


@pytest.mark.parametrize(("days", "open_"), [(30, True), (30.001, False)])
def test_thirty_days_and_no_more(days: float, open_: bool) -> None:
    stage, merge_id = merged(record(A), record(B))
    stage.clock.now += timedelta(days=days)
    assert stage.desk.merges(A)[0].can_undo is open_
    if open_:
        stage.desk.undo_merge(merge_id)
        return
    with pytest.raises(Refused, match="T33 DELAI_ANNULATION"):
        stage.desk.undo_merge(merge_id)
    assert stage.patients.get(B).merged_into == A


def test_a_merge_is_undone_once() -> None:
    stage, merge_id = merged(record(A), record(B))
    stage.desk.undo_merge(merge_id)
    with pytest.raises(Refused, match="T33 DEJA_ANNULEE"):
        stage.desk.undo_merge(merge_id)
    assert {"DEJA_ANNULEE", "DELAI_ANNULATION"} <= REFUSALS.keys()


def test_nobody_undoes_without_a_card_nor_an_unknown_merge() -> None:
    stage, merge_id = merged(record(A), record(B))
    with pytest.raises(PatientUnknown):
        stage.desk.undo_merge("nobody")
    stage.cards.set_cps(CpsState.ABSENT)
    with pytest.raises(Refused, match="R06"):
        stage.desk.undo_merge(merge_id)


def test_a_base_that_fails_leaves_the_merge() -> None:
    stage, merge_id = merged(record(A), record(B))
    before = dict(stage.patients.stored)
    stage.patients.failure = DatabaseLocked()
    with pytest.raises(DatabaseLocked):
        stage.desk.undo_merge(merge_id)
    assert stage.patients.stored == before
    assert stage.desk.merges(A)[0].can_undo


@contextmanager
def on_a_real_base(*records: Patient) -> Iterator[tuple[Stage, Database]]:
    """The desk of the fakes, its records in a real base."""
    with TemporaryDirectory() as folder:
        base = Database.open(Path(folder) / "home" / "desk.db", Environment.DECOUVERTE)
        stage = a_stage()
        stored = Patients(base, stage.clock)
        parts = {
            "patients": stored,
            "todos": Todos(base, stage.clock),
            "merges": Merges(base, stage.clock),
            "survey": Survey(base),
            "journal": Journal(base, stage.clock),
        }
        stage.desk._to = replace(stage.desk._to, **parts)
        stored.file_all(
            [Filing(patient=replace(one, version=0), expected_version=0) for one in records]
        )
        try:
            yield stage, base
        finally:
            base.close()


def test_in_a_real_base_one_merge_undone_leaves_the_wait_of_the_other() -> None:
    with on_a_real_base(record(A), record(B), record(C)) as (stage, _):
        for uid in (B, C):
            stage.desk.hold(stage.desk.open_record(uid))
            stage.clock.now += timedelta(hours=1)
            stage.desk.merge(A, uid, "même pièce présentée")
        waiting = []
        for one in stage.desk.merges(A):
            stage.desk.undo_merge(one.id)
            waiting.append({uid for uid in (A, B, C) if stage.desk.waits(uid)})
        assert waiting == [{A, C}, {B, C}]


SIDES = st.fixed_dictionaries(
    {
        "checked": st.booleans(),
        "used_name": st.sampled_from([None, "Garanceau", "d’Œuvre"]),
        "marks": st.sampled_from([(), (Attribut.HOMD,), (Attribut.HOMA, Attribut.HOMD)]),
        "known_since": st.sampled_from([None, "2020-01-01", "2024-05-05"]),
        "first_names": st.sampled_from([None, "Élodie Marthe"]),
        "sex": st.sampled_from(["F", "M"]),
    }
)
NUMBERS = st.sampled_from([(None, None), (NUMBER_A, None), (None, NUMBER_B), (NUMBER_A, NUMBER_B)])


@given(SIDES, SIDES, NUMBERS, st.booleans())
@settings(deadline=None, max_examples=40)
def test_merging_then_undoing_in_a_real_base_changes_nothing(
    one: dict[str, object],
    other: dict[str, object],
    numbers: tuple[str | None, str | None],
    turned: bool,
) -> None:
    listing = NUMBER_B if all(numbers) else None
    pair = [
        record(A, number=numbers[0], listing=listing, **one),
        record(B, number=numbers[1], **other),
    ]
    kept, gone = (B, A) if turned else (A, B)
    with on_a_real_base(*pair) as (stage, base):
        before = {uid: content(stage.desk.patient(uid)) for uid in (A, B)}
        listed, counted = stage.desk.patients(""), stage.desk.counts()
        if refusals := stage.desk.merge_preview(kept, gone).refusals:
            assert [one.reason for one in refusals] == ["MOINS_BIEN_CLASSEE"]
            kept, gone = gone, kept
        stage.desk.merge(kept, gone, "même pièce présentée")
        assert [row.uid for row in stage.desk.patients("")] == [kept]
        assert stage.desk.patient(kept).status is before[kept].status
        assert {line.patient_uid for line in stage.desk.timeline(kept)} >= {A, B}
        stage.desk.undo_merge(stage.desk.merges(kept)[0].id)
        assert {uid: content(stage.desk.patient(uid)) for uid in (A, B)} == before
        assert (stage.desk.patients(""), stage.desk.counts()) == (listed, counted)
        assert verify(base).is_intact
