"""What every use case stands on: the devices, the facts of this moment, the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

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
from insdesk.identity.patient import Patient
from insdesk.identity.places import Places
from insdesk.identity.practitioner import PractitionerReading
from insdesk.identity.readings import Environment
from insdesk.qualification import consequences, rules
from insdesk.qualification.diagnosis import Diagnosis, nothing_known
from insdesk.qualification.dossier import actor
from insdesk.qualification.ports import (
    AppCvPort,
    CardEvents,
    CardsPort,
    Clock,
    ExportsPort,
    InsiPort,
    JournalPort,
    MergesPort,
    PatientsPort,
    SurveyPort,
    TodosPort,
)
from insdesk.qualification.reception import recognise
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Facts
from insdesk.qualification.steps import Run
from insdesk.settings import Settings

NO_TIME = timedelta()
CLOCK_SLACK = timedelta(seconds=2)
"""A clock being set right moves by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Everything the desk stands on; `app` builds it. `settings` is asked at each use.

    `places` is the dated table of places of birth; an empty one knows none, and refuses none.
    `remember_owner` keeps the national id of the practitioner of this desk (X4).
    """

    cards: CardsPort
    events: CardEvents
    insi: InsiPort
    patients: PatientsPort
    todos: TodosPort
    merges: MergesPort
    survey: SurveyPort
    journal: JournalPort
    exports: ExportsPort
    clock: Clock
    places: Places = field(default_factory=lambda: Places([]), repr=False)
    app_cv: AppCvPort | None = None
    """Reads the application carte Vitale; None when nothing on this machine can."""
    settings: Callable[[], Settings] = field(default=Settings)
    remember_owner: Callable[[str], None] = field(default=lambda _national_id: None)
    remember_grants: Callable[[tuple[str, ...]], None] = field(default=lambda _rows: None)
    """Keeps what the practitioner grants the secretariat (rule book §11)."""
    diagnosis: Diagnosis = field(default=nothing_known, repr=False)
    """Looks at the desk itself (S23); without one every check is « non testé »."""


class Bench:
    """Base of the use cases; holds the session and nothing about a patient."""

    def __init__(self, devices: Devices, environment: Environment) -> None:
        self._to = devices
        self._practitioner: PractitionerReading | None = None
        self._numbers = count(1)
        self._asking: Run | None = None
        self._cps: str | None = None
        self.environment = environment
        self.events: CardEvents = devices.events

    def _new_run(self) -> Run:
        number, correlation = next(self._numbers), str(uuid4())
        return Run(number=number, started_at=self._to.clock(), correlation=correlation)

    def _cards(self) -> CardsState:
        return self._to.cards.state()

    def _facts(self, cards: CardsState | None = None, run: Run | None = None) -> Facts:
        """The facts of this moment; `cards` when the readers themselves were just asked.

        Lines of the journal made from them bear the correlation of `run`, else a new one.
        """
        return Facts(
            now=self._to.clock(),
            settings=self._to.settings(),
            cards=cards or self._to.events.state,
            practitioner=self._practitioner,
            environment=self.environment,
            correlation=(run.correlation if run else "") or str(uuid4()),
        )

    def _gate(self, act: Act) -> Facts:
        """The table of §11: raises `Refused` with its row and why; returns the facts looked at."""
        facts = self._facts()
        if (refusal := rules.may_act(act, facts)) is not None:
            raise refusal.as_error()
        return facts

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
        """The prior-record search (IV-200): the record if exactly one fits, else a list."""
        self._watch_clock()
        found, hits = recognise(run, self._to.patients)
        return self._searched(found, ["date"], hits)

    def _searched(self, run: Run, criteria: list[str], hits: int) -> Run:
        """Journal one search: kinds of criteria and counts, no trait (§14).

        The run keeps its reference, for the record that may be created after it.
        """
        before = int(run.search.rpartition("/")[2] or 0)
        reference, letters = f"{run.correlation}/{before + 1}", len(run.letters)
        facts = {"reference": reference, "criteres": criteria, "resultats": hits}
        facts |= {"lettres": letters} if letters else {}
        self._write(JournalEvent(type="SEARCH_ANTERIORITE", facts=facts), run)
        return replace(run, search=reference)

    def _write(
        self, event: JournalEvent, run: Run | None = None, about: Patient | None = None
    ) -> None:
        """One line of the journal, dressed; `about` is its record when it is not the run's."""
        self._to.journal.append(self._dressed(event, run, about))

    def _dressed(
        self, event: JournalEvent, run: Run | None, about: Patient | None = None
    ) -> JournalEvent:
        """With who acts, the run it belongs to, and how its record stands (§14)."""
        facts = actor(self._facts(run=run))
        about = about or (run.patient if run else None)
        if about is not None and about.uid == event.patient_uid:
            status = about.status.value
            before, after = event.status_before or status, event.status_after or status
            event = replace(event, status_before=before, status_after=after)
            facts |= consequences.standing(about.identity)
        return replace(event, facts=facts | dict(event.facts))

    def _with_taken_in(self, uid: str) -> list[str]:
        """The record and those merged into it, however deep; merges undone are left out."""
        known, waiting = [uid], [uid]
        while waiting:
            kept = waiting.pop()
            for merge in self._to.merges.about(kept):
                mine = merge.kept_uid == kept and merge.undone_at is None
                if mine and merge.gone_uid not in known:
                    known.append(merge.gone_uid)
                    waiting.append(merge.gone_uid)
        return known

    def _watch_clock(self) -> None:
        """A clock earlier than the last line of the journal is said in the journal (§14)."""
        last = next(iter(self._to.journal.latest(1)), None)
        back = last.at - self._to.clock() if last is not None else NO_TIME
        if back > CLOCK_SLACK:
            facts = {"retard_s": int(back.total_seconds())}
            self._write(JournalEvent(type="CLOCK_ANOMALY", facts=facts))


def _gone(now: CardsState) -> CardError:
    """Why the card of a run is not there: the user puts right what really went wrong."""
    if now.service is ServiceState.ABSENT:
        return CardServiceAbsent()
    if now.service is ServiceState.STOPPED:
        return CardServiceStopped()
    if not now.readers:
        return ReaderUnplugged()
    return CardRemoved() if now.vitale_insertion is None else CardChanged()
