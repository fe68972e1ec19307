"""Every PC/SC code becomes the right leaf; « removed » is what the reader says."""

import pytest

from insdesk.cards.codes import Code, PcscFailure, Whereabouts, counter_of, leaf_of, without_changed
from insdesk.cards.link import Trouble
from insdesk.cards.pcsc import translating_pcsc_errors
from insdesk.errors import (
    CardAbsent,
    CardError,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    CardUnreadable,
    NoReader,
    ReaderBusy,
    ReaderUnplugged,
)

SIGNED = 0x8010001D - (1 << 32)


@pytest.mark.parametrize(
    ("code", "leaf", "reason"),
    [
        (0x8010001D, CardServiceStopped, None),
        (SIGNED, CardServiceStopped, None),
        (0x8010001E, CardServiceStopped, None),
        (0x8010006A, CardServiceStopped, None),
        (0x80100009, ReaderUnplugged, None),
        (0x80100017, ReaderUnplugged, None),
        (0x8010002E, NoReader, None),
        (0x8010000B, ReaderBusy, None),
        (0x8010000C, CardAbsent, None),
        (0x80100069, CardRemoved, None),
        (0x80100068, CardUnreadable, Trouble.RESET),
        (0x8010000F, CardUnreadable, Trouble.MUTE),
        (0x80100067, CardUnreadable, Trouble.MUTE),
        (0x80100066, CardUnreadable, Trouble.MUTE),
        (0x80100016, CardUnreadable, Trouble.LINE),
        (0x80100013, CardUnreadable, Trouble.LINE),
        (0, CardUnreadable, Trouble.LINE),
        (None, CardUnreadable, Trouble.LINE),
        (0x80107777, CardUnreadable, Trouble.LINE),
    ],
)
def test_a_failure_with_the_card_still_there(
    code: int | None, leaf: type[CardError], reason: str | None
) -> None:
    error = leaf_of(PcscFailure(code), lambda: Whereabouts.THERE)
    assert type(error) is leaf
    assert getattr(error, "reason", None) == reason


@pytest.mark.parametrize("code", [0, None, 0x80100016, 0x80100067, 0x80100068, 0x8010000C, -1])
@pytest.mark.parametrize(
    ("where", "leaf"),
    [
        (Whereabouts.CARD_GONE, CardRemoved),
        (Whereabouts.READER_GONE, ReaderUnplugged),
        (Whereabouts.SERVICE_GONE, CardServiceStopped),
    ],
)
def test_the_reader_has_the_last_word(
    code: int | None, where: Whereabouts, leaf: type[CardError]
) -> None:
    assert type(leaf_of(PcscFailure(code), lambda: where)) is leaf


def test_a_failure_leaves_as_one_leaf_with_its_cause() -> None:
    with (
        pytest.raises(ReaderBusy) as caught,
        translating_pcsc_errors(lambda: Whereabouts.THERE),
    ):
        raise PcscFailure(Code.SHARING_VIOLATION)
    assert isinstance(caught.value.__cause__, PcscFailure)


def test_a_missing_library_is_said() -> None:
    with pytest.raises(CardServiceAbsent), translating_pcsc_errors(lambda: Whereabouts.THERE):
        raise ImportError("smartcard")


def test_the_state_of_a_reader_has_two_halves() -> None:
    assert counter_of(0x0007_0022) == 7
    assert without_changed(0x0007_0022) == 0x0007_0020


def test_the_codes_are_those_of_the_library() -> None:
    scard = pytest.importorskip("smartcard.scard")
    assert scard.SCARD_E_NO_SERVICE & 0xFFFFFFFF == Code.NO_SERVICE
    assert scard.SCARD_E_NOT_TRANSACTED & 0xFFFFFFFF == Code.NOT_TRANSACTED
    assert scard.SCARD_W_REMOVED_CARD & 0xFFFFFFFF == Code.REMOVED_CARD
    assert scard.SCARD_W_RESET_CARD & 0xFFFFFFFF == Code.RESET_CARD
    assert scard.SCARD_E_NO_READERS_AVAILABLE & 0xFFFFFFFF == Code.NO_READERS
    assert scard.SCARD_E_PROTO_MISMATCH & 0xFFFFFFFF == Code.PROTOCOL_MISMATCH
