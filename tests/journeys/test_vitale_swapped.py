"""The card of the licensed reader, swapped between choice and sending (insi.md §7.2).

The whole desk, its reader knowing serials: the assertion Vitale is of the card in the slot at the
moment of sending, and of no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from journey_bench import ENVIRONMENT, Bench, BenchMaker

from insdesk.app.build import SettingsStore, build_desk
from insdesk.app.edges import directly, simulated
from insdesk.cards import vitale
from insdesk.errors import CardChanged, CardError, CardRemoved, VitaleAssertionTooOld
from insdesk.identity.readings import Operation, VitaleReading, VitaleSource
from insdesk.qualification.steps import Step, next_step
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders

T = TypeVar("T")
SERIALS = {"j1": "99250000000000000001", "j3": "99250000000000000003"}


class Hands:
    """What happens on the desk while INSi is being called, after the last look of the use case."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None
        self.sleeps = timedelta()
        """How long the computer sleeps just after the assertion Vitale is made."""
        self.read = self.slept = False

    def __call__(self, work: Callable[[], T]) -> T:
        """As the card lane: the signature of the CPS is asked for here, before the Vitale."""
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return directly(work)

    def clock(self) -> datetime:
        now = datetime.now(UTC) + (self.sleeps if self.slept else timedelta())
        self.slept = self.read
        return now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def desk(make_bench: BenchMaker, hands: Hands, tmp_path: Path) -> Iterator[Bench]:
    places = make_bench.copy_home(tmp_path / "home")
    readers, insi = SimulatedReaders(), SimulatedInsi()
    in_slot: list[str] = []

    def official() -> VitaleReading:
        with readers.open_vitale() as link:
            read = vitale.read(link, VitaleSource.OFFICIAL)
        serial = SERIALS[in_slot[-1]]
        hands.read = hands.sleeps > timedelta()
        return VitaleReading(source=read.source, persons=read.persons, serial=serial)

    insert, swap = readers.insert_vitale, readers.swap_vitale

    def put(name: str) -> str:
        in_slot.append(name)
        return insert(name)

    def put_instead(name: str) -> str:
        in_slot.append(name)
        return swap(name)

    readers.insert_vitale, readers.swap_vitale = put, put_instead  # type: ignore[method-assign,assignment]
    edges = simulated(readers, insi, official=official, on_card=hands)
    built = build_desk(places, SettingsStore(places), edges, ENVIRONMENT, clock=hands.clock)
    bench = Bench(built, readers, insi, places, make_bench.card)
    bench.put_cps()
    yield bench
    built.close()


@pytest.fixture
def plain_desk(make_bench: BenchMaker, hands: Hands, tmp_path: Path) -> Iterator[Bench]:
    """A reading that knows no serial: no assertion Vitale is made, the card is looked at alone."""
    places = make_bench.copy_home(tmp_path / "home")
    readers, insi = SimulatedReaders(), SimulatedInsi()
    edges = simulated(readers, insi, on_card=hands)
    built = build_desk(places, SettingsStore(places), edges, ENVIRONMENT, clock=hands.clock)
    bench = Bench(built, readers, insi, places, make_bench.card)
    bench.put_cps()
    yield bench
    built.close()


def nothing_is_sent(desk: Bench, hands: Hands, how: str) -> None:
    """The card of the run is swapped or pulled while INSi is being called."""
    run = desk.read("j1")
    leaf: type[CardError] = CardChanged if how == "swapped" else CardRemoved
    swap, pull = partial(desk.readers.swap_vitale, "j3"), desk.readers.remove_vitale
    hands.meanwhile = swap if how == "swapped" else pull
    with desk.trouble(leaf) as written:
        desk.desk.ask_insi(run)
    assert desk.insi.operations == ()
    assert "INSI_CALL" not in written
    desk.goes_on()


@pytest.mark.parametrize("how", ["swapped", "pulled"])
def test_swapped_while_the_cps_signs(plain_desk: Bench, hands: Hands, how: str) -> None:
    nothing_is_sent(plain_desk, hands, how)


def test_cnda_1_01_the_journey_sends_both_assertions(
    desk: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    post = desk.insi.post

    def kept(address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        sent.append(envelope)
        return post(address, headers, envelope)

    monkeypatch.setattr(desk.insi, "post", kept)
    run = desk.compared("j1")
    assert sent[0].count(b':assertion"') == 2
    assert f'NameQualifier="VITALE">{SERIALS["j1"]}<'.encode() in sent[0]
    assert next_step(run) is not Step.ASK_INSI
    assert desk.insi.operations == (Operation.BY_VITALE,)
    desk.qualified(run)


@pytest.mark.parametrize("how", ["swapped", "pulled"])
def test_cnda_1_03_swapped_between_choice_and_sending(desk: Bench, hands: Hands, how: str) -> None:
    nothing_is_sent(desk, hands, how)


def test_cnda_1_02_too_old_at_the_moment_of_sending(desk: Bench, hands: Hands) -> None:
    run = desk.read("j1")
    hands.sleeps = timedelta(minutes=20, seconds=1)
    with desk.trouble(VitaleAssertionTooOld) as written:
        desk.desk.ask_insi(run)
    assert desk.insi.operations == ()
    assert "INSI_CALL" not in written
    hands.sleeps, hands.read, hands.slept = timedelta(), False, False
    desk.goes_on()
