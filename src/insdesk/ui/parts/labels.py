"""Text and signs: labels that never read markup, and icons in the colours of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from insdesk.ui.flags import CENTRED, PLAIN_TEXT
from insdesk.ui.icons import pixmap
from insdesk.ui.theme import current

SYMBOLS: Final = {"=": "ok", "≈": "warn", "+": "info", "!": "warn", "≠": "error", "…": "neutral"}
"""The tone of each sign of the comparison (design, tokens)."""


def text_label(text: str, role: str = "text", *, tone: str = "", wrap: bool = True) -> QLabel:
    """A label of plain text: what a card or a service sent is never read as markup."""
    label = QLabel()
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setText(text)
    label.setWordWrap(wrap)
    label.setProperty("role", role)
    if tone:
        label.setProperty("tone", tone)
    return label


def elided(metrics: QFontMetrics, text: str, room: int) -> str:
    """`text`, shortened with an ellipsis when it is wider than `room` pixels."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    from PySide6.QtCore import Qt

    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def dress(widget: QWidget, **properties: str) -> None:
    """Change dynamic properties and dress this one widget again; does nothing if unchanged."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def separator() -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setProperty("role", "line")
    return line


class IconLabel(QWidget):
    """An icon beside words: decorative, hence without a name and without focus."""

    def __init__(self, name: str, tone: str = "ink", size: int = 20) -> None:
        from PySide6.QtCore import Qt

        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())

    def set_icon(self, name: str, tone: str) -> None:
        """Show another icon, in the colour `tone` (a name of `Tokens`)."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        side = current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        drawing = pixmap(
            self._name,
            theme.tokens.of(self._tone),
            theme.px(self._size),
            ratio=self.devicePixelRatioF(),
        )
        painter = QPainter(self)
        painter.drawPixmap(0, 0, drawing)
        painter.end()


class IconTile(QFrame):
    """An icon on a tinted tile, in one of `TONES`; decorative."""

    def __init__(self, name: str, tone: str, *, side: int = 48, size: int = 26) -> None:
        from PySide6.QtCore import Qt

        super().__init__()
        self.setProperty("role", "tile")
        self.setProperty("tone", tone)
        self._icon = IconLabel(name, tone, size)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(current().px(side), current().px(side))

    def set_icon(self, name: str, tone: str) -> None:
        """Show another icon in another tone."""
        self._icon.set_icon(name, tone)
        dress(self, tone=tone)


class SymbolTile(QLabel):
    """One sign of the comparison on its tile; the word beside it says the same."""

    def __init__(self, symbol: str = "=") -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("alignment", CENTRED)
        side = current().px(24)
        self.setFixedSize(side, side)
        self.setProperty("role", "symbol")
        self.set_symbol(symbol)

    def set_symbol(self, symbol: str) -> None:
        """Show `symbol`, one of `SYMBOLS`; raises `KeyError` for any other."""
        dress(self, tone=SYMBOLS[symbol])
        self.setText(symbol)
