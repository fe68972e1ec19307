"""« À traiter »: what the records say by themselves, and the notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from insdesk.identity.patient import Channel, Status
from insdesk.identity.todo import DERIVED, TodoKind, TodoLine, TodoNote
from insdesk.store import listing
from insdesk.store import notes as kept_notes
from insdesk.store.database import Database
from insdesk.store.encoding import moment_text
from insdesk.store.failures import reading_rows
from insdesk.store.journal import now_utc
from insdesk.store.tables import patient, status_count, todo

_STANDS = patient.c.merged_into.is_(None)
_VERIFIED = sa.func.coalesce(patient.c.retrieval_verified_at, patient.c.retrieval_at)
_OVERDUE = sa.and_(
    patient.c.retrieval_channel.is_not(None),
    # Obtained through the application carte Vitale: INSi must not be called (IV-304).
    patient.c.retrieval_channel != Channel.AV.value,
    ~patient.c.is_dout,
    ~patient.c.is_fict,
    sa.bindparam("overdue") > _VERIFIED,
)


@dataclass(frozen=True, slots=True)
class _Derived:
    """A kind that the records say by themselves: since when, under which rule, which records."""

    rule: str
    since: sa.ColumnElement[str]
    holds: sa.ColumnElement[bool]


_SAID: Mapping[TodoKind, _Derived] = {
    TodoKind.PIECE_A_VOIR: _Derived(
        "T06", sa.type_coerce(patient.c.retrieval_at, sa.String), patient.c.status == "RECUP"
    ),
    TodoKind.INSI_A_APPELER: _Derived(
        "T08", sa.type_coerce(patient.c.control_at, sa.String), patient.c.status == "VALI"
    ),
    TodoKind.A_REVERIFIER: _Derived("IV-702", _VERIFIED, _OVERDUE),
}
_OTHER = patient.alias("other")
_NOTED = (
    sa.select(
        *listing.COLUMNS,
        *(_OTHER.c[name].label(f"other_{name}") for name in listing.SHOWN),
        todo.c.reason,
        todo.c.rule,
        todo.c.trait,
        todo.c.since,
    )
    .select_from(
        todo.join(patient, patient.c.uid == todo.c.patient_uid).outerjoin(
            _OTHER, _OTHER.c.uid == todo.c.other_uid
        )
    )
    .where(todo.c.kind == sa.bindparam("kind"), _STANDS)
    .order_by(patient.c.sort_key, patient.c.uid, todo.c.reason, todo.c.other_uid, todo.c.trait)
)
_SHOWN_COUNT = len(listing.SHOWN)


class Todos:
    """What waits. Methods raise leaves of `StoreError` only."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database = database
        self._clock = clock

    def counts(self, *, overdue: datetime) -> Mapping[TodoKind, int]:
        """How many lines of each kind; every kind is there. Takes one look at each record."""
        noted = sa.select(todo.c.kind, sa.func.count()).group_by(todo.c.kind)
        stated = sa.select(status_count.c.status, status_count.c.patients)
        late = sa.select(sa.func.count()).select_from(patient).where(_OVERDUE, _STANDS)
        with self._database.reading() as connection, reading_rows():
            found = {TodoKind(kind): number for kind, number in connection.execute(noted)}
            by_status = dict(connection.execute(stated).all())
            overdue_now = connection.scalar(late, {"overdue": moment_text(overdue)}) or 0
        derived = {
            TodoKind.PIECE_A_VOIR: by_status.get(Status.RECUP.value, 0),
            TodoKind.INSI_A_APPELER: by_status.get(Status.VALI.value, 0),
            TodoKind.A_REVERIFIER: overdue_now,
        }
        return dict.fromkeys(TodoKind, 0) | found | derived

    def page(
        self, kind: TodoKind, *, overdue: datetime, after: int = 0, limit: int = 200
    ) -> list[TodoLine]:
        """The lines of one kind after the first `after`, in the order of the list of patients."""
        with self._database.reading() as connection, reading_rows():
            if kind in DERIVED:
                return _derived_lines(connection, kind, moment_text(overdue), after, limit)
            query = _NOTED.limit(limit).offset(after)
            found = connection.execute(query, {"kind": kind.value}).all()
            return [_noted_line(kind, row) for row in found]

    def about(self, uid: str) -> list[TodoNote]:
        """The open notes of this record, and those of other records that name it."""
        query = sa.select(todo).where(sa.or_(todo.c.patient_uid == uid, todo.c.other_uid == uid))
        with self._database.reading() as connection, reading_rows():
            return [kept_notes.note_from(row) for row in connection.execute(query).mappings()]

    def close(self, note: TodoNote) -> None:
        """End one note; nothing happens when it is already ended."""
        with self._database.transaction() as connection:
            kept_notes.close(connection, note)

    def replace(self, kind: TodoKind, notes: Sequence[TodoNote]) -> int:
        """Put these notes in the place of all of that kind, in one transaction; how many stand.

        Notes about records merged meanwhile are left out. A note that was there keeps its date.
        """
        standing = sa.select(patient.c.uid).where(_STANDS)
        with self._database.transaction() as connection, reading_rows():
            there = set(connection.scalars(standing))
            kept = [one for one in notes if {one.patient_uid, one.other_uid} - {None} <= there]
            return kept_notes.replace_all(connection, kind, kept, self._clock())


def _derived_lines(
    connection: sa.Connection, kind: TodoKind, overdue: str, after: int, limit: int
) -> list[TodoLine]:
    said = _SAID[kind]
    query = (
        sa.select(*listing.COLUMNS, said.since)
        .where(said.holds, _STANDS)
        .order_by(patient.c.sort_key, patient.c.uid)
        .limit(limit)
        .offset(after)
    )
    found = connection.execute(query, {"overdue": overdue} if kind is TodoKind.A_REVERIFIER else {})
    return [
        TodoLine(
            kind=kind,
            patient=listing.line(shown),
            reason=kind.value,
            rule=said.rule,
            since=datetime.fromisoformat(since),
        )
        for *shown, since in found
    ]


def _noted_line(kind: TodoKind, row: Any) -> TodoLine:
    shown, other = row[:_SHOWN_COUNT], row[_SHOWN_COUNT : 2 * _SHOWN_COUNT]
    return TodoLine(
        kind=kind,
        patient=listing.line(shown),
        reason=row.reason,
        rule=row.rule,
        since=datetime.fromisoformat(row.since),
        trait=row.trait or None,
        other=listing.line(other) if other[0] is not None else None,
    )
