"""How a line of S17 is painted: who, why, since when, its statut, and its one button."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from insdesk.ui.flags import AT_START, WRAPPED
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.labels import elided
from insdesk.ui.parts.roles import OWN
from insdesk.ui.patients.delegate import RowDelegate, status_width
from insdesk.ui.texts.todo import GROUPS
from insdesk.ui.theme import Theme, current
from insdesk.ui.todo.model import ShownLine

ROW_HEIGHT = 98
"""Name, a reason of two lines, and where it comes from; a statut with its mark, the button."""

_WIDE = 820
"""Width of a line from which the statut stands beside the button instead of above it."""

_BUTTON = 36


class LineDelegate(RowDelegate):
    """Emits `pressed(row)` when the button of a line is clicked; Entrée is the page's."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current()
        self._reason, self._name = theme.font("text"), theme.font("value")
        self._reason.setPixelSize(theme.px(14))
        self._small, self._verb = theme.font("reason"), theme.font("strong")
        self._verb.setPixelSize(theme.px(14))
        metrics = QFontMetrics(self._verb)
        widest = max(metrics.horizontalAdvance(group.action) for group in GROUPS.values())
        self._button = widest + theme.px(20 + 8 + 2 * 14)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every line."""
        return QSize(current().px(320), current().px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, words, statut, button, and the line below."""
        shown = index.data(OWN)
        if not isinstance(shown, ShownLine):
            return
        theme, rect = current(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, QColor(theme.tokens.tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.tokens.hover))
        painter.setPen(QPen(QColor(theme.tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        words, badge = self._places(rect, theme)
        self._paint_words(painter, words, shown, theme)
        self._paint_status(painter, badge, shown.line.patient)
        self._paint_button(painter, self.button_rect(rect), shown, chosen=chosen)
        painter.restore()

    def button_rect(self, rect: QRect) -> QRect:
        """Where the button of a line stands."""
        theme = current()
        left, height = rect.right() - theme.px(14) - self._button, theme.px(_BUTTON)
        if self._wide(rect, theme):
            top = rect.center().y() - height // 2
        else:
            top = rect.bottom() - theme.px(7) - height
        return QRect(left, top, self._button, height)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the button of a line runs its action."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.LeftButton
            and self.button_rect(QRect(option.rect)).contains(event.position().toPoint())
        ):
            self.pressed.emit(index.row())
            return True
        return super().editorEvent(event, model, option, index)

    def _wide(self, rect: QRect, theme: Theme) -> bool:
        return rect.width() >= theme.px(_WIDE)

    def _places(self, rect: QRect, theme: Theme) -> tuple[QRect, QRect]:
        """Of the words, and of the statut."""
        button = self.button_rect(rect)
        if self._wide(rect, theme):
            room = status_width(with_flag=False)
            badge = QRect(button.left() - room, rect.top(), room, rect.height())
            right = badge.left() - theme.px(16)
        else:
            top = rect.top() + theme.px(6)
            badge = QRect(button.left(), top, button.width(), button.top() - top - theme.px(2))
            right = button.left() - theme.px(12)
        left = rect.left() + theme.px(16)
        return QRect(left, rect.top(), right - left, rect.height()), badge

    def _paint_words(self, painter: QPainter, room: QRect, shown: ShownLine, theme: Theme) -> None:
        tokens = theme.tokens
        heights = [QFontMetrics(f).height() for f in (self._name, self._reason, self._small)]
        reason = QFontMetrics(self._reason)
        text = elided(reason, shown.reason, int(room.width() * 1.85))
        lines = 2 if reason.horizontalAdvance(text) > room.width() else 1
        total = heights[0] + lines * heights[1] + heights[2]
        top = room.center().y() - total // 2
        self._paint_name(painter, QRect(room.left(), top, room.width(), heights[0]), shown, theme)
        top += heights[0]
        painter.setFont(self._reason)
        painter.setPen(QColor(tokens.ink))
        below = QRect(room.left(), top, room.width(), lines * heights[1])
        painter.drawText(below, WRAPPED, text)
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted))
        source = QRect(room.left(), top + lines * heights[1], room.width(), heights[2])
        painter.drawText(source, AT_START, shown.source)

    def _paint_name(self, painter: QPainter, room: QRect, shown: ShownLine, theme: Theme) -> None:
        name = elided(QFontMetrics(self._name), shown.name, room.width())
        painter.setFont(self._name)
        painter.setPen(QColor(theme.tokens.ink))
        painter.drawText(room, AT_START, name)
        left = QFontMetrics(self._name).horizontalAdvance(name) + theme.px(12)
        rest = room.adjusted(left, 0, 0, 0)
        if rest.width() > theme.px(60):
            painter.setFont(self._small)
            painter.setPen(QColor(theme.tokens.muted))
            born = elided(QFontMetrics(self._small), shown.born, rest.width())
            painter.drawText(rest, AT_START, born)

    def _paint_button(
        self, painter: QPainter, place: QRect, shown: ShownLine, *, chosen: bool
    ) -> None:
        theme = current()
        tokens, side = theme.tokens, theme.px(20)
        painter.setPen(QPen(QColor(tokens.brand if chosen else tokens.border), 1))
        painter.setBrush(QColor(tokens.brand if chosen else tokens.surface))
        painter.drawRoundedRect(place, theme.px(10), theme.px(10))
        colour = tokens.on_brand if chosen else tokens.ink
        width = QFontMetrics(self._verb).horizontalAdvance(shown.action) + side + theme.px(8)
        left = place.center().x() - width // 2
        drawing = pixmap(shown.action_icon, colour, side, ratio=painter.device().devicePixelRatio())
        painter.drawPixmap(left, place.center().y() - side // 2, drawing)
        painter.setFont(QFont(self._verb))
        painter.setPen(QColor(colour))
        words = QRect(left + side + theme.px(8), place.top(), width, place.height())
        painter.drawText(words, AT_START, shown.action)
