"""A desk that nobody declared his (X4), and a CPS that says several places of work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import known_elodie
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton

from fakes import Seat, a_seat
from insdesk.errors import (
    NoReader,
    PinBlocked,
    PractitionerCardAbsent,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind, Workplace
from insdesk.identity.readings import Environment
from insdesk.qualification.diagnosis import Check, Following, Health, diagnose
from insdesk.qualification.setup import SetupStep
from insdesk.settings import Settings
from insdesk.ui import texts
from insdesk.ui.texts import setup as words
from insdesk.ui.texts.words import unbroken

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

DECLARED = Settings(installation_id="poste-de-test", declared_on="2026-05-04")
OWNED = replace(DECLARED, owner_national_id=DOCTOR.national_id)
ALONE = Workplace(structure="CABINET EXEMPLE", structure_id="499999", sector="SA07")
HOUSE = Workplace(structure="MAISON FICTIVE", structure_id="199999", sector="SA52")
NOWHERE = Workplace(structure="SANS SECTEUR", structure_id="", sector="")


@pytest.fixture
def new(qtbot, qapp):
    """A desk in production, its set-up put off; the CPS is not in yet."""
    seats: list[Seat] = []

    def begin(settings: Settings = DECLARED, *records: object) -> Seat:
        seat = a_seat(
            *records, settings=settings, environment=Environment.PRODUCTION, session=False
        )
        seats.append(seat)
        qtbot.addWidget(seat.window)
        qtbot.waitUntil(seat.window.isActiveWindow)
        if seat.sees("btn_setup_later"):
            click(seat, "btn_setup_later")
        return seat

    yield begin
    for seat in seats:
        seat.shown.close()


def click(seat: Seat, name: str) -> None:
    button = seat.find(name, QAbstractButton)
    assert button.isVisible(), name
    assert button.isEnabled(), name
    button.click()


# --- nobody's desk --------------------------------------------------------------------------------


def test_the_question_is_one_action_away_once_the_code_is_given(new):
    seat = new()
    seat.open_session()
    assert words.OWNER_WANTED in seat.window.notice.words.text()
    click(seat, "notice_action")
    assert seat.shown.care.setup.step is SetupStep.CARD
    assert seat.find("setup_question", QLabel).text().startswith("Êtes-vous bien Maud EXEMPLE")
    assert not seat.sees("notice")


def test_what_is_said_goes_once_the_set_up_is_there_by_another_way(new):
    seat = new()
    seat.open_session()
    assert seat.sees("notice")
    seat.shown.show_settings()
    click(seat, "btn_setup")
    assert seat.sees("setup_wizard")
    assert not seat.sees("notice")


def test_it_is_said_once_a_session_and_not_over_the_set_up(new):
    seat = new()
    seat.open_session()
    seat.window.notice.dismiss()
    seat.shown.session.changed.emit()
    assert not seat.sees("notice")
    seat.shown.care.show_setup(SetupStep.CODE)
    seat.cards.set_cps(CpsState.ABSENT)
    seat.open_session()
    assert not seat.sees("notice")


@pytest.mark.parametrize("kind", [CardKind.CPE, CardKind.CDE])
def test_a_card_that_can_have_no_desk_is_not_asked(new, kind):
    seat = new()
    seat.cards.holder = replace(DOCTOR, kind=kind)
    seat.open_session()
    assert not seat.sees("notice")


def test_a_desk_that_is_somebodys_says_nothing(new):
    seat = new(OWNED)
    seat.open_session()
    assert not seat.sees("notice")


def test_the_exception_says_why_it_is_closed_and_where_to_open_it(new):
    seat = new(DECLARED, known_elodie())
    seat.open_session()
    seat.insert()
    choice = seat.find("proof_7", QAbstractButton)
    assert choice.isVisible()
    assert not choice.isEnabled()
    told = seat.find("exception_missing_label", QLabel).text()
    assert texts.REFUSALS["POSTE_SANS_TITULAIRE"] in told
    assert "Configurer mon poste" in told


def test_no_code_is_asked_over_the_question_whose_card_this_is(new):
    seat = new()
    for step in (SetupStep.CHECK, SetupStep.CARD, SetupStep.PRACTICE):
        seat.shown.care.show_setup(step)
        seat.cards.set_cps(CpsState.ABSENT)
        seat.cards.set_cps(CpsState.PIN_NEEDED)
        assert seat.shown.session.dialog is None, step
    seat.shown.care.show_setup(SetupStep.CODE)
    seat.cards.set_cps(CpsState.ABSENT)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    assert seat.shown.session.dialog is not None


@pytest.mark.parametrize(
    ("kind", "nominative", "said"),
    [
        (CardKind.CPE, True, "C’est une CPE, pas une CPS : elle peut servir ici"),
        (CardKind.CPE, False, "C’est une CPE sans titulaire nommé, pas une CPS : elle ne permet"),
        (CardKind.CDE, True, "C’est une CDE, pas une CPS : elle ne permet"),
        (CardKind.CPF, True, "C’est une CPF, pas une CPS : elle ne permet"),
        (CardKind.CPA, True, "C’est une CPA, pas une CPS : elle ne permet"),
        (CardKind.CPX, True, "C’est une CPX, pas une CPS : elle ne permet"),
    ],
)
def test_the_set_up_says_what_each_other_card_is_good_for(new, kind, nominative, said):
    seat = new()
    seat.cards.holder = replace(DOCTOR, kind=kind, nominative=nominative)
    seat.shown.care.show_setup(SetupStep.CARD)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    assert seat.find("setup_card_about", QLabel).text().startswith(unbroken(said))
    assert not seat.find("btn_setup_on", QAbstractButton).isEnabled()


# --- several places of work -----------------------------------------------------------------------


def at_code(seat: Seat, *practises: Workplace) -> None:
    """Step 4, the code given, of a card with these situations."""
    seat.cards.practises = practises
    seat.shown.care.show_setup(SetupStep.CODE)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, PIN)
    dialog.submit.click()
    assert seat.shown.session.is_open


def test_several_places_are_asked_and_none_is_chosen_beforehand(new):
    seat = new(OWNED)
    at_code(seat, ALONE, HOUSE)
    assert seat.sees("setup_situations")
    first = seat.find("setup_situation_1", QRadioButton)
    second = seat.find("setup_situation_2", QRadioButton)
    assert first.text() == "CABINET EXEMPLE, cabinet individuel (SA07)"
    assert second.text() == "MAISON FICTIVE, maison de santé (SA52)"
    assert not first.isChecked()
    assert not second.isChecked()
    assert not seat.find("btn_setup_on", QAbstractButton).isEnabled()
    second.click()
    assert seat.settings[0].sector == "SA52"
    assert seat.settings[0].owner_national_id == DOCTOR.national_id
    first.click()
    assert seat.settings[0].sector == "SA07"
    click(seat, "btn_setup_on")
    assert seat.shown.care.setup.step is SetupStep.READY


def test_what_was_chosen_before_is_shown(new):
    seat = new(replace(OWNED, sector="SA52"))
    at_code(seat, ALONE, HOUSE)
    assert seat.find("setup_situation_2", QRadioButton).isChecked()
    assert seat.find("btn_setup_on", QAbstractButton).isEnabled()


@pytest.mark.parametrize(
    "practises",
    [(), (ALONE,), (NOWHERE,), (ALONE, replace(ALONE, structure="AUTRE FICTIF"))],
    ids=["none", "one", "no sector", "one sector"],
)
def test_without_a_choice_to_make_nothing_is_asked(new, practises):
    seat = new(OWNED)
    at_code(seat, *practises)
    assert not seat.sees("setup_situations")
    assert seat.settings[0].sector == ""
    assert seat.find("btn_setup_on", QAbstractButton).isEnabled()


def test_the_places_go_with_the_card(new):
    seat = new(OWNED)
    at_code(seat, ALONE, HOUSE, NOWHERE)
    assert len(seat.shown.care.setup.code.situations.group.buttons()) == 2
    seat.cards.set_cps(CpsState.ABSENT)
    assert not seat.sees("setup_situations")
    at_code(seat, ALONE)
    assert not seat.sees("setup_situations")


# --- what a first start shows ---------------------------------------------------------------------


def test_a_card_that_comes_in_is_seen_by_the_first_step_too(new):
    """« Continuer sans carte » is not said to who has just put his card in."""
    seat = new()
    there = [(Health.WATCH, "absente", "Insérez votre CPS."), (Health.GOOD, "lisible", "")]
    looks: list[object] = []

    def look(following: Following | None = None, only: object = tuple(Check)) -> object:
        looks.append(only)
        told = there[min(len(looks), len(there)) - 1]
        return diagnose({check: lambda: told for check in Check}, following=following, only=only)

    seat.desk._to = replace(seat.desk._to, diagnosis=look)
    seat.shown.care.setup_room.page.steps[SetupStep.CHECK]._ended = False
    seat.shown.care.show_setup(SetupStep.CHECK)
    assert seat.find("btn_setup_on", QAbstractButton).text() == words.CHECK_WITHOUT
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    assert len(looks) == 2
    assert seat.find("btn_setup_on", QAbstractButton).text() == words.CHECK_ON


def test_the_strip_says_that_insi_was_reached(new):
    seat = new(OWNED)
    good = {check: lambda: (Health.GOOD, "bien", "") for check in Check}

    def look(following: Following | None = None, only: object = tuple(Check)) -> object:
        return diagnose(good, following=following, only=only)

    seat.desk._to = replace(seat.desk._to, diagnosis=look)
    assert seat.window.strip.state_of("INSi") != "joignable"
    at_code(seat)
    assert seat.find("setup_insi", QLabel).text().startswith("INSi répond en ")
    assert seat.window.strip.state_of("INSi") == "joignable"


TROUBLES = [
    (PractitionerCardAbsent(), "Insérez votre CPS"),
    (PinBlocked(), "Code bloqué"),
    (PractitionerComponentAbsent(), "Composant CPS introuvable"),
    (PractitionerComponentFailed("x"), "Le composant CPS ne répond plus"),
    (NoReader(), "Aucun lecteur détecté"),
]


@pytest.mark.parametrize(("error", "said"), TROUBLES)
@pytest.mark.parametrize("asked", ["practitioner", "open_session"])
def test_a_code_that_cannot_be_given_is_said_in_its_step(new, error, said, asked):
    """The set-up is not left for an error card: what was to be done there stays in front."""

    def refuse(*_given: object) -> None:
        raise error

    seat = new(OWNED)
    seat.shown.care.show_setup(SetupStep.CODE)
    usual = getattr(seat.cards, asked)
    setattr(seat.cards, asked, refuse)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    dialog = seat.shown.session.dialog
    if dialog is not None:
        QTest.keyClicks(dialog.edit, PIN)
        dialog.submit.click()
    assert seat.sees("setup_code_trouble")
    assert seat.find("setup_code_trouble", QLabel).text().startswith(f"{said}. ")
    setattr(seat.cards, asked, usual)
    click(seat, "btn_setup_on")
    assert not seat.sees("setup_code_trouble")
    QTest.keyClicks(seat.shown.session.dialog.edit, PIN)
    seat.shown.session.dialog.submit.click()
    assert seat.shown.session.is_open
    assert seat.find("btn_setup_on", QAbstractButton).text() == "Continuer"
