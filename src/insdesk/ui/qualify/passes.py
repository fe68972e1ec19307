"""The queue of one run: one piece of work at a time, and nothing that comes too late."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from insdesk.errors import Cancelled, InsdeskError
from insdesk.qualification.ports import Progress
from insdesk.qualification.steps import Run, Step, next_step
from insdesk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

T = TypeVar("T")

HOME_AFTER_MS = 10_000
"""How long the result stays once the card is withdrawn (S08)."""


class Work(Enum):
    """What is under way, as the screens say it."""

    READING = "Lecture de la carte…"
    SCANNING = "Lecture de l’application carte Vitale…"
    LOOKING = "Recherche dans la base…"
    ASKING = "Interrogation d’INSi…"
    SAVING = "Enregistrement…"


class Control:
    """Follows and stops one call (`CallControl`); used from the remote lane."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._stop = Event()

    def progress(self, step: Progress) -> None:
        """A call starts."""
        self._tell(step)

    def cancelled(self) -> bool:
        """Asked before each call."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """The user leaves."""
        self._stop.set()


class Passes(QObject):
    """Holds the run and the work under way. A result is dropped unless its pass is the present one.

    `run_changed(run)`, None when there is none; `work_changed(Work | None)`; `failed(error, again)`
    with what to call to try once more; `told(text)`; `progressed(Progress)`; `blanked()`: nothing
    of the patient may stay on the patient's screen; `record_wanted(uid)`: its page is asked for.
    """

    run_changed = Signal(object)
    work_changed = Signal(object)
    failed = Signal(object, object)
    told = Signal(str)
    progressed = Signal(object)
    blanked = Signal()
    record_wanted = Signal(str)
    _step = Signal(int, object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk = desk
        self.run: Run | None = None
        self.work: Work | None = None
        self.card_gone = False
        self._tasks = tasks
        self._pass = 0
        self._control: Control | None = None
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(HOME_AFTER_MS)
        self._leaving.timeout.connect(self.leave)
        self._step.connect(self._progress)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self.work is not None

    @property
    def step(self) -> Step:
        """The page of the present run."""
        return next_step(self.run)

    def leave(self) -> None:
        """Close the run and go home."""
        self._close()
        self.run_changed.emit(None)

    def _progress(self, mark: int, step: Progress) -> None:
        if mark == self._pass:
            self.progressed.emit(step)

    def _call(
        self,
        lane: Lane,
        work: Work,
        call: Callable[[], T],
        done: Callable[[T], None],
        again: Callable[[], None],
        *,
        showing: Run | None = None,
    ) -> None:
        """Queue `call`; its result is dropped if this pass was left meanwhile."""
        self._drop_work()
        mark = self._pass
        self.work = work
        if showing is not None:
            self._set(showing)
        self.work_changed.emit(work)

        def arrived(result: T) -> None:
            if mark == self._pass:
                self.work, self._control = None, None
                done(result)
                self._told_rest()

        def broke(problem: InsdeskError | Cancelled) -> None:
            if mark != self._pass:
                return
            self.work, self._control = None, None
            if isinstance(problem, InsdeskError):
                self.failed.emit(problem, again)
            self._told_rest()

        self._tasks.run(lane, call, arrived, broke)

    def _told_rest(self) -> None:
        """Said once the screens have the result, unless it led to more work."""
        if self.work is None:
            self.work_changed.emit(None)

    def _drop_work(self) -> None:
        self._pass += 1
        if self._control is not None:
            self._control.cancel()
            self.desk.interrupt()
        if self.work is not None:
            self.work, self._control = None, None
            self.work_changed.emit(None)

    def _set(self, run: Run | None) -> None:
        self.run = run
        self.run_changed.emit(run)

    def _close(self) -> None:
        """Leave the present run; one journal line says so if INSi had answered."""
        run = self.run
        self._drop_work()
        self._leaving.stop()
        self.run, self.card_gone = None, False
        self.blanked.emit()
        if run is not None:
            self._tasks.run(Lane.LOCAL, partial(self.desk.abandon, run), _ignore, _ignore)


def _ignore(_outcome: object) -> None:
    """The journal line of an abandoned run asks nothing of the screen."""
