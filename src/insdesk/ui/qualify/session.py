"""The practitioner's session: the code porteur asked once, never sent twice by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from insdesk.errors import (
    Cancelled,
    InsdeskError,
    OtherPractitioner,
    PinMalformed,
    PinRejected,
    PractitionerCardExpired,
)
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.practitioner import PractitionerReading
from insdesk.ui.pin_dialog import PinDialog
from insdesk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from insdesk.qualification.desk import CodeWanted, Desk

_PRESENT = (CpsState.PIN_NEEDED, CpsState.READY)


class Session(QObject):
    """Emits `changed()` when the practitioner or the session changed, `failed(error, again)`."""

    changed = Signal()
    failed = Signal(object, object)

    def __init__(self, desk: Desk, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._tasks, self._window = desk, tasks, window
        self.reading: PractitionerReading | None = None
        self.is_open = False
        self._insertion: str | None = None
        self._asking = False
        self._ends = 0
        self._stranger: str | None = None
        """The insertion of the CPS of somebody else, once it was seen to be one."""
        self._expired_on = ""
        """The last day of the CPS now in the reader, once it was refused as expired."""
        self.dialog: PinDialog | None = None
        self.holds_back: Callable[[], bool] = bool
        """Whether a CPS that comes in is only seen: the set-up asks first whose it is."""
        self.told: Callable[[InsdeskError], bool] = lambda _error: False
        """Whether a failure was said where the code was asked: it then goes no further."""

    def on_cards(self, state: CardsState) -> None:
        """A CPS that comes in asks for its code at once; one that leaves ends the session."""
        if state.cps_insertion == self._insertion:
            return
        self._insertion, self._expired_on = state.cps_insertion, ""
        self._tasks.run(Lane.LOCAL, partial(self._desk.cps_moved, state), _ignore, _ignore)
        if self.reading is not None or self.is_open:
            self.end()
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
        self._tasks.run(Lane.CARD, self._desk.code_wanted, partial(self._show, then), self._refused)

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
        if self.dialog is not None:
            self.dialog.reject()
        self.changed.emit()

    def seen(self, state: CardsState) -> CardsState:
        """The state of the cards, with what the session knows of this CPS: another's, expired."""
        if state.cps_insertion is not None and state.cps_insertion == self._stranger:
            return replace(state, cps=CpsState.OTHER_HOLDER)
        if state.cps is CpsState.EXPIRED:
            while_open = self.reading.not_after if self.reading is not None else ""
            return replace(state, cps_expired_on=self._expired_on or while_open)
        return state

    def _show(self, then: Callable[[], None] | None, wanted: CodeWanted) -> None:
        self._asking, self._stranger = False, None
        reading = self.reading = wanted.reading
        self.changed.emit()
        line = f"CPS de {reading.first_name} {reading.name}, {reading.profession}"
        dialog = PinDialog(line, self._window, keypad=wanted.keypad, tries_left=wanted.tries_left)
        self.dialog = dialog
        dialog.submitted.connect(partial(self._submit, then))
        dialog.given_up.connect(self._desk.give_up_code)
        dialog.finished.connect(self._closed)
        dialog.open()
        dialog.begin()

    def _submit(self, then: Callable[[], None] | None, pin: str) -> None:
        self._tasks.run(
            Lane.CARD,
            partial(self._desk.open_session, pin),
            partial(self._opened, then, self._ends),
            partial(self._wrong, then),
        )

    def _opened(
        self, then: Callable[[], None] | None, ends: int, reading: PractitionerReading
    ) -> None:
        if ends != self._ends:
            return  # the card left, or the desk was locked, while its code was checked
        self.reading, self.is_open = reading, True
        if self.dialog is not None:
            self.dialog.accept()
        self.changed.emit()
        if then is not None:
            then()

    def _wrong(self, then: Callable[[], None] | None, error: InsdeskError | Cancelled) -> None:
        if isinstance(error, PinRejected) and self.dialog is not None and error.attempts_left > 0:
            self.dialog.rejected_with(error.attempts_left)
            return
        if self.dialog is not None:
            self.dialog.reject()
        if isinstance(error, PinMalformed):
            self._fail(error, partial(self.ask, then))
        elif isinstance(error, InsdeskError):
            self._fail(error, then)

    def _refused(self, error: InsdeskError | Cancelled) -> None:
        self._asking = False
        if isinstance(error, OtherPractitioner):
            self._stranger = self._insertion
        if isinstance(error, PractitionerCardExpired):
            self._expired_on = error.expired_on
        self.changed.emit()
        if isinstance(error, InsdeskError):
            self._fail(error, None)

    def _fail(self, error: InsdeskError, again: object) -> None:
        if not self.told(error):
            self.failed.emit(error, again)

    def _closed(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if isinstance(dialog, QDialog):
            dialog.deleteLater()
            self._window.activateWindow()


def _ignore(_outcome: object) -> None:
    """Nothing to say once the session is closed."""
