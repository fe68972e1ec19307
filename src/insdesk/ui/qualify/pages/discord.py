"""S13: the identities do not agree. What does the document say? Qualifying is out of reach here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.qualification.discordance import RECORDABLE, DiscordanceOutcome, Said
from insdesk.qualification.steps import Run
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.trait_table import TraitLine, TraitTable
from insdesk.ui.press import Sheet
from insdesk.ui.printing import Printing
from insdesk.ui.qualify.face import Page, scrolled
from insdesk.ui.qualify.pages.banners import Banner, how_found, may_be_used_name
from insdesk.ui.qualify.pages.rows import differing_lines, empty, not_alike
from insdesk.ui.record.print_button import PrintButton
from insdesk.ui.texts import notes
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor


SAYS: Mapping[Said, str] = {
    Said.INSI: "as_insi",
    Said.DOSSIER: "as_record",
    Said.AUTRE: "otherwise",
    Said.ABSENTE: "no_document",
}
"""Each answer, and how its button is named for the tests."""

FIX = "Le dossier local est à corriger."
REGISTER = "Ne qualifiez pas. Le registre ou la pièce doit être corrigé par le patient."
NO_PROOF = "Sans pièce, on ne peut pas trancher : rien n’est qualifié."
UNDECIDED = "Indiquez ce que dit la pièce pour chaque ligne."

OUTCOMES: Mapping[DiscordanceOutcome, str] = {
    DiscordanceOutcome.CORRIGER: FIX,
    DiscordanceOutcome.NE_PAS_QUALIFIER: REGISTER,
    DiscordanceOutcome.INCOMPLET: NO_PROOF,
    DiscordanceOutcome.AUTRE_PERSONNE: "",
}
NOTE = "Imprimer la note pour le patient"


class TraitQuestion(QFrame):
    """« Qu’indique la pièce ? » for one trait; nothing is chosen at first."""

    def __init__(self, line: TraitLine, place: int) -> None:
        super().__init__()
        px = current().px
        self.line = line
        self.setProperty("role", "card")
        self.setObjectName(f"discord_choice_{line.trait}")
        self.setAccessibleName(f"{TRAITS[line.trait]} : qu’indique la pièce ?")
        self.group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(text_label(TRAITS[line.trait], "strong"), 1)
        for says, name in SAYS.items():
            button = QPushButton(says.value)
            button.setProperty("role", "filter")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(px(36))
            button.setProperty("says", says.name)
            button.setAccessibleName(f"{TRAITS[line.trait]} : {says.value}")
            button.setObjectName(f"discord_{line.trait}_{name}")
            self.group.addButton(button)
            row.addWidget(button)
        self.text = QLineEdit()
        self.text.setObjectName(f"discord_text_{line.trait}")
        self.text.setAccessibleName(f"{TRAITS[line.trait]} lu sur la pièce")
        self.hint = text_label("Premier prénom, tel que lu sur la pièce :", "label", wrap=False)
        self.hint.setBuddy(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(16), px(10))
        column.setSpacing(px(6))
        column.addLayout(row)
        read = QHBoxLayout()
        read.setSpacing(px(12))
        read.addWidget(self.hint)
        read.addWidget(self.text, 1)
        column.addLayout(read)
        self.setProperty("place", place)
        self._show_text()
        self.group.buttonToggled.connect(lambda _button, _on: self._show_text())

    @property
    def says(self) -> Said | None:
        """What was chosen, None at first."""
        button = self.group.checkedButton()
        return Said[str(button.property("says"))] if button is not None else None

    def _show_text(self) -> None:
        """INSi gives a list of given names: where the first one ends is read on the document.

        Its first word is a proposal to be confirmed or completed, never taken as it is.
        """
        asked = self.line.trait == "first_name" and self.says is Said.INSI
        self.hint.setVisible(asked)
        self.text.setVisible(asked)
        if asked and not self.text.text():
            self.text.setText(self.line.official.partition(" ")[0])


class DiscordPage(Page):
    """Only the rows that differ. Three ways out, none of them a qualification."""

    NAME = "discord_page"
    TITLE = "Les identités ne concordent pas"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._run: Run | None = None
        self.questions: list[TraitQuestion] = []
        self.sub = text_label("", "reason")
        self.banner = Banner()
        self.table = TraitTable(("Trait", "Carte et dossier", "INSi, la référence", "Résultat"))
        self.table.setObjectName("discord_table")
        self.ask = text_label("Qu’indique la pièce d’identité ?", "section")
        self.outcome = text_label("", "strong")
        self.outcome.setObjectName("discord_outcome")
        self.note: PrintButton | None = None
        self._build()
        conduct.work_changed.connect(lambda _work: self._weigh())

    def buttons(self) -> Sequence[QPushButton]:
        """The three outcomes."""
        self.other = plain_button("Ce n’est pas votre patient : fermer sans rien enregistrer")
        self.other.setObjectName("btn_other_person")
        self.record = primary_button("Enregistrer la discordance", keys=Shortcut.PRIMARY.words)
        self.record.setObjectName("btn_record_discord")
        self.fix = primary_button("Corriger le dossier et continuer", keys=Shortcut.PRIMARY.words)
        self.fix.setObjectName("btn_fix_record")
        self.other.clicked.connect(self.conduct.leave)
        self.record.clicked.connect(self._record)
        self.fix.clicked.connect(self._correct)
        return self.other, self.record, self.fix

    @property
    def primary(self) -> QPushButton:
        """What the answers lead to: the correction, or the discordance kept for later."""
        return self.fix if self.fix.isVisible() else self.record

    def serve(self, printing: Printing) -> None:
        """Where the note for the patient is printed; called before the page is first seen."""
        if self.note is None:
            self.note = PrintButton("btn_print_note", NOTE, printing, notes.NOTE, self._sheet)
            self._end.addWidget(self.note)
            self._weigh()

    def show_run(self, run: Run) -> None:
        """Show the rows that differ and ask what the document says of each."""
        lines = differing_lines(run, self.conduct.places)
        shown = [question.line for question in self.questions]
        self.sub.setText(how_found(run))
        self.table.show_rows(lines)
        used = may_be_used_name(run) if any(one.trait == "birth_name" for one in lines) else ""
        self.banner.say([used] if used else [])
        if self._run is None or self._run.number != run.number or shown != lines:
            self._ask(lines)
            if self.note is not None:
                self.note.reset()
        self._run = run
        self._weigh()

    def first_focus(self) -> QWidget:
        """The first question; a button there is not yet a choice."""
        return self.questions[0].group.buttons()[0] if self.questions else self.table

    def forget(self) -> None:
        """Nothing of this patient stays."""
        self._run = None
        self._ask([])
        empty(self.table)
        self.sub.clear()
        self.outcome.clear()
        if self.note is not None:
            self.note.reset()

    def _ask(self, lines: Sequence[TraitLine]) -> None:
        for question in self.questions:
            question.hide()
            question.setParent(None)
            question.deleteLater()
        self.questions = [TraitQuestion(line, at) for at, line in enumerate(lines)]
        for place, question in enumerate(self.questions):
            self._list.insertWidget(place, question)
            question.group.buttonToggled.connect(lambda _button, _on: self._weigh())

    @property
    def said(self) -> dict[str, Said]:
        """What the document says, trait by trait; a question without an answer is left out."""
        answers = {one.line.trait: one.says for one in self.questions}
        return {trait: says for trait, says in answers.items() if says is not None}

    def _weigh(self) -> None:
        """Which way out the answers leave; the use cases decide, the words follow."""
        said = self.said
        whole = bool(self.questions) and len(said) == len(self.questions)
        outcome = None
        if self._run is not None and whole:
            outcome = self.conduct.desk.discordance_outcome(self._run, said)
        self.outcome.setText(OUTCOMES[outcome] if outcome is not None else UNDECIDED)
        fixable = outcome is DiscordanceOutcome.CORRIGER
        self.fix.setVisible(fixable)
        self.fix.setEnabled(fixable and not self.conduct.busy)
        self.record.setVisible(not fixable)
        self.record.setEnabled(outcome in RECORDABLE and not self.conduct.busy)
        if self.note is not None:
            self.note.setVisible(outcome in RECORDABLE)

    def _record(self) -> None:
        """Keep it for « À traiter », with one line that says which traits."""
        said = self.said
        self.conduct.refuse(said, ", ".join(f"{TRAITS[one]} : {said[one].value}" for one in said))

    def _sheet(self) -> Sheet:
        """The note: only the rows that the document does not settle as INSi does."""
        rows = [
            notes.Differs(
                label=TRAITS[one.line.trait],
                document=one.line.known if one.says is Said.DOSSIER else "",
                register=one.line.official,
            )
            for one in self.questions
            if one.says is not Said.INSI
        ]
        return notes.patient_note(rows)

    def _correct(self) -> None:
        """INSi's own values; the end of the first given name alone is read on the document."""
        comparison = self._run.comparison if self._run is not None else None
        if comparison is None:
            return
        texts = {row.trait: row.official or "" for row in comparison if not_alike(row)}
        for question in self.questions:
            if question.line.trait == "first_name":
                texts["first_name"] = question.text.text()
        self.conduct.correct(texts)

    def _build(self) -> None:
        px = current().px
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(12))
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        column.addWidget(self.table)
        column.addWidget(self.ask)
        column.addLayout(self._list)
        self._end = QHBoxLayout()
        self._end.setSpacing(px(16))
        self._end.addWidget(self.outcome, 1)
        column.addLayout(self._end)
        column.addStretch(1)
        for widget in (self.title, self.sub, self.banner):
            self.body.addWidget(widget)
        self.body.addWidget(scrolled(inner, self), 1)
