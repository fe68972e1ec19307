"""The practitioner's session: the code porteur asked once, never sent twice by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from insdesk.errors import (
    Cancelled,
    InsdeskError,
    NotAPractitionerCard,
    OtherPractitioner,
    PinBlocked,
    PinMalformed,
    PinRejected,
    PractitionerCardExpired,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.practitioner import PractitionerReading
from insdesk.ui.pin_dialog import PinDialog
from insdesk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from insdesk.qualification.desk import CodeWanted, Desk

_PRESENT = (CpsState.PIN_NEEDED, CpsState.READY)


OF_ONE_CARD = (
    NotAPractitionerCard,
    OtherPractitioner,
    PinBlocked,
    PractitionerCardExpired,
    PractitionerComponentFailed,
)
"""What is said of one CPS, and of no other: over when it leaves."""


class Session(QObject):
    """The CPS as the window follows it.

    Emits `changed()` when the practitioner or the session changed, `moved()` when the CPS came or
    left, `failed(error, again)`.
    """

    changed = Signal()
    moved = Signal()
    failed = Signal(object, object)

    def __init__(self, desk: Desk, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._tasks, self._window = desk, tasks, window
        self.reading: PractitionerReading | None = None
        self.is_open = False
        self._insertion: str | None = None
        self._asking = False
        self._ends = 0
        self._known: tuple[str | None, CpsState, str] | None = None
        """Of the CPS of this insertion: the state that a refusal told, and its last day if past."""
        self.dialog: PinDialog | None = None
        self._given_up = Event()
        """Set once the code last given must not go to the card: its dialog closed, or it left."""
        self.holds_back: Callable[[], bool] = lambda: False
        """Whether a CPS that comes in is only seen: the set-up asks first whose it is."""
        self.told: Callable[[InsdeskError], bool] = lambda _error: False
        """Whether a failure was said where the code was asked: it then goes no further."""

    def on_cards(self, state: CardsState) -> None:
        """A CPS that comes in asks for its code at once; one that leaves ends the session."""
        if state.cps_insertion == self._insertion:
            return
        self._insertion, self._known = state.cps_insertion, None
        self._tasks.run(Lane.LOCAL, partial(self._desk.cps_moved, state), _ignore, _ignore)
        if self.reading is not None or self.is_open:
            self.end()
        self.moved.emit()
        self._greet(state)

    def _greet(self, state: CardsState) -> None:
        if state.cps in _PRESENT and not self.holds_back():
            self.ask(None)
        else:
            self.changed.emit()

    def ask(self, then: Callable[[], None] | None) -> None:
        """Ask for the code porteur, then call `then` if it was right."""
        if self._asking or self.dialog is not None:
            return
        self._asking = True
        self.changed.emit()
        show = partial(self._show, then, self._insertion)
        refused = partial(self._refused, self._insertion)
        self._tasks.run(Lane.CARD, self._desk.code_wanted, show, refused)

    @property
    def asking(self) -> bool:
        """Whether the CPS is being asked who holds it."""
        return self._asking

    def lock(self) -> None:
        """Close the session of the CPS; the code will be asked again."""
        self.end()
        self._tasks.run(Lane.CARD, self._desk.lock, _ignore, _ignore)

    def end(self) -> None:
        """Forget who is there."""
        self.reading, self.is_open = None, False
        self._ends += 1
        self._given_up.set()
        if self.dialog is not None:
            self.dialog.reject()
        self.changed.emit()

    def seen(self, state: CardsState) -> CardsState:
        """The state of the cards, with what the session learnt of this CPS when it was refused."""
        expired_on = self.reading.not_after if self.reading is not None else ""
        if self._known is not None and state.cps_insertion == self._known[0]:
            state = replace(state, cps=self._known[1])
            expired_on = self._known[2]
        if state.cps is CpsState.EXPIRED:
            return replace(state, cps_expired_on=expired_on)
        return state

    def _learn(self, insertion: str | None, error: InsdeskError | Cancelled) -> None:
        """What a refusal says of the card of this insertion: the strip says it until it leaves."""
        match error:
            case OtherPractitioner():
                self._known = insertion, CpsState.OTHER_HOLDER, ""
            case PractitionerCardExpired():
                self._known = insertion, CpsState.EXPIRED, error.expired_on
            case PinBlocked():
                self._known = insertion, CpsState.BLOCKED, ""

    def _is_late(self, insertion: str | None) -> bool:
        """Whether this answers for a card that left meanwhile: the one now there is asked."""
        self._asking = False
        if insertion == self._insertion:
            return False
        self._greet(self._desk.events.state)
        return True

    def _show(
        self, then: Callable[[], None] | None, insertion: str | None, wanted: CodeWanted
    ) -> None:
        if self._is_late(insertion):
            return
        self._known = None
        reading = self.reading = wanted.reading
        self.changed.emit()
        line = f"CPS de {reading.first_name} {reading.name}, {reading.profession}"
        dialog = PinDialog(line, self._window, keypad=wanted.keypad, tries_left=wanted.tries_left)
        self.dialog = dialog
        dialog.submitted.connect(partial(self._submit, then))
        dialog.given_up.connect(self._give_up)
        dialog.finished.connect(self._closed)
        dialog.open()
        dialog.begin()

    def _give_up(self) -> None:
        """Said before the reader is told: the code may still wait for the card lane."""
        self._given_up.set()
        self._desk.give_up_code()

    def _submit(self, then: Callable[[], None] | None, pin: str) -> None:
        given_up = self._given_up = Event()

        def send() -> PractitionerReading:
            if given_up.is_set():
                raise Cancelled
            return self._desk.open_session(pin)

        opened = partial(self._opened, then, self._ends, given_up)
        self._tasks.run(Lane.CARD, send, opened, partial(self._wrong, then, self._insertion))

    def _opened(
        self,
        then: Callable[[], None] | None,
        ends: int,
        given_up: Event,
        reading: PractitionerReading,
    ) -> None:
        if ends != self._ends:
            return  # the card left, or the desk was locked, while its code was checked
        if given_up.is_set():
            self._tasks.run(Lane.CARD, self._desk.lock, _ignore, _ignore)
            return
        self.reading, self.is_open = reading, True
        if self.dialog is not None:
            self.dialog.accept()
        self.changed.emit()
        if then is not None:
            then()

    def _wrong(
        self,
        then: Callable[[], None] | None,
        insertion: str | None,
        error: InsdeskError | Cancelled,
    ) -> None:
        if self._insertion not in (None, insertion):
            return  # said of the card before: the dialog, if any, is about the one now there
        if isinstance(error, PinRejected) and self.dialog is not None and error.attempts_left > 0:
            self.dialog.rejected_with(error.attempts_left)
            return
        self._learn(insertion, error)
        if self.dialog is not None:
            self.dialog.reject()
        self.changed.emit()
        if isinstance(error, PinMalformed):
            self._fail(error, partial(self.ask, then))
        elif isinstance(error, InsdeskError):
            self._fail(error, then)

    def _refused(self, insertion: str | None, error: InsdeskError | Cancelled) -> None:
        if self._is_late(insertion):
            return
        self._learn(insertion, error)
        self.changed.emit()
        if isinstance(error, InsdeskError):
            self._fail(error, None)

    def _fail(self, error: InsdeskError, again: object) -> None:
        if not self.told(error):
            self.failed.emit(error, again)

    def _closed(self, result: int) -> None:
        if result != QDialog.DialogCode.Accepted:
            self._given_up.set()
        dialog, self.dialog = self.dialog, None
        if isinstance(dialog, QDialog):
            dialog.deleteLater()
            self._window.activateWindow()


def _ignore(_outcome: object) -> None:
    """Nothing to say once the session is closed."""
