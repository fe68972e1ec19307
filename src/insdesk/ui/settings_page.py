"""S22: the practice (X1, X2), the evidence, what real calls need, the cards, the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from insdesk.settings import STRUCTURES, Settings
from insdesk.ui.formats import date_text
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.calls_card import CallsCard
from insdesk.ui.parts.evidence_card import EvidenceCard
from insdesk.ui.parts.grants_card import CLOSES, GrantsCard
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.section_card import SectionCard, radio
from insdesk.ui.parts.setting_field import beginning
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.settings import CARDS, CardWords
from insdesk.ui.texts.words import MODES, UNPROVEN
from insdesk.ui.theme import current

EXCEPTION = (
    "Procédure d’exception (note de l’Assurance Maladie de juin 2023) : réservée aux libéraux "
    "qui qualifient eux-mêmes, pour un patient qu’ils connaissent déjà."
)
READING = {
    "découverte": "Cartes simulées : aucune carte réelle n’est lue.",
    "essai": "Lecture directe des zones libres de la carte, ou composant officiel s’il est "
    "installé. L’écran dit toujours laquelle a servi.",
    "production": "Lecture directe des zones libres de la carte, ou composant officiel s’il est "
    "installé. L’écran dit toujours laquelle a servi.",
}


class SettingsPage(QFrame):
    """Emits `changed(Settings)` at each change; the caller keeps the file.

    `rules_wanted` asks S25, `setup_wanted` S24. Built `inside` its place it is dressed once.
    """

    changed = Signal(object)
    rules_wanted = Signal()
    setup_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        environment: str,
        inside: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__(inside)
        self.setObjectName("settings_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Réglages")
        self._settings, self._environment, self._today = settings, environment, today
        self._tasks = tasks
        self.calls: dict[str, CallsCard] = {}
        self.structures, self.secretariat = QButtonGroup(self), QButtonGroup(self)
        self.declared = text_label("", "strong")
        self.declared.setObjectName("practice_declared")
        self.declare = primary_button("Déclarer mon exercice", icon="check")
        self.declare.setObjectName("btn_declare")
        self.exception = QCheckBox("Proposer la procédure d’exception")
        self.exception.setObjectName("setting_exception")
        self.exception.setChecked(settings.exception_procedure)
        self.rules = plain_button("Règles appliquées", icon="file-text", keys=Shortcut.HELP.words)
        self.rules.setObjectName("btn_rules")
        self.setup = plain_button("Configurer mon poste", icon="settings")
        self.setup.setObjectName("btn_setup")
        self.grants = GrantsCard(settings.secretary_grants, secretariat=settings.secretariat)
        self.evidence = EvidenceCard(settings.evidence_hidden, settings.evidence_added)
        self._build()
        self._show()
        self.evidence.changed.connect(self._list)
        self.rules.clicked.connect(self.rules_wanted)
        self.setup.clicked.connect(self.setup_wanted)
        self.declare.clicked.connect(self._declare)
        self.exception.toggled.connect(self._toggle)
        for group in (self.structures, self.secretariat):
            group.buttonToggled.connect(lambda _button, _on: self._weigh())
        self._weigh()

    def first_focus(self) -> QWidget:
        """The first question."""
        return self.structures.buttons()[0]

    def chores(self) -> list[Callable[[], object]]:
        """Small pieces of work that make the first appearance quick: each card by itself."""
        cards = self.findChildren(QFrame)
        painted = [card.grab for card in cards if card.property("role") == "card"]
        return [*(partial(self._call_card, words) for words in CARDS), *painted]

    def show_settings(self, settings: Settings) -> None:
        """The settings in force, which the set-up or the first CPS may have changed."""
        if settings != self._settings:
            self._settings = settings
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not built beforehand is built now."""
        for words in CARDS:
            self._call_card(words)
        super().showEvent(event)

    def _call_card(self, words: CardWords) -> None:
        if words.name not in self.calls:
            card = CallsCard(
                words, self._settings, self._read, real=self._environment != "découverte"
            )
            card.given.connect(self._set)
            self._places.addWidget(card)
            self.calls[words.name] = card

    def _read(self, path: Path, then: Callable[[bytes | None], None]) -> None:
        """A file is opened on the local lane: one on a dead network share holds nothing."""
        if self._tasks is None:
            then(beginning(path))
        else:
            self._tasks.run(Lane.LOCAL, partial(beginning, path), then, lambda _error: then(None))

    def _set(self, setting: str, text: str) -> None:
        # A name of ours, of a field that holds text.
        self._change(replace(self._settings, **{setting: text}))  # type: ignore[arg-type]

    def _weigh(self) -> None:
        chosen = (self.structures.checkedButton(), self.secretariat.checkedButton())
        self.declare.setEnabled(None not in chosen)

    def _declare(self) -> None:
        structure, secretariat = self.structures.checkedButton(), self.secretariat.checkedButton()
        if structure is None or secretariat is None:
            return
        self._change(
            replace(
                self._settings,
                structure=str(structure.property("code")),
                secretariat=secretariat.property("code") == "oui",
                declared_on=self._today().isoformat(),
            )
        )

    def _toggle(self, on: bool) -> None:
        self._change(replace(self._settings, exception_procedure=on))

    def _list(self) -> None:
        hidden, added = self.evidence.hidden, self.evidence.added
        self._change(replace(self._settings, evidence_hidden=hidden, evidence_added=added))

    def _change(self, settings: Settings) -> None:
        self._settings = settings
        self._show()
        self.changed.emit(settings)

    def _show(self) -> None:
        """A declaration already made is shown; without one, nothing is chosen."""
        settings = self._settings
        for card in self.calls.values():
            card.show_settings(settings)
        self.grants.show_granted(settings.secretary_grants, secretariat=settings.secretariat)
        if not settings.declared_on:
            self.declared.setText("Pas encore déclaré : la procédure d’exception reste fermée.")
            dress(self.declared, tone="warn")
            return
        dress(self.declared, tone="ok")
        self.declared.setText(
            f"Déclaré le {date_text(settings.declared_on)}. À renouveler chaque année."
        )
        for button in self.structures.buttons():
            button.setChecked(button.property("code") == settings.structure)
        answer = "oui" if settings.secretariat else "non"
        for button in self.secretariat.buttons():
            button.setChecked(button.property("code") == answer)

    def _build(self) -> None:
        px = current().px
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(16))
        view = scrolled(inner, self)  # in its place before it is filled
        column.addWidget(self._practice())
        column.addWidget(self.grants)
        column.addWidget(SectionCard("Procédure d’exception", widgets=self._exception()))
        column.addWidget(self.evidence)
        self._places = QVBoxLayout()
        self._places.setSpacing(px(16))
        column.addLayout(self._places)
        environment = self._environment
        mode = MODES.get(environment) or "Production : appels réels, identités réelles."
        reading = READING.get(environment, READING["production"])
        column.addWidget(
            SectionCard(
                "Cartes et environnement",
                widgets=[text_label(mode, "strong"), text_label(reading, "text", tone="muted")],
            )
        )
        unproven = SectionCard(
            "Ce qui n’a encore rencontré ni carte réelle ni téléservice réel",
            "settings_unproven",
            [text_label(f"•  {sentence}", "text") for sentence in UNPROVEN],
        )
        column.addWidget(unproven)
        column.addStretch(1)
        root = QVBoxLayout(self)
        root.setContentsMargins(px(32), px(24), px(32), px(16))
        root.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(text_label("Réglages", "title"), 1)
        head.addWidget(self.setup)
        head.addWidget(self.rules)
        root.addLayout(head)
        root.addWidget(view, 1)

    def _practice(self) -> QFrame:
        widgets: list[QWidget] = [text_label("Vous exercez…", "strong")]
        for code, words in STRUCTURES.items():
            widgets.append(radio(self.structures, "structure", code, words))
        question = "Un secrétariat qualifie-t-il les INS pour vous ?"
        widgets.append(text_label(question, "strong"))
        for code in ("oui", "non"):
            widgets.append(radio(self.secretariat, "secretariat", code, code))
        widgets.append(text_label(CLOSES, "reason"))
        widgets.append(self.declared)
        card = SectionCard("Praticien et structure", widgets=widgets)
        card.column.addWidget(self.declare, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _exception(self) -> list[QWidget]:
        return [self.exception, text_label(EXCEPTION, "reason")]
