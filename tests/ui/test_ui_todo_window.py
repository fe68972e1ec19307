"""« À traiter » and two records in the window, on the real desk: ways, counts, undo, lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from todo_stage import ONE, OTHER

from builders import a_control, a_patient, a_retrieval, an_identity, some_traits
from fakes import Seat
from insdesk.identity.filing import Filing
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.ui.texts import todo as words
from insdesk.ui.todo.ways import Face

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
THIRD = "00000000-0000-4000-8000-00000000cccc"


def records():
    """Élodie qualified, Élodie typed again in a hurry, and somebody retrieved."""
    traits = some_traits().without_typed()
    whole = an_identity(traits=traits, retrieval=a_retrieval(), control=a_control())
    other = some_traits(birth_name="Fictif", birth_date="1990-01-02").without_typed()
    return (
        a_patient(uid=ONE, identity=whole),
        a_patient(uid=OTHER, traits=some_traits(first_names=None).without_typed()),
        a_patient(uid=THIRD, traits=other, attributes=()),
    )


def note(seat: Seat, kind: TodoKind, **facts: object) -> None:
    """One more note in the base."""
    asked = {"kind": kind, "patient_uid": ONE, "reason": "DOUBLON", "rule": "IV-211"} | facts
    kept = seat.patients.get(str(asked["patient_uid"]))
    seat.patients.file(
        Filing(patient=kept, expected_version=kept.version, opens=(TodoNote(**asked),))
    )


@pytest.fixture
def seat(sit):
    """A desk with a possible duplicate, in front of « À traiter »."""
    seat = sit(*records())
    note(seat, TodoKind.DOUBLON, other_uid=OTHER)
    seat.shown.waiting.show_todo()
    return seat


def merged(seat: Seat) -> None:
    """From the list to two records made one."""
    page = seat.shown.waiting.todo
    page.show_kind(TodoKind.DOUBLON)
    page.list.setFocus()
    seat.key(Qt.Key.Key_Return)
    merge = seat.shown.waiting.merge
    assert merge.face is Face.COMPARE
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    merge.preview.reason.setText("Même carte d’identité")
    seat.key(Qt.Key.Key_Return, to=seat.window, modifiers=CTRL)
    assert merge.face is Face.CONFIRM
    merge.bar.yes.click()


def test_the_section_stands_between_patients_and_export(seat):
    sections = seat.window.sections
    place = sections.index("todo")
    assert sections[place - 1] == "patients"
    assert sections[place + 1] == "export"
    entry = seat.find("nav_todo", QAbstractButton)
    assert entry.text() == "À traiter"
    assert entry.isChecked()
    bound = [QShortcut.keys(one) for one in seat.window.findChildren(QShortcut)]
    assert any(QKeySequence(f"Alt+{place + 1}") in keys for keys in bound)


def test_the_number_in_the_menu_follows_each_act(seat):
    entry = seat.find("nav_todo", QAbstractButton)
    assert entry.accessibleName() == "À traiter, 1 en attente"
    note(seat, TodoKind.ATTENTE_INSI, patient_uid=THIRD, reason="INSI")
    seat.shown.show_home()
    assert entry.accessibleName() == "À traiter, 2 en attente"
    seat.shown.show_section("todo")
    merged(seat)
    assert entry.accessibleName() == "À traiter, 1 en attente"


def test_enter_on_a_line_starts_the_run_of_this_patient(seat):
    note(seat, TodoKind.ATTENTE_INSI, patient_uid=OTHER, reason="INSI")
    seat.shown.waiting.show_todo()
    page = seat.shown.waiting.todo
    page.show_kind(TodoKind.ATTENTE_INSI)
    page.list.setFocus()
    seat.key(Qt.Key.Key_Return)
    run = seat.shown.conduct.run
    assert run is not None
    assert run.patient is not None
    assert run.patient.uid == OTHER
    assert seat.window.page is seat.shown.work


def test_an_anomaly_opens_its_record(seat):
    note(seat, TodoKind.ANOMALIE, patient_uid=OTHER, reason="SEXE_MANQUANT", rule="A01")
    seat.shown.waiting.show_todo()
    page = seat.shown.waiting.todo
    page.show_kind(TodoKind.ANOMALIE)
    page.primary()
    assert seat.shown.record.patient is not None
    assert seat.shown.record.patient.uid == OTHER


def test_a_merge_is_done_told_and_undone_from_the_notice(seat):
    merged(seat)
    assert seat.patients.get(OTHER).merged_into == ONE
    assert seat.shown.record.patient.uid == ONE
    notice = seat.window.notice
    assert notice.words.text() == words.MERGED
    assert notice.action.text() == "Annuler la fusion"
    notice.action.click()
    assert seat.patients.get(OTHER).merged_into is None
    assert notice.words.text() == words.UNDONE
    assert notice.action.isHidden()


def test_another_notice_does_not_undo(seat):
    merged(seat)
    seat.window.notice.show_message("Autre message", "info", action="Autre")
    seat.window.notice.action.click()
    assert seat.patients.get(OTHER).merged_into == ONE


def tab_of(seat: Seat) -> tuple[int, str]:
    """The tab of the merges on the record, and its title."""
    tabs, panel = seat.shown.record.tabs, seat.shown.waiting.merges
    return tabs.indexOf(panel), tabs.tabText(tabs.indexOf(panel))


def test_the_record_tells_its_merges_and_undoes_within_30_days(seat):
    seat.shown.show_record(ONE)
    tabs = seat.shown.record.tabs
    place, title = tab_of(seat)
    assert title == "Dossiers fusionnés"
    assert not tabs.isTabVisible(place)
    seat.shown.waiting.show_todo()
    merged(seat)
    assert tabs.isTabVisible(place)
    tabs.setCurrentIndex(place)
    (line,) = seat.shown.waiting.merges.lines
    said = " ".join(label.text() for label in line.findChildren(QLabel))
    assert "Raison : Même carte d’identité" in said
    line.button.click()
    assert seat.patients.get(OTHER).merged_into is None
    (line,) = seat.shown.waiting.merges.lines
    assert line.button.isHidden()
    assert "annulée" in line.accessibleName()


def test_after_30_days_the_record_says_that_the_merge_is_final(seat):
    merged(seat)
    seat.clock.now += timedelta(days=31)
    seat.shown.show_record(ONE)
    (line,) = seat.shown.waiting.merges.lines
    assert line.button.isHidden()
    assert words.MERGE_FINAL in [label.text() for label in line.findChildren(QLabel)]


def test_from_the_record_the_lookalikes_are_picked_and_escape_comes_back(seat):
    seat.shown.show_record(ONE)
    seat.shown.record.merge_wanted.emit(ONE)
    merge = seat.shown.waiting.merge
    assert merge.face is Face.PICK
    assert len(merge.pick.choices) == 1
    seat.key(Qt.Key.Key_Escape)
    assert seat.window.page is seat.shown.record_room
    assert seat.shown.record.patient.uid == ONE


def test_two_persons_are_marked_and_the_line_is_gone(seat):
    page = seat.shown.waiting.todo
    page.show_kind(TodoKind.DOUBLON)
    page.primary()
    merge = seat.shown.waiting.merge
    merge.judge.press(2)
    merge.judge.why.setCurrentIndex(1)
    merge.primary()
    assert seat.window.page is seat.shown.waiting.todo_room
    assert seat.window.notice.words.text() == words.JUDGED_DIFFERENT
    assert seat.desk.todo_counts()[TodoKind.DOUBLON] == 0
    assert {one.value for one in seat.patients.get(OTHER).identity.attributes} == {"HOMA"}


def test_the_precheck_of_the_desk_fills_its_group(seat):
    seat.patients.put(a_patient(uid=THIRD, traits=some_traits(sex=None).without_typed()))
    seat.find("btn_precheck", QAbstractButton).click()
    page = seat.shown.waiting.todo
    assert page.groups.kind is TodoKind.ANOMALIE
    assert page.groups.buttons[TodoKind.ANOMALIE].count > 0
    assert "anomalie" in page.panel.words.text()
    lines = [page.model.line_at(row) for row in range(page.model.rowCount())]
    known = {(rule, code) for rule, said in words.ANOMALIES.items() for code in said}
    assert {(line.rule, line.reason) for line in lines} <= known


def test_the_home_counts_what_waits(seat):
    note(seat, TodoKind.ATTENTE_INSI, patient_uid=OTHER, reason="INSI")
    note(seat, TodoKind.DISCORDANCE, patient_uid=THIRD, reason="DISCORDANCE", rule="IV-321")
    seat.shown.show_home()
    assert seat.find("today_waiting", QLabel).text() == "1"
    assert seat.find("today_discordant", QLabel).text() == "1"


@pytest.mark.parametrize("front", ["todo", "merge"])
def test_a_locked_desk_shows_nothing_of_them(seat, front):
    waiting = seat.shown.waiting
    if front == "merge":
        seat.shown.show_merge(ONE, OTHER)
    seat.shown.lock()
    for act in (
        waiting.show_todo,
        lambda: seat.shown.show_merge(ONE, OTHER),
        lambda: seat.shown.show_section("todo"),
    ):
        act()
        assert not waiting.todo_room.isVisible()
        assert not waiting.merge_room.isVisible()
    rooms = (waiting.todo_room, waiting.merge_room)
    said = [one.text() for room in rooms for one in room.findChildren(QLabel)]
    said += [one.accessibleName() for room in rooms for one in room.findChildren(QWidget)]
    assert not any("TILLEUL" in text for text in said)
    assert waiting.todo.model.rowCount() == 0
