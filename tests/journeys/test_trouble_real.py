"""Trouble with the real card service: pulled, stopped and started under a desk that goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from journey_bench import DOCUMENT, Bench, BenchMaker, open_desk
from real_bench import Seen

from insdesk.app.build import SettingsStore
from insdesk.app.edges import real
from insdesk.errors import (
    CardRemoved,
    CardServiceStopped,
    NotAVitale,
    PractitionerCardAbsent,
)
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.simulator.cards import vitale
from insdesk.simulator.chip import ATR_CPS4, Chip
from insdesk.simulator.cps import PIN, SoftwareCps
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders
from virtual_reader import Card, Pcscd, VirtualCard

pytestmark = pytest.mark.pcsc

READ_BINARY = 0xB0


def vitale_in(state: CardsState) -> bool:
    return state.vitale_insertion is not None


def vitale_out(state: CardsState) -> bool:
    return state.vitale_insertion is None


class CpsChip:
    """The slot only needs the ATR of a CPS: nothing may be transmitted to it."""

    atr = ATR_CPS4

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        raise AssertionError("an APDU went to the CPS")


class Telltale(Chip):
    """Does something at the first block read."""

    def when_read(self, act: Callable[[], object]) -> Telltale:
        self.act = act
        return self

    def apdu(self, command: bytes) -> bytes:
        if command[1] == READ_BINARY:
            self.act()
        return super().apdu(command)


@dataclass
class Real:
    """A desk on the real service; the bench is used for its desk, its INSi and its file."""

    bench: Bench
    seen: Seen
    service: Pcscd
    cps_module: SoftwareCps

    def vitale(self, name: str = "j1", die_after: int | None = None) -> VirtualCard:
        return self.put(vitale(name).chip(), die_after)

    def put(self, chip: Card, die_after: int | None = None) -> VirtualCard:
        card = VirtualCard(self.service.ports[0], chip, die_after=die_after)
        self.seen.wait(vitale_in)
        return card

    def pull(self, card: VirtualCard) -> None:
        card.remove()
        self.seen.wait(vitale_out)

    def cps(self) -> VirtualCard:
        """The CPS in its slot and its code given."""
        self.cps_module.put(self.bench.cps)
        card = VirtualCard(self.service.ports[1], CpsChip())
        self.seen.wait(lambda state: state.cps in (CpsState.PIN_NEEDED, CpsState.READY))
        self.bench.desk.open_session(PIN)
        return card

    def goes_on(self) -> None:
        """J1 to its end on the real service."""
        with self.vitale() as card:
            desk = self.bench.desk
            self.bench.qualified(desk.ask_insi(desk.recognise(desk.read_vitale())))
            self.pull(card)
        self.bench.holds()


@pytest.fixture
def real_desk(card_service: Pcscd, make_bench: BenchMaker, tmp_path: Path) -> Iterator[Real]:
    places = make_bench.copy_home(tmp_path / "home")
    insi, module, seen = SimulatedInsi(), SoftwareCps(), Seen()
    edges = replace(real(SettingsStore(places)(), cps=module), post=insi.post)
    built = open_desk(places, edges)
    bench = Bench(built, SimulatedReaders(), insi, places, make_bench.card)
    built.desk.events.start(seen)
    seen.wait(lambda state: len(state.readers) == 2)
    stage = Real(bench, seen, card_service, module)
    try:
        with stage.cps():
            yield stage
    finally:
        built.desk.events.stop()
        built.close()


def test_card_pulled_in_the_middle_of_a_reading(real_desk: Real) -> None:
    with real_desk.vitale(die_after=4), real_desk.bench.trouble(CardRemoved) as written:
        real_desk.bench.desk.read_vitale()
    assert written == ["VITALE_READ_FAILED"]
    real_desk.seen.wait(vitale_out)
    real_desk.goes_on()


def test_service_stopped_in_the_middle_of_a_reading_and_back(real_desk: Real) -> None:
    service, desk = real_desk.service, real_desk.bench.desk
    chip = Telltale(files=vitale("j1").files).when_read(service.kill)
    with real_desk.put(chip):
        with real_desk.bench.trouble(CardServiceStopped) as written:
            desk.read_vitale()
        assert written == ["VITALE_READ_FAILED"]
        with real_desk.bench.trouble(CardServiceStopped):
            desk.practitioner()
    service.start()
    real_desk.seen.wait(lambda state: len(state.readers) == 2)
    with real_desk.cps():
        real_desk.goes_on()


def test_service_stopped_before_qualifying_and_back(real_desk: Real) -> None:
    service, desk = real_desk.service, real_desk.bench.desk
    with real_desk.vitale():
        run = desk.ask_insi(desk.recognise(desk.read_vitale()))
        service.stop()
        with real_desk.bench.trouble(CardServiceStopped) as written:
            desk.qualify(run, DOCUMENT)
        assert written == []
    service.start()
    real_desk.seen.wait(lambda state: len(state.readers) == 2)
    with real_desk.cps():
        real_desk.goes_on()


def test_cps_in_the_vitale_slot(real_desk: Real) -> None:
    """Two CPS: neither gets a command."""
    with real_desk.put(CpsChip()) as card:
        with real_desk.bench.trouble(NotAVitale):
            real_desk.bench.desk.read_vitale()
        real_desk.pull(card)
    real_desk.goes_on()


def test_cps_pulled_before_asking(real_desk: Real) -> None:
    desk = real_desk.bench.desk
    with real_desk.vitale() as card:
        run = desk.recognise(desk.read_vitale())
        real_desk.cps_module.put(None)
        with real_desk.bench.trouble(PractitionerCardAbsent) as written:
            desk.ask_insi(run)
        assert "INSI_CALL" not in written
        real_desk.cps_module.put(real_desk.bench.cps)
        desk.open_session(PIN)
        real_desk.bench.qualified(desk.ask_insi(run))
        real_desk.pull(card)
