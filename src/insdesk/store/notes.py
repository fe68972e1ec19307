"""The notes of « À traiter » within a transaction: opened, ended, read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.store import driver
from insdesk.store.driver import Values
from insdesk.store.encoding import moment_text
from insdesk.store.rows import Row
from insdesk.store.tables import todo

_THERE = sa.select(todo.c.kind).where(
    todo.c.kind == sa.bindparam("kind"),
    todo.c.patient_uid == sa.bindparam("patient_uid"),
    todo.c.reason == sa.bindparam("reason"),
    todo.c.other_uid == sa.bindparam("other_uid"),
    todo.c.trait == sa.bindparam("trait"),
)


def open_all(connection: sa.Connection, opened: Iterable[TodoNote], at: datetime) -> int:
    """Add notes; one already there stays as it is. How many were added."""
    added = 0
    for note in opened:
        values = _values(note)
        if any(driver.first(connection, _THERE, form) for form in _forms(note, values)):
            continue
        driver.insert(connection, todo, [{**values, "since": moment_text(at)}])
        added += 1
    return added


def close(connection: sa.Connection, note: TodoNote) -> None:
    """End one note, if it is there."""
    for form in _forms(note, _values(note)):
        keyed = [todo.c[name] == value for name, value in form.items() if name != "rule"]
        connection.execute(todo.delete().where(*keyed))


def close_kinds(connection: sa.Connection, uid: str, kinds: Collection[TodoKind]) -> None:
    """End the notes of these kinds about a record, or naming it."""
    named = [kind.value for kind in kinds]
    for column in (todo.c.patient_uid, todo.c.other_uid):
        connection.execute(todo.delete().where(column == uid, todo.c.kind.in_(named)))


def replace_all(
    connection: sa.Connection, kind: TodoKind, wanted: Iterable[TodoNote], at: datetime
) -> int:
    """Put these notes in the place of all of that kind; one that was there keeps its date."""
    rows = {_key(note): _values(note) for note in wanted}
    found = connection.execute(sa.select(todo).where(todo.c.kind == kind.value)).mappings()
    before = {_key(note): note for note in map(note_from, found)}
    for key, note in before.items():
        if key not in rows:
            close(connection, note)
    since = moment_text(at)
    added = [{**row, "since": since} for key, row in rows.items() if key not in before]
    driver.insert(connection, todo, added)
    return len(rows)


def _key(note: TodoNote) -> tuple[object, ...]:
    """What makes two notes one, whatever rule they quote."""
    pair = (note.patient_uid, note.other_uid or "")
    if note.kind is TodoKind.DOUBLON and note.other_uid:
        pair = (min(pair), max(pair))
    return (note.kind, *pair, note.reason, note.trait)


def note_from(row: Row) -> TodoNote:
    """The note of one row."""
    return TodoNote(
        kind=TodoKind(row["kind"]),
        patient_uid=row["patient_uid"],
        reason=row["reason"],
        rule=row["rule"],
        other_uid=row["other_uid"] or None,
        trait=row["trait"] or None,
    )


def _values(note: TodoNote) -> Values:
    return {
        "kind": note.kind.value,
        "patient_uid": note.patient_uid,
        "reason": note.reason,
        "other_uid": note.other_uid or "",
        "trait": note.trait or "",
        "rule": note.rule,
    }


def _forms(note: TodoNote, values: Values) -> tuple[Values, ...]:
    """The keys under which the note may stand: a possible duplicate is about a pair."""
    if note.kind is not TodoKind.DOUBLON or note.other_uid is None:
        return (values,)
    turned = {"patient_uid": note.other_uid, "other_uid": note.patient_uid}
    return values, {**values, **turned}
