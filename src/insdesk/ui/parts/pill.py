"""A short mark: a sign, a few words, a tone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from insdesk.ui.flags import AT_START, PLAIN_TEXT
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.labels import dress
from insdesk.ui.theme import current


class Pill(QLabel):
    """A sign and a few words on a tinted ground; `tone` is one of `theme.TONES`."""

    def __init__(self, text: str, icon: str, tone: str) -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("role", "pill")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("alignment", AT_START)
        self.setIndent(0)
        self._icon = icon
        self.setText(text)
        self._make_room()

    def show_pill(self, text: str, icon: str, tone: str) -> None:
        """Say something else."""
        self._icon = icon
        self.setText(text)
        dress(self, tone=tone)
        self.updateGeometry()
        self.update()

    def _make_room(self) -> None:
        theme = current()
        left = theme.px(11 + 16 + 7) if self._icon else theme.px(12)
        self.setContentsMargins(left, 0, theme.px(12), 0)

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        self.ensurePolished()
        return QSize(super().sizeHint().width(), current().px(28))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        super().paintEvent(_event)
        if not self._icon:
            return
        theme = current()
        side = theme.px(16)
        colour = theme.tokens.of(str(self.property("tone")))
        drawing = pixmap(self._icon, colour, side, ratio=self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(QPoint(theme.px(11), (self.height() - side) // 2), drawing)
        painter.end()
