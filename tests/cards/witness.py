"""Waits for what a watch tells, instead of sleeping and hoping."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from insdesk.cards.watch import ReaderWatch
from insdesk.identity.desk_state import CardsState, CpsState, VitaleState

LIMIT_S = 10.0


class Witness:
    """Keeps every state told, in order."""

    def __init__(self) -> None:
        self.told: list[CardsState] = []
        self.threads: set[str] = set()
        self._more = threading.Condition()

    def __call__(self, state: CardsState) -> None:
        with self._more:
            self.told.append(state)
            self.threads.add(threading.current_thread().name)
            self._more.notify_all()

    def until(self, holds: Callable[[CardsState], bool]) -> CardsState:
        """The latest state, once it is as wanted."""
        with self._more:
            came = self._more.wait_for(lambda: self.told and holds(self.told[-1]), LIMIT_S)
            if not came:
                raise AssertionError(f"never came; last: {self.told[-1:]}")
            return self.told[-1]


@contextmanager
def watching(**options: object) -> Iterator[tuple[ReaderWatch, Witness]]:
    """A started watch and who listens to it; stopped at the end."""
    watch, witness = ReaderWatch(retry_s=0.05, **options), Witness()  # type: ignore[arg-type]
    watch.start(witness)
    try:
        yield watch, witness
    finally:
        watch.stop()


def eventually(holds: Callable[[], bool]) -> None:
    """Ask again and again until it holds."""
    asked_again, limit = threading.Event(), time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() > limit:
            raise AssertionError("never came")
        asked_again.wait(0.02)


def vitale_in(state: CardsState) -> bool:
    return state.vitale is VitaleState.PRESENT


def vitale_out(state: CardsState) -> bool:
    return state.vitale is VitaleState.ABSENT


def cps_in(state: CardsState) -> bool:
    return state.cps is not CpsState.ABSENT


def cps_out(state: CardsState) -> bool:
    return state.cps is CpsState.ABSENT
