"""J1 and J2 through real parts: pcscd with virtual slots, INSi over HTTPS, a file on disk.

Only the card in the slot, the software CPS behind the CPS slot and the answers of INSi are
simulated, and they are bytes.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from insdesk.app.build import BuiltDesk, SettingsStore, build_desk
from insdesk.app.edges import real
from insdesk.errors import CardChanged, CardRemoved, InsiSilent, InsiUntrusted
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.patient import Status
from insdesk.identity.readings import Environment, VitaleSource
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Outcome, Run, Step, next_step
from insdesk.simulator.cards import vitale
from insdesk.simulator.chip import ATR_CPS4
from insdesk.simulator.cps import SoftwareCard, SoftwareCps
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import known_records
from insdesk.simulator.server import SimulatorServer
from insdesk.store.database import Database
from insdesk.store.patients import Patients
from virtual_reader import Pcscd, VirtualCard

pytestmark = pytest.mark.pcsc

LIMIT_S = 10.0
PIECE = Evidence(device="CN")


class Seen:
    """The states the watch told, waited for and never slept for."""

    def __init__(self) -> None:
        from threading import Condition

        self._told = Condition()
        self._state = CardsState()

    def __call__(self, state: CardsState) -> None:
        with self._told:
            self._state = state
            self._told.notify_all()

    def wait(self, holds: Callable[[CardsState], bool]) -> CardsState:
        with self._told:
            assert self._told.wait_for(lambda: holds(self._state), LIMIT_S), "no such event"
            return self._state


@dataclass
class Bench:
    """A desk on real parts."""

    desk: Desk
    insi: SimulatedInsi
    seen: Seen
    pcscd: Pcscd
    home: Path

    def insert(self, name: str) -> VirtualCard:
        card = VirtualCard(self.pcscd.ports[0], vitale(name).chip())
        self.seen.wait(lambda state: state.vitale_insertion is not None)
        return card

    def pull(self, card: VirtualCard) -> None:
        """Take the card out and wait until the service says so: it looks every 0.4 s."""
        card.remove()
        self.seen.wait(lambda state: state.vitale_insertion is None)

    def compared(self) -> Run:
        return self.desk.ask_insi(self.desk.recognise(self.desk.read_vitale()))

    def stored(self) -> dict[str, int]:
        """What the file holds, read by another connection."""
        database = Database.open(Paths(self.home).database("découverte"), Environment.DECOUVERTE)
        try:
            return dict(Patients(database).counts(""))
        finally:
            database.close()


class CpsChip:
    """The slot only needs the ATR of a CPS: nothing ever transmits to it."""

    atr = ATR_CPS4

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        raise AssertionError("an APDU went to the CPS")


@pytest.fixture
def bench(card_service: Pcscd, tmp_path: Path) -> Iterator[Bench]:
    insi = SimulatedInsi()
    server = SimulatorServer(insi, tmp_path / "insi")
    address, bundle = server.start()
    places = Paths(tmp_path / "home")
    store = SettingsStore(places)
    store.save(
        replace(
            store(),
            insi_address=address,
            insi_ca_bundle=str(bundle),
            insi_read_seconds=2,
            declared_on=datetime.now(UTC).date().isoformat(),
        )
    )
    cps = SoftwareCps()
    cps.put(SoftwareCard())
    edges = real(store(), cps=cps)
    built: BuiltDesk = build_desk(
        places, store, edges, Environment.DECOUVERTE, records=known_records
    )
    seen = Seen()
    built.desk.events.start(seen)
    try:
        with VirtualCard(card_service.ports[1], CpsChip()):
            seen.wait(lambda state: state.cps is CpsState.PIN_NEEDED)
            built.desk.open_session("1234")
            yield Bench(desk=built.desk, insi=insi, seen=seen, pcscd=card_service, home=places.home)
    finally:
        built.desk.events.stop()
        built.close()
        server.stop()


def test_j1_document(bench: Bench) -> None:
    before = bench.stored()
    with bench.insert("j1"):
        run = bench.compared()
        assert run.reading is not None
        assert run.reading.source is VitaleSource.DIRECT
        assert next_step(run) is Step.COMPARE
        assert bench.stored() == before
        done = bench.desk.qualify(run, PIECE)
    assert done.outcome is Outcome.QUALIFIED
    assert bench.stored()["QUAL"] == before["QUAL"] + 1
    mode = Paths(bench.home).database("découverte").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_j2_exception(bench: Bench) -> None:
    with bench.insert("j2"):
        run = bench.compared()
        assert run.patient is not None
        assert bench.desk.exception_case(run).missing == ()
        done = bench.desk.qualify(run, Evidence(attested=True, attestation_text=ATTESTATION_TEXT))
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert done.patient.uid == run.patient.uid


def test_card_pulled_between_reading_and_qualifying(bench: Bench) -> None:
    before = bench.stored()
    with bench.insert("j1") as card:
        run = bench.compared()
        bench.pull(card)
    with pytest.raises(CardRemoved):
        bench.desk.qualify(run, PIECE)
    assert bench.stored() == before


def test_card_swapped_between_reading_and_qualifying(bench: Bench) -> None:
    before = bench.stored()
    with bench.insert("j1") as first:
        run = bench.compared()
        bench.pull(first)
    with bench.insert("j1"), pytest.raises(CardChanged):
        bench.desk.qualify(run, PIECE)
    assert bench.stored() == before


def test_card_pulled_before_the_call(bench: Bench) -> None:
    with bench.insert("j1") as card:
        run = bench.desk.recognise(bench.desk.read_vitale())
        bench.pull(card)
    with pytest.raises(CardRemoved):
        bench.desk.ask_insi(run)


def test_insi_silent_then_back(bench: Bench) -> None:
    with bench.insert("j1"):
        run = bench.desk.recognise(bench.desk.read_vitale())
        bench.insi.play("silent", times=1)
        with pytest.raises(InsiSilent):
            bench.desk.ask_insi(run)
        assert next_step(bench.desk.ask_insi(run)) is Step.COMPARE


def test_redirect_is_refused_and_nothing_follows(bench: Bench) -> None:
    with bench.insert("j1"):
        run = bench.desk.recognise(bench.desk.read_vitale())
        bench.insi.play("redirect", times=1)
        with pytest.raises(InsiUntrusted):
            bench.desk.ask_insi(run)
