"""Hand-written ports of the desk: each does what its name says, in memory, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from builders import NOW
from insdesk.errors import (
    CardAbsent,
    CardError,
    ExportRefused,
    InsdeskError,
    PatientChanged,
    PatientUnknown,
    PinRejected,
    StoreError,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.filing import Filing, JournalEvent, JournalLine, PatientRow
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Patient, Status
from insdesk.identity.readings import (
    CallTrace,
    CardKind,
    Environment,
    InsiAnswer,
    NotFound,
    Operation,
    PractitionerReading,
    VitalePerson,
    VitaleReading,
)
from insdesk.identity.traits import Traits
from insdesk.qualification.ports import CallControl

PIN = "7391"
DOCTOR = PractitionerReading(
    national_id="899900000017",
    name="EXEMPLE",
    first_name="Maud",
    profession="Médecin",
    kind=CardKind.CPS,
    card_number="2800000017",
    certificate_serial="4F0017",
)


class SetClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class FakeEvents:
    """The watch: holds the last state, calls nobody."""

    def __init__(self) -> None:
        self.state = CardsState(service=ServiceState.RUNNING, readers=("lecteur de test",))

    def start(self, on_change: Callable[[CardsState], None]) -> None:
        on_change(self.state)

    def stop(self) -> None:
        """Nothing runs."""


class FakeCards:
    """Two slots. `insert` gives each insertion its own name, even to the same card."""

    def __init__(self, events: FakeEvents) -> None:
        self._events = events
        self._insertions = 0
        self.card: VitaleReading | None = None
        self.failure: CardError | None = None
        self.during_read: Callable[[], None] = lambda: None
        self.holder = DOCTOR

    def insert(self, card: VitaleReading) -> None:
        self._insertions += 1
        self.card = card
        named = f"carte-{self._insertions}"
        self._set(vitale=VitaleState.PRESENT, vitale_insertion=named)

    def pull(self) -> None:
        self.card = None
        self._set(vitale=VitaleState.ABSENT, vitale_insertion=None)

    def set_cps(self, state: CpsState) -> None:
        self._set(cps=state, cps_insertion=None if state is CpsState.ABSENT else "cps-1")

    def _set(self, **changes: Any) -> None:
        self._events.state = replace(self._events.state, **changes)

    def state(self) -> CardsState:
        return self._events.state

    def read_vitale(self) -> VitaleReading:
        if self.failure is not None:
            raise self.failure
        if self.card is None:
            raise CardAbsent
        card = self.card
        self.during_read()
        return card

    def practitioner(self) -> PractitionerReading:
        return self.holder

    def open_session(self, pin: str) -> PractitionerReading:
        if pin != PIN:
            raise PinRejected(2)
        self.set_cps(CpsState.READY)
        return self.holder

    def close_session(self) -> None:
        self.set_cps(CpsState.PIN_NEEDED)


class FakeInsi:
    """Answers what it was told to, dated by the clock; remembers what it was asked."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.answer: InsiAnswer = NotFound()
        self.failure: InsdeskError | None = None
        self.asked: list[VitalePerson | Traits] = []

    def search_by_traits(self, traits: Traits, *, control: CallControl | None = None) -> InsiAnswer:
        return self._reply(traits, Operation.BY_TRAITS)

    def search_by_vitale(
        self,
        holder: VitalePerson,
        *,
        reading: VitaleReading,
        control: CallControl | None = None,
    ) -> InsiAnswer:
        assert holder in reading.persons
        return self._reply(holder, Operation.BY_VITALE)

    def _reply(self, question: VitalePerson | Traits, operation: Operation) -> InsiAnswer:
        self.asked.append(question)
        if self.failure is not None:
            raise self.failure
        self._clock.forward(seconds=1)
        trace = CallTrace(
            operation=operation,
            message_id=f"urn:uuid:00000000-0000-4000-8000-{len(self.asked):012d}",
            received_at=self._clock(),
            environment=Environment.DECOUVERTE,
            answer_sha256="0" * 64,
        )
        return replace(self.answer, trace=trace)


class MemoryJournal:
    """Append-only, all or nothing: `failure` refuses the whole batch."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.failure: StoreError | None = None
        self.events: list[JournalEvent] = []
        self._at: list[datetime] = []

    def append(self, *events: JournalEvent) -> None:
        if self.failure is not None:
            raise self.failure
        self.events += events
        self._at += [self._clock()] * len(events)

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

    def put(self, *patients: Patient) -> None:
        """Records that were there before."""
        self.stored |= {one.uid: replace(one, version=max(one.version, 1)) for one in patients}

    def get(self, uid: str) -> Patient:
        if uid not in self.stored:
            raise PatientUnknown(uid)
        return self.stored[uid]

    def file(self, filing: Filing) -> Patient:
        if self.failure is not None:
            raise self.failure
        held = self.stored.get(filing.patient.uid)
        if (held.version if held else 0) != filing.expected_version:
            raise PatientChanged(filing.patient.uid)
        self._journal.append(*filing.events)
        new = replace(filing.patient, version=filing.expected_version + 1)
        self.stored[new.uid] = new
        self.filings.append(filing)
        return new

    def born_on(self, dates: Sequence[str], prefix: str = "") -> list[Patient]:
        return [one for one in self.stored.values() if one.traits.birth_date in dates]

    def holding(self, number: str, oid: str) -> list[Patient]:
        return [
            one
            for one in self.stored.values()
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
        return [
            PatientRow(
                uid=one.uid,
                sort_key=one.uid,
                used_name=one.used_name or "",
                birth_name=one.traits.birth_name or "",
                first_name=one.traits.first_name or "",
                birth_date=one.traits.birth_date or "",
                status=one.status,
            )
            for one in self.stored.values()
            if status in (None, one.status)
        ][:limit]

    def counts(self, text: str = "") -> Mapping[str, int]:
        found = Counter(one.status.value for one in self.stored.values())
        return {"": len(self.stored), **found}


@dataclass
class FakeExports:
    """Refuses what is not QUAL, like every format; writes bytes that say nothing."""

    written: list[Path] = field(default_factory=list)

    def formats(self) -> Mapping[str, str]:
        return {"fhir": "Pour un autre logiciel."}

    def render(self, patients: Sequence[Patient], fmt: str) -> ExportFile:
        if any(one.status is not Status.QUAL for one in patients):
            raise ExportRefused("IV-101")
        return ExportFile(content=b"{}", suffix=".json", with_ins=True)

    def write(self, file: ExportFile, target: Path) -> None:
        target.write_bytes(file.content)
        self.written.append(target)
