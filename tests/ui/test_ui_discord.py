"""S13: three ways out from what the document says, two actions each, one more to print (J6)."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from builders import NUMBER, found
from fakes import a_person, known_elodie
from insdesk.identity.patient import Status
from insdesk.qualification.discordance import DiscordanceOutcome, Said
from insdesk.ui.qualify.pages.discord import (
    FIX,
    NO_PROOF,
    OUTCOMES,
    REGISTER,
    SAYS,
    UNDECIDED,
)
from insdesk.ui.texts import notes

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
UID = "00000000-0000-4000-8000-00000000aaaa"


@pytest.fixture
def seat(sit, tmp_path):
    seat = sit(known_elodie(), folder=tmp_path)
    seat.insi.answer = found(birth_name="TILLEULS", birth_date="1978-09-03")
    seat.insert()
    return seat


def page(seat):
    return seat.shown.host.page


def say(seat, trait, says):
    seat.find(f"discord_{trait}_{SAYS[says]}", QAbstractButton).click()


def text_of(file):
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext absent: what is printed was not read back")
    return subprocess.run(
        [tool, "-layout", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout


def test_every_outcome_of_the_use_cases_has_its_words():
    assert set(OUTCOMES) == set(DiscordanceOutcome)
    assert set(SAYS) == set(Said)


def test_one_choice_for_each_differing_row_and_no_default(seat):
    for trait in ("birth_name", "birth_date"):
        question = seat.find(f"discord_choice_{trait}", QWidget)
        buttons = question.group.buttons()
        assert [one.text() for one in buttons] == [one.value for one in Said]
        assert question.says is None
    assert page(seat).outcome.text() == UNDECIDED
    assert not page(seat).record.isEnabled()
    assert not seat.sees("btn_print_note")


def test_a_the_document_agrees_with_insi_two_choices_and_one_press(seat):
    for trait in ("birth_name", "birth_date"):
        say(seat, trait, Said.INSI)
    assert page(seat).outcome.text() == FIX
    assert not seat.sees("btn_record_discord")
    assert not seat.sees("btn_print_note")
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("compare_page")
    assert len(seat.insi.asked) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((Said.DOSSIER, Said.DOSSIER), REGISTER),
        ((Said.INSI, Said.AUTRE), REGISTER),
        ((Said.ABSENTE, Said.DOSSIER), REGISTER),
        ((Said.ABSENTE, Said.ABSENTE), NO_PROOF),
        ((Said.INSI, Said.ABSENTE), NO_PROOF),
    ],
)
def test_b_the_document_does_not_agree_the_case_is_kept(seat, said, words):
    for trait, one in zip(("birth_name", "birth_date"), said, strict=True):
        say(seat, trait, one)
    assert page(seat).outcome.text() == words
    assert not seat.sees("btn_fix_record")
    assert seat.sees("btn_print_note")
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("result_page")
    kept = seat.patients.stored[UID]
    assert kept.status is Status.PROV
    assert kept.traits.birth_name == "TILLEUL"
    refused = seat.journal.last("INSI_TRAITS_REFUSED")
    assert "TILLEUL" not in str(refused.facts)


def test_b_a_discordance_waits_in_the_list(seat):
    for trait in ("birth_name", "birth_date"):
        say(seat, trait, Said.DOSSIER)
    page(seat).record.click()
    opened = [note for filing in seat.patients.filings for note in filing.opens]
    assert [(note.kind.value, note.trait) for note in opened] == [("DISCORDANCE", "birth_name")]


def test_c_another_person_closes_and_saves_nothing(seat):
    seat.find("btn_other_person", QAbstractButton).click()
    assert seat.sees("home_page")
    assert not seat.patients.filings


def test_j6_two_actions_and_one_to_print(sit, tmp_path, qtbot):
    seat = sit(known_elodie(), folder=tmp_path)
    seat.insi.answer = found(birth_name="TILLEULS")
    seat.insert()
    actions = 0

    def act(name):
        nonlocal actions
        actions += 1
        seat.find(name, QAbstractButton).click()

    act("discord_birth_name_as_record")
    act("btn_print_note")
    qtbot.waitUntil(lambda: seat.sees("btn_print_note_open"))
    act("btn_record_discord")
    assert seat.sees("result_page")
    assert actions == 3
    (file,) = tmp_path.iterdir()
    said = text_of(file)
    assert "TILLEULS" in said
    assert NUMBER not in said.replace(" ", "")


def test_the_note_names_only_what_the_document_does_not_settle(seat):
    say(seat, "birth_name", Said.INSI)
    say(seat, "birth_date", Said.AUTRE)
    pieces = page(seat)._sheet().pieces
    rows = [(one.text, one.detail, one.other) for one in pieces if one.kind.value == "row"]
    assert rows == [("Né(e) le", notes.UNREAD, "03/09/1978")]


def test_the_note_of_one_patient_is_gone_for_the_next(seat, qtbot):
    for trait in ("birth_name", "birth_date"):
        say(seat, trait, Said.DOSSIER)
    page(seat).note.print.click()
    qtbot.waitUntil(page(seat).note.open.isVisible)
    seat.shown.conduct.leave()
    seat.insert()
    assert seat.sees("discord_page")
    assert page(seat).note.file is None
    assert not seat.sees("btn_print_note_open")


def test_a_new_patient_without_a_sex_is_completed_first(sit):
    seat = sit()
    seat.insi.answer = found(birth_name="TILLEULS")
    seat.insert(a_person())
    say(seat, "birth_name", Said.DOSSIER)
    page(seat).record.click()
    assert seat.sees("traits_page")
    assert seat.find("edit_birth_name", QLineEdit).text() == "TILLEUL"
    assert not seat.patients.filings


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_the_answers_and_the_way_out_are_in_one_view(seat, size):
    seat.window.resize(*size)
    for trait in ("birth_name", "birth_date"):
        say(seat, trait, Said.AUTRE)
    seat.window.grab()
    for name in ("discord_birth_date_otherwise", "btn_print_note", "btn_record_discord"):
        widget = seat.find(name, QAbstractButton)
        assert widget.visibleRegion().boundingRect().size() == widget.size()
