"""No guard X1–X11 can be removed or altered without a worked example of §9 failing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attestation_examples import CASES, Case

from insdesk.qualification import rules
from insdesk.qualification.rules import GUARDS, Guard
from table_mutants import mutants, survivors


def changes(row: Guard) -> Iterator[tuple[str, dict[str, object]]]:
    yield "id", {"id": "X99"}
    yield "reason", {"reason": "AUTRE"}
    yield "always", {"holds": lambda _run, _evidence, _facts: True}
    yield "never", {"holds": lambda _run, _evidence, _facts: False}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_worked_example_of_the_exception_procedure(case: Case) -> None:
    assert case.holds


def test_every_mutant_of_a_guard_fails_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(mutants(GUARDS, lambda row: f"{row.id} {row.reason}", changes))
    assert len(found) == 5 * len(GUARDS)
    alive = survivors(
        found,
        lambda table: monkeypatch.setattr(rules, "GUARDS", table),
        lambda _mutant: all(case.holds for case in CASES),
    )
    assert alive == []
