"""Reading through the real card service: the family, and everything that can go wrong midway."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from file_card import FAMILY, FileCard, cps_card, family_card
from witness import Witness, vitale_in, vitale_out, watching

from insdesk.cards import PcscCards
from insdesk.cards.pcsc import PcscLink, VitaleOpener
from insdesk.cards.vitale import read
from insdesk.cards.watch import ReaderWatch
from insdesk.errors import (
    CardAbsent,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    CardSilent,
    NotAVitale,
    ReaderBusy,
    ReaderUnplugged,
    UnknownCard,
)
from insdesk.identity.desk_state import CardsState, CpsState, VitaleState
from virtual_reader import Pcscd, VirtualCard

pytestmark = pytest.mark.pcsc

COMMANDS = 10
"""What a full reading of the family takes: 2 SELECT with their answers, 2 files of 2 blocks."""


@pytest.fixture
def desk(card_service: Pcscd) -> Iterator[tuple[ReaderWatch, Witness]]:
    with watching() as (watch, witness):
        witness.until(lambda state: len(state.readers) == 2)
        yield watch, witness


def cards_of(watch: ReaderWatch, silence_s: float = 8.0) -> PcscCards:
    opener = VitaleOpener(watch, settle_s=0.05, silence_s=silence_s)
    return PcscCards(open_link=opener, events=watch, look=watch.look, cps=None)


@pytest.mark.parametrize("slot", [0, 1])
@pytest.mark.parametrize("t0", [True, False])
def test_the_family_is_read_through_the_real_service(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness], slot: int, *, t0: bool
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[slot], family_card(t0=t0)):
        witness.until(vitale_in)
        reading = cards_of(watch).read_vitale()
        told = len(witness.told)
        again = cards_of(watch).read_vitale()
    assert [
        (one.name_text, one.first_name_text, one.birth_text, one.number) for one in reading.persons
    ] == list(FAMILY)
    assert again == reading
    witness.until(vitale_out)
    # Our own readings announce nothing: one state more, that of the removal.
    assert len(witness.told) == told + 1


@pytest.mark.parametrize("number", [0, 1, 4, 7, COMMANDS - 1])
def test_a_card_pulled_midway_is_removed(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness], number: int
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(), die_after=number) as card:
        witness.until(vitale_in)
        with pytest.raises(CardRemoved):
            cards_of(watch).read_vitale()
        assert card.answered == number
    witness.until(vitale_out)


def test_a_whole_reading_takes_ten_commands(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(), die_after=COMMANDS) as card:
        witness.until(vitale_in)
        cards_of(watch).read_vitale()
        assert card.answered == COMMANDS


def test_a_service_that_dies_midway_is_said(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    card = family_card(
        refuse=lambda _app, command: card_service.kill() if command[1] == 0xB0 else None
    )
    try:
        with VirtualCard(card_service.ports[0], card):
            witness.until(vitale_in)
            with pytest.raises(CardServiceStopped):
                cards_of(watch).read_vitale()
            with pytest.raises(CardServiceStopped):
                cards_of(watch).read_vitale()
    finally:
        card_service.start()
    witness.until(lambda state: len(state.readers) == 2)


def test_a_cps_in_the_vitale_slot_gets_no_command(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    first, second = cps_card(), cps_card()
    with VirtualCard(card_service.ports[0], first), VirtualCard(card_service.ports[1], second):
        witness.until(lambda state: state.vitale is VitaleState.IS_A_CPS)
        assert watch.state.cps is CpsState.PIN_NEEDED
        with pytest.raises(NotAVitale):
            cards_of(watch).read_vitale()
    assert first.commands == second.commands == []


def test_another_card_is_no_vitale(card_service: Pcscd, desk: tuple[ReaderWatch, Witness]) -> None:
    watch, witness = desk
    other = FileCard({"MF": {}}, atr=bytes.fromhex("3B6800000073C84011009000"))
    with VirtualCard(card_service.ports[0], other):
        witness.until(vitale_in)
        with pytest.raises(UnknownCard):
            cards_of(watch).read_vitale()


def test_an_empty_slot_is_said(card_service: Pcscd, desk: tuple[ReaderWatch, Witness]) -> None:
    watch, _ = desk
    with pytest.raises(CardAbsent):
        cards_of(watch).read_vitale()
    with pytest.raises(CardAbsent):
        VitaleOpener(watch)()
    with pytest.raises((CardAbsent, CardRemoved)), PcscLink(card_service.readers[0]):
        pass


def test_a_reader_that_is_not_there_is_said(card_service: Pcscd) -> None:
    with pytest.raises(ReaderUnplugged), PcscLink("No such reader 00 00"):
        pass


def test_a_silent_card_is_given_up_and_freed_by_pulling_it(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(), hang_at=3):
        witness.until(vitale_in)
        cards = cards_of(watch, silence_s=0.3)
        with pytest.raises(CardSilent):
            cards.read_vitale()
        with pytest.raises(CardSilent):
            cards.read_vitale()  # our own abandoned exchange is no other program
    witness.until(vitale_out)
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        assert len(cards.read_vitale().persons) == 4


def test_a_slow_card_is_read(card_service: Pcscd, desk: tuple[ReaderWatch, Witness]) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card(), delay=0.05):
        witness.until(vitale_in)
        assert len(cards_of(watch).read_vitale().persons) == 4


def test_a_card_held_by_another_program_is_busy(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        from smartcard import scard

        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _, held, _ = scard.SCardConnect(
            context, card_service.readers[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0
        )
        witness.until(lambda state: state.vitale is VitaleState.BUSY)
        with pytest.raises(ReaderBusy):
            cards_of(watch).read_vitale()
        scard.SCardDisconnect(held, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(context)
        witness.until(vitale_in)
        assert len(cards_of(watch).read_vitale().persons) == 4


def test_a_transaction_of_another_program_ends_as_busy(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    watch, witness = desk
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        with PcscLink(card_service.readers[0]), pytest.raises(ReaderBusy):
            cards_of(watch, silence_s=0.3).read_vitale()
        assert len(cards_of(watch).read_vitale().persons) == 4


def test_only_the_thread_that_opened_it_may_transmit(
    card_service: Pcscd, desk: tuple[ReaderWatch, Witness]
) -> None:
    _, witness = desk
    caught: list[str] = []
    with VirtualCard(card_service.ports[0], family_card()):
        witness.until(vitale_in)
        with PcscLink(card_service.readers[0]) as link:

            def intrude() -> None:
                try:
                    read(link)
                except RuntimeError as error:
                    caught.append(str(error))

            thread = threading.Thread(target=intrude)
            thread.start()
            thread.join(5)
            assert len(read(link).persons) == 4
        with pytest.raises(RuntimeError):
            link.transmit(b"\x00\xa4\x00\x00\x02\x3f\x00")
    assert caught == ["a card answers one thread only: the card lane"]


def test_without_the_library_a_link_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with pytest.raises(CardServiceAbsent), PcscLink("any"):
        pass
    assert cards_of(ReaderWatch()).state() == CardsState(service=ReaderWatch().look().service)


def test_the_package_is_imported_without_the_library() -> None:
    code = (
        "import sys; sys.modules['smartcard'] = None\n"
        "import insdesk.cards, insdesk.cards.pcsc, insdesk.cards.watch, insdesk.cards.official"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
