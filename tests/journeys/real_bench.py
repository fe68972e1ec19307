"""A desk as a practitioner's machine has it: `edges.real`, INSi over HTTPS, a base on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition

from insdesk.app.build import SettingsStore, build_desk
from insdesk.app.edges import real
from insdesk.cards.cps import CpsModule
from insdesk.identity.desk_state import CardsState
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk
from insdesk.simulator.chip import ATR_CPS4
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.server import SimulatorServer

LIMIT_S = 10.0


class Seen:
    """The states the watch told, waited for and never slept for."""

    def __init__(self) -> None:
        self._told = Condition()
        self._state = CardsState()

    def __call__(self, state: CardsState) -> None:
        with self._told:
            self._state = state
            self._told.notify_all()

    def wait(self, holds: Callable[[CardsState], bool]) -> CardsState:
        with self._told:
            assert self._told.wait_for(lambda: holds(self._state), LIMIT_S), self._state
            return self._state


class CpsChip:
    """The slot only needs the ATR of a CPS: nothing ever transmits to it."""

    atr = ATR_CPS4

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        raise AssertionError("an APDU went to the CPS")


@dataclass(frozen=True)
class RealDesk:
    """The desk, what its watch told, and where its files are."""

    desk: Desk
    seen: Seen
    places: Paths


@contextmanager
def real_desk(
    folder: Path,
    insi: SimulatedInsi,
    *,
    cps: CpsModule | None = None,
    records: Callable[[], tuple[Patient, ...]] = tuple,
    **settings: object,
) -> Iterator[RealDesk]:
    """Open it below `folder`, X1 declared today, its watch started; let go of everything."""
    server = SimulatorServer(insi, folder / "insi")
    address, bundle = server.start()
    places, today = Paths(folder / "home"), datetime.now(UTC).date().isoformat()
    store = SettingsStore(places)
    own = {"insi_address": address, "insi_ca_bundle": str(bundle), "declared_on": today}
    store.save(replace(store(), **own, **settings))
    edges = real(store(), cps=cps)
    built = build_desk(places, store, edges, Environment.DECOUVERTE, records=records)
    seen = Seen()
    built.desk.events.start(seen)
    try:
        yield RealDesk(built.desk, seen, places)
    finally:
        built.desk.events.stop()
        built.close()
        server.stop()
