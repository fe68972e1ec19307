"""« À traiter » in the base: what the records say, the notes, and how a note ends."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_builders import NOON, a_filing, a_patient, a_retrieval, dump, plant

from insdesk.errors import StoreError
from insdesk.identity.patient import Attribut, Channel, Patient
from insdesk.identity.todo import DERIVED, TodoKind, TodoLine, TodoNote
from insdesk.store import Database, Patients
from insdesk.store.todos import Todos

LATER = NOON + timedelta(days=40)
OVERDUE = NOON - timedelta(days=36 * 30)


@pytest.fixture
def todos(database: Database) -> Todos:
    return Todos(database, lambda: LATER)


def a_note(kind: TodoKind = TodoKind.DISCORDANCE, uid: str = "p1", **changes: str) -> TodoNote:
    return replace(TodoNote(kind=kind, patient_uid=uid, reason="X", rule="IV-321"), **changes)


def opened(patients: Patients, one: Patient, *notes: TodoNote) -> Patient:
    return patients.file(a_filing(one, events=(), evidence=None, opens=notes))


def uids(lines: list[TodoLine]) -> list[str]:
    return [line.patient.uid for line in lines]


def old_ins(order: int, days: int = 2000) -> Patient:
    one = a_patient(f"p{order}", order=order, checked=True, birth_name=f"OLD-{'ABC'[order % 3]}")
    retrieval = a_retrieval(order, at=NOON - timedelta(days=days))
    return replace(one, identity=replace(one.identity, retrieval=retrieval))


def test_an_empty_base_has_no_line(todos: Todos) -> None:
    assert todos.counts(overdue=OVERDUE) == dict.fromkeys(TodoKind, 0)
    assert all(todos.page(kind, overdue=OVERDUE) == [] for kind in TodoKind)


def test_statuts_say_what_is_left_to_do(patients: Patients, todos: Todos) -> None:
    recup = a_patient("rec", order=1, birth_name="EXEMPLE")
    vali = a_patient("val", checked=True)
    doubtful = a_patient("dou", checked=True, attributes=frozenset({Attribut.DOUT}))
    for one in (recup, vali, doubtful, a_patient("pro"), a_patient("qua", order=2, checked=True)):
        opened(patients, one)
    counts = todos.counts(overdue=OVERDUE)
    assert {kind for kind, number in counts.items() if number} == {
        TodoKind.PIECE_A_VOIR,
        TodoKind.INSI_A_APPELER,
    }
    (line,) = todos.page(TodoKind.PIECE_A_VOIR, overdue=OVERDUE)
    assert (line.patient.uid, line.patient.birth_name) == ("rec", "EXEMPLE")
    assert (line.rule, line.since, line.other) == ("T06", NOON, None)
    (line,) = todos.page(TodoKind.INSI_A_APPELER, overdue=OVERDUE)
    assert (line.patient.uid, line.rule, line.since) == ("val", "T08", NOON)


def test_an_ins_is_to_be_verified_again_after_its_time(patients: Patients, todos: Todos) -> None:
    fresh = old_ins(1, days=1)
    verified = old_ins(2)
    again = replace(verified.identity.retrieval, verified_at=NOON)
    verified = replace(verified, identity=replace(verified.identity, retrieval=again))
    late = old_ins(3)
    app = old_ins(4)
    by_app = replace(app.identity.retrieval, channel=Channel.AV)
    app = replace(app, identity=replace(app.identity, retrieval=by_app))
    for one in (fresh, verified, late, app):
        opened(patients, one)
    (line,) = todos.page(TodoKind.A_REVERIFIER, overdue=OVERDUE)
    assert (line.patient.uid, line.rule) == ("p3", "IV-702")
    assert line.since == NOON - timedelta(days=2000)
    assert todos.counts(overdue=OVERDUE)[TodoKind.A_REVERIFIER] == 1
    exact = NOON - timedelta(days=2000)
    assert todos.page(TodoKind.A_REVERIFIER, overdue=exact) == []


def test_notes_are_written_with_the_record_and_read_back(patients: Patients, todos: Todos) -> None:
    opened(patients, a_patient("p1"))
    note = a_note(TodoKind.DOUBLON, "p2", other_uid="p1", trait="birth_name", reason="DOUBLON")
    opened(patients, a_patient("p2", birth_name="ZELIG-FICTIF"), note, a_note(uid="p2"))
    (line,) = todos.page(TodoKind.DOUBLON, overdue=OVERDUE)
    assert (line.patient.uid, line.other and line.other.uid) == ("p2", "p1")
    assert (line.reason, line.rule, line.trait, line.since is not None) == (
        "DOUBLON",
        "IV-321",
        "birth_name",
        True,
    )
    assert todos.about("p1") == [note]
    assert set(todos.about("p2")) == {note, a_note(uid="p2")}
    assert todos.counts(overdue=OVERDUE)[TodoKind.DISCORDANCE] == 1
    assert "ZELIG" not in repr(line)


def test_the_same_note_twice_is_one(patients: Patients, todos: Todos) -> None:
    one = opened(patients, a_patient("p1"), a_note(), a_note())
    two = opened(patients, a_patient("p2"))
    pair = a_note(TodoKind.DOUBLON, "p1", other_uid="p2")
    one = opened(patients, one, a_note(), pair)
    opened(patients, two, a_note(TodoKind.DOUBLON, "p2", other_uid="p1"))
    opened(patients, one, a_note(trait="sex"), a_note(reason="Y"))
    counts = todos.counts(overdue=OVERDUE)
    assert (counts[TodoKind.DISCORDANCE], counts[TodoKind.DOUBLON]) == (3, 1)


def test_a_filing_closes_kinds_and_ends_notes(patients: Patients, todos: Todos) -> None:
    one = opened(patients, a_patient("p1"), a_note(), a_note(TodoKind.ATTENTE_INSI))
    two = opened(patients, a_patient("p2"), a_note(TodoKind.DOUBLON, "p2", other_uid="p1"))
    one = patients.file(a_filing(one, events=(), evidence=None, closes={TodoKind.ATTENTE_INSI}))
    assert {note.kind for note in todos.about("p1")} == {TodoKind.DISCORDANCE, TodoKind.DOUBLON}
    turned = a_note(TodoKind.DOUBLON, "p1", other_uid="p2")
    one = patients.file(a_filing(one, events=(), evidence=None, ends=(turned,)))
    assert todos.about("p1") == [a_note()]
    opened(patients, two, a_note(TodoKind.DOUBLON, "p2", other_uid="p1"))
    patients.file(a_filing(one, events=(), evidence=None, closes={TodoKind.DOUBLON}))
    assert todos.about("p2") == []


def test_a_note_may_name_any_record_of_its_transaction(patients: Patients, todos: Todos) -> None:
    note = a_note(TodoKind.DOUBLON, "p2", other_uid="p1")
    first = a_filing(a_patient("p1"), events=(), evidence=None, opens=(note,))
    patients.file_all([first, a_filing(a_patient("p2"), events=(), evidence=None)])
    assert todos.about("p2") == [note]


def test_closing_a_note_that_is_not_there_does_nothing(patients: Patients, todos: Todos) -> None:
    opened(patients, a_patient("p1"), a_note())
    todos.close(a_note(reason="other"))
    assert todos.about("p1") == [a_note()]
    todos.close(a_note(rule="whatever"))
    assert todos.about("p1") == []


def test_pages_follow_the_order_of_the_list(patients: Patients, todos: Todos) -> None:
    names = ["TESTINI", "EXEMPLE", "DURANVAL", "FICTIF"]
    for place, name in enumerate(names):
        uid = f"p{place}"
        opened(patients, a_patient(uid, order=place + 1, birth_name=name), a_note(uid=uid))
    for kind in (TodoKind.DISCORDANCE, TodoKind.PIECE_A_VOIR):
        whole = todos.page(kind, overdue=OVERDUE)
        assert [line.patient.birth_name for line in whole] == sorted(names)
        parts = [todos.page(kind, overdue=OVERDUE, after=n, limit=2) for n in (0, 2, 4)]
        assert [line for part in parts for line in part] == whole


def test_replacing_a_kind_keeps_the_date_of_what_stays(
    patients: Patients, database: Database
) -> None:
    now = [NOON]
    todos = Todos(database, lambda: now[0])
    for uid in ("p1", "p2"):
        opened(patients, a_patient(uid), a_note(uid=uid))
    anomaly = TodoKind.ANOMALIE
    stays, goes = a_note(anomaly, "p1"), a_note(anomaly, "p2", trait="sex")
    assert todos.replace(anomaly, [stays, goes, goes]) == 2
    now[0] = LATER
    comes = a_note(anomaly, "p2", reason="Y", other_uid="p1")
    assert todos.replace(anomaly, [stays, comes]) == 2
    lines = {line.reason: line.since for line in todos.page(anomaly, overdue=OVERDUE)}
    assert lines == {"X": NOON, "Y": LATER}
    assert todos.counts(overdue=OVERDUE)[TodoKind.DISCORDANCE] == 2
    assert todos.replace(anomaly, []) == 0


def test_notes_about_records_gone_are_left_out(patients: Patients, todos: Todos) -> None:
    opened(patients, a_patient("p1"))
    opened(patients, replace(a_patient("p2"), merged_into="p1"))
    anomaly = TodoKind.ANOMALIE
    wanted = [
        a_note(anomaly, "p1"),
        a_note(anomaly, "p2"),
        a_note(anomaly, "p1", other_uid="p2"),
        a_note(anomaly, "p9"),
    ]
    assert todos.replace(anomaly, wanted) == 1


def test_a_failing_replacement_leaves_the_former_notes(
    path: Path, patients: Patients, todos: Todos
) -> None:
    opened(patients, a_patient("p1"))
    anomaly = TodoKind.ANOMALIE
    todos.replace(anomaly, [a_note(anomaly)])
    plant(
        path,
        "CREATE TRIGGER planted BEFORE INSERT ON todo WHEN new.reason = 'Z' "
        "BEGIN SELECT RAISE(ABORT, 'planted'); END",
    )
    before = dump(path)
    with pytest.raises(StoreError):
        todos.replace(anomaly, [a_note(anomaly, reason="Y"), a_note(anomaly, reason="Z")])
    assert dump(path) == before


def test_every_kind_is_derived_or_noted(todos: Todos, path: Path, patients: Patients) -> None:
    opened(patients, a_patient("p1"))
    for kind in set(TodoKind) - DERIVED:
        todos.replace(kind, [a_note(kind)])
        assert uids(todos.page(kind, overdue=OVERDUE)) == ["p1"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM todo").fetchone() == (4,)
    connection.close()
