"""Commands as bytes, and the exchange over T=0: 61xx, 6Cxx, retries."""

from collections.abc import Iterable

import pytest

from insdesk.cards.apdu import (
    Aid,
    Command,
    Fid,
    Ins,
    Sw,
    get_response,
    read_file,
    read_on,
    select_application,
    select_file,
)
from insdesk.cards.link import Trouble, exchange
from insdesk.errors import CardRemoved, CardSilent, CardUnreadable


class Scripted:
    """A link that gives what it was told to, and remembers what was asked."""

    atr = bytes.fromhex("3B751300004509EA9000")

    def __init__(self, answers: Iterable[tuple[bytes, int] | Exception]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.asked.append(command.hex().upper())
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (select_file(Fid.MF), "00A40000023F00"),
        (read_file(2), "00B0820000"),
        (read_on(256), "00B0010000"),
        (read_on(0x7FFF), "00B07FFF00"),
        (select_application(Aid.VITALE), "00A404000BD250000002564954414C45"),
        (select_application(Aid.MF_VITALE), "00A404000ED2500000024D465F564954414C45"),
        (get_response(0x1F), "00C000001F"),
        (get_response(256), "00C0000000"),
    ],
)
def test_commands_are_those_of_the_reference(command: Command, expected: str) -> None:
    assert bytes(command).hex().upper() == expected


@pytest.mark.parametrize("offset", [-1, 0x8000])
def test_an_offset_of_sixteen_bits_is_never_sent(offset: int) -> None:
    with pytest.raises(ValueError, match="15 bits"):
        read_on(offset)


def test_more_data_is_fetched() -> None:
    link = Scripted([(b"", 0x6102), (b"AB", 0x6101), (b"C", 0x9000)])
    assert exchange(link, select_file(Fid.MF)) == b"ABC"
    assert link.asked == ["00A40000023F00", "00C0000002", "00C0000001"]


def test_the_right_length_is_asked_again() -> None:
    link = Scripted([(b"", 0x6C02), (b"AB", 0x9000)])
    assert exchange(link, read_file(2)) == b"AB"
    assert link.asked == ["00B0820000", "00B0820002"]


@pytest.mark.parametrize("status", [0x6982, 0x6A82, 0x6F00, 0x6C10, 0x0000])
def test_a_refusal_carries_its_status_word(status: int) -> None:
    answers = [(b"", status), (b"", status)]
    with pytest.raises(CardUnreadable) as caught:
        exchange(Scripted(answers), read_file(2))
    assert caught.value.status_word == status
    assert caught.value.reason == Trouble.REFUSED


def test_an_accepted_warning_gives_its_data() -> None:
    link = Scripted([(b"AB", 0x6282)])
    assert exchange(link, read_file(2), {Sw.OK, Sw.END_OF_FILE}) == b"AB"


def test_a_card_that_announces_data_for_ever_is_left() -> None:
    link = Scripted([(b"A" * 16, 0x6110)] * 100)
    with pytest.raises(CardUnreadable):
        exchange(link, read_file(2))
    assert len(link.asked) < 50


def test_a_communication_error_starts_the_exchange_again() -> None:
    trouble = CardUnreadable(Trouble.LINE)
    link = Scripted([(b"", 0x6102), trouble, (b"", 0x6102), (b"AB", 0x9000)])
    assert exchange(link, select_file(Fid.MF)) == b"AB"
    assert link.asked == ["00A40000023F00", "00C0000002"] * 2


def test_two_retries_and_no_more() -> None:
    link = Scripted([CardUnreadable(Trouble.LINE)] * 9)
    with pytest.raises(CardUnreadable):
        exchange(link, read_file(2))
    assert len(link.asked) == 3


@pytest.mark.parametrize("error", [CardRemoved(), CardSilent(), CardUnreadable(Trouble.RESET)])
def test_other_errors_are_not_retried(error: Exception) -> None:
    link = Scripted([error] * 9)
    with pytest.raises(type(error)):
        exchange(link, read_file(2))
    assert len(link.asked) == 1


def test_every_instruction_only_reads() -> None:
    assert {one.value for one in Ins} == {0xA4, 0xB0, 0xC0}
