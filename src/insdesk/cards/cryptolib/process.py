"""The desk's side of the CPS library: asks its process, waits with a limit, trusts no answer.

Fits `insdesk.cards.cps.CpsModule`. Runs on the card lane. A process that crashes, is silent for
longer than its limit or answers nonsense is ended, and the question is never asked again by
itself: a code porteur that may have reached the card is not sent twice.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, NoReturn

from insdesk.cards.cryptolib import holder, wire
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
from insdesk.identity.readings import PractitionerReading

log = logging.getLogger(__name__)

LIMIT = 10.0
"""Seconds the library may take, the keypad of a reader excepted."""

KEYPAD_LIMIT = 60.0
"""Seconds for a code typed on the reader."""

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
_UNTOUCHED = 3
_WRONG_ONCE = 2
"""Tries left when a wrong code changed no flag: a CPS allows three (cards.md §2.5)."""


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
        self._child: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._asking = threading.Lock()
        self._certificate: bytes | None = None
        self._keypad = False
        self._tries_left: int | None = None
        self._given_up = threading.Event()
        self._speciality = ""

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
        self._certificate = None
        answer = self._ask(Verb.IDENTIFY)
        try:
            certificate = wire.unpack(answer, "certificate")
            serial, model = wire.text(answer, "serial"), wire.text(answer, "model")
        except Garbage:
            self._fail("identity")
        reading = holder.holder(certificate, serial=serial, model=model)
        self._certificate, self._keypad = certificate, answer.get("keypad") is True
        left = answer.get("left")
        self._tries_left = left if type(left) is int and 0 <= left < _UNTOUCHED else None
        self._speciality = _speciality(answer)
        return reading

    def open(self, pin: str) -> None:
        """Give the code once; with a keypad, let the reader ask for it.

        Raises `PinRejected` with the tries left, `PinBlocked`, `PinMalformed`,
        `PractitionerComponentFailed` when it is not known whether the code arrived, `Cancelled`
        after `interrupt`.
        """
        if self._keypad:
            self._ask(Verb.OPEN, limit=self._keypad_limit)
        else:
            self._ask(Verb.OPEN, code=pin)

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 SHA-256 of `data` by the signature key. Raises `PinRequired` when closed."""
        answer = self._ask(Verb.SIGN, data=wire.pack(data))
        try:
            return wire.unpack(answer, "signature")
        except Garbage:
            self._fail("signature")

    def situations(self) -> tuple[holder.Situation, ...]:
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

        The sector only when the card has one situation d'exercice: of several, none is guessed.
        """
        found = self.situations()
        return holder.attributes(found[0] if len(found) == 1 else None, self._speciality)

    def interrupt(self) -> None:
        """Any thread. Give up the question under way, which then raises `Cancelled`.

        The process is ended: only so does a keypad stop waiting for a code.
        """
        child = self._child
        if child is not None and self._asking.locked():
            self._given_up.set()
            child.kill()

    def close(self) -> None:
        """End the process, and with it every session; never fails, may be called twice."""
        with self._asking:
            self._end()
        self._certificate = None

    def _ask(self, verb: Verb, *, limit: float | None = None, **said: object) -> Message:
        with self._asking:
            child = self._running()
            try:
                answer = wire.read(self._exchange(child, verb, said, limit or self._limit))
            except (OSError, Garbage, TimeoutError) as problem:
                log.warning("CPS component failed: %s at %s", type(problem).__name__, verb.value)
                self._end()
                if self._given_up.is_set():
                    raise Cancelled from problem
                raise PractitionerComponentFailed(verb.value) from problem
            finally:
                # Here and not before: given up while the process was starting is given up too.
                self._given_up.clear()
        if "fault" in answer:
            raise self._leaf(answer)
        return answer

    def _leaf(self, answer: Message) -> PractitionerCardError:
        left = answer.get("left")
        if answer["fault"] == Fault.PIN_WRONG.value:
            return PinRejected(left if isinstance(left, int) else _WRONG_ONCE)
        named = {fault.value: leaf for fault, leaf in _LEAVES.items()}
        return named.get(str(answer["fault"]), PractitionerComponentFailed)()

    def _exchange(
        self, child: subprocess.Popen[bytes], verb: Verb, said: Message, limit: float
    ) -> bytes:
        """One line there, one line back. Raises `TimeoutError`, `OSError`, `Garbage`."""
        if child.stdin is None:
            raise OSError("no pipe")
        child.stdin.write(wire.line({"verb": verb.value, **said}))
        child.stdin.flush()
        try:
            received = self._answers.get(timeout=limit)
        except Empty as problem:
            raise TimeoutError from problem
        if not received.endswith(b"\n"):
            raise Garbage("ended" if not received else "too long")
        return received

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            try:
                self._child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
                    self._program,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as problem:
                raise PractitionerComponentFailed("start") from problem
            self._answers = SimpleQueue()
            # Waiting on a pipe with a limit is not possible on every system: a thread waits.
            listening = partial(_listen, self._child.stdout, self._answers)
            self._listener = threading.Thread(target=listening, name="cps-component", daemon=True)
            self._listener.start()
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        if self._listener is not None:
            self._listener.join()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent yet is for nobody now
                    pipe.close()

    def _fail(self, what: str) -> NoReturn:
        self.close()
        raise PractitionerComponentFailed(what)


def _speciality(answer: Message) -> str:
    data = answer.get("data")
    packed = data.get("CPS_INFO_PS") if isinstance(data, dict) else None
    try:
        return holder.speciality(wire.unpacked(packed))
    except Garbage:
        return ""


def _listen(answers: IO[bytes] | None, said: SimpleQueue[bytes]) -> None:
    """Pass on line after line; an empty one says that the process ended."""
    line = b"begin"
    while answers is not None and line:
        line = answers.readline(wire.LONGEST)
        said.put(line)
