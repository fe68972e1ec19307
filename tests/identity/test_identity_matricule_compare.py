"""The matricule already stored against the one INSi sends: rule book §7.2-7, T23, T25."""

from __future__ import annotations

import pytest
from matricule_examples import MATRICULES, A, D, E, MatriculeExample

from insdesk.identity.compare import compare_matricule


@pytest.mark.parametrize("example", MATRICULES, ids=lambda example: example.id)
def test_worked_example_of_a_matricule(example: MatriculeExample) -> None:
    seen = compare_matricule(example.held, example.new, example.history)
    assert (seen.verdict, seen.code) == (example.verdict, example.code)
    assert (seen.trait, seen.rule) == ("matricule", "7.2-7")
    assert (seen.known, seen.official) == (example.held.value, example.new.value)


@pytest.mark.parametrize("example", MATRICULES, ids=lambda example: example.id)
def test_a_new_matricule_is_ticked_and_a_collision_is_not(example: MatriculeExample) -> None:
    seen = compare_matricule(example.held, example.new, example.history)
    assert seen.needs_tick == (example.verdict is A)
    assert not seen.completed


def test_no_repr_shows_a_matricule() -> None:
    shown = repr([compare_matricule(one.held, one.new, one.history) for one in MATRICULES])
    assert not any(one.held.number in shown for one in MATRICULES)
    assert {one.verdict for one in MATRICULES} == {E, A, D}
