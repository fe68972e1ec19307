"""What the use cases need from outside. Adapters fit these shapes without importing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, Slot, VitaleState
from insdesk.identity.filing import Filing, JournalEvent, JournalLine, Merge, PatientRow
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Patient, Status
from insdesk.identity.practitioner import PractitionerReading, Workplace
from insdesk.identity.readings import AppReading, InsiAnswer, VitalePerson, VitaleReading
from insdesk.identity.survey import Surveyed
from insdesk.identity.todo import TodoKind, TodoLine, TodoNote
from insdesk.identity.traits import Traits

__all__ = [
    "AppCvPort",
    "CallControl",
    "CardEvents",
    "CardsPort",
    "CardsState",
    "Clock",
    "CpsState",
    "ExportFile",
    "ExportsPort",
    "Filing",
    "InsiPort",
    "JournalEvent",
    "JournalLine",
    "JournalPort",
    "MergesPort",
    "PatientRow",
    "PatientsPort",
    "Progress",
    "ServiceState",
    "Slot",
    "SurveyPort",
    "TodosPort",
    "VitaleState",
]

Clock = Callable[[], datetime]
"""Now, aware, UTC."""


class CardEvents(Protocol):
    """Tells about cards and readers; never reads one. Calls back in its own thread."""

    def start(self, on_change: Callable[[CardsState], None]) -> None:
        """Begin; `on_change` is called at once with the state, then at each change."""

    def stop(self) -> None:
        """End within a second; no call back afterwards."""

    @property
    def state(self) -> CardsState:
        """The last state seen; safe from any thread."""


class CardsPort(Protocol):
    """Reads cards. Every method raises `CardError` leaves only, and runs on the card lane."""

    def read_vitale(self) -> VitaleReading:
        """Read the card now in the Vitale slot."""

    def state(self) -> CardsState:
        """The state now, asked from the readers, not remembered."""

    def practitioner(self) -> PractitionerReading:
        """Who holds the CPS in the reader, without the code porteur."""

    def open_session(self, pin: str) -> PractitionerReading:
        """Give the code porteur to the CPS, once. Raises `PinRejected`, `PinBlocked`.

        With a keypad no code is given: the reader asks for it. `Cancelled` after `interrupt`.
        """

    def keypad(self) -> bool:
        """Whether the reader of the CPS asks for the code itself."""

    def tries_left(self) -> int | None:
        """Tries of the code that the CPS still allows; None when none was lost."""

    def situations(self) -> tuple[Workplace, ...]:
        """The situations d'exercice of the open CPS. Raises `PinRequired` without its code."""

    def interrupt(self) -> None:
        """Any thread. Give up the code that a keypad waits for."""

    def close_session(self) -> None:
        """Forget the session (lock, removal, end)."""


class AppCvPort(Protocol):
    """Reads the application carte Vitale of a patient. Runs on the card lane."""

    def read(self) -> AppReading:
        """The code shown now; raises `CardError` leaves only (`AppCodeRefused`: not genuine)."""


class Progress(Protocol):
    """One call of the national sequence is about to be made (§6.2 of insi.md)."""

    @property
    def attempt(self) -> int:
        """Counts from 1."""

    @property
    def of(self) -> int:
        """How many calls there may be."""


class CallControl(Protocol):
    """How a face follows and stops a call; both are called in the remote lane."""

    def progress(self, step: Progress, /) -> None:
        """A call starts."""

    def cancelled(self) -> bool:
        """Whether the user cancelled; asked before each call, and once more before it leaves.

        May raise a leaf of `CardError` when the card may no longer speak for its holder.
        """


class InsiPort(Protocol):
    """Asks INSi. Raises `InsiError` leaves, `PractitionerCardError` leaves, `Cancelled`.

    Every call made, whatever its end, is reported to `on_call` for the journal.
    """

    def search_by_traits(self, traits: Traits, *, control: CallControl | None = None) -> InsiAnswer:
        """The national sequence of given names; without the place unless `traits` has one."""

    def search_by_vitale(
        self, holder: VitalePerson, *, reading: VitaleReading, control: CallControl | None = None
    ) -> InsiAnswer:
        """One call, about one beneficiary of the card now in the reader.

        Raises `CardRemoved`, `CardChanged`, `HolderNotOnCard` when that card is another by then,
        `VitaleAssertionTooOld` when too much time passed before the sending.
        """

    def interrupt(self) -> None:
        """Cut the call in progress, if any; safe from any thread."""


class PatientsPort(Protocol):
    """The records. Every write is one transaction; every method raises `StoreError` leaves only."""

    def get(self, uid: str) -> Patient:
        """The record `uid`; raises `PatientUnknown`."""

    def file(self, filing: Filing) -> Patient:
        """Write record + evidence + journal, all or nothing; returns the record as stored."""

    def file_all(self, filings: Sequence[Filing]) -> list[Patient]:
        """Like `file`, for several records in one transaction, in this order."""

    def born_on(self, dates: Sequence[str], prefix: str = "") -> list[Patient]:
        """Records born on one of these days (IV-200, IV-206); `prefix` ≤ 3 letters on form K."""

    def named(self, birth_name: str, first_name: str) -> list[Patient]:
        """Records of this birth name and first given name, form K, whatever the date (IV-213)."""

    def holding(self, number: str, oid: str) -> list[Patient]:
        """Records on which this matricule is active, RECUP or QUAL (IV-210)."""

    def page(
        self,
        text: str,
        *,
        after: tuple[str, str] | None = None,
        limit: int = 200,
        status: Status | None = None,
    ) -> list[PatientRow]:
        """One page of the list, keyset on (`sort_key`, `uid`); accent- and hyphen-insensitive."""

    def counts(self, text: str = "") -> Mapping[str, int]:
        """How many records by statut code, and under `""` in all, that match `text`."""


class TodosPort(Protocol):
    """What waits for the practitioner (S17).

    An INS that was not verified since `overdue` is to be verified again (IV-702).
    """

    def counts(self, *, overdue: datetime) -> Mapping[TodoKind, int]:
        """How many lines of each kind; every kind is there."""

    def page(
        self, kind: TodoKind, *, overdue: datetime, after: int = 0, limit: int = 200
    ) -> list[TodoLine]:
        """The lines of one kind after the first `after`, in the order of the list of patients."""

    def about(self, uid: str) -> list[TodoNote]:
        """The open notes of this record, and those of other records that name it."""

    def close(self, note: TodoNote) -> None:
        """End one note; nothing happens when it is already ended."""

    def replace(self, kind: TodoKind, notes: Sequence[TodoNote]) -> int:
        """Put these notes in the place of all of that kind, in one transaction; how many stand.

        Notes about records merged meanwhile are left out.
        """


class MergesPort(Protocol):
    """Records made one, and made two again. Each write is one transaction."""

    def merge(self, merge: Merge, filings: Sequence[Filing]) -> list[Patient]:
        """Write the records and what is needed to undo it; the records as stored."""

    def about(self, uid: str) -> list[Merge]:
        """The merges in which this record was kept or gone, newest first."""

    def get(self, merge_id: str) -> Merge:
        """One merge; raises `PatientUnknown`."""

    def undo(self, merge_id: str, at: datetime, filings: Sequence[Filing]) -> list[Patient]:
        """Write the records as given, the gone one standing again, and mark the merge undone."""


class SurveyPort(Protocol):
    """The whole base, read a piece at a time for the offline pre-check."""

    def count(self) -> int:
        """How many records there are, those merged away left out."""

    def records(self, after: str, limit: int) -> list[Surveyed]:
        """The next records after the number `after` (empty for the first), in that order."""

    def settled_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs already judged, or waiting as possible duplicates: both numbers, sorted."""


class JournalPort(Protocol):
    """The append-only journal."""

    def append(self, *events: JournalEvent) -> None:
        """Add events in one transaction."""

    def latest(self, limit: int, patient_uid: str | None = None) -> list[JournalLine]:
        """Newest first."""

    def of_types(self, patient_uid: str, types: Collection[str]) -> list[JournalLine]:
        """Every line of these types about one record, newest first."""

    def details(
        self, patient_uid: str, types: Collection[str]
    ) -> list[tuple[JournalLine, Mapping[str, object]]]:
        """These lines with their detail, which may hold traits, newest first (IV-701)."""

    def counts_since(self, since: datetime) -> Mapping[str, int]:
        """How many events of each type since `since`."""


class ExportsPort(Protocol):
    """Renders qualified identities; each format refuses by itself what is not QUAL."""

    def formats(self) -> Mapping[str, str]:
        """Format code → French sentence saying what it is for."""

    def render(self, patients: Sequence[Patient], fmt: str) -> ExportFile:
        """Render; raises `ExportRefused`."""

    def write(self, file: ExportFile, target: Path) -> None:
        """Write whole and private (0600) or not at all; raises `ExportIncomplete`."""
