"""How a rule is painted: its id and its nature, the sentence, the source; nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from insdesk.identity.rulebook import Rule, Standing
from insdesk.ui.flags import AT_START, WRAPPED
from insdesk.ui.help.rules_model import ENTRY, SIGNS, RulesModel
from insdesk.ui.icons import pixmap
from insdesk.ui.theme import current

PAD, GAP, PILL = 16, 6, 26


class RulesList(QListView):
    """The rules, one below the other; rows follow the width of the list."""

    def __init__(self, model: RulesModel) -> None:
        super().__init__()
        self.setObjectName("help_rules")
        self.setAccessibleName("Règles appliquées")
        self._waiting: RulesModel | None = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setItemDelegate(RuleDelegate(self))

    def measure(self, first: int, last: int) -> None:
        """Measure these rows at the width of the list, before it is shown."""
        model, asked = self._waiting or self.model(), QStyleOptionViewItem()
        for row in range(first, min(last, model.rowCount())):
            self.itemDelegate().sizeHint(asked, model.index(row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the words out again for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Rows are laid out once, when the list has its width."""
        self._take_model()
        super().showEvent(event)

    def _take_model(self) -> None:
        if self._waiting is not None:
            self.setModel(self._waiting)
            self._waiting = None

    def bring(self, row: int) -> None:
        """Select a row and put it at the top of the view."""
        self._take_model()
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)


class RuleDelegate(QStyledItemDelegate):
    """Paints headings and rules; heights are measured once for each width and text size."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, int, float], int] = {}

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as its words, at the width of the list."""
        entry, width = index.data(ENTRY), self._view.viewport().width()
        if not isinstance(entry, Rule):
            return QSize(width, current().px(52))
        key = (entry.id, width, current().scale)
        if key not in self._heights:
            self._heights[key] = _height(entry, width)
        return QSize(width, self._heights[key])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A heading, or a rule on its ground."""
        theme, entry = current(), index.data(ENTRY)
        rect = QRect(option.rect)
        painter.save()
        if isinstance(entry, Rule):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, QColor(theme.tokens.tint))
            painter.setPen(QPen(QColor(theme.tokens.line), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            _paint_rule(painter, rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0), entry)
        else:
            painter.setFont(theme.font("section"))
            painter.setPen(QColor(theme.tokens.ink))
            words = rect.adjusted(theme.px(PAD), theme.px(12), 0, 0)
            painter.drawText(words, AT_START, str(entry))
        painter.restore()


def _paint_rule(painter: QPainter, rect: QRect, rule: Rule) -> None:
    theme = current()
    top = rect.top() + theme.px(10)
    head = QRect(rect.left(), top, rect.width(), theme.px(PILL))
    painter.setFont(theme.font("strong"))
    painter.setPen(QColor(theme.tokens.brand_ink))
    painter.drawText(head, AT_START, rule.id)
    _paint_nature(painter, head, rule.standing)
    top += theme.px(PILL + GAP)
    for role, colour, text in (
        ("lead", theme.tokens.ink, rule.sentence),
        ("reason", theme.tokens.muted, rule.source),
    ):
        painter.setFont(theme.font(role))
        painter.setPen(QColor(colour))
        height = _words(text, role, rect.width())
        painter.drawText(QRect(rect.left(), top, rect.width(), height), WRAPPED, text)
        top += height + theme.px(GAP)


def _paint_nature(painter: QPainter, head: QRect, standing: Standing) -> None:
    """A sign and its words on a tinted ground, at the right of the id."""
    theme = current()
    icon, tone = SIGNS[standing]
    colour, ground = theme.tokens.of(tone), theme.tokens.of(f"{tone}_back")
    font, side = theme.font("label"), theme.px(16)
    width = QFontMetrics(font).horizontalAdvance(standing.value) + theme.px(46)
    pill = QRect(head.right() - width, head.top(), width, theme.px(PILL))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour if ground == theme.tokens.surface else ground), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    ratio = painter.device().devicePixelRatio()
    sign = pixmap(icon, colour, side, ratio=ratio)
    painter.drawPixmap(pill.left() + theme.px(11), pill.top() + (pill.height() - side) // 2, sign)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(pill.adjusted(theme.px(34), 0, 0, 0), AT_START, standing.value)


def _height(rule: Rule, width: int) -> int:
    theme = current()
    room = width - 2 * theme.px(PAD)
    words = _words(rule.sentence, "lead", room) + _words(rule.source, "reason", room)
    return words + theme.px(10 + PILL + 3 * GAP + 4)


def _words(text: str, role: str, room: int) -> int:
    metrics = QFontMetrics(current().font(role))
    return metrics.boundingRect(QRect(0, 0, max(room, 1), 10_000), WRAPPED, text).height()
