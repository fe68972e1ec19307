"""The only bridge between the worker threads and the windows (architecture.md §6).

One thread per resource. Work is a plain function without Qt; its outcome comes back queued, on
the GUI thread. Remote work may wait for the card lane (`submit`); nobody waits for the GUI.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from insdesk.errors import Cancelled, InsdeskError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[InsdeskError | Cancelled], None]
"""Told why there is no result: a failure that has a French sentence, or the user's own cancel."""


class Lane(Enum):
    """The resources that are used one at a time."""

    CARD = "card"
    REMOTE = "remote"
    LOCAL = "local"
    CHECK = "check"
    """The diagnostic: up to ten seconds, which no other resource may wait for."""


@dataclass(frozen=True, slots=True)
class _Order:
    token: int
    lane: Lane
    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    token: int
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Answers:
    done: Callable[[Any], None]
    failed: Failed


class Tasks(QObject):
    """Runs work in lanes and delivers exactly one of `done` or `failed` on the GUI thread.

    A failure without a French sentence is a bug: it reaches `sys.excepthook` instead. With
    `inline` there is no thread: work is done and delivered before `run` returns (tests).
    Create it, use it and close it on the GUI thread.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, *, inline: bool = False) -> None:
        super().__init__(parent)
        self._inline = inline
        self._lanes = (
            {} if inline else {lane: ThreadPoolExecutor(1, f"lane-{lane.value}") for lane in Lane}
        )
        self._running: dict[Future[Any], Lane] = {}
        self._answers: dict[int, _Answers] = {}
        self._token = 0
        self._new: list[_Order] = []
        self._due: deque[_Order] = deque()
        self._closed = False
        self._starter = QTimer(self)
        self._starter.timeout.connect(self._start_next)
        # Queued on purpose: a future that is already done calls back at once, on this thread.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self, lane: Lane, work: Callable[[], T], done: Callable[[T], None], failed: Failed
    ) -> int:
        """Queue `work`; returns the token that `cancel` takes.

        It begins once the window has painted what it has to: a lane at work beside it would make
        that last twice as long. Raises `RuntimeError` once the lanes are closed.
        """
        if self._closed:
            raise RuntimeError("the lanes are closed")
        self._token += 1
        self._answers[self._token] = _Answers(done, failed)
        if self._inline:
            self._deliver(_Outcome(self._token, self.submit(lane, work)))
        else:
            self._new.append(_Order(self._token, lane, work))
            self._starter.start(0)
        return self._token

    def _start_next(self) -> None:
        """Called when the event loop has nothing else to do.

        What was ordered since the last time waits once more: a page brought to the front in this
        turn is painted in the next.
        """
        if self._due:
            self._start(self._due.popleft())
        elif not self._new:
            self._starter.stop()
        self._due.extend(self._new)
        self._new.clear()

    def _start(self, order: _Order) -> None:
        if order.token not in self._answers:
            return
        future = self.submit(order.lane, order.work)
        self._running[future] = order.lane
        token = order.token
        future.add_done_callback(lambda ended: self._finished.emit(_Outcome(token, ended)))

    def cancel(self, token: int) -> None:
        """Forget a task: neither `done` nor `failed` is called, work not yet begun is dropped."""
        self._answers.pop(token, None)

    def submit(self, lane: Lane, work: Callable[[], T]) -> Future[T]:
        """Queue `work` for another lane to wait on, as INSi waits for a signature of the CPS."""
        if self._inline:
            return _done_now(work)
        return self._lanes[lane].submit(work)

    def close(self, timeout: float = 5.0) -> None:
        """Refuse new work, drop what has not begun, wait `timeout` seconds for the rest.

        A lane that does not stop is logged by its name. Nothing is delivered afterwards.
        """
        self._closed = True
        self._starter.stop()
        self._new.clear()
        self._due.clear()
        self._answers.clear()
        for pool in self._lanes.values():
            pool.shutdown(wait=False, cancel_futures=True)
        late = wait(self._running, timeout=timeout).not_done
        for name in sorted({self._running[future].value for future in late}):
            logger.warning("lane %s did not stop within %s s", name, timeout)
        self._running.clear()

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._running.pop(outcome.future, None)
        answers = self._answers.pop(outcome.token, None)
        if answers is None or outcome.future.cancelled():
            return
        failure = outcome.future.exception()
        if failure is None:
            answers.done(outcome.future.result())
        elif isinstance(failure, InsdeskError | Cancelled):
            answers.failed(failure)
        else:
            sys.excepthook(type(failure), failure, failure.__traceback__)


def _done_now(work: Callable[[], T]) -> Future[T]:
    future: Future[T] = Future()
    try:
        future.set_result(work())
    except Exception as failure:  # noqa: BLE001 - carried by the future, as an executor would
        future.set_exception(failure)
    return future


class GapMeter(QObject):
    """Measures how long the event loop stayed away from a 5 ms timer: the longest freeze."""

    PERIOD_MS = 5

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(self.PERIOD_MS)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self._longest = 0.0

    @property
    def longest_ms(self) -> float:
        """The longest time between two beats since `start`, the one under way included."""
        if not self._timer.isActive():
            return self._longest
        return max(self._longest, (time.perf_counter() - self._last) * 1000)

    def start(self) -> None:
        """Begin, or begin again from nothing."""
        self.reset()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring; the figure stays."""
        self._longest = self.longest_ms
        self._timer.stop()

    def reset(self) -> None:
        """Forget what was measured."""
        self._longest = 0.0
        self._last = time.perf_counter()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, (now - self._last) * 1000)
        self._last = now
