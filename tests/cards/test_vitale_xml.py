"""The answer of the licensed component: both places of `nir`, twins, lunar dates, any bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.cards.vitale_xml import read_xml
from insdesk.errors import CardUnreadable
from insdesk.identity.readings import VitaleSource

OWN, PARENT = "216010199900069", "285019999900006"


def person(
    *,
    name: str = "FICTIF",
    usual: str = "",
    first: str = "MAUD",
    birth: str = "<date>20160112</date>",
    in_ident: str = "",
    in_amo: str = "",
    rank: str = "",
) -> str:
    return (
        f"<T_AsnBeneficiaire><ident><nomUsuel>{usual}</nomUsuel>"
        f"<nomPatronymique>{name}</nomPatronymique><prenomUsuel>{first}</prenomUsuel>"
        f"<naissance>{birth}</naissance><rangDeNaissance>{rank}</rangDeNaissance>{in_ident}</ident>"
        f"<amo><qualBenef>0</qualBenef>{in_amo}</amo></T_AsnBeneficiaire>"
    )


def answer(*persons: str, encoding: str = "ISO-8859-1", around: str = "") -> bytes:
    body = f"<lecture{around}><listeBenef>{''.join(persons)}</listeBenef></lecture>"
    return f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding)


@pytest.mark.parametrize("place", ["in_ident", "in_amo"])
def test_the_number_of_the_rights_is_found_in_both_places(place: str) -> None:
    [one] = read_xml(answer(person(**{place: f"<nir>{PARENT}</nir>"}))).persons
    assert (one.number, one.number_is_own) == (PARENT, False)


def test_the_certified_number_is_the_persons_own() -> None:
    certified = f"<nir>{PARENT}</nir><nirCertifie>{OWN[:13]} {OWN[13:]}</nirCertifie>"
    [one] = read_xml(answer(person(in_ident=certified))).persons
    assert (one.number, one.number_is_own) == (OWN, True)


def test_the_serial_is_what_the_bridge_passes_and_shows_nowhere() -> None:
    assert read_xml(answer(person())).serial is None
    reading = read_xml(answer(person()), serial="99250000000000000001")
    assert reading.serial == "99250000000000000001"
    assert "9925" not in repr(reading)


def test_without_any_number_nothing_is_said_of_it() -> None:
    [one] = read_xml(answer(person())).persons
    assert (one.number, one.number_is_own, one.number_key_is_right) == (None, None, True)


def test_a_wrong_key_is_said() -> None:
    reading = read_xml(answer(person(in_ident=f"<nir>{OWN[:13]}00</nir>")))
    assert reading.warnings == ("CLE_FAUSSE",)
    assert not reading.persons[0].number_key_is_right


def test_the_birth_name_goes_before_the_usual_one() -> None:
    reading = read_xml(answer(person(usual="EPOUSE"), person(name="", usual="SEULE")))
    assert [one.name_text for one in reading.persons] == ["FICTIF", "SEULE"]


@pytest.mark.parametrize(
    ("birth", "read"),
    [
        ("<date>20160112</date>", "20160112"),
        ("<date>2016-01-12</date>", "20160112"),
        ("<date>12/01/2016</date>", "20160112"),
        ("<dateEnCarte>19520000</dateEnCarte>", "19520000"),
        ("<date></date><dateEnCarte>19521301</dateEnCarte>", "19521301"),
        ("<dateEnCarte>20150000</dateEnCarte>", "20150000"),
        ("<date>1936-00-00</date>", "19360000"),
        ("<date>19362000</date>", "19362000"),
        ("<date>19364215</date>", "19364215"),
        ("", ""),
    ],
)
def test_dates_stay_as_the_card_says_them(birth: str, read: str) -> None:
    [one] = read_xml(answer(person(birth=birth))).persons
    assert one.birth_text == read


@pytest.mark.parametrize(
    ("text", "read", "warnings"),
    [
        ("17031984", "19840317", ()),
        ("01122010", "20101201", ()),
        ("00001984", "19840000", ("DATE_INCOMPLETE",)),
        ("19031985", "19850319", ()),
        ("19362000", "19362000", ("DATE_IMPOSSIBLE",)),
        ("20190229", "20190229", ("DATE_IMPOSSIBLE",)),
        ("99999999", "99999999", ("DATE_IMPOSSIBLE",)),
    ],
)
def test_eight_digits_are_put_in_the_order_in_which_they_are_a_date(
    text: str, read: str, warnings: tuple[str, ...]
) -> None:
    reading = read_xml(answer(person(birth=f"<date>{text}</date>")))
    assert (reading.persons[0].birth_text, reading.warnings) == (read, warnings)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("840317", "840317"),
        ("84-03-17", "840317"),
        ("17/03/84", "840317"),
        ("150000", "150000"),
        ("364200", "364200"),
    ],
)
def test_a_date_of_the_card_without_its_century_says_so(text: str, read: str) -> None:
    [one] = read_xml(answer(person(birth=f"<dateEnCarte>{text}</dateEnCarte>"))).persons
    assert (one.birth_text, one.lacks_century, one.birth_date) == (read, True, None)


@pytest.mark.parametrize(
    "birth",
    [
        "<date>840317</date>",
        "<dateEnCarte>84031</dateEnCarte>",
        "<dateEnCarte>84O317</dateEnCarte>",
        "<date>19840317</date><dateEnCarte>840317</dateEnCarte>",
    ],
)
def test_nothing_else_asks_for_a_century(birth: str) -> None:
    [one] = read_xml(answer(person(birth=birth))).persons
    assert not one.lacks_century


def test_twins_are_seen_whether_the_century_is_there_or_not() -> None:
    short, whole = "<dateEnCarte>160112</dateEnCarte>", "<date>20160112</date>"
    reading = read_xml(answer(person(birth=short), person(birth=whole), person(birth="")))
    assert [one.has_twin for one in reading.persons] == [True, True, False]


def test_twins_have_their_rank() -> None:
    reading = read_xml(
        answer(person(first="LOU", rank="1"), person(first="SAM", rank="2"), person(birth=""))
    )
    assert [(one.twin_rank, one.has_twin) for one in reading.persons] == [
        (1, True),
        (2, True),
        (None, False),
    ]
    assert [one.position for one in reading.persons] == [1, 2, 3]


def test_namespaces_and_unknown_elements_do_not_matter() -> None:
    around = ' xmlns="urn:composant:exemple"'
    reading = read_xml(answer(person(in_ident="<inconnu>x</inconnu>"), around=around))
    assert reading.persons[0].first_name_text == "MAUD"
    assert reading.source is VitaleSource.OFFICIAL


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-8"])
def test_accents_come_through(encoding: str) -> None:
    [one] = read_xml(answer(person(first="Élodie"), encoding=encoding)).persons
    assert one.first_name_text == "Élodie"


@pytest.mark.parametrize("is_test", [True, False, None])
def test_the_nature_of_the_card_is_passed_on(is_test: bool | None) -> None:
    assert read_xml(answer(person()), is_test=is_test).is_test is is_test


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rien",
        b"<a/>",
        answer(),
        answer(person(name="")),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><T_AsnBeneficiaire/>",
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b"\x00\xff\xfe",
        b"<a>" * 500,
        b" " * (2 << 20),
    ],
)
def test_anything_else_is_unreadable(content: bytes) -> None:
    with pytest.raises(CardUnreadable):
        read_xml(content)


def test_nothing_of_a_person_shows_in_a_repr() -> None:
    assert "FICTIF" not in repr(read_xml(answer(person(in_ident=f"<nir>{OWN}</nir>"))))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_only_card_unreadable_leaves_on_arbitrary_bytes(content: bytes) -> None:
    try:
        read_xml(content)
    except CardUnreadable:
        return


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_only_card_unreadable_leaves_on_broken_answers(data: st.DataObject) -> None:
    whole = answer(person(in_ident=f"<nir>{OWN}</nir>", rank="1"), person())
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40))
    try:
        read_xml(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + cut :])
    except CardUnreadable:
        return
