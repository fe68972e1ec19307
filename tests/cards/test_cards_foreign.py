"""Other programs on the same reader, slow and silent cards, and when a card is first read."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from file_card import family_card
from witness import Witness, eventually, vitale_in, vitale_out, watching

from insdesk.cards import PcscCards, pcsc
from insdesk.cards.codes import Code, PcscFailure
from insdesk.cards.pcsc import FIRST_S, SETTLE_S, PcscLink, VitaleOpener
from insdesk.cards.slots import Place
from insdesk.cards.watch import ReaderWatch
from insdesk.errors import CardAbsent, CardSilent, ReaderBusy
from insdesk.identity.desk_state import VitaleState
from virtual_reader import Pcscd, VirtualCard

HERE = Path(__file__).resolve().parent
UNKNOWN_ATR = bytes.fromhex("3B6800000073C84011009000")

Desk = tuple[ReaderWatch, Witness]


@pytest.fixture
def desk(card_service: Pcscd) -> Iterator[Desk]:
    with watching() as (watch, witness):
        witness.until(lambda state: len(state.readers) == 2)
        yield watch, witness


def cards_of(watch: ReaderWatch, silence_s: float = 8.0) -> PcscCards:
    opener = VitaleOpener(watch, silence_s=silence_s)
    return PcscCards(open_link=opener, events=watch, look=watch.look, cps=None)


@contextmanager
def another_program(reader: str, what: str) -> Iterator[None]:
    """It holds the card from here to the end of the block."""
    command = [sys.executable, str(HERE / "foreign.py"), reader, what]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"held\n"
        yield
        program.communicate(timeout=10)
    assert program.returncode == 0


def reset_by_another_program(reader: str) -> None:
    from smartcard import scard

    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    code, card, _ = scard.SCardConnect(
        context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY
    )
    assert code == scard.SCARD_S_SUCCESS
    assert scard.SCardDisconnect(card, scard.SCARD_RESET_CARD) == scard.SCARD_S_SUCCESS
    scard.SCardReleaseContext(context)


@pytest.mark.pcsc
def test_a_card_alone_with_another_program_is_busy(card_service: Pcscd, desk: Desk) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        with another_program(card_service.readers[0], "exclusive"):
            witness.until(lambda state: state.vitale is VitaleState.BUSY)
            with pytest.raises(ReaderBusy):
                cards_of(watch).read_vitale()
        witness.until(vitale_in)
        assert len(cards_of(watch).read_vitale().persons) == 4


@pytest.mark.pcsc
def test_a_transaction_of_another_program_is_waited_for_then_busy(
    card_service: Pcscd, desk: Desk
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        with (
            another_program(card_service.readers[0], "transaction"),
            pytest.raises(ReaderBusy),
        ):
            cards_of(watch, silence_s=0.3).read_vitale()
        assert len(cards_of(watch).read_vitale().persons) == 4


@pytest.mark.pcsc
def test_a_reset_before_our_transaction_is_not_noticed_by_the_user(
    card_service: Pcscd, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program resets the card between our connection and our transaction."""
    watch, witness = desk
    usual, resets = pcsc._Card.connect, []

    def connect(card: pcsc._Card) -> None:
        usual(card)
        reset_by_another_program(card_service.readers[0])
        resets.append(1)

    monkeypatch.setattr(pcsc._Card, "connect", connect)
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        cards = cards_of(watch)
        assert len(cards.read_vitale().persons) == 4
        assert len(cards.read_vitale().persons) == 4
    assert len(resets) == 2


@pytest.mark.pcsc
def test_a_reset_in_the_middle_is_read_again_after_the_rest(
    card_service: Pcscd, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, whole, and not before the other programs have had their time with the card."""
    watch, witness = desk
    usual, sent, began = pcsc._Card.transmit, [], []

    def transmit(card: pcsc._Card, command: bytes) -> tuple[bytes, int]:
        sent.append(command)
        if len(sent) in (1, 5):
            began.append(time.monotonic())
        if len(sent) == 4:
            raise PcscFailure(Code.RESET_CARD)
        return usual(card, command)

    monkeypatch.setattr(pcsc._Card, "transmit", transmit)
    with VirtualCard(card_service.ports[0], family_card()) as card:
        witness.until(vitale_in)
        place = watch.vitale_place()
        assert place is not None
        assert len(cards_of(watch).read_vitale().persons) == 4
        assert card.answered == 3 + 10
    assert began[0] - place.since >= FIRST_S
    assert began[1] - place.since >= SETTLE_S


@pytest.mark.pcsc
def test_an_unknown_atr_that_answers_as_a_vitale_is_read(card_service: Pcscd, desk: Desk) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(atr=UNKNOWN_ATR)):
        witness.until(vitale_in)
        assert len(cards_of(watch).read_vitale().persons) == 4


@pytest.mark.pcsc
@pytest.mark.slow
def test_a_card_of_half_a_second_a_command_is_read(card_service: Pcscd, desk: Desk) -> None:
    """Slow is not silent: the limit is that of one command, not of the reading."""
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(), delay=0.5):
        witness.until(vitale_in)
        assert len(cards_of(watch, silence_s=2.0).read_vitale().persons) == 4


@pytest.mark.pcsc
@pytest.mark.parametrize("hang_at", [1, 4, 10])
def test_the_watch_goes_on_and_stops_beside_a_hung_card(
    card_service: Pcscd, desk: Desk, hang_at: int
) -> None:
    watch, witness = desk
    before = threading.active_count()
    with VirtualCard(card_service.ports[0], family_card(), hang_at=hang_at):
        witness.until(vitale_in)
        with pytest.raises(CardSilent):
            cards_of(watch, silence_s=0.3).read_vitale()
        with VirtualCard(card_service.ports[1], family_card()) as other:
            witness.until(lambda state: "NOT_A_CPS" in state.cps.name)
            other.remove()
        watch.stop()
    # The exchange that was abandoned ended with its card, and the watch with its stop.
    eventually(lambda: threading.active_count() < before)


@pytest.mark.pcsc
def test_the_quickest_of_some_stops_takes_less_than_a_tenth(card_service: Pcscd) -> None:
    """The least of several: what the stop itself takes, whatever else the machine does."""
    took = []
    for _ in range(8):
        watch, witness = ReaderWatch(slice_ms=60_000), Witness()
        watch.start(witness)
        witness.until(vitale_out)
        begun = time.monotonic()
        watch.stop()
        took.append(time.monotonic() - begun)
    assert min(took) < 0.1


# --- when a card is first read, and when again (no card service) ----------------------------------


class Clock:
    """Time that only a sleep moves."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


class Places:
    """Where the Vitale lies, moved by the test."""

    place: Place | None = None

    def vitale_place(self) -> Place | None:
        return self.place

    def put(self, insertion: str, since: float) -> None:
        self.place = Place(reader="R", insertion=insertion, since=since)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Clock]:
    def start(now: float) -> Clock:
        clock = Clock(now)
        told = SimpleNamespace(monotonic=clock.monotonic, sleep=clock.sleep)
        monkeypatch.setattr(pcsc, "time", told)
        return clock

    return start


@pytest.mark.parametrize(
    ("after", "waits"), [(0.0, FIRST_S), (0.04, 0.06), (FIRST_S, 0.0), (5.0, 0.0)]
)
def test_a_card_is_first_read_a_tenth_after_its_insertion(
    at: Callable[[float], Clock], after: float, waits: float
) -> None:
    places = Places()
    places.put("i1", since=100.0)
    clock = at(100.0 + after)
    assert isinstance(VitaleOpener(places)(), PcscLink)
    assert clock.slept == [waits]


@pytest.mark.parametrize(
    ("after", "waits"), [(0.11, 0.19), (0.29, 0.01), (SETTLE_S, 0.0), (9.0, 0.0)]
)
def test_the_same_insertion_is_not_read_again_before_its_rest(
    at: Callable[[float], Clock], after: float, waits: float
) -> None:
    places, clock = Places(), at(100.0)
    places.put("i1", since=100.0)
    opener = VitaleOpener(places)
    opener()
    clock.now = 100.0 + after
    opener()
    assert clock.slept == [FIRST_S, waits]


def test_another_insertion_is_a_first_one_again(at: Callable[[float], Clock]) -> None:
    places, clock = Places(), at(100.0)
    opener = VitaleOpener(places)
    for since in (100.0, 101.0, 102.0):
        places.put(f"i{since}", since=since)
        clock.now = since
        opener()
    assert clock.slept == [FIRST_S] * 3


def test_an_empty_slot_is_not_waited_for(at: Callable[[float], Clock]) -> None:
    places, clock = Places(), at(100.0)
    with pytest.raises(CardAbsent):
        VitaleOpener(places)()
    assert clock.slept == []


def test_a_shorter_rest_shortens_the_first_wait_too(at: Callable[[float], Clock]) -> None:
    places, clock = Places(), at(100.0)
    places.put("i1", since=100.0)
    VitaleOpener(places, settle_s=0.05)()
    assert clock.slept == [0.05]


def test_the_first_wait_is_the_shorter_one() -> None:
    assert FIRST_S < SETTLE_S
    assert SETTLE_S == 0.3  # cards.md §4.4
