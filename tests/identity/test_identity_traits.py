"""The strict traits as typed and as received: rule book §3.4, §3.5."""

from __future__ import annotations

import pytest

from builders import official, some_traits
from insdesk.errors import InvalidTrait
from insdesk.identity.traits import (
    Sexe,
    Traits,
    calendar_date,
    complete_date,
    is_calendar_date,
    place,
)


def test_typed_traits_are_stored_in_form_n() -> None:
    traits = some_traits(birth_name="d\u2019Artagnère", first_names="Élodie Noëlle")
    assert traits.birth_name == "D'ARTAGNERE"
    assert traits.first_name == "ELODIE"
    assert traits.first_names == "ELODIE NOELLE"
    assert traits.sex is Sexe.F


def test_what_a_card_does_not_carry_stays_absent() -> None:
    traits = some_traits(first_names=None, sex=None, birth_place=None)
    assert (traits.first_names, traits.sex, traits.birth_place) == (None, None, None)


@pytest.mark.parametrize("blank", ["", "   "])
def test_an_empty_field_is_an_absent_trait(blank: str) -> None:
    traits = some_traits(first_names=blank, sex=blank, birth_place=blank)
    assert (traits.first_names, traits.sex, traits.birth_place) == (None, None, None)


@pytest.mark.parametrize("separator", [",", ";", "/"])
def test_c27_the_list_is_separated_by_spaces_only(separator: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(first_names=f"Jean-Baptistin{separator} Luc")
    assert refusal.value.code == "SEPARATEUR_INTERDIT"
    assert refusal.value.trait == "first_names"
    assert refusal.value.character == separator


@pytest.mark.parametrize("trait", ["birth_name", "first_name", "first_names"])
def test_a_refusal_names_the_trait_and_the_character(trait: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(**{trait: "Luc2"})
    assert (refusal.value.trait, refusal.value.character) == (trait, "2")


@pytest.mark.parametrize("trait", ["birth_name", "first_name"])
def test_iv_011_names_are_needed(trait: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(**{trait: "  "})
    assert (refusal.value.trait, refusal.value.code) == (trait, "VIDE")


def test_a_double_hyphen_is_a_surname_and_no_given_name() -> None:
    assert some_traits(birth_name="Pontvert--Sable").birth_name == "PONTVERT--SABLE"
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(first_names="Anne--Lise")
    assert refusal.value.code == "PRENOM_DOUBLE_TIRET"


def test_typed_text_is_kept_beside_and_can_be_forgotten() -> None:
    traits = some_traits(birth_name="Lefèvre", first_names=None)
    assert traits.typed_text("birth_name") == "Lefèvre"
    assert traits.typed_text("first_names") is None
    assert traits.without_typed().typed_text("birth_name") is None
    assert traits.without_typed() == traits


# --- IV-050, IV-051, IV-053: dates --------------------------------------------------------------


@pytest.mark.parametrize("text", ["1978-03-09", "2020-02-29", "1900-12-31", "2000-02-29"])
def test_iv_050_a_calendar_date_is_accepted(text: str) -> None:
    assert calendar_date(text) == text
    assert is_calendar_date(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1952-00-00", "DATE_INCOMPLETE"),
        ("1952-07-00", "DATE_INCOMPLETE"),
        ("1952-00-14", "DATE_INCOMPLETE"),
        ("1952-13-01", "DATE_IMPOSSIBLE"),
        ("1951-02-29", "DATE_IMPOSSIBLE"),
        ("1978-04-31", "DATE_IMPOSSIBLE"),
        ("1978-3-9", "FORMAT_DATE"),
        ("09/03/1978", "FORMAT_DATE"),
        ("19780309", "FORMAT_DATE"),
        ("1978-03-0٩", "FORMAT_DATE"),
        ("0000-03-09", "FORMAT_DATE"),
        ("1978/03/09", "FORMAT_DATE"),
        ("1978-03/09", "FORMAT_DATE"),
        ("1978-03-091", "FORMAT_DATE"),
        ("1978-x3-09", "FORMAT_DATE"),
        ("1978-03-x9", "FORMAT_DATE"),
        ("197-803-09", "FORMAT_DATE"),
        ("", "FORMAT_DATE"),
    ],
)
def test_iv_050_the_strict_field_takes_only_whole_dates(text: str, code: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(birth_date=text)
    assert (refusal.value.code, refusal.value.trait) == (code, "birth_date")
    assert not is_calendar_date(text)


@pytest.mark.parametrize(
    ("source", "completed"),
    [
        ("1952-07-00", "1952-07-01"),  # IV-051: day unknown
        ("1952-00-14", "1952-01-14"),  # IV-051: month unknown
        ("1952-00-01", "1952-01-01"),
        ("1952-00-31", "1952-01-31"),
        ("1952-00-00", "1952-12-31"),  # IV-051: both unknown
        ("1952-13-14", "1952-01-14"),  # IV-053: a lunar month is an unknown month
        ("1952-99-14", "1952-01-14"),
        ("1952-30-00", "1952-12-31"),
        ("1952-12-00", "1952-12-01"),
        ("1952-01-00", "1952-01-01"),
        ("1952-05-17", "1952-05-17"),  # nothing to complete
        ("1952-02-29", "1952-02-29"),
    ],
)
def test_iv_051_and_iv_053_completion(source: str, completed: str) -> None:
    assert complete_date(source) == completed


@pytest.mark.parametrize("text", ["1952-00-00", "1952-15-14", "1952-07-00"])
def test_incomplete_dates_are_received_and_never_altered(text: str) -> None:
    assert official(birth_date=text).birth_date == text


def test_iv_055_the_marker_travels_with_the_traits() -> None:
    assert some_traits(birth_date="1952-12-31", birth_date_interpreted=True).birth_date_interpreted
    assert not some_traits().birth_date_interpreted


# --- IV-060, IV-061: sexe and place ---------------------------------------------------------------


@pytest.mark.parametrize(("text", "sex"), [("M", Sexe.M), (" f ", Sexe.F), ("i", Sexe.I)])
def test_iv_060_three_local_values(text: str, sex: Sexe) -> None:
    assert some_traits(sex=text).sex is sex


@pytest.mark.parametrize("text", ["H", "1", "MF"])
def test_iv_060_no_other_sex(text: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(sex=text)
    assert (refusal.value.code, refusal.value.trait) == ("SEXE", "sex")


@pytest.mark.parametrize("text", ["I", "m", "", "U"])
def test_step_5_insi_sends_only_m_or_f(text: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        official(sex=text)
    assert refusal.value.code == "SEXE"


@pytest.mark.parametrize("code", ["63113", "2A004", "2B050", "99352", "99999", "01001", "97411"])
def test_iv_061_codes_of_the_cog(code: str) -> None:
    assert place(code) == code


def test_a_typed_place_is_tidied() -> None:
    assert some_traits(birth_place=" 2a004 ").birth_place == "2A004"


@pytest.mark.parametrize("text", ["6311", "631133", "2C004", "A2004", "2A 04", "6311٣", "CLERM"])
def test_iv_061_no_other_shape(text: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        some_traits(birth_place=text)
    assert (refusal.value.code, refusal.value.trait) == ("FORMAT_LIEU", "birth_place")


# --- the side of INSi ----------------------------------------------------------------------------


def test_received_traits_may_all_be_absent() -> None:
    empty = official(birth_name=None, first_names=None, birth_date=None, sex=None, birth_place=None)
    assert empty == Traits(
        birth_name=None,
        first_name=None,
        first_names=None,
        birth_date=None,
        sex=None,
        birth_place=None,
    )


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        ("birth_name", "Tilleul"),
        ("birth_name", " TILLEUL"),
        ("first_name", "ANNE--LISE"),
        ("first_names", "ELODIE  MARTHE"),
        ("first_names", ""),
        ("birth_date", "09/03/1978"),
        ("birth_place", "PARIS"),
    ],
)
def test_received_traits_are_refused_and_not_repaired(trait: str, text: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        official(**{trait: text})
    assert refusal.value.trait == trait


@pytest.mark.parametrize("text", ["2a004", " 63999", "63999 "])
def test_a_received_place_is_never_altered(text: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        official(birth_place=text)
    assert refusal.value.code == "FORMAT_LIEU"
