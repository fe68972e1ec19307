"""From a card put in to its beneficiaries, beside the bare service and the bare bytes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measures import Figure, figure

from insdesk.app.edges import real
from insdesk.identity.desk_state import CardsState
from insdesk.settings import Settings
from insdesk.simulator.cards import vitale

sys.path.append(str(Path(__file__).resolve().parent.parent))

from virtual_reader import Pcscd, VirtualCard, missing, the_daemon

BAR = 1.5
RUNS = 15


class _Recorded:
    """A card that keeps the commands it was sent."""

    def __init__(self) -> None:
        self._chip = vitale("j3").chip()
        self.atr = self._chip.atr
        self.sent: list[bytes] = []

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.sent.append(command)
        return self._chip.transmit(command)


def insertion(_folder: Path) -> list[Figure]:
    """Against a bare wait on the card service and the same commands sent one after the other.

    Both begin when the card enters the slot of a virtual reader; the service looks every 0.4 s,
    which is most of it on both sides. Nothing is measured without a card service.
    """
    if lacking := missing():
        sys.stdout.write(f"insertion not measured: {lacking}\n")
        return []
    daemon = the_daemon()
    daemon.start()
    try:
        commands = _commands(daemon)
        values, floors = [], []
        for _ in range(RUNS):
            floors.append(_bare(daemon, commands))
            values.append(_ours(daemon))
        return [figure("insertion to beneficiaries", values, floors, BAR)]
    finally:
        daemon.stop()


class _Desk:
    """The watch and the reader of the real desk."""

    def __init__(self) -> None:
        self._told = threading.Condition()
        self._state = CardsState()
        self.edges = real(Settings())
        self.edges.events.start(self._tell)

    def _tell(self, state: CardsState) -> None:
        with self._told:
            self._state = state
            self._told.notify_all()

    def until(self, holds: Callable[[CardsState], bool]) -> None:
        with self._told:
            self._told.wait_for(lambda: holds(self._state), 10)

    def close(self) -> None:
        self.edges.events.stop()
        self.edges.close()


def _ours(daemon: Pcscd) -> float:
    desk = _Desk()
    try:
        desk.until(lambda state: bool(state.readers) and state.vitale_insertion is None)
        begun = time.perf_counter_ns()
        with VirtualCard(daemon.ports[0], vitale("j3").chip()):
            desk.until(lambda state: state.vitale_insertion is not None)
            reading = desk.edges.cards.read_vitale()
            lines = [one.name_text for one in reading.persons]
            spent = (time.perf_counter_ns() - begun) / 1e6
        assert len(lines) == 4
        desk.until(lambda state: state.vitale_insertion is None)
        return spent
    finally:
        desk.close()


def _commands(daemon: Pcscd) -> list[bytes]:
    """The commands of one reading, in their order."""
    desk, card = _Desk(), _Recorded()
    try:
        with VirtualCard(daemon.ports[0], card):
            desk.until(lambda state: state.vitale_insertion is not None)
            desk.edges.cards.read_vitale()
        desk.until(lambda state: state.vitale_insertion is None)
    finally:
        desk.close()
    return card.sent


def _bare(daemon: Pcscd, commands: list[bytes]) -> float:
    """The same with nothing but the library of the card service."""
    from smartcard import scard

    reader = daemon.readers[0]
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    try:
        _, found = scard.SCardGetStatusChange(context, 0, [(reader, 0)])
        state = found[0][1] & ~scard.SCARD_STATE_CHANGED
        begun = time.perf_counter_ns()
        with VirtualCard(daemon.ports[0], vitale("j3").chip()):
            state = _wait(scard, context, reader, state, present=True)
            _, card, protocol = scard.SCardConnect(
                context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY
            )
            for command in commands:
                scard.SCardTransmit(card, protocol, list(command))
            spent = (time.perf_counter_ns() - begun) / 1e6
            scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
        _wait(scard, context, reader, state, present=False)
        return spent
    finally:
        scard.SCardReleaseContext(context)


def _wait(scard: Any, context: int, reader: str, state: int, *, present: bool) -> int:
    while True:
        _, found = scard.SCardGetStatusChange(context, 10_000, [(reader, state)])
        state = found[0][1] & ~scard.SCARD_STATE_CHANGED
        if bool(state & scard.SCARD_STATE_PRESENT) is present:
            return state
