"""Records made one and made two again: the records and the proof of what was done, together."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from insdesk.errors import PatientUnknown
from insdesk.identity.filing import Filing, Merge
from insdesk.identity.patient import Patient
from insdesk.identity.todo import TodoNote
from insdesk.store import driver, notes, rows
from insdesk.store.database import Database
from insdesk.store.encoding import canonical, moment_text
from insdesk.store.failures import reading_rows
from insdesk.store.journal import now_utc
from insdesk.store.rows import Row
from insdesk.store.tables import merge as merge_table
from insdesk.store.writing import Writer


class Merges:
    """The merges of one base. Methods raise like `Patients.file`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database = database
        self._writer = Writer(database.environment, clock)

    def merge(self, merge: Merge, filings: Sequence[Filing]) -> list[Patient]:
        """Write the records and what is needed to undo it; the records as stored."""
        with self._database.transaction() as connection:
            written = self._writer.write_all(connection, filings)
            driver.insert(connection, merge_table, [_values(merge)])
        return written

    def about(self, uid: str) -> list[Merge]:
        """The merges in which this record was kept or gone, newest first."""
        named = sa.or_(merge_table.c.kept_uid == uid, merge_table.c.gone_uid == uid)
        query = sa.select(merge_table).where(named)
        query = query.order_by(merge_table.c.at.desc(), merge_table.c.id)
        with self._database.reading() as connection, reading_rows():
            return [_merge(row) for row in connection.execute(query).mappings()]

    def get(self, merge_id: str) -> Merge:
        """One merge; raises `PatientUnknown`."""
        query = sa.select(merge_table).where(merge_table.c.id == merge_id)
        with self._database.reading() as connection, reading_rows():
            row = connection.execute(query).mappings().first()
            if row is None:
                raise PatientUnknown(merge_id)
            return _merge(row)

    def undo(self, merge_id: str, at: datetime, filings: Sequence[Filing]) -> list[Patient]:
        """Write the records as given, the gone one standing again, and mark the merge undone."""
        gone = self.get(merge_id).gone_uid
        with self._database.transaction() as connection:
            written = self._writer.write_all(connection, filings, restored=gone)
            done: driver.Values = {"id": merge_id, "undone_at": moment_text(at)}
            driver.update(connection, merge_table, done, key="id")
        return written


def _values(merge: Merge) -> driver.Values:
    return {
        "id": merge.id,
        "kept_uid": merge.kept_uid,
        "gone_uid": merge.gone_uid,
        "at": moment_text(merge.at),
        "reason": merge.reason,
        "kept_before": _snapshot(merge.kept_before),
        "gone_before": _snapshot(merge.gone_before),
        "kept_version": merge.kept_version,
        "notes": canonical([_note_values(note) for note in merge.notes]),
        "undone_at": merge.undone_at and moment_text(merge.undone_at),
    }


def _merge(row: Row) -> Merge:
    undone = row["undone_at"]
    return Merge(
        id=row["id"],
        kept_uid=row["kept_uid"],
        gone_uid=row["gone_uid"],
        at=datetime.fromisoformat(row["at"]),
        reason=row["reason"],
        kept_before=_restored(row["kept_before"]),
        gone_before=_restored(row["gone_before"]),
        kept_version=row["kept_version"],
        notes=tuple(notes.note_from(one) for one in json.loads(row["notes"])),
        undone_at=None if undone is None else datetime.fromisoformat(undone),
    )


def _snapshot(patient: Patient) -> str:
    """The record as its own columns, which later versions of the program still read."""
    values = rows.patient_values(patient)
    return canonical({"record": values, "history": rows.history_values(patient)})


def _restored(text: str) -> Patient:
    kept = json.loads(text)
    return rows.patient_from(kept["record"], kept["history"])


def _note_values(note: TodoNote) -> dict[str, object]:
    return {
        "kind": note.kind.value,
        "patient_uid": note.patient_uid,
        "reason": note.reason,
        "rule": note.rule,
        "other_uid": note.other_uid,
        "trait": note.trait,
    }
