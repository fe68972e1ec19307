"""What the desk makes of a card read directly that cannot speak to INSi: the traits, as read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from fakes import a_card, a_person
from insdesk.errors import CardWithoutNumber, UnknownCard, VitaleComponentAbsent
from insdesk.identity.readings import Environment, NotFound, VitalePerson, VitaleSource
from insdesk.ui.qualify.pages.banners import NAME_OF_CARD
from insdesk.ui.qualify.pages.traits import TraitsPage
from insdesk.ui.qualify.pages.trouble import TroublePage
from insdesk.ui.texts import error_text
from insdesk.ui.texts.words import unbroken

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def real(sit):
    """A desk in production, nobody on file."""
    return sit(environment=Environment.PRODUCTION)


def show(seat, *persons: VitalePerson, source: VitaleSource = VitaleSource.DIRECT) -> None:
    seat.cards.insert(replace(a_card(*persons), source=source))


def form_after_the_card(seat) -> TraitsPage:
    """Press the fix of the error card on show."""
    trouble = seat.shown.host.page
    assert isinstance(trouble, TroublePage)
    assert trouble.card.fix.text() == "Rechercher par les traits"
    trouble.card.fix.click()
    page = seat.shown.host.page
    assert isinstance(page, TraitsPage)
    return page


def test_the_form_has_what_the_card_gave_of_the_chosen_person(real):
    show(real, a_person(), a_person(position=2, first_name_text="MAE", birth_text="20150612"))
    real.key(Qt.Key.Key_2)
    trouble = real.shown.host.page
    assert trouble.card.title.text() == "Composant de lecture Vitale absent"
    assert "déjà remplis" in trouble.card.explanation.text()
    form = form_after_the_card(real)
    typed = form.form()
    assert (typed.birth_name, typed.first_name) == ("TILLEUL", "MAE")
    assert (typed.birth_date, typed.sex) == ("12/06/2015", "")
    assert form.banner.words.text() == unbroken(NAME_OF_CARD)
    assert real.shown.conduct.run.holder is None
    assert not real.insi.asked


def test_a_date_that_is_none_comes_back_as_read(real):
    show(real, a_person(birth_text="2015061A"))
    assert real.shown.conduct.run.known is None
    real.shown.conduct.begin_typing(keep=True)
    assert real.shown.host.page.form().birth_date == "2015061A"
    assert real.shown.host.page.form().birth_name == "TILLEUL"


def test_a_card_without_a_number_gives_its_traits_too(sit):
    seat = sit()
    seat.insert(a_person(number=None))
    assert isinstance(seat.shown.host.page.error, CardWithoutNumber)
    form = form_after_the_card(seat)
    assert form.form().birth_name == "TILLEUL"
    assert form.banner.isVisible() is (a_card().source is not VitaleSource.OFFICIAL)


def test_an_official_reading_tells_the_birth_name(sit):
    seat = sit()
    show(seat, a_person(number=None), source=VitaleSource.OFFICIAL)
    assert not form_after_the_card(seat).banner.isVisible()


def test_somebody_else_than_those_of_the_card_is_typed_from_nothing(real):
    show(real, a_person(), a_person(position=2))
    real.key(Qt.Key.Key_0)
    assert real.shown.host.page.form().birth_name == ""
    assert not real.shown.host.page.banner.isVisible()


def test_without_a_reading_nothing_is_said_to_be_filled():
    assert "remplis" not in error_text(VitaleComponentAbsent()).explanation


def test_the_atr_of_an_unknown_card_stands_in_the_details(sit):
    seat = sit()
    seat.cards.failure = UnknownCard("3B 68 00 00 00 73 C8 40 11 00 90 00")
    seat.insert(a_person())
    card = seat.shown.host.page.card
    assert card.title.text() == "Carte non reconnue"
    assert "ATR 3B 68 00" in card.facts.text()


@pytest.mark.parametrize(
    ("birth", "said"),
    [("20190229", "Date impossible"), ("20150000", "Date incomplète")],
)
def test_a_date_that_is_no_day_is_said_where_nobody_is_found(sit, birth, said):
    seat = sit()
    seat.insi.answer = NotFound()
    code = "DATE_INCOMPLETE" if birth.endswith("0000") else "DATE_IMPOSSIBLE"
    seat.cards.insert(replace(a_card(a_person(birth_text=birth)), warnings=(code,)))
    assert len(seat.insi.asked) == 1
    assert said in seat.shown.host.page.note.text()


def test_the_date_of_somebody_else_of_the_card_is_not_said(sit):
    seat = sit()
    seat.insi.answer = NotFound()
    lunar = a_person(position=2, first_name_text="MAE", birth_text="20150000")
    seat.cards.insert(replace(a_card(a_person(), lunar), warnings=("DATE_INCOMPLETE",)))
    assert "Date incomplète" in seat.shown.host.page.banner.words.text()
    seat.key(Qt.Key.Key_1)
    assert "incomplète" not in seat.shown.host.page.note.text()
