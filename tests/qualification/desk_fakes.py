"""Hand-written ports of the desk: each does what its name says, in memory, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desk_base import MemoryJournal, MemoryMerges, MemoryPatients, MemoryTodos
from desk_survey import MemorySurvey

from builders import NOW, an_app_reading
from insdesk.errors import (
    CardAbsent,
    CardError,
    ExportRefused,
    InsdeskError,
    PinRejected,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Patient, Status
from insdesk.identity.practitioner import CardKind, PractitionerReading, Workplace
from insdesk.identity.readings import (
    AppReading,
    CallTrace,
    Environment,
    InsiAnswer,
    NotFound,
    Operation,
    VitalePerson,
    VitaleReading,
)
from insdesk.identity.traits import Traits
from insdesk.qualification.ports import CallControl

__all__ = [
    "DOCTOR",
    "PIN",
    "FakeCards",
    "FakeEvents",
    "FakeExports",
    "FakeInsi",
    "FakePhone",
    "MemoryJournal",
    "MemoryMerges",
    "MemoryPatients",
    "MemorySurvey",
    "MemoryTodos",
    "SetClock",
]

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
        self.has_keypad = False
        self.left: int | None = None
        self.practises: tuple[Workplace, ...] = ()
        self.interrupted = 0

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
        if pin != PIN and not self.has_keypad:
            raise PinRejected(2)
        self.set_cps(CpsState.READY)
        return self.holder

    def keypad(self) -> bool:
        return self.has_keypad

    def tries_left(self) -> int | None:
        return self.left

    def situations(self) -> tuple[Workplace, ...]:
        return self.practises

    def interrupt(self) -> None:
        self.interrupted += 1

    def close_session(self) -> None:
        self.set_cps(CpsState.PIN_NEEDED)


class FakeInsi:
    """Answers what it was told to, dated by the clock; remembers what it was asked."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.answer: InsiAnswer = NotFound()
        self.failure: InsdeskError | None = None
        self.asked: list[VitalePerson | Traits] = []
        self.interrupted = 0

    def interrupt(self) -> None:
        self.interrupted += 1

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


class FakePhone:
    """The telephone before the scanner: says what it was told to, dated by the clock."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.says = an_app_reading()
        self.failure: CardError | None = None

    def read(self) -> AppReading:
        if self.failure is not None:
            raise self.failure
        return replace(self.says, at=self._clock())


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
