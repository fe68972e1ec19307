"""S03 to S08: nothing chosen beforehand, nothing reachable that the use cases refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

from builders import NOW, a_matricule, found
from fakes import SOLO, a_card, a_person, known_elodie
from insdesk.identity.evidence import ATTESTATION_TEXT, DEVICES
from insdesk.identity.readings import VitaleSource
from insdesk.ui import texts
from insdesk.ui.formats import typographic
from insdesk.ui.texts.words import unbroken

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


def page(seat):
    return seat.shown.host.page


def line(seat, trait):
    return next(row.line for row in page(seat).table.rows if row.line.trait == trait)


def reason(seat):
    return page(seat).bar.reason.text()


def qualify(seat):
    return seat.find("btn_qualify", QAbstractButton)


def test_s03_lists_everybody_and_chooses_nobody(sit):
    seat = sit()
    twin = {"birth_text": "20190102", "has_twin": True}
    seat.insert(
        a_person(),
        a_person(position=2, first_name_text="LEO", twin_rank=1, **twin),
        a_person(position=3, first_name_text="LOUIS", twin_rank=2, **twin),
    )
    rows = page(seat).rows
    assert list(rows) == [1, 2, 3]
    assert not any(row.isChecked() or row.hasFocus() for row in rows.values())
    assert "02/01/2019" in rows[2].accessibleName()
    assert "rang de naissance 2" in rows[3].accessibleName()
    words = [one.text() for one in page(seat).findChildren(type(page(seat).sub))]
    assert "Jumeaux : vérifiez le prénom." in words
    seat.key(Qt.Key.Key_0)
    assert seat.sees("traits_page")
    assert page(seat).form().birth_name == ""


def test_s05_shows_both_sides_and_names_the_difference(sit):
    seat = sit()
    seat.insi.answer = found(first_names="ELODIE-MARTHE ROSE")
    seat.insert(a_person(first_name_text="Élodie Marthe"))
    first = line(seat, "first_name")
    assert (first.symbol, first.word) == ("≈", "Équivalent")
    assert first.tickable
    assert not first.ticked
    assert "espace remplacé par tiret" in first.sentence
    assert line(seat, "birth_name").symbol == "="
    assert line(seat, "first_names").symbol == "+"
    assert line(seat, "matricule").official.endswith("|\N{NO-BREAK SPACE}54")
    assert "carte simulée" in page(seat).sub.text().lower()
    assert "remplaceront ceux du dossier" in page(seat).sub.text()


def test_a_row_to_check_keeps_the_button_closed_until_it_is_ticked(sit):
    seat = sit()
    seat.insi.answer = found(first_names="ELODIE-MARTHE ROSE")
    seat.insert(a_person(first_name_text="Élodie Marthe"))
    seat.key(Qt.Key.Key_1)
    assert "Il reste 1 ligne à vérifier." in reason(seat)
    assert not qualify(seat).isEnabled()
    page(seat).table.focus_first_to_tick()
    seat.key(Qt.Key.Key_Space)
    assert qualify(seat).isEnabled()
    assert page(seat).proof.evidence().device == "CN"


def test_no_document_is_chosen_and_the_refused_ones_say_why(sit):
    seat = sit()
    seat.insert()
    proof = page(seat).proof
    assert proof.evidence().device is None
    assert "Indiquez comment" in reason(seat)
    seat.key(Qt.Key.Key_6)
    assert proof.others.isVisible()
    refused = {one.code: one for one in DEVICES if not one.high_trust}
    for code, row in refused.items():
        choice = proof.others.choices[code]
        assert not choice.isEnabled()
        assert typographic(row.refusal) in choice.accessibleName()
    seat.key(Qt.Key.Key_2)
    assert proof.evidence().device == "IN"
    assert proof.main.isVisible()
    assert qualify(seat).isEnabled()


def test_a_paper_for_minors_is_greyed_for_an_adult(sit):
    seat = sit()
    seat.insert()
    assert not seat.find("proof_4", QAbstractButton).isEnabled()
    seat.key(Qt.Key.Key_4)
    assert page(seat).proof.evidence().device is None


@pytest.mark.parametrize(
    ("sign", "device"), [("&", "CN"), ("é", "PA"), ('"', "CS"), ("1", "CN"), ("2", "PA")]
)
def test_digits_of_an_azerty_keyboard_choose_without_shift(sit, sign, device):
    seat = sit()
    seat.insert()
    pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
    QApplication.sendEvent(page(seat).proof, pressed)
    assert page(seat).proof.evidence().device == device


def test_a_difference_makes_qualifying_unreachable(sit):
    seat = sit(known_elodie())
    seat.insi.answer = found(birth_name="TILLEULS")
    seat.insert()
    assert seat.sees("discord_page")
    assert not seat.sees("btn_qualify")
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    hidden = seat.window.findChild(QAbstractButton, "btn_qualify")
    if hidden is not None:
        hidden.click()
        QTest.mouseClick(hidden, Qt.MouseButton.LeftButton)
    seat.shown.host.press_primary()
    assert not seat.patients.filings


def test_the_attestation_is_the_official_sentence_character_for_character(sit):
    seat = sit(known_elodie())
    seat.insert()
    box = seat.find("exception_checkbox", QCheckBox)
    assert box.isVisible()
    assert box.text() == ATTESTATION_TEXT
    assert list(box.text()) == list(ATTESTATION_TEXT)
    assert box.accessibleName() == ATTESTATION_TEXT
    assert not box.isChecked()
    assert box.focusPolicy() != Qt.FocusPolicy.NoFocus
    assert not qualify(seat).isEnabled()
    box.setFocus()
    seat.key(Qt.Key.Key_Space)
    assert qualify(seat).isEnabled()
    assert seat.find("proof_7", QAbstractButton).isChecked()
    assert page(seat).proof.evidence().attestation_text == ATTESTATION_TEXT
    seat.key(Qt.Key.Key_1)
    assert not box.isChecked()
    assert page(seat).proof.evidence().attested is False
    assert page(seat).proof.evidence().device == "CN"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"secretariat": True}, "SECRETARIAT"),
        ({"declared_on": ""}, "DECLARATION"),
        ({"structure": "HOPITAL"}, "STRUCTURE"),
        ({"owner_national_id": "899900000025"}, "CPS_AUTRE"),
    ],
)
def test_each_missing_condition_of_the_exception_is_said(sit, changes, missing):
    seat = sit(known_elodie(), settings=replace(SOLO, **changes))
    seat.insert()
    choice = seat.find("proof_7", QAbstractButton)
    assert choice.isVisible()
    assert not choice.isEnabled()
    assert texts.REFUSALS[missing] in page(seat).proof.missing.text()
    seat.key(Qt.Key.Key_7)
    assert not seat.sees("exception_checkbox")


def test_the_exception_is_not_there_when_the_setting_closes_it(sit):
    seat = sit(known_elodie(), settings=replace(SOLO, exception_procedure=False))
    seat.insert()
    assert not seat.sees("proof_7")


def test_already_followed_is_asked_and_never_ticked(sit):
    seat = sit(known_elodie(created_at=NOW))
    seat.insert()
    followed = seat.find("exception_already_followed", QCheckBox)
    assert followed.isVisible()
    assert not followed.isChecked()
    seat.find("exception_checkbox", QCheckBox).setChecked(True)
    assert not qualify(seat).isEnabled()
    followed.setChecked(True)
    assert qualify(seat).isEnabled()


def test_a_trait_that_the_document_shows_otherwise_closes_the_button(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_2)
    seat.find("btn_document_details", QAbstractButton).click()
    details = page(seat).proof.details
    assert not any(box.isChecked() for box in details.findChildren(QCheckBox))
    seat.find("document_different_sex", QCheckBox).setChecked(True)
    assert not qualify(seat).isEnabled()
    assert "sexe" in reason(seat)
    seat.find("document_absent_sex", QCheckBox).setChecked(True)
    assert not seat.find("document_different_sex", QCheckBox).isChecked()
    seat.find("document_absent_sex", QCheckBox).setChecked(False)
    seat.find("document_absent_birth_place", QCheckBox).setChecked(True)
    assert qualify(seat).isEnabled()
    assert page(seat).proof.evidence().absent == {"birth_place"}


def test_warnings_of_the_answer_and_the_child_are_said_above(sit):
    seat = sit()
    wrong = a_matricule("1190163999000", key="01")
    seat.insi.answer = found(
        first_names="LEO",
        sex="M",
        birth_date="2019-01-02",
        matricule=wrong,
        warnings=("CLE_FAUSSE",),
    )
    seat.insert(
        a_person(),
        a_person(position=2, first_name_text="LEO", birth_text="20190102", number_is_own=False),
    )
    seat.key(Qt.Key.Key_2)
    said = page(seat).banner.words.text()
    assert unbroken(texts.WARNINGS["CLE_FAUSSE"]) in said
    assert "celui de l’enfant" in said
    assert line(seat, "matricule").symbol == "!"


def test_the_way_a_card_was_read_is_said(sit):
    seat = sit()
    seat.cards.insert(replace(a_card(), source=VitaleSource.DIRECT))
    assert "lue directement" in page(seat).sub.text()


def test_the_result_offers_what_is_possible_and_sixty_seconds_to_undo(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    undo = seat.find("btn_undo_qualify", QAbstractButton)
    assert "60 s" in undo.text()
    for _ in range(60):
        page(seat)._timer.timeout.emit()
    assert not undo.isVisible()
    seat.find("btn_copy_matricule", QAbstractButton).click()
    clipboard = QApplication.clipboard()
    assert clipboard.text() == a_matricule().value
    page(seat)._clip.timeout.emit()
    assert clipboard.text() == ""


def test_no_page_has_anything_chosen_when_it_appears(sit):
    seat = sit(known_elodie())
    seat.insert()
    visible = [one for one in page(seat).findChildren(QAbstractButton) if one.isVisible()]
    assert not any(one.isCheckable() and one.isChecked() for one in visible)
    seat.key(Qt.Key.Key_F6)
    assert not any(one.isChecked() for one in page(seat).findChildren(QRadioButton))
