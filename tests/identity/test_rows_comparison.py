"""No row of §7.2 can be removed or altered without a worked example failing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from comparison_examples import RULE_BOOK, STEPS, Example
from comparison_unseen import UNSEEN
from matricule_examples import MATRICULES, MatriculeExample

from insdesk.identity import compare as subject
from insdesk.identity.comparison_table import MATRICULE_TABLE, TABLE, Row, Verdict
from insdesk.identity.traits import Traits
from table_mutants import Mutant, Table, mutants, survivors

EXAMPLES = (*RULE_BOOK, *STEPS, *UNSEEN)
LAST = "it holds for all already: the last resort of its trait"


@dataclass(frozen=True)
class Case:
    """A table, and the names of its mutants that no pair of identities can tell from it."""

    table: Table
    equivalent: dict[str, str]


CASES = {
    "traits": Case(
        TABLE,
        {
            "birth_name NOM_DIFFERENT always": LAST,
            "first_name PRENOM_DIFFERENT always": LAST,
            "first_names LISTE_DIFFERENTE always": LAST,
            "birth_date DATE_DIFFERENTE always": LAST,
            "sex SEXE always": LAST,
            "birth_place LIEU always": LAST,
        },
    ),
    "matricule": Case(MATRICULE_TABLE, {"matricule COLLISION_POSSIBLE always": LAST}),
}


def changes(row: Row[Traits]) -> Iterator[tuple[str, dict[str, object]]]:
    yield "rule", {"rule": "7.2-9"}
    yield "code", {"code": "AUTRE"}
    others = [one for one in Verdict if one is not row.verdict]
    yield from ((f"verdict={one.value}", {"verdict": one}) for one in others)
    yield "always", {"holds": lambda _known, _official: True}
    yield "never", {"holds": lambda _known, _official: False}


def traits_hold(mutant: Mutant) -> bool:
    """Those of the trait first: most mutants fall at once."""
    trait = mutant.row.split()[0]
    return all(_holds(one) for one in sorted(EXAMPLES, key=lambda one: one.trait != trait))


def _holds(one: Example) -> bool:
    try:
        seen = subject.compare(one.known, one.official)[one.trait]
    except (LookupError, ValueError):  # no row is left, or one is asked what it cannot know
        return False
    return (seen.verdict, seen.code, seen.rule) == (one.verdict, one.code, one.rule)


def matricules_hold(_mutant: Mutant) -> bool:
    return all(_matricule_holds(one) for one in MATRICULES)


def _matricule_holds(one: MatriculeExample) -> bool:
    try:
        seen = subject.compare_matricule(one.held, one.new, one.history)
    except LookupError:
        return False
    return (seen.trait, seen.verdict, seen.code, seen.rule) == (
        "matricule",
        one.verdict,
        one.code,
        "7.2-7",
    )


def _label(row: Row[Traits]) -> str:
    return f"{row.trait} {row.code}"


def test_every_mutant_of_a_row_of_traits_fails_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES["traits"]

    def install(table: Table) -> None:
        monkeypatch.setattr(subject, "_STEPS", subject._steps(table))

    found = list(mutants(case.table, _label, changes))
    assert len(found) == 8 * len(TABLE)
    assert set(survivors(found, install, traits_hold)) == set(case.equivalent)


def test_every_mutant_of_a_row_of_matricules_fails_an_example(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = CASES["matricule"]

    def install(table: Table) -> None:
        monkeypatch.setattr(subject, "MATRICULE_TABLE", table)

    found = list(mutants(case.table, _label, changes))
    assert len(found) == 8 * len(MATRICULE_TABLE)
    assert set(survivors(found, install, matricules_hold)) == set(case.equivalent)


def test_a_table_without_its_last_resort_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MATRICULE_TABLE", ())
    one = MATRICULES[0]
    with pytest.raises(LookupError, match=r"^a table without a last resort$"):
        subject.compare_matricule(one.held, one.new, one.history)


def test_every_example_holds_on_the_tables_themselves() -> None:
    assert all(_holds(one) for one in EXAMPLES)
    assert all(_matricule_holds(one) for one in MATRICULES)
