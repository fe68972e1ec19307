"""J10: INSi does not answer. What was seen is noted before the patient waits; nothing is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from insdesk.qualification.steps import Evidence, Run
from insdesk.ui.formats import typographic
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import ChoiceButton, plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import Page, name_widgets, scrolled
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

NOTHING: Final = "Aucune pièce vue"
SUB: Final = (
    "Avez-vous vu une pièce d’identité ? Elle sera notée avec l’heure ; rien n’est encore contrôlé."
)
LATER: Final = (
    "La reprise se fera par les traits : la pièce notée sera à confirmer, et la procédure "
    "d’exception ne sera pas possible."
)
ASKED: Final = "Dites ce que vous avez vu, ou « Aucune pièce vue »."
DIGITS: Final = 9


class HoldPage(Page):
    """One row a document, by mouse or digit; 0 when none was seen. Nothing is preselected."""

    NAME = "hold_page"
    TITLE = "Mettre en attente d’INSi"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        px = current().px
        self.rows: dict[str, ChoiceButton] = {}
        self._group = QButtonGroup(self)
        self._list = QFrame()
        self._list.setObjectName("hold_list")
        self._list.setProperty("role", "plain")
        self._list.setAccessibleName("Pièces d’identité")
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(px(4), px(4), px(4), px(4))
        self._column.setSpacing(px(6))
        for widget in (self.title, text_label(SUB, "lead")):
            self.body.addWidget(widget)
        self.body.addWidget(scrolled(self._list, self), 1)
        self._group.buttonToggled.connect(lambda _button, _on: self._weigh())

    def buttons(self) -> Sequence[QPushButton]:
        """« Retour », then « Mettre en attente »."""
        self.leave = plain_button("Retour", keys=Shortcut.CANCEL.words)
        self.hold = primary_button(
            "Mettre en attente", icon="hourglass", keys=Shortcut.PRIMARY.words
        )
        name_widgets({"btn_hold_back": self.leave, "btn_hold": self.hold})
        self.leave.clicked.connect(self.back)
        self.hold.clicked.connect(self._hold)
        return (self.leave, self.hold)

    @property
    def primary(self) -> QPushButton:
        """« Mettre en attente »."""
        return self.hold

    def show_run(self, run: Run) -> None:
        """The documents of this desk for this patient; nothing is chosen."""
        self.forget()
        choices = self.conduct.desk.devices(run)
        shown = [one.device for one in choices if one.device.high_trust and one.refusal is None]
        self._add(NOTHING, "", 0, "x")
        for place, device in enumerate(shown, start=1):
            self._add(typographic(device.label), device.code, place, "id")
        self._column.addStretch(1)
        self._weigh()

    def first_focus(self) -> QWidget:
        """The list itself, not one of its rows."""
        return self._list

    def digit(self, digit: int) -> bool:
        """The document of that digit, or 0 for none."""
        wanted = next((row for row in self.rows.values() if row.digit == str(digit)), None)
        if wanted is not None:
            wanted.setChecked(True)
        return wanted is not None

    def back(self) -> bool:
        """Échap: the run as it was left."""
        self.conduct.return_to_run()
        return True

    def forget(self) -> None:
        """No row stays."""
        self.rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, ChoiceButton):
                self._group.removeButton(widget)
                widget.setParent(None)
                widget.deleteLater()

    def _add(self, words: str, code: str, place: int, icon: str) -> None:
        row = ChoiceButton(str(place) if place <= DIGITS else "", icon, words)
        row.setObjectName(f"hold_{code or 'none'}")
        row.setProperty("code", code)
        self._group.addButton(row)
        self._column.addWidget(row)
        self.rows[code] = row

    def _weigh(self) -> None:
        chosen = self._group.checkedButton() is not None
        self.hold.setEnabled(chosen)
        self.say(LATER, "" if chosen else ASKED)

    def _hold(self) -> None:
        chosen = self._group.checkedButton()
        if chosen is not None:
            code = str(chosen.property("code"))
            self.conduct.hold(Evidence(device=code) if code else None)
