"""What every use case stands on: the devices, the facts of this moment, the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from insdesk.errors import (
    CardChanged,
    CardError,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    ReaderUnplugged,
)
from insdesk.identity.desk_state import CardsState, ServiceState
from insdesk.identity.filing import JournalEvent
from insdesk.identity.readings import Environment, PractitionerReading
from insdesk.qualification.ports import (
    CardEvents,
    CardsPort,
    Clock,
    ExportsPort,
    InsiPort,
    JournalPort,
    PatientsPort,
)
from insdesk.qualification.reception import recognise
from insdesk.qualification.rules import Facts
from insdesk.qualification.steps import Run
from insdesk.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Everything the desk stands on; `app` builds it. `settings` is asked at each use.

    `remember_owner` keeps the national id of the practitioner of this desk (X4).
    """

    cards: CardsPort
    events: CardEvents
    insi: InsiPort
    patients: PatientsPort
    journal: JournalPort
    exports: ExportsPort
    clock: Clock
    settings: Callable[[], Settings] = field(default=Settings)
    remember_owner: Callable[[str], None] = field(default=lambda _national_id: None)


class Bench:
    """Base of the use cases; holds the session and nothing about a patient."""

    def __init__(self, devices: Devices, environment: Environment) -> None:
        self._to = devices
        self._practitioner: PractitionerReading | None = None
        self._numbers = count(1)
        self.environment = environment
        self.events: CardEvents = devices.events

    def _new_run(self) -> Run:
        return Run(number=next(self._numbers), started_at=self._to.clock())

    def _cards(self) -> CardsState:
        return self._to.cards.state()

    def _facts(self, cards: CardsState | None = None) -> Facts:
        """The facts of this moment; `cards` when the readers themselves were just asked."""
        return Facts(
            now=self._to.clock(),
            settings=self._to.settings(),
            cards=cards or self._to.events.state,
            practitioner=self._practitioner,
            environment=self.environment,
        )

    def _same_card(self, run: Run) -> None:
        """The card of the run must still be in the reader, asked from the reader itself.

        Raises the leaf that says why it is not: `CardServiceStopped`, `CardServiceAbsent`,
        `ReaderUnplugged`, `CardRemoved` or `CardChanged`.
        """
        if run.insertion is None:
            return
        now = self._cards()
        if now.vitale_insertion != run.insertion:
            raise _gone(now)

    def _search(self, run: Run) -> Run:
        """The prior-record search (IV-200), journaled; the record it shows, if exactly one."""
        found, hits = recognise(run, self._to.patients)
        criteria = {"criteres": ["date"], "resultats": hits}
        self._write(JournalEvent(type="SEARCH_ANTERIORITE", facts=criteria))
        return found

    def _write(self, event: JournalEvent) -> None:
        self._to.journal.append(event)


def _gone(now: CardsState) -> CardError:
    """Why the card of a run is not there: the user puts right what really went wrong."""
    if now.service is ServiceState.ABSENT:
        return CardServiceAbsent()
    if now.service is ServiceState.STOPPED:
        return CardServiceStopped()
    if not now.readers:
        return ReaderUnplugged()
    return CardRemoved() if now.vitale_insertion is None else CardChanged()
