"""The patient is already qualified (J11): nothing to do, and « Interroger quand même »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from insdesk.identity.patient import Patient, Status
from insdesk.identity.traits import TRAIT_NAMES, Sexe
from insdesk.qualification.reception import card_changes
from insdesk.qualification.steps import Run
from insdesk.ui.formats import date_text, matricule_text, trait_text
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import Page, clear
from insdesk.ui.qualify.pages.banners import Banner
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor


CHANGED = "La carte a changé : {trait}. Interroger INSi ? (F8)"


class KnownPage(Page):
    """Recognised without a call: the record as it was qualified."""

    NAME = "already_page"
    TITLE = "Déjà qualifiée"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        px = current().px
        self.badge = StatusBadge(Status.QUAL)
        self.sub = text_label("", "text", tone="muted")
        self.changed = Banner()
        self.open = plain_button("Ouvrir la fiche", icon="user")
        self.open.setObjectName("btn_open_known")
        self.open.clicked.connect(conduct.open_patient)
        self.values = {name: text_label("", "value") for name in (*TRAIT_NAMES, "matricule")}
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(24), px(20), px(24), px(20))
        grid.setVerticalSpacing(px(12))
        grid.setHorizontalSpacing(px(24))
        for place, (name, value) in enumerate(self.values.items()):
            grid.addWidget(text_label(TRAITS[name], "text", tone="muted", wrap=False), place, 0)
            grid.addWidget(value, place, 1)
        grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.changed)
        self.body.addWidget(self.sub)
        self.body.addWidget(card)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def buttons(self) -> Sequence[QPushButton]:
        """Ask all the same, or go on."""
        self.again = plain_button(
            "Interroger quand même", icon="refresh", keys=Shortcut.ASK_INSI.words
        )
        self.again.setObjectName("btn_ask_again")
        self.next = primary_button("Patient suivant", icon="arrow-right", keys=Shortcut.NEXT.words)
        self.next.setObjectName("btn_next_known")
        self.again.clicked.connect(self.conduct.ask_again)
        self.next.clicked.connect(self.conduct.leave)
        return self.again, self.next

    @property
    def primary(self) -> QPushButton:
        """« Patient suivant »."""
        return self.next

    def show_run(self, run: Run) -> None:
        """Show the record of the run."""
        if run.patient is not None:
            self._show(run.patient)
        changed = ", ".join(TRAITS[trait].lower() for trait in card_changes(run))
        self.changed.say([CHANGED.format(trait=changed)] if changed else [])
        self.say("" if changed else "Rien à faire : vous pouvez partager avec cette INS.")

    def first_focus(self) -> QWidget:
        """« Patient suivant »."""
        return self.next

    def enter(self) -> bool:
        """Entrée goes on."""
        self.next.click()
        return True

    def forget(self) -> None:
        """Nothing of this patient stays."""
        clear([self.sub, self.changed.words, *self.values.values()])
        self.changed.hide()
        self.title.setText(self.TITLE)

    def _show(self, patient: Patient) -> None:
        control = patient.identity.control
        day = control.at.astimezone().date().isoformat() if control else None
        self.title.setText(f"Déjà qualifiée le {date_text(day)}")
        self.badge.set_status(patient.status)
        used = [part for part in (patient.used_first_name, patient.used_name) if part]
        self.sub.setText(f"On l’appelle : {' '.join(used)}" if used else "")
        traits = patient.traits
        for name in TRAIT_NAMES:
            value = getattr(traits, name)
            text = value.value if isinstance(value, Sexe) else value
            shown = trait_text(name, text, traits.birth_date, self.conduct.places)
            self.values[name].setText(shown)
        matricule = patient.active_matricule
        self.values["matricule"].setText(
            matricule_text(matricule.number, matricule.key) if matricule else ""
        )
