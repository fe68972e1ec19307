"""Buttons: the words, an icon, and the shortcut written on them.

A button *shows* its keys; `keys.bind` is what makes them work. The ground and the border come
from the stylesheet, the content is laid out here so that it can wrap and carry a key cap.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from insdesk.ui.flags import CENTRED, WRAPPED
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.painted import PaintedButton, write_in
from insdesk.ui.theme import Theme, current

_ICON: Final = 20
_GAP: Final = 10


class Button(PaintedButton):
    """A button of the house: an icon, a verb, and its keys on a cap."""

    def __init__(
        self,
        text: str,
        role: str,
        *,
        icon: str | None = None,
        keys: str = "",
        compact: bool = False,
    ) -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self._icon_name, self._keys, self._compact = icon, keys, compact
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if keys:
            self.setToolTip(f"{text} ({keys})")
            self.setAccessibleDescription(f"Raccourci : {keys}")

    @property
    def keys(self) -> str:
        """The words on the key cap, empty without one."""
        return self._keys

    def set_icon_name(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        theme = current()
        width = 2 * theme.px(12 if self._compact else 18) + self._content_width(theme)
        return QSize(width, theme.px(34 if self._compact else 46))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme or text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        painter = self.ground(event)
        colour = self._colour(theme)
        x = (self.width() - self._content_width(theme)) // 2
        if self._icon_name:
            side = theme.px(_ICON)
            drawing = pixmap(self._icon_name, colour, side, ratio=self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, (self.height() - side) // 2), drawing)
            x += side + (theme.px(_GAP) if self.text() else 0)
        painter.setFont(self._font(theme))
        write_in(painter, colour)
        width = painter.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(QRect(x, 0, width + 2, self.height()), CENTRED, self.text())
        if self._keys:
            self._paint_cap(painter, x + width + theme.px(12), theme)
        painter.end()

    def _paint_cap(self, painter: QPainter, x: int, theme: Theme) -> None:
        font = theme.font("label")
        font.setPixelSize(theme.px(12))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        height = metrics.height() + theme.px(4)
        width = metrics.horizontalAdvance(self._keys) + theme.px(12)
        cap = QRect(x, (self.height() - height) // 2, width, height)
        t = theme.tokens
        solid = self.property("role") == "primary" and self.isEnabled()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.chip if solid else t.field), 1))
        if solid:
            painter.setBrush(QColor(t.chip))
        painter.drawRoundedRect(cap, theme.px(5), theme.px(5))
        painter.setPen(QColor(t.on_chip if solid else t.muted))
        painter.drawText(cap, CENTRED, self._keys)

    def _font(self, theme: Theme) -> QFont:
        font = theme.font("strong")
        if self._compact:
            font.setPixelSize(theme.px(14))
        return font

    def _content_width(self, theme: Theme) -> int:
        width = QFontMetrics(self._font(theme)).horizontalAdvance(self.text())
        if self._icon_name:
            width += theme.px(_ICON) + (theme.px(_GAP) if self.text() else 0)
        if self._keys:
            cap = theme.font("label")
            cap.setPixelSize(theme.px(12))
            width += theme.px(24) + QFontMetrics(cap).horizontalAdvance(self._keys)
        return width

    def _colour(self, theme: Theme) -> str:
        t = theme.tokens
        if not self.isEnabled():
            return t.disabled
        role = self.property("role")
        if role == "quiet":
            return t.ink if self.underMouse() else t.muted
        return {"primary": t.on_brand, "danger": t.error}.get(str(role), t.ink)


def primary_button(text: str, *, icon: str | None = None, keys: str = "") -> Button:
    """The one button that goes on; bottom right of its screen."""
    return Button(text, "primary", icon=icon, keys=keys)


def plain_button(
    text: str, *, icon: str | None = None, keys: str = "", compact: bool = False
) -> Button:
    """Any other way to go."""
    return Button(text, "plain", icon=icon, keys=keys, compact=compact)


def quiet_button(text: str, *, icon: str | None = None, keys: str = "") -> Button:
    """A small door beside the way: details, undo."""
    return Button(text, "quiet", icon=icon, keys=keys, compact=True)


class ChoiceButton(PaintedButton):
    """One of several answers: its digit, a sign, words that wrap. Nothing is chosen at first.

    Chosen is said four times: tint, thick border, bold words, and a tick in place of the digit.
    """

    ROLES = ("text", "strong")
    """How the words are written at rest, and once chosen."""

    def __init__(self, digit: str, icon: str, text: str, detail: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self._digit, self._icon_name, self._detail = digit, icon, detail
        self._least = 44
        self._heights: dict[tuple[str, int, float], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    @property
    def digit(self) -> str:
        """The key that chooses it."""
        return self._digit

    def set_detail(self, detail: str) -> None:
        """Change the smaller words below, e.g. the reason why it cannot be chosen."""
        self.set_words(self.text(), detail)

    def set_words(self, text: str, detail: str) -> None:
        """Change the words and the smaller ones below."""
        if (text, detail) != (self.text(), self._detail):
            self._detail = detail
            self._heights.clear()
            self.setText(text)
            self._name()

    def set_slim(self, slim: bool) -> None:
        """Take less height: only for what cannot be pressed."""
        least = 36 if slim else 44
        if least != self._least:
            self._least = least
            self.updateGeometry()

    def _name(self) -> None:
        words = f"{self._digit}, {self.text()}" if self._digit else self.text()
        self.setAccessibleName(f"{words}, {self._detail}" if self._detail else words)
        if self._digit:
            self.setAccessibleDescription(f"Touche {self._digit}")

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        width = current().px(280)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(current().px(180), current().px(self._least))

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped words need, in pixels."""
        theme = current()
        heights = [rect.height() for rect in self._texts(theme, width, self.ROLES[1])]
        return max(theme.px(self._least), sum(heights) + theme.px(16 if self._least > 40 else 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        painter = self.ground(event)
        t = theme.tokens
        colour = t.disabled if not self.isEnabled() else t.brand_ink if self.isChecked() else t.ink
        self._paint_digit(painter, theme)
        side = theme.px(_ICON)
        drawing = pixmap(self._icon_name, colour, side, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self._left(theme), (self.height() - side) // 2), drawing)
        role = self.ROLES[self.isChecked()]
        main, *rest = self._texts(theme, self.width(), role)
        total = main.height() + sum(r.height() for r in rest)
        main.moveTop((self.height() - total) // 2)
        painter.setFont(theme.font(role))
        painter.setPen(QColor(colour))
        painter.drawText(main, WRAPPED, self.text())
        for below in rest:
            below.moveTop(main.bottom() + 1)
            painter.setFont(theme.font("reason"))
            painter.setPen(QColor(t.muted if self.isEnabled() else t.disabled))
            painter.drawText(below, WRAPPED, self._detail)
        painter.end()

    def _paint_digit(self, painter: QPainter, theme: Theme) -> None:
        if not self._digit:
            return
        side = theme.px(22)
        tile = QRect(theme.px(12), (self.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, chosen = theme.tokens, self.isChecked()
        painter.setPen(QPen(QColor(t.brand if chosen else t.field), 1))
        if chosen:
            painter.setBrush(QColor(t.brand))
        painter.drawRoundedRect(tile, theme.px(5), theme.px(5))
        if chosen:
            inside = theme.px(16)
            mark = pixmap("check", t.on_brand, inside, ratio=self.devicePixelRatioF())
            shift = (side - inside) // 2
            painter.drawPixmap(tile.topLeft() + QPoint(shift, shift), mark)
            return
        painter.setFont(theme.font("label"))
        painter.setPen(QColor(t.muted if self.isEnabled() else t.disabled))
        painter.drawText(tile, CENTRED, self._digit)

    def _left(self, theme: Theme) -> int:
        return theme.px(12 + 22 + 12) if self._digit else theme.px(14)

    def _texts(self, theme: Theme, width: int, main: str) -> list[QRect]:
        """Where the words go. The height is asked in bold, so that choosing moves nothing."""
        left = self._left(theme) + theme.px(_ICON + 12)
        room = max(theme.px(60), width - left - theme.px(12))
        lines = [(self.text(), main), (self._detail, "reason")]
        result = []
        for text, role in lines:
            if text:
                result.append(QRect(left, 0, room, self._height(theme, text, role, room)))
        return result

    def _height(self, theme: Theme, text: str, role: str, room: int) -> int:
        """Measured once for each width: a layout asks ten times for the same."""
        key = (role, room, theme.scale)
        if key not in self._heights:
            metrics = QFontMetrics(theme.font(role))
            box = metrics.boundingRect(QRect(0, 0, room, 10_000), WRAPPED, text)
            self._heights[key] = box.height()
        return self._heights[key]


def set_tab_order(*widgets: QWidget) -> None:
    """Make Tab follow the reading order."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)
