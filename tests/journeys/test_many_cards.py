"""Cards put in and pulled out at random moments of the journey, with the real card service.

`INSDESK_CARD_EVENTS` says how many movements (`make soak`: 1 000); the suite plays a few dozen.
A hand moves cards of several patients while a practitioner reads, asks and qualifies. Whatever
happens: only failures that have their sentence, no event lost for longer than two seconds, nothing
half-saved, never another patient than the one whose card was read, nothing left behind.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from test_real_parts import Bench, bench

from insdesk.errors import InsdeskError
from insdesk.paths import Paths
from insdesk.qualification.steps import Evidence, Outcome, Run, Step, next_step
from insdesk.simulator.cards import vitale
from virtual_reader import VirtualCard

__all__ = ["bench"]

pytestmark = pytest.mark.pcsc

EVENTS = int(os.environ.get("INSDESK_CARD_EVENTS", "30"))
SEED = int(os.environ.get("INSDESK_CARD_SEED", "20261122"))
CARDS = ("j1", "j2")
LOST_S = 2.0


@dataclass
class Practitioner:
    """Plays J1 again and again on whatever lies in the reader; keeps what happened."""

    bench: Bench
    stop: threading.Event = field(default_factory=threading.Event)
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self._once()
            except InsdeskError as trouble:
                self.ends[type(trouble).__name__] += 1
                self.stop.wait(0.01)
            except BaseException as problem:  # noqa: BLE001 (shown by the test itself)
                self.broken.append(problem)
                return

    def _once(self) -> None:
        desk = self.bench.desk
        run = desk.recognise(desk.read_vitale())
        if next_step(run) is Step.ALREADY_QUALIFIED:
            run = desk.ask_again(run)
        run = desk.ask_insi(run)
        if next_step(run) is not Step.COMPARE:
            self.ends[next_step(run).name] += 1
            return
        for one in run.comparison or ():
            if one.needs_tick:
                run = desk.tick(run, one.trait, True)
        done = desk.qualify(run, Evidence(device="CN"))
        assert done.outcome is Outcome.QUALIFIED
        self.ends["QUALIFIED"] += 1
        self._same_person(done)

    def _same_person(self, done: Run) -> None:
        assert done.holder is not None
        assert done.patient is not None
        if done.patient.traits.birth_date != done.holder.birth_date:
            self.wrong.append("another birth date")


def _settled(bench: Bench, holds: Callable[[], bool]) -> float:
    """Seconds until the watch says what is true of the slot."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < 15, "an event never came"
        time.sleep(0.005)  # polling the watch is what is measured
    return time.monotonic() - begun


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_many_cards(bench: Bench, record_property: Callable[[str, object], None]) -> None:
    chance = random.Random(SEED)
    events, desk = bench.desk.events, bench.desk
    warm = VirtualCard(bench.pcscd.ports[0], vitale(CARDS[0]).chip())
    bench.seen.wait(lambda state: state.vitale_insertion is not None)
    desk.ask_insi(desk.recognise(desk.read_vitale()))
    warm.remove()
    bench.seen.wait(lambda state: state.vitale_insertion is None)
    threads, files = threading.active_count(), _open_files()
    person = Practitioner(bench)
    thread = threading.Thread(target=person.run, name="practitioner")
    thread.start()
    slowest = 0.0
    try:
        for _ in range(EVENTS // 2):
            card = VirtualCard(bench.pcscd.ports[0], vitale(chance.choice(CARDS)).chip())
            slowest = max(
                slowest, _settled(bench, lambda: events.state.vitale_insertion is not None)
            )
            person.stop.wait(chance.expovariate(3))
            card.remove()
            slowest = max(slowest, _settled(bench, lambda: events.state.vitale_insertion is None))
            assert not person.broken, person.broken
    finally:
        person.stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert person.broken == []
    assert person.wrong == []
    assert slowest <= LOST_S, f"{slowest:.2f} s"
    assert sum(person.ends.values()) > 0
    assert threading.active_count() <= threads
    assert _open_files() <= files + 2  # a kept TLS connection to each address may stay
    _nothing_half_saved(bench)
    record_property("movements", EVENTS)
    record_property("slowest_event_s", round(slowest, 3))
    record_property("ends", dict(person.ends))


def _nothing_half_saved(bench: Bench) -> None:
    path = Paths(bench.home).database("découverte")
    with closing(sqlite3.connect(path)) as other:
        qualified = other.execute("SELECT count(*) FROM journal WHERE type='QUALIFIED'").fetchone()
        proofs = other.execute("SELECT count(*) FROM evidence").fetchone()
        held = "SELECT count(*), count(DISTINCT matricule_number) FROM patient"
        active = other.execute(f"{held} WHERE matricule_number IS NOT NULL").fetchone()
    assert proofs[0] >= qualified[0]
    assert active[0] == active[1]
