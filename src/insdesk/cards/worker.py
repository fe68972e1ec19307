"""A thread of its own for the blocking calls of one card, which are given up and never waited for.

A call of PC/SC has no time-out: one that a card never answers ends when the card is pulled out.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from insdesk.errors import CardError

log = logging.getLogger(__name__)

T = TypeVar("T")


class Worker:
    """One daemon thread in which the blocking calls of one link are made, one after the other."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._tasks: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._is_stuck = False
        self._thread = threading.Thread(target=self._work, name="card-link", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether a call or the release after it is still to end."""
        return self._thread.is_alive()

    def run(self, work: Callable[[], T], too_late: CardError) -> T:
        """The result of `work`, or `too_late` when it takes longer than the limit."""
        if self._is_stuck:
            raise too_late
        result: Future[T] = Future()
        self._tasks.put((work, result))
        try:
            return result.result(self._limit_s)
        except TimeoutError:
            self._is_stuck = True
            log.warning("no answer of the card within %g s, exchange abandoned", self._limit_s)
            raise too_late from None

    def finish(self, release: Callable[[], None]) -> None:
        """Release, at once or whenever the stuck call returns, then end the thread."""
        released: Future[None] = Future()
        self._tasks.put((release, released))
        self._tasks.put(None)
        if not self._is_stuck:
            with suppress(TimeoutError):
                released.exception(self._limit_s)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            work, result = task
            try:
                result.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                result.set_exception(error)
