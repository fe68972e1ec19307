"""What the patient is shown, when, and what becomes of his answer (ux.md §6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from insdesk.identity.patient import Patient
from insdesk.identity.readings import Found
from insdesk.qualification.steps import PatientView, Run
from insdesk.ui.formats import PlaceLabels, age_years
from insdesk.ui.patient_card import NOT_ME, PatientCard
from insdesk.ui.patient_screen import PatientScreen
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.qualify.pages.banners import MAJORITY
from insdesk.ui.theme import Theme

NOT_THE_PATIENT = "Le patient dit être une autre personne : rien n’est enregistré."


class PatientSide(QObject):
    """Owns the patient's screen; it is blank unless F7 was pressed for the person at the desk."""

    def __init__(self, conduct: Conductor, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._conduct, self._window, self._theme = conduct, window, theme
        self._screen: PatientScreen | None = None
        self._for_run = False
        self._hid_window = False
        conduct.patient_wanted.connect(self.toggle)
        conduct.blanked.connect(self.blank)

    @property
    def screen(self) -> PatientScreen:
        """The window, built when first needed."""
        if self._screen is None:
            self._screen = PatientScreen(self._theme)
            self._screen.confirmed.connect(self._confirmed)
            self._screen.contested.connect(self._contested)
            self._screen.closed.connect(self._closed)
        return self._screen

    def chores(self) -> list[Callable[[], object]]:
        """What makes the first F7 quick, in pieces, for when nothing is asked."""
        return [lambda: self.screen, lambda: self.screen.rehearse(second_display(self._window))]

    @property
    def is_open(self) -> bool:
        """Whether somebody's traits are on it."""
        return self._screen is not None and self._screen.is_open

    def toggle(self) -> None:
        """F7 on S05: open for the run, or close."""
        run = self._conduct.run
        if self.is_open:
            self.blank()
            return
        card = card_of_run(run, self._conduct.places, self._conduct.today()) if run else None
        if card is None:
            return
        self._for_run = True
        self._open(card)
        self._conduct.patient_saw(PatientView.SHOWN, frozenset())

    def show_record(self, patient: Patient) -> None:
        """F7 on S15."""
        if self.is_open:
            self.blank()
            return
        self._for_run = False
        self._open(card_of_record(patient, self._conduct.places, self._conduct.today()))

    def blank(self) -> None:
        """Forget the person: card withdrawn, patient changed, lock."""
        if self._screen is not None:
            self._screen.blank()

    def close(self) -> None:
        """The desk closes."""
        if self._screen is not None:
            self._screen.blank()
            self._screen.close()

    def _open(self, card: PatientCard) -> None:
        other = second_display(self._window)
        self.screen.open_for(card, other)
        if other is None:
            self._hid_window = True
            self._window.hide()

    def _confirmed(self) -> None:
        self._window.activateWindow()
        if self._for_run:
            self._conduct.patient_saw(PatientView.CONFIRMED, frozenset())

    def _contested(self, traits: object) -> None:
        self._window.activateWindow()
        named = frozenset(traits) if isinstance(traits, frozenset) else frozenset()
        if not self._for_run:
            return
        self._conduct.patient_saw(PatientView.CONTESTED, named)
        if NOT_ME in named:
            self._conduct.leave()
            self._conduct.told.emit(NOT_THE_PATIENT)

    def _closed(self) -> None:
        self._for_run = False
        if self._hid_window:
            self._hid_window = False
            self._window.show()
            self._window.activateWindow()


def second_display(window: QWidget) -> QScreen | None:
    """A display that is not the practitioner's, or None."""
    mine = window.screen()
    return next((one for one in QGuiApplication.screens() if one is not mine), None)


def card_of_run(run: Run, places: PlaceLabels, today: date) -> PatientCard | None:
    """INSi's traits of this run, nothing else; None before an answer."""
    answer = run.answer
    if not isinstance(answer, Found):
        return None
    return _card(
        (answer.birth_name, answer.first_names, answer.birth_date, answer.sex, answer.birth_place),
        answer.matricule.value if answer.matricule else "",
        (run.used_first_name, run.used_name),
        places,
        today,
    )


def card_of_record(patient: Patient, places: PlaceLabels, today: date) -> PatientCard:
    """The traits of one record."""
    traits, retrieval = patient.traits, patient.identity.retrieval
    return _card(
        (
            traits.birth_name,
            traits.first_names or traits.first_name,
            traits.birth_date,
            traits.sex.value if traits.sex else None,
            traits.birth_place,
        ),
        retrieval.matricule.value if retrieval else "",
        (patient.used_first_name, patient.used_name),
        places,
        today,
    )


def _card(
    values: tuple[str | None, str | None, str | None, str | None, str | None],
    matricule: str,
    used: tuple[str | None, str | None],
    places: Callable[[str, str | None], str | None],
    today: date,
) -> PatientCard:
    birth_name, first_names, born, sex, place = values
    years = age_years(born, today)
    return PatientCard(
        birth_name=birth_name or "",
        first_names=first_names or "",
        birth_date=born or "",
        birth_place=(places(place, born) or place) if place else "",
        sex=sex or "",
        matricule=matricule,
        used_name=" ".join(part for part in used if part),
        is_child=years is not None and years < MAJORITY,
    )
