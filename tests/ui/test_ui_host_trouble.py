"""Late answers, every failure, the lock, the patient's screen: nothing of a run outlives it."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from test_ui_texts import a, leaves

from builders import found
from fakes import a_person, a_seat, known_elodie
from insdesk.errors import InsiUnreachable, PractitionerCardAbsent
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.qualification.steps import PatientView
from insdesk.ui import texts
from insdesk.ui.patient_card import NOT_ME
from insdesk.ui.qualify.passes import Work
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts.strip import trouble_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def slow(qtbot, qapp):
    """A seat on real lanes whose INSi waits to be let go."""
    seat = a_seat(tasks=Tasks(), session=False)
    gate = threading.Event()
    usual = seat.insi.search_by_vitale

    def search(holder, *, reading, control=None):
        control.progress(SimpleNamespace(attempt=1, of=1))
        gate.wait(10)
        return usual(holder, reading=reading, control=control)

    seat.insi.search_by_vitale = search
    qtbot.addWidget(seat.window)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    qtbot.waitUntil(lambda: seat.shown.session.dialog is not None)
    seat.shown.session.dialog.submitted.emit("7391")
    qtbot.waitUntil(lambda: seat.shown.session.is_open)
    yield seat, gate
    gate.set()
    seat.shown.close()


def test_a_late_answer_of_a_cancelled_call_is_dropped(slow, qtbot):
    seat, gate = slow
    seat.insert()
    qtbot.waitUntil(lambda: seat.shown.conduct.work is Work.ASKING)
    assert seat.sees("insi_progress")
    rows = seat.shown.host.page.table.rows
    assert rows[0].line.known == "TILLEUL", "the card's side is already there"
    assert not seat.find("btn_qualify", QAbstractButton).isEnabled()
    assert not seat.sees("proof_1")
    seat.key(Qt.Key.Key_Escape)
    assert seat.shown.conduct.work is None
    assert not seat.sees("insi_progress")
    assert seat.insi.interrupted == 1, "the call itself is cut"
    gate.set()
    seat.tasks.close()
    qtbot.wait(20)
    assert seat.shown.conduct.run.answer is None
    assert seat.sees("btn_call_insi")


def test_a_card_pulled_during_the_call_cancels_it(slow, qtbot):
    seat, gate = slow
    seat.insert()
    qtbot.waitUntil(lambda: seat.shown.conduct.work is Work.ASKING)
    seat.cards.pull()
    qtbot.waitUntil(lambda: seat.shown.conduct.run is None)
    assert seat.shown.host.page.card.title.text() == "Carte retirée trop tôt"
    gate.set()
    seat.tasks.close()
    qtbot.wait(20)
    assert seat.shown.conduct.run is None
    assert not seat.patients.stored


@pytest.mark.parametrize("button", ["fix", "go_on"])
def test_every_failure_shows_its_card_and_its_buttons_lead_somewhere(sit, button):
    seat = sit(known_elodie())
    for kind in leaves():
        error = a(kind)
        expected = texts.error_text(error)
        seat.insi.failure = error
        seat.cards.pull()
        seat.shown.conduct.leave()
        seat.insert()
        card = seat.shown.host.page.card
        assert card.title.text() == expected.title
        assert card.explanation.text() == expected.explanation
        seat.insi.failure = None
        getattr(card, button).click()
        assert seat.window.page is not None
        if seat.shown.session.dialog is not None:
            seat.shown.session.dialog.reject()


def test_a_card_pulled_behind_a_failure_leaves_a_way_home(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUnreachable()
    seat.insert()
    seat.cards.pull()
    assert seat.shown.conduct.run is None
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("home_page")


def test_the_steps_behind_see_how_are_shown_in_the_card(sit):
    seat = sit(session=False)
    seat.events.state = CardsState(service=ServiceState.STOPPED)
    assert seat.find("home_error_card").isVisible()
    seat.shown.home.card.fix.click()
    assert "1. " in seat.shown.host.page.card.explanation.text()


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (CardsState(service=ServiceState.STOPPED), "Le service de cartes est arrêté"),
        (CardsState(service=ServiceState.ABSENT), "Le service de cartes n’est pas installé"),
        (CardsState(service=ServiceState.RUNNING), "Aucun lecteur détecté"),
        (CardsState(service=ServiceState.RUNNING, readers=("x",)), "Insérez votre CPS"),
        (
            CardsState(
                service=ServiceState.RUNNING,
                readers=("x",),
                cps=CpsState.READY,
                vitale=VitaleState.BUSY,
            ),
            "Lecteur occupé par un autre logiciel",
        ),
    ],
)
def test_what_is_missing_replaces_the_invitation(sit, state, title):
    trouble = trouble_of(state, session=True)
    assert texts.error_text(trouble).title == title


def test_the_home_recovers_by_itself(sit):
    seat = sit(session=False)
    assert seat.find("home_error_card").isVisible()
    assert not seat.sees("drop_area")
    seat.open_session()
    assert seat.sees("drop_area")
    assert not seat.find("home_error_card").isVisible()


def test_the_strip_says_five_states(sit):
    seat = sit()
    strip = seat.window.strip
    assert strip.state_of("Service cartes") == "actif"
    assert strip.state_of("CPS") == "prête (code saisi)"
    assert strip.state_of("Vitale") == "absente"
    seat.insert(a_person(), a_person(position=2, first_name_text="LEO"))
    assert strip.state_of("Vitale") == "lue (2 bénéficiaires)"
    seat.insi.failure = InsiUnreachable()
    seat.key(Qt.Key.Key_1)
    assert strip.state_of("INSi") == "injoignable"


def test_lock_leaves_nothing_of_a_patient_anywhere(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.shown.show_patients()
    seat.shown.show_record(known_elodie().uid)
    seat.shown.lock()
    assert seat.sees("lock_page")
    held = [label.text() for label in seat.window.findChildren(QLabel)]
    held += [edit.text() for edit in seat.window.findChildren(QLineEdit)]
    held += [str(row) for row in range(seat.shown.patients.model.rowCount())]
    assert not any("TILLEUL" in text or "ELODIE" in text for text in held)
    seat.window.findChild(QAbstractButton, "nav_patients").click()
    assert seat.sees("lock_page")
    seat.key(Qt.Key.Key_F6)
    assert not seat.sees("traits_page")
    seat.shown.lock_room.page.card.fix.click()
    seat.shown.session.dialog.submitted.emit("7391")
    assert not seat.sees("lock_page")


def test_no_cps_stops_the_call_with_its_own_card(sit):
    seat = sit()
    seat.insi.failure = PractitionerCardAbsent()
    seat.insert()
    assert seat.shown.host.page.card.title.text() == "Insérez votre CPS"


def screen(seat):
    return seat.shown.patient_side.screen


def test_f7_shows_the_traits_of_insi_to_the_patient_and_keeps_his_answer(sit):
    seat = sit()
    seat.insi.answer = found(first_names="ELODIE MARTHE ROSE")
    seat.insert()
    assert not seat.shown.patient_side.is_open
    seat.key(Qt.Key.Key_F7)
    assert seat.shown.patient_side.is_open
    assert seat.shown.conduct.run.patient_view is PatientView.SHOWN
    screen(seat).confirmed.emit()
    assert seat.shown.conduct.run.patient_view is PatientView.CONFIRMED
    seat.cards.pull()
    held = [label.text() for label in screen(seat).findChildren(QLabel)]
    assert not any("TILLEUL" in text for text in held)


def test_what_the_patient_contests_blocks_and_is_marked(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_F7)
    screen(seat).contested.emit(frozenset({"birth_date"}))
    screen(seat).blank()
    page = seat.shown.host.page
    row = next(one.line for one in page.table.rows if one.line.trait == "birth_date")
    assert "Signalé par le patient." in row.reason
    seat.shown.host.page.digit(1)
    assert not seat.find("btn_qualify", QAbstractButton).isEnabled()


def test_another_person_in_front_of_the_screen_closes_everything(sit):
    seat = sit()
    seat.insert()
    seat.key(Qt.Key.Key_F7)
    screen(seat).contested.emit(frozenset({NOT_ME}))
    assert seat.shown.conduct.run is None
    assert not seat.patients.stored


def unnamed(root):
    """Every focusable widget without an accessible name (ux.md A1)."""
    QAccessible.setActive(True)
    bad = []
    for widget in root.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(widget)
        inside = isinstance(widget.parent(), QComboBox) or widget.objectName().startswith("qt_")
        if interface is None or inside or not interface.state().focusable:
            continue
        if widget.isVisible() and not interface.text(QAccessible.Text.Name).strip():
            bad.append(f"{type(widget).__name__} {widget.objectName()!r}")
    return bad


def test_every_page_names_what_can_take_the_focus_and_the_title_says_nothing(sit):
    seat = sit(known_elodie())

    def look():
        assert unnamed(seat.window) == []
        assert seat.window.windowTitle() == "insdesk"

    look()
    seat.insert(a_person(), a_person(position=2, first_name_text="LEO"))
    look()
    seat.key(Qt.Key.Key_1)
    look()
    seat.key(Qt.Key.Key_6)
    look()
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    look()
    for go in (
        lambda: seat.shown.show_patients(),
        lambda: seat.shown.show_record(known_elodie().uid),
        lambda: seat.shown.show_export(known_elodie().uid),
        lambda: seat.window.show_section("settings"),
        lambda: seat.key(Qt.Key.Key_F6),
        lambda: seat.shown.lock(),
    ):
        go()
        look()
