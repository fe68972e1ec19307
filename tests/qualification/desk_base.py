"""Hand-written ports of the base: records, notes, merges, journal, in memory and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from insdesk.errors import PatientChanged, PatientUnknown, StoreError
from insdesk.identity.filing import Filing, JournalEvent, JournalLine, Merge, PatientRow
from insdesk.identity.normalise import comparison_key
from insdesk.identity.patient import Patient, Status
from insdesk.identity.todo import DERIVED, TodoKind, TodoLine, TodoNote


class MemoryJournal:
    """Append-only, all or nothing: `failure` refuses the whole batch."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.failure: StoreError | None = None
        self.events: list[JournalEvent] = []
        self._at: list[datetime] = []

    def append(self, *events: JournalEvent) -> None:
        if self.failure is not None:
            raise self.failure
        self.events += events
        self._at += [self._clock()] * len(events)

    def now(self) -> datetime:
        return self._clock()

    @property
    def types(self) -> list[str]:
        return [one.type for one in self.events]

    def last(self, type_: str) -> JournalEvent:
        return next(one for one in reversed(self.events) if one.type == type_)

    def latest(self, limit: int, patient_uid: str | None = None) -> list[JournalLine]:
        lines = [
            JournalLine(
                seq=number,
                at=at,
                type=one.type,
                patient_uid=one.patient_uid,
                facts=one.facts,
                status_before=one.status_before,
                status_after=one.status_after,
            )
            for number, (one, at) in enumerate(zip(self.events, self._at, strict=True), start=1)
            if patient_uid in (None, one.patient_uid)
        ]
        return lines[::-1][:limit]

    def of_types(self, patient_uid: str, types: Collection[str]) -> list[JournalLine]:
        lines = self.latest(len(self.events), patient_uid)
        return [line for line in lines if line.type in types]

    def details(
        self, patient_uid: str, types: Collection[str]
    ) -> list[tuple[JournalLine, Mapping[str, object]]]:
        lines = self.of_types(patient_uid, types)
        told = ((line, self.events[line.seq - 1].detail) for line in lines)
        return [(line, detail) for line, detail in told if detail]

    def counts_since(self, since: datetime) -> Mapping[str, int]:
        dated = zip(self.events, self._at, strict=True)
        return Counter(one.type for one, at in dated if at >= since)


class MemoryPatients:
    """Records in a dict. A filing is whole or not at all: version, journal, then record."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal
        self.failure: StoreError | None = None
        self.stored: dict[str, Patient] = {}
        self.filings: list[Filing] = []
        self.notes: dict[tuple[object, ...], tuple[TodoNote, datetime]] = {}

    def put(self, *patients: Patient) -> None:
        """Records that were there before."""
        self.stored |= {one.uid: replace(one, version=max(one.version, 1)) for one in patients}

    def get(self, uid: str) -> Patient:
        if uid not in self.stored:
            raise PatientUnknown(uid)
        return self.stored[uid]

    def file(self, filing: Filing) -> Patient:
        return self.file_all([filing])[0]

    def file_all(self, filings: Sequence[Filing]) -> list[Patient]:
        if self.failure is not None:
            raise self.failure
        for filing in filings:
            held = self.stored.get(filing.patient.uid)
            if (held.version if held else 0) != filing.expected_version:
                raise PatientChanged(filing.patient.uid)
        self._journal.append(*(event for one in filings for event in one.events))
        return [self._put(filing) for filing in filings]

    def _put(self, filing: Filing) -> Patient:
        new = replace(filing.patient, version=filing.expected_version + 1)
        self.stored[new.uid] = new
        self.filings.append(filing)
        for note in filing.ends:
            self.notes.pop(_note_key(note), None)
        for note in self.about(new.uid):
            if note.kind in filing.closes:
                del self.notes[_note_key(note)]
        for note in filing.opens:
            self.notes.setdefault(_note_key(note), (note, self.now()))
        return new

    def about(self, uid: str) -> list[TodoNote]:
        return [one for one, _ in self.notes.values() if uid in (one.patient_uid, one.other_uid)]

    def now(self) -> datetime:
        return self._journal.now()

    @property
    def standing(self) -> list[Patient]:
        """Those that no merge took away."""
        return [one for one in self.stored.values() if one.merged_into is None]

    def born_on(self, dates: Sequence[str], prefix: str = "") -> list[Patient]:
        born = [one for one in self.standing if one.traits.birth_date in dates]
        return [one for one in born if any(word.startswith(prefix) for word in _words(one))]

    def named(self, birth_name: str, first_name: str) -> list[Patient]:
        wanted = comparison_key(f"{birth_name} {first_name}")
        each = ((one, one.traits.birth_name, one.traits.first_name) for one in self.standing)
        return [one for one, name, first in each if comparison_key(f"{name} {first}") == wanted]

    def holding(self, number: str, oid: str) -> list[Patient]:
        return [
            one
            for one in self.standing
            if one.identity.retrieval is not None
            and one.identity.retrieval.matricule.number == number
            and one.identity.retrieval.matricule.oid == oid
        ]

    def page(
        self,
        text: str,
        *,
        after: tuple[str, str] | None = None,
        limit: int = 200,
        status: Status | None = None,
    ) -> list[PatientRow]:
        return [a_row(one) for one in self.standing if status in (None, one.status)][:limit]

    def counts(self, text: str = "") -> Mapping[str, int]:
        found = Counter(one.status.value for one in self.standing)
        return {"": len(self.standing), **found}


def _words(one: Patient) -> list[str]:
    names = (one.traits.birth_name, one.traits.first_name, one.used_name, one.used_first_name)
    return " ".join(filter(None, names)).upper().replace("-", " ").split()


def a_row(one: Patient) -> PatientRow:
    return PatientRow(
        uid=one.uid,
        sort_key=one.uid,
        used_name=one.used_name or "",
        birth_name=one.traits.birth_name or "",
        first_name=one.traits.first_name or "",
        birth_date=one.traits.birth_date or "",
        status=one.status,
    )


def _note_key(note: TodoNote) -> tuple[object, ...]:
    pair: tuple[object, ...] = (note.patient_uid, note.other_uid)
    if note.kind is TodoKind.DOUBLON and note.other_uid:
        pair = tuple(sorted((note.patient_uid, note.other_uid)))
    return (note.kind, *pair, note.reason, note.trait)


class MemoryTodos:
    """The notes of `MemoryPatients`, and what its records say by themselves."""

    def __init__(self, patients: MemoryPatients) -> None:
        self._patients = patients

    def counts(self, *, overdue: datetime) -> Mapping[TodoKind, int]:
        return {kind: len(self.page(kind, overdue=overdue, limit=10**6)) for kind in TodoKind}

    def page(
        self, kind: TodoKind, *, overdue: datetime, after: int = 0, limit: int = 200
    ) -> list[TodoLine]:
        lines = self._derived(kind, overdue) if kind in DERIVED else self._noted(kind)
        lines.sort(key=lambda line: (line.patient.sort_key, line.reason))
        return lines[after : after + limit]

    def _noted(self, kind: TodoKind) -> list[TodoLine]:
        stored = self._patients.stored
        return [
            TodoLine(
                kind=kind,
                patient=a_row(stored[note.patient_uid]),
                reason=note.reason,
                rule=note.rule,
                since=since,
                trait=note.trait,
                other=a_row(stored[note.other_uid]) if note.other_uid else None,
            )
            for note, since in self._patients.notes.values()
            if note.kind is kind and stored[note.patient_uid].merged_into is None
        ]

    def _derived(self, kind: TodoKind, overdue: datetime) -> list[TodoLine]:
        lines = []
        for one in self._patients.standing:
            retrieval, control = one.identity.retrieval, one.identity.control
            checked = (retrieval.verified_at or retrieval.at) if retrieval else None
            late = checked is not None and checked < overdue
            said = {
                TodoKind.PIECE_A_VOIR: (one.status is Status.RECUP, checked, "T06"),
                TodoKind.INSI_A_APPELER: (
                    one.status is Status.VALI,
                    control.at if control else None,
                    "T08",
                ),
                TodoKind.A_REVERIFIER: (late, checked, "IV-702"),
            }
            holds, since, rule = said[kind]
            if holds:
                row = a_row(one)
                lines.append(
                    TodoLine(kind=kind, patient=row, reason=kind.value, rule=rule, since=since)
                )
        return lines

    def about(self, uid: str) -> list[TodoNote]:
        return self._patients.about(uid)

    def close(self, note: TodoNote) -> None:
        self._patients.notes.pop(_note_key(note), None)

    def replace(self, kind: TodoKind, notes: Sequence[TodoNote]) -> int:
        kept = {k: v for k, v in self._patients.notes.items() if v[0].kind is not kind}
        now = self._patients.now()
        self._patients.notes = kept | {_note_key(one): (one, now) for one in notes}
        return len(self._patients.notes) - len(kept)


class MemoryMerges:
    """Merges in a dict, written with their records."""

    def __init__(self, patients: MemoryPatients) -> None:
        self._patients = patients
        self.done: dict[str, Merge] = {}

    def merge(self, merge: Merge, filings: Sequence[Filing]) -> list[Patient]:
        written = self._patients.file_all(filings)
        self.done[merge.id] = merge
        return written

    def about(self, uid: str) -> list[Merge]:
        found = [one for one in self.done.values() if uid in (one.kept_uid, one.gone_uid)]
        return found[::-1]

    def get(self, merge_id: str) -> Merge:
        if merge_id not in self.done:
            raise PatientUnknown(merge_id)
        return self.done[merge_id]

    def undo(self, merge_id: str, at: datetime, filings: Sequence[Filing]) -> list[Patient]:
        written = self._patients.file_all(filings)
        self.done[merge_id] = replace(self.done[merge_id], undone_at=at)
        return written
