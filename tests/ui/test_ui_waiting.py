"""J10 in the window: what was seen is asked, the patient waits, INSi comes back, one key each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import ELODIE
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fakes import known_elodie
from insdesk.errors import (
    InsiAccessDenied,
    InsiClockWrong,
    InsiFault,
    InsiGarbled,
    InsiSilent,
    InsiUnavailable,
    InsiUnreachable,
    InsiUntrusted,
)
from insdesk.identity.patient import Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.qualification.steps import Step
from insdesk.ui.parts.nav import NavButton
from insdesk.ui.qualify.pages.hold import HoldPage
from insdesk.ui.qualify.pages.traits import TraitsPage
from insdesk.ui.texts.setup import RESUME

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
WAITING = TodoKind.ATTENTE_INSI


def waiting(seat) -> list[str]:
    return [one.reason for one in seat.desk.todo(WAITING)]


def hold(seat, digit: Qt.Key = Qt.Key.Key_2) -> None:
    """« Mettre en attente », what was seen, then the primary."""
    seat.shown.host.page.card.go_on.click()
    assert isinstance(seat.shown.host.page, HoldPage)
    seat.key(digit)
    seat.find("btn_hold", QAbstractButton).click()


@pytest.mark.parametrize("failure", [InsiUnreachable(), InsiSilent(), InsiUnavailable()])
def test_a_patient_waits_with_the_document_seen(sit, failure):
    seat = sit(known_elodie())
    seat.insi.failure = failure
    seat.insert()
    assert seat.window.strip.state_of("INSi") == "injoignable"
    hold(seat)
    assert waiting(seat) == ["PIECE_VUE"]
    assert "attente d’INSi" in seat.window.notice.words.text(), "said: nothing is forgotten"
    (patient,) = seat.patients.stored.values()
    assert patient.status is Status.PROV
    assert seat.desk.reminder(patient.uid).device == "PA"


def test_nothing_is_preselected_and_nothing_seen_is_an_answer(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    seat.shown.host.page.card.go_on.click()
    page = seat.shown.host.page
    assert not [row for row in page.rows.values() if row.isChecked()]
    assert not seat.find("btn_hold", QAbstractButton).isEnabled()
    seat.key(Qt.Key.Key_0)
    seat.find("btn_hold", QAbstractButton).click()
    assert waiting(seat) == ["INSI_MUET"]


def test_the_way_back_keeps_the_run(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    run = seat.shown.conduct.run
    seat.shown.host.page.card.go_on.click()
    seat.key(Qt.Key.Key_Escape)
    assert seat.shown.conduct.run is run
    assert seat.shown.conduct.step is Step.ASK_INSI
    assert waiting(seat) == []


def test_a_new_card_without_a_sex_is_completed_then_waits(sit):
    seat = sit()
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    hold(seat)
    assert isinstance(seat.shown.host.page, TraitsPage)
    seat.shown.conduct.save_typed(ELODIE)
    assert waiting(seat) == ["PIECE_VUE"]


def test_a_fault_of_the_service_may_wait_too(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiGarbled()
    seat.insert()
    assert seat.window.strip.state_of("INSi") == "réponse en erreur"
    hold(seat)
    assert waiting(seat) == ["PIECE_VUE"]


def test_it_comes_back_and_each_takes_one_key(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    hold(seat)
    seat.cards.pull()
    seat.shown.conduct.leave()
    seat.insi.failure = None
    seat.shown.waiting.show_todo()
    seat.key(Qt.Key.Key_Return)
    run = seat.shown.conduct.run
    assert seat.shown.conduct.step is Step.COMPARE
    assert not run.by_vitale
    notice = seat.window.notice
    assert "Passeport" in notice.words.text(), "what was noted, to be confirmed again"
    assert not seat.find("proof_7", QAbstractButton).isEnabled()
    chosen = [one for one in ("proof_1", "proof_2", "proof_3") if seat.find(one).isChecked()]
    assert chosen == []
    seat.key(Qt.Key.Key_2)
    seat.find("btn_qualify", QAbstractButton).click()
    assert waiting(seat) == []
    (patient,) = seat.patients.stored.values()
    assert patient.status is Status.QUAL
    assert "Passeport" not in notice.words.text()


def test_once_it_is_back_the_waiting_ones_are_said_once(sit):
    seat = sit(known_elodie(uid="00000000-0000-4000-8000-00000000bbbb"))
    seat.desk.hold(seat.desk.open_record("00000000-0000-4000-8000-00000000bbbb"))
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    seat.insi.failure = None
    seat.shown.conduct.ask_again()
    notice = seat.window.notice
    assert "INSi est revenu" not in notice.words.text(), "the patient at the desk goes first"
    seat.cards.pull()
    seat.shown.conduct.leave()
    assert notice.words.text() == "INSi est revenu : 1 patient à reprendre."
    assert notice.action.text() == RESUME
    notice.action.click()
    assert seat.window.page is seat.shown.waiting.todo_room
    assert seat.shown.waiting.todo.model.kind is WAITING
    seat.shown.conduct.open_record("00000000-0000-4000-8000-00000000bbbb")
    seat.shown.conduct.leave()
    assert not notice.isVisible(), "not twice"


FAILURES = [
    InsiUnreachable(),
    InsiSilent(),
    InsiUnavailable(),
    InsiFault(code="insi_111"),
    InsiFault(code="siram_40"),
    InsiUntrusted(),
    InsiClockWrong(7),
    InsiAccessDenied(),
    InsiGarbled(),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda one: one.code or type(one).__name__)
def test_after_any_failure_the_patient_waits_and_the_return_is_said(sit, failure):
    seat = sit(known_elodie())
    seat.insert()
    seat.cards.pull()
    seat.shown.conduct.leave()
    assert "revenu" not in seat.window.notice.words.text(), "INSi answered, nobody waited"
    seat.insi.failure = failure
    seat.insert()
    hold(seat)
    assert waiting(seat) == ["PIECE_VUE"]
    seat.cards.pull()
    seat.shown.conduct.leave()
    seat.insi.failure = None
    seat.insert()
    seat.cards.pull()
    seat.shown.conduct.leave()
    assert seat.window.notice.words.text() == "INSi est revenu : 1 patient à reprendre."


@pytest.mark.parametrize(
    ("failure", "said"), [(InsiUnreachable(), True), (InsiUntrusted(), True),
                          (InsiUnavailable(), False), (InsiSilent(), False), (InsiGarbled(), False)]
)  # fmt: skip
def test_a_certificate_shown_is_no_answer_of_the_service(sit, failure, said):
    """The diagnostic sees the server; a service in maintenance shows its certificate too."""
    seat = sit(known_elodie())
    seat.insi.failure = failure
    seat.insert()
    hold(seat)
    seat.cards.pull()
    seat.shown.conduct.leave()
    found = (Finding(check=Check.SERVER, health=Health.GOOD, words="reconnu"),)
    seat.desk._to = replace(seat.desk._to, diagnosis=lambda *_: found)
    asked = len(seat.insi.asked)
    seat.shown.care.show_diagnostic()
    assert ("revenu" in seat.window.notice.words.text()) is said
    state = "joignable" if said else "réponse en erreur"
    assert seat.window.strip.state_of("INSi") == state
    assert len(seat.insi.asked) == asked, "nobody is asked about by the desk itself"


def test_the_left_menu_counts_who_waits(sit):
    seat = sit(known_elodie())
    seat.insi.failure = InsiUnavailable()
    seat.insert()
    hold(seat)
    seat.cards.pull()
    seat.shown.conduct.leave()
    entry = next(one for one in seat.window.findChildren(NavButton) if one.text() == "À traiter")
    assert entry.accessibleName() == "À traiter, 1 en attente"


def test_nobody_waits_nothing_is_said(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.cards.pull()
    seat.shown.conduct.leave()
    assert "revenu" not in seat.window.notice.words.text()


def test_kept_without_insi_nobody_is_said_to_wait(sit):
    seat = sit(known_elodie())
    seat.shown.conduct.open_record(known_elodie().uid)
    seat.shown.conduct.save()
    assert seat.shown.conduct.run.outcome is not None
    assert "attente" not in seat.window.notice.words.text()
