"""Readers that come and go under the watch (cards.md §4.3): virtual readers cannot, a fake can."""

from __future__ import annotations

import threading

import pytest
from fake_scard import FakeScard
from file_card import CPS_4_ATR, VITALE_2_ATR
from witness import eventually, vitale_in, vitale_out, watching

from insdesk.cards.watch import ReaderWatch
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState

ONE, TWO = "Twin reader 00 00", "Twin reader 00 01"
SOLO = "Solo reader 01 00"


@pytest.fixture(params=[True, False], ids=["plug-and-play", "polled"])
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FakeScard:
    """With and without the pseudo reader that tells of readers (macOS may not know it)."""
    return FakeScard(plug_and_play=request.param).install(monkeypatch)


def readers(*names: str) -> object:
    return lambda state: state.readers == names


def no_reader(state: CardsState) -> bool:
    return state.service is ServiceState.RUNNING and not state.readers


def test_a_desk_without_reader_then_one_of_two_slots(service: FakeScard) -> None:
    with watching(slice_ms=20) as (_, witness):
        witness.until(no_reader)
        service.plug(ONE, TWO)
        witness.until(readers(ONE, TWO))
        service.put(TWO, VITALE_2_ATR)
        service.put(ONE, CPS_4_ATR)
        state = witness.until(lambda now: vitale_in(now) and now.cps is CpsState.PIN_NEEDED)
        assert state.cps_generation == "CPS4"


def test_a_second_reader_is_plugged_while_the_first_holds_a_card(service: FakeScard) -> None:
    service.plug(SOLO)
    with watching(slice_ms=20) as (_, witness):
        service.put(SOLO, CPS_4_ATR)
        before = witness.until(lambda now: now.cps is CpsState.PIN_NEEDED).cps_insertion
        service.plug(ONE)
        service.put(ONE, VITALE_2_ATR)
        state = witness.until(vitale_in)
        assert state.readers == (SOLO, ONE)
        assert state.cps_insertion == before


def test_a_reader_unplugged_takes_its_card_along(service: FakeScard) -> None:
    service.plug(ONE)
    service.plug(SOLO)
    with watching(slice_ms=20) as (watch, witness):
        service.put(ONE, VITALE_2_ATR)
        before = witness.until(vitale_in).vitale_insertion
        service.unplug(ONE)
        assert witness.until(vitale_out).readers == (SOLO,)
        assert watch.vitale_place() is None
        service.plug(ONE)
        service.put(ONE, VITALE_2_ATR)
        assert witness.until(vitale_in).vitale_insertion not in (None, before)


def test_the_last_reader_unplugged_stops_the_service_of_windows(service: FakeScard) -> None:
    service.plug(ONE)
    with watching(slice_ms=20) as (_, witness):
        service.put(ONE, VITALE_2_ATR)
        witness.until(vitale_in)
        service.unplug(ONE, last_one_stops=True)
        gone = witness.until(lambda now: now.service is ServiceState.STOPPED)
        assert (gone.readers, gone.vitale_insertion) == ((), None)
        service.plug(ONE)
        service.run()
        witness.until(readers(ONE))


def test_a_reader_plugged_and_unplugged_a_hundred_times_leaves_nothing(
    service: FakeScard,
) -> None:
    threads = threading.active_count()
    with watching(slice_ms=5) as (_, witness):
        for _ in range(100):
            service.plug(ONE)
            witness.until(readers(ONE))
            service.unplug(ONE)
            witness.until(no_reader)
    assert service.contexts == 0
    assert threading.active_count() == threads


def test_no_reader_is_not_asked_for_without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pseudo reader an empty desk is looked at once a slice, not in a tight loop."""
    service = FakeScard(plug_and_play=False).install(monkeypatch)
    with watching(slice_ms=10_000) as (_, witness):
        witness.until(no_reader)
        eventually(lambda: service.asked_for_readers >= 4)
        asked = service.asked_for_readers
        ReaderWatch().look()
        assert service.asked_for_readers <= asked + 2
