"""Pages one behind the other, and nothing said about them to the window around.

Qt's own stack asks *every* page for its size, those behind too, at each change of any text: with
stacks in stacks and words that wrap, that was two thirds of the time a page took to appear. The
window never follows the size of its pages (they scroll, or shrink their margins), so here no page
is asked anything.

A page comes to the front in two turns of the event loop, laid out in one and painted in the next:
the window stands still for half as long.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

_NO_WISH = QSize(0, 0)


class DeckLayout(QStackedLayout):
    """A stack of pages that wants no room of its own; the page in front has all there is."""

    def __init__(self, place: QWidget | None = None) -> None:
        if place is None:
            super().__init__()
        else:
            super().__init__(place)
        # A timer of its own: `QTimer.singleShot(0, …)` is called back within the same turn.
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._paint)

    def sizeHint(self) -> QSize:
        """No wish."""
        return _NO_WISH

    def minimumSize(self) -> QSize:
        """No wish."""
        return _NO_WISH

    def hasHeightForWidth(self) -> bool:
        """No wish, at any width."""
        return False

    def addWidget(self, page: QWidget) -> int:  # type: ignore[override]  # QStackedLayout does
        """One more page; the first is in front, and painted at the next turn."""
        if self.count() == 0:
            self.paint_later()
        return super().addWidget(page)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Put a page in front; the focus goes with it if it was on the page before."""
        if page is not self.currentWidget():
            self.paint_later()
        super().setCurrentWidget(page)

    def paint_later(self) -> None:
        """What changes from here to the next turn of the event loop is painted then, at once."""
        place = self.parentWidget()
        if place is not None and place.isVisible() and place.updatesEnabled():
            place.setUpdatesEnabled(False)
            self._next_turn.start(0)

    def _paint(self) -> None:
        place = self.parentWidget()
        if place is not None:
            place.setUpdatesEnabled(True)


class Deck(QFrame):
    """A stack of pages as a part of a window; the first page added is in front."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = DeckLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)

    @property
    def page(self) -> QWidget | None:
        """The page in front."""
        return self._pages.currentWidget()

    def add(self, page: QWidget) -> None:
        """One more page, behind the others; does nothing if it is there already."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)

    def bring(self, page: QWidget) -> None:
        """Put a page in front; the focus goes with it if it was on the page before."""
        self._pages.setCurrentWidget(page)
