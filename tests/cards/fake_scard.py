"""A card service without any: readers plugged and unplugged, which virtual readers cannot be."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from insdesk.cards.codes import Code, ReaderFlag
from insdesk.cards.watch import PLUG_AND_PLAY

EMPTY_SLOT = 0x0010
Shown = tuple[str, int, bytes]


class FakeScard:
    """Stands for the module `smartcard.scard`; the test plugs, inserts and stops from outside.

    `plug_and_play` says whether the system knows the pseudo reader (macOS may not).
    """

    SCARD_S_SUCCESS = 0
    SCARD_SCOPE_USER = 0

    def __init__(self, *, plug_and_play: bool = True) -> None:
        self.plug_and_play = plug_and_play
        self.running = True
        self.contexts = 0
        self.asked_for_readers = 0
        self._told = threading.Condition()
        self._slots: dict[str, tuple[int, bytes]] = {}
        self._plugged = 0
        self._cancels = 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> FakeScard:
        """Take the place of the library."""
        monkeypatch.setitem(sys.modules, "smartcard", SimpleNamespace(scard=self))
        return self

    # --- the hands -----------------------------------------------------------------------------

    def plug(self, *names: str) -> None:
        """One device with as many slots as names, empty."""
        with self._told:
            self._slots |= dict.fromkeys(names, (0, b""))
            self._plugged += 1
            self._told.notify_all()

    def unplug(self, *names: str, last_one_stops: bool = False) -> None:
        """The device goes, with what is in it; Windows then stops its service."""
        with self._told:
            for name in names:
                del self._slots[name]
            self._plugged += 1
            self.running = not last_one_stops
            self._told.notify_all()

    def put(self, name: str, atr: bytes = b"") -> None:
        """A card with this ATR in, or (none) out."""
        with self._told:
            self._slots[name] = (self._slots[name][0] + 1, atr)
            self._told.notify_all()

    def run(self) -> None:
        """The service is started again."""
        with self._told:
            self.running = True
            self._told.notify_all()

    # --- what the library offers ---------------------------------------------------------------

    def SCardEstablishContext(self, _scope: int) -> tuple[int, int]:
        with self._told:
            self.contexts += self.running
            return (0, 1) if self.running else (Code.NO_SERVICE, 0)

    def SCardReleaseContext(self, _handle: int) -> int:
        with self._told:
            self.contexts -= 1
            return 0

    def SCardListReaders(self, _handle: int, _groups: object) -> tuple[int, list[str]]:
        with self._told:
            self.asked_for_readers += 1
            if not self.running:
                return Code.SERVICE_STOPPED, []
            return (0, list(self._slots)) if self._slots else (Code.NO_READERS, [])

    def SCardCancel(self, _handle: int) -> int:
        with self._told:
            self._cancels += 1
            self._told.notify_all()
            return 0

    def SCardGetStatusChange(
        self, _handle: int, limit_ms: int, known: Sequence[tuple[str, int]]
    ) -> tuple[int, list[Shown]]:
        with self._told:
            cancels = self._cancels
            self._told.wait_for(
                lambda: self._cancels != cancels or self._differs(known), limit_ms / 1000
            )
            if self._cancels != cancels:
                return Code.CANCELLED, []
            if not self.running:
                return Code.SERVICE_STOPPED, []
            if any(self._state(name) is None for name, _ in known):
                return Code.UNKNOWN_READER, []
            if limit_ms and not self._differs(known):
                return Code.TIMEOUT, []
            return 0, [self._shown(name, state) for name, state in known]

    def _differs(self, known: Sequence[tuple[str, int]]) -> bool:
        return not self.running or any(self._state(name) != state for name, state in known)

    def _state(self, name: str) -> int | None:
        if name == PLUG_AND_PLAY:
            return self._plugged << 16 if self.plug_and_play else None
        if name not in self._slots:
            return None
        counter, atr = self._slots[name]
        return counter << 16 | (ReaderFlag.PRESENT if atr else EMPTY_SLOT)

    def _shown(self, name: str, before: int) -> Shown:
        state = self._state(name) or 0
        changed = ReaderFlag.CHANGED if state != before else 0
        return name, state | changed, self._slots.get(name, (0, b""))[1]
