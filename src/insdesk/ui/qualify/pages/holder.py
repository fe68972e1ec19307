"""S03: who is the patient, when the card carries several persons. Nobody is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from insdesk.identity.readings import VitalePerson
from insdesk.qualification.steps import Run
from insdesk.ui.formats import age_text, counted, date_text
from insdesk.ui.parts.buttons import ChoiceButton, plain_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import Page, scrolled
from insdesk.ui.qualify.pages.banners import Banner
from insdesk.ui.texts.comparison import card_sentences
from insdesk.ui.texts.words import SOURCES
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

TWINS = "Jumeaux : vérifiez le prénom."
NO_CENTURY = "siècle non indiqué sur la carte"
CENTURY = "La carte n’indique pas le siècle de naissance de {names}. Choisissez l’année."


class PersonChoice(ChoiceButton):
    """A person to choose: the names are what is read first."""

    ROLES = ("value", "value")


class HolderPage(Page):
    """One row a person, chosen by mouse or digit; 0 is for someone who is not on the card.

    A person whose card leaves the century out is asked for it, even when only one year is
    possible: the answer is a declaration (cards.md §1.5). Échap returns to the persons.
    """

    NAME = "beneficiary_page"
    TITLE = "Qui est votre patient ?"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        px = current().px
        self._run: Run | None = None
        self._asks_century = False
        self.rows: dict[int, ChoiceButton] = {}
        self.sub = text_label("", "text", tone="muted")
        self.banner = Banner()
        self.list = QFrame()
        self.list.setObjectName("beneficiary_list")
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName("Personnes de la carte")
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(px(4), px(4), px(4), px(4))
        self._column.setSpacing(px(8))
        for widget in (self.title, self.sub, self.banner):
            self.body.addWidget(widget)
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addStretch(1)
        self.body.addWidget(scrolled(inner, self), 1)

    def buttons(self) -> Sequence[QPushButton]:
        """The way out for someone who is not on the card."""
        self.absent = plain_button("Mon patient n’est pas sur cette carte", keys="0")
        self.absent.setObjectName("btn_not_on_card")
        self.absent.clicked.connect(self._not_on_card)
        return (self.absent,)

    def show_run(self, run: Run) -> None:
        """List the persons of the card; nobody is chosen."""
        if run.reading is None or (self._run and self._run.reading is run.reading):
            self._uncheck()
            return
        self._empty()
        self._run = run
        self.banner.say(card_sentences(run.reading))
        self.say(f"{SOURCES[run.reading.source.value]}. Rien n’est enregistré.")
        self._show_persons(run.reading.persons)

    def first_focus(self) -> QWidget:
        """The list itself, not one of its rows."""
        return self.list

    def digit(self, digit: int) -> bool:
        """The person of that digit, or 0 for nobody here."""
        if digit == 0:
            self.absent.click()
            return True
        if digit in self.rows:
            self.rows[digit].click()
            return True
        return False

    def back(self) -> bool:
        """From the years of birth to the persons."""
        if not self._asks_century or self._run is None or self._run.reading is None:
            return False
        self._clear()
        self._show_persons(self._run.reading.persons)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def forget(self) -> None:
        """No row stays."""
        self.sub.clear()
        self._empty()

    def _empty(self) -> None:
        self._run = None
        self._clear()

    def _clear(self) -> None:
        self._asks_century = False
        self.rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()

    def _show_persons(self, persons: Sequence[VitalePerson]) -> None:
        count = counted(len(persons), "personne", "personnes")
        self.sub.setText(f"{count} sur cette carte. Choisissez avec la souris ou le chiffre.")
        self._fill(persons)

    def _fill(self, persons: Sequence[VitalePerson]) -> None:
        for _, group in groupby(persons, key=lambda one: one.birth_text if one.has_twin else one):
            together = list(group)
            if len(together) > 1:
                self._column.addWidget(self._bracket(together))
            else:
                self._column.addWidget(self._row(together[0]))

    def _bracket(self, twins: Sequence[VitalePerson]) -> QFrame:
        px = current().px
        frame = QFrame()
        frame.setProperty("role", "notice")
        frame.setProperty("tone", "warn")
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(12), px(8), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(text_label(TWINS, "strong", tone="warn"))
        for person in twins:
            column.addWidget(self._row(person))
        return frame

    def _row(self, person: VitalePerson) -> ChoiceButton:
        age = age_text(person.birth_date, self.conduct.today())
        rank = f"rang de naissance {person.twin_rank}" if person.twin_rank else ""
        born = _short_date(person) if person.lacks_century else date_text(person.birth_date)
        missing = NO_CENTURY if person.lacks_century else ""
        detail = " · ".join(part for part in (born, missing, age, rank) if part)
        row = self._choice(person.position, "user", _names(person), detail)
        row.setObjectName(f"beneficiary_{person.position}")
        row.clicked.connect(lambda: self._choose(person))
        return row

    def _choice(self, digit: int, icon: str, words: str, detail: str) -> ChoiceButton:
        row = PersonChoice(str(digit), icon, words, detail)
        row.setMinimumHeight(current().px(56))
        self.rows[digit] = row
        return row

    def _choose(self, person: VitalePerson) -> None:
        if person.lacks_century:
            self._ask_century(person)
        else:
            self.conduct.choose_holder(person.position)

    def _ask_century(self, person: VitalePerson) -> None:
        """The years that today allow, one key each: never taken without it."""
        today = self.conduct.today()
        self._clear()
        self._asks_century = True
        self.sub.setText(CENTURY.format(names=_names(person)))
        for digit, year in enumerate(person.years(today), start=1):
            born = f"{year}-{person.birth_text[2:4]}-{person.birth_text[4:]}"
            row = self._choice(digit, "calendar", f"Né(e) en {year}", age_text(born, today))
            row.setObjectName(f"birth_year_{year}")
            row.clicked.connect(partial(self._born, person.position, year))
            self._column.addWidget(row)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _born(self, position: int, year: int, _checked: bool = False) -> None:
        self.conduct.choose_holder(position, year)

    def _uncheck(self) -> None:
        for row in self.rows.values():
            row.setChecked(False)

    def _not_on_card(self) -> None:
        self.conduct.begin_typing()


def _names(person: VitalePerson) -> str:
    return f"{person.name_text}  {person.first_name_text}"


def _short_date(person: VitalePerson) -> str:
    """As the card says it: « 17/03/84 »."""
    year, month, day = (person.birth_text[at : at + 2] for at in (0, 2, 4))
    return f"{day}/{month}/{year}"
