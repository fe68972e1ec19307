"""S03 with a card that leaves the century out: asked for, even alone, never chosen by itself."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fakes import a_person
from insdesk.identity.readings import VitalePerson
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.qualify.pages.holder import HolderPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def on_this_day(monkeypatch):
    monkeypatch.setattr(Conductor, "today", lambda _self: date(2026, 11, 22))


def elodie(**changes: object) -> VitalePerson:
    return a_person(birth_text="780309", lacks_century=True, **changes)


def page(seat) -> HolderPage:
    shown = seat.shown.host.page
    assert isinstance(shown, HolderPage)
    return shown


def words(seat) -> str:
    return " | ".join(one.text() for one in page(seat).findChildren(QLabel))


def asked_dates(seat) -> list[str | None]:
    return [one.birth_date for one in seat.insi.asked]


def test_alone_on_the_card_he_is_shown_as_read_and_asked_for(sit):
    seat = sit()
    seat.insert(elodie())
    assert seat.sees("beneficiary_page")
    row = page(seat).rows[1]
    assert "09/03/78 · siècle non indiqué sur la carte" in row.accessibleName() + words(seat)
    assert not seat.insi.asked
    seat.key(Qt.Key.Key_1)
    assert [one.objectName() for one in page(seat).rows.values()] == ["birth_year_1978"]
    assert not seat.insi.asked, "a single year is a declaration too"
    seat.key(Qt.Key.Key_1)
    assert asked_dates(seat) == ["1978-03-09"]
    assert seat.sees("compare_page")


def test_two_years_are_told_apart_by_their_age(sit):
    seat = sit()
    seat.insert(a_person(), a_person(position=2, birth_text="200612", lacks_century=True))
    seat.key(Qt.Key.Key_2)
    assert list(page(seat).rows) == [1, 2]
    said = page(seat).rows[1].accessibleName() + page(seat).rows[2].accessibleName()
    for one in ("Né(e) en 2020", "6 ans", "Né(e) en 1920", "106 ans"):
        assert one in said + words(seat)
    seat.key(Qt.Key.Key_2)
    assert asked_dates(seat) == ["1920-06-12"]


def test_escape_returns_to_the_persons_then_leaves(sit):
    seat = sit()
    seat.insert(elodie(), a_person(position=2, birth_text="20150612"))
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Escape)
    assert list(page(seat).rows) == [1, 2]
    seat.key(Qt.Key.Key_2)
    assert asked_dates(seat) == ["2015-06-12"]


def test_nobody_here_is_still_possible_while_the_year_is_asked(sit):
    seat = sit()
    seat.insert(elodie())
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_0)
    assert seat.sees("traits_page")
    assert not seat.insi.asked


def test_a_card_pulled_while_the_year_is_asked_leaves_nothing(sit):
    seat = sit()
    seat.insert(elodie())
    seat.key(Qt.Key.Key_1)
    kept = seat.shown.host.page
    seat.cards.pull()
    assert kept.rows == {}
    assert "TILLEUL" not in kept.sub.text()


def test_the_journal_says_that_it_was_declared(sit):
    seat = sit()
    seat.insert(elodie())
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_1)
    assert seat.journal.last("VITALE_READ").facts["codes"] == ["SIECLE_DECLARE"]
