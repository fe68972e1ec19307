"""The host: from a card to a result without a click too many, and what the cards interrupt."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from builders import found
from fakes import a_person, known_elodie
from insdesk.errors import CardUnreadable, DiskFull, InsiSilent, PinRequired
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.patient import ControlKind, Status
from insdesk.identity.readings import NotFound
from insdesk.qualification.steps import Step
from insdesk.ui.qualify.host import PAGES
from insdesk.ui.qualify.pages.trouble import TroublePage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


def only_record(seat):
    (patient,) = seat.patients.stored.values()
    return patient


def test_every_step_but_the_home_has_its_page():
    assert set(PAGES) == set(Step) - {Step.WAIT_FOR_CARD}


def test_j1_takes_two_actions_from_the_card_to_the_qualified_identity(sit):
    seat = sit()
    seat.insert()
    assert seat.sees("compare_page")
    assert seat.insi.asked, "INSi is asked without a click"
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("result_page")
    assert only_record(seat).status is Status.QUAL
    assert only_record(seat).identity.control.proof == "CN"


def test_j2_takes_two_actions(sit):
    seat = sit(known_elodie())
    seat.insert()
    box = seat.find("exception_checkbox", QAbstractButton)
    assert box.isVisible()
    assert box.text() == ATTESTATION_TEXT
    assert not box.isChecked()
    seat.key(Qt.Key.Key_7)
    assert box.isChecked()
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert only_record(seat).identity.control.kind is ControlKind.ATTEST


def test_j3_a_child_is_chosen_by_digit_then_qualified_with_two_documents(sit):
    seat = sit()
    seat.insi.answer = found(
        birth_name="TILLEUL", first_names="LEO", birth_date="2019-01-02", sex="M"
    )
    seat.insert(a_person(), a_person(position=2, first_name_text="LEO", birth_text="20190102"))
    assert seat.sees("beneficiary_page")
    assert not seat.insi.asked
    seat.key(Qt.Key.Key_2)
    assert seat.sees("compare_page")
    seat.key(Qt.Key.Key_5)
    assert not seat.find("btn_qualify", QAbstractButton).isEnabled()
    assert "parent" in seat.shown.host.page.bar.reason.text()
    seat.key(Qt.Key.Key_2)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    control = only_record(seat).identity.control
    assert (control.proof, control.adult_proof) == ("LE", "PA")


def test_undo_takes_the_qualification_back(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    seat.find("btn_undo_qualify", QAbstractButton).click()
    assert only_record(seat).status is Status.RECUP
    assert "récupérée" in seat.shown.host.page.title.text()


def test_not_now_keeps_the_ins_without_a_document(sit):
    seat = sit()
    seat.insert()
    seat.find("btn_later", QAbstractButton).click()
    assert only_record(seat).status is Status.RECUP


def test_nothing_chosen_for_one_patient_is_chosen_for_the_next(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_2)
    seat.shown.conduct.leave()
    seat.cards.pull()
    seat.insert()
    proof = seat.shown.host.page.proof
    assert not any(choice.isChecked() for choice in proof.main.choices.values())
    assert proof.evidence().device is None


def test_enter_goes_to_the_next_patient_and_leaves_no_trace(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    seat.cards.pull()
    seat.key(Qt.Key.Key_Return)
    assert seat.sees("home_page")
    shown = [label.text() for label in seat.shown.host.findChildren(QLabel)]
    assert not any("TILLEUL" in text for text in shown)


def test_card_pulled_during_the_choice_cancels_and_says_so(sit):
    seat = sit()
    seat.insert(a_person(), a_person(position=2, first_name_text="LEO"))
    seat.cards.pull()
    assert seat.shown.host.page.card.title.text() == "Carte retirée trop tôt"
    assert seat.shown.conduct.run is None
    seat.insert()
    assert seat.sees("compare_page"), "reinserting is enough"


def test_card_pulled_on_the_comparison_keeps_the_page_and_refuses(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    button = seat.find("btn_qualify", QAbstractButton)
    assert button.isEnabled()
    seat.cards.pull()
    assert seat.sees("compare_page")
    assert seat.shown.host.page.proof.evidence().device == "CN"
    assert not button.isEnabled()
    assert "Carte retirée trop tôt" in seat.shown.host.page.bar.reason.text()
    button.click()
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert not seat.patients.stored


def test_card_pulled_after_the_result_goes_home_after_ten_seconds(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    seat.cards.pull()
    timer = seat.shown.conduct._leaving
    assert timer.isActive()
    assert timer.interval() == 10_000
    timer.timeout.emit()
    assert seat.sees("home_page")


def test_a_full_disk_keeps_the_screen_and_says_that_nothing_is_done(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_3)
    seat.patients.failure = DiskFull()
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    card = seat.shown.host.page.card
    assert "La qualification n’est pas faite" in card.explanation.text()
    card.go_on.click()
    assert seat.sees("compare_page")
    assert seat.shown.host.page.proof.evidence().device == "CS"
    seat.patients.failure = None
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert only_record(seat).status is Status.QUAL


def test_a_silent_insi_can_be_asked_again_or_left_aside(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiSilent()
    seat.insert()
    page = seat.shown.host.page
    assert page.card.title.text() == "INSi ne répond pas"
    page.card.go_on.click()
    assert seat.sees("hold_page"), "what was seen is asked first"
    seat.key(Qt.Key.Key_0)
    seat.shown.host.press_primary()
    assert seat.sees("result_page")
    seat.shown.conduct.leave()
    seat.cards.pull()
    seat.insert()
    seat.insi.failure = None
    seat.shown.host.page.card.fix.click()
    assert seat.sees("compare_page")


def test_a_missing_code_is_asked_and_the_call_goes_on(sit):
    seat = sit()
    seat.insi.failure = PinRequired()
    seat.insert()
    seat.insi.failure = None
    seat.shown.host.page.card.fix.click()
    dialog = seat.shown.session.dialog
    assert dialog is not None
    dialog.submitted.emit("7391")
    assert seat.sees("compare_page")


def test_a_wrong_code_is_never_sent_twice_by_itself(sit):
    seat = sit(session=False)
    sent = []
    usual = seat.cards.open_session
    seat.cards.open_session = lambda pin: (sent.append(pin), usual(pin))[1]
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    seat.shown.session.dialog.submitted.emit("0000")
    assert sent == ["0000"]
    assert "2 essais" in seat.shown.session.dialog.attempts.text()
    seat.shown.session.dialog.reject()
    assert sent == ["0000"]
    assert seat.find("home_error_card").isVisible()


def test_an_unreadable_card_offers_the_traits(sit):
    seat = sit()
    seat.cards.failure = CardUnreadable()
    seat.insert()
    assert isinstance(seat.shown.host.page, TroublePage)
    seat.shown.host.page.card.go_on.click()
    assert seat.sees("traits_page")


def test_a_card_inserted_while_typing_loses_nothing(sit):
    seat = sit()
    seat.key(Qt.Key.Key_F6)
    page = seat.shown.host.page
    page.edits["birth_name"].setText("DURANVAL")
    seat.insert()
    assert seat.sees("traits_page")
    assert page.edits["birth_name"].text() == "DURANVAL"
    assert "F5" in seat.window.notice.words.text()


def test_a_card_inserted_on_not_found_is_the_next_try(sit):
    seat = sit()
    seat.insi.answer = NotFound()
    seat.insert()
    assert seat.sees("notfound_page")
    seat.insi.answer = found()
    seat.cards.pull()
    seat.insert()
    assert seat.sees("compare_page")


def test_an_identity_already_qualified_is_recognised_without_a_call(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    asked = len(seat.insi.asked)
    seat.cards.pull()
    seat.insert()
    assert seat.sees("already_page")
    assert len(seat.insi.asked) == asked
    assert "Déjà qualifiée le 02/11/2026" in seat.shown.host.page.title.text()
    seat.key(Qt.Key.Key_F8)
    assert seat.sees("compare_page")
    assert len(seat.insi.asked) == asked + 1
