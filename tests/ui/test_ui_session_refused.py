"""What a refusal says of one CPS: the strip repeats it, and it is over when that card leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR
from PySide6.QtTest import QTest

from fakes import Seat, known_elodie
from insdesk.errors import PinBlocked, PractitionerCardExpired
from insdesk.identity.desk_state import CpsState
from insdesk.qualification.session import CodeWanted

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def cps_comes(seat: Seat, insertion: str | None) -> None:
    present = CpsState.ABSENT if insertion is None else CpsState.PIN_NEEDED
    seat.events.state = replace(seat.events.state, cps=present, cps_insertion=insertion)


def refuses_the_code(_pin: str) -> None:
    raise PinBlocked


def test_after_the_third_wrong_code_the_strip_says_blocked(sit):
    seat = sit(session=False)
    cps_comes(seat, "cps-1")
    seat.desk.open_session = refuses_the_code
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, "0000")
    dialog.submit.click()
    assert seat.shown.host.page.card.title.text() == "Code bloqué"
    assert seat.window.strip.state_of("CPS") == "code bloqué"
    cps_comes(seat, None)
    assert seat.window.strip.state_of("CPS") == "absente"


def test_what_was_said_of_a_card_is_over_with_it(sit):
    seat = sit(session=False)
    usual = seat.desk.code_wanted

    def expired() -> CodeWanted:
        raise PractitionerCardExpired("2025-12-31")

    seat.desk.code_wanted = expired
    cps_comes(seat, "cps-1")
    assert seat.shown.host.page.card.title.text().startswith("CPS expirée")
    assert seat.window.strip.state_of("CPS") == "expirée le 31/12/2025"
    seat.desk.code_wanted = usual
    cps_comes(seat, None)
    assert seat.shown.work.page is seat.shown.home, "the card that was refused is gone"
    cps_comes(seat, "cps-2")
    assert seat.shown.session.dialog is not None
    assert seat.shown.session.reading == DOCTOR


def test_the_patient_at_the_desk_stays(sit):
    """A blocked card in the middle of a comparison: another one comes, the page is as it was."""
    seat = sit(known_elodie())
    seat.insert()
    page = seat.shown.host.page
    seat.shown.host.show_error(PinBlocked())
    assert seat.shown.host.page is not page
    cps_comes(seat, "cps-9")
    assert seat.shown.host.page is page
