"""The operating system of a fictitious card: bytes in, bytes out, T=0 habits included.

It knows files and commands, nothing of persons. `Chip` fits `insdesk.cards.link.CardLink`; its
`apdu` and `reset` also serve a virtual reader, which wants whole response APDUs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from insdesk.cards.apdu import BLOCK, Aid, Ins, Sw
from insdesk.cards.tlv import encode
from insdesk.errors import CardError, CardRemoved, CardSilent
from insdesk.simulator.vitale_image import Files

ATR_VITALE = bytes.fromhex("3B7513000045 09EA9000")
ATR_VITALE_1 = bytes.fromhex("3F6525002C09F99000")
ATR_CPS4 = bytes.fromhex("3B9B188001 001225006480 040100 009044")
ATR_UNKNOWN = bytes.fromhex("3B0203FF")

Garble = Callable[[bytes], bytes]

_MF = b"\x3f\x00"
_APPLICATIONS = {Aid.MF_VITALE.value: "MF", Aid.VITALE.value: "VITALE"}
_LONG_OFFSET = 0x80


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a chip behaves. `delay` is in seconds for each command.

    `die_after` commands it answers, then it is as if it had been pulled; `mute_after` commands,
    then it answers no more. `t0` announces lengths by 61xx and 6Cxx. `garble` damages what is
    read. `refuse` is the status word of every READ BINARY.
    """

    t0: bool = True
    delay: float = 0.0
    die_after: int | None = None
    mute_after: int | None = None
    garble: Garble | None = None
    refuse: int | None = None


USUAL = Manners()


@dataclass(slots=True)
class _Current:
    """Where the card stands between two commands."""

    application: str = "MF"
    file: int | None = None
    waiting: bytes = b""
    answered: int = 0


@dataclass(slots=True, kw_only=True)
class Chip:
    """One card in a slot. One thread talks to it; `pull` may come from any other."""

    files: Files = field(repr=False)
    atr: bytes = ATR_VITALE
    manners: Manners = USUAL
    _current: _Current = field(default_factory=_Current, repr=False)
    _pulled: threading.Event = field(default_factory=threading.Event, repr=False)
    _why: type[CardError] = CardRemoved

    def pull(self, why: type[CardError] = CardRemoved) -> None:
        """Take the power away: a command under way ends at once, and later ones, with `why`."""
        self._why = why
        self._pulled.set()

    def reset(self) -> None:
        """Power off and on: the selection is forgotten."""
        self._current = _Current(answered=self._current.answered)

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Answer one command. Raises as `pull` said once pulled, `CardSilent` when mute."""
        response = self.apdu(command)
        return response[:-2], int.from_bytes(response[-2:], "big")

    def apdu(self, command: bytes) -> bytes:
        """The response APDU, after the delay. Raises as `transmit`."""
        self._pulled.wait(self.manners.delay)
        if self.manners.die_after is not None and self._current.answered >= self.manners.die_after:
            self._pulled.set()
        if self._pulled.is_set():
            raise self._why
        if (
            self.manners.mute_after is not None
            and self._current.answered >= self.manners.mute_after
        ):
            raise CardSilent
        self._current.answered += 1
        return self._answer(command)

    def _answer(self, command: bytes) -> bytes:
        if len(command) < 4:
            return _status(Sw.WRONG_LENGTH)
        if command[0] & 0xFC:
            return _status(Sw.WRONG_CLASS)
        p1, p2 = command[2], command[3]
        match command[1]:
            case Ins.SELECT:
                length = command[4] if len(command) > 4 else 0
                return self._select(p1, p2, command[5 : 5 + length])
            case Ins.READ_BINARY:
                return self._read(p1, p2, command[4] if len(command) > 4 else 0)
            case Ins.GET_RESPONSE:
                waiting, self._current.waiting = self._current.waiting, b""
                return waiting + _status(Sw.OK) if waiting else _status(Sw.CONDITIONS)
            case _:
                return _status(Sw.WRONG_INSTRUCTION)

    def _select(self, p1: int, p2: int, name: bytes) -> bytes:
        here = self.files.get(self._current.application, {})
        fid = int.from_bytes(name, "big") if len(name) == 2 else None
        if p1 == 0x04 and _APPLICATIONS.get(name) in self.files:
            self._current = _Current(_APPLICATIONS[name], answered=self._current.answered)
            described = encode(0x84, name)
        elif p1 == 0x00 and name == _MF:
            self._current = _Current(answered=self._current.answered)
            described = encode(0x83, name)
        elif p1 in (0x00, 0x02) and fid in here:
            self._current.file = fid
            described = encode(0x80, len(here[fid]).to_bytes(2, "big")) + encode(0x83, name)
        else:
            return _status(Sw.NOT_FOUND)
        if p2 & 0x0C == 0x0C:
            return _status(Sw.OK)
        control = encode(0x6F, described)
        if self.manners.t0:
            self._current.waiting = control
            return bytes((0x61, len(control)))
        return control + _status(Sw.OK)

    def _read(self, p1: int, p2: int, wanted: int) -> bytes:
        files = self.files.get(self._current.application, {})
        offset = p1 << 8 | p2
        if p1 & _LONG_OFFSET:
            short = p1 & 0x1F
            self._current.file = next((fid for fid in files if fid & 0x1F == short), None)
            offset = p2
            if self._current.file is None:
                return _status(Sw.NOT_FOUND)
        if self._current.file is None:
            return _status(Sw.NO_CURRENT_FILE)
        if self.manners.refuse is not None:
            return _status(self.manners.refuse)
        return self._block(files[self._current.file], offset, wanted)

    def _block(self, content: bytes, offset: int, wanted: int) -> bytes:
        if offset >= len(content):
            return _status(Sw.PAST_THE_END)
        left = content[offset : offset + BLOCK]
        short = len(left) < (wanted or BLOCK)
        if short and self.manners.t0:
            return bytes((0x6C, len(left)))
        given = left if short else left[: wanted or BLOCK]
        if self.manners.garble is not None:
            given = self.manners.garble(given)
        return given + _status(Sw.END_OF_FILE if short else Sw.OK)


def _status(word: int) -> bytes:
    return word.to_bytes(2, "big")
