"""S11 and S12: nobody found, or several: ready-made next tries, never a list of persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.qualification.retries import ADVISED_TRIES, Suggestion
from insdesk.qualification.steps import Run
from insdesk.ui.parts.buttons import ChoiceButton, plain_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import Page, scrolled
from insdesk.ui.qualify.pages.banners import how_found, may_be_used_name
from insdesk.ui.qualify.pages.proof import ProofPanel
from insdesk.ui.qualify.passes import Work
from insdesk.ui.texts.comparison import card_sentences
from insdesk.ui.texts.words import suggestion_sentence
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

_ICONS = {
    "CARTE_VITALE": "credit-card",
    "AJOUTER_PRENOMS": "plus",
    "AJOUTER_LIEU": "map-pin",
    "RETIRER_LIEU": "map-pin",
    "INVERSER_JOUR_MOIS": "calendar",
    "VERIFIER_SEXE": "user",
}


class TriesPage(Page):
    """What both pages share: an explanation, buttons with the exact change, the number of tries."""

    EXPLANATION = ""
    FOOTER = ""
    LIST_NAME = "retry_list"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        px = current().px
        self.explanation = text_label(self.EXPLANATION, "text")
        self.count = text_label("", "label")
        self.note = text_label("", "reason")
        self.footer = text_label(self.FOOTER, "reason")
        self.list = QFrame()
        self.list.setObjectName(self.LIST_NAME)
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName("Essais suivants")
        self.choices: list[ChoiceButton] = []
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(px(4), px(4), px(4), px(4))
        self._column.setSpacing(px(5))
        self._column.addStretch(1)
        self.list.setMaximumWidth(px(760))
        for widget in (self.title, self.explanation, self.note, self.count):
            self.body.addWidget(widget)
        self.columns = QHBoxLayout()
        self.columns.setSpacing(px(24))
        self.columns.addWidget(scrolled(self.list, self), 1)
        self.body.addLayout(self.columns, 1)
        self.body.addWidget(self.footer)
        conduct.work_changed.connect(self._work)

    def show_run(self, run: Run) -> None:
        """List the tries that the use cases advise for this run."""
        self._empty()
        used = may_be_used_name(run)
        card = card_sentences(run.reading) if run.reading else []
        self.note.setText(" ".join(part for part in (how_found(run), *card, used) if part))
        self.count.setText(f"Essai {run.tries} sur {ADVISED_TRIES} conseillés")
        for digit, suggestion in enumerate(self.conduct.desk.suggestions(run), 1):
            self._add(digit, suggestion)

    def first_focus(self) -> QWidget:
        """The first try; pressing it is the choice."""
        return self.choices[0] if self.choices else self.list

    def digit(self, digit: int) -> bool:
        """The try of that number."""
        if 0 < digit <= len(self.choices) and not self.conduct.busy:
            self.choices[digit - 1].click()
            return True
        return False

    def forget(self) -> None:
        """No try stays."""
        self._empty()
        self.note.clear()

    def _add(self, digit: int, suggestion: Suggestion) -> None:
        words = suggestion_sentence(suggestion.code, suggestion.shown)
        icon = _ICONS.get(suggestion.code, "pencil")
        choice = ChoiceButton(str(digit), icon, words)
        choice.setCheckable(False)
        choice.setObjectName(f"retry_{suggestion.code}")
        choice.clicked.connect(lambda _=False, one=suggestion: self.conduct.retry(one))
        self._column.insertWidget(len(self.choices), choice)
        self.choices.append(choice)

    def _empty(self) -> None:
        for choice in self.choices:
            choice.hide()
            choice.setParent(None)
            choice.deleteLater()
        self.choices.clear()

    def _save(self) -> None:
        """Keep the identity as it is, without INSi."""
        self.conduct.save()

    def _work(self, work: Work | None) -> None:
        for choice in self.choices:
            choice.setEnabled(work is None)


class NotFoundPage(TriesPage):
    """S11, code 01. Not a breakdown: a trait differs from the register."""

    NAME = "notfound_page"
    TITLE = "INSi ne trouve personne avec ces traits."
    EXPLANATION = "Ce n’est pas une panne : un trait diffère du registre."
    FOOTER = (
        "Toujours rien ? Le patient n’est peut-être pas immatriculé (étranger de passage, "
        "naissance récente de moins de 8 jours environ) : gardez une identité provisoire ou "
        "validée."
    )

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self.proof = ProofPanel(with_exception=False)
        self.proof.setObjectName("proof_group_vali")
        self.proof.setFixedWidth(current().px(300))
        self.columns.addWidget(self.proof)
        self.proof.changed.connect(self._weigh)
        self.proof.hide()

    def buttons(self) -> Sequence[QPushButton]:
        """Keep the identity without INSi."""
        self.prov = plain_button("Enregistrer en identité provisoire")
        self.prov.setObjectName("btn_save_prov")
        self.vali = plain_button("J’ai contrôlé la pièce : identité validée")
        self.vali.setObjectName("btn_save_vali")
        self.prov.clicked.connect(self._save)
        self.vali.clicked.connect(self._validate)
        return self.prov, self.vali

    def show_run(self, run: Run) -> None:
        """The tries; the documents only when « identité validée » is pressed."""
        super().show_run(run)
        self.proof.reset()
        self.proof.show_devices(self.conduct.desk.devices(run))
        self.proof.hide()
        self._weigh()

    def digit(self, digit: int) -> bool:
        """A document while they are shown, else a try."""
        return self.proof.press(digit) if not self.proof.isHidden() else super().digit(digit)

    def back(self) -> bool:
        """Close the documents."""
        if self.proof.isHidden() or self.proof.back():
            return not self.proof.isHidden()
        self.proof.reset()
        self.proof.hide()
        self._weigh()
        return True

    def forget(self) -> None:
        """No try and no document stays."""
        super().forget()
        self.proof.reset()

    def _validate(self) -> None:
        """The document is asked first: without it nothing is validated."""
        if self.proof.isHidden():
            self.proof.show()
            self.proof.setFocus()
            self._weigh()
        else:
            self.conduct.save(self.proof.evidence())

    def _weigh(self) -> None:
        shown = not self.proof.isHidden()
        chosen = self.proof.evidence().device is not None
        self.vali.setEnabled(not self.conduct.busy and (chosen or not shown))
        reason = "Indiquez la pièce contrôlée." if shown and not chosen else ""
        self.say("", self.proof.waiting_for or reason)


class SeveralPage(TriesPage):
    """S12, code 02. INSi never gives the list, so there is no list to pick from."""

    NAME = "several_page"
    TITLE = "Plusieurs personnes ont ces traits."
    EXPLANATION = "INSi ne donne pas la liste : il faut préciser, dans cet ordre."
    LIST_NAME = "several_tries"
    FOOTER = (
        "Sans précision possible, gardez l’identité provisoire : rien ne change pour les soins."
    )

    def buttons(self) -> Sequence[QPushButton]:
        """Leave it at that."""
        self.prov = plain_button("Enregistrer en identité provisoire")
        self.prov.setObjectName("btn_save_prov_several")
        self.prov.clicked.connect(self._save)
        return (self.prov,)
