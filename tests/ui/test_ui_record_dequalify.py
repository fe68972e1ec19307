"""S26: no default, the statut after computed live, what left as a check-list that prints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from record_stage import UID, act, left, press_primary, qualified, settle, stored

from fakes import known_elodie
from insdesk.identity.patient import Status
from insdesk.qualification.leaving import REASONS
from insdesk.ui.texts import record as words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def seat(sit, tmp_path):
    seat = sit(qualified(), folder=tmp_path)
    left(seat, 2)
    seat.shown.show_record(UID)
    return seat


def test_no_reason_is_chosen_and_what_left_is_already_listed(seat):
    page = act(seat, "dequalify")
    assert list(page.why.buttons) == list(REASONS)
    assert page.why.chosen is None
    assert not page.take_back.isEnabled()
    assert not page.falls.isVisible()
    assert [box.isChecked() for box in page.sent.boxes] == [False, False]
    assert "FHIR Patient" in page.sent.boxes[0].accessibleName()


@pytest.mark.parametrize(
    ("digit", "after"),
    [
        (1, Status.VALI),
        (2, Status.RECUP),
        (3, Status.PROV),
        (4, Status.PROV),
    ],
)
def test_the_statut_after_is_computed_at_each_choice(seat, digit, after):
    page = act(seat, "dequalify")
    seat.key(getattr(Qt.Key, f"Key_{digit}"))
    assert page.falls.isVisible()
    assert page.falls.then.status is after
    assert page.falls.now.status is Status.QUAL
    assert stored(seat).status is Status.QUAL
    press_primary(seat)
    assert stored(seat).status is after
    assert stored(seat).active_matricule is None


def test_once_done_the_list_stays_until_it_is_left(seat):
    page = act(seat, "dequalify")
    seat.key(Qt.Key.Key_1)
    press_primary(seat)
    assert page.isVisible()
    assert page.title.text() == words.DEQUALIFIED
    assert page.badge.status is Status.VALI
    assert not page.why.isVisible()
    assert page.back.hasFocus()
    page.sent.boxes[0].click()
    press_primary(seat)
    assert seat.sees("patient_page")
    assert seat.window.notice.words.text() == words.DEQUALIFY_DONE
    assert seat.shown.record.badge.status is Status.VALI


def test_without_anything_sent_it_goes_straight_back(sit):
    seat = sit(qualified())
    seat.shown.show_record(UID)
    page = act(seat, "dequalify")
    assert page.sent.count.text() == words.SENT_NONE
    seat.key(Qt.Key.Key_4)
    press_primary(seat)
    assert seat.sees("patient_page")


def test_the_list_is_printed_without_the_matricule(seat, tmp_path, qtbot):
    page = act(seat, "dequalify")
    seat.key(Qt.Key.Key_1)
    page.print.print.click()
    qtbot.waitUntil(page.print.open.isVisible)
    assert page.print.file.parent == tmp_path
    assert page.print.file.name.startswith("insdesk_liste_")
    assert page.print.file.read_bytes().startswith(b"%PDF")


def test_a_reason_that_does_not_apply_is_refused_in_words(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    acts = seat.shown.acts
    acts.begin("dequalify", stored(seat))
    acts.page.why.press(2)
    assert acts.page.problem.isVisible()
    assert not acts.page.take_back.isEnabled()
    acts.page.why.press(4)
    assert not acts.page.problem.isVisible()
    assert acts.page.take_back.isEnabled()


def test_more_than_the_page_can_show_is_in_the_printed_list(sit):
    seat = sit(qualified())
    left(seat, 45)
    seat.shown.show_record(UID)
    page = act(seat, "dequalify")
    assert len(page.sent.boxes) == 40
    assert "dont 5 plus anciens" in page.sent.count.text()
    assert len(page._sheet().pieces) == 45 + 5


def test_a_reason_chosen_is_not_lost_without_asking(seat):
    page = act(seat, "dequalify")
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Escape)
    assert page.isVisible()
    assert page.bar.reason.text() == words.LOSE
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("patient_page")
    assert stored(seat).status is Status.QUAL


def test_the_reasons_and_the_consequence_are_in_one_view(seat):
    seat.window.resize(1024, 700)
    page = act(seat, "dequalify")
    seat.key(Qt.Key.Key_1)
    settle()
    for widget in (*page.why.buttons.values(), page.falls, page.sent.boxes[0], page.print.print):
        assert widget.visibleRegion().boundingRect().height() == widget.height()
