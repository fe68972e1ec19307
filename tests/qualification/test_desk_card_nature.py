"""Test cards and production: refused when known, said when nobody can tell (cards.md §1.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from desk_stage import a_card, a_person, a_stage

from insdesk.errors import TestCardRefused
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import Environment, VitaleSource
from insdesk.ui.qualify.pages.banners import warnings_of
from insdesk.ui.texts.comparison import WARNINGS

REAL = Environment.PRODUCTION


@pytest.mark.parametrize("source", [VitaleSource.DIRECT, VitaleSource.OFFICIAL])
def test_a_nature_that_nobody_told_is_said_in_production(source: VitaleSource) -> None:
    stage = a_stage(environment=REAL)
    stage.cards.insert(replace(a_card(), source=source, warnings=("NOM_TRONQUE",)))
    run = stage.desk.read_vitale()
    assert run.reading is not None
    assert run.reading.warnings == ("NOM_TRONQUE", "NATURE_INCONNUE")
    said = warnings_of(run, datetime.now(UTC).date())
    assert WARNINGS["NATURE_INCONNUE"] in said
    assert stage.journal.last("VITALE_READ").facts["codes"] == ["NOM_TRONQUE", "NATURE_INCONNUE"]


@pytest.mark.parametrize("environment", [Environment.ESSAI, Environment.DECOUVERTE])
def test_elsewhere_it_does_not_matter(environment: Environment) -> None:
    stage = a_stage(environment=environment)
    stage.cards.insert(a_card())
    run = stage.desk.read_vitale()
    assert run.reading is not None
    assert run.reading.warnings == ()


def test_a_card_told_to_be_real_needs_no_warning() -> None:
    stage = a_stage(environment=REAL)
    stage.cards.insert(replace(a_card(), is_test=False))
    run = stage.desk.read_vitale()
    assert run.reading is not None
    assert run.reading.warnings == ()


@pytest.mark.parametrize("number", sorted(PUBLIC_TEST_NUMBERS))
@pytest.mark.parametrize("field", ["number", "insured_number"])
@pytest.mark.parametrize("is_test", [None, False])
def test_a_published_number_is_refused_in_production(
    number: str, field: str, is_test: bool | None
) -> None:
    """Whatever the nature told, and whoever of the card it belongs to."""
    stage = a_stage(environment=REAL)
    child = replace(a_person(position=2), **{field: f"{number}00"})
    stage.cards.insert(replace(a_card(a_person(), child), is_test=is_test))
    with pytest.raises(TestCardRefused):
        stage.desk.read_vitale()
    assert "VITALE_READ" not in stage.journal.types


@pytest.mark.parametrize("environment", [Environment.ESSAI, Environment.DECOUVERTE])
def test_the_published_people_are_for_trying(environment: Environment) -> None:
    stage = a_stage(environment=environment)
    stage.cards.insert(a_card(a_person(number=f"{min(PUBLIC_TEST_NUMBERS)}00")))
    assert stage.desk.read_vitale().holder is not None
