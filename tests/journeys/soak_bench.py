"""Hands that move cards at random while a practitioner works, and what must not grow meanwhile."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from real_bench import CpsChip

from cps_bench import CODE, TestCard
from insdesk.errors import InsdeskError, PinRequired, PractitionerCardAbsent, Refused
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Outcome, Run, Step, next_step
from insdesk.simulator.cards import vitale_of
from insdesk.simulator.person import Person, invented
from virtual_reader import Pcscd, VirtualCard

SYLLABLES = ("BA", "DO", "FI", "GU", "LE", "MA", "NO", "PI", "RU", "SE", "TA", "VO")
LIMIT_S = 15.0


def crowd(size: int) -> list[Person]:
    """People of ours for a long day: no two have the same names or the same day of birth."""
    born, found = date(1950, 1, 3), []
    for rank in range(size):
        one, two, three = (SYLLABLES[rank // 12**power % 12] for power in range(3))
        names = f"{one}{two}{three}-FICTIF, {two}{one}{three}{two}"
        day = (born + timedelta(days=41 * rank)).isoformat()
        sex = "FM"[rank % 2]
        found.append(invented(f"soak-{rank}", names, sex, day, "63999", order=200 + rank % 700))
    return found


class Seat(Protocol):
    """What a bench must have here."""

    desk: Desk
    pcscd: Pcscd
    token: TestCard


@dataclass
class Practitioner:
    """Plays J1 on whatever lies in the reader, at a human's uneven pace; keeps what happened."""

    seat: Seat
    chance: random.Random
    stop: threading.Event = field(default_factory=threading.Event)
    ends: Counter[str] = field(default_factory=Counter)
    saved: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """Insertion at the reading, matricule in the file."""
    broken: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.ends[self._once()] += 1
            except Refused as refused:
                self.ends[f"Refused {refused.rule}"] += 1
            except (PinRequired, PractitionerCardAbsent) as trouble:
                self.ends[type(trouble).__name__] += 1
                self._give_code()
            except InsdeskError as trouble:
                self.ends[type(trouble).__name__] += 1
            except BaseException as problem:  # noqa: BLE001 (shown by the test itself)
                self.broken.append(problem)
                return
            self.stop.wait(0.02)

    def _once(self) -> str:
        desk = self.seat.desk
        read = desk.read_vitale()
        self._ponder()
        run = desk.recognise(read)
        if next_step(run) is Step.ALREADY_QUALIFIED:
            if self.chance.random() < 0.7:
                return Step.ALREADY_QUALIFIED.name
            run = desk.ask_again(run)
        run = desk.ask_insi(run)
        if next_step(run) is not Step.COMPARE:
            return next_step(run).name
        for one in run.comparison or ():
            if one.needs_tick:
                run = desk.tick(run, one.trait, True)
        self._ponder()
        return self._save(run)

    def _save(self, run: Run) -> str:
        again = run.ask_again
        done = self.seat.desk.qualify(run, Evidence(device="CN"))
        assert done.outcome is Outcome.QUALIFIED
        assert done.patient is not None
        assert done.patient.active_matricule is not None
        assert run.insertion is not None
        self.saved.append((run.insertion, done.patient.active_matricule.number))
        return "QUALIFIED_AGAIN" if again else "QUALIFIED"

    def _ponder(self) -> None:
        if self.chance.random() < 0.5:
            self.stop.wait(min(2.0, self.chance.expovariate(2)))

    def _give_code(self) -> None:
        if self.seat.desk.events.state.cps is not CpsState.PIN_NEEDED:
            return
        try:
            self.seat.desk.open_session(CODE)
        except InsdeskError as trouble:
            self.ends[f"code: {type(trouble).__name__}"] += 1


@dataclass
class Hand:
    """Moves the cards, waits until the watch says so, and remembers whose each insertion is."""

    seat: Seat
    chance: random.Random
    people: list[Person] = field(repr=False)
    whose: dict[str, Person] = field(default_factory=dict, repr=False)
    moves: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    cps: VirtualCard | None = None
    _card: VirtualCard | None = None
    _fresh: int = 0

    @property
    def movements(self) -> int:
        """Cards put in or pulled out so far, those of the practitioner too."""
        return sum(count for move, count in self.moves.items() if "service" not in move)

    def put_vitale(self) -> None:
        """Somebody new two times out of three, else somebody who came before."""
        before = self.seat.desk.events.state.vitale_insertion
        if self._fresh == 0 or self.chance.random() < 0.67:
            self._fresh = min(self._fresh + 1, len(self.people))
            one = self.people[self._fresh - 1]
        else:
            one = self.people[self.chance.randrange(self._fresh)]
        chip = vitale_of(one.handle, "", one).chip()
        self._card = VirtualCard(self.seat.pcscd.ports[0], chip)
        self._settled("vitale in", lambda now: now.vitale_insertion not in (None, before))
        self.whose[self.seat.desk.events.state.vitale_insertion or ""] = one

    def pull_vitale(self) -> None:
        self._drop()
        self._settled("vitale out", lambda now: now.vitale_insertion is None)

    def swap_vitale(self) -> None:
        """Out, and another in at once.

        Not before the service has seen the first one leave: this driver takes the next card in
        the middle of a command, which no hand can do, and the service then sees no change.
        """
        self.pull_vitale()
        self.put_vitale()

    def put_cps(self) -> None:
        self.seat.token.told("removed", on=False)
        self.cps = VirtualCard(self.seat.pcscd.ports[1], CpsChip())
        self._settled("cps in", lambda now: now.cps_insertion is not None)

    def pull_cps(self) -> None:
        """The token goes with its ATR, or is still seen by its library for a while."""
        self.seat.token.told("removed", on=self.chance.random() < 0.7)
        if self.cps is not None:
            self.cps.remove()
            self.cps = None
        self._settled("cps out", lambda now: now.cps_insertion is None)

    def kill_service(self) -> None:
        """It dies with both cards in, and comes back empty."""
        self.seat.pcscd.kill()
        self._settled("service out", lambda now: now.service is ServiceState.STOPPED)
        self._drop()
        if self.cps is not None:
            self.cps.remove()
        self.seat.pcscd.start()
        self._settled("service in", lambda now: len(now.readers) == 2)

    def _drop(self) -> None:
        if self._card is not None:
            self._card.remove()
            self._card = None

    def _settled(self, move: str, holds: Callable[[CardsState], bool]) -> None:
        """Polling the watch is what is measured."""
        begun, events = time.monotonic(), self.seat.desk.events
        while not holds(events.state):
            assert time.monotonic() - begun < LIMIT_S, f"{move}: the event never came"
            time.sleep(0.005)
        self.moves[move] += 1
        self.slowest = max(self.slowest, time.monotonic() - begun)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What must be the same before and after; a conversation is one context of the service."""

    readers: int
    conversations: int
    threads: Mapping[str, int]
    descriptors: Mapping[str, int]
    children: int

    @classmethod
    def now(cls, seat: Seat) -> Counts:
        kinds: Counter[str] = Counter()
        for one in Path("/proc/self/fd").iterdir():
            try:
                kinds[os.readlink(one).partition(":")[0]] += 1
            except FileNotFoundError:
                continue  # the descriptor of this very listing
        return cls(
            readers=len(seat.desk.events.state.readers),
            conversations=seat.pcscd.threads,
            threads=Counter(one.name.partition("-")[0] for one in threading.enumerate()),
            descriptors=kinds,
            children=sum(
                len((task / "children").read_text().split())
                for task in Path("/proc/self/task").iterdir()
            ),
        )
