"""The CPS: its ATR table, the code porteur sent once, one session per insertion."""

from datetime import date

import pytest
from fake_cps import CODE, FakeModule
from file_card import CPS_3_ATR, CPS_4_ATR, VITALE_1_ATR, VITALE_2_ATR

from insdesk.cards.cps import ATRS, MARK, CpsSession, is_cps, recognise
from insdesk.errors import (
    Cancelled,
    PinBlocked,
    PinMalformed,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardExpired,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CpsState

TODAY = date(2026, 3, 2)


def session(module: FakeModule | None) -> CpsSession:
    return CpsSession(module, lambda: TODAY)


@pytest.mark.parametrize(
    ("atr", "generation"),
    [
        (CPS_3_ATR, "CPS3"),
        (bytes.fromhex("3BAC00402A00122500648082021200 9000"), "CPS3"),
        (bytes.fromhex("3B8F80010031B86404B0ECC1739401808290000E"), "CPS3"),
        (bytes.fromhex("3B8F80010031B864FFFFECD5739401808290000E"), "CPS3"),
        (CPS_4_ATR, "CPS4"),
        (bytes.fromhex("3B9B188001001225006480000401009044"), "CPS4 (présérie)"),
        (bytes.fromhex("3BDC18FF00001225006480000401009000"), "CPS4 (présérie)"),
        (b"\x3b\x99" + MARK + b"\x42", "CPx"),
        (VITALE_2_ATR, None),
        (VITALE_1_ATR, None),
        (b"", None),
    ],
)
def test_generations_by_atr(atr: bytes, generation: str | None) -> None:
    # Row 4: bytes 9 and 10 are free under the mask, and of byte 12 only the two high bits count.
    assert recognise(atr) == generation
    assert is_cps(atr) is (generation is not None)


def test_every_row_recognises_itself() -> None:
    assert [recognise(row.atr) for row in ATRS] == [row.generation for row in ATRS]
    assert all(len(row.atr) == len(row.mask) for row in ATRS)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "12 4", "١٢٣٤", "1234\n"])
def test_a_malformed_code_costs_no_try(pin: str) -> None:
    module = FakeModule()
    with pytest.raises(PinMalformed):
        session(module).open("i1", pin)
    assert module.codes == []


def test_the_code_opens_the_session_once() -> None:
    module = FakeModule()
    desk = session(module)
    assert desk.state("i1") is None
    assert desk.identify("i1").name == "EXEMPLE"
    assert desk.state("i1") is CpsState.PIN_NEEDED
    desk.open("i1", CODE)
    assert desk.state("i1") is CpsState.READY
    assert desk.sign("i1", b"data") == b"signed:data"
    assert module.codes == [CODE]
    assert module.identified == 1


def test_a_wrong_code_is_sent_once_and_says_what_is_left() -> None:
    module = FakeModule()
    desk = session(module)
    with pytest.raises(PinRejected) as caught:
        desk.open("i1", "0000")
    assert caught.value.attempts_left == 2
    assert module.codes == ["0000"]
    assert desk.state("i1") is CpsState.PIN_NEEDED
    with pytest.raises(PinRequired):
        desk.sign("i1", b"data")


def test_a_wrong_code_closes_what_was_open() -> None:
    desk = session(FakeModule())
    desk.open("i1", CODE)
    with pytest.raises(PinRejected):
        desk.open("i1", "0000")
    assert desk.state("i1") is CpsState.PIN_NEEDED


def test_nothing_is_sent_to_a_blocked_card() -> None:
    module = FakeModule()
    desk = session(module)
    for _ in range(2):
        with pytest.raises(PinRejected):
            desk.open("i1", "0000")
    with pytest.raises(PinBlocked):
        desk.open("i1", "0000")
    desk.close()
    with pytest.raises(PinBlocked):
        desk.open("i1", CODE)
    assert len(module.codes) == 3
    assert desk.state("i1") is CpsState.BLOCKED


def test_another_insertion_starts_from_nothing() -> None:
    module = FakeModule()
    desk = session(module)
    desk.open("i1", CODE)
    assert desk.state("i2") is None
    with pytest.raises(PinRequired):
        desk.sign("i2", b"data")
    assert module.closed == 1
    with pytest.raises(PinRequired):
        desk.sign("i1", b"data")


def test_no_card_no_session() -> None:
    module = FakeModule()
    desk = session(module)
    desk.open("i1", CODE)
    with pytest.raises(PractitionerCardAbsent):
        desk.identify(None)
    assert module.closed == 1
    assert desk.state("i1") is None


def test_closing_forgets_and_may_be_done_twice() -> None:
    module = FakeModule()
    desk = session(module)
    desk.open("i1", CODE)
    desk.close()
    desk.close()
    assert module.closed == 1
    with pytest.raises(PinRequired):
        desk.require_open("i1")


def test_a_trouble_of_the_card_closes_the_session() -> None:
    module = FakeModule()
    desk = session(module)
    desk.open("i1", CODE)
    module.breaks = True
    with pytest.raises(PractitionerCardAbsent):
        desk.sign("i1", b"data")
    assert desk.state("i1") is None


def test_an_expired_card_gets_no_code() -> None:
    module = FakeModule(not_after="2026-03-01")
    desk = session(module)
    with pytest.raises(PractitionerCardExpired) as caught:
        desk.open("i1", CODE)
    assert caught.value.expired_on == "2026-03-01"
    assert module.codes == []
    assert desk.state("i1") is CpsState.EXPIRED


def test_the_last_day_is_valid() -> None:
    desk = session(FakeModule(not_after="2026-03-02"))
    desk.open("i1", CODE)
    assert desk.state("i1") is CpsState.READY


def test_without_the_library_it_is_said() -> None:
    desk = session(None)
    with pytest.raises(PractitionerComponentAbsent):
        desk.identify("i1")
    with pytest.raises(PractitionerComponentAbsent):
        desk.open("i1", CODE)
    desk.close()


def test_a_keypad_is_given_no_code_at_all() -> None:
    module = FakeModule()
    module.keypad = True
    one = session(module)
    assert one.keypad("i1")
    one.open("i1", "")
    one.open("i1", CODE)
    assert module.codes == ["", ""]


def test_the_tries_left_follow_the_card() -> None:
    module = FakeModule()
    one = session(module)
    assert one.tries_left("i1") is None
    with pytest.raises(PinRejected):
        one.open("i1", "9999")
    assert one.tries_left("i1") == 2
    one.open("i1", CODE)
    assert one.tries_left("i1") is None


def test_a_card_at_its_last_try_says_so_before_any_code() -> None:
    module = FakeModule()
    module.tries_left = 1
    assert session(module).tries_left("i1") == 1
    assert module.codes == []


def test_a_card_already_blocked_is_sent_nothing() -> None:
    module = FakeModule()
    module.tries_left = 0
    one = session(module)
    one.identify("i1")
    assert one.state("i1") is CpsState.BLOCKED
    with pytest.raises(PinBlocked):
        one.open("i1", CODE)
    assert module.codes == []


def test_giving_up_reaches_the_module() -> None:
    module = FakeModule()
    session(module).interrupt()
    assert module.interrupted == 1
    session(None).interrupt()


def test_the_tries_are_asked_anew_each_time_a_code_is_about_to_be() -> None:
    """Another program of this desk may have spent one, the card still in its reader."""
    module = FakeModule()
    one = session(module)
    one.identify("i1")
    assert one.tries_left("i1") is None
    assert module.identified == 1
    module.tries_left = 1
    assert one.tries_left("i1") == 1
    module.tries_left = 0
    assert one.tries_left("i1") == 0
    assert one.state("i1") is CpsState.BLOCKED
    with pytest.raises(PinBlocked):
        one.open("i1", CODE)
    assert module.codes == []


def test_an_open_card_is_not_asked_for_its_tries() -> None:
    module = FakeModule()
    one = session(module)
    one.open("i1", CODE)
    assert [one.tries_left("i1") for _ in range(3)] == [None] * 3
    assert module.identified == 1


@pytest.mark.parametrize(
    "trouble", [PractitionerComponentFailed, PractitionerCardAbsent, Cancelled]
)
def test_after_a_code_that_may_have_arrived_the_card_is_asked_what_stays(
    trouble: type[Exception],
) -> None:
    module = FakeModule()
    one = session(module)
    assert one.tries_left("i1") is None
    module.fails_at_code = trouble
    with pytest.raises(trouble):
        one.open("i1", CODE)
    assert module.codes == [CODE]
    module.tries_left = 1
    assert one.state("i1") is None
    assert one.tries_left("i1") == 1, "the last one: the tick is asked for"
    assert module.codes == [CODE]


def test_a_code_typed_for_a_card_never_goes_to_the_next() -> None:
    module = FakeModule()
    cps = session(module)
    cps.tries_left("A")
    with pytest.raises(PractitionerCardAbsent):
        cps.open("B", CODE)
    cps.identify("B")
    with pytest.raises(PractitionerCardAbsent):
        cps.open("B", CODE)
    assert module.codes == []
    cps.tries_left("B")
    cps.open("B", CODE)
    assert module.codes == [CODE]
