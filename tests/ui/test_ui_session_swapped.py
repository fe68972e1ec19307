"""A CPS swapped for another, or a code given up, while the card lane still answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from PySide6.QtTest import QTest

from fakes import Seat
from insdesk.errors import (
    InsdeskError,
    OtherPractitioner,
    PinRejected,
    PractitionerCardAbsent,
    PractitionerCardExpired,
)
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.practitioner import PractitionerReading
from insdesk.qualification.session import CodeWanted
from insdesk.ui.tasks import Lane, Tasks

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OTHER = replace(DOCTOR, name="EXEMPLE", first_name="BRUNO")


def with_cps(seat: Seat, insertion: str | None) -> CardsState:
    present = CpsState.ABSENT if insertion is None else CpsState.PIN_NEEDED
    return replace(seat.events.state, cps=present, cps_insertion=insertion)


def swap_while_asked(
    seat: Seat, first: CodeWanted | InsdeskError, then: str | None = "cps-2"
) -> list[str | None]:
    """A CPS comes in; while it is asked who holds it, another takes its place."""
    asked: list[str | None] = []

    def code_wanted() -> CodeWanted:
        asked.append(seat.events.state.cps_insertion)
        if len(asked) > 1:
            return CodeWanted(reading=OTHER)
        seat.events.state = with_cps(seat, then)
        if isinstance(first, InsdeskError):
            raise first
        return first

    seat.desk.code_wanted = code_wanted
    seat.events.state = with_cps(seat, "cps-1")
    return asked


@pytest.mark.parametrize(
    "answer",
    [
        CodeWanted(reading=DOCTOR),
        PractitionerCardAbsent(),
        OtherPractitioner(),
        PractitionerCardExpired("2020-01-01"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_was_said_of_the_card_before_is_forgotten(sit, answer):
    seat = sit(session=False)
    failures: list[InsdeskError] = []
    seat.shown.session.failed.connect(lambda error, _again: failures.append(error))
    asked = swap_while_asked(seat, answer)
    assert asked == ["cps-1", "cps-2"], "the card now in the reader is asked"
    assert seat.shown.session.reading == OTHER
    assert "BRUNO EXEMPLE" in seat.shown.session.dialog._holder.text()
    assert not failures
    state = seat.shown.session.seen(replace(seat.events.state, cps=CpsState.EXPIRED))
    assert (state.cps, state.cps_expired_on) == (CpsState.EXPIRED, "")


def test_a_card_pulled_while_it_is_asked_leaves_no_question(sit):
    seat = sit(session=False)
    asked = swap_while_asked(seat, CodeWanted(reading=DOCTOR), None)
    assert asked == ["cps-1"]
    assert seat.shown.session.dialog is None
    assert seat.shown.session.reading is None
    assert not seat.shown.session.asking


class HeldTasks(Tasks):
    """Inline, but the card lane waits while `held` is set."""

    def __init__(self) -> None:
        super().__init__(inline=True)
        self.held = False
        self._waiting: list[Callable[[], object]] = []

    def run(self, lane, work, done, failed) -> int:
        if self.held and lane is Lane.CARD:
            self._waiting.append(lambda: super(HeldTasks, self).run(lane, work, done, failed))
            return 0
        return super().run(lane, work, done, failed)

    def go_on(self) -> None:
        self.held = False
        while self._waiting:
            self._waiting.pop(0)()


def ready(sit, *, keypad: bool = False) -> tuple[Seat, HeldTasks, list[str]]:
    """A seat whose CPS waits for its code, its card lane held since, and the codes sent."""
    tasks: HeldTasks = HeldTasks()
    sent: list[str] = []
    seat = sit(session=False, tasks=tasks)
    seat.cards.has_keypad = keypad
    code_wanted, open_session = seat.desk.code_wanted, seat.cards.open_session

    def then_hold() -> CodeWanted:
        tasks.held = True
        return code_wanted()

    def send(pin: str) -> PractitionerReading:
        sent.append(pin)
        return open_session(pin)

    seat.desk.code_wanted, seat.cards.open_session = then_hold, send
    seat.events.state = with_cps(seat, "cps-1")
    return seat, tasks, sent


def typed(seat: Seat) -> None:
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, PIN)
    dialog.submit.click()


def test_a_code_that_waits_its_turn_opens_in_its_turn(sit):
    seat, tasks, sent = ready(sit)
    typed(seat)
    assert sent == []
    tasks.go_on()
    assert sent == [PIN]
    assert seat.shown.session.is_open


def test_a_keypad_given_up_before_its_turn_asks_for_no_code(sit):
    seat, tasks, sent = ready(sit, keypad=True)
    seat.shown.session.dialog.cancel.click()
    tasks.go_on()
    assert sent == []
    assert not seat.shown.session.is_open


def test_a_typed_code_left_with_escape_is_not_sent(sit):
    seat, tasks, sent = ready(sit)
    typed(seat)
    seat.shown.session.dialog.reject()
    tasks.go_on()
    assert sent == []
    assert not seat.shown.session.is_open


def test_the_code_of_the_card_before_never_goes_to_the_next(sit):
    seat, tasks, sent = ready(sit)
    failures: list[InsdeskError] = []
    seat.shown.session.failed.connect(lambda error, _again: failures.append(error))
    typed(seat)
    seat.cards.holder = OTHER
    seat.events.state = with_cps(seat, "cps-2")
    tasks.go_on()
    assert sent == []
    assert not failures
    assert seat.shown.session.dialog.isVisible(), "the card now there is asked for its own"
    assert "EXEMPLE" in seat.shown.session.dialog._holder.text()


def test_a_refusal_of_the_card_before_is_not_said_of_the_next(sit):
    seat, tasks, _sent = ready(sit)

    def swapped_then_refused(_pin: str) -> PractitionerReading:
        seat.cards.holder = OTHER
        seat.events.state = with_cps(seat, "cps-2")
        raise PinRejected(1)

    seat.cards.open_session = swapped_then_refused
    typed(seat)
    tasks.go_on()
    dialog = seat.shown.session.dialog
    assert "EXEMPLE" in dialog._holder.text()
    assert dialog.attempts.text() == ""


def test_a_keypad_given_up_as_its_code_was_right_leaves_the_card_closed(sit):
    seat, tasks, _sent = ready(sit, keypad=True)
    given_up = seat.shown.session.dialog

    def right_all_the_same(_pin: str) -> PractitionerReading:
        given_up.reject()
        seat.events.state = replace(seat.events.state, cps=CpsState.READY)
        return DOCTOR

    seat.cards.open_session = right_all_the_same
    tasks.go_on()
    assert not seat.shown.session.is_open
    assert seat.events.state.cps is CpsState.PIN_NEEDED
    assert seat.shown.session.dialog is None


def test_how_to_explains_what_the_strip_says_of_the_card(sit):
    seat = sit(session=False)

    def expired() -> CodeWanted:
        raise PractitionerCardExpired("2020-01-31")

    seat.desk.code_wanted = expired
    seat.events.state = with_cps(seat, "cps-1")
    seat.events.state = replace(seat.events.state, cps=CpsState.EXPIRED)
    seat.shown.show_home()
    home = seat.shown.home
    assert "31/01/2020" in home.card.title.text()
    home.card.fix.click()
    assert seat.sees("trouble_page")
    assert "31/01/2020" in seat.shown.host.page.card.title.text()
