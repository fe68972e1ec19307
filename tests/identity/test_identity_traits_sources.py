"""Traits typed by a person and traits sent by INSi: what each keeps, and what each refuses."""

from __future__ import annotations

import pytest

from builders import some_traits
from insdesk.errors import InvalidTrait
from insdesk.identity.traits import Sexe, Traits


def test_what_insi_sends_is_kept_whole() -> None:
    received = Traits.as_received(
        birth_name="TILLEUL",
        first_name="ELODIE",
        first_names="ELODIE MARTHE",
        birth_date="1978-00-00",
        sex="M",
        birth_place="2A004",
    )
    assert received == Traits(
        birth_name="TILLEUL",
        first_name="ELODIE",
        first_names="ELODIE MARTHE",
        birth_date="1978-00-00",
        sex=Sexe.M,
        birth_place="2A004",
        birth_date_interpreted=False,
    )


@pytest.mark.parametrize(
    ("trait", "text", "code", "character"),
    [("sex", "I", "SEXE", "I"), ("birth_place", "2a004", "FORMAT_LIEU", None)],
)
def test_what_insi_may_not_send_names_the_trait(
    trait: str, text: str, code: str, character: str | None
) -> None:
    values: dict[str, str | None] = dict.fromkeys(
        ("birth_name", "first_name", "first_names", "birth_date", "sex", "birth_place")
    )
    with pytest.raises(InvalidTrait) as refused:
        Traits.as_received(**values | {trait: text})
    assert (refused.value.code, refused.value.trait, refused.value.character) == (
        code,
        trait,
        character,
    )


def test_each_name_remembers_how_it_was_typed() -> None:
    typed = Traits.from_text(
        birth_name="Tilleul",
        first_name="Élodie",
        first_names="Élodie Marthe",
        birth_date="1978-03-09",
        sex="f",
        birth_place=None,
    )
    assert dict(typed.typed) == {
        "birth_name": "Tilleul",
        "first_name": "Élodie",
        "first_names": "Élodie Marthe",
    }
    assert typed.birth_date_interpreted is False


def test_a_given_name_follows_its_own_profile() -> None:
    with pytest.raises(InvalidTrait) as refused:
        some_traits(first_name="Anne--Lise", first_names=None)
    assert (refused.value.code, refused.value.trait) == ("PRENOM_DOUBLE_TIRET", "first_name")


def test_a_wrong_sex_is_quoted_as_typed() -> None:
    with pytest.raises(InvalidTrait) as refused:
        some_traits(sex="homme")
    assert (refused.value.trait, refused.value.character) == ("sex", "homme")


def test_a_marker_said_by_insi_is_kept() -> None:
    received = Traits.as_received(
        birth_name=None,
        first_name=None,
        first_names=None,
        birth_date="1978-12-31",
        sex=None,
        birth_place=None,
        birth_date_interpreted=True,
    )
    assert received.birth_date_interpreted is True
