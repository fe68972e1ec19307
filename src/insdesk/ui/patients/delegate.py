"""How the rows of the list are painted: values heavy, badges drawn once and kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Status
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.badge import STATUS_SIGNS
from insdesk.ui.parts.roles import OWN
from insdesk.ui.patients.model import STATUS_COLUMN
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
        self._flags: dict[tuple[str, float], QPixmap] = {}
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
            self._paint_status(painter, cell, index.data(OWN))
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
        """The statut, its first flag beside it, or below where there is no room beside."""
        if not isinstance(row, PatientRow):
            return
        ratio = painter.device().devicePixelRatio()
        badge = self._badge(row.status, ratio)
        width, height = round(badge.width() / ratio), round(badge.height() / ratio)
        top = cell.center().y() - height // 2
        if not row.flags:
            painter.drawPixmap(cell.left(), top, badge)
            return
        pill = self._flag(_flags(row.flags), ratio)
        wide, tall = round(pill.width() / ratio), round(pill.height() / ratio)
        beside = width + theme_px(8) + wide <= cell.width()
        if beside:
            painter.drawPixmap(cell.left(), top, badge)
            left = cell.left() + width + theme_px(8)
            painter.drawPixmap(left, cell.center().y() - tall // 2, pill)
        else:
            top = cell.center().y() - (height + tall) // 2
            painter.drawPixmap(cell.left(), top, badge)
            painter.drawPixmap(cell.left(), top + height, pill)

    def _flag(self, words: str, ratio: float) -> QPixmap:
        key = (words, ratio)
        if key not in self._flags:
            self._flags[key] = _draw_flag(words, ratio)
        return self._flags[key]

    def _badge(self, status: Status, ratio: float) -> QPixmap:
        key = (status, ratio)
        if key not in self._badges:
            self._badges[key] = _draw_badge(status, ratio)
        return self._badges[key]


def status_width(*, with_flag: bool) -> int:
    """The room of the widest badge, in pixels; of a flag beside it too if asked."""
    width = _pill_width(max(STATUS.values(), key=_label_width), padding=46)
    if with_flag:
        width += theme_px(8) + _pill_width(max(FLAGS.values(), key=_label_width), padding=24)
    return width + theme_px(12 + 8)


def label_width(words: str) -> int:
    """The room of a word of the header or of a date, in pixels, its paddings included."""
    metrics = [QFontMetrics(current().font(role)) for role in ("label", "text")]
    return max(one.horizontalAdvance(words) for one in metrics) + theme_px(2 * 12)


def _flags(flags: tuple[str, ...]) -> str:
    """The first flag, and how many more; the others stand in the tooltip."""
    first = FLAGS.get(flags[0], flags[0])
    return f"{first} +{len(flags) - 1}" if len(flags) > 1 else first


def _label_width(words: str) -> int:
    return QFontMetrics(current().font("label")).horizontalAdvance(words)


def _pill_width(words: str, *, padding: int) -> int:
    return _label_width(words) + theme_px(padding)


def _draw_badge(status: Status, ratio: float) -> QPixmap:
    """Icon and words of a statut on its tinted ground."""
    theme = current()
    icon, tone = STATUS_SIGNS[status]
    width, height = _pill_width(STATUS[status], padding=46), theme.px(26)
    drawing, painter = _ground(width, height, tone, ratio)
    side = theme.px(16)
    colour = theme.tokens.of(tone)
    painter.drawPixmap(theme.px(11), (height - side) // 2, pixmap(icon, colour, side, ratio=ratio))
    painter.drawText(QRect(theme.px(34), 0, width, height), _LEFT, STATUS[status])
    painter.end()
    return drawing


def _draw_flag(words: str, ratio: float) -> QPixmap:
    """A flag: a triangle and words, smaller than a statut."""
    theme = current()
    width, height = _pill_width(words, padding=24), theme.px(19)
    drawing, painter = _ground(width, height, "", ratio)
    side, colour = theme.px(15), theme.tokens.warn
    sign = pixmap("alert-triangle", colour, side, ratio=ratio)
    painter.drawPixmap(theme.px(2), (height - side) // 2, sign)
    painter.setPen(QColor(colour))
    painter.drawText(QRect(theme.px(21), 0, width, height), _LEFT, words)
    painter.end()
    return drawing


def _ground(width: int, height: int, tone: str, ratio: float) -> tuple[QPixmap, QPainter]:
    """A transparent drawing, tinted and rounded if it has a tone, and its painter to be ended."""
    theme = current()
    drawing = QPixmap(round(width * ratio), round(height * ratio))
    drawing.setDevicePixelRatio(ratio)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("label"))
    if tone:
        colour, ground = theme.tokens.of(tone), theme.tokens.of(f"{tone}_back")
        painter.setPen(QPen(QColor(colour if ground == theme.tokens.surface else ground), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRect(0, 0, width - 1, height - 1), height / 2, height / 2)
        painter.setPen(QColor(colour))
    return drawing, painter
