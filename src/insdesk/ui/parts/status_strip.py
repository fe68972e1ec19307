"""The strip at the foot of the window: cards, readers, INSi, each in a shape and words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from insdesk.ui.flags import AT_START
from insdesk.ui.parts.labels import elided, text_label
from insdesk.ui.parts.painted import PaintedButton, write_in
from insdesk.ui.theme import Theme, current

ITEMS: Final = ("Service cartes", "Lecteur", "CPS", "Vitale", "INSi")
_SHAPES: Final = {"ok": "disc", "info": "half", "warn": "triangle", "error": "cross"}


class StripItem(PaintedButton):
    """One item: its shape, its name, its state. On a narrow window the state goes below."""

    def __init__(self, item: str) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.setObjectName(f"strip_{item.lower().replace(' ', '_')}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.item, self.state, self.tone = item, "", "neutral"
        self.two_lines = False
        self._name = text_label(item, "reason", wrap=False)
        self._name.setParent(self)

    def show_state(self, state: str, tone: str) -> None:
        """Say the state, in one of `theme.TONES`."""
        self.state, self.tone = state, tone
        self.setAccessibleName(f"{self.item} : {state}")
        self.setAccessibleDescription("Ouvrir le diagnostic du poste")
        self.setToolTip(f"{self.item} : {state}")
        self.updateGeometry()
        self.update()

    def fold(self, *, two_lines: bool) -> None:
        """Put the state below the name, or beside it."""
        if two_lines != self.two_lines:
            self.two_lines = two_lines
            self._place_name()
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        self._place_name()

    def width_on_one_line(self) -> int:
        """The room it takes beside the others."""
        theme = current()
        return theme.px(34 + 8 + 18) + sum(self._widths(theme))

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        theme = current()
        if self.two_lines:
            return QSize(theme.px(34 + 18) + max(self._widths(theme)), theme.px(50))
        return QSize(self.width_on_one_line(), theme.px(40))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(current().px(72), current().px(50 if self.two_lines else 40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        painter = self.ground(event)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, height = theme.px(16), self.height()
        middle = height / 2 if not self.two_lines else height / 2 - theme.px(9)
        painter.save()
        _paint_shape(painter, QPointF(x + theme.px(5), middle), self.tone, theme)
        painter.restore()
        x += theme.px(18)
        name, state = self._widths(theme)
        room = self.width() - x - theme.px(8)
        painter.setFont(theme.font("label"))
        write_in(painter, theme.tokens.ink)
        below = QRect(x, height // 2 - theme.px(1), room, theme.px(20))
        beside = QRect(x + name + theme.px(8), 0, state + theme.px(4), height)
        words = elided(painter.fontMetrics(), self.state, room)
        painter.drawText(below if self.two_lines else beside, AT_START, words)
        painter.end()

    def _place_name(self) -> None:
        theme = current()
        x, height, half = theme.px(34), self.height(), theme.px(20)
        if self.two_lines:
            room = self.width() - x - theme.px(8)
            self._name.setGeometry(x, height // 2 - half + theme.px(1), room, half)
        else:
            self._name.setGeometry(x, 0, self._widths(theme)[0] + theme.px(4), height)

    def _widths(self, theme: Theme) -> tuple[int, int]:
        name = QFontMetrics(theme.font("reason")).horizontalAdvance(self.item)
        return name, QFontMetrics(theme.font("label")).horizontalAdvance(self.state)


class StatusStrip(QFrame):
    """The five items, always there, at the same place; emits `opened(item)` when one is pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_strip")
        self.setProperty("role", "bar")
        self.setProperty("edge", "top")
        self.setAccessibleName("État du poste")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, 0, 0)
        self._row.setSpacing(0)
        self._items = {item: StripItem(item) for item in ITEMS}
        for item, button in self._items.items():
            button.clicked.connect(lambda _=False, name=item: self.opened.emit(name))
            self._row.addWidget(button)
            button.show_state("non testé", "neutral")
        self._row.addStretch(1)

    def show_item(self, item: str, state: str, tone: str) -> None:
        """Say the `state` of one of `ITEMS`, in one of `theme.TONES`; raises `KeyError`."""
        button = self._items[item]
        if (button.state, button.tone) != (state, tone):
            button.show_state(state, tone)
            self._arrange()

    def state_of(self, item: str) -> str:
        """The words now shown for `item`."""
        return self._items[item].state

    def item(self, name: str) -> StripItem:
        """The button of one item."""
        return self._items[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """One line if it fits, else two in every item, so that the strip stays even."""
        needed = sum(button.width_on_one_line() for button in self._items.values())
        two = needed > self.width()
        for button in self._items.values():
            button.fold(two_lines=two)


def _paint_shape(painter: QPainter, centre: QPointF, tone: str, theme: Theme) -> None:
    """A disc is well, a triangle wants a look, a cross is broken, a ring is nothing there."""
    radius = theme.px(5)
    colour = QColor(theme.tokens.of(tone))
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if tone not in _SHAPES:
        _paint_ring(painter, box.adjusted(1, 1, -1, -1), colour, theme.px(2))
        return
    painter.setPen(QPen(colour, theme.px(2)))
    match _SHAPES[tone]:
        case "disc":
            _fill(painter, colour)
            painter.drawEllipse(box)
        case "half":
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            _fill(painter, colour)
            painter.drawPie(box, 90 * 16, 180 * 16)
        case "triangle":
            _fill(painter, colour)
            peak = QPointF(centre.x(), box.top() - 1)
            painter.drawPolygon(QPolygonF([peak, box.bottomRight(), box.bottomLeft()]))
        case _:
            inner = box.adjusted(1, 1, -1, -1)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())


def _paint_ring(painter: QPainter, box: QRectF, colour: QColor, width: int) -> None:
    """The shape of the first paint: a pen taken from the painter leaves `Qt` unloaded."""
    pen, ring = painter.pen(), QPainterPath()
    pen.setColor(colour)
    pen.setWidth(width)
    ring.addEllipse(box)
    painter.strokePath(ring, pen)


def _fill(painter: QPainter, colour: QColor) -> None:
    """Draw without an outline from now on."""
    from PySide6.QtCore import Qt

    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
