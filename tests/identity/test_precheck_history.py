"""The offline pre-check reads what the record once was (A05), and knows postcodes (A10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from insdesk.identity.places import HEADER, Places
from insdesk.identity.precheck import check
from insdesk.identity.survey import Surveyed

TODAY = date(2026, 11, 2)
PLACES = Places.read(
    f"{HEADER}\n63113\tFICTIVILLE\t\t\t9\t63000 63100\n63300\tTHIERS-FICTIF\t\t\t1\t63300\n"
)
ELODIE = Surveyed(
    uid="p1",
    birth_name="GARANCEAU",
    first_name="ELODIE",
    first_names="ELODIE MARTHE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63113",
)


def found(**changes: Any) -> list[str]:
    one = replace(ELODIE, **changes)
    return [f"{line.id} {line.code} {line.trait}" for line in check(one, TODAY, PLACES)]


MOVED = ["A05 NOM_UTILISE_POUR_NAISSANCE birth_name"]


def test_a05_a_name_that_was_the_used_one_is_now_the_birth_name() -> None:
    assert found(former_used_names=("Garanceau",)) == MOVED
    assert found(former_used_names=("Autre", "garanceau"), used_name="Autre") == MOVED


@pytest.mark.parametrize(
    "changes",
    [
        {"former_used_names": ()},
        {"former_used_names": ("Tilleul",)},
        {"former_used_names": ("Garanceau",), "sex": "M"},
        {"former_used_names": ("Garanceau",), "birth_date": "1999-03-09"},
        {"former_used_names": ("Garanceau",), "birth_date": None},
    ],
)
def test_a05_says_nothing_of_anybody_else(changes: dict[str, Any]) -> None:
    assert MOVED[0] not in found(**changes)


def test_a10_a_postcode_typed_for_a_place_is_known() -> None:
    assert found(birth_place="63000") == ["A10 CODE_POSTAL birth_place"]
    assert found(birth_place="63100") == ["A10 CODE_POSTAL birth_place"]


@pytest.mark.parametrize("code", ["63113", "63300", "63999", "99999"])
def test_a10_a_code_of_the_table_or_an_unknown_one_is_no_postcode(code: str) -> None:
    """63300 is both: as a place it is one."""
    assert found(birth_place=code) == []


def test_a10_a_text_that_is_no_code_is_said_once() -> None:
    assert found(birth_place="63 000") == ["A10 LIEU_SANS_CODE birth_place"]
