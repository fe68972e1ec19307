"""A powered card behind one verb, and the exchange that T=0 makes of it (cards.md §1.4)."""

from __future__ import annotations

import logging
from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from insdesk.cards.apdu import MORE_DATA, OTHER_LENGTH, Command, Sw, get_response
from insdesk.errors import CardUnreadable

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""One try and two more: built-in keyboard readers hiccup (cards.md §1.4)."""

MAX_PARTS = 32
"""A card that announces more data for ever is not believed."""


class Trouble(StrEnum):
    """Technical reasons of `CardUnreadable` that the code looks at; no trait in them."""

    LINE = "échange interrompu"
    RESET = "carte réinitialisée par un autre logiciel"
    MUTE = "puce muette"
    EMPTY = "carte vide"
    REFUSED = "commande refusée"


class CardLink(Protocol):
    """A powered card that answers one command at a time, in one thread.

    `transmit` returns the data and the status word. It raises leaves of `CardError` only, and
    `CardUnreadable(Trouble.LINE)` when the same command may be tried again.
    """

    @property
    def atr(self) -> bytes:
        """The answer to reset, as the reader gave it."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send `command`; give the data and the status word."""


def exchange(
    link: CardLink, command: Command, accepted: Collection[int] = frozenset({Sw.OK})
) -> bytes:
    """Send one command, follow `61xx` and `6Cxx`, and give the data.

    Raises `CardUnreadable` with the status word unless it is one of `accepted`. A communication
    error starts the whole exchange again, twice at most: every command of `apdu` only reads.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            data, status = _answer(link, command)
        except CardUnreadable as error:
            if error.reason != Trouble.LINE or attempt == ATTEMPTS:
                raise
            log.info("instruction %02X interrupted, attempt %d", command.ins, attempt)
            continue
        if status not in accepted:
            raise CardUnreadable(Trouble.REFUSED, status)
        return data
    raise CardUnreadable(Trouble.LINE)


def _answer(link: CardLink, command: Command) -> tuple[bytes, int]:
    data, status = link.transmit(bytes(command))
    if status >> 8 == OTHER_LENGTH:
        data, status = link.transmit(bytes(command.with_le(status & 0xFF)))
    for _ in range(MAX_PARTS):
        if status >> 8 != MORE_DATA:
            return data, status
        more, status = link.transmit(bytes(get_response(status & 0xFF)))
        data += more
    raise CardUnreadable(Trouble.REFUSED, status)
