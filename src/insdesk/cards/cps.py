"""The CPS: recognised by its ATR alone, used through a module that owns it (cards.md §2).

No command is ever sent to a CPS from here. The code porteur goes to the module once per call,
is never kept, logged or sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol

from insdesk.errors import (
    Cancelled,
    PinBlocked,
    PinMalformed,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerCardExpired,
    PractitionerComponentAbsent,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import PractitionerReading

log = logging.getLogger(__name__)

MARK = bytes.fromhex("001225006480")
"""In the historical bytes of every contact CPx: the loose test (cards.md §2.1)."""

PIN_MIN, PIN_MAX = 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CpsAtr:
    """One row of the table of ATR; only the bits of `mask` are compared."""

    generation: str
    atr: bytes
    mask: bytes
    contactless: bool = False

    def fits(self, atr: bytes) -> bool:
        """Whether `atr` is this kind of card."""
        return len(atr) == len(self.atr) and all(
            mine & mask == theirs & mask
            for mine, theirs, mask in zip(self.atr, atr, self.mask, strict=True)
        )


def _row(generation: str, atr: str, mask: str = "", *, contactless: bool = False) -> CpsAtr:
    data = bytes.fromhex(atr)
    bits = bytes.fromhex(mask) if mask else b"\xff" * len(data)
    return CpsAtr(generation=generation, atr=data, mask=bits, contactless=contactless)


ATRS = (
    # Exact rows first: the T=0 pre-series of CPS4 also fits the mask of CPS3.
    _row("CPS4", "3B9B188001 001225006480 040100 009044"),
    _row("CPS4 (présérie)", "3B9B188001 001225006480 000401 009044"),
    _row("CPS4 (présérie)", "3BDC18FF00 001225006480 000401 009000"),
    _row(
        "CPS3",
        "3BAC00402A 001225006480 000310 009000",
        "FF00000000 FFFFFFFFFFFF 000000 FFFFFF",
    ),
    _row(
        "CPS3",
        "3B8F80010031B864 04B0 EC C1 739401808290000E",
        "FFFFFFFFFFFFFFFF 0000 FF C0 FFFFFFFFFFFFFFFF",
        contactless=True,
    ),
)
"""cards.md §2.1. It tells neither CPS from CPF, CPE or CPA, nor a test card from a real one."""


def recognise(atr: bytes) -> str | None:
    """The generation of the CPx with this ATR (« CPx » when only its mark is known), or None."""
    known = next((row.generation for row in ATRS if row.fits(atr)), None)
    return known or ("CPx" if MARK in atr else None)


def is_cps(atr: bytes) -> bool:
    """Whether the card is a CPx, whatever its generation."""
    return recognise(atr) is not None


class CpsModule(Protocol):
    """What drives the CPS now in the reader: the licensed library, or the simulator's software key.

    Every method raises `PractitionerCardError` leaves only and runs on the card lane.
    """

    def identify(self) -> PractitionerReading:
        """Who holds the card, without the code porteur."""

    def open(self, pin: str) -> None:
        """Give the code once. Raises `PinRejected` with the tries left, or `PinBlocked`."""

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 SHA-256 of `data` by the signature key. Raises `PinRequired` when closed."""

    def close(self) -> None:
        """Forget everything about the card; never fails, may be called twice."""

    def interrupt(self) -> None:
        """Any thread. Give up what is under way, a keypad that waits above all: `Cancelled`."""

    @property
    def certificate_der(self) -> bytes:
        """The signature certificate, DER."""

    @property
    def keypad(self) -> bool:
        """Whether the reader of the card last identified asks for the code itself."""

    @property
    def tries_left(self) -> int | None:
        """Tries that the card last identified still allows; None when none was lost."""


def admit_pin(pin: str) -> None:
    """Raise `PinMalformed` unless `pin` is four to eight digits: a typing slip costs no try."""
    if not (PIN_MIN <= len(pin) <= PIN_MAX and pin.isascii() and pin.isdigit()):
        raise PinMalformed


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one insertion; replaced whole, so that any thread may look at it."""

    insertion: str
    reading: PractitionerReading
    is_open: bool = False
    is_blocked: bool = False
    keypad: bool = False
    tries_left: int | None = None
    tries_told: bool = False
    """Whether the tries were told since the card was last asked: another program may spend one."""


class CpsSession:
    """One opening of one insertion of the CPS; another insertion starts from nothing.

    A code reaches the module at most once per call of `open`, never after the card said blocked,
    never when malformed, never for an expired card. With a keypad no code passes here at all: the
    reader asks for it. All but `state` and `interrupt` runs on the card lane.
    """

    def __init__(self, module: CpsModule | None, today: Callable[[], date] = _today) -> None:
        self._module = module
        self._today = today
        self._known: _Known | None = None
        self._about: str | None = None
        """The insertion that a code is about to be asked for: typed for it, it is for no other."""

    def state(self, insertion: str) -> CpsState | None:
        """What the session knows about this insertion, None if nothing; safe from any thread."""
        known = self._known
        if known is None or known.insertion != insertion:
            return None
        if self._expired(known.reading):
            return CpsState.EXPIRED
        if known.is_blocked:
            return CpsState.BLOCKED
        return CpsState.READY if known.is_open else CpsState.PIN_NEEDED

    def identify(self, insertion: str | None) -> PractitionerReading:
        """Who holds the card of this insertion; asked from the module once per insertion."""
        return self._know(insertion).reading

    def keypad(self, insertion: str | None) -> bool:
        """Whether the reader of this card asks for the code itself."""
        return self._know(insertion).keypad

    def tries_left(self, insertion: str | None) -> int | None:
        """Tries of the code that this card still allows, None when none was lost; 0 is blocked.

        Told a second time, the card is asked again: another program may have spent one meanwhile.
        """
        known = self._know(insertion)
        if known.tries_told and not known.is_open and not known.is_blocked:
            self._known = None
            known = self._know(insertion)
        self._known, self._about = replace(known, tries_told=True), insertion
        return known.tries_left

    def interrupt(self) -> None:
        """Any thread. Give up the code that a keypad waits for; without one nothing happens."""
        if self._module is not None:
            self._module.interrupt()

    def open(self, insertion: str | None, pin: str) -> PractitionerReading:
        """Give the code, once, or let the keypad ask for it.

        Raises `PinMalformed`, `PinRejected`, `PinBlocked`, `Cancelled` after `interrupt`. After
        any other trouble nobody knows whether a try was spent: the card is asked before the next.
        """
        if self._about not in (None, insertion):
            raise PractitionerCardAbsent  # the card that it was typed for has left
        known = self._know(insertion)
        if not known.keypad:
            admit_pin(pin)
        if self._expired(known.reading):
            raise PractitionerCardExpired(known.reading.not_after)
        if known.is_blocked:
            raise PinBlocked
        self._known = replace(known, is_open=False)
        try:
            self._present_module().open("" if known.keypad else pin)
        except PinBlocked:
            self._known = replace(known, is_open=False, is_blocked=True, tries_left=0)
            raise
        except PinRejected as refused:
            left = refused.attempts_left
            self._known = replace(known, is_open=False, tries_left=left, tries_told=False)
            raise
        except (PractitionerCardError, Cancelled):
            self._known = None
            raise
        self._known = replace(known, is_open=True, tries_left=None)
        return known.reading

    def require_open(self, insertion: str | None) -> PractitionerReading:
        """The holder, if the code was given in this insertion; raises `PinRequired` otherwise."""
        known = self._know(insertion)
        if self._expired(known.reading):
            raise PractitionerCardExpired(known.reading.not_after)
        if not known.is_open:
            raise PinRequired
        return known.reading

    def sign(self, insertion: str | None, data: bytes) -> bytes:
        """Sign with the open session; any trouble of the card closes it."""
        self.require_open(insertion)
        try:
            return self._present_module().sign(data)
        except PractitionerCardError:
            self.close()
            raise

    def certificate_der(self, insertion: str | None) -> bytes:
        """The signature certificate of the card of this insertion."""
        self._know(insertion)
        return self._present_module().certificate_der

    def close(self) -> None:
        """Forget the session and the holder; only « blocked » is kept, until the card leaves."""
        if self._known is not None and self._module is not None:
            log.info("CPS session closed")
            self._module.close()
        if self._known is not None and not self._known.is_blocked:
            self._known = None

    def _know(self, insertion: str | None) -> _Known:
        if self._known is not None and self._known.insertion != insertion:
            self.close()
            self._known = None
        if insertion is None:
            raise PractitionerCardAbsent
        if self._known is None:
            module = self._present_module()
            reading = module.identify()
            left = module.tries_left
            self._known = _Known(
                insertion=insertion,
                reading=reading,
                is_blocked=left == 0,
                keypad=module.keypad,
                tries_left=left,
            )
        return self._known

    def _present_module(self) -> CpsModule:
        if self._module is None:
            raise PractitionerComponentAbsent
        return self._module

    def _expired(self, reading: PractitionerReading) -> bool:
        return reading.is_past(self._today())
