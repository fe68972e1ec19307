"""What the document lacks or contradicts, and whether it is out of date (IV-402, IV-404)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout

from insdesk.ui.parts.buttons import quiet_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.theme import current

_ASKED = ("birth_name", "first_name", "birth_date", "sex", "birth_place")


class DocumentDetails(QFrame):
    """One line for each of the five traits. Nothing is ticked at first: all were read alike."""

    changed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "plain")
        heading = text_label("Sur la pièce, un trait est…", "section")
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(10))
        self.absent_boxes: dict[str, QCheckBox] = {}
        self.different_boxes: dict[str, QCheckBox] = {}
        for place, trait in enumerate(_ASKED):
            grid.addWidget(text_label(TRAITS[trait], "text"), 2 * place, 0, 1, 2)
            for column, (word, boxes) in enumerate(
                (("absent", self.absent_boxes), ("différent", self.different_boxes))
            ):
                box = QCheckBox(word)
                box.setObjectName(f"document_{'absent' if column == 0 else 'different'}_{trait}")
                box.setAccessibleName(f"{TRAITS[trait]} {word} sur la pièce")
                box.toggled.connect(lambda on, t=trait, c=column: self._toggled(t, c, on))
                boxes[trait] = box
                grid.addWidget(box, 2 * place + 1, column)
        self.expired = QCheckBox("Pièce périmée")
        self.expired.setObjectName("document_expired")
        self.expired.toggled.connect(self.changed)
        self.back = quiet_button("Revenir au choix", icon="arrow-left", keys="Échap")
        self.back.clicked.connect(self.closed)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(px(12))
        column_.addWidget(heading)
        column_.addLayout(grid)
        column_.addWidget(self.expired)
        column_.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column_.addStretch(1)

    @property
    def absent(self) -> frozenset[str]:
        """Traits that the document does not carry."""
        return frozenset(t for t, box in self.absent_boxes.items() if box.isChecked())

    @property
    def different(self) -> frozenset[str]:
        """Traits that the document shows otherwise."""
        return frozenset(t for t, box in self.different_boxes.items() if box.isChecked())

    @property
    def summary(self) -> str:
        """How many remarks were made, in words; empty without any."""
        count = len(self.absent) + len(self.different) + self.expired.isChecked()
        return f" ({count} noté{'s' if count > 1 else ''})" if count else ""

    def reset(self) -> None:
        """Nothing is ticked."""
        boxes = (*self.absent_boxes.values(), *self.different_boxes.values(), self.expired)
        for box in boxes:
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)

    def _toggled(self, trait: str, column: int, on: bool) -> None:
        """Absent and different exclude each other."""
        other = (self.different_boxes, self.absent_boxes)[column][trait]
        if on and other.isChecked():
            other.setChecked(False)
        self.changed.emit()
