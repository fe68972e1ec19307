"""Large parts for the patient's screen: buttons for a finger, a list of traits read from afar."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from insdesk.ui.icons import pixmap
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.painted import PaintedButton
from insdesk.ui.parts.value_label import ValueLabel
from insdesk.ui.theme import Theme

_WORDS: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class BigButton(PaintedButton):
    """A button of at least 72 px, with a sign and words that wrap; `role` is yes, no, patient."""

    def __init__(self, role: str, icon: str = "", *, size: str = "patient_label") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._icon_name, self._size, self._theme = icon, size, Theme()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_words(self, text: str, theme: Theme, *, icon: str | None = None) -> None:
        """Say something, at the text size of `theme`."""
        self._theme = theme
        if icon is not None:
            self._icon_name = icon
        self.setText(text)

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + self._aside()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        words = self.text().split() or [""]
        metrics = QFontMetrics(self._font())
        width = max(metrics.horizontalAdvance(word) for word in words) + self._aside()
        return QSize(width, self._least())

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped words need, in pixels."""
        return max(self._least(), self._box(width).height() + self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        painter = self.ground(event)
        t = self._theme.tokens
        colour = {"yes": t.yes, "no": t.no}.get(str(self.property("role")), t.ink)
        side = self._side()
        box = self._box(self.width())
        gap = self._theme.px(12) if side and self.text() else 0
        left = (self.width() - side - gap - box.width()) // 2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle = self.height() // 2
        sign = left + box.width() + gap if mirrored else left
        if side:
            drawing = pixmap(self._icon_name, colour, side, ratio=self.devicePixelRatioF())
            painter.drawPixmap(QPoint(sign, middle - side // 2), drawing)
        x = left if mirrored else left + side + gap
        painter.setFont(self._font())
        painter.setPen(QColor(colour))
        place = QRect(x, middle - box.height() // 2, box.width(), box.height())
        painter.drawText(place, _WORDS, self.text())
        painter.end()

    def _font(self) -> QFont:
        font = self._theme.font(self._size)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _least(self) -> int:
        if self._size == "patient_answer":
            return max(72, self._theme.px(104))
        return max(72, self._theme.px(84)) if self._size == "patient_label" else self._theme.px(62)

    def _side(self) -> int:
        return round(QFontMetrics(self._font()).height() * 0.95) if self._icon_name else 0

    def _aside(self) -> int:
        """What is not words: padding, and the sign with its gap."""
        return self._theme.px(48) + (self._side() + self._theme.px(12) if self._icon_name else 0)

    def _box(self, width: int) -> QRect:
        room = max(width - self._aside(), self._theme.px(60))
        metrics = QFontMetrics(self._font())
        return metrics.boundingRect(QRect(0, 0, room, 10_000), _WORDS, self.text())


class TraitList(QFrame):
    """Labels and values between thin lines; in one column when the letters are very large."""

    def __init__(self, names: tuple[str, ...], beside: dict[str, QWidget]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._names, self._beside = names, beside
        self._labels: dict[str, QLabel] = {}
        self.values: dict[str, ValueLabel] = {}
        self._lines: list[QFrame] = []
        for name in names:
            self._labels[name] = text_label("", "patient_label")
            value = ValueLabel("patient_value")
            value.setObjectName(f"patient_value_{name}")
            self.values[name] = value
        for _ in range(len(names) + 1):
            line = QFrame()
            line.setProperty("role", "line")
            self._lines.append(line)
        # In their place at once: a label shown before it has one loses the font given meanwhile.
        own = (*self._labels.values(), *self.values.values(), *self._lines)
        for widget in (*own, *beside.values()):
            widget.setParent(self)

    def show_label(self, name: str, text: str) -> None:
        """Name one trait."""
        self._labels[name].setText(text)

    def show_value(self, name: str, text: str) -> None:
        """Show one value; an empty one takes its whole row away."""
        self.values[name].setText(text)
        for widget in (self._labels[name], self.values[name], self._line_of(name)):
            widget.setVisible(bool(text))
        if name in self._beside:
            self._beside[name].setVisible(bool(text))

    def clear(self) -> None:
        """Forget every value: nothing of it stays in any widget."""
        for value in self.values.values():
            value.clear()

    def arrange(self, theme: Theme, *, one_column: bool) -> None:
        """Lay out again for a text size."""
        grid = self._grid
        while (item := grid.takeAt(0)) is not None:
            del item
        grid.setVerticalSpacing(theme.px(6 if one_column else 11))
        grid.setHorizontalSpacing(theme.px(24))
        row = 0
        for name, line in zip(self._names, self._lines, strict=False):
            self._labels[name].setFont(theme.font("patient_label"))
            self.values[name].setFont(theme.font("patient_value"))
            grid.addWidget(line, row, 0, 1, 3)
            grid.addWidget(self._labels[name], row + 1, 0, 1, 3 if one_column else 1)
            beside = self._beside.get(name)
            span = 1 if beside is not None else 2
            place = (row + 2, 0, 1, 1 + span) if one_column else (row + 1, 1, 1, span)
            grid.addWidget(self.values[name], *place)
            if beside is not None:
                grid.addWidget(beside, place[0], 2)
            row += 3
        grid.addWidget(self._lines[-1], row, 0, 1, 3)
        grid.setColumnStretch(0, 0 if one_column else 31)
        grid.setColumnStretch(1, 69)

    def _line_of(self, name: str) -> QFrame:
        return self._lines[self._names.index(name)]
