"""Reading a carte Vitale: the dumped family, its variations, and arbitrary bytes."""

import logging
from contextlib import suppress

import pytest
from file_card import (
    FAMILY,
    IDENTITIES,
    NUMBERS,
    VITALE_2_ATR,
    FileCard,
    family_card,
    vitale_files,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from insdesk.cards.tlv import encode
from insdesk.cards.vitale import read
from insdesk.errors import (
    CardError,
    CardUnreadable,
)
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import VitaleReading, VitaleSource


def person(
    name: bytes = b"DURANVAL", first_name: bytes = b"ZOE", birth: bytes = b"20150612"
) -> bytes:
    return encode(0x65, encode(0x80, name), encode(0x81, first_name), encode(0x82, birth))


def number(text: str) -> bytes:
    return encode(0x65, encode(0x90, b"FR"), encode(0x93, text.encode("latin-1")))


def with_key(text: str) -> str:
    return text + expected_key(text)


GOOD = with_key("2150699999031")


def reading_of(identities: bytes, numbers: bytes, **options: bool) -> VitaleReading:
    return read(FileCard(vitale_files(identities, numbers), **options))


@pytest.mark.parametrize("t0", [True, False])
def test_the_family_is_read_whole(*, t0: bool) -> None:
    reading = read(family_card(t0=t0))
    assert reading.source is VitaleSource.DIRECT
    assert reading.generation == "Vitale 2"
    assert reading.warnings == ()
    assert [
        (one.name_text, one.first_name_text, one.birth_text, one.number) for one in reading.persons
    ] == list(FAMILY)
    assert [one.position for one in reading.persons] == [1, 2, 3, 4]
    assert [one.has_twin for one in reading.persons] == [False, False, True, True]
    assert {one.twin_rank for one in reading.persons} == {None}
    assert {one.number_is_own for one in reading.persons} == {None}


def test_the_commands_are_those_of_the_reference() -> None:
    card = family_card(t0=False)
    read(card)
    assert [one.hex().upper() for one in card.commands] == [
        "00A40000023F00",
        "00B0820000",
        "00B0010000",
        "00A404000BD250000002564954414C45",
        "00B0820000",
        "00B0010000",
    ]


def test_the_source_is_said() -> None:
    assert read(family_card(), VitaleSource.SIMULATED).source is VitaleSource.SIMULATED


def test_a_file_of_whole_blocks_ends_past_the_end() -> None:
    assert len(reading_of(IDENTITIES.ljust(512, b"\x00"), NUMBERS.ljust(256, b"\xff")).persons) == 4


def test_twelve_persons_take_several_blocks() -> None:
    births = [f"20{year:02}0101".encode() for year in range(1, 13)]
    numbers = [with_key(f"2{year:02}0199999042") for year in range(1, 13)]
    reading = reading_of(
        b"".join(person(birth=birth) for birth in births), b"".join(map(number, numbers))
    )
    assert ([one.number for one in reading.persons], reading.warnings) == (numbers, ())


# --- numbers that do not fit -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "warning"),
    [
        (number(GOOD), "NUMEROS_ECARTES"),
        (number(GOOD) * 3, "NUMEROS_ECARTES"),
        (number(GOOD) + encode(0x65, encode(0x90, b"FR")), "NUMEROS_ECARTES"),
        (b"", "NUMEROS_ECARTES"),
        (b"\x00" * 300, "NUMEROS_ECARTES"),
        (b"\x04\x00" * 10, "NUMEROS_ECARTES"),
        (number(GOOD) + number("215069999903199"), "CLE_FAUSSE"),
        (number(GOOD) + number("21506999990315"), "CLE_FAUSSE"),
        (number(GOOD) + number("21506X999903152"), "CLE_FAUSSE"),
        (number(GOOD) + number("²15069999903152"), "CLE_FAUSSE"),
    ],
)
def test_at_the_first_doubt_all_numbers_go(numbers: bytes, warning: str) -> None:
    reading = reading_of(person() + person(first_name=b"ANA"), numbers)
    assert [one.first_name_text for one in reading.persons] == ["ZOE", "ANA"]
    assert [one.number for one in reading.persons] == [None, None]
    assert reading.warnings == (warning,)


def test_a_closed_zone_of_numbers_leaves_the_identities() -> None:
    card = family_card(refuse=lambda app, command: 0x6982 if _reads(app, command) else None)
    reading = read(card)
    assert (len(reading.persons), reading.warnings) == (4, ("NUMEROS_ECARTES",))


@pytest.mark.parametrize("start", ["284032A999042", "284032B999042"])
def test_corsican_numbers_are_kept(start: str) -> None:
    reading = reading_of(person(birth=b"19840317"), number(with_key(start)))
    assert (reading.persons[0].number, reading.warnings) == (with_key(start), ())


def test_a_provisional_number_is_never_a_number() -> None:
    reading = reading_of(person() + person(b"EXEMPLE"), number("555555000000199") + number(GOOD))
    assert [one.number for one in reading.persons] == [None, GOOD]
    assert reading.warnings == ("NUMERO_PROVISOIRE",)


def test_the_number_of_a_parent_is_kept_as_read() -> None:
    parent = FAMILY[0][3]
    reading = reading_of(person(birth=b"19840317") + person(), number(parent) * 2)
    assert ([one.number for one in reading.persons], reading.warnings) == ([parent, parent], ())


# --- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "warning"),
    [
        (b"20150000", "DATE_INCOMPLETE"),
        (b"20150600", "DATE_INCOMPLETE"),
        (b"20154212", "DATE_IMPOSSIBLE"),
        (b"20190229", "DATE_IMPOSSIBLE"),
        (b"17031984", "DATE_IMPOSSIBLE"),
        (b"00000000", "DATE_IMPOSSIBLE"),
        (b"190612", "DATE_IMPOSSIBLE"),
        (b"2015061A", "DATE_IMPOSSIBLE"),
        (b"", "DATE_IMPOSSIBLE"),
    ],
)
def test_an_incomplete_or_impossible_date_survives_as_text(birth: bytes, warning: str) -> None:
    reading = reading_of(person(birth=birth), number(GOOD))
    assert reading.persons[0].birth_text == birth.decode()
    assert reading.warnings == (warning,)


def test_a_text_that_is_no_date_is_told_to_nobody() -> None:
    reading = reading_of(person(birth=b"17031984") + person(birth=b"20190229"), number(GOOD) * 2)
    assert [one.birth_date for one in reading.persons] == [None, "2019-02-29"]


@pytest.mark.parametrize(
    ("birth", "warnings"),
    [
        (b"19900101", ("NUMERO_AUTRE_NAISSANCE",)),
        (b"20150712", ("NUMERO_AUTRE_NAISSANCE",)),
        (b"20150629", ()),
    ],
)
def test_a_number_of_another_month_is_kept_and_said(
    birth: bytes, warnings: tuple[str, ...]
) -> None:
    """cards.md §1.5: it may be a parent's, so it is not rejected."""
    reading = reading_of(person(birth=birth), number(GOOD))
    assert (reading.persons[0].number, reading.warnings) == (GOOD, warnings)


def test_a_number_with_an_invented_month_says_nothing() -> None:
    text = with_key("2154299999031")
    assert reading_of(person(birth=b"19900101"), number(text)).warnings == ()


def test_missing_dates_make_no_twins() -> None:
    reading = reading_of(person(birth=b"") * 2, number(GOOD) * 2)
    assert [one.has_twin for one in reading.persons] == [False, False]


def test_latin_letters_stay_and_controls_go() -> None:
    reading = reading_of(person(b" N\xcb\x1bL-FI\x00CTIF\x85 ", b"FRAN\xc7OIS\x7f"), number(GOOD))
    assert reading.persons[0].name_text == "NËL-FICTIF"
    assert reading.persons[0].first_name_text == "FRANÇOIS"


def test_a_name_of_three_hundred_bytes_is_cut() -> None:
    reading = reading_of(person(b"D" * 300), number(GOOD))
    assert (reading.persons[0].name_text, reading.warnings) == ("D" * 80, ("NOM_TRONQUE",))


# --- hostile content -----------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"\x00" * 400, b"\x04\x00" * 20, b"\xff" * 400, encode(0x66, encode(0x80, b"20210115"))],
)
def test_an_empty_card_is_said(content: bytes) -> None:
    with pytest.raises(CardUnreadable) as caught:
        reading_of(content, NUMBERS)
    assert caught.value.reason == "carte vide"


@pytest.mark.parametrize(
    "content",
    [
        IDENTITIES[:50],
        bytes.fromhex("65820000 82FFFF") + b"X" * 20,
        bytes.fromhex("6580 800141 0000"),
        encode(0x65, encode(0x81, b"SANS-NOM")),
    ],
)
def test_hostile_content_is_unreadable(content: bytes) -> None:
    with pytest.raises(CardUnreadable):
        reading_of(content, NUMBERS)


def test_numbers_cut_short_are_unreadable() -> None:
    with pytest.raises(CardUnreadable):
        reading_of(IDENTITIES, NUMBERS[:50])


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=700), st.binary(max_size=700), st.booleans())
@example(b"\x65" * 400, b"", True)
def test_only_card_errors_leave(identities: bytes, numbers: bytes, t0: bool) -> None:
    for first, second in ((identities, numbers), (IDENTITIES, numbers)):
        try:
            reading = read(FileCard(vitale_files(first, second), t0=t0))
        except CardError:
            continue
        assert reading.persons


class Noise:
    """A card that answers anything to everything."""

    atr = VITALE_2_ATR

    def __init__(self, answers: list[tuple[bytes, int]]) -> None:
        self.answers = answers
        self.asked = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.asked += 1
        return self.answers[self.asked % len(self.answers)]


STATUS = st.sampled_from([0x9000, 0x9000, 0x6110, 0x6C10, 0x6282, 0x6B00]) | st.integers(0, 0xFFFF)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.binary(max_size=300), STATUS), min_size=1, max_size=6))
def test_a_card_that_answers_noise_ends(answers: list[tuple[bytes, int]]) -> None:
    link = Noise(answers)
    with suppress(CardError):
        read(link)
    assert link.asked < 2000


def test_no_trait_in_any_record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    read(family_card())
    read(family_card(refuse=lambda app, command: 0x6982 if _reads(app, command) else None))
    said = caplog.text
    assert "carte Vitale read: 4 persons" in said
    for trait in ("DUPRE", "CAMILLE", "19840317", "2840399999", "44555052"):
        assert trait not in said


def test_a_reading_hides_its_persons() -> None:
    reading = read(family_card())
    assert "DUPRE" not in repr(reading) + repr(reading.persons[0])


def _reads(app: str, command: bytes) -> bool:
    return app == "VITALE" and command[1] == 0xB0
