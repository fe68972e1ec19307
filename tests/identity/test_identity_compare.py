"""Comparison of the desk with INSi: rule book §7, each example quoted by its id."""

from __future__ import annotations

import pytest
from comparison_examples import RULE_BOOK, STEPS, A, D, E, Example, N
from comparison_unseen import UNSEEN

from builders import (
    a_control,
    a_matricule,
    a_patient,
    a_retrieval,
    found,
    official,
    qualified_patient,
    some_traits,
)
from insdesk.identity.compare import compare
from insdesk.identity.comparison_table import TABLE
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.traits import TRAIT_NAMES


@pytest.mark.parametrize("example", RULE_BOOK, ids=lambda example: example.id)
def test_worked_example_of_the_rule_book(example: Example) -> None:
    outcome = compare(example.known, example.official)[example.trait]
    assert (outcome.verdict, outcome.code) == (example.verdict, example.code)


@pytest.mark.parametrize("example", UNSEEN, ids=lambda example: example.id)
def test_further_example(example: Example) -> None:
    outcome = compare(example.known, example.official)[example.trait]
    assert (outcome.verdict, outcome.code) == (example.verdict, example.code)


@pytest.mark.parametrize("example", STEPS, ids=lambda example: example.id)
def test_step_of_the_algorithm(example: Example) -> None:
    outcome = compare(example.known, example.official)[example.trait]
    assert (outcome.verdict, outcome.code) == (example.verdict, example.code)


def test_every_example_of_the_rule_book_is_here() -> None:
    expected = {f"C{number:02d}" for number in range(1, 46)} - {"C27"}
    assert {example.id for example in RULE_BOOK} == expected


def test_every_row_of_the_table_has_an_example() -> None:
    shown = {(example.trait, example.code) for example in RULE_BOOK + STEPS}
    assert shown == {(row.trait, row.code) for row in TABLE}


def test_every_row_names_its_paragraph_of_the_rule_book() -> None:
    paragraphs = dict(zip(TRAIT_NAMES, range(1, 7), strict=False))
    order = ["birth_name", "first_name", "first_names", "birth_date", "sex", "birth_place"]
    assert list(TRAIT_NAMES) == order
    assert all(row.rule == f"7.2-{paragraphs[row.trait]}" for row in TABLE)


@pytest.mark.parametrize("trait", TRAIT_NAMES)
def test_the_last_row_of_each_trait_takes_whatever_is_left(trait: str) -> None:
    last = [row for row in TABLE if row.trait == trait][-1]
    assert last.holds(some_traits(), official())
    assert last.verdict is D


def test_outcome_shows_both_sides_and_its_rule() -> None:
    outcome = compare(some_traits(sex="M"), official())["sex"]
    assert (outcome.known, outcome.official, outcome.rule) == ("M", "F", "7.2-5")


def test_first_name_is_shown_against_the_list_of_insi() -> None:
    outcome = compare(some_traits(), official())["first_name"]
    assert (outcome.known, outcome.official) == ("ELODIE", "ELODIE MARTHE ROSE")


# --- IV-013: coherence of the first given name with the start of the list ---------------------


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        ("JEAN", E),
        ("JEAN CHRISTOPHE", E),
        ("JEAN-CHRISTOPHE", A),
        ("JEAN-CHRISTOPHE-PIERRE", A),
        ("CHRISTOPHE", D),
        ("PIERRE", D),
    ],
)
def test_iv_013_values_coherent_with_a_list(first: str, verdict: object) -> None:
    known = some_traits(first_name=first, first_names=None)
    outcome = compare(known, official(first_names="JEAN CHRISTOPHE PIERRE"))["first_name"]
    assert outcome.verdict is verdict


# --- the whole identity --------------------------------------------------------------------------


def test_g1_a_completed_list_leaves_the_whole_acceptable_without_a_tick() -> None:
    comparison = compare(some_traits(first_names=None), official())
    assert comparison.verdict is A
    assert comparison.to_tick == frozenset()
    assert comparison["first_names"].completed


def test_g2_one_discordant_trait_makes_the_whole_discordant() -> None:
    comparison = compare(some_traits(birth_name="GARANCEAU"), official())
    assert comparison.verdict is D
    assert comparison.blocks


def test_g3_a_separator_is_acceptable_once_ticked() -> None:
    known = some_traits(birth_name="LEFEVRE AUBRY")
    patient = a_patient(traits=known, control=a_control(proof="PA", snapshot=known))
    comparison = compare(patient.traits, official(birth_name="LEFEVRE-AUBRY"))
    assert patient.status is Status.VALI
    assert comparison.verdict is A
    assert comparison.to_tick == {"birth_name"}


def test_g4_a_new_matricule_does_not_touch_the_comparison_of_traits() -> None:
    stored = a_matricule("1090763220000")
    assert stored.key == "50"
    before = FormerMatricule(number=stored.number, key=stored.key, oid=stored.oid)
    answer = found(matricule=a_matricule(), history=(before,))
    patient = qualified_patient()
    received = answer.traits()
    assert received is not None
    assert compare(patient.traits, received).verdict is E


def test_g5_equal_everywhere_is_equal_whatever_the_attributes() -> None:
    patient = a_patient(attributes=[Attribut.HOMD])
    assert compare(patient.traits, official()).verdict is E


def test_a_trait_that_one_side_lacks_leaves_the_whole_acceptable() -> None:
    comparison = compare(some_traits(sex=None), official())
    assert comparison["sex"].verdict is N
    assert comparison["sex"].completed
    assert comparison.verdict is A
    assert not comparison.blocks


@pytest.mark.parametrize("example", RULE_BOOK + STEPS, ids=lambda example: example.id)
def test_decision_13_which_differences_need_a_tick(example: Example) -> None:
    outcome = compare(example.known, example.official)[example.trait]
    contradicts = example.verdict is A and example.code not in {"COMPLETION", "ABSENT_INSI"}
    assert outcome.needs_tick == contradicts


def test_a_qualified_record_compares_equal_with_what_qualified_it() -> None:
    patient = a_patient(retrieval=a_retrieval(), control=a_control())
    assert patient.status is Status.QUAL
    assert compare(patient.traits, official()).verdict is E
