"""Marks: what falls is said before, nothing comes back after, a reason always; collision too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from record_stage import UID, act, left, press_primary, qualified, stored

from fakes import known_elodie
from insdesk.identity.patient import Attribut, Status
from insdesk.ui.texts import record as words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def seat(sit):
    seat = sit(qualified())
    seat.shown.show_record(UID)
    return seat


@pytest.mark.parametrize(
    ("code", "mark"), [("doubtful", Attribut.DOUT), ("fictitious", Attribut.FICT)]
)
def test_iv111_what_falls_is_said_then_done(seat, code, mark):
    page = act(seat, code)
    said = page.falls.words.text()
    for line in (words.STATUS_FALLS[Status.QUAL], words.INS_FALLS, words.CONTROL_FALLS):
        assert line in said
    assert words.NO_MORE_CALLS in said
    assert words.NOT_RESTORED in said
    assert page.set.text() == "Marquer et archiver l’INS"
    assert not page.set.isEnabled()
    assert page.bar.reason.text() == words.REASON_ASKED
    page.reason.pills[0].click()
    press_primary(seat)
    kept = stored(seat)
    assert kept.status is Status.PROV
    assert kept.identity.attributes == {mark}
    assert kept.identity.retrieval is None
    assert len(kept.identity.invalidated) == 1
    assert seat.sees("patient_page")
    assert seat.shown.record.badge.status is Status.PROV
    assert seat.shown.record.more.hasFocus()


def test_a_provisional_record_has_nothing_to_lose(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    page = act(seat, "doubtful")
    assert page.falls.words.text().endswith(words.NO_MORE_CALLS)
    assert words.INS_FALLS not in page.falls.words.text()
    assert page.set.text() == "Marquer"


def test_iv112_what_cannot_be_combined_is_refused_in_words(sit):
    seat = sit(known_elodie(attributes=[Attribut.FICT]))
    seat.shown.show_record(UID)
    page = act(seat, "doubtful")
    page.reason.edit.setText("Confusion")
    press_primary(seat)
    assert page.isVisible()
    assert page.problem.words.text()
    assert "IV-112" not in page.problem.words.text()
    assert page.reason.words == "Confusion"
    assert stored(seat).identity.attributes == {Attribut.FICT}


def test_homonym_asks_whether_it_is_certain_and_chooses_nothing(seat):
    page = act(seat, "homonym")
    assert page.which.chosen is None
    page.reason.edit.setText("Même nom, même date")
    assert not page.set.isEnabled()
    seat.shown.record.setFocus()
    page.which.buttons["HOMD"].setFocus()
    seat.key(Qt.Key.Key_1)
    assert page.which.chosen == "HOMA"
    press_primary(seat)
    assert stored(seat).identity.attributes == {Attribut.HOMA}
    assert stored(seat).status is Status.QUAL


def test_a_homonym_to_be_confirmed_offers_only_what_is_left(sit):
    seat = sit(known_elodie(attributes=[Attribut.HOMD]))
    seat.shown.show_record(UID)
    page = act(seat, "homonym")
    assert page.which.buttons["HOMA"].isVisible()
    assert not page.which.buttons["HOMD"].isVisible()


def test_iv113_removing_a_doubt_says_that_it_gives_nothing_back(sit):
    seat = sit(known_elodie(attributes=[Attribut.DOUT]))
    seat.shown.show_record(UID)
    page = act(seat, "clear")
    assert page.which.chosen == "DOUT"
    assert words.CLEARED[Attribut.DOUT] in page.falls.words.text()
    assert not page.clear.isEnabled()
    page.reason.edit.setText("Identité établie par une pièce")
    press_primary(seat)
    assert stored(seat).identity.attributes == frozenset()
    assert stored(seat).status is Status.PROV


def test_of_two_marks_none_is_chosen(sit):
    seat = sit(known_elodie(attributes=[Attribut.DOUT, Attribut.HOMD]))
    seat.shown.show_record(UID)
    page = act(seat, "clear")
    assert page.which.chosen is None
    assert not page.falls.isVisible()
    page.reason.edit.setText("erreur")
    assert not page.clear.isEnabled()
    page.which.buttons["HOMD"].click()
    assert words.CLEARED[Attribut.HOMD] in page.falls.words.text()
    press_primary(seat)
    assert stored(seat).identity.attributes == {Attribut.DOUT}


def test_iv214_a_collision_makes_the_identity_doubtful_and_lists_what_left(seat):
    left(seat, 3)
    page = act(seat, "collision")
    assert "3 documents" in page.sent.count.text()
    assert not page.declare.isEnabled()
    page.reason.pills[0].click()
    press_primary(seat)
    kept = stored(seat)
    assert kept.identity.attributes == {Attribut.DOUT}
    assert "COLLISION_DECLARED" in seat.journal.types
    assert page.isVisible()
    assert page.title.text() == words.COLLISION_DECLARED
    assert len(page.sent.boxes) == 3
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("patient_page")


def test_a_collision_without_anything_sent_goes_straight_back(seat):
    page = act(seat, "collision")
    page.reason.edit.setText("Deux patients")
    press_primary(seat)
    assert seat.sees("patient_page")
    assert seat.window.notice.words.text() == words.COLLISION_DONE
