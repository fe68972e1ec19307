"""S22: the evidence list of this desk. Rows can be left out and names noted; trust never grows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from insdesk.identity.evidence import DEVICES, LONGEST_NAME, Device, own_device
from insdesk.ui.formats import typographic
from insdesk.ui.parts.buttons import plain_button, quiet_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.section_card import SectionCard
from insdesk.ui.theme import current

WHY = (
    "Aucune pièce n’est choisie d’avance. Le niveau de confiance vient du référentiel : il ne se "
    "règle pas. Une pièce ajoutée ici peut être notée, elle ne valide jamais."
)


class EvidenceCard(SectionCard):
    """One box for each row of the register, then the practitioner's own. Emits `changed()`."""

    changed = Signal()

    def __init__(self, hidden: tuple[str, ...], added: tuple[str, ...]) -> None:
        super().__init__("Pièces proposées", "settings_evidence")
        self._kept = tuple(code for code in hidden if code not in {row.code for row in DEVICES})
        self._added = list(added)
        self.boxes: dict[str, QCheckBox] = {}
        self.column.addWidget(text_label(WHY, "reason"))
        self.column.addLayout(self._rows(hidden))
        self._own = QVBoxLayout()
        self.column.addLayout(self._own)
        self.column.addLayout(self._adding())
        self._show_own()

    @property
    def hidden(self) -> tuple[str, ...]:
        """Codes of the register that are left out; codes of another version are kept."""
        left_out = (code for code, box in self.boxes.items() if not box.isChecked())
        return (*self._kept, *left_out)

    @property
    def added(self) -> tuple[str, ...]:
        """The practitioner's own names, in the order in which they were added."""
        return tuple(self._added)

    def _rows(self, hidden: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(16))
        grid.setVerticalSpacing(current().px(6))
        for place, row in enumerate(DEVICES):
            box = QCheckBox(typographic(row.label))
            box.setObjectName(f"evidence_{row.code}")
            box.setChecked(row.code not in hidden)
            box.setAccessibleDescription(_trust(row))
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[row.code] = box
            grid.addWidget(box, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text_label(_trust(row), "reason"), place, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _adding(self) -> QHBoxLayout:
        self.name = QLineEdit()
        self.name.setObjectName("evidence_name")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("Ajouter une pièce à noter")
        self.add = plain_button("Ajouter", icon="plus", compact=True)
        self.add.setObjectName("btn_add_evidence")
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        label = text_label("Ajouter une pièce à noter", "label", wrap=False)
        label.setBuddy(self.name)
        row = QHBoxLayout()
        for widget in (label, self.name, self.add):
            row.addWidget(widget)
        return row

    def _add(self) -> None:
        """A name already there, or that names nothing, adds nothing."""
        own = own_device(self.name.text())
        held = {one.code for one in map(own_device, self._added) if one is not None}
        if own is None or own.code in held:
            return
        self._added.append(own.label)
        self.name.clear()
        self._show_own()
        self.changed.emit()

    def _remove(self, name: str) -> None:
        self._added.remove(name)
        self._show_own()
        self.changed.emit()

    def _show_own(self) -> None:
        while (item := self._own.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name in self._added:
            row = QFrame()
            row.setProperty("role", "plain")
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            remove = quiet_button("Retirer", icon="x")
            remove.setAccessibleName(f"Retirer {name}")
            remove.clicked.connect(partial(self._remove, name))
            line.addWidget(text_label(name, "text"), 1)
            line.addWidget(text_label("noté, ne valide jamais", "reason", wrap=False))
            line.addWidget(remove)
            self._own.addWidget(row)


def _trust(row: Device) -> str:
    """What the register says of a row, in a line."""
    if row.high_trust:
        level = f" (eIDAS {row.eidas})" if row.eidas else ""
        return typographic(f"{row.trust.value.capitalize()}{level} : {row.who}.")
    return typographic(row.refusal)
