"""No row of T01–T35 can be removed or altered without an example of the rule book failing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from transition_examples import PIECE, PROV
from transition_moves import ALLOWED
from transition_refusals import FORBIDDEN

from insdesk.identity import effects as do
from insdesk.identity import guards as when
from insdesk.identity import status
from insdesk.identity.patient import Status
from insdesk.identity.status import REFUSALS, TRANSITIONS
from insdesk.identity.transitions import Transition
from table_mutants import Mutant, Table, mutants, survivors

EXAMPLES = (*ALLOWED, *FORBIDDEN)

SAME_STATUT = "the statut of its only origin: « unchanged » says the same in other words"
STATED_TWICE = "the guard repeats what REFUSALS, looked at first, already refuse"
AFTER_OTHERS = "the rows above it take every case in which this guard is false"
BLANK_EFFECT = "a creation starts from a record made of the event: the effect adds nothing"
EQUIVALENT = {
    "TRANSITIONS": {
        "T10 to=None": SAME_STATUT,
        "T11 to=None": SAME_STATUT,
        "T21 to=None": SAME_STATUT,
        "T23 to=None": SAME_STATUT,
        "T24 to=None": SAME_STATUT,
        "T29 to=None": SAME_STATUT,
        "T05 guard=True": STATED_TWICE,
        "T06 guard=True": STATED_TWICE,
        "T09 guard=True": STATED_TWICE,
        "T07 guard=True": AFTER_OTHERS,
        "T14 guard=True": AFTER_OTHERS,
        "T24/2 guard=True": AFTER_OTHERS,
        "T01 effect=nothing": BLANK_EFFECT,
        "T02 effect=nothing": BLANK_EFFECT,
        "T04 effect=nothing": BLANK_EFFECT,
    },
    "REFUSALS": {},
}
"""Mutants that no event can tell from the table, each with its reason."""


def changes(row: Transition) -> Iterator[tuple[str, dict[str, object]]]:
    yield "id", {"id": "T99"}
    yield from ((f"to={_name(to)}", {"to": to}) for to in (None, *Status) if to is not row.to)
    for gone in row.origin:
        kept = tuple(one for one in row.origin if one is not gone)
        yield f"without {_name(gone)}", {"origin": kept}
    answers = (False,) if row.guard is when.always else (True, False)
    yield from ((f"guard={answer}", {"guard": _always(answer)}) for answer in answers)
    if row.refusal:
        yield "allowed", {"effect": do.nothing, "refusal": False}
    else:
        yield "refused", {"effect": do.refuse, "refusal": True}
        if row.effect is not do.nothing:
            yield "effect=nothing", {"effect": do.nothing}


def _name(one: Status | None) -> str:
    return one.value if one else "None"


def _always(answer: bool) -> object:
    return lambda _identity, _event: answer


def _all_hold(mutant: Mutant) -> bool:
    """Those of the row first: most mutants fall at once."""
    rule = mutant.row.split("/")[0]
    ordered = sorted(EXAMPLES, key=lambda one: one.rule != rule)
    return all(one.holds for one in ordered)


@pytest.mark.parametrize("table", ["TRANSITIONS", "REFUSALS"])
def test_every_mutant_of_a_row_fails_an_example(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Table = {"TRANSITIONS": TRANSITIONS, "REFUSALS": REFUSALS}[table]
    found = list(mutants(rows, lambda row: row.id, changes))
    alive = survivors(found, lambda one: monkeypatch.setattr(status, table, one), _all_hold)
    assert set(alive) == set(EQUIVALENT[table])
    assert len(found) > 7 * len(rows)


def test_every_example_holds_on_the_table_itself() -> None:
    assert all(one.holds for one in EXAMPLES)


def test_a_row_that_lies_about_its_statut_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = [replace(row, to=Status.RECUP) if row.id == "T05" else row for row in TRANSITIONS]
    monkeypatch.setattr(status, "TRANSITIONS", tuple(lying))
    with pytest.raises(RuntimeError, match=r"^row T05 promised Status\.RECUP, made Status\.VALI$"):
        status.apply(PROV, PIECE)
