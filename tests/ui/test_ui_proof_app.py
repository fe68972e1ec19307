"""The application carte Vitale in the windows: its doors, its page, what closes « Qualifier »."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from builders import an_app_reading, qualified_patient, some_traits
from fakes import known_elodie
from insdesk.errors import AppCodeRefused
from insdesk.identity.patient import Channel, Status
from insdesk.ui.qualify.pages.app_card import KNOWN, NEW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


def page(seat):
    return seat.shown.host.page


def button(seat, name):
    return seat.find(name, QAbstractButton)


def kept(seat):
    (patient,) = seat.patients.stored.values()
    return patient


def test_without_a_reader_there_is_no_door(sit):
    seat = sit()
    assert not button(seat, "btn_read_app").isVisible()
    seat.key(Qt.Key.Key_F6)
    assert not button(seat, "btn_traits_app").isVisible()


def test_no_window_of_its_own_opens_with_the_page_of_the_traits(sit):
    seat = sit(app=True)
    seat.key(Qt.Key.Key_F6)
    assert button(seat, "btn_traits_app").isVisible()
    assert seat.window.isActiveWindow()
    assert not button(seat, "btn_traits_app").isWindow()


def test_a_new_patient_is_qualified_by_one_press_and_one_key(sit):
    seat = sit(app=True)
    button(seat, "btn_read_app").click()
    assert seat.sees("app_page")
    assert page(seat).sub.text() == NEW
    assert page(seat).values["birth_name"].text() == "TILLEUL"
    assert page(seat).values["matricule"].text().startswith("2 78 03 63 999 000")
    assert seat.patients.stored == {}
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("result_page")
    assert kept(seat).status is Status.QUAL
    assert kept(seat).identity.retrieval.channel is Channel.AV
    assert not seat.insi.asked


def test_qualifying_is_never_under_the_first_key(sit):
    seat = sit(app=True)
    button(seat, "btn_read_app").click()
    seat.key(Qt.Key.Key_Return)
    assert seat.patients.stored == {}


def test_a_known_record_is_compared_and_its_difference_ticked(sit):
    seat = sit(known_elodie(), app=True)
    seat.phone.says = an_app_reading(first_name="ELODIE-MARTHE", first_names="ELODIE-MARTHE ROSE")
    button(seat, "btn_read_app").click()
    assert page(seat).sub.text() == KNOWN
    assert not page(seat).card.isVisible()
    words = [row.line.word for row in page(seat).table.rows]
    assert "Ajouté par l’application" in words
    assert not any("INSi" in f"{row.line.word} {row.line.reason}" for row in page(seat).table.rows)
    assert not button(seat, "btn_app_qualify").isEnabled()
    assert "Il reste 1 ligne à vérifier." in page(seat).bar.reason.text()
    seat.key(Qt.Key.Key_Space)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert kept(seat).status is Status.QUAL


def test_a_discordance_closes_the_way_and_says_the_repair(sit):
    seat = sit(known_elodie(), app=True)
    seat.phone.says = an_app_reading(birth_place="64999")
    button(seat, "btn_read_app").click()
    assert not button(seat, "btn_app_qualify").isEnabled()
    assert "corrigez le dossier" in page(seat).bar.reason.text()
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert kept(seat).status is Status.PROV


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"valid": False}, "a expiré"),
        ({"sex": None}, "Il manque un trait au dossier : sexe"),
        ({"birth_name": "tilleul"}, "n’est pas complet"),
    ],
)
def test_a_scan_that_cannot_serve_says_why(sit, said, words):
    seat = sit(app=True)
    seat.phone.says = an_app_reading(**said)
    button(seat, "btn_read_app").click()
    assert not button(seat, "btn_app_qualify").isEnabled()
    assert words in page(seat).bar.reason.text()


def test_a_code_that_is_not_genuine_has_its_page_and_can_be_tried_again(sit):
    seat = sit(app=True)
    seat.phone.failure = AppCodeRefused()
    button(seat, "btn_read_app").click()
    assert page(seat).card.title.text() == "Code de l’application carte Vitale refusé"
    seat.phone.failure = None
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("app_page")


def test_a_record_born_the_same_day_is_looked_at_first(sit):
    seat = sit(known_elodie(traits=some_traits(birth_name="Hêtre").without_typed()), app=True)
    button(seat, "btn_read_app").click()
    assert not seat.sees("app_page")
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("app_page")


def test_a_qualified_record_has_nothing_to_do(sit):
    seat = sit(qualified_patient(), app=True)
    button(seat, "btn_read_app").click()
    assert seat.sees("already_page")


def test_it_can_be_read_again_and_left_without_a_trace(sit):
    seat = sit(app=True)
    button(seat, "btn_read_app").click()
    seat.phone.says = an_app_reading(first_names="ELODIE ROSE")
    button(seat, "btn_app_again").click()
    assert page(seat).values["first_names"].text() == "ELODIE ROSE"
    shown = page(seat)
    button(seat, "btn_app_later").click()
    assert seat.sees("home_page")
    assert seat.patients.stored == {}
    assert all(label.text() == "" for label in shown.values.values())
