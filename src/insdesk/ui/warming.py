"""What may be built while nothing is asked, in small pieces, so that no page makes anyone wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol, TypeAlias, runtime_checkable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

Chore: TypeAlias = Callable[[], object]
"""One piece of work, short enough for one turn of the event loop."""

PAUSE_MS = 15


@runtime_checkable
class Sliced(Protocol):
    """What makes more work once it is built: its parts, each painted out of sight."""

    def chores(self) -> Sequence[Chore]:
        """The pieces, in order; called before anything is shown."""
        ...


def rehearse(page: QWidget) -> None:
    """Dress `page`, lay it out and paint it once, out of sight, as large as it will be shown."""
    fit(page)
    page.grab()


def fit(page: QWidget) -> None:
    """Make `page` as large as its place, unless it is on show."""
    place = page.parentWidget()
    if place is not None and not page.isVisible():
        page.resize(place.size())


class Warming(QObject):
    """Does one chore at each quiet turn of the event loop; waits while `may` says no.

    A chore that gives back something `Sliced` is followed at once by its pieces.
    """

    def __init__(self, may: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._may = may
        self._chores: deque[Chore] = deque()
        self._pause, self._idle = QTimer(self), QTimer(self)
        for timer in (self._pause, self._idle):
            timer.setSingleShot(True)
        self._pause.timeout.connect(partial(self._idle.start, 0))
        self._idle.timeout.connect(self._next)

    def begin(self, chores: Iterable[Chore]) -> None:
        """Do these from now on; what is asked meanwhile goes first."""
        self._chores = deque(chores)
        self._pause.start(PAUSE_MS)

    @property
    def left(self) -> int:
        """How many chores are still to be done, without the pieces that they will make."""
        return len(self._chores)

    def _next(self) -> None:
        """Called a while after the last piece, once the event loop has nothing else to do."""
        if self._chores and self._may():
            made = self._chores.popleft()()
            if isinstance(made, Sliced):
                self._chores.extendleft(reversed(made.chores()))
        if self._chores:
            self._pause.start(PAUSE_MS)
