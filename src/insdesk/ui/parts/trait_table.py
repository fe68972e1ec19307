"""The comparison of two identities: values aligned, equal in size, never cut (ux.md S05)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.trait_row import COLUMNS, TraitLine, TraitRow
from insdesk.ui.theme import current

__all__ = ["TraitLine", "TraitTable"]


class TraitTable(QFrame):
    """Rows of `TraitLine`, one Tab stop for all of them: arrows move, Space ticks.

    Emits `ticked(trait, on)` when the user ticks or unticks « Vérifié ».
    """

    ticked = Signal(str, bool)

    def __init__(self, headers: tuple[str, str, str, str]) -> None:
        super().__init__()
        self.setObjectName("compare_table")
        self.setProperty("role", "card")
        self.setAccessibleName("Comparaison des traits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._rows: list[TraitRow] = []
        self._shown = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._compact = False
        self._head = _header(headers)
        self._column.addWidget(self._head)

    @property
    def rows(self) -> tuple[TraitRow, ...]:
        """The rows on show, from the top."""
        return tuple(self._rows[: self._shown])

    def set_compact(self, compact: bool) -> None:
        """Lower rows, when the view holds more than usual."""
        if compact == self._compact:
            return
        self._compact = compact
        px = current().px
        above = px(4 if compact else 8)
        head = self._head.layout()
        if head is not None:
            head.setContentsMargins(px(14), above, px(10), above)
        for row in self._rows:
            row.set_compact(compact)

    def show_rows(self, lines: Sequence[TraitLine]) -> None:
        """Show these lines; the rows already there are kept and only change their texts."""
        while len(self._rows) < len(lines):
            self._add()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            row.setProperty("last", place == len(lines) - 1)
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line)
        self._shown = len(lines)
        self._keep_one_stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the rows before they are resized: their height depends on it."""
        super().resizeEvent(event)
        for row in self.rows:
            row.arrange(self.width() - 2)

    def focus_first_to_tick(self) -> None:
        """Put the focus on the first row that still needs its tick, else on the first row."""
        waiting = (r for r in self.rows if r.line and r.line.tickable and not r.tick.isChecked())
        row = next(waiting, self.rows[0] if self.rows else None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        row = TraitRow()
        row.set_compact(self._compact)
        row.ticked.connect(self.ticked)
        row.leave.connect(self._step)
        row.entered.connect(self._keep_one_stop)
        self._rows.append(row)
        self._column.addWidget(row)

    def _step(self, by: int) -> None:
        rows = self.rows
        focused = [place for place, row in enumerate(rows) if row.hasFocus()]
        if focused and 0 <= focused[0] + by < len(rows):
            rows[focused[0] + by].setFocus(Qt.FocusReason.TabFocusReason)

    def _keep_one_stop(self) -> None:
        """Tab reaches one row: the focused one, else the first to tick, else the first."""
        rows = self.rows
        stop = next((r for r in rows if r.hasFocus()), None)
        if stop is None:
            stop = next((r for r in rows if r.line and r.line.tickable), None)
        if stop is None and rows:
            stop = rows[0]
        for row in rows:
            policy = Qt.FocusPolicy.StrongFocus if row is stop else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(policy)


def _header(headers: tuple[str, str, str, str]) -> QWidget:
    px = current().px
    head = QFrame()
    head.setProperty("role", "bar")
    head.setProperty("edge", "header")
    grid = QGridLayout(head)
    grid.setContentsMargins(px(14), px(8), px(10), px(8))
    grid.setHorizontalSpacing(px(10))
    for place, words in enumerate(headers):
        label = text_label(words, "label", wrap=False)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(label, 0, place)
        grid.setColumnStretch(place, COLUMNS[place])
    return head
