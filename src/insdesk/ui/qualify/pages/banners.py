"""What must be said above a comparison: how it was read, found, and what to watch for."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout

from insdesk.identity.readings import Found, VitaleSource
from insdesk.qualification.steps import Run
from insdesk.ui.formats import age_years, seconds_text
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.texts import ERRORS
from insdesk.ui.texts.comparison import card_sentences, warning_sentence
from insdesk.ui.texts.words import SOURCES, unbroken
from insdesk.ui.theme import current

RETRIED = "Trouvé avec un autre critère que votre saisie : contrôle visuel obligatoire."
CHILD = "Enfant : le matricule affiché est celui de l’enfant, différent du numéro de l’assuré."
UNREADABLE = "La carte porte un trait qui ne peut pas être comparé : lisez la pièce."
NAME_OF_CARD = "Nom lu sur la carte : vérifiez sur la pièce que c’est bien le nom de naissance."
MAJORITY = 18


class Banner(QFrame):
    """A tinted band of short sentences; hidden when there is none."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "notice")
        self.setProperty("tone", "warn")
        self.setObjectName("compare_banner")
        self.words = text_label("", "text")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(6), px(14), px(6))
        row.setSpacing(px(10))
        row.addWidget(IconLabel("alert-triangle", "warn"))
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, sentences: list[str]) -> None:
        """Show these sentences, one a line."""
        text = unbroken("\n".join(sentences))
        if text != self.words.text():
            self.words.setText(text)
            self.setAccessibleName(" ".join(sentences))
        self.setVisible(bool(sentences))


def how_found(run: Run) -> str:
    """Which way the card was read, which way INSi answered, and that nothing is saved yet."""
    said = []
    if run.reading is not None:
        said.append(SOURCES[run.reading.source.value])
    if run.answer is not None and run.answer.trace is not None:
        way = "par la carte Vitale" if run.by_vitale else "par les traits"
        seconds = seconds_text(run.answer.trace.duration_ms)
        said.append(f"INSi a répondu en {seconds}, {way}")
    said.append("Rien n’est encore enregistré.")
    return ". ".join(said)


def gone() -> str:
    """The card left before the end (E-VIT-4)."""
    text = ERRORS["CardRemoved"]
    return f"{text.title}. {text.explanation}"


def used_names(run: Run) -> str:
    """What the person is called, which INSi does not change."""
    parts = []
    if run.used_name:
        parts.append(f"Nom utilisé : {run.used_name}")
    if run.used_first_name:
        parts.append(f"Prénom utilisé : {run.used_first_name}")
    return "     ".join(parts)


def warnings_of(run: Run, today: date, *, card_gone: bool = False) -> list[str]:
    """Everything to watch for before qualifying, in words."""
    said = [gone()] if card_gone else []
    if run.known_problem is not None:
        said.append(UNREADABLE)
    if run.changed_for_retry:
        said.append(RETRIED)
    if _is_child_of_the_card(run, today):
        said.append(CHILD)
    said += card_sentences(run.reading) if run.reading else []
    if isinstance(run.answer, Found):
        said += [warning_sentence(code) for code in run.answer.warnings]
    if run.contested:
        said.append("Le patient a signalé une erreur sur son écran.")
    return list(dict.fromkeys(said))


def name_of_card(run: Run) -> list[str]:
    """Said above a form that a card filled, unless it tells the birth name (cards.md §1.5)."""
    unsure = run.patient is None and run.from_card is not None and run.from_card.name_is_used
    return [NAME_OF_CARD] if unsure else []


def may_be_used_name(run: Run) -> str:
    """Said when a name read on a card differs: only the official component tells the two names."""
    if run.reading is None or run.reading.source is VitaleSource.OFFICIAL:
        return ""
    return warning_sentence("NOM_UTILISE")


def _is_child_of_the_card(run: Run, today: date) -> bool:
    if not isinstance(run.answer, Found) or run.holder is None:
        return False
    years = age_years(run.answer.birth_date, today)
    number = run.answer.matricule.number if run.answer.matricule else ""
    insured = run.holder.number or ""
    return years is not None and years < MAJORITY and not insured.startswith(number)
