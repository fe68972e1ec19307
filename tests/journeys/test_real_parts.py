"""J1 and J2 through real parts: pcscd with virtual slots, INSi over HTTPS, a file on disk.

Only the card in the slot, the software CPS behind the CPS slot and the answers of INSi are
simulated, and they are bytes.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from real_bench import CpsChip, Seen, real_desk

from insdesk.errors import CardChanged, CardRemoved, InsiSilent, InsiUntrusted
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.patient import Status
from insdesk.identity.readings import Environment, VitaleSource
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Outcome, Run, Step, next_step
from insdesk.simulator.cards import vitale
from insdesk.simulator.cps import SoftwareCard, SoftwareCps
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import known_records
from insdesk.store.database import Database
from insdesk.store.patients import Patients
from virtual_reader import Pcscd, VirtualCard

pytestmark = pytest.mark.pcsc

LIMIT_S = 10.0
PIECE = Evidence(device="CN")


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


@pytest.fixture
def bench(card_service: Pcscd, tmp_path: Path) -> Iterator[Bench]:
    insi, cps = SimulatedInsi(), SoftwareCps()
    cps.put(SoftwareCard())
    opening = real_desk(tmp_path, insi, cps=cps, records=known_records, insi_read_seconds=2)
    with opening as real, VirtualCard(card_service.ports[1], CpsChip()):
        real.seen.wait(lambda state: state.cps is CpsState.PIN_NEEDED)
        real.desk.open_session("1234")
        yield Bench(real.desk, insi, real.seen, card_service, real.places.home)


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
