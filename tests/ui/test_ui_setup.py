"""J9, the set-up of the practitioner: « Oui » makes the desk his; steps left are taken up again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton, QWidget

from fakes import Seat, a_seat
from insdesk.errors import PractitionerCardAbsent
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment
from insdesk.qualification.diagnosis import Check, Following, Health, diagnose
from insdesk.qualification.setup import SetupStep
from insdesk.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
FRESH = Settings(installation_id="poste-de-test")
OTHER = replace(DOCTOR, national_id="899900000025", name="AUTRE-FICTIF")


@pytest.fixture
def new(qtbot, qapp):
    """A desk that nobody has set up, in production; its CPS is in, its code not given."""
    seats: list[Seat] = []

    def begin(settings: Settings = FRESH) -> Seat:
        seat = a_seat(settings=settings, environment=Environment.PRODUCTION, session=False)
        box = seat.settings
        probes = {check: lambda: (Health.GOOD, "bien", "") for check in Check}

        def look(following: Following | None = None, only: object = tuple(Check)) -> object:
            return diagnose(probes, following=following, only=only)

        seat.desk._to = replace(
            seat.desk._to,
            diagnosis=look,
            remember_owner=lambda one: box.__setitem__(0, replace(box[0], owner_national_id=one)),
        )
        seats.append(seat)
        qtbot.addWidget(seat.window)
        qtbot.waitUntil(seat.window.isActiveWindow)
        return seat

    yield begin
    for seat in seats:
        seat.shown.close()


class Hand:
    """Clicks, and counts them as a user would (ux.md §1)."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.actions = seat, 0

    def click(self, name: str) -> None:
        self.actions += 1
        button = self.seat.find(name, QAbstractButton)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()

    @property
    def step(self) -> SetupStep | None:
        return self.seat.shown.care.setup.step

    def text(self, name: str) -> str:
        return self.seat.find(name, QLabel).text()


def put_cps(seat: Seat) -> None:
    """The card comes in; a dialog that it opens is put away, as one does to read on."""
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    if seat.shown.session.dialog is not None:
        seat.shown.session.dialog.reject()


def test_a_first_start_opens_it_outside_decouverte(new, sit):
    assert new().sees("setup_wizard")
    assert not sit(settings=FRESH).sees("setup_wizard")
    owned = new(replace(FRESH, owner_national_id=DOCTOR.national_id))
    assert not owned.sees("setup_wizard")


def test_the_whole_set_up_in_twelve_actions_at_most(new):
    seat = new()
    put_cps(seat)
    hand = Hand(seat)
    assert hand.text("setup_progress") == "Étape 1 sur 5"
    hand.click("btn_setup_on")
    assert (
        hand.text("setup_question") == "Êtes-vous bien Maud EXEMPLE, médecin, RPPS 99900000017\xa0?"
    )
    assert seat.settings[0].owner_national_id == "", "not before « Oui »"
    hand.click("btn_setup_on")
    assert seat.settings[0].owner_national_id == DOCTOR.national_id
    hand.click("setup_structure_SEUL")
    hand.click("setup_secretariat_non")
    assert hand.text("setup_consequence").startswith("Procédure d’exception ouverte")
    hand.click("btn_setup_on")
    assert (seat.settings[0].structure, seat.settings[0].secretariat) == ("SEUL", False)
    assert seat.settings[0].declared_on
    assert seat.settings[0].owner_national_id == DOCTOR.national_id, "nothing is lost on the way"
    hand.click("btn_setup_on")
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, PIN)
    hand.actions += 1
    dialog.submit.click()
    assert hand.text("setup_insi").startswith("INSi répond en 0,")
    hand.click("btn_setup_on")
    assert hand.step is SetupStep.READY
    hand.click("btn_setup_on")
    assert seat.sees("home_page")
    assert hand.actions <= 12
    assert not seat.insi.asked, "nobody was asked about"


def test_nothing_is_chosen_for_the_practitioner(new):
    seat = new()
    seat.shown.care.show_setup(SetupStep.PRACTICE)
    radios = seat.shown.care.setup.findChildren(QRadioButton)
    assert len(radios) == 10
    assert not [one for one in radios if one.isChecked()]
    assert not seat.find("btn_setup_on", QAbstractButton).isEnabled()


@pytest.mark.parametrize(
    ("structure", "secretariat", "words"),
    [
        ("GROUPE", "non", "ouverte"),
        ("SEUL", "oui", "qui qualifient eux-mêmes"),
        ("HOPITAL", "non", "Réservée aux libéraux"),
        ("RADIOLOGIE", "oui", "qui qualifient eux-mêmes"),
    ],
)
def test_the_desk_says_what_it_means_for_the_exception(new, structure, secretariat, words):
    seat = new()
    seat.shown.care.show_setup(SetupStep.PRACTICE)
    hand = Hand(seat)
    hand.click(f"setup_structure_{structure}")
    hand.click(f"setup_secretariat_{secretariat}")
    assert words in hand.text("setup_consequence")


def test_back_loses_nothing_and_later_is_taken_up_again(new):
    seat = new()
    put_cps(seat)
    hand = Hand(seat)
    seat.shown.care.show_setup(SetupStep.PRACTICE)
    hand.click("setup_structure_GROUPE")
    hand.click("btn_setup_back")
    assert hand.step is SetupStep.CARD
    hand.click("btn_setup_on")
    assert seat.find("setup_structure_GROUPE", QRadioButton).isChecked()
    hand.click("btn_setup_later")
    assert seat.sees("home_page")
    seat.shown.show_settings()
    hand.click("btn_setup")
    assert hand.step is SetupStep.PRACTICE
    assert seat.find("setup_structure_GROUPE", QRadioButton).isChecked()


def test_no_makes_nobody_the_owner(new):
    seat = new()
    put_cps(seat)
    hand = Hand(seat)
    seat.shown.care.show_setup(SetupStep.CARD)
    hand.click("btn_setup_other")
    assert hand.step is SetupStep.CARD
    assert not seat.find("btn_setup_on", QAbstractButton).isEnabled()
    assert seat.settings[0].owner_national_id == ""


def test_it_goes_on_without_a_card(new):
    seat = new()
    seat.desk._to.cards.practitioner = absent
    hand = Hand(seat)
    seat.shown.care.show_setup(SetupStep.CARD)
    assert hand.text("setup_question") == "Insérez votre CPS"
    hand.click("btn_setup_other")
    assert hand.step is SetupStep.PRACTICE


def absent() -> None:
    raise PractitionerCardAbsent


def test_a_card_that_comes_in_is_read_at_once(new):
    seat = new()
    usual = seat.cards.practitioner
    seat.cards.practitioner = absent
    seat.shown.care.show_setup(SetupStep.CARD)
    seat.cards.practitioner = usual
    put_cps(seat)
    assert Hand(seat).text("setup_question").startswith("Êtes-vous bien Maud EXEMPLE")


def test_a_cpe_has_no_desk_of_its_own(new):
    seat = new()
    seat.cards.holder = replace(DOCTOR, kind=CardKind.CPE)
    put_cps(seat)
    seat.shown.care.show_setup(SetupStep.CARD)
    assert "CPE" in Hand(seat).text("setup_card_about")
    assert not seat.find("btn_setup_on", QAbstractButton).isEnabled()


def test_without_the_oui_the_code_makes_nobody_the_owner(new):
    seat = new()
    Hand(seat).click("btn_setup_later")
    seat.open_session()
    assert seat.shown.session.is_open
    assert seat.settings[0].owner_national_id == ""


def test_in_decouverte_the_first_cps_is_the_owner(sit):
    seat = sit(settings=FRESH, session=False)
    kept: list[str] = []
    seat.desk._to = replace(seat.desk._to, remember_owner=kept.append)
    seat.open_session()
    assert kept == [DOCTOR.national_id]


def test_the_cps_of_another_leads_to_the_set_up_and_gets_no_code(new):
    seat = new(replace(FRESH, owner_national_id=DOCTOR.national_id, declared_on="2026-05-04"))
    given: list[str] = []
    seat.cards.open_session = given.append
    seat.cards.holder = OTHER
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    assert seat.shown.session.dialog is None
    assert given == []
    card = seat.shown.host.page.card
    assert card.title.text() == "CPS d’un autre titulaire"
    assert seat.window.strip.state_of("CPS") == "autre titulaire"
    card.fix.click()
    hand = Hand(seat)
    assert hand.step is SetupStep.CARD
    assert "AUTRE-FICTIF" in hand.text("setup_question")
    hand.click("btn_setup_on")
    assert seat.settings[0].owner_national_id == OTHER.national_id
    assert hand.step is SetupStep.PRACTICE


def test_settings_changed_here_are_not_undone_by_the_settings_page(new):
    seat = new()
    seat.shown.show_settings()
    put_cps(seat)
    hand = Hand(seat)
    seat.shown.care.show_setup(SetupStep.CARD)
    hand.click("btn_setup_on")
    seat.shown.show_settings()
    seat.shown.settings.exception.setChecked(False)
    assert seat.settings[0].owner_national_id == DOCTOR.national_id
    assert seat.settings[0].exception_procedure is False


def test_escape_is_a_step_back_then_out(new):
    seat = new()
    seat.shown.care.show_setup(SetupStep.CARD)
    seat.key(Qt.Key.Key_Escape)
    assert Hand(seat).step is SetupStep.CHECK
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("home_page")


def test_every_widget_that_takes_the_focus_has_a_name(new):
    seat = new()
    put_cps(seat)
    for step in SetupStep:
        seat.shown.care.show_setup(step)
        assert unnamed(seat.shown.care.setup) == [], step
    seat.shown.care.show_diagnostic()
    assert unnamed(seat.shown.care.diagnostic) == []


def unnamed(page: QWidget) -> list[str]:
    """Widgets in sight that take the focus and say nothing (A1)."""
    nobody = Qt.FocusPolicy.NoFocus
    return [
        one.objectName() or type(one).__name__
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() != nobody
        if not (one.accessibleName() or getattr(one, "text", str)())
    ]
