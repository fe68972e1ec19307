"""The whole reading of a carte Vitale, from the slot to the reading, on families and on garbage.

Through `PcscCards`, as the use cases call it: whatever a card is, says or does, only leaves of
`CardError` leave, and what is read is what the card says, in its order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from file_card import (
    IDENTITIES,
    NUMBERS,
    VITALE_2_ATR,
    FileCard,
    vitale_files,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.cards import PcscCards
from insdesk.cards.link import CardLink, Trouble
from insdesk.cards.tlv import encode
from insdesk.errors import CardError, CardRemoved, CardUnreadable, ReaderBusy
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import VitaleReading

STATE = CardsState(
    service=ServiceState.RUNNING,
    readers=("A",),
    vitale=VitaleState.PRESENT,
    vitale_insertion="v1",
    cps=CpsState.ABSENT,
)


@dataclass
class Slot:
    """A slot that holds `card`, as the watch shows it."""

    card: CardLink
    state: CardsState = field(default=STATE)

    @contextmanager
    def open(self) -> Iterator[CardLink]:
        yield self.card

    def read(self) -> VitaleReading:
        return PcscCards(open_link=self.open, events=self, cps=None).read_vitale()


# --- families -------------------------------------------------------------------------------------

LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÀÇÈÉËÏÖ-' ", min_size=1, max_size=40).map(str.strip)
NAMES = LETTERS.filter(bool)
DAYS = st.one_of(
    st.dates().map(lambda day: f"{day:%Y%m%d}".rjust(8, "0")),
    st.sampled_from(["20150000", "19520013", "19521300", "20190229", "00000000", "999999", ""]),
)


@dataclass(frozen=True)
class Somebody:
    name: str
    first_name: str
    birth: str
    number: str


def somebody(name: str, first_name: str, birth: str, sex: str, order: str) -> Somebody:
    """With a number of his own: of the month he is born in, 20 when nothing tells it."""
    month = birth[2:6] if "01" <= birth[4:6] <= "12" else "6020"
    number = f"{sex}{month}{order}"
    return Somebody(name, first_name, birth, number + expected_key(number))


PEOPLE = st.builds(
    somebody,
    NAMES,
    LETTERS,
    DAYS,
    st.sampled_from("12"),
    st.from_regex(r"(2A|2B|99)[0-9]{6}", fullmatch=True),
)
FAMILY_OF = {"unique_by": lambda one: (one.name, one.first_name, one.birth)}


def card_of(people: list[Somebody], *, t0: bool) -> FileCard:
    identities = b"".join(
        encode(
            0x65,
            encode(0x80, one.name.encode("latin-1")),
            encode(0x81, one.first_name.encode("latin-1")),
            encode(0x82, one.birth.encode("ascii")),
        )
        for one in people
    )
    numbers = b"".join(
        encode(0x65, encode(0x90, b"FR"), encode(0x93, one.number.encode("ascii")))
        for one in people
    )
    return FileCard(vitale_files(identities + bytes(16), numbers + bytes(16)), t0=t0)


@settings(deadline=None, max_examples=80)
@given(st.lists(PEOPLE, min_size=1, max_size=12, **FAMILY_OF), st.booleans())
def test_any_family_is_read_as_it_is(people: list[Somebody], t0: bool) -> None:
    """Lunar and impossible dates too stay what the card says; nobody's rank is invented."""
    reading = Slot(card_of(people, t0=t0)).read()
    read = [
        Somebody(one.name_text, one.first_name_text, one.birth_text, one.number or "")
        for one in reading.persons
    ]
    assert read == people
    assert [one.position for one in reading.persons] == list(range(1, len(people) + 1))
    births = Counter(one.birth for one in people if one.birth)
    assert [one.has_twin for one in reading.persons] == [births[one.birth] > 1 for one in people]
    assert {(one.twin_rank, one.number_is_own) for one in reading.persons} == {(None, None)}
    assert not {"CLE_FAUSSE", "NUMEROS_ECARTES", "NOM_TRONQUE"} & set(reading.warnings)


@settings(deadline=None, max_examples=50)
@given(st.lists(PEOPLE, min_size=2, max_size=6), st.data())
def test_one_number_in_doubt_takes_all_of_them_and_shifts_none(
    people: list[Somebody], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(people) - 1))
    one, trouble = people[at], data.draw(st.sampled_from(["key", "missing", "more"]))
    card = card_of(people, t0=False)
    right = encode(0x93, one.number.encode("ascii"))
    other = f"{(int(one.number[13:]) % 97) + 1:02}"
    wrong = {
        "key": encode(0x93, (one.number[:13] + other).encode("ascii")),
        "missing": encode(0x93, b" " * 15),
        "more": right,
    }[trouble]
    numbers = card.files["VITALE"][0x2002].replace(right, wrong)
    if trouble == "more":
        numbers = encode(0x65, right) + numbers
    reading = Slot(FileCard(vitale_files(card.files["MF"][0x2F02], numbers))).read()
    assert [person.name_text for person in reading.persons] == [one.name for one in people]
    assert {person.number for person in reading.persons} == {None}
    assert {"CLE_FAUSSE", "NUMEROS_ECARTES"} & set(reading.warnings)


@pytest.mark.parametrize("birth", ["20150000", "20151300", "20156612", "19000231"])
def test_a_lunar_date_reaches_the_reading_untouched(birth: str) -> None:
    number = "2150699999031"
    one = Somebody("FICTIF", "ZOE", birth, number + expected_key(number))
    reading = Slot(card_of([one], t0=True)).read()
    assert reading.persons[0].birth_text == birth
    lunar = birth.endswith("0000")
    assert reading.warnings == ("DATE_INCOMPLETE" if lunar else "DATE_IMPOSSIBLE",)


# --- garbage --------------------------------------------------------------------------------------

ATRS = st.one_of(st.just(VITALE_2_ATR), st.binary(max_size=33))
STATUS = st.sampled_from([0x9000, 0x9000, 0x6100, 0x6C00, 0x61FF, 0x6282, 0x6982]) | st.integers(
    0, 0xFFFF
)
ANSWERS = st.lists(st.tuples(st.binary(max_size=300), STATUS), min_size=1, max_size=8)
LEAVES = st.sampled_from(
    [
        CardRemoved,
        ReaderBusy,
        lambda: CardUnreadable(Trouble.LINE),
        lambda: CardUnreadable(Trouble.RESET),
    ]
)


@dataclass
class Noise:
    """A card that answers anything, and fails at some commands."""

    atr: bytes
    answers: list[tuple[bytes, int]]
    fails: dict[int, object] = field(default_factory=dict)
    asked: int = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.asked += 1
        fail = self.fails.get(self.asked)
        if callable(fail):
            raise fail()
        return self.answers[self.asked % len(self.answers)]


@settings(deadline=None, max_examples=200)
@given(ATRS, ANSWERS, st.dictionaries(st.integers(1, 12), LEAVES, max_size=4))
def test_a_card_that_does_anything_ends_as_a_card_error(
    atr: bytes, answers: list[tuple[bytes, int]], fails: dict[int, object]
) -> None:
    card = Noise(atr, answers, fails)
    with suppress(CardError):
        assert Slot(card).read().persons
    assert card.asked < 4000


@settings(deadline=None, max_examples=200)
@given(st.data(), st.booleans())
def test_a_family_with_some_bytes_changed_ends_as_a_card_error(
    data: st.DataObject, t0: bool
) -> None:
    files = []
    for content in (IDENTITIES, NUMBERS):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 6))
        files.append(content[:at] + data.draw(st.binary(max_size=6)) + content[at + gone :])
    with suppress(CardError):
        reading = Slot(FileCard(vitale_files(*files), t0=t0)).read()
        assert reading.persons
        assert all(one.name_text for one in reading.persons)
        assert all(len(one.name_text) <= 80 for one in reading.persons)
        assert all(one.name_text.isprintable() for one in reading.persons)


@settings(deadline=None, max_examples=50)
@given(
    st.sampled_from(list(VitaleState)),
    st.sampled_from([None, "v1", "v2"]),
    st.sampled_from([None, "v1", "v2"]),
    st.sampled_from(list(ServiceState)),
)
def test_a_slot_that_changes_midway_never_gives_a_reading_of_another_insertion(
    vitale: VitaleState, before: str | None, after: str | None, service: ServiceState
) -> None:
    def shown(insertion: str | None, now: ServiceState) -> CardsState:
        return CardsState(service=now, readers=("A",), vitale=vitale, vitale_insertion=insertion)

    slot = Slot(FileCard(vitale_files(IDENTITIES, NUMBERS)), shown(before, ServiceState.RUNNING))
    looks = iter([slot.state, shown(after, service)])
    cards = PcscCards(open_link=slot.open, events=slot, look=lambda: next(looks), cps=None)
    with suppress(CardError):
        assert cards.read_vitale().persons
        assert before is not None
        assert after == before


# --- numbers beside the wrong person -------------------------------------------------------------


def _records(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        end = at + 2 + content[at + 1]
        found.append(content[at:end])
        at = end
    return found


def _read_records(identities: list[bytes], numbers: list[bytes]) -> VitaleReading:
    return Slot(FileCard(vitale_files(b"".join(identities), b"".join(numbers)))).read()


@pytest.mark.parametrize("at", [(0, 1), (0, 2), (1, 3)])
def test_numbers_that_changed_place_are_all_dropped(at: tuple[int, int]) -> None:
    """Each is born with another of the card: nothing tells whose they are (cards.md §1.5)."""
    numbers = _records(NUMBERS)
    first, second = at
    numbers[first], numbers[second] = numbers[second], numbers[first]
    reading = _read_records(_records(IDENTITIES), numbers)
    assert reading.warnings == ("NUMEROS_ECARTES",)
    assert {one.number for one in reading.persons} == {None}


def test_the_number_of_the_insured_beside_a_child_is_kept() -> None:
    camille = _records(NUMBERS)[0]
    reading = _read_records(_records(IDENTITIES), [camille] * 4)
    assert reading.warnings == ()
    assert len({one.number for one in reading.persons}) == 1


def test_the_number_of_somebody_not_on_the_card_is_kept() -> None:
    numbers = _records(NUMBERS)
    reading = _read_records(_records(IDENTITIES)[1:], [numbers[0]] * 3)
    assert reading.warnings == ("NUMERO_AUTRE_NAISSANCE",)
    assert all(one.number for one in reading.persons)


def test_one_person_twice_drops_all_numbers() -> None:
    persons = _records(IDENTITIES)
    reading = _read_records([persons[2], *persons[1:]], _records(NUMBERS))
    assert reading.warnings == ("NUMEROS_ECARTES",)
    assert {one.number for one in reading.persons} == {None}
