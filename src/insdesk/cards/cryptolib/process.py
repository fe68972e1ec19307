"""The desk's side of the CPS library: asks its process, waits with a limit, trusts no answer.

Fits `insdesk.cards.cps.CpsModule`. Runs on the card lane. A process that crashes, is silent for
longer than its limit or answers nonsense is ended, and the question is never asked again by
itself: a code porteur that may have reached the card is not sent twice.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from insdesk.cards.cryptolib import holder, wire
from insdesk.cards.cryptolib.component import Component
from insdesk.cards.cryptolib.wire import Fault, Garbage, Message, Verb
from insdesk.errors import (
    Cancelled,
    NotAPractitionerCard,
    PinBlocked,
    PinMalformed,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.practitioner import PractitionerReading, Workplace, only_sector

log = logging.getLogger(__name__)

LIMIT = 10.0
"""Seconds the library may take, the keypad of a reader excepted."""

KEYPAD_LIMIT = 60.0
"""Seconds for a code typed on the reader."""

CLOSE_LIMIT = 2.0
"""Seconds to say goodbye to an open card."""

_LEAVES: dict[Fault, type[PractitionerCardError]] = {
    Fault.NO_LIBRARY: PractitionerComponentAbsent,
    Fault.ABSENT: PractitionerCardAbsent,
    Fault.NOT_A_CPS: NotAPractitionerCard,
    Fault.PIN_BLOCKED: PinBlocked,
    Fault.PIN_MALFORMED: PinMalformed,
    Fault.PIN_NEEDED: PinRequired,
    Fault.CANCELLED: PinRequired,
    Fault.BROKEN: PractitionerComponentFailed,
}
_TRIES = 3
"""A CPS allows three (cards.md §2.5)."""


def command(library: Path) -> list[str]:
    """The program that serves `library`; a frozen application is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "cps-component", str(library)]
    return [sys.executable, "-P", "-m", "insdesk.cards.cryptolib.child", str(library)]


class CryptolibCps:
    """The CPS in the reader, through its library. One question at a time, one process at most."""

    def __init__(
        self,
        library: Path | None,
        *,
        program: Sequence[str] | None = None,
        limit: float = LIMIT,
        keypad_limit: float = KEYPAD_LIMIT,
    ) -> None:
        if library is None and program is None:
            raise ValueError("no library to serve")
        self._program = list(program) if program is not None else command(library or Path())
        self._limit, self._keypad_limit = limit, keypad_limit
        self._component: Component | None = None
        self._asking = threading.Lock()
        self._giving_up = threading.Lock()
        self._under_way = self._given_up = False
        self._certificate: bytes | None = None
        self._serial = self._speciality = ""
        self._keypad = self._opened = False
        self._tries_left: int | None = None
        self._attributes: dict[str, str] | None = None
        """Told once by the open card: sixteen objects are read for them."""

    @property
    def keypad(self) -> bool:
        """Whether the reader of the last card seen asks for the code itself."""
        return self._keypad

    @property
    def tries_left(self) -> int | None:
        """Tries of the code that the last card seen still allows; None when none was lost."""
        return self._tries_left

    @property
    def certificate_der(self) -> bytes:
        """The signature certificate of the card last identified."""
        if self._certificate is None:
            self.identify()
        return self._certificate or b""

    def version(self) -> tuple[int, int]:
        """Version of the library."""
        found = self._ask(Verb.VERSION).get("version")
        if not isinstance(found, list) or [type(one) for one in found] != [int, int]:
            self._fail("version")
        return found[0], found[1]

    def identify(self) -> PractitionerReading:
        """Who holds the card, without the code porteur."""
        self._certificate, self._serial = None, ""
        answer = self._ask(Verb.IDENTIFY)
        try:
            certificate = wire.unpack(answer, "certificate")
            serial, model = wire.text(answer, "serial"), wire.text(answer, "model")
        except Garbage:
            self._fail("identity")
        reading = holder.holder(certificate, serial=serial, model=model)
        self._certificate, self._keypad = certificate, answer.get("keypad") is True
        self._serial, self._tries_left = serial, _tries_left(answer)
        self._speciality = _speciality(answer)
        return reading

    def open(self, pin: str) -> None:
        """Give the code once, to the card last identified; with a keypad, let the reader ask.

        Raises `PinRejected` with the tries left, `PinBlocked`, `PinMalformed`,
        `PractitionerCardAbsent` when another card is there now, `PractitionerComponentFailed`
        when it is not known whether the code arrived, `Cancelled` after `interrupt`.
        """
        if self._keypad:
            answer = self._ask(Verb.OPEN, limit=self._keypad_limit, serial=self._serial)
        else:
            answer = self._ask(Verb.OPEN, code=pin, serial=self._serial)
        if answer.get("open") is not True:
            self._fail("open")
        self._tries_left, self._opened = None, True

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 SHA-256 of `data` by the signature key, verified with its certificate.

        Raises `PinRequired` when closed.
        """
        answer = self._ask(Verb.SIGN, data=wire.pack(data))
        try:
            signature = wire.unpack(answer, "signature")
        except Garbage:
            self._fail("signature")
        if not holder.verifies(self.certificate_der, data, signature):
            self._fail("signature")
        return signature

    def situations(self) -> tuple[Workplace, ...]:
        """The situations d'exercice; empty before the code, which the card asks for."""
        answer = self._ask(Verb.SITUATIONS)
        packed = answer.get("situations")
        if not isinstance(packed, list):
            self._fail("situations")
        try:
            return holder.situations([wire.unpacked(one) for one in packed])
        except Garbage:
            self._fail("situations")

    def attributes(self) -> dict[str, str]:
        """Attributes of the assertion PS that the open card tells (insi.md §7.1).

        The sector only when all situations d'exercice have the same: of several none is guessed.
        Kept until the session ends.
        """
        told = self._attributes
        if told is None:
            told = holder.attributes(only_sector(self.situations()), self._speciality)
            self._attributes = told if self._opened else None
        return dict(told)

    def interrupt(self) -> None:
        """Any thread. Give up the question under way, which then raises `Cancelled`.

        The process is ended: only so does a keypad stop waiting for a code.
        """
        with self._giving_up:
            self._given_up = self._under_way
            if self._under_way and self._component is not None:
                self._component.kill()

    def close(self) -> None:
        """End the process, and with it every session; never fails, may be called twice.

        An open card is told first: the right to sign stays on some cards after its program died.
        """
        with self._asking:
            if self._component is not None and self._opened:
                with suppress(OSError, Garbage, TimeoutError):  # it is ended all the same
                    self._component.ask({"verb": Verb.CLOSE.value}, CLOSE_LIMIT)
            self._end()
        self._certificate = None

    def _ask(self, verb: Verb, *, limit: float | None = None, **said: object) -> Message:
        with self._asking, self._may_be_given_up():
            try:
                component = self._running()
                answer = component.ask({"verb": verb.value, **said}, limit or self._limit)
                fault = self._fault(answer)
            except (OSError, Garbage, TimeoutError) as problem:
                log.warning("CPS component failed: %s at %s", type(problem).__name__, verb.value)
                self._end()
                raise PractitionerComponentFailed(verb.value) from problem
            if fault is not None and verb is Verb.OPEN:
                # The library keeps the session of a refused code open: it goes with its process.
                self._end()
        if fault is not None:
            raise fault
        return answer

    @contextmanager
    def _may_be_given_up(self) -> Iterator[None]:
        """Given up at any moment of the question, whatever came of it: `Cancelled`."""
        with self._giving_up:
            self._under_way, self._given_up = True, False
        failure: PractitionerComponentFailed | None = None
        try:
            yield
        except PractitionerComponentFailed as problem:
            failure = problem
        finally:
            with self._giving_up:
                self._under_way = False
        if self._given_up:
            self._end()
            raise Cancelled from failure
        if failure is not None:
            raise failure

    def _fault(self, answer: Message) -> PractitionerCardError | None:
        """What the answer refuses, None when it refuses nothing. Raises `Garbage`."""
        if "fault" not in answer:
            return None
        try:
            fault = Fault(answer["fault"])
        except ValueError as problem:
            raise Garbage from problem
        if fault is not Fault.PIN_WRONG:
            return _LEAVES[fault]()
        left = _tries_left(answer)
        if left is None:  # no flag tells: what was left before, and one less
            left = max((self._tries_left or _TRIES) - 1, 1)
        self._tries_left = left
        return PinRejected(left) if left else PinBlocked()

    def _running(self) -> Component:
        if self._component is not None and not self._component.is_listening:
            self._end()
        if self._component is None:
            started = Component(self._program)
            with self._giving_up:
                self._component = started
                if self._given_up:
                    started.kill()
        return self._component

    def _end(self) -> None:
        with self._giving_up:
            component, self._component = self._component, None
            self._opened, self._attributes = False, None
        if component is not None:
            component.end()

    def _fail(self, what: str) -> NoReturn:
        self.close()
        raise PractitionerComponentFailed(what)


def _tries_left(answer: Message) -> int | None:
    """Tries left as told; None when none was lost, or when what is told cannot be."""
    left = answer.get("left")
    return left if type(left) is int and 0 <= left < _TRIES else None


def _speciality(answer: Message) -> str:
    data = answer.get("data")
    packed = data.get("CPS_INFO_PS") if isinstance(data, dict) else None
    try:
        return holder.speciality(wire.unpacked(packed))
    except Garbage:
        return ""
