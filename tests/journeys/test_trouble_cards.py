"""Trouble with the carte Vitale, the reader and the card service, at every moment of J1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from journey_bench import ATTESTED, DOCUMENT, Bench

from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardError,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    NoReader,
    ReaderUnplugged,
)
from insdesk.qualification.steps import Evidence, Run
from insdesk.simulator.cards import Vitale, vitale
from insdesk.simulator.chip import Chip, Manners
from insdesk.simulator.readers import SimulatedReaders

COMMANDS = 10
"""What a reading takes; `test_a_whole_reading_takes_ten_commands` keeps it true."""


class RiggedChip(Chip):
    """A card at whose `moment` something happens: after so many answers, 0 before the first."""

    def rig(self, moment: int, act: Callable[[], object]) -> RiggedChip:
        self.moment, self.act = moment, act
        return self

    def apdu(self, command: bytes) -> bytes:
        if self._current.answered == self.moment == 0:
            self.act()
        response = super().apdu(command)
        if self._current.answered == self.moment:
            self.act()
        return response


class Rigged(Vitale):
    """The card of J1 with its moment."""

    def rig(self, moment: int, act: Callable[[], object]) -> Rigged:
        object.__setattr__(self, "moment", (moment, act))
        return self

    def chip(self, manners: Manners | None = None) -> Chip:
        return RiggedChip(files=self.files, atr=self.atr).rig(*self.moment)


def rigged(moment: int, act: Callable[[], object]) -> Rigged:
    return Rigged(name="j1", label="", files=vitale("j1").files).rig(moment, act)


def _unplug(readers: SimulatedReaders) -> None:
    readers.unplug_reader()


def _stop(readers: SimulatedReaders) -> None:
    readers.stop_service()


def _uninstall(readers: SimulatedReaders) -> None:
    readers.stop_service(absent=True)


def _pull(readers: SimulatedReaders) -> None:
    readers.remove_vitale()


def _swap(readers: SimulatedReaders) -> None:
    """Another card with the same ATR."""
    readers.swap_vitale("j3")


def _same_again(readers: SimulatedReaders) -> None:
    """The same card out and in: a new insertion all the same."""
    readers.swap_vitale("j1")


Hand = Callable[[SimulatedReaders], None]

GONE: Sequence[tuple[Hand, type[CardError]]] = (
    (_pull, CardRemoved),
    (_swap, CardChanged),
    (_same_again, CardChanged),
    (_unplug, ReaderUnplugged),
    (_stop, CardServiceStopped),
    (_uninstall, CardServiceAbsent),
)


def repair(bench: Bench) -> None:
    """Everything back in its place; the code is given again, for the CPS lost its power."""
    bench.readers.plug_reader()
    bench.readers.start_service()
    bench.put_cps()


@pytest.mark.parametrize("card", ["j1", "j3"])
def test_card_pulled_at_each_command(whole_desk: Bench, card: str) -> None:
    for commands in range(COMMANDS):
        whole_desk.readers.insert_vitale(card, Manners(die_after=commands))
        with whole_desk.trouble(CardRemoved) as written:
            whole_desk.desk.read_vitale()
        assert written == ["VITALE_READ_FAILED"]
    whole_desk.goes_on()


def test_a_whole_reading_takes_ten_commands(whole_desk: Bench) -> None:
    whole_desk.readers.insert_vitale("j1", Manners(die_after=COMMANDS))
    assert whole_desk.desk.read_vitale().holder is not None


@pytest.mark.parametrize(
    ("hand", "leaf", "at_the_end"),
    [
        (_pull, CardRemoved, CardRemoved),
        (_swap, CardRemoved, CardChanged),
        (_same_again, CardRemoved, CardChanged),
        (_unplug, ReaderUnplugged, ReaderUnplugged),
        (_stop, CardServiceStopped, CardServiceStopped),
        (_uninstall, CardServiceStopped, CardServiceStopped),
    ],
)
def test_hand_in_the_middle_of_a_reading(
    whole_desk: Bench, hand: Hand, leaf: type[CardError], at_the_end: type[CardError]
) -> None:
    readers = whole_desk.readers
    for moment in range(COMMANDS + 1):
        readers.insert_vitale(rigged(moment, lambda: hand(readers)))
        with whole_desk.trouble(at_the_end if moment == COMMANDS else leaf) as written:
            whole_desk.desk.read_vitale()
        assert written == ["VITALE_READ_FAILED"]
        repair(whole_desk)
        assert whole_desk.read("j2").patient is not None
    whole_desk.goes_on()


@pytest.mark.parametrize(
    ("hand", "leaf"),
    [
        (_pull, CardAbsent),
        (_unplug, NoReader),
        (_stop, CardServiceStopped),
        (_uninstall, CardServiceAbsent),
    ],
)
def test_nothing_to_read(whole_desk: Bench, hand: Hand, leaf: type[CardError]) -> None:
    whole_desk.readers.insert_vitale("j1")
    hand(whole_desk.readers)
    with whole_desk.trouble(leaf):
        whole_desk.desk.read_vitale()
    repair(whole_desk)
    whole_desk.goes_on()


@pytest.mark.parametrize(("hand", "leaf"), GONE)
def test_card_gone_between_reading_and_asking(
    whole_desk: Bench, hand: Hand, leaf: type[CardError]
) -> None:
    run = whole_desk.read("j1")
    hand(whole_desk.readers)
    with whole_desk.trouble(leaf) as written:
        whole_desk.desk.ask_insi(run)
    assert "INSI_CALL" not in written
    assert whole_desk.insi.operations == ()
    repair(whole_desk)
    whole_desk.goes_on()


def test_card_swapped_between_reading_and_recognising(whole_desk: Bench) -> None:
    """The search looks at the run alone; the call is what refuses."""
    whole_desk.readers.insert_vitale("j2")
    run = whole_desk.desk.read_vitale()
    _swap(whole_desk.readers)
    with whole_desk.nothing_saved():
        recognised = whole_desk.desk.recognise(run)
    assert recognised.patient is not None
    with whole_desk.trouble(CardChanged):
        whole_desk.desk.ask_insi(recognised)
    whole_desk.goes_on()


@pytest.mark.parametrize(("hand", "leaf"), GONE)
@pytest.mark.parametrize("card", ["j1", "j2"])
@pytest.mark.parametrize("evidence", [DOCUMENT, ATTESTED], ids=["document", "attested"])
def test_card_gone_between_asking_and_qualifying(
    whole_desk: Bench, hand: Hand, leaf: type[CardError], card: str, evidence: Evidence
) -> None:
    run = whole_desk.compared(card)
    hand(whole_desk.readers)
    with whole_desk.trouble(leaf) as written:
        whole_desk.desk.qualify(run, evidence)
    assert written == []
    with whole_desk.trouble(leaf):
        whole_desk.desk.keep(run)
    repair(whole_desk)
    # The card that comes back is another insertion: nothing of the old run is good any more.
    if whole_desk.readers.state.vitale_insertion is not None:
        with whole_desk.trouble(CardChanged):
            whole_desk.desk.qualify(run, evidence)
    whole_desk.goes_on()


def test_a_run_of_a_pulled_card_never_becomes_another_patient(whole_desk: Bench) -> None:
    """Two runs on the desk, one card in the reader: only the run of that card may go on."""
    first: Run = whole_desk.compared("j1")
    second = whole_desk.compared("j2")
    with whole_desk.trouble(CardChanged):
        whole_desk.desk.qualify(first, DOCUMENT)
    done = whole_desk.qualified(second)
    assert done.patient is not None
    assert second.patient is not None
    assert done.patient.uid == second.patient.uid
