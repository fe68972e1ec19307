"""How the rows of the list are painted: values heavy, badges drawn once and kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Status
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.badge import STATUS_SIGNS
from insdesk.ui.patients.model import ROW, STATUS_COLUMN
from insdesk.ui.texts.words import FLAGS, STATUS
from insdesk.ui.theme import current

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_HEAVY = 1


def theme_px(size: float) -> int:
    """Pixels at the present text size."""
    return current().px(size)


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of S16; each badge is drawn once and kept for the theme and screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._badges: dict[tuple[Status, float], QPixmap] = {}
        theme = current()
        self._plain, self._bold = theme.font("text"), theme.font("value")
        self._pad = theme.px(12)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The row height of the house."""
        return QSize(theme_px(80), theme_px(50))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, text or badge, and the line below."""
        tokens = current().tokens
        rect, state = QRect(option.rect), option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.hover))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        cell = rect.adjusted(self._pad, 0, -theme_px(8), 0)
        column = index.column()
        if column == STATUS_COLUMN:
            self._paint_status(painter, cell, index.data(ROW))
        else:
            heavy = column == _HEAVY
            painter.setFont(self._bold if heavy else self._plain)
            painter.setPen(QColor(tokens.ink if column < STATUS_COLUMN else tokens.muted))
            text = painter.fontMetrics().elidedText(
                str(index.data()),
                Qt.TextElideMode.ElideRight,
                cell.width(),
            )
            painter.drawText(cell, _LEFT, text)
        painter.restore()

    def _paint_status(self, painter: QPainter, cell: QRect, row: object) -> None:
        if not isinstance(row, PatientRow):
            return
        ratio = painter.device().devicePixelRatio()
        badge = self._badge(row.status, ratio)
        height = round(badge.height() / ratio)
        painter.drawPixmap(cell.left(), cell.center().y() - height // 2, badge)
        if row.flags:
            left = cell.adjusted(round(badge.width() / ratio) + theme_px(8), 0, 0, 0)
            painter.setFont(self._plain)
            painter.setPen(QColor(current().tokens.warn))
            painter.drawText(left, _LEFT, " · ".join(FLAGS.get(one, one) for one in row.flags))

    def _badge(self, status: Status, ratio: float) -> QPixmap:
        key = (status, ratio)
        if key not in self._badges:
            self._badges[key] = _draw_badge(status, ratio)
        return self._badges[key]


def _draw_badge(status: Status, ratio: float) -> QPixmap:
    theme = current()
    icon, tone = STATUS_SIGNS[status]
    colour, ground = theme.tokens.of(tone), theme.tokens.of(f"{tone}_back")
    probe = QPixmap(1, 1)
    painter = QPainter(probe)
    painter.setFont(theme.font("label"))
    width = painter.fontMetrics().horizontalAdvance(STATUS[status]) + theme.px(46)
    painter.end()
    height = theme.px(28)
    drawing = QPixmap(round(width * ratio), round(height * ratio))
    drawing.setDevicePixelRatio(ratio)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour if ground == theme.tokens.surface else ground), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRect(0, 0, width - 1, height - 1), height / 2, height / 2)
    side = theme.px(16)
    painter.drawPixmap(theme.px(11), (height - side) // 2, pixmap(icon, colour, side, ratio=ratio))
    painter.setFont(theme.font("label"))
    painter.setPen(QColor(colour))
    painter.drawText(QRect(theme.px(34), 0, width, height), _LEFT, STATUS[status])
    painter.end()
    return drawing
