"""A value of the register, with the characters that differ underlined."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from insdesk.ui.parts.labels import SYMBOLS, dress
from insdesk.ui.theme import current

Ranges = tuple[tuple[int, int], ...]
"""Pieces of a text: (first character, length)."""


class ValueLabel(QLabel):
    """A value of the register: heavy, wrapped wherever needed, never cut short.

    The characters that differ are underlined; what differs is also said in words by the row.
    """

    def __init__(self, role: str = "value") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self._marks: Ranges = ()
        # A layout asks many times for the height at the same width.
        self._asked: tuple[str, int, str] = ("", -1, "")
        self._height = 0
        self.setWordWrap(True)  # keeps height-for-width: QLabel resets it from this flag
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_value(self, text: str, marks: Ranges = ()) -> None:
        """Show `text`; nothing is shown as « non connu »."""
        self._marks = marks
        dress(self, tone="" if text else "muted")
        self.setText(text or "non connu")
        self.updateGeometry()
        self.update()

    @property
    def marks(self) -> Ranges:
        """The pieces underlined."""
        return self._marks

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped words need, in pixels."""
        self.ensurePolished()
        asked = (self.text(), width, self.font().key())
        if asked != self._asked:
            self._asked = asked
            self._height = round(self._lay_out(width)[1]) + 2
        return self._height

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        self.ensurePolished()
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(self.text())) + 2, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(0, round(QFontMetricsF(self.font()).height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        layout, height = self._lay_out(self.width())
        top = (self.height() - height) / 2
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(0, top))
        theme = current()
        colour = QColor(theme.tokens.of(SYMBOLS.get(str(self.property("symbol")), "warn")))
        for start, length in self._marks:
            for rect in _pieces(layout, start, length):
                line = QRectF(
                    rect.x(), top + rect.bottom() - theme.px(1), rect.width(), theme.px(2)
                )
                painter.fillRect(line, colour)
        painter.end()

    def _lay_out(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text(), self.font())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, height


def _pieces(layout: QTextLayout, start: int, length: int) -> list[QRectF]:
    """Where the characters lie, one box for each line they touch."""
    boxes = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(start + length, line.textStart() + line.textLength())
        if first < last:
            left = _x(line.cursorToX(first))
            right = _x(line.cursorToX(last))
            bottom = line.y() + line.ascent() + line.descent()
            boxes.append(QRectF(left, line.y(), max(right - left, 4), bottom - line.y()))
    return boxes


def _x(place: object) -> float:
    """`cursorToX` gives the place, and the cursor it took: only the first is wanted."""
    return float(place[0]) if isinstance(place, tuple) else float(str(place))
