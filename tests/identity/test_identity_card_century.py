"""A date without its century: which years are possible today, and what a declaration changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.errors import InvalidTrait
from insdesk.identity.readings import VitalePerson, VitaleReading, VitaleSource
from insdesk.insi.question import VitaleQuestion

TODAY = date(2026, 11, 22)
ODETTE = VitalePerson(
    position=1,
    name_text="TILLEUL",
    first_name_text="ODETTE",
    birth_text="840317",
    number="284039999904207",
    lacks_century=True,
)
CARD = VitaleReading(source=VitaleSource.OFFICIAL, persons=(ODETTE,), warnings=("CLE_FAUSSE",))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("840317", (1984,)),
        ("200612", (2020, 1920)),
        ("261121", (2026, 1926)),
        ("261122", (2026, 1926)),
        ("261123", (1926,)),
        ("961123", (1996, 1896)),
        ("960101", (1996, 1896)),
        ("950101", (1995,)),
        ("260000", (2026, 1926)),
        ("264200", (2026, 1926)),
        ("000101", (2000, 1900)),
        ("8403", ()),
        ("84O317", ()),
        ("", ()),
    ],
)
def test_only_years_of_an_age_are_offered(text: str, years: tuple[int, ...]) -> None:
    assert replace(ODETTE, birth_text=text).years(TODAY) == years


def test_a_whole_date_asks_for_nothing() -> None:
    assert replace(ODETTE, birth_text="19840317", lacks_century=False).years(TODAY) == ()
    assert replace(ODETTE, lacks_century=False).years(TODAY) == ()


@settings(deadline=None)
@given(st.dates(date(1970, 1, 1), date(2060, 12, 31)), st.integers(0, 999999))
def test_there_is_always_one_and_never_three(today: date, figures: int) -> None:
    years = replace(ODETTE, birth_text=f"{figures:06}").years(today)
    assert 1 <= len(years) <= 2
    assert all(0 <= today.year - year <= 130 for year in years)


def test_without_it_nothing_is_asked_of_insi() -> None:
    assert ODETTE.birth_date is None
    with pytest.raises(InvalidTrait):
        VitaleQuestion.about(ODETTE, CARD)


def test_a_declared_century_goes_to_insi_and_is_said() -> None:
    said = CARD.born_in(1, 1984)
    [odette] = said.persons
    assert odette.birth_date == "1984-03-17"
    assert said.warnings == ("CLE_FAUSSE", "SIECLE_DECLARE")
    assert said.born_in(1, 1984).warnings == said.warnings
    assert VitaleQuestion.about(odette, said).body["DateNaissance"] == "1984-03-17"


def test_the_same_person_is_read_without_it() -> None:
    """The card is read again before a call: what was declared is not on it."""
    [odette] = CARD.born_in(1, 1984).persons
    assert odette == ODETTE
    assert odette in CARD.persons
    assert CARD.about(odette).persons[0].birth_date == "1984-03-17"


def test_what_was_declared_of_another_leaves_with_him() -> None:
    camille = replace(ODETTE, position=2, birth_text="19500101", lacks_century=False)
    card = replace(CARD, persons=(ODETTE, camille)).born_in(1, 1984)
    assert card.about(card.persons[1]).warnings == ("CLE_FAUSSE",)
    assert card.about(card.persons[0]).warnings == ("CLE_FAUSSE", "SIECLE_DECLARE")


@pytest.mark.parametrize("year", [1985, 84, 85, 2085, 11984])
def test_another_year_is_refused(year: int) -> None:
    with pytest.raises(InvalidTrait):
        CARD.born_in(1, year)


def test_a_whole_date_is_never_declared_over() -> None:
    whole = replace(ODETTE, birth_text="19840317", lacks_century=False)
    with pytest.raises(InvalidTrait):
        replace(CARD, persons=(whole,)).born_in(1, 1984)


def test_it_shows_in_no_repr() -> None:
    assert "19" not in repr(CARD.born_in(1, 1984).persons[0])
