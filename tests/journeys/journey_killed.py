"""Processes that die at a given moment: a program of its own, run by `test_trouble_killed`.

    python journey_killed.py HOME FOLDER < orders

An order is `birth N` (a first start) or `journey N` (J1 and J2 on a copy of `HOME`). N is a number
of steps: what SQLite is about to execute, some of its instructions, the end of an act. One JSON
line an order says what was reached; before them, one line a play tells its steps in all.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from journey_bench import ATTESTED, DOCUMENT, open_desk

from insdesk.app.edges import simulated
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Run
from insdesk.simulator.cps import PIN, SoftwareCard
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import known_records
from insdesk.simulator.readers import SimulatedReaders

INSTRUCTIONS = 4
NEVER = 0
ENDS = {"j1": DOCUMENT, "j2": ATTESTED}


class Clock:
    """Counts the steps, and ends the process, without a word to anybody, at the last one."""

    def __init__(self, last: int, said: int | None = None) -> None:
        self.last, self.said = last, said
        self.steps = 0
        self.acts: list[tuple[str, int]] = []

    def step(self, *_: object) -> None:
        self.steps += 1
        if self.steps == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def done(self, act: str) -> None:
        """An act came back to the user: from here on it must have happened."""
        self.acts.append((act, self.steps))
        if self.said is not None:
            os.write(self.said, f"{act}\n".encode())
        self.step()

    def watch(self, connect: Callable[..., sqlite3.Connection]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection = connect(*arguments, **options)
            connection.set_trace_callback(self.step)
            connection.set_progress_handler(self.step, INSTRUCTIONS)
            return connection

        return watched


@contextmanager
def stepping(clock: Clock) -> Iterator[None]:
    """Every connection opened meanwhile counts its steps."""
    connect, sqlite3.connect = sqlite3.connect, clock.watch(sqlite3.connect)
    try:
        yield
    finally:
        sqlite3.connect = connect


def be_born(home: Path, clock: Clock, _card: SoftwareCard) -> None:
    """The first start of all: the base is made, and filled with the people of the demo."""
    with stepping(clock):
        edges = simulated(SimulatedReaders(), SimulatedInsi())
        built = open_desk(Paths(home), edges, known_records())
        clock.done("open")
        built.close()
        clock.done("end")


def play(home: Path, clock: Clock, card: SoftwareCard) -> None:
    """Open the desk, play both journeys to the end, close it."""
    with stepping(clock):
        readers = SimulatedReaders()
        built = open_desk(Paths(home), simulated(readers, SimulatedInsi()))
        clock.done("open")
        readers.insert_cps(card)
        built.desk.open_session(PIN)
        for name, evidence in ENDS.items():
            readers.insert_vitale(name)
            _journey(built.desk, name, evidence, clock)
        built.close()
        clock.done("end")


def _journey(desk: Desk, name: str, evidence: Evidence, clock: Clock) -> None:
    run: Run = desk.recognise(desk.read_vitale())
    clock.done(f"{name} read")
    run = desk.ask_insi(run)
    clock.done(f"{name} asked")
    desk.qualify(run, evidence)
    clock.done(f"{name} qualified")


Play = Callable[[Path, Clock, SoftwareCard], None]
PLAYS: dict[str, Play] = {"birth": be_born, "journey": play}


def killed_at(what: str, moment: int, home: Path, card: SoftwareCard) -> dict[str, object]:
    """Play in a process of its own until `moment`; which acts came back, and how it ended."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            PLAYS[what](home, Clock(moment, said), card)
        finally:
            os._exit(0)
    os.close(said)
    with os.fdopen(heard) as acts:
        reached = acts.read().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"moment": moment, "home": str(home), "acts": reached, "killed": killed}


def new_home(what: str, filled: Path, home: Path) -> Path:
    return home if what == "birth" else Path(shutil.copytree(filled, home))


def say(facts: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    filled, folder = Path(sys.argv[1]), Path(sys.argv[2])
    card = SoftwareCard()
    for what, whole in PLAYS.items():
        clock = Clock(NEVER)
        whole(new_home(what, filled, folder / f"whole-{what}"), clock, card)
        say({"play": what, "steps": clock.steps, "acts": clock.acts})
    for number, line in enumerate(sys.stdin):
        what, moment = line.split()
        home = new_home(what, filled, folder / f"{what}-{number}")
        say(killed_at(what, int(moment), home, card))


if __name__ == "__main__":
    main()
