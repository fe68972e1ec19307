"""Two records side by side, and the question beside them (S14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from insdesk.ui.formats import PlaceLabels
from insdesk.ui.parts.trait_table import TraitTable
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.qualify.pages.rows import empty
from insdesk.ui.theme import current
from insdesk.ui.todo.judging import JudgePanel
from insdesk.ui.todo.pair import RecordHead, pair_lines

if TYPE_CHECKING:
    from insdesk.qualification.desk import MergePreview


SIDE = 286
"""Width of the question beside the table."""

NARROW = 760
"""Below this width it stands below."""

QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own name for « no limit », which PySide does not carry."""


def beside(side: QWidget, row: QHBoxLayout, column: QVBoxLayout, *, stacked: bool) -> None:
    """Put `side` at the end of `row`, of its own width, or last in `column`, before its rest."""
    if stacked:
        column.insertWidget(column.count() - 1, side)
    else:
        row.addWidget(side)
    width = current().px(SIDE)
    side.setMinimumWidth(0 if stacked else width)
    side.setMaximumWidth(QWIDGETSIZE_MAX if stacked else width)


class ComparingFace(QWidget):
    """A on the left, B on the right, the same signs as S05; three answers, none chosen."""

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__(inside)
        px = current().px
        self.heads = (RecordHead("A"), RecordHead("B"))
        self.table = TraitTable(("Trait", "Dossier A", "Dossier B", "Résultat"))
        self.table.setObjectName("pair_table")
        self.table.set_compact(True)
        self.judge = JudgePanel()
        inner = QFrame()
        inner.setProperty("role", "canvas")
        area = scrolled(inner, self)  # in its place before it is filled
        self._left = QVBoxLayout(inner)
        self._left.setContentsMargins(0, 0, px(4), 0)
        self._left.setSpacing(px(16))
        self._left.addWidget(self.table)
        self._left.addStretch(1)
        self._names = QWidget()
        self._heads = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._names)
        self._heads.setContentsMargins(0, 0, 0, 0)
        self._heads.setSpacing(px(12))
        for head in self.heads:
            self._heads.addWidget(head, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(20))
        self._row.addWidget(area, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(12))
        self._column.addLayout(self._row, 1)
        self._stack(stacked=False)

    def show_pair(self, pair: MergePreview, likeness: str, places: PlaceLabels) -> None:
        """Show two records and ask anew."""
        for head, patient in zip(self.heads, (pair.kept, pair.gone), strict=True):
            head.show_record(patient)
        self.table.show_rows(pair_lines(pair.kept, pair.gone, pair.rows, places))
        self.judge.begin(likeness)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The question beside the table, or below it where there is no room."""
        super().resizeEvent(event)
        stacked = self.width() < current().px(NARROW)
        if stacked != self._stacked:
            self._stack(stacked=stacked)

    def _stack(self, *, stacked: bool) -> None:
        self._stacked = stacked
        way = QBoxLayout.Direction
        self._heads.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        (self._left if stacked else self._column).insertWidget(0, self._names)
        beside(self.judge, self._row, self._left, stacked=stacked)

    def forget(self) -> None:
        """Nothing of the two records stays."""
        for head in self.heads:
            head.forget()
        empty(self.table)
        self.judge.begin("")
