"""The second assertion of a question by carte Vitale, tied to the card and to the moment (§7.2).

The national tests 1.01 to 1.03: it is made anew just before each call from the card now in the
reader, it is refused when older than 20 minutes at the moment of sending, and so is a beneficiary
who does not belong to that card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardRemoved,
    HolderNotOnCard,
    VitaleAssertionTooOld,
)
from insdesk.identity.readings import VitalePerson, VitaleReading
from insdesk.insi.assertion import vitale_assertion

OLDEST = timedelta(minutes=20)
"""CNDA test 1.02; exactly this age still passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VitaleProof:
    """An assertion Vitale as bytes, and when it was made."""

    content: bytes = field(repr=False)
    made_at: datetime

    def check(self, now: datetime) -> None:
        """Raise `VitaleAssertionTooOld` unless it may be sent `now`.

        A clock put back meanwhile counts as much as one put forward: neither tells an age.
        """
        if abs(now - self.made_at) > OLDEST:
            raise VitaleAssertionTooOld


@dataclass(frozen=True, slots=True, kw_only=True)
class CardInReader:
    """The card a beneficiary was chosen on, and how to read the one that is in the reader now."""

    holder: VitalePerson = field(repr=False)
    chosen_on: VitaleReading = field(repr=False)
    read_now: Callable[[], VitaleReading] = field(repr=False)

    def proof(self, practitioner_id: str, clock: Callable[[], datetime]) -> VitaleProof:
        """Read the card again and assert its presence.

        Raises `CardRemoved`, `CardChanged` for another card, `HolderNotOnCard` when the
        beneficiary is not on it, and the `CardError` leaves of the reading.
        """
        try:
            there = self.read_now()
        except CardAbsent:
            raise CardRemoved from None
        if there.serial is None or there.serial != self.chosen_on.serial:
            raise CardChanged
        if self.holder not in there.persons:
            raise HolderNotOnCard
        at = clock()
        return VitaleProof(content=vitale_assertion(there.serial, practitioner_id, at), made_at=at)
