"""What lies in the slot of the Vitale and is none, or keeps its identities closed."""

import pytest
from file_card import CPS_3_ATR, CPS_4_ATR, VITALE_1_ATR, family_card

from insdesk.cards.vitale import read
from insdesk.errors import (
    CardError,
    CardUnreadable,
    NotAVitale,
    UnknownCard,
    VitaleProtected,
    VitaleTooOld,
)


@pytest.mark.parametrize("atr", [CPS_3_ATR, CPS_4_ATR])
def test_a_cps_gets_no_command(atr: bytes) -> None:
    card = family_card(atr=atr)
    with pytest.raises(NotAVitale):
        read(card)
    assert card.commands == []


def test_a_vitale_1_is_too_old() -> None:
    with pytest.raises(VitaleTooOld):
        read(family_card(atr=VITALE_1_ATR))


def test_an_unknown_atr_is_tried() -> None:
    assert len(read(family_card(atr=bytes.fromhex("3B6800000073C84011009000"))).persons) == 4


@pytest.mark.parametrize(
    ("ins", "status", "expected"),
    [
        (0xA4, 0x6A82, UnknownCard),
        (0xA4, 0x6D00, UnknownCard),
        (0xA4, 0x6E00, UnknownCard),
        (0xA4, 0x6985, UnknownCard),
        (0xA4, 0x6F00, CardUnreadable),
        (0xA4, 0x6982, VitaleProtected),
        (0xB0, 0x6A82, UnknownCard),
        (0xB0, 0x6D00, UnknownCard),
        (0xB0, 0x6982, VitaleProtected),
        (0xB0, 0x6F00, CardUnreadable),
    ],
)
def test_refusals_say_what_the_card_is(ins: int, status: int, expected: type[CardError]) -> None:
    card = family_card(refuse=lambda _app, command: status if command[1] == ins else None)
    with pytest.raises(expected):
        read(card)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(0x6A82, UnknownCard), (0x6982, VitaleProtected), (0x6E00, UnknownCard)],
)
def test_a_card_without_the_application_is_no_vitale(
    status: int, expected: type[CardError]
) -> None:
    card = family_card(refuse=lambda _app, command: status if command[2] == 0x04 else None)
    with pytest.raises(expected):
        read(card)


def test_an_unknown_card_is_told_by_its_atr() -> None:
    """cards.md §1.1: « carte non reconnue », with the ATR for the technical detail."""
    atr = bytes.fromhex("3B6800000073C84011009000")
    with pytest.raises(UnknownCard) as caught:
        read(family_card(atr=atr, refuse=lambda _app, _command: 0x6A82))
    assert caught.value.atr == "3B 68 00 00 00 73 C8 40 11 00 90 00"
