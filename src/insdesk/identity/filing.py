"""What travels between the use cases and the records: what is written, what is listed.

They live here because both sides need them and neither may see the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from insdesk.identity.patient import Patient, Status
from insdesk.identity.todo import TodoKind, TodoNote


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One line of the list, and with `sort_key` and `uid` the keys of the next page.

    Absent texts are empty. `birth_date` is ISO as stored, `checked_on` the ISO day of the control
    where this computer is, `flags` the codes of the attributs.
    """

    uid: str
    sort_key: str = field(repr=False)
    used_name: str = field(repr=False)
    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    status: Status
    flags: tuple[str, ...] = ()
    checked_on: str = ""
    is_male: bool | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEvent:
    """One audit event (rule book §14). `facts` hold no trait; `detail` may, and is kept apart."""

    type: str
    patient_uid: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    detail: Mapping[str, object] = field(default_factory=dict, repr=False)
    status_before: str | None = None
    status_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What one use case writes, in one transaction: the record, its evidence, the journal.

    `expected_version` is that of the record read (0 for a new one): another version is refused
    with `PatientChanged` and nothing is written.
    """

    patient: Patient
    expected_version: int
    events: Sequence[JournalEvent] = ()
    evidence: Mapping[str, object] | None = field(default=None, repr=False)
    """The complete record of a qualification (rule book §9), kept as JSON."""
    opens: Sequence[TodoNote] = ()
    """Notes of « À traiter » that begin; a note already there stays as it is."""
    closes: Collection[TodoKind] = ()
    """Kinds of which the record's notes end, and those of other records that name it."""
    ends: Sequence[TodoNote] = ()
    """Notes that end, one by one; nothing happens for one already ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two records made one (T33), with what is needed to make them two again.

    The snapshots are both records as they were before; `kept_version` is the version of the kept
    one just after; `notes` are those of the gone one, closed by the merge.
    """

    id: str
    kept_uid: str
    gone_uid: str
    at: datetime
    reason: str = field(repr=False)
    kept_before: Patient = field(repr=False)
    gone_before: Patient = field(repr=False)
    kept_version: int
    notes: tuple[TodoNote, ...] = ()
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One line of the journal as shown: no trait."""

    seq: int
    at: datetime
    type: str
    patient_uid: str | None
    facts: Mapping[str, object]
    status_before: str | None = None
    status_after: str | None = None
