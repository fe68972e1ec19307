"""S15 « Plus… »: by keyboard, each entry open or saying why not; the acts in the record's place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from record_stage import UID, act, left, press_primary, qualified, settle, stored

from builders import a_retrieval
from fakes import known_elodie
from insdesk.identity.desk_state import CpsState
from insdesk.identity.patient import Attribut, Status
from insdesk.ui.texts import record as words
from insdesk.ui.texts.rules import REFUSALS
from insdesk.ui.theme import Theme, apply

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def seat(sit):
    seat = sit(qualified())
    left(seat)
    seat.shown.show_record(UID)
    return seat


def test_the_menu_opens_and_closes_by_keyboard_and_the_focus_comes_back(seat):
    record = seat.shown.record
    record.more.setFocus()
    seat.key(Qt.Key.Key_Space)
    menu = record.menu
    assert menu.isVisible()
    assert menu.entries["edit"].hasFocus()
    seat.key(Qt.Key.Key_Down)
    assert menu.entries["homonym"].hasFocus()
    seat.key(Qt.Key.Key_Up)
    seat.key(Qt.Key.Key_Up)
    assert menu.entries["situation"].hasFocus()
    seat.key(Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert record.isVisible()
    assert record.more.hasFocus()


def test_a_digit_of_the_menu_opens_its_act_and_escape_comes_back(seat):
    record = seat.shown.record
    record.more.click()
    seat.key(Qt.Key.Key_3)
    assert seat.sees("attribute_page")
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("patient_page")
    assert record.more.hasFocus()


def test_a_click_beside_the_menu_closes_it(seat):
    record = seat.shown.record
    record.more.click()
    QTest.mouseClick(record.menu, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not record.menu.isVisible()


def test_every_entry_has_a_place_of_its_own_and_says_what_it_does(seat):
    record = seat.shown.record
    record.more.click()
    settle()
    for code, entry in record.menu.entries.items():
        assert entry.text() == words.MENU[code][0]
        assert entry.height() >= entry.heightForWidth(entry.width())
    card = record.menu._card
    assert record.rect().contains(card.geometry())
    assert record.menu._area.verticalScrollBar().maximum() == 0


def test_in_large_letters_the_menu_scrolls_and_stays_in_the_page(sit):
    apply(QApplication.instance(), Theme(scale=2.0))
    try:
        seat = sit(qualified())
        seat.shown.show_record(UID)
        record = seat.shown.record
        record.more.click()
        settle()
        assert record.rect().contains(record.menu._card.geometry())
        seat.key(Qt.Key.Key_Up)
        last = record.menu.entries["situation"]
        assert last.hasFocus()
        assert last.visibleRegion().boundingRect().height() == last.height()
    finally:
        apply(QApplication.instance(), Theme())


def test_what_the_record_does_not_have_cannot_be_taken_back(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    seat.shown.record.more.click()
    entries = seat.shown.record.menu.entries
    for code, why in (("dequalify", words.NOT_QUALIFIED[Status.PROV]), ("clear", words.NO_MARK)):
        assert not entries[code].isEnabled()
        assert why in entries[code].accessibleName()
    assert entries["doubtful"].isEnabled()
    seat.key(Qt.Key.Key_6)
    assert seat.sees("patient_page")


def test_a_mark_already_there_says_so(sit):
    seat = sit(known_elodie(attributes=[Attribut.DOUT]))
    seat.shown.show_record(UID)
    seat.shown.record.more.click()
    entries = seat.shown.record.menu.entries
    assert words.MARKED in entries["doubtful"].accessibleName()
    assert entries["clear"].isEnabled()


def test_without_a_session_the_acts_say_that_the_card_is_needed(sit):
    seat = sit(qualified(), session=False)
    seat.shown.show_record(UID)
    seat.shown.record.more.click()
    entries = seat.shown.record.menu.entries
    for code in ("homonym", "doubtful", "fictitious", "dequalify", "collision"):
        assert not entries[code].isEnabled()
        assert REFUSALS["CPS_ABSENTE"] in entries[code].accessibleName()
    assert entries["situation"].isEnabled()


def test_duplicates_are_asked_for_by_a_signal(seat, qtbot):
    record = seat.shown.record
    record.merge_wanted.disconnect()
    record.more.click()
    with qtbot.waitSignal(record.merge_wanted) as asked:
        record.menu.entries["merge"].click()
    assert asked.args == [UID]


def test_exports_lists_what_left_with_the_ins(seat):
    record = seat.shown.record
    said = [one.text() for one in record.sent.findChildren(type(record.sub))]
    assert "2 documents sont partis avec l’INS." in said
    assert "insdesk_fhir_2026-11-02_0001.json" in said
    assert not any("2780363999" in text for text in said)


def test_exports_says_what_to_expect_while_there_is_nothing(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    assert seat.shown.record.sent.count.text() == words.SENT_TAB_NONE


def test_a_result_for_a_record_left_meanwhile_is_dropped(seat):
    page = act(seat, "doubtful")
    then = []
    page.load(lambda: 1, then.append)
    assert then == [1]
    turn = page._turn
    page.open(replace(qualified(), uid=UID))
    assert page._turn > turn


def test_unsaved_work_is_asked_about_once_and_nothing_is_lost(seat):
    page = act(seat, "doubtful")
    page.reason.edit.setText("Confusion")
    seat.key(Qt.Key.Key_Escape)
    assert page.isVisible()
    assert page.bar.reason.text() == words.LOSE
    assert page.cancel.hasFocus()
    assert page.cancel.text() == "Quitter sans enregistrer"
    page.reason.edit.setText("Confusion possible")
    assert page.cancel.text() == "Annuler"
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("patient_page")
    assert page.reason.words == ""


def test_a_refusal_is_said_at_the_top_with_the_focus_and_keeps_what_was_typed(seat):
    page = act(seat, "doubtful")
    page.reason.edit.setText("Confusion")
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    dialog = seat.shown.session.dialog
    if dialog is not None:
        dialog.reject()
    press_primary(seat)
    assert page.problem.isVisible()
    assert page.problem.words.text() == REFUSALS["CPS_ABSENTE"]
    assert page.problem.code.hasFocus()
    assert page.reason.words == "Confusion"
    assert stored(seat).status is Status.QUAL
    page.problem.code.click()
    assert seat.shown.session.dialog is not None


def test_the_code_typed_on_the_spot_ends_the_act(seat):
    page = act(seat, "doubtful")
    page.reason.edit.setText("Confusion")
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    seat.shown.session.dialog.reject() if seat.shown.session.dialog else None
    press_primary(seat)
    page.problem.code.click()
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, "7391")
    dialog.submit.click()
    assert stored(seat).status is Status.PROV
    assert seat.sees("patient_page")


def test_locking_leaves_no_trace_on_the_pages_of_acts(seat):
    act(seat, "edit")
    act_pages = seat.shown.acts._pages.values()
    seat.shown.lock()
    for page in act_pages:
        said = [one.text() for one in page.findChildren(QLineEdit)]
        assert "TILLEUL" not in said
        assert page.who.text() == ""
        assert page.patient is None


def test_the_primary_key_does_nothing_while_the_button_waits(seat):
    act(seat, "collision")
    press_primary(seat)
    assert seat.sees("collision_page")
    assert stored(seat).status is Status.QUAL


def test_iv603_the_matricule_of_a_retrieved_identity_is_said_not_to_be_used(sit):
    seat = sit(known_elodie(retrieval=a_retrieval()))
    seat.shown.show_record(UID)
    assert seat.shown.record.origins["matricule"].text() == "INSi, non utilisable"
    qualified_seat = sit(qualified())
    qualified_seat.shown.show_record(UID)
    assert qualified_seat.shown.record.origins["matricule"].text() == "INSi"
