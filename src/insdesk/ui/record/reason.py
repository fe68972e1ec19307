"""The reason of an act: typed freely, or written by one press on a ready-made one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from insdesk.ui.parts.labels import text_label
from insdesk.ui.texts.record import REASON_LABEL
from insdesk.ui.theme import current


class ReasonField(QFrame):
    """Emits `changed()`. Empty at first; a ready-made reason replaces what is in the field."""

    changed = Signal()

    def __init__(self, label: str = REASON_LABEL) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "plain")
        self.label = text_label(label, "label")
        self.edit = QLineEdit()
        self.edit.setObjectName("edit_reason")
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(200)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.label.setBuddy(self.edit)
        self._ready = QHBoxLayout()
        self._ready.setSpacing(px(8))
        self._ready.addWidget(self.label, 1)
        self._pills: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(self._ready)
        column.addWidget(self.edit)

    @property
    def words(self) -> str:
        """The reason, without the spaces around it."""
        return " ".join(self.edit.text().split())

    def offer(self, reasons: Sequence[str]) -> None:
        """Show these ready-made reasons; the field is emptied."""
        for pill in self._pills:
            pill.hide()
            pill.setParent(None)
            pill.deleteLater()
        self._pills = [self._pill(words) for words in reasons]
        for pill in self._pills:
            self._ready.addWidget(pill)
        self.edit.clear()

    @property
    def pills(self) -> Sequence[QPushButton]:
        """The ready-made reasons, in reading order."""
        return tuple(self._pills)

    def _pill(self, words: str) -> QPushButton:
        pill = QPushButton(words)
        pill.setProperty("role", "filter")
        pill.setAutoDefault(False)
        pill.setMinimumHeight(current().px(36))
        pill.setAccessibleName(f"Motif : {words}")
        pill.clicked.connect(lambda: self.edit.setText(words))
        return pill
