"""The codes of PC/SC that the desk knows, and the error each one becomes (cards.md §4.2).

Numbers only: nothing here needs the PC/SC library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, IntEnum, IntFlag, unique
from types import MappingProxyType

from insdesk.cards.link import Trouble
from insdesk.errors import (
    CardAbsent,
    CardError,
    CardRemoved,
    CardServiceStopped,
    CardUnreadable,
    NoReader,
    ReaderBusy,
    ReaderUnplugged,
)


@unique
class Code(IntEnum):
    """Results of a PC/SC call, unsigned; pyscard gives them signed, zero or absent."""

    SUCCESS = 0
    INTERNAL_ERROR = 0x80100001
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTOCOL_MISMATCH = 0x8010000F
    COMMUNICATION_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS = 0x8010002E
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069
    SECURITY_VIOLATION = 0x8010006A


class ReaderFlag(IntFlag):
    """What a reader shows; the high 16 bits of the same number count the events."""

    CHANGED = 0x0002
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    PRESENT = 0x0020
    EXCLUSIVE = 0x0080
    MUTE = 0x0200


def counter_of(state: int) -> int:
    """How many insertions and removals the reader has seen (16 bits)."""
    return (state >> 16) & 0xFFFF


def without_changed(state: int) -> int:
    """The same state as the library wants it back: what is already known."""
    return state & ~int(ReaderFlag.CHANGED)


class PcscFailure(Exception):
    """A PC/SC call that did not succeed; turned into a `CardError` at the edge."""

    def __init__(self, code: int | None) -> None:
        self.code = (code or 0) & 0xFFFFFFFF
        super().__init__(f"{self.code:08X}")


class Whereabouts(Enum):
    """What the reader answers when asked again after a failure."""

    THERE = "card there"
    CARD_GONE = "card gone"
    READER_GONE = "reader gone"
    SERVICE_GONE = "service gone"


def _mute() -> CardError:
    return CardUnreadable(Trouble.MUTE)


_PLAIN: Mapping[int, Callable[[], CardError]] = MappingProxyType(
    {
        Code.NO_SERVICE: CardServiceStopped,
        Code.SERVICE_STOPPED: CardServiceStopped,
        # A polkit rule keeps the service from this user: for the desk it does not run.
        Code.SECURITY_VIOLATION: CardServiceStopped,
        Code.UNKNOWN_READER: ReaderUnplugged,
        Code.READER_UNAVAILABLE: ReaderUnplugged,
        Code.NO_READERS: NoReader,
        Code.SHARING_VIOLATION: ReaderBusy,
    }
)
"""Codes that mean one thing wherever the card is."""

_CARD_THERE: Mapping[int, Callable[[], CardError]] = MappingProxyType(
    {
        Code.PROTOCOL_MISMATCH: _mute,
        Code.UNSUPPORTED_CARD: _mute,
        Code.UNRESPONSIVE_CARD: _mute,
        Code.UNPOWERED_CARD: _mute,
        Code.RESET_CARD: lambda: CardUnreadable(Trouble.RESET),
        Code.REMOVED_CARD: CardRemoved,
        Code.NO_SMARTCARD: CardAbsent,
    }
)
"""Codes about a card, once the reader has confirmed that it did not leave."""


def leaf_of(failure: PcscFailure, ask: Callable[[], Whereabouts]) -> CardError:
    """The error a failure becomes.

    « Removed » is what the reader says when asked again, not what the code says: a card pulled
    out may well give zero (cards.md §4.2).
    """
    if failure.code in _PLAIN:
        return _PLAIN[failure.code]()
    match ask():
        case Whereabouts.CARD_GONE:
            return CardRemoved()
        case Whereabouts.READER_GONE:
            return ReaderUnplugged()
        case Whereabouts.SERVICE_GONE:
            return CardServiceStopped()
        case Whereabouts.THERE:
            make = _CARD_THERE.get(failure.code, lambda: CardUnreadable(Trouble.LINE))
            return make()
