"""The base of the buttons that lay out their own content on the stylesheet's ground."""

from __future__ import annotations

from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton


class PaintedButton(QPushButton):
    """Keeps its words itself, so that Qt draws the ground, the border and nothing else.

    Towards a screen reader the words are the accessible name, until another one is given.
    (Asking the style for the ground alone would load all of `QStyle` before the first paint.)
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._words = text
        self._named = False
        self.setAutoDefault(False)
        super().setAccessibleName(text)

    def text(self) -> str:
        """The words on the button."""
        return self._words

    def setText(self, text: str) -> None:
        """Change the words, and the room they take."""
        self._words = text
        if not self._named:
            super().setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def setAccessibleName(self, name: str) -> None:
        """Say something else to a screen reader than the words."""
        self._named = True
        super().setAccessibleName(name)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Point with the hand. Set here, since nothing points before the first paint."""
        from PySide6.QtCore import Qt

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def ground(self, event: QPaintEvent) -> QPainter:
        """Draw what the stylesheet says; returns the painter of the content, to be ended."""
        QPushButton.paintEvent(self, event)
        return QPainter(self)


def write_in(painter: QPainter, colour: str) -> None:
    """Have `painter`, which was given no pen yet, write in `colour`.

    The stylesheet has mostly given it to the widget, and so to its painter, and `setPen` loads the
    whole of `Qt` (see `flags.py`): it is asked only for another colour.
    """
    wanted = QColor(colour)
    if painter.pen().color() != wanted:
        painter.setPen(wanted)
