"""The reader watch against a real card service with two virtual readers."""

import sys
import threading
import time

import pytest
from file_card import CPS_3_ATR, FileCard, cps_card, family_card
from witness import Witness, cps_in, cps_out, eventually, vitale_in, vitale_out, watching

from insdesk.cards.watch import ReaderWatch
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from virtual_reader import Pcscd, VirtualCard, cards_seen

pytestmark = pytest.mark.pcsc


def running(state: CardsState) -> bool:
    return state.service is ServiceState.RUNNING and len(state.readers) == 2


def stopped(state: CardsState) -> bool:
    return state.service is ServiceState.STOPPED


def test_the_state_is_told_at_once(card_service: Pcscd) -> None:
    with watching() as (watch, witness):
        state = witness.until(running)
        assert state.readers == card_service.readers
        assert watch.state == watch.look() == state
        assert witness.threads == {"reader-watch"}


def test_both_cards_come_and_go(card_service: Pcscd) -> None:
    with watching() as (_, witness):
        witness.until(running)
        with VirtualCard(card_service.ports[0], family_card()):
            vitale = witness.until(vitale_in)
            assert vitale.cps is CpsState.ABSENT
            with VirtualCard(card_service.ports[1], cps_card()):
                both = witness.until(cps_in)
                assert both.vitale_insertion == vitale.vitale_insertion
                assert (both.cps, both.cps_generation) == (CpsState.PIN_NEEDED, "CPS4")
            assert vitale_in(witness.until(cps_out))
        assert witness.until(vitale_out).vitale_insertion is None
        assert len({state.vitale_insertion for state in witness.told}) == 2


def test_a_cps_in_the_first_slot_is_the_cps(card_service: Pcscd) -> None:
    cps = FileCard({"MF": {}}, atr=CPS_3_ATR)
    with watching() as (watch, witness), VirtualCard(card_service.ports[0], cps):
        state = witness.until(cps_in)
        assert state.vitale is VitaleState.ABSENT
        assert state.cps_generation == "CPS3"
        with VirtualCard(card_service.ports[1], family_card()):
            witness.until(vitale_in)
            place = watch.vitale_place()
            assert place is not None
            assert place.reader == card_service.readers[1]


def test_cards_already_there_are_announced(card_service: Pcscd) -> None:
    with (
        VirtualCard(card_service.ports[0], family_card()),
        VirtualCard(card_service.ports[1], cps_card()),
    ):
        with watching() as (_, witness):
            witness.until(lambda state: vitale_in(state) and cps_in(state))
        with watching() as (_, again):
            again.until(lambda state: vitale_in(state) and cps_in(state))
            assert len(again.told) == 1
    with watching() as (_, witness):
        witness.until(lambda state: vitale_out(state) and cps_out(state))


def test_a_swap_with_the_same_atr_is_a_new_insertion(card_service: Pcscd) -> None:
    with watching() as (watch, witness):
        seen: set[str | None] = set()
        for _ in range(3):
            with VirtualCard(card_service.ports[0], family_card()):
                state = witness.until(vitale_in)
                assert watch.look().vitale_insertion == state.vitale_insertion
                seen.add(state.vitale_insertion)
            witness.until(vitale_out)
        assert len(seen) == 3


def test_a_swap_that_nobody_saw_is_told_by_the_counter(card_service: Pcscd) -> None:
    watch = ReaderWatch()
    names = []
    for _ in range(2):
        with VirtualCard(card_service.ports[0], family_card()):
            eventually(lambda: cards_seen())
            names.append(watch.look().vitale_insertion)
            assert names[-1] == watch.look().vitale_insertion
        eventually(lambda: not cards_seen())
    assert None not in names
    assert len(set(names)) == 2


def test_the_service_may_be_absent_appear_die_and_return(card_service: Pcscd) -> None:
    card_service.stop()
    try:
        with watching() as (watch, witness):
            assert witness.until(stopped).readers == ()
            assert watch.look() == CardsState(service=ServiceState.STOPPED)
            assert watch.vitale_place() is None
            card_service.start()
            witness.until(running)
            with VirtualCard(card_service.ports[0], family_card()):
                before = witness.until(vitale_in)
                card_service.kill()
                assert witness.until(stopped).vitale_insertion is None
            card_service.start()
            with VirtualCard(card_service.ports[0], family_card()):
                after = witness.until(vitale_in)
                assert after.vitale_insertion != before.vitale_insertion
    finally:
        card_service.start()


def test_what_the_session_knows_is_shown(card_service: Pcscd) -> None:
    opened: list[str] = []

    def known(insertion: str) -> CpsState | None:
        return CpsState.READY if insertion in opened else None

    with watching(cps_state=known, slice_ms=50) as (_, witness):
        with VirtualCard(card_service.ports[1], cps_card()):
            state = witness.until(lambda state: state.cps is CpsState.PIN_NEEDED)
            opened.append(state.cps_insertion or "")
            witness.until(lambda state: state.cps is CpsState.READY)
        witness.until(cps_out)


def test_stop_is_quick_and_final(card_service: Pcscd) -> None:
    watch, witness = ReaderWatch(slice_ms=60_000), Witness()
    watch.start(witness)
    witness.until(running)
    began = time.monotonic()
    watch.stop()
    # Far below the wait it cancels: this is no measure of speed.
    assert time.monotonic() - began < 5
    assert not any(thread.name == "reader-watch" for thread in threading.enumerate())
    told = len(witness.told)
    with VirtualCard(card_service.ports[0], family_card()):
        eventually(lambda: vitale_in(watch.look()))
    assert len(witness.told) == told
    watch.stop()


def test_stop_from_its_own_call_back(card_service: Pcscd) -> None:
    watch, called = ReaderWatch(), threading.Event()

    def stop_at_once(_: CardsState) -> None:
        watch.stop()
        called.set()

    watch.start(stop_at_once)
    assert called.wait(5)
    watch.stop()
    assert not any(thread.name == "reader-watch" for thread in threading.enumerate())


def test_a_watch_starts_once(card_service: Pcscd) -> None:
    with watching() as (watch, witness), pytest.raises(RuntimeError):
        watch.start(witness)


def test_a_watch_never_started_may_be_stopped() -> None:
    watch = ReaderWatch()
    watch.stop()
    assert watch.state == CardsState()


def test_without_the_library_the_service_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with watching() as (watch, witness):
        witness.until(lambda state: state.service is ServiceState.ABSENT)
        assert watch.look().service is ServiceState.ABSENT
