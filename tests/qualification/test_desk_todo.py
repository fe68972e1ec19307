"""« À traiter »: what waits, what ends a line, how long an INS is good without a new look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from desk_pairs import LONG_AGO, NUMBER_A, NUMBER_B, A, B, C, doubt, record
from desk_stage import a_stage

from insdesk.errors import Refused
from insdesk.identity.filing import Filing
from insdesk.identity.todo import DERIVED, TodoKind, TodoNote
from insdesk.qualification.todo import VERIFY_AFTER_MONTHS, months_before, note_of
from insdesk.ui.texts.rules import REFUSALS


def test_every_group_has_its_count() -> None:
    stage = a_stage(record(A, number=NUMBER_A), record(B, checked=True), record(C))
    one = stage.patients.get(C)
    stage.patients.file(Filing(patient=one, expected_version=one.version, opens=(doubt(C, A),)))
    counts = stage.desk.todo_counts()
    assert list(counts) == list(TodoKind)
    assert {kind: number for kind, number in counts.items() if number} == {
        TodoKind.PIECE_A_VOIR: 1,
        TodoKind.INSI_A_APPELER: 1,
        TodoKind.DOUBLON: 1,
    }
    for kind in TodoKind:
        assert len(stage.desk.todo(kind)) == counts[kind]


def test_an_ins_waits_three_years_for_a_new_look() -> None:
    stage = a_stage(record(A, number=NUMBER_A, checked=True), record(B, number=NUMBER_B))
    stage.clock.now = LONG_AGO.replace(year=LONG_AGO.year + 3)
    assert stage.desk.todo(TodoKind.A_REVERIFIER) == []
    stage.clock.now += timedelta(seconds=1)
    assert {line.patient.uid for line in stage.desk.todo(TodoKind.A_REVERIFIER)} == {A, B}


@pytest.mark.parametrize(
    ("moment", "months", "wanted"),
    [
        ((2026, 11, 2), 36, (2023, 11, 2)),
        ((2026, 1, 31), 36, (2023, 1, 31)),
        ((2026, 1, 31), 1, (2025, 12, 31)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2028, 2, 29), 36, (2025, 2, 28)),
        ((2026, 5, 31), 6, (2025, 11, 30)),
        ((2026, 3, 15), 3, (2025, 12, 15)),
    ],
)
def test_months_are_counted_on_the_calendar(
    moment: tuple[int, int, int], months: int, wanted: tuple[int, int, int]
) -> None:
    found = months_before(datetime(*moment, 9, 30, tzinfo=UTC), months)
    assert found == datetime(*wanted, 9, 30, tzinfo=UTC)
    assert VERIFY_AFTER_MONTHS == 36


def test_a_line_is_ended_by_hand() -> None:
    stage = a_stage(record(A), record(B))
    one = stage.patients.get(B)
    anomaly = TodoNote(
        kind=TodoKind.ANOMALIE, patient_uid=B, reason="CLE_FAUSSE", rule="A07", trait="sex"
    )
    notes = (doubt(), anomaly)
    stage.patients.file(Filing(patient=one, expected_version=one.version, opens=notes))
    for kind, note in zip((TodoKind.DOUBLON, TodoKind.ANOMALIE), notes, strict=True):
        (line,) = stage.desk.todo(kind)
        assert note_of(line) == note
        stage.desk.todo_done(line)
        assert stage.desk.todo(kind) == []


def test_what_a_record_says_by_itself_ends_only_by_acting() -> None:
    stage = a_stage(record(A, number=NUMBER_A))
    (line,) = stage.desk.todo(TodoKind.PIECE_A_VOIR)
    assert line.kind in DERIVED
    with pytest.raises(Refused) as problem:
        stage.desk.todo_done(line)
    assert problem.value.reason in REFUSALS
    assert stage.desk.todo(TodoKind.PIECE_A_VOIR) == [line]
