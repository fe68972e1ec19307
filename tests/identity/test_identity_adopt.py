"""What is stored once INSi is accepted: IV-012, IV-013, IV-051, IV-321, T07."""

from __future__ import annotations

import pytest

from builders import official, some_traits
from insdesk.identity.compare import adopt, compare
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.traits import Sexe, Traits


def test_iv_321_traits_of_insi_replace_those_of_the_desk() -> None:
    known = some_traits(birth_name="LEFEVRE AUBRY", first_names=None, birth_place="99999")
    adopted = adopt(known, official(birth_name="LEFEVRE-AUBRY"))
    assert adopted == Traits(
        birth_name="LEFEVRE-AUBRY",
        first_name="ELODIE",
        first_names="ELODIE MARTHE ROSE",
        birth_date="1978-03-09",
        sex=Sexe.F,
        birth_place="63999",
    )


@pytest.mark.parametrize(
    ("first", "names", "adopted"),
    [
        ("Élodie", "ELODIE MARTHE ROSE", "ELODIE"),
        ("Jean-Baptistin", "JEAN BAPTISTIN LUC", "JEAN BAPTISTIN"),
        ("Jean Baptistin", "JEAN-BAPTISTIN LUC", "JEAN-BAPTISTIN"),
        ("Jean", "JEAN-BAPTISTIN LUC", "JEAN-BAPTISTIN"),
        ("Jean", "JEAN BAPTISTIN LUC", "JEAN"),
        ("M'Barka", "M BARKA", "M BARKA"),
        ("M", "M'BARKA ROSE", "M'BARKA"),
        ("Marie Odile", "MARIE ODILE", "MARIE ODILE"),
        ("Jean Luc", "JEAN LUC-MARIE", "JEAN LUC-MARIE"),
    ],
)
def test_iv_012_first_name_takes_the_spelling_of_insi(first: str, names: str, adopted: str) -> None:
    known = some_traits(first_name=first, first_names=None)
    kept = adopt(known, official(first_names=names))
    assert kept.first_name == adopted
    assert compare(kept, official(first_names=names))["first_name"].verdict is Verdict.EGAL


@pytest.mark.parametrize(
    ("local", "received", "stored"),
    [
        ("1952-12-31", "1952-00-00", "1952-12-31"),
        ("1952-07-01", "1952-07-00", "1952-07-01"),
        ("1952-01-14", "1952-15-14", "1952-01-14"),
    ],
)
def test_iv_051_an_incomplete_date_is_completed_and_marked(
    local: str, received: str, stored: str
) -> None:
    adopted = adopt(some_traits(birth_date=local), official(birth_date=received))
    assert (adopted.birth_date, adopted.birth_date_interpreted) == (stored, True)


def test_iv_055_the_marker_stays_with_an_equal_date() -> None:
    known = some_traits(birth_date_interpreted=True)
    assert adopt(known, official()).birth_date_interpreted
    assert not adopt(some_traits(), official()).birth_date_interpreted


def test_iv_064_a_place_that_insi_lacks_keeps_the_local_value() -> None:
    assert adopt(some_traits(), official(birth_place=None)).birth_place == "63999"


def test_iv_060_an_indeterminate_sex_takes_that_of_insi() -> None:
    assert adopt(some_traits(sex="I"), official()).sex is Sexe.F


@pytest.mark.parametrize("trait", ["birth_name", "first_names", "birth_date", "sex"])
def test_a_trait_that_insi_lacks_keeps_the_local_value(trait: str) -> None:
    known = some_traits()
    adopted = adopt(known, official(**{trait: None}))
    assert getattr(adopted, trait) == getattr(known, trait)
    assert adopted.first_name == "ELODIE"


def test_a_date_absent_on_both_sides_stays_absent() -> None:
    known = official(first_name="ELODIE", birth_date=None)
    assert adopt(known, official(birth_date=None)).birth_date is None


def test_adopted_traits_forget_how_they_were_typed() -> None:
    assert adopt(some_traits(), official()).typed == ()


@pytest.mark.parametrize(
    "known",
    [
        some_traits(birth_name="GARANCEAU"),
        some_traits(first_name="Odile", first_names=None),
        some_traits(birth_date="1978-09-03"),
        some_traits(sex="M"),
        some_traits(birth_place="63998"),
    ],
    ids=["name", "first name", "date", "sex", "place"],
)
def test_iv_321_discordant_traits_are_never_adopted(known: Traits) -> None:
    with pytest.raises(ValueError, match="discordant"):
        adopt(known, official())


def test_a_list_absent_on_both_sides_stays_absent_and_the_first_name_is_kept() -> None:
    kept = adopt(some_traits(first_names=None), official(first_names=None))
    assert (kept.first_name, kept.first_names) == ("ELODIE", None)


def test_a_list_that_insi_lacks_does_not_touch_the_first_name() -> None:
    known = some_traits(first_name="Marie", first_names="Marie-Odile Rose")
    kept = adopt(known, official(first_names=None))
    assert (kept.first_name, kept.first_names) == ("MARIE", "MARIE-ODILE ROSE")


def test_a_first_name_that_nobody_gave_is_the_first_of_the_list() -> None:
    nameless = official(first_names=None)
    kept = adopt(nameless, official(first_names="JEAN BAPTISTIN LUC"))
    assert (kept.first_name, kept.first_names) == ("JEAN", "JEAN BAPTISTIN LUC")


def test_adopting_what_is_discordant_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"^discordant traits cannot be adopted$"):
        adopt(some_traits(sex="M"), official())
