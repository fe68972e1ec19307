"""The groups of S17 with their counts: a column of entries, or one box where room is short."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QSizePolicy, QVBoxLayout, QWidget

from insdesk.identity.todo import TodoKind
from insdesk.ui.flags import AT_END, WRAPPED
from insdesk.ui.icons import pixmap
from insdesk.ui.parts.painted import PaintedButton
from insdesk.ui.texts.todo import GROUPS, number_text
from insdesk.ui.theme import current

WIDTH = 264


class GroupButton(PaintedButton):
    """One group: its sign, its name on one or two lines, how many wait there."""

    def __init__(self, kind: TodoKind) -> None:
        group = GROUPS[kind]
        super().__init__(group.label)
        self.kind, self._icon_name, self._count = kind, group.icon, 0
        self.setObjectName(f"todo_group_{kind.value.lower()}")
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    @property
    def count(self) -> int:
        """How many lines wait in the group."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show another count; it is read aloud with the name."""
        self._count = count
        self.setAccessibleName(f"{self.text()} : {number_text(count)}")
        self.update()

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        return QSize(current().px(WIDTH), current().px(48))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(current().px(120), current().px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        tokens, px = theme.tokens, theme.px
        painter = self.ground(event)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.brand_ink if self.isChecked() else tokens.ink
        faint = colour if self._count or self.isChecked() else tokens.muted
        side = px(20)
        drawing = pixmap(self._icon_name, faint, side, ratio=self.devicePixelRatioF())
        painter.drawPixmap(px(12), (self.height() - side) // 2, drawing)
        if self.isChecked():
            self._paint_mark(painter)
        number = number_text(self._count)
        strong = theme.font("strong")
        room = QFontMetrics(strong).horizontalAdvance(number)
        painter.setFont(strong)
        painter.setPen(QColor(faint))
        right = self.width() - px(12)
        painter.drawText(QRect(right - room, 0, room, self.height()), AT_END, number)
        font = theme.font("strong" if self.isChecked() else "text")
        font.setPixelSize(px(14))
        painter.setFont(font)
        left = px(12 + 20 + 12)
        words = QRect(left, 0, right - room - px(8) - left, self.height())
        painter.drawText(words, WRAPPED, self.text())
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        """A bar at the edge: the chosen group is not told by its tint alone."""
        theme = current()
        height = theme.px(24)
        mark = QRect(0, (self.height() - height) // 2, theme.px(3), height)
        painter.fillRect(mark, QColor(theme.tokens.brand))


class Groups(QFrame):
    """All groups, always in the same order. Emits `chosen(kind)` when the user takes one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "card")
        self.setAccessibleName("Groupes à traiter")
        self.buttons = {kind: GroupButton(kind) for kind in TodoKind}
        self._exclusive = QButtonGroup(self)
        self.box = QComboBox()
        self.box.setObjectName("todo_groups_box")
        self.box.setAccessibleName("Groupe à traiter")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(2))
        self._column.addWidget(self.box)
        for kind, button in self.buttons.items():
            self._exclusive.addButton(button)
            self._column.addWidget(button)
            self.box.addItem(GROUPS[kind].label, kind.value)
            button.clicked.connect(lambda _=False, kind=kind: self._choose(kind))
        self._column.addStretch(1)
        self.box.activated.connect(lambda place: self._choose(list(TodoKind)[place]))
        self.fold(folded=False)

    @property
    def kind(self) -> TodoKind | None:
        """The group chosen."""
        button = self._exclusive.checkedButton()
        return button.kind if isinstance(button, GroupButton) else None

    def choose(self, kind: TodoKind) -> None:
        """Mark a group; emits nothing."""
        self.buttons[kind].setChecked(True)
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(list(TodoKind).index(kind))

    def show_counts(self, counts: Mapping[TodoKind, int]) -> None:
        """How many lines wait in each group."""
        for place, (kind, button) in enumerate(self.buttons.items()):
            button.set_count(counts.get(kind, 0))
            self.box.setItemText(place, button.accessibleName())

    def fold(self, *, folded: bool) -> None:
        """One box instead of the column, when there is no room beside the list."""
        self.box.setVisible(folded)
        for button in self.buttons.values():
            button.setVisible(not folded)
        policy = QSizePolicy.Policy
        self.setSizePolicy(
            policy.Preferred if folded else policy.Fixed,
            policy.Maximum if folded else policy.Preferred,
        )
        self.setMinimumWidth(0 if folded else current().px(WIDTH + 16))

    def first_focus(self) -> QWidget:
        """The group chosen, or the first one."""
        if self.box.isVisibleTo(self):
            return self.box
        kind = self.kind
        return self.buttons[kind if kind is not None else TodoKind.ATTENTE_INSI]

    def _choose(self, kind: TodoKind) -> None:
        self.choose(kind)
        self.chosen.emit(kind)
