"""« Rappeler à la prochaine visite »: one press, a line to treat, a banner at the next visit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from record_stage import UID, act

from fakes import known_elodie
from insdesk.identity.readings import NotFound
from insdesk.identity.situations import SITUATIONS
from insdesk.identity.todo import TodoKind
from insdesk.ui.texts import situations as words
from insdesk.ui.texts.todo import todo_sentence

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ROWS = {row.id: place for place, row in enumerate(SITUATIONS)}


@pytest.fixture
def seat(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    return seat


def reasons(seat):
    return [note.reason for note, _ in seat.patients.notes.values()]


def test_it_is_offered_only_where_waiting_is_the_thing_to_do(seat):
    page = act(seat, "situation")
    shown = set()
    for code, row in ROWS.items():
        page.list.setCurrentRow(row)
        if page.later.isVisible():
            shown.add(code)
    assert shown == words.CAN_WAIT


def test_from_the_record_it_is_one_press_and_the_record_stays(seat):
    page = act(seat, "situation")
    page.list.setCurrentRow(ROWS["P06"])
    page.later.click()
    assert reasons(seat) == ["RAPPEL"]
    assert seat.sees("patient_page")
    assert seat.window.notice.words.text() == words.REMINDED


def test_when_the_patient_comes_back_it_is_said(seat):
    seat.desk.remind(UID)
    seat.insert()
    assert seat.sees("compare_page")
    assert seat.window.notice.words.text() == words.RECALL
    (line,) = seat.desk.todo(TodoKind.ATTENTE_INSI)
    assert "prochaine visite" in todo_sentence(line)


def test_nothing_is_said_about_another_patient(seat):
    seat.insert()
    assert seat.window.notice.words.text() != words.RECALL


def test_from_a_run_the_record_is_kept_first_then_recalled(sit):
    seat = sit(known_elodie())
    seat.insi.answer = NotFound()
    seat.insert()
    seat.find("btn_situations", QAbstractButton).click()
    page = seat.shown.acts.page
    page.list.setCurrentRow(ROWS["P06"])
    page.later.click()
    assert seat.sees("result_page")
    assert reasons(seat) == ["RAPPEL"]
    assert seat.window.notice.words.text() == words.REMINDED


def test_once_insi_has_answered_there_is_nothing_to_come_back_for(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.find("btn_situations", QAbstractButton).click()
    page = seat.shown.acts.page
    page.list.setCurrentRow(ROWS["P06"])
    assert not page.later.isVisible()
