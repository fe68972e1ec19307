"""One entry of the left menu: a sign and its word, or the sign alone when the window is narrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from insdesk.ui.flags import AT_START, CENTRED
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.painted import PaintedButton
from insdesk.ui.theme import Theme, current

WIDE: Final = 212
NARROW: Final = 64


class NavButton(PaintedButton):
    """A section of the desk; `set_count` puts a small number beside it."""

    def __init__(self, label: str, icon: str) -> None:
        super().__init__(label)
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon_name, self._count, self._folded = icon, 0, False
        self.setAccessibleName(label)
        self.setToolTip(label)

    @property
    def folded(self) -> bool:
        """Whether only the sign is shown."""
        return self._folded

    def fold(self, *, folded: bool) -> None:
        """Show the sign alone, or with its word."""
        if folded != self._folded:
            self._folded = folded
            self.updateGeometry()
            self.update()

    def set_count(self, count: int) -> None:
        """How many things wait there; 0 shows nothing."""
        if count != self._count:
            self._count = count
            name = f"{self.text()}, {count} en attente" if count else self.text()
            self.setAccessibleName(name)
            self.setToolTip(name)
            self.update()

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        theme = current()
        return QSize(theme.px(40 if self._folded else WIDE - 24), theme.px(44))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(current().px(40), current().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        painter = self.ground(event)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = theme.tokens
        colour = t.brand_ink if self.isChecked() else t.ink
        side = theme.px(20)
        x = (self.width() - side) // 2 if self._folded else theme.px(12)
        drawing = pixmap(self._icon_name, colour, side, ratio=self.devicePixelRatioF())
        stacked = self._folded and self._count > 0  # the number below the sign, not over it
        y = theme.px(3) if stacked else (self.height() - side) // 2
        painter.drawPixmap(QPoint(x, y), drawing)
        if self.isChecked():
            self._paint_mark(painter, theme)
        if not self._folded:
            painter.setFont(theme.font("strong" if self.isChecked() else "text"))
            painter.setPen(QColor(colour))
            left = theme.px(12 + 20 + 12)
            words = QRect(left, 0, self.width() - left, self.height())
            painter.drawText(words, AT_START, self.text())
        if self._count:
            self._paint_count(painter, theme)
        painter.end()

    def _paint_mark(self, painter: QPainter, theme: Theme) -> None:
        """A bar at the edge: the current section is not told by its tint alone."""
        from PySide6.QtCore import Qt

        height = theme.px(20)
        mark = QRect(0, (self.height() - height) // 2, theme.px(3), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.brand))
        painter.drawRoundedRect(mark, theme.px(1), theme.px(1))

    def _paint_count(self, painter: QPainter, theme: Theme) -> None:
        font = theme.font("label")
        font.setPixelSize(theme.px(11 if self._folded else 12))
        painter.setFont(font)
        words = str(self._count) if self._count < 1000 else "999+"
        height, around = theme.px(16 if self._folded else 20), theme.px(8 if self._folded else 12)
        width = max(height, painter.fontMetrics().horizontalAdvance(words) + around)
        if self._folded:
            left = (self.width() - width) // 2
            pill = QRect(left, self.height() - height - theme.px(1), width, height)
        else:
            x = self.width() - width - theme.px(10)
            pill = QRect(x, (self.height() - height) // 2, width, height)
        painter.setPen(QPen(QColor(theme.tokens.warn), 1))
        painter.setBrush(QColor(theme.tokens.warn_back))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(theme.tokens.warn))
        painter.drawText(pill, CENTRED, words)
