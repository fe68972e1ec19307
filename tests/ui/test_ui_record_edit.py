"""« Corriger les traits »: locked, unlocked after the warning, a reason, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from record_stage import UID, act, press_primary, qualified, settle, stored

from fakes import known_elodie
from insdesk.errors import DiskFull
from insdesk.identity.patient import Status
from insdesk.ui.texts import record as words
from insdesk.ui.texts.rules import REFUSALS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def seat(sit):
    seat = sit(qualified())
    seat.shown.show_record(UID)
    return seat


def type_in(page, **texts):
    """Each field typed in as a person does."""
    for name, text in texts.items():
        edit = page.form.edits[name]
        edit.setText(text)
        edit.textEdited.emit(text)


def unlocked(seat):
    page = act(seat, "edit")
    page.locked.unlock.click()
    page.warning.sure.click()
    return page


def test_official_traits_are_locked_and_the_used_names_are_not(seat):
    page = act(seat, "edit")
    assert page.locked.isVisible()
    assert page.locked.title.text() == "Verrouillé par INSi"
    assert page.locked.unlock.hasFocus()
    for name, edit in page.form.edits.items():
        assert edit.isReadOnly() is (name not in ("used_name", "used_first_name"))
    masculine = next(b for b in page.form.sexes.buttons() if b.property("code") == "M")
    assert not masculine.isEnabled()


def test_t31_the_used_names_alone_need_no_warning_and_no_reason(seat):
    page = act(seat, "edit")
    type_in(page, used_name="Martin-Fictif")
    assert not page.reason.isVisible()
    press_primary(seat)
    kept = stored(seat)
    assert kept.used_name == "Martin-Fictif"
    assert kept.status is Status.QUAL
    assert "TRAIT_STRICT_UNLOCKED" not in seat.journal.types
    assert seat.sees("patient_page")


def test_t16_the_warning_says_what_falls_and_can_be_left(seat):
    page = act(seat, "edit")
    page.locked.unlock.click()
    assert page.warning.isVisible()
    assert words.INS_FALLS in page.warning.words.text()
    assert page.warning.keep.hasFocus()
    assert "TRAIT_STRICT_UNLOCKED" not in seat.journal.types
    seat.key(Qt.Key.Key_Escape)
    assert not page.warning.isVisible()
    assert page.locked.unlock.hasFocus()
    assert page.form.edits["birth_name"].isReadOnly()


def test_t16_unlocked_the_reason_is_compulsory_then_the_identity_is_provisional(seat):
    page = unlocked(seat)
    assert "TRAIT_STRICT_UNLOCKED" in seat.journal.types
    assert page.form.edits["birth_name"].hasFocus()
    type_in(page, birth_name="Tilleuls")
    assert page.reason.isVisible()
    assert page.bar.reason.text() == words.REASON_ASKED
    assert not page.save.isEnabled()
    page.reason.pills[0].click()
    assert words.STATUS_FALLS[Status.QUAL] in page.bar.reason.text()
    press_primary(seat)
    kept = stored(seat)
    assert kept.traits.birth_name == "TILLEULS"
    assert kept.status is Status.PROV
    assert seat.shown.record.badge.status is Status.PROV


def test_iv040_the_stored_form_is_shown_live(seat):
    page = unlocked(seat)
    type_in(page, birth_name="Müllereau")
    assert "MULLEREAU" in page.form.preview.text()
    assert page.form.preview.text().startswith(words.EDIT_SAVED)


def test_a_wrong_character_is_named_and_closes_the_way(seat):
    page = unlocked(seat)
    type_in(page, birth_name="Tilleul2")
    page.form.edits["birth_name"].editingFinished.emit()
    assert "« 2 »" in page.form.problems["birth_name"].text()
    page.reason.edit.setText("lu sur la pièce")
    assert not page.save.isEnabled()
    assert page.form.edits["birth_name"].text() == "Tilleul2"


def test_used_names_typed_before_unlocking_stay(seat):
    page = act(seat, "edit")
    type_in(page, used_name="Garanceau")
    page.locked.unlock.click()
    page.warning.sure.click()
    assert page.form.edits["used_name"].text() == "Garanceau"
    assert page.unsaved


def test_a_failure_of_the_base_keeps_everything(seat):
    page = unlocked(seat)
    type_in(page, birth_name="Tilleuls")
    page.reason.edit.setText("lu sur la pièce")
    seat.patients.failure = DiskFull()
    press_primary(seat)
    assert page.problem.isVisible()
    assert page.form.edits["birth_name"].text() == "Tilleuls"
    assert page.reason.words == "lu sur la pièce"
    seat.patients.failure = None
    press_primary(seat)
    assert stored(seat).traits.birth_name == "TILLEULS"


def test_a_provisional_record_is_open_at_once(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    page = act(seat, "edit")
    assert not page.locked.isVisible()
    assert page.form.edits["birth_name"].hasFocus()
    assert not page.save.isEnabled()
    assert page.bar.reason.text() == words.EDIT_NOTHING
    type_in(page, first_name="Élodie-Anne")
    page.reason.edit.setText("faute de frappe")
    press_primary(seat)
    assert stored(seat).traits.first_name == "ELODIE-ANNE"


def test_nothing_is_written_without_the_card(sit):
    seat = sit(qualified(), session=False)
    seat.shown.show_record(UID)
    page = unlocked(seat)
    assert page.problem.words.text() == REFUSALS["CPS_ABSENTE"]
    assert page.form.edits["birth_name"].isReadOnly()
    assert "TRAIT_STRICT_UNLOCKED" not in seat.journal.types


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_the_reason_is_in_view_with_the_fields(seat, size):
    seat.window.resize(*size)
    page = unlocked(seat)
    type_in(page, birth_name="Tilleuls")
    settle()
    for widget in (page.reason.edit, page.form.edits["birth_name"], page.form.preview):
        assert widget.visibleRegion().boundingRect().height() >= widget.height() - 8
