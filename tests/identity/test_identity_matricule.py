"""The matricule INS: rule book §2.3. Numbers are published test identities, or order number 000."""

from __future__ import annotations

import pytest

from insdesk.errors import InvalidMatricule
from insdesk.identity.matricule import OIDS, Matricule, Nature, expected_key

TEST = "1.2.250.1.213.1.4.10"
PUBLISHED = [
    ("297022A020778", "78"),
    ("160012B020777", "13"),
    ("2360663220836", "56"),
    ("1090763220834", "89"),
]


@pytest.mark.parametrize(("number", "key"), PUBLISHED)
def test_iv_031_published_keys(number: str, key: str) -> None:
    assert expected_key(number) == key
    assert Matricule(number, key, TEST).key_is_right


@pytest.mark.parametrize(("number", "key"), PUBLISHED)
def test_iv_031_every_other_key_is_wrong_and_kept(number: str, key: str) -> None:
    wrong = [f"{n:02d}" for n in range(100) if f"{n:02d}" != key]
    assert not any(Matricule(number, other, TEST).key_is_right for other in wrong)
    assert Matricule(number, wrong[0], TEST).key == wrong[0]


@pytest.mark.parametrize(("letter", "digits"), [("2A", "19"), ("2B", "18")])
def test_iv_031_corsica_is_counted_as_19_or_18(letter: str, digits: str) -> None:
    plain = 97 - int(f"29702{digits}020778") % 97
    assert expected_key(f"29702{letter}020778") == f"{plain:02d}"


def test_iv_031_key_has_two_digits() -> None:
    numbers = [f"278036399900{n}" for n in range(10)]
    keys = [expected_key(number) for number in numbers]
    assert keys == [f"{97 - int(number) % 97:02d}" for number in numbers]
    assert expected_key("2780363999000") == f"{97 - 2780363999000 % 97:02d}"
    small = next(n for n in range(1780363999000, 1780363999999) if 97 - n % 97 < 10)
    assert len(expected_key(str(small))) == 2


def test_parse_takes_spaces_and_small_letters() -> None:
    parsed = Matricule.parse(" 2 97 02 2a 020 778 78 ", TEST)
    assert (parsed.number, parsed.key, parsed.oid) == ("297022A020778", "78", TEST)
    assert parsed.value == "297022A02077878"


def test_iv_032_a_missing_key_is_computed() -> None:
    assert Matricule.parse("2360663220836", TEST).key == "56"


def test_decision_1_a_wrong_key_is_kept_as_sent() -> None:
    parsed = Matricule.parse("236066322083657", TEST)
    assert (parsed.key, parsed.key_is_right) == ("57", False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "236066322083",
        "23606632208365",
        "2360663220836560",
        "29702CA02077878",
        "2970A2A02077878",
        "29702A202077878",
        "A97022A02077878",
        "297022A0207787B",
        "29702-A02077878",
        "2" + "٣" * 12,
        "236066322083\u066056",
    ],
)
def test_iv_032_no_other_pattern(text: str) -> None:
    with pytest.raises(InvalidMatricule) as refusal:
        Matricule.parse(text, TEST)
    assert refusal.value.code in {"FORMAT_MATRICULE", "FORMAT_CLE"}


@pytest.mark.parametrize("key", ["", "5", "567", "5A", "٥٦", " 6"])
def test_key_is_two_digits(key: str) -> None:
    with pytest.raises(InvalidMatricule) as refusal:
        Matricule("2360663220836", key, TEST)
    assert refusal.value.code == "FORMAT_CLE"


@pytest.mark.parametrize("number", ["236066322083", "29702CA020778", "", "2" + "٣" * 12])
def test_no_key_for_what_is_no_number(number: str) -> None:
    with pytest.raises(InvalidMatricule) as refusal:
        expected_key(number)
    assert refusal.value.code == "FORMAT_MATRICULE"


@pytest.mark.parametrize(
    ("oid", "nature"),
    [
        ("1.2.250.1.213.1.4.8", Nature.NIR),
        ("1.2.250.1.213.1.4.9", Nature.NIA),
        ("1.2.250.1.213.1.4.10", Nature.TEST),
        ("1.2.250.1.213.1.4.11", Nature.DEMO),
    ],
)
def test_the_oid_tells_the_nature(oid: str, nature: Nature) -> None:
    assert Matricule("2360663220836", "56", oid).nature is nature
    assert OIDS[oid] is nature


def test_there_are_four_oids() -> None:
    assert len(OIDS) == 4


@pytest.mark.parametrize(
    "oid", ["", "1.2.250.1.213.1.4.1", "1.2.250.1.213.1.4.12", " 1.2.250.1.213.1.4.8"]
)
def test_iv_032_no_other_oid(oid: str) -> None:
    with pytest.raises(InvalidMatricule) as refusal:
        Matricule("2360663220836", "56", oid)
    assert refusal.value.code == "OID_INCONNU"


def test_iv_604_masked_shows_the_first_digit_and_the_last_three() -> None:
    masked = Matricule("2360663220836", "56", TEST).masked
    assert masked == "2…836"


def test_iv_010_number_key_and_oid_are_one_value() -> None:
    one = Matricule("2360663220836", "56", TEST)
    assert one == Matricule.parse("2360663220836 56", TEST)
    assert one != Matricule("2360663220836", "56", "1.2.250.1.213.1.4.8")
    assert one != Matricule("2360663220836", "57", TEST)
