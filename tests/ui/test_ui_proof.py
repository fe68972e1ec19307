"""The proof list of S05 and of the settings: this desk's register, both parts for a minor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import SOLO
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit

from builders import a_matricule, found
from fakes import a_person, known_elodie
from insdesk.identity.evidence import DEVICES, own_device
from insdesk.identity.patient import Status

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
FISHING = own_device("Carte de pêche")


def page(seat):
    return seat.shown.host.page


def press(seat, *digits):
    for digit in digits:
        seat.key(getattr(Qt.Key, f"Key_{digit}"))


def qualify(seat):
    return seat.find("btn_qualify", QAbstractButton)


@pytest.fixture
def child(sit):
    seat = sit()
    number = a_matricule("2190363999000")
    seat.insi.answer = found(matricule=number, first_names="MARTHE", birth_date="2019-04-12")
    marthe = a_person(
        position=2, first_name_text="MARTHE", birth_text="20190412", number_is_own=False
    )
    seat.insert(a_person(), marthe)
    press(seat, 2)
    assert seat.sees("compare_page")
    return seat


def only(seat):
    (patient,) = seat.patients.stored.values()
    return patient


def test_a_parents_document_names_the_link_by_itself(child):
    press(child, 5)
    assert child.sees("proof_adult_1")
    assert "parent" in page(child).bar.reason.text()
    press(child, 1)
    assert page(child).proof.main.isVisible()
    assert "parent : carte nationale" in child.find("proof_5", QAbstractButton).accessibleName()
    child.key(Qt.Key.Key_Return, modifiers=CTRL)
    control = only(child).identity.control
    assert (control.proof, control.adult_proof, control.adult_link) == ("LE", "CN", "PARENT")


def test_a_guardian_needs_the_court_decision(child):
    press(child, 4, 6, 2)
    assert child.sees("proof_court_decision")
    assert not qualify(child).isEnabled()
    assert "décision de justice" in page(child).bar.reason.text()
    child.find("proof_court_decision", QCheckBox).click()
    assert page(child).proof.main.isVisible()
    assert qualify(child).isEnabled()
    child.key(Qt.Key.Key_Return, modifiers=CTRL)
    control = only(child).identity.control
    assert (control.proof, control.adult_proof) == ("AN", "PA")
    assert control.adult_link == "REPRESENTANT"
    assert child.patients.filings[-1].evidence["decision_justice"] is True


def test_the_decision_alone_or_first_chooses_no_document(child):
    press(child, 4, 6)
    child.find("proof_court_decision", QCheckBox).click()
    assert page(child).proof.evidence().adult_device is None
    assert not qualify(child).isEnabled()
    press(child, 3)
    assert qualify(child).isEnabled()
    assert page(child).proof.evidence().adult_device == "CS"


def test_echap_goes_back_one_list_at_a_time_and_forgets_the_half_answer(child):
    press(child, 4, 6, 2)
    child.key(Qt.Key.Key_Escape)
    assert child.sees("proof_adult_1")
    child.key(Qt.Key.Key_Escape)
    assert page(child).proof.main.isVisible()
    evidence = page(child).proof.evidence()
    assert (evidence.device, evidence.adult_device, evidence.adult_link) == (None, None, None)
    assert not evidence.court_decision
    assert not qualify(child).isEnabled()


def test_another_document_forgets_the_adult(child):
    press(child, 5, 1)
    press(child, 2)
    evidence = page(child).proof.evidence()
    assert (evidence.device, evidence.adult_device, evidence.adult_link) == ("PA", None, None)


def test_nothing_of_it_stays_for_the_next_patient(child):
    press(child, 4, 6, 2)
    child.find("proof_court_decision", QCheckBox).click()
    proof = page(child).proof
    child.shown.conduct.leave()
    evidence = proof.evidence()
    assert (evidence.device, evidence.adult_device, evidence.adult_link) == (None, None, None)
    assert not evidence.court_decision


def test_rows_left_out_disappear_and_their_digits_do_nothing(sit):
    seat = sit(known_elodie(), settings=replace(SOLO, evidence_hidden=("PA", "PC", "IN")))
    seat.insert()
    assert not seat.find("proof_2", QAbstractButton).isVisible()
    press(seat, 2)
    assert page(seat).proof.evidence().device is None
    press(seat, 6)
    assert not page(seat).proof.others.choices["PC"].isVisible()
    assert not page(seat).proof.others.choices["IN"].isVisible()
    assert page(seat).proof.others.choices["CM"].isVisible()


def test_a_name_of_his_own_is_noted_beside_and_never_qualifies(sit):
    seat = sit(known_elodie(), settings=replace(SOLO, evidence_added=("Carte de pêche",)))
    seat.insert()
    press(seat, 6)
    own = page(seat).proof.others.choices[FISHING.code]
    assert own.isEnabled()
    assert "ne valide jamais" in own.accessibleName()
    own.click()
    assert page(seat).proof.evidence().device is None
    assert page(seat).proof.evidence().noted == {FISHING.code}
    assert not qualify(seat).isEnabled()
    press(seat, 1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert only(seat).identity.control.proof == "eCN"
    lines = [one.facts for one in seat.journal.events if one.type == "EVIDENCE_RECORDED"]
    assert FISHING.code in [one["code"] for one in lines]


def test_the_settings_show_the_whole_register_and_what_each_row_is_worth(sit):
    seat = sit()
    seat.shown.show_settings()
    card = seat.shown.settings.evidence
    assert list(card.boxes) == [row.code for row in DEVICES]
    assert all(box.isChecked() for box in card.boxes.values())
    assert "EHPAD" in card.boxes["LECV"].accessibleDescription()
    assert "eIDAS" in card.boxes["IN"].accessibleDescription()


def test_the_settings_leave_rows_out_and_add_names(sit):
    seat = sit()
    seat.shown.show_settings()
    seat.find("evidence_CS", QCheckBox).click()
    assert seat.settings[0].evidence_hidden == ("CS",)
    name = seat.find("evidence_name", QLineEdit)
    name.setText("  Carte de  pêche ")
    seat.find("btn_add_evidence", QAbstractButton).click()
    assert seat.settings[0].evidence_added == ("Carte de pêche",)
    assert name.text() == ""
    for same in ("carte de PECHE", "", "—"):
        name.setText(same)
        seat.find("btn_add_evidence", QAbstractButton).click()
    assert seat.settings[0].evidence_added == ("Carte de pêche",)
    seat.insert()
    assert not seat.find("proof_3", QAbstractButton).isVisible()
    seat.shown.show_settings()
    seat.shown.settings.evidence._remove("Carte de pêche")
    seat.find("evidence_CS", QCheckBox).click()
    assert seat.settings[0].evidence_added == seat.settings[0].evidence_hidden == ()


def test_a_code_of_another_version_stays_left_out(sit):
    seat = sit(settings=replace(SOLO, evidence_hidden=("CODE_FUTUR",)))
    seat.shown.show_settings()
    seat.find("evidence_CS", QCheckBox).click()
    assert seat.settings[0].evidence_hidden == ("CODE_FUTUR", "CS")


def test_the_validation_without_insi_has_the_same_list(sit):
    from insdesk.identity.readings import NotFound

    seat = sit(known_elodie(), settings=replace(SOLO, evidence_hidden=("CS",)))
    seat.insi.answer = NotFound()
    seat.insert()
    seat.find("btn_save_vali", QAbstractButton).click()
    proof = page(seat).proof
    assert not proof.main.choices["CS"].isVisible()
    assert not proof.main.choices["AN"].isEnabled()
    press(seat, 2)
    seat.find("btn_save_vali", QAbstractButton).click()
    assert only(seat).status is Status.VALI
