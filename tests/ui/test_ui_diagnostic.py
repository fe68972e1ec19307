"""S23 in the window: lines filled as they come, on a lane of its own; a report without anybody."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel

from fakes import Seat, a_seat, known_elodie
from insdesk.errors import InsiGarbled, InsiUntrusted
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState
from insdesk.qualification.diagnosis import (
    Check,
    Finding,
    Following,
    Health,
    Probe,
    diagnose,
)
from insdesk.ui.diagnostic_page import summary_of
from insdesk.ui.setup.checks import CheckLine
from insdesk.ui.tasks import Tasks

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
GOOD: Probe = lambda: (Health.GOOD, "bien", "")  # noqa: E731 - a probe of one value


def looked_at_by(seat: Seat, probes: dict[Check, Probe]) -> None:
    """Give the desk these probes."""

    def look(following: Following | None = None, only: object = tuple(Check)) -> object:
        return diagnose(probes, following=following, only=only)

    seat.desk._to = replace(seat.desk._to, diagnosis=look)


def line(seat: Seat, check: Check) -> CheckLine:
    return seat.shown.care.diagnostic.list.lines[check]


def test_it_opens_by_its_keys_with_its_twelve_lines(sit):
    seat = sit()
    seat.key(Qt.Key.Key_D, modifiers=CTRL_SHIFT)
    assert seat.sees("diag_page")
    lines = seat.shown.care.diagnostic.list.lines
    assert list(lines) == list(Check)
    assert all("Non testé" in one.accessibleName() for one in lines.values())


def test_a_line_says_sign_words_fix_and_time(sit):
    seat = sit()
    broken: Probe = lambda: (Health.BAD, "avance de 7 min", "Réglez l'heure.")  # noqa: E731
    looked_at_by(seat, {Check.CLOCK: broken, Check.BASE: GOOD})
    seat.shown.care.show_diagnostic()
    clock = line(seat, Check.CLOCK)
    assert clock.state.text() == "En panne"
    assert clock.accessibleName().startswith("Horloge : En panne, avance de 7 min, Réglez l’heure.")
    assert clock.time.text().endswith(" s")
    assert line(seat, Check.BASE).state.text() == "Bon"
    assert seat.find("diag_summary", QLabel).text().startswith("1 point en panne")


@pytest.mark.parametrize(
    ("item", "check"),
    [("Service cartes", Check.SERVICE), ("Lecteur", Check.READERS), ("INSi", Check.SERVER)],
)
def test_an_item_of_the_strip_opens_its_line(sit, item, check):
    seat = sit()
    seat.window.strip.item(item).click()
    assert seat.sees("diag_page")
    assert line(seat, check).hasFocus()


def test_a_cps_that_waits_for_its_code_is_asked_at_once(sit):
    seat = sit(session=False)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    seat.shown.session.dialog.reject()
    seat.window.strip.item("CPS").click()
    assert seat.shown.session.dialog is not None
    assert not seat.sees("diag_page")


def test_an_absent_cps_opens_its_line(sit):
    seat = sit(session=False)
    seat.window.strip.item("CPS").click()
    assert line(seat, Check.CPS).hasFocus()


def test_an_error_card_leads_there_and_back(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUntrusted()
    seat.insert()
    assert seat.shown.host.page.card.fix.text() == "Diagnostic"
    seat.shown.host.page.card.fix.click()
    assert seat.sees("diag_page")
    seat.key(Qt.Key.Key_Escape)
    assert seat.window.page is seat.shown.work, "the patient at the desk again"


def test_lines_fill_as_they_come_while_a_card_is_read(qtbot, qapp):
    """One check hangs: the others are shown, the card lane and the base stay free."""
    seat = a_seat(known_elodie(), tasks=Tasks(), session=False)
    qtbot.addWidget(seat.window)
    gate = threading.Event()

    def hung() -> tuple[Health, str, str]:
        gate.wait(10)
        return Health.GOOD, "", ""

    try:
        looked_at_by(seat, {Check.BASE: GOOD, Check.READERS: hung})
        seat.shown.care.show_diagnostic()
        qtbot.waitUntil(lambda: line(seat, Check.BASE).state.text() == "Bon")
        assert line(seat, Check.READERS).state.text() == "En cours…"
        assert not seat.find("btn_diag_save", QAbstractButton).isEnabled()
        seat.cards.set_cps(CpsState.PIN_NEEDED)
        qtbot.waitUntil(lambda: seat.shown.session.dialog is not None)
        seat.shown.session.dialog.submitted.emit("7391")
        qtbot.waitUntil(lambda: seat.shown.session.is_open)
        seat.insert()
        qtbot.waitUntil(lambda: seat.shown.conduct.run is not None)
        qtbot.waitUntil(lambda: seat.shown.conduct.run.answer is not None)
        seat.shown.care.stop()
        assert line(seat, Check.READERS).state.text() == "Pas encore lancé"
        assert seat.find("btn_diag_save", QAbstractButton).isEnabled()
    finally:
        gate.set()
        seat.shown.close()


def test_f5_looks_again_and_does_not_read_the_card(sit):
    seat = sit(known_elodie())
    looked: list[int] = []
    looked_at_by(seat, {Check.BASE: lambda: looked.append(1) or (Health.GOOD, "", "")})
    seat.shown.care.show_diagnostic()
    seat.key(Qt.Key.Key_F5)
    assert len(looked) == 2
    assert seat.shown.conduct.run is None


def test_the_report_is_copied_and_saved_without_anybody(sit, tmp_path: Path):
    seat = sit(known_elodie(), folder=tmp_path)
    looked_at_by(seat, {Check.BASE: GOOD})
    seat.insert()
    seat.shown.care.show_diagnostic()
    seat.find("btn_diag_copy", QAbstractButton).click()
    copied = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    seat.find("btn_diag_save", QAbstractButton).click()
    (saved,) = tmp_path.glob("insdesk_diagnostic_*.txt")
    assert saved.read_text(encoding="utf-8") == copied
    assert saved.stat().st_mode & 0o777 == 0o600
    assert "Base locale : bon" in copied
    for personal in ("TILLEUL", "ELODIE", "EXEMPLE", "899900000017", "2800000017", str(tmp_path)):
        assert personal not in copied
        assert personal not in seat.window.notice.words.text()


def test_an_answer_that_nobody_understands_leaves_a_report(sit, tmp_path: Path):
    """E-INSI-4: the one fix is a report without anybody, for the support."""
    seat = sit(known_elodie(), folder=tmp_path)
    looked_at_by(seat, {Check.BASE: GOOD})
    seat.insi.failure = InsiGarbled("no RESULTAT in the SOAP body")
    seat.insert()
    assert seat.shown.host.page.card.fix.text() == "Enregistrer le rapport"
    seat.shown.host.page.card.fix.click()
    (saved,) = tmp_path.glob("insdesk_diagnostic_*.txt")
    assert "TILLEUL" not in saved.read_text(encoding="utf-8")
    assert saved.name in seat.window.notice.words.text()
    seat.find("btn_diag_again", QAbstractButton).click()
    assert len(list(tmp_path.iterdir())) == 1, "asked once, saved once"
    seat.key(Qt.Key.Key_Escape)
    assert seat.window.page is seat.shown.work, "the patient at the desk again"


def test_a_folder_that_takes_nothing_is_said(sit, tmp_path: Path):
    seat = sit(folder=tmp_path / "absent")
    seat.shown.care.show_diagnostic()
    seat.find("btn_diag_save", QAbstractButton).click()
    assert seat.window.notice.isVisible()
    assert seat.window.notice.property("tone") == "error"


def test_nothing_opens_on_a_locked_desk(sit):
    seat = sit()
    seat.shown.lock()
    seat.key(Qt.Key.Key_D, to=seat.window, modifiers=CTRL_SHIFT)
    assert not seat.sees("diag_page")


def test_arrows_go_from_line_to_line(sit):
    seat = sit()
    seat.shown.care.show_diagnostic("Service cartes")
    seat.key(Qt.Key.Key_Down)
    assert line(seat, Check.READERS).hasFocus()
    seat.key(Qt.Key.Key_Up)
    seat.key(Qt.Key.Key_Up)
    assert line(seat, Check.SERVICE).hasFocus()


def test_the_strip_recovers_what_the_diagnostic_finds(sit):
    seat = sit()
    looked_at_by(seat, {Check.SERVER: GOOD})
    seat.shown.care.show_diagnostic()
    assert seat.window.strip.state_of("INSi") == "joignable"


def test_a_service_that_is_down_opens_its_line(sit):
    seat = sit(session=False)
    seat.events.state = CardsState(service=ServiceState.STOPPED)
    seat.window.strip.item("Service cartes").click()
    assert line(seat, Check.SERVICE).hasFocus()


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ("GGG", "Rien n’est en panne."),
        ("BGB", "2 points en panne. Chaque ligne dit quoi faire."),
        ("BWU", "1 point en panne, 1 à surveiller, 1 non testé. Chaque ligne dit quoi faire."),
        ("GUU", "Rien en panne, 2 non testés."),
        ("", "Le diagnostic n’a pas abouti : « Refaire » le relance."),
    ],
)
def test_the_whole_in_one_sentence(states: str, words: str):
    """What was not looked at is never counted as sound."""
    named = {one.name[0]: one for one in Health}
    findings = [
        Finding(check=check, health=named[state], words="")
        for check, state in zip(Check, states, strict=False)
    ]
    assert summary_of(tuple(findings)) == words
