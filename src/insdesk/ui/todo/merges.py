"""« Dossiers fusionnés » on a record: each merge, and its undoing while it is allowed (S14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from insdesk.ui.formats import date_text
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import todo as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk, MergeDone


class MergesPanel(QFrame):
    """Emits `known(number)` once the merges of a record are there, `undone(uid)`, `broke(error)`.

    Whether a merge may still be undone is said by the desk, never counted here.
    """

    known = Signal(int)
    undone = Signal(str)
    broke = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("merges_panel")
        self.setProperty("role", "canvas")
        self.setAccessibleName(words.MERGES_TITLE)
        self._desk, self._tasks = desk, tasks
        self._uid = ""
        self.lines: list[MergeLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, px(12), 0, 0)
        self._column.setSpacing(px(10))
        self._column.addStretch(1)

    def show_for(self, uid: str) -> None:
        """Load the merges of a record on the local lane; a later wish wins."""
        self.forget()
        self._uid = uid
        work = partial(self._desk.merges, uid)
        self._tasks.run(Lane.LOCAL, work, partial(self._show, uid), self.broke.emit)

    def forget(self) -> None:
        """Nothing stays on the panel."""
        self._uid = ""
        for line in self.lines:
            line.hide()
            line.setParent(None)
            line.deleteLater()
        self.lines = []

    def undo(self, merge_id: str) -> None:
        """Part the two records again."""
        uid = self._uid
        work = partial(self._desk.undo_merge, merge_id)
        self._tasks.run(Lane.LOCAL, work, lambda _pair: self.undone.emit(uid), self.broke.emit)

    def _show(self, uid: str, merges: Sequence[MergeDone]) -> None:
        if uid != self._uid:
            return
        for place, done in enumerate(merges):
            line = MergeLine(done, away=done.gone_uid == uid)
            line.button.clicked.connect(partial(self._press, done.id))
            self.lines.append(line)
            self._column.insertWidget(place, line)
        self.known.emit(len(self.lines))

    def _press(self, merge_id: str, _checked: bool = False) -> None:
        self.undo(merge_id)


class MergeLine(QFrame):
    """One merge: when, why, and its button or the reason why there is none."""

    def __init__(self, done: MergeDone, *, away: bool) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "card")
        if done.undone_at is not None:
            said = words.MERGE_UNDONE_LINE.format(day=_day(done.at), undone=_day(done.undone_at))
        else:
            said = (words.MERGE_AWAY if away else words.MERGE_LINE).format(day=_day(done.at))
        self.setAccessibleName(said)
        self.button = plain_button(words.UNDO, icon="arrow-back-up", compact=True)
        self.button.setObjectName("btn_undo_merge")
        final = done.undone_at is None and not done.can_undo
        column = QVBoxLayout()
        column.setSpacing(px(2))
        column.addWidget(text_label(said, "strong"))
        column.addWidget(text_label(f"Raison : {done.reason}", "reason"))
        if final:
            column.addWidget(text_label(words.MERGE_FINAL, "reason"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(16))
        row.addLayout(column, 1)
        row.addWidget(self.button)
        # Once it has its place: shown before, it would be a window of its own.
        self.button.setVisible(done.can_undo)


def _day(at: datetime) -> str:
    return date_text(at.astimezone().date().isoformat())
