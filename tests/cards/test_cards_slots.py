"""Which card is in which slot, and what counts as a new insertion: pure tables."""

import itertools

import pytest
from file_card import CPS_3_ATR, CPS_4_ATR, VITALE_1_ATR, VITALE_2_ATR

from insdesk.cards.slots import Insertions, Seen, arrange
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState

A, B, C = "Twin 00 00", "Twin 00 01", "Solo 01 00"
UNKNOWN_ATR = bytes.fromhex("3B6800000073C84011009000")


def card(reader: str, atr: bytes = VITALE_2_ATR, **flags: object) -> Seen:
    return Seen(reader=reader, present=True, atr=atr, **flags)  # type: ignore[arg-type]


def insertions() -> Insertions:
    ticks, names = itertools.count(), (f"i{n}" for n in itertools.count(1))
    return Insertions(clock=lambda: float(next(ticks)), name=lambda: next(names))


def state_of(*seen: Seen, known: CpsState | None = None) -> CardsState:
    return arrange(seen, insertions().observe(seen), lambda _: known).state


@pytest.mark.parametrize(
    ("seen", "vitale", "cps", "generation"),
    [
        ((), VitaleState.ABSENT, CpsState.ABSENT, ""),
        ((Seen(reader=A), Seen(reader=B)), VitaleState.ABSENT, CpsState.ABSENT, ""),
        ((card(A), Seen(reader=B)), VitaleState.PRESENT, CpsState.ABSENT, ""),
        ((card(A), card(B, CPS_4_ATR)), VitaleState.PRESENT, CpsState.PIN_NEEDED, "CPS4"),
        ((card(A, CPS_3_ATR), card(B)), VitaleState.PRESENT, CpsState.PIN_NEEDED, "CPS3"),
        ((card(A, CPS_3_ATR), Seen(reader=B)), VitaleState.ABSENT, CpsState.PIN_NEEDED, "CPS3"),
        ((card(A, VITALE_1_ATR),), VitaleState.PRESENT, CpsState.ABSENT, ""),
        ((card(A, UNKNOWN_ATR),), VitaleState.PRESENT, CpsState.ABSENT, ""),
        ((card(A), card(B)), VitaleState.PRESENT, CpsState.NOT_A_CPS, ""),
        ((card(A, b"", mute=True),), VitaleState.UNREADABLE, CpsState.ABSENT, ""),
        ((card(A, exclusive=True),), VitaleState.BUSY, CpsState.ABSENT, ""),
        ((card(A, CPS_4_ATR, exclusive=True),), VitaleState.ABSENT, CpsState.PIN_NEEDED, "CPS4"),
    ],
)
def test_the_desk_as_the_strip_shows_it(
    seen: tuple[Seen, ...], vitale: VitaleState, cps: CpsState, generation: str
) -> None:
    state = state_of(*seen)
    assert state.service is ServiceState.RUNNING
    assert (state.vitale, state.cps, state.cps_generation) == (vitale, cps, generation)
    assert (state.vitale_insertion is None) is (vitale is VitaleState.ABSENT)
    assert (state.cps_insertion is None) is (cps in (CpsState.ABSENT, CpsState.NOT_A_CPS))
    assert state.readers == tuple(one.reader for one in seen)


def test_the_likeliest_vitale_is_read() -> None:
    seen = (card(A, b"", mute=True), card(B, UNKNOWN_ATR), card(C, VITALE_2_ATR))
    arranged = arrange(seen, insertions().observe(seen), lambda _: None)
    assert arranged.vitale is not None
    assert arranged.vitale.reader == C


def test_a_second_cps_lies_in_the_vitale_slot() -> None:
    seen = (card(A, CPS_3_ATR), card(B, CPS_4_ATR))
    arranged = arrange(seen, insertions().observe(seen), lambda _: None)
    assert arranged.state.cps_generation == "CPS3"
    assert arranged.state.vitale is VitaleState.IS_A_CPS
    assert arranged.state.vitale_insertion is not None
    assert arranged.vitale is not None
    assert arranged.vitale.reader == B


@pytest.mark.parametrize("atr", [CPS_4_ATR, VITALE_2_ATR])
def test_the_card_that_came_first_keeps_its_place(atr: bytes) -> None:
    """A second one, whatever its reader, is the stranger: the first may be in the middle of it."""
    names = insertions()
    names.observe([Seen(reader=A), card(B, atr)])
    seen = (card(A, atr), card(B, atr))
    places = names.observe(seen)
    state = arrange(seen, places, lambda _: None).state
    kept = state.cps_insertion if atr == CPS_4_ATR else state.vitale_insertion
    assert kept == places[B].insertion


@pytest.mark.parametrize(
    "name", ["Dual CL Reader 01", "Reader-CL 0", "XYZ PICC 0", "Some Contactless Reader"]
)
def test_contactless_readers_do_not_exist(name: str) -> None:
    state = state_of(card(name), Seen(reader=A))
    assert state.readers == (A,)
    assert state.vitale is VitaleState.ABSENT


@pytest.mark.parametrize("name", ["Clavier CLE 0", "PICCOLO 1", "CLASSIC reader"])
def test_a_contact_reader_with_a_like_name_is_kept(name: str) -> None:
    assert state_of(card(name)).vitale is VitaleState.PRESENT


def test_the_session_is_asked_about_the_insertion() -> None:
    asked: list[str] = []
    seen = (card(A, CPS_4_ATR),)

    def known(insertion: str) -> CpsState:
        asked.append(insertion)
        return CpsState.READY

    state = arrange(seen, insertions().observe(seen), known).state
    assert state.cps is CpsState.READY
    assert asked == [state.cps_insertion]


def test_one_insertion_keeps_its_name() -> None:
    names = insertions()
    first = names.observe([card(A, counter=1), card(B, CPS_4_ATR, counter=1)])
    again = names.observe([card(A, counter=1, exclusive=True), card(B, CPS_4_ATR, counter=1)])
    assert again == first
    assert first[A].insertion != first[B].insertion


@pytest.mark.parametrize(
    "then",
    [
        (card(A, counter=3),),
        (card(A, VITALE_1_ATR, counter=1),),
    ],
)
def test_a_swap_gets_a_new_name(then: tuple[Seen, ...]) -> None:
    names = insertions()
    first = names.observe([card(A, counter=1)])
    assert names.observe(then)[A] != first[A]


def test_removal_then_insertion_gets_a_new_name_even_without_counter() -> None:
    names = insertions()
    first = names.observe([card(A)])
    assert names.observe([Seen(reader=A)]) == {}
    assert names.observe([card(A)])[A].insertion != first[A].insertion


def test_an_atr_that_comes_late_is_the_same_insertion() -> None:
    names = insertions()
    first = names.observe([card(A, b"", counter=1)])
    assert names.observe([card(A, counter=1)]) == first


def test_after_a_service_stop_everything_is_new() -> None:
    names = insertions()
    first = names.observe([card(A, counter=1)])
    names.forget()
    assert names.observe([card(A, counter=1)])[A].insertion != first[A].insertion


def test_names_are_opaque_and_unlike() -> None:
    given = {Insertions(clock=float).observe([card(A)])[A].insertion for _ in range(50)}
    assert len(given) == 50
    assert all(A not in one for one in given)
