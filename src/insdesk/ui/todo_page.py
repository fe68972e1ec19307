"""S17 « À traiter »: groups with counts, one next action a line, and the offline pre-check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from insdesk.identity.todo import TodoKind, TodoLine
from insdesk.ui.parts.buttons import plain_button, set_tab_order
from insdesk.ui.parts.labels import text_label
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.todo import GROUPS, NOTHING, PRECHECK, acts_as
from insdesk.ui.theme import current
from insdesk.ui.todo.delegate import LineDelegate
from insdesk.ui.todo.groups import Groups
from insdesk.ui.todo.model import TodoModel
from insdesk.ui.todo.precheck import PrecheckPanel, PrecheckRun

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

NARROW = 640
"""Width of the page below which the groups stand in one box above the list."""


class TodoPage(QFrame):
    """One next action a line: `qualify_wanted(uid)`, `compare_wanted(uid, other)`, `record_wanted`.

    Emits also `counted(total)` when the counts are known, and `broke(error)`.
    """

    qualify_wanted = Signal(str)
    compare_wanted = Signal(str, object)
    record_wanted = Signal(str)
    counted = Signal(int)
    broke = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("todo_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("À traiter")
        self._desk, self._tasks = desk, tasks
        self._counts: Mapping[TodoKind, int] = {}
        self.model = TodoModel(desk, tasks, self)
        self.groups = Groups()
        self.list = self._make_list()
        self.empty = text_label("", "text", tone="muted")
        self.empty.setObjectName("todo_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(current().px(32))
        self.check = plain_button(PRECHECK, icon="list-search")
        self.check.setObjectName("btn_precheck")
        self.precheck = PrecheckRun(desk, tasks, self)
        self.panel = PrecheckPanel(self.precheck)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Count again, and show again what is on show; called when the page comes in front."""
        self._tasks.run(Lane.LOCAL, self._desk.todo_counts, self._refreshed, self.broke.emit)

    def show_kind(self, kind: TodoKind) -> None:
        """Show the lines of one group."""
        self.groups.choose(kind)
        self.model.show(kind)

    def first_focus(self) -> QWidget:
        """The list once it has lines, else the groups."""
        return self.list if self.list.isVisibleTo(self) else self.groups.first_focus()

    def primary(self) -> None:
        """Ctrl+Entrée: the action of the current line."""
        self._run(self.list.currentIndex().row())

    def escape(self) -> bool:
        """Échap: stop the pre-check; False if there was nothing to stop."""
        if self.precheck.running:
            self.precheck.stop()
            return True
        return False

    def forget(self) -> None:
        """No name stays on the page, and nothing goes on behind a lock."""
        self.precheck.stop()
        self.panel.hide()
        self.model.clear()
        self._counts = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée runs the action of the current line."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.primary()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The groups beside the list, or above it where there is no room."""
        super().resizeEvent(event)
        folded = self.width() < current().px(NARROW)
        way = QBoxLayout.Direction
        self._middle.setDirection(way.TopToBottom if folded else way.LeftToRight)
        self.groups.fold(folded=folded)

    # --- inside ----------------------------------------------------------------------------

    def _refreshed(self, counts: Mapping[TodoKind, int]) -> None:
        self._counts = counts
        self.groups.show_counts(counts)
        self.counted.emit(sum(counts.values()))
        chosen = self.groups.kind
        first = next((kind for kind in TodoKind if counts.get(kind)), TodoKind.ATTENTE_INSI)
        if chosen is None or not counts.get(chosen):
            chosen = first
        self.show_kind(chosen)

    def _loaded(self, kind: TodoKind) -> None:
        nothing = self.model.rowCount() == 0
        held = self.list.hasFocus()
        self.empty.setText(GROUPS[kind].empty if any(self._counts.values()) else NOTHING)
        self.empty.setVisible(nothing)
        self.list.setVisible(not nothing)
        self.list.setAccessibleName(GROUPS[kind].label)
        if not nothing:
            self.list.setCurrentIndex(self.model.index(0))
        elif held:
            self.groups.first_focus().setFocus()

    def _run(self, place: int) -> None:
        line = self.model.line_at(place)
        if line is not None:
            self._act(line)

    def _act(self, line: TodoLine) -> None:
        """The one next action, the same as on the button of the line."""
        uid = line.patient.uid
        match acts_as(line):
            case TodoKind.DOUBLON:
                self.compare_wanted.emit(uid, line.other.uid if line.other is not None else None)
            case TodoKind.ANOMALIE:
                self.record_wanted.emit(uid)
            case _:
                self.qualify_wanted.emit(uid)

    def _begin_check(self) -> None:
        self.check.setEnabled(False)
        self.panel.begin()
        self.panel.stop.setFocus()
        self.precheck.start()

    def _end_check(self) -> None:
        self.check.setEnabled(True)

    def _checked(self, _found: int) -> None:
        self._end_check()
        self.groups.choose(TodoKind.ANOMALIE)
        self.refresh()

    def _make_list(self) -> QListView:
        view = QListView()
        view.setObjectName("todo_list")
        view.setAccessibleName("À traiter")
        view.setModel(self.model)
        delegate = LineDelegate(view)
        delegate.pressed.connect(self._run)
        view.setItemDelegate(delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        return view

    def _build(self) -> None:
        px = current().px
        head = QHBoxLayout()
        head.addWidget(text_label("À traiter", "title"), 1)
        head.addWidget(self.check)
        lines = QVBoxLayout()
        lines.addWidget(self.list, 1)
        lines.addWidget(self.empty, 1)
        self._middle.setSpacing(px(16))
        self._middle.addWidget(self.groups)
        self._middle.addLayout(lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(32), px(24))
        column.setSpacing(px(12))
        column.addLayout(head)
        column.addWidget(self.panel)
        column.addLayout(self._middle, 1)
        self.empty.hide()
        set_tab_order(self.check, self.panel.stop, self.panel.close_button, self.groups.box)
        set_tab_order(self.groups.box, *self.groups.buttons.values(), self.list)

    def _connect(self) -> None:
        self.groups.chosen.connect(self.show_kind)
        self.model.loaded.connect(self._loaded)
        self.model.broke.connect(self.broke)
        self.list.doubleClicked.connect(lambda index: self._run(QModelIndex(index).row()))
        self.check.clicked.connect(self._begin_check)
        self.precheck.done.connect(self._checked)
        self.precheck.stopped.connect(self._end_check)
        self.precheck.broke.connect(self._failed)

    def _failed(self, error: object) -> None:
        self._end_check()
        self.broke.emit(error)
