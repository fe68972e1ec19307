"""What goes on by itself after a card or its reader was away for a moment (E-VIT-4, E-RDR-3)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from insdesk.errors import Cancelled, InsdeskError, ReaderBusy
from insdesk.identity.desk_state import VitaleState
from insdesk.identity.readings import VitaleReading
from insdesk.qualification.steps import Run
from insdesk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

FOR_S = 60.0
"""Later than this another of the family may be at the desk: the beneficiary is asked again."""

EVERY_S, LONGEST_S = 2, 20
"""How often a reader taken by another program is tried again, and for how long."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen on the card that left: a place on it, and no identity.

    `card` is a hash of all its content, salted anew at each start of the program.
    """

    card: int
    position: int
    year: int | None
    at: float


class SameCard:
    """Remembers the choice of an interrupted run, for the same card only, for a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._card = 0
        self._choice: Choice | None = None
        self.was_another = False
        """Whether the card last read took the place of one whose run was not over (E-VIT-3)."""

    def read(self, reading: VitaleReading) -> Choice | None:
        """A card was read: the choice made on it before it left, used once."""
        choice, self._choice = self._choice, None
        self._card = hash((reading.persons, reading.serial))
        self.was_another = choice is not None and choice.card != self._card
        fits = choice is not None and choice.card == self._card
        return choice if choice and fits and self._clock() - choice.at <= FOR_S else None

    def left(self, run: Run) -> None:
        """The run is over before its end; one that was done leaves nothing to resume."""
        holder = run.holder
        if holder is None or run.reading is None or run.outcome is not None:
            self._choice = None
            return
        born = holder.birth_date if holder.lacks_century else None
        year = int(born[:4]) if born else None
        self._choice = Choice(self._card, holder.position, year, self._clock())

    def forget(self) -> None:
        """The practitioner went on to something else."""
        self._choice = None


class Knocking(QObject):
    """Tries a reader taken by another program again, every two seconds, for twenty.

    `left(seconds)` at each second, 0 when it ends; `read(run)` once the card was read;
    `failed(error)` for another failure. A reader that still shows itself taken is not disturbed.
    """

    left = Signal(int)
    read = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, tasks: Tasks, reading: Callable[[], None], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._desk, self._tasks, self._reading = desk, tasks, reading
        self._left_s = self._round = 0
        self._insertion: str | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    @property
    def seconds(self) -> int:
        """How long it still goes on."""
        return self._left_s

    def hear(self, problem: InsdeskError, again: object) -> None:
        """A failure: only a first reading is tried again by itself, nothing else having begun."""
        if isinstance(problem, ReaderBusy) and again == self._reading:
            self.begin()

    def begin(self) -> None:
        """Start the twenty seconds, for the card that is in."""
        self.stop()
        self._insertion = self._desk.events.state.vitale_insertion
        if self._insertion is None:
            return
        self._left_s = LONGEST_S
        self._timer.start()
        self.left.emit(self._left_s)

    def stop(self) -> None:
        """No more of it; a reading under way is dropped."""
        self._timer.stop()
        was, self._left_s = self._left_s, 0
        self._round += 1
        self._asking = False
        if was:
            self.left.emit(0)

    def tick(self) -> None:
        """A second passed."""
        state = self._desk.events.state
        if self._left_s <= 1 or state.vitale_insertion != self._insertion:
            self.stop()
            return
        self._left_s -= 1
        self.left.emit(self._left_s)
        is_time = (LONGEST_S - self._left_s) % EVERY_S == 0
        if is_time and not self._asking and state.vitale is not VitaleState.BUSY:
            self._asking = True
            came, refused = partial(self._came, self._round), partial(self._no, self._round)
            self._tasks.run(Lane.CARD, self._desk.read_vitale, came, refused)

    def _came(self, mark: int, run: Run) -> None:
        if mark == self._round:
            self.stop()
            self.read.emit(run)

    def _no(self, mark: int, problem: InsdeskError | Cancelled) -> None:
        if mark != self._round:
            return
        self._asking = False
        if isinstance(problem, InsdeskError) and not isinstance(problem, ReaderBusy):
            self.stop()
            self.failed.emit(problem)
