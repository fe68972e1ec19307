"""A code accepted too late: the card left, or the desk was locked, while it was checked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_fakes import DOCTOR, PIN
from PySide6.QtTest import QTest

from fakes import Seat
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import PractitionerReading

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def meanwhile(seat: Seat, happens: Callable[[], object]) -> None:
    """Type the right code; this happens before its answer is back."""

    def answer(_pin: str) -> PractitionerReading:
        happens()
        return DOCTOR

    seat.cards.set_cps(CpsState.PIN_NEEDED)
    seat.cards.open_session = answer
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, PIN)
    dialog.submit.click()


def test_a_card_that_left_meanwhile_opens_nothing(sit):
    seat = sit(session=False)
    meanwhile(seat, lambda: seat.cards.set_cps(CpsState.ABSENT))
    assert not seat.shown.session.is_open
    assert seat.shown.session.reading is None
    assert seat.window.strip.state_of("CPS") == "absente"


def test_a_desk_locked_meanwhile_stays_locked(sit):
    seat = sit(session=False)
    meanwhile(seat, seat.shown.lock)
    assert seat.shown.locked
    assert not seat.shown.session.is_open
