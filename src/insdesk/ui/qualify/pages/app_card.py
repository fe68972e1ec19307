"""The application carte Vitale of the patient: what it says, beside the record if there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from insdesk.identity.patient import Status
from insdesk.identity.readings import AppReading, Found
from insdesk.identity.traits import TRAIT_NAMES, Sexe
from insdesk.qualification.steps import Run
from insdesk.ui.formats import matricule_text, trait_text
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.parts.trait_table import TraitLine, TraitTable
from insdesk.ui.qualify.face import Page, clear, scrolled
from insdesk.ui.qualify.pages.rows import empty, lines_of, warming
from insdesk.ui.qualify.passes import Work
from insdesk.ui.texts.rules import refusal_sentence
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

NEW = "Ce patient n’est pas encore dans votre base : son dossier sera créé, déjà qualifié."
KNOWN = "Les traits de l’application remplaceront ceux du dossier."
DECLARES = (
    "L’application carte Vitale qualifie par elle-même : INSi n’est pas interrogé, aucune pièce "
    "n’est demandée."
)
_INSI = re.compile(r"(^|[.!?] )?INSi")


class AppCardPage(Page):
    """« Qualifier » opens only when the use cases refuse nothing."""

    NAME = "app_page"
    TITLE = "Application carte Vitale"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._run: Run | None = None
        self.sub = text_label("", "text", tone="muted")
        self.now, self.then = StatusBadge(Status.PROV), StatusBadge(Status.QUAL)
        self.arrow = IconLabel("arrow-right", "muted")
        self.values = {name: text_label("", "value") for name in (*TRAIT_NAMES, "matricule")}
        self.card = self._make_card()
        self.table = TraitTable(("Trait", "Dossier", "Application", "Résultat"))
        self.table.ticked.connect(conduct.tick)
        conduct.work_changed.connect(self._work)
        self._build()

    def buttons(self) -> Sequence[QPushButton]:
        """« Pas maintenant », « Relire », « Qualifier »."""
        self.later = plain_button("Pas maintenant")
        self.later.setObjectName("btn_app_later")
        self.again = plain_button("Relire l’application", icon="device-mobile")
        self.again.setObjectName("btn_app_again")
        self.qualify = primary_button("Qualifier", icon="shield-check", keys=Shortcut.PRIMARY.words)
        self.qualify.setObjectName("btn_app_qualify")
        self.later.clicked.connect(self.conduct.leave)
        self.again.clicked.connect(self.conduct.read_app)
        self.qualify.clicked.connect(self.conduct.qualify_by_app)
        return self.later, self.again, self.qualify

    @property
    def primary(self) -> QPushButton:
        """« Qualifier »."""
        return self.qualify

    def chores(self) -> Sequence[Callable[[], object]]:
        """The rows for a known patient, then the whole."""
        return (*warming(self.table), self.rehearse)

    def show_run(self, run: Run) -> None:
        """The traits read; beside the record's when there is one."""
        self._run = run
        reading, patient = run.app, run.patient
        if reading is None:
            return
        self.sub.setText(KNOWN if patient else NEW)
        self.now.setVisible(patient is not None)
        if patient is not None:
            self.now.set_status(patient.status)
        self.card.setVisible(patient is None)
        self.table.setVisible(patient is not None)
        if patient is None:
            self._show_values(reading)
        else:
            self.table.show_rows([_of_app(one) for one in self._lines(run, reading)])
        self._weigh()

    def first_focus(self) -> QWidget:
        """The first row to tick, else the page itself: « Qualifier » is never at hand by itself."""
        waiting = [row for row in self.table.rows if row.line and row.line.tickable]
        return waiting[0] if waiting and not self.table.isHidden() else self.later

    def forget(self) -> None:
        """Nothing of this patient stays."""
        self._run = None
        empty(self.table)
        clear([self.sub, *self.values.values()])

    def _lines(self, run: Run, reading: AppReading) -> list[TraitLine]:
        """The rows of S05, the application standing where INSi stands there."""
        said = Found(
            matricule=reading.matricule,
            matricule_text=reading.matricule.value,
            birth_name=reading.birth_name,
            first_names=reading.first_names,
            sex=reading.sex,
            birth_date=reading.birth_date,
            birth_place=reading.birth_place,
        )
        return lines_of(replace(run, answer=said), self.conduct.places, brief=self.tight)

    def _show_values(self, reading: AppReading) -> None:
        traits = reading.traits()
        for name in TRAIT_NAMES:
            value = getattr(traits, name) if traits is not None else None
            text = value.value if isinstance(value, Sexe) else value
            shown = trait_text(name, text, reading.birth_date, self.conduct.places)
            self.values[name].setText(shown)
        number = reading.matricule
        self.values["matricule"].setText(matricule_text(number.number, number.key))

    def _weigh(self) -> None:
        if self._run is None or self._run.app is None:
            return
        refusals = self.conduct.desk.app_refusals(self._run)
        self.qualify.setEnabled(not refusals and not self.conduct.busy)
        self.say(DECLARES, refusal_sentence(refusals[0]) if refusals else "")

    def _work(self, work: Work | None) -> None:
        for button in (self.later, self.again):
            button.setEnabled(work is None)
        self._weigh()

    # --- building --------------------------------------------------------------------------

    def _make_card(self) -> QFrame:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(24), px(20), px(24), px(20))
        grid.setVerticalSpacing(px(12))
        grid.setHorizontalSpacing(px(24))
        for place, (name, value) in enumerate(self.values.items()):
            value.setObjectName(f"app_{name}")
            grid.addWidget(text_label(TRAITS[name], "text", tone="muted", wrap=False), place, 0)
            grid.addWidget(value, place, 1)
        grid.setColumnStretch(1, 1)
        return card

    def _build(self) -> None:
        px = current().px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        for badge in (self.now, self.arrow, self.then):
            head.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(4), 0)
        column.addWidget(self.card)
        column.addWidget(self.table)
        column.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self.sub)
        self.body.addWidget(scrolled(inner, self), 1)


def _of_app(line: TraitLine) -> TraitLine:
    """The words of S05 about INSi, said of the application."""
    return replace(
        line,
        word=_renamed(line.word),
        reason=_renamed(line.reason),
        accessible=_renamed(line.accessible),
    )


def _renamed(words: str) -> str:
    return _INSI.sub(
        lambda m: f"{m[1]}L’application" if m[1] is not None else "l’application", words
    )
