"""Cards as bytes: the dump of the page, the catalogue read by the real reader, hostile contents."""

from __future__ import annotations

import pytest

from insdesk.cards import apdu, vitale
from insdesk.cards.link import exchange
from insdesk.errors import (
    CardError,
    CardRemoved,
    CardSilent,
    CardUnreadable,
    NotAVitale,
    UnknownCard,
    VitaleProtected,
    VitaleTooOld,
)
from insdesk.identity.matricule import expected_key
from insdesk.simulator.cards import FAMILY, HOSTILE_VITALES, VITALES
from insdesk.simulator.chip import Chip, Manners
from insdesk.simulator.people import person
from insdesk.simulator.readers import READING_COMMANDS

# The dump of cards.md §1.6, transcribed by hand: it is the witness, not our code.
IDENTITIES = """
65 21 80 0C 44 55 50 52 45 2D 46 49 43 54 49 46 81 07 43 41 4D 49 4C 4C 45 82 08 31 39 38 34 30
33 31 37 65 1D 80 0C 44 55 50 52 45 2D 46 49 43 54 49 46 81 03 4E 4F 45 82 08 32 30 31 31 30 39
30 35 65 1E 80 0C 44 55 50 52 45 2D 46 49 43 54 49 46 81 04 4C 49 53 45 82 08 32 30 31 35 30 36
31 32 65 1D 80 0C 44 55 50 52 45 2D 46 49 43 54 49 46 81 03 4D 41 45 82 08 32 30 31 35 30 36 31
32
"""
NUMBERS = """
65 15 90 02 46 52 93 0F 32 38 34 30 33 39 39 39 39 39 30 34 32 30 37 65 15 90 02 46 52 93 0F 31
31 31 30 39 39 39 39 39 39 31 30 37 37 36 65 15 90 02 46 52 93 0F 32 31 35 30 36 39 39 39 39 39
30 33 31 35 32 65 15 90 02 46 52 93 0F 32 31 35 30 36 39 39 39 39 39 30 33 32 35 31
"""
POINTERS = """
E0 51 A0 25 82 12 00 01 00 00 D2 50 00 00 02 4D 46 5F 56 49 54 41 4C 45 82 0F 00 02 00 00 D2 50
00 00 02 56 49 54 41 4C 45 80 0C 49 44 45 4E 54 20 20 20 00 01 2F 02 80 0C 4E 49 52 20 20 20 20
20 00 02 20 02 80 0C 56 41 4C 49 44 20 20 20 00 02 20 03
"""


@pytest.mark.parametrize(
    ("application", "fid", "dump", "size"),
    [
        ("MF", 0x2F02, IDENTITIES, 400),
        ("VITALE", 0x2002, NUMBERS, 300),
        ("VITALE", 0x2001, POINTERS, 160),
        ("VITALE", 0x2003, "66 0A 80 08 32 30 32 31 30 31 31 35", 12),
        ("MF", 0x2F00, "61 0D 4F 0B D2 50 00 00 02 56 49 54 41 4C 45", 15),
    ],
)
def test_the_family_is_byte_identical_to_the_dump(
    application: str, fid: int, dump: str, size: int
) -> None:
    content = bytes.fromhex(dump)
    assert VITALES["j3"].files[application][fid] == content.ljust(size, b"\x00")


@pytest.mark.parametrize("t0", [True, False])
@pytest.mark.parametrize("name", VITALES)
def test_every_card_of_the_catalogue_is_read_clean(name: str, t0: bool) -> None:
    reading = vitale.read(VITALES[name].chip(Manners(t0=t0)))
    expected = {"date-incomplete": ("DATE_INCOMPLETE",), "nss-autre": ("NUMERO_AUTRE_NAISSANCE",)}
    assert reading.warnings == expected.get(name, ())
    assert all(one.number for one in reading.persons)


def test_the_family_is_read_back() -> None:
    reading = vitale.read(VITALES["j3"].chip())
    people = [person(handle) for handle in FAMILY]
    assert [(one.name_text, one.first_name_text, one.birth_text) for one in reading.persons] == [
        one.on_card for one in people
    ]
    assert [one.number for one in reading.persons] == [
        one.number + expected_key(one.number) for one in people
    ]
    assert [one.has_twin for one in reading.persons] == [False, False, True, True]


def test_a_child_may_be_under_the_parents_number() -> None:
    parent, child = vitale.read(VITALES["parent"].chip()).persons
    assert parent.number == child.number
    assert child.birth_text == person("enfant").birth_date.replace("-", "")


def test_a_card_may_carry_another_name_than_insi_has() -> None:
    assert vitale.read(VITALES["j5"].chip()).persons[0].name_text == "GARANCEAU"
    assert vitale.read(VITALES["accents"].chip()).persons[0].first_name_text == "Jean-Noël"


# --- what must be survived ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("vide", CardUnreadable),
        ("vide-04", CardUnreadable),
        ("nom-vide", CardUnreadable),
        ("coupe", CardUnreadable),
        ("longueur", CardUnreadable),
        ("indefinie", CardUnreadable),
        ("hasard", CardError),
        ("protegee", VitaleProtected),
        ("muette", CardSilent),
        ("ancienne", VitaleTooOld),
        ("autre-carte", UnknownCard),
        ("cps", NotAVitale),
    ],
)
def test_unreadable_cards_end_in_a_named_failure(name: str, error: type[CardError]) -> None:
    with pytest.raises(error):
        vitale.read(HOSTILE_VITALES[name].chip())


@pytest.mark.parametrize(
    ("name", "warnings", "people"),
    [
        ("lunaire", ("DATE_INCOMPLETE",), 1),
        ("date-impossible", ("DATE_IMPOSSIBLE",), 1),
        ("date-courte", ("DATE_IMPOSSIBLE",), 1),
        ("sans-numero", ("NUMEROS_ECARTES",), 1),
        ("comptes-differents", ("NUMEROS_ECARTES",), 3),
        ("cle-fausse", ("CLE_FAUSSE",), 1),
        ("numero-provisoire", ("NUMERO_PROVISOIRE",), 1),
        ("nom-long", ("NOM_TRONQUE",), 1),
        ("latin-1", (), 1),
        ("commandes", (), 1),
        ("atr-inconnu", (), 1),
        ("douze", (), 12),
    ],
)
def test_odd_cards_are_read_with_their_warning(
    name: str, warnings: tuple[str, ...], people: int
) -> None:
    reading = vitale.read(HOSTILE_VITALES[name].chip())
    assert reading.warnings == warnings
    assert len(reading.persons) == people


def test_labels_and_reprs_carry_no_trait() -> None:
    for card in (*VITALES.values(), *HOSTILE_VITALES.values()):
        for text in (repr(card), card.label, repr(card.chip())):
            assert "DUPRE" not in text
            assert "DURANVAL" not in text


# --- the card operating system -----------------------------------------------------------------


def test_t0_announces_lengths_and_plain_mode_does_not() -> None:
    select = bytes(apdu.select_file(apdu.Fid.MF))
    assert VITALES["j1"].chip().apdu(select)[0] == 0x61
    plain = VITALES["j1"].chip(Manners(t0=False)).apdu(select)
    assert (plain[0], plain[-2:]) == (0x6F, b"\x90\x00")


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00A4", 0x6700),
        ("80A40000023F00", 0x6E00),
        ("00200001", 0x6D00),
        ("00A40000021234", 0x6A82),
        ("00B0000000", 0x6986),
        ("00B09F0000", 0x6A82),
        ("00C0000010", 0x6985),
        ("00A4040003D25000", 0x6A82),
    ],
)
def test_wrong_commands_get_their_status_word(command: str, status: int) -> None:
    assert VITALES["j1"].chip().transmit(bytes.fromhex(command)) == (b"", status)


def test_reading_past_the_end_is_refused() -> None:
    chip = VITALES["j1"].chip()
    exchange(chip, apdu.select_file(apdu.Fid.MF))
    exchange(chip, apdu.read_file(apdu.SFI_IDENTITIES))
    assert chip.transmit(bytes(apdu.read_on(400))) == (b"", 0x6B00)
    assert chip.transmit(bytes.fromhex("00B0018000"))[1] == 0x6C10


def test_a_file_may_be_selected_by_its_identifier() -> None:
    chip = VITALES["j1"].chip()
    assert chip.transmit(bytes.fromhex("00A4020C022F02")) == (b"", 0x9000)
    assert chip.transmit(bytes.fromhex("00B0000002"))[0][0] == 0x65


@pytest.mark.parametrize("after", range(READING_COMMANDS))
def test_a_card_pulled_at_any_command_is_a_removed_card(after: int) -> None:
    chip = VITALES["j1"].chip(Manners(die_after=after))
    with pytest.raises(CardRemoved):
        vitale.read(chip)


def test_a_whole_reading_takes_as_many_commands_as_said() -> None:
    vitale.read(VITALES["j1"].chip(Manners(die_after=READING_COMMANDS)))


def test_garbled_bytes_never_pass_for_a_person() -> None:
    chip = VITALES["j1"].chip(Manners(garble=lambda data: bytes(byte ^ 0x5A for byte in data)))
    with pytest.raises(CardError):
        vitale.read(chip)


def test_pulling_ends_a_slow_command_at_once() -> None:
    chip = Chip(files=VITALES["j1"].files, manners=Manners(delay=3600))
    chip.pull()
    with pytest.raises(CardRemoved):
        chip.transmit(bytes(apdu.select_file(apdu.Fid.MF)))
