"""The matricule of the record against INSi's on S05 (T23, T25), and a card that changed (J11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from builders import NUMBER, TEST_OID, a_control, a_matricule, a_retrieval, found, some_traits
from fakes import a_person, known_elodie
from insdesk.identity.matricule import Matricule, expected_key
from insdesk.identity.patient import Status
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.ui.qualify.pages.rows import lines_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
OTHER = "2780363999001"
NIA, NIR = "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.8"


def line(seat):
    rows = seat.shown.host.page.table.rows
    return next(row.line for row in rows if row.line.trait == "matricule")


def recorded(**changes):
    return known_elodie(retrieval=a_retrieval(**changes))


def test_the_same_number_says_so_and_asks_nothing(sit):
    seat = sit(recorded())
    seat.insert()
    assert (line(seat).symbol, line(seat).word, line(seat).tickable) == ("=", "Identique", False)


def test_a_number_that_replaced_the_one_held_needs_its_tick(sit):
    seat = sit(recorded())
    former = FormerMatricule(number=NUMBER, key=None, oid=TEST_OID)
    seat.insi.answer = found(matricule=a_matricule(OTHER), history=(former,))
    seat.insert()
    assert (line(seat).symbol, line(seat).tickable, line(seat).ticked) == ("≈", True, False)
    assert "remplacé" in line(seat).sentence
    seat.key(Qt.Key.Key_1)
    assert not seat.find("btn_qualify", QAbstractButton).isEnabled()
    assert "1 ligne" in seat.shown.host.page.bar.reason.text()
    seat.shown.conduct.tick("matricule", True)
    assert line(seat).ticked
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    (patient,) = seat.patients.stored.values()
    assert patient.active_matricule == a_matricule(OTHER)


@pytest.mark.parametrize("number", [NUMBER, OTHER])
def test_a_nia_that_became_a_nir_is_said_in_words(sit, number):
    waiting = Matricule(NUMBER, expected_key(NUMBER), NIA)
    final = Matricule(number, expected_key(number), NIR)
    seat = sit(recorded(matricule=waiting))
    former = FormerMatricule(number=NUMBER, key=None, oid=NIA)
    seat.insi.answer = found(matricule=final, history=(former,))
    seat.insert()
    assert "(NIA) est devenu un numéro définitif (NIR)" in line(seat).reason
    assert line(seat).tickable


def test_another_number_is_refused_before_pressing_with_a_way_on(sit):
    seat = sit(recorded())
    seat.insi.answer = found(matricule=a_matricule(OTHER))
    seat.insert()
    assert seat.sees("compare_page")
    assert line(seat).symbol == "≠"
    assert "deux personnes" in line(seat).reason
    seat.key(Qt.Key.Key_1)
    assert not seat.find("btn_qualify", QAbstractButton).isEnabled()
    assert "déclarez une collision" in seat.shown.host.page.bar.reason.text()
    wanted = []
    seat.shown.conduct.record_wanted.connect(wanted.append)
    seat.find("btn_collision", QAbstractButton).click()
    assert wanted == [known_elodie().uid]


def test_another_number_can_only_be_left(sit):
    seat = sit(recorded())
    seat.insi.answer = found(matricule=a_matricule(OTHER))
    seat.insert()
    later = seat.find("btn_later", QAbstractButton)
    assert later.text() == "Fermer"
    later.click()
    assert seat.sees("home_page")
    (patient,) = seat.patients.stored.values()
    assert patient.identity.retrieval.matricule == a_matricule()
    seat.insi.answer = found()
    seat.cards.pull()
    seat.insert()
    assert not seat.find("btn_collision", QAbstractButton).isVisible()
    assert seat.find("btn_later", QAbstractButton).text() == "Pas maintenant"


def test_no_number_on_the_record_means_that_insi_adds_it(sit):
    seat = sit(known_elodie())
    seat.insert(a_person(number=None))
    run = seat.shown.conduct.run
    if run.answer is None:  # a card without a number asks nothing
        seat.insert()
        run = seat.shown.conduct.run
    (row,) = [one for one in lines_of(run, lambda _c, _d: None) if one.trait == "matricule"]
    assert not row.tickable


def qualified(**changes):
    traits = some_traits(first_names=None).without_typed()
    return known_elodie(retrieval=a_retrieval(), control=a_control(snapshot=traits), **changes)


def test_a_card_that_says_another_name_is_shown_on_the_known_patient(sit):
    """J11: found among those born that day, opened, and the change is said."""
    seat = sit(qualified())
    seat.insert(a_person(name_text="GARANCEAU"))
    assert seat.sees("duplicate_page")
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_1)
    assert seat.sees("already_page")
    known = seat.shown.host.page
    assert known.changed.words.text() == (
        "La carte a changé\xa0: nom de naissance. Interroger INSi\xa0? (F8)"
    )
    assert not seat.insi.asked
    seat.key(Qt.Key.Key_F8)
    assert len(seat.insi.asked) == 1


def test_a_card_that_says_the_same_or_the_used_name_shows_nothing(sit):
    seat = sit(qualified(used_name="Garanceau"))
    for name in ("TILLEUL", "GARANCEAU"):
        seat.insert(a_person(name_text=name))
        assert seat.sees("already_page")
        assert seat.shown.host.page.changed.isHidden()
        seat.shown.conduct.leave()
        seat.cards.pull()
    (patient,) = seat.patients.stored.values()
    assert patient.status is Status.QUAL
    assert patient.environment is Environment.DECOUVERTE
