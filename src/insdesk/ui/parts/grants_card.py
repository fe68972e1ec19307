"""S22: what the secretariat may do besides documents. Only the practitioner's CPS changes it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from insdesk.qualification.roles import grantable
from insdesk.ui.formats import typographic
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.section_card import SectionCard

TITLE = "Droits du secrétariat"
WHY = (
    "Avec sa propre carte (CPE nominative), le secrétariat crée une identité, interroge INSi et "
    "contrôle une pièce. Le reste se confie ici, acte par acte, avec votre CPS."
)
NOBODY = "Aucun secrétariat n’est déclaré : ces droits ne servent à personne pour l’instant."
CLOSES = "Déclarer un secrétariat fait disparaître la procédure d’exception."


class GrantsCard(SectionCard):
    """One box for each act that may be granted, none ticked at first.

    Emits `asked(rows)` at each press, and `code_wanted()`; a box shows what is in force, not what
    was pressed, until `show_granted`.
    """

    asked = Signal(object)
    code_wanted = Signal()

    def __init__(self, granted: Collection[str], *, secretariat: bool) -> None:
        super().__init__(TITLE, "settings_grants")
        self.boxes: dict[str, QCheckBox] = {}
        self.said = text_label("", "reason")
        self.said.setObjectName("grants_said")
        self.code = plain_button("Saisir le code", icon="lock", compact=True)
        self.code.setObjectName("btn_grants_code")
        self.code.clicked.connect(self.code_wanted)
        self.column.addWidget(text_label(WHY, "reason"))
        for row_id, label in grantable():
            box = QCheckBox(typographic(label))
            box.setObjectName(f"grant_{row_id}")
            box.setAccessibleDescription(f"règle {row_id}")
            box.clicked.connect(lambda _on: self.asked.emit(self.chosen))
            self.boxes[row_id] = box
            self.column.addWidget(box)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.code)
        self.column.addLayout(row)
        self.show_granted(granted, secretariat=secretariat)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the rows ticked."""
        return tuple(row for row, box in self.boxes.items() if box.isChecked())

    def show_granted(self, granted: Collection[str], *, secretariat: bool) -> None:
        """What is in force."""
        for row, box in self.boxes.items():
            box.setChecked(row in granted)
        self.said.setText("" if secretariat else NOBODY)
        self.said.setVisible(not secretariat)
        dress(self.said, tone="")
        self.code.hide()

    def refuse(self, words: str, *, asks_code: bool) -> None:
        """Why the press did nothing, beside the way to repair it."""
        self.said.setText(words)
        self.said.show()
        dress(self.said, tone="warn")
        self.code.setVisible(asks_code)
        announce(self, words, assertive=True)
