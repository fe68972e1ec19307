"""« Plus… »: everything that may be done to a record; what may not be done now says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.ui.keys import digit_of
from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.texts.record import MARKED, MENU, MENU_ACTS, MENU_MARKS, NO_MARK, NOT_QUALIFIED
from insdesk.ui.texts.rules import refusal_sentence
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.identity.patient import Patient
    from insdesk.qualification.desk import Desk


class MoreMenu(QFrame):
    """Emits `chosen(code)`. Arrows move, a digit or Entrée chooses, Échap or a click beside closes.

    It lies over the page, inside its window, and is made of the same rows as the other choices: a
    reason needs more room than a menu of Qt has.
    """

    chosen = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        px = current().px
        self.setObjectName("record_more_menu")
        self.setAccessibleName("Plus")
        self.setProperty("role", "plain")
        self._page = page
        self._opener: QWidget | None = None
        self._card = QFrame(self)
        self._card.setProperty("role", "card")
        self._card.setFixedWidth(px(400))
        self.entries: dict[str, ChoiceButton] = {}
        rows = QFrame()
        rows.setProperty("role", "plain")
        self._area = scrolled(rows, self._card)
        around = QVBoxLayout(self._card)
        around.setContentsMargins(1, px(4), 1, px(4))
        around.addWidget(self._area)
        column = QVBoxLayout(rows)
        column.setContentsMargins(px(7), px(4), px(7), px(4))
        column.setSpacing(px(4))
        for digit, (code, (words, icon)) in enumerate(MENU.items(), 1):
            entry = ChoiceButton(str(digit), icon, words)
            entry.setCheckable(False)
            entry.setObjectName(f"more_{code}")
            entry.clicked.connect(self._choose(code))
            self.entries[code] = entry
            column.addWidget(entry)
        self.hide()

    def show_above(self, opener: QWidget, closed: Mapping[str, str]) -> None:
        """Open above `opener`; `closed` gives the reason of each entry that cannot be chosen."""
        self._opener = opener
        for code, entry in self.entries.items():
            reason = closed.get(code, "")
            entry.set_detail(reason)
            entry.setEnabled(not reason)
            entry.set_slim(bool(reason))
        page = self._page
        self.setGeometry(page.rect())
        most = page.height() - 2 * current().px(4)
        self._card.resize(self._card.width(), min(self._wanted_height(), most))
        corner = opener.mapTo(page, QPoint(0, 0))
        above = corner.y() - self._card.height() - current().px(8)
        self._card.move(corner.x(), max(above, current().px(4)))
        self.show()
        self.raise_()
        first = next((one for one in self.entries.values() if one.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _wanted_height(self) -> int:
        """Asked of the rows themselves: their reasons have just changed."""
        px = current().px
        rows, room = self.entries.values(), self._card.width() - 2 * px(7) - 2
        return sum(one.heightForWidth(room) + px(4) for one in rows) + 4 * px(4)

    def dismiss(self) -> None:
        """Close; the focus goes back to what opened it."""
        if not self.isHidden():
            self.hide()
            if self._opener is not None:
                self._opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Échap closes this before it leaves the page."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click beside the card."""
        self.dismiss()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays among the entries."""
        self._step(1 if forward else -1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, digits, Échap."""
        digit = digit_of(event)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif digit is not None and 0 < digit <= len(self.entries):
            entry = list(self.entries.values())[digit - 1]
            if entry.isEnabled():
                entry.click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for entry in self.entries.values():
                if entry.hasFocus():
                    entry.click()
                    break
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        open_ = [one for one in self.entries.values() if one.isEnabled()]
        if not open_:
            return
        at = next((place for place, one in enumerate(open_) if one.hasFocus()), -1)
        entry = open_[(at + by) % len(open_)]
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(entry)

    def _choose(self, code: str) -> Callable[[], None]:
        def act() -> None:
            self.dismiss()
            self.chosen.emit(code)

        return act


def closed_entries(patient: Patient, desk: Desk) -> dict[str, str]:
    """Why an entry cannot be chosen now: what the desk says of the act, then the record itself."""
    closed = {}
    held = frozenset(patient.identity.attributes)
    for code, marks in MENU_MARKS.items():
        if held.issuperset(marks[:1]):
            closed[code] = MARKED
    if not held:
        closed["clear"] = NO_MARK
    nothing = NOT_QUALIFIED.get(patient.status, "")
    if nothing:
        closed["dequalify"] = nothing
    for code, act in MENU_ACTS.items():
        refusals = desk.may(act)
        if refusals:
            closed[code] = refusal_sentence(refusals[0])
    return closed
