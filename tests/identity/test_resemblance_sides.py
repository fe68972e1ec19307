"""Two records side by side: the codes of the comparison table, and no side is the reference."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import some_traits
from insdesk.identity.compare import Verdict
from insdesk.identity.resemblance import side_by_side
from insdesk.identity.traits import TRAIT_NAMES, UNKNOWN_PLACE, Traits


def the_row(trait: str, one: dict[str, Any], other: dict[str, Any]) -> tuple[str, str]:
    sides = side_by_side(some_traits(**one), some_traits(**other))
    turned = side_by_side(some_traits(**other), some_traits(**one))
    row, back = sides[trait], turned[trait]
    assert (row.verdict, row.code, row.rule) == (back.verdict, back.code, back.rule)
    assert (row.known, row.official) == (back.official, back.known)
    return row.verdict.value, row.code


E, A, N, D = "EGAL", "ACCEPTABLE", "NON_COMPARE", "DISCORDANT"

EXAMPLES = [
    ("birth_name", "TILLEUL", "Tilleul", E, "IDENTIQUE"),
    ("birth_name", "Lefèvre Aubry", "LEFEVRE-AUBRY", A, "SEPARATEUR"),
    ("birth_name", "PONTVERT", "PONTVERT SABLE", D, "NOM_TRONQUE"),
    ("birth_name", "MUELLEREAU", "MULLEREAU", D, "TRANSLITTERATION_MRZ"),
    ("birth_name", "TILLEULE", "TILLEUL", D, "FAUTE_DE_FRAPPE"),
    ("first_name", "ELODIE", "Élodie", E, "PREMIER_DE_LISTE"),
    ("first_name", "JEAN", "JEAN-BAPTISTIN", A, "PRENOM_COMPOSE"),
    ("first_name", "M'BARKA", "M BARKA", A, "SEPARATEUR"),
    ("first_name", "ALEX", "ALEXANDRA", D, "DIMINUTIF"),
    ("first_name", "ELODIE", "ROSE", D, "PRENOM_DIFFERENT"),
    ("first_names", None, "ELODIE MARTHE ROSE", A, "COMPLETION"),
    ("first_names", None, None, N, "ABSENT"),
    ("first_names", "ELODIE MARTHE", "ELODIE MARTHE ROSE", A, "LISTE_INCOMPLETE"),
    ("first_names", "ELODIE ROSE MARTHE", "ELODIE MARTHE ROSE", D, "ORDRE_PRENOMS"),
    ("birth_date", "1978-03-09", "1978-03-09", E, "IDENTIQUE"),
    ("birth_date", "1978-09-03", "1978-03-09", D, "INVERSION_JOUR_MOIS"),
    ("birth_date", "1978-03-08", "1978-03-09", D, "FAUTE_DE_FRAPPE"),
    ("sex", "F", "F", E, "IDENTIQUE"),
    ("sex", "M", "F", D, "SEXE"),
    ("sex", "I", "F", A, "COMPLETION"),
    ("sex", None, "F", N, "ABSENT"),
    ("birth_place", "63999", "63999", E, "IDENTIQUE"),
    ("birth_place", None, "63999", A, "COMPLETION"),
    ("birth_place", UNKNOWN_PLACE, "63999", A, "COMPLETION"),
    ("birth_place", UNKNOWN_PLACE, None, N, "ABSENT"),
    ("birth_place", UNKNOWN_PLACE, UNKNOWN_PLACE, N, "ABSENT"),
    ("birth_place", None, None, N, "ABSENT"),
    ("birth_place", "75056", "75112", A, "ARRONDISSEMENT"),
    ("birth_place", "20050", "2B050", A, "CODE_ANCIEN"),
    ("birth_place", "63000", "63113", D, "CODE_POSTAL"),
    ("birth_place", "99352", "99350", D, "PAYS"),
]


@pytest.mark.parametrize(("trait", "one", "other", "verdict", "code"), EXAMPLES)
def test_a_trait_of_two_records(
    trait: str, one: str | None, other: str | None, verdict: str, code: str
) -> None:
    assert the_row(trait, {trait: one}, {trait: other}) == (verdict, code)


def test_a_date_interpreted_on_one_side_is_so_whichever_way_it_is_read() -> None:
    marked = {"birth_date_interpreted": True}
    assert the_row("birth_date", marked, {}) == (A, "DATE_INTERPRETEE")
    rounded = {"birth_date": "1978-12-31", **marked}
    assert the_row("birth_date", rounded, {}) == (D, "DATE_PRECISEE")


def test_the_sides_are_shown_as_stored() -> None:
    sides = side_by_side(some_traits(birth_place=None), some_traits(sex="M"))
    assert (sides["birth_place"].known, sides["birth_place"].official) == (None, "63999")
    assert (sides["sex"].known, sides["sex"].official) == ("F", "M")
    assert sides["first_name"].official == "ELODIE"
    assert sides.verdict is Verdict.DISCORDANT


TEXTS = {
    "birth_name": ["TILLEUL", "TILLEULE", "LE TILLEUL", "LE-TILLEUL"],
    "first_name": ["ELODIE", "JEAN", "JEAN-BAPTISTIN", "M BARKA"],
    "first_names": [None, "ELODIE", "ELODIE MARTHE", "JEAN BAPTISTIN"],
    "birth_date": ["1978-03-09", "1978-09-03", "1978-12-31", "1980-05-05"],
    "sex": [None, "F", "M", "I"],
    "birth_place": [None, "63999", "99999", "75056", "75112", "20050", "2B050", "63000"],
    "birth_date_interpreted": [False, True],
}
SIDES = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in TEXTS.items()})


@given(SIDES, SIDES)
@settings(deadline=None, max_examples=300)
def test_turning_the_two_sides_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    for trait in TRAIT_NAMES:
        the_row(trait, one, other)


@given(SIDES)
@settings(deadline=None)
def test_a_record_beside_itself_differs_in_nothing(one: dict[str, Any]) -> None:
    traits: Traits = some_traits(**one)
    assert not side_by_side(traits, traits).blocks
