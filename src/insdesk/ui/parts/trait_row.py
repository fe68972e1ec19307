"""One line of the comparison: the trait, both values, the result said in signs and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from insdesk.ui.parts.labels import SymbolTile, text_label
from insdesk.ui.parts.value_label import Ranges, ValueLabel
from insdesk.ui.theme import current

COLUMNS: Final = (39, 43, 46, 72)
"""Shares of the width: trait, known value, official value, result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitLine:
    """What a row shows. `differs_*` are the characters to underline, (start, length) each.

    An empty `known` or `official` is shown as « non connu ». `accessible` is the whole row as a
    sentence for a screen reader; without it one is made of the parts.
    """

    trait: str
    label: str
    known: str
    official: str
    symbol: str
    word: str
    reason: str = ""
    tickable: bool = False
    ticked: bool = False
    differs_known: Ranges = ()
    differs_official: Ranges = ()
    accessible: str = ""

    def __repr__(self) -> str:
        return f"TraitLine({self.trait}, {self.symbol})"

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        if self.accessible:
            return self.accessible
        known, official = self.known or "non connu", self.official or "non connu"
        parts = (self.label, f"dossier {known}", f"INSi {official}", self.word, self.reason)
        return ", ".join(part for part in parts if part)


class TraitRow(QWidget):
    """A row that keeps its widgets: showing another line changes texts only."""

    ticked = Signal(str, bool)
    leave = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._line: TraitLine | None = None
        self._label = text_label("", "text", tone="muted")
        self._known, self._official = ValueLabel(), ValueLabel()
        self._symbol = SymbolTile()
        self._word = text_label("", "strong")
        self._reason = text_label("", "reason")
        self.tick = QCheckBox("Vérifié")
        self.tick.toggled.connect(self._tell)
        self._result = QGridLayout()
        self._beside = False
        self._build()

    def _build(self) -> None:
        px = current().px
        result = self._result
        result.setContentsMargins(0, 0, 0, 0)
        result.setHorizontalSpacing(px(8))
        result.setVerticalSpacing(px(1))
        result.addWidget(self._symbol, 0, 0, Qt.AlignmentFlag.AlignTop)
        result.addWidget(self._word, 0, 1)
        result.addWidget(self._reason, 1, 1)
        result.addWidget(self.tick, 2, 1)
        result.setColumnStretch(1, 1)
        side = QWidget()
        side.setLayout(result)
        self._grid = grid = QGridLayout(self)
        grid.setHorizontalSpacing(px(10))
        for place, widget in enumerate((self._label, self._known, self._official, side)):
            policy = widget.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            widget.setSizePolicy(policy)
            grid.addWidget(widget, 0, place, Qt.AlignmentFlag.AlignVCenter)
            grid.setColumnStretch(place, COLUMNS[place])
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Less room above and below, so that one decision stays in one view."""
        px = current().px
        above, below = (2, 3) if compact else (4, 5)
        self._grid.setContentsMargins(px(14), px(above), px(10), px(below))
        self.setMinimumHeight(px(38 if compact else 46))

    @property
    def line(self) -> TraitLine | None:
        """What is shown."""
        return self._line

    def show_line(self, line: TraitLine) -> None:
        """Show `line`; emits nothing."""
        if line == self._line:
            return
        self._line = line
        self.setObjectName(f"trait_row_{line.trait}")
        self._label.setText(line.label)
        for value in (self._known, self._official):
            value.setProperty("symbol", line.symbol)
        self._known.show_value(line.known, line.differs_known)
        self._official.show_value(line.official, line.differs_official)
        self._symbol.set_symbol(line.symbol)
        self._word.setText(line.word)
        self._reason.setText(line.reason)
        self._reason.setVisible(bool(line.reason))
        self.tick.blockSignals(True)
        self.tick.setChecked(line.ticked)
        self.tick.blockSignals(False)
        self.tick.setVisible(line.tickable)
        self.tick.setObjectName(f"tick_{line.trait}")
        self.tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tick.setAccessibleName(f"{line.label} : vérifié")
        self._say()

    def _say(self) -> None:
        line = self._line
        if line is None:
            return
        words = line.sentence
        if line.tickable:
            state = "vérifié" if self.tick.isChecked() else "à vérifier, touche Espace"
            words = f"{words}, {state}"
        self.setAccessibleName(words)
        self.setToolTip(line.reason)

    def _tell(self, on: bool) -> None:
        self._say()
        if self._line is not None:
            self.ticked.emit(self._line.trait, on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        self.arrange(self.width())

    def arrange(self, width: int) -> None:
        """Put the tick box beside the word where a row of `width` pixels has room for both."""
        px = current().px
        column = (width - px(24 + 3 * 10)) * COLUMNS[-1] / sum(COLUMNS)
        word = self._word.fontMetrics().horizontalAdvance(self._word.text())
        beside = word + self.tick.sizeHint().width() <= column - px(24 + 2 * 8)
        if beside != self._beside:
            self._beside = beside
            self._result.removeWidget(self.tick)
            self._result.removeWidget(self._reason)
            self._result.addWidget(self.tick, *((0, 2) if beside else (2, 1)))
            self._result.addWidget(self._reason, 1, 1, 1, 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keyboard."""
        key = event.key()
        if key == Qt.Key.Key_Space and self._line is not None and self._line.tickable:
            self.tick.toggle()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.leave.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus came."""
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer a press."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        if self.property("last"):
            return
        painter = QPainter(self)
        colour = QColor(current().tokens.line)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), colour)
        painter.end()
