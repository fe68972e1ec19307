"""The two slots: what the desk is told, in which order, and what a reading makes of it."""

from __future__ import annotations

import queue
import threading

import pytest

from insdesk.cards.reader import PcscCards
from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardRemoved,
    CardServiceStopped,
    NoReader,
    NotAPractitionerCard,
    NotAVitale,
    PractitionerCardAbsent,
    ReaderUnplugged,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.qualification.ports import CardEvents
from insdesk.simulator.cards import VITALES
from insdesk.simulator.chip import Manners
from insdesk.simulator.cps import SoftwareCard
from insdesk.simulator.readers import SimulatedReaders

LONG = 10.0


class Heard:
    """What the desk is told, and in which thread."""

    def __init__(self) -> None:
        self.states: queue.Queue[CardsState] = queue.Queue()
        self.threads: set[str] = set()

    def __call__(self, state: CardsState) -> None:
        self.threads.add(threading.current_thread().name)
        self.states.put(state)

    def next(self) -> CardsState:
        return self.states.get(timeout=LONG)


def test_every_change_is_told_in_order_from_one_other_thread(readers: SimulatedReaders) -> None:
    events: CardEvents = readers
    heard = Heard()
    events.start(heard)
    assert heard.next().vitale is VitaleState.ABSENT
    first = readers.insert_vitale("j1")
    assert heard.next().vitale_insertion == first
    readers.remove_vitale()
    assert heard.next().vitale_insertion is None
    again = readers.insert_vitale("j1")
    assert heard.next().vitale_insertion == again != first
    readers.insert_cps()
    state = heard.next()
    assert (state.cps, state.cps_generation) == (CpsState.PIN_NEEDED, "CPS4")
    readers.unplug_reader()
    state = heard.next()
    assert (state.readers, state.vitale_insertion, state.cps) == ((), None, CpsState.ABSENT)
    readers.plug_reader()
    assert heard.next().vitale_insertion not in (None, first, again)
    readers.stop_service()
    assert heard.next().service is ServiceState.STOPPED
    assert heard.threads == {"simulated-readers"}
    assert events.state.service is ServiceState.STOPPED


def test_nobody_is_called_after_stop_and_no_thread_is_left(readers: SimulatedReaders) -> None:
    heard = Heard()
    readers.start(heard)
    heard.next()
    readers.stop()
    readers.insert_vitale("j1")
    assert heard.states.empty()
    assert "simulated-readers" not in {thread.name for thread in threading.enumerate()}
    readers.stop()


def test_stop_may_be_called_from_the_callback(readers: SimulatedReaders) -> None:
    stopped = threading.Event()

    def on_change(_: CardsState) -> None:
        readers.stop()
        stopped.set()

    readers.start(on_change)
    assert stopped.wait(LONG)


def test_starting_twice_is_refused(readers: SimulatedReaders) -> None:
    readers.start(lambda _: None)
    with pytest.raises(RuntimeError):
        readers.start(lambda _: None)


def test_a_family_is_read_through_the_real_reader(
    readers: SimulatedReaders, cards: PcscCards
) -> None:
    readers.insert_vitale("j3")
    assert len(cards.read_vitale().persons) == 4


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (lambda readers: readers.remove_vitale(), CardAbsent),
        (lambda readers: readers.insert_vitale("cps"), NotAVitale),
        (lambda readers: readers.unplug_reader(), NoReader),
        (lambda readers: readers.stop_service(), CardServiceStopped),
    ],
)
def test_trouble_before_a_reading(
    readers: SimulatedReaders, cards: PcscCards, trouble: object, error: type[Exception]
) -> None:
    readers.insert_vitale("j1")
    trouble(readers)  # type: ignore[operator]
    with pytest.raises(error):
        cards.read_vitale()


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("remove_vitale", CardRemoved),
        ("unplug_reader", ReaderUnplugged),
        ("stop_service", CardServiceStopped),
    ],
)
def test_trouble_in_the_middle_of_a_reading(
    readers: SimulatedReaders, cards: PcscCards, trouble: str, error: type[Exception]
) -> None:
    readers.insert_vitale("j1", Manners(delay=3600))
    hand = threading.Timer(0.02, getattr(readers, trouble))
    hand.start()
    with pytest.raises(error):
        cards.read_vitale()
    hand.join()


def test_a_card_swapped_during_a_reading_is_noticed(
    readers: SimulatedReaders, cards: PcscCards
) -> None:
    readers.insert_vitale("j1", Manners(garble=lambda data: (readers.swap_vitale("j2"), data)[1]))
    with pytest.raises((CardChanged, CardRemoved)):
        cards.read_vitale()


def test_swapping_changes_the_insertion_without_an_empty_slot(readers: SimulatedReaders) -> None:
    heard = Heard()
    before = readers.insert_vitale("j1")
    readers.start(heard)
    assert heard.next().vitale_insertion == before
    after = readers.swap_vitale(VITALES["j1"])
    assert heard.next().vitale_insertion == after != before


def test_the_practitioner_leaves_with_the_card_and_the_reader(
    readers: SimulatedReaders, cards: PcscCards, practitioner_card: SoftwareCard
) -> None:
    readers.insert_cps(practitioner_card)
    assert cards.practitioner().display_name == "Dr Maud EXEMPLE"
    readers.remove_cps()
    with pytest.raises(PractitionerCardAbsent):
        cards.practitioner()
    with pytest.raises(PractitionerCardAbsent):
        readers.cps.identify()
    readers.insert_cps(practitioner_card)
    readers.unplug_reader()
    with pytest.raises(PractitionerCardAbsent):
        readers.cps.identify()
    readers.plug_reader()
    assert readers.cps.identify().name == "EXEMPLE"


def test_a_vitale_in_the_slot_of_the_cps(readers: SimulatedReaders, cards: PcscCards) -> None:
    readers.insert_vitale_as_cps()
    assert readers.state.cps is CpsState.NOT_A_CPS
    with pytest.raises(NotAPractitionerCard):
        cards.practitioner()


def test_a_service_that_was_never_installed(readers: SimulatedReaders) -> None:
    seen = []
    readers.stop_service(absent=True)
    seen.append(readers.state.service)
    readers.start_service()
    seen.append(readers.state.service)
    assert seen == [ServiceState.ABSENT, ServiceState.RUNNING]


def test_an_unknown_card_name_changes_nothing(readers: SimulatedReaders) -> None:
    readers.insert_vitale("j1")
    with pytest.raises(KeyError):
        readers.insert_vitale("personne")
    assert readers.state.vitale is VitaleState.PRESENT


def test_card_seconds_spread_over_the_commands() -> None:
    slow = SimulatedReaders(card_seconds=0.1)
    slow.insert_vitale("j1")
    with slow.open_vitale() as link:
        assert link.manners.delay == pytest.approx(0.01)  # type: ignore[attr-defined]
