"""T01–T35 of rule book §4.3, each by its id, and the refusals around them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from transition_examples import (
    BY_APP,
    DOUBTFUL,
    FORMER,
    HYPHEN,
    LOCAL,
    MINE,
    NEWER,
    NOW,
    OTHER,
    PIECE,
    PROV,
    QUAL,
    VALI,
    Move,
    answer,
)
from transition_moves import ALLOWED
from transition_refusals import FORBIDDEN

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.patient import Attribut, Control, ControlKind, Identity, Status
from insdesk.identity.status import REFUSALS, TRANSITIONS, apply, find

MOVES = (*ALLOWED, *FORBIDDEN)


@pytest.mark.parametrize("example", MOVES, ids=[f"{one.rule}-{n}" for n, one in enumerate(MOVES)])
def test_worked_example(example: Move) -> None:
    assert example.holds


def test_an_example_that_says_otherwise_would_fail() -> None:
    """The examples are only worth what `holds` refuses."""
    right = Move("T05", PROV, PIECE, {"status": Status.VALI, "proof": "DOC:PA"})
    assert right.holds
    assert not replace(right, rule="T06").holds
    assert not replace(right, becomes={"status": Status.VALI}).holds
    assert not replace(right, refused=True).holds
    assert not Move("IV-405", None, PIECE).holds


def test_the_table_has_every_row_of_the_rule_book() -> None:
    assert {row.id for row in TRANSITIONS} == {f"T{n:02d}" for n in range(1, 36)}
    assert {row.id for row in TRANSITIONS if row.refusal} == {"T14", "T15"}
    assert all(row.refusal for row in REFUSALS)
    assert all(row.source for row in (*TRANSITIONS, *REFUSALS))


def test_every_row_is_reached_by_a_case() -> None:
    reached = {id(row) for one in MOVES if (row := _row(one.before, one.event))}
    missed = [row.id for row in (*TRANSITIONS, *REFUSALS) if id(row) not in reached]
    assert not missed


def _row(before: Identity | None, event: ev.Event) -> object:
    try:
        return find(before, event)
    except Refused:
        return None


def test_accepting_replaces_the_local_traits_and_keeps_the_control() -> None:
    result = apply(VALI, answer(HYPHEN, confirmed=frozenset({"first_names"})))
    assert result.traits.first_names == "ELODIE MARTHE-ROSE"
    assert result.traits.first_name == "ELODIE"
    assert result.control is not None
    assert result.control.snapshot == result.traits


def test_t10_and_t35_keep_nothing_of_the_answer() -> None:
    assert apply(VALI, answer(OTHER)) == VALI
    assert apply(QUAL, answer(OTHER)) == QUAL


def test_t16_archives_the_ins_and_cancels_both_axes() -> None:
    edited = replace(LOCAL, birth_name="TILLEULE")
    result = apply(QUAL, ev.TraitStrictModifie(traits=edited, averti=True, reason="acte"))
    assert result.traits == edited
    assert result.retrieval is None
    assert result.control is None
    assert [one.matricule for one in result.invalidated] == [MINE]


def test_t23_archives_the_old_matricule_once() -> None:
    result = apply(QUAL, answer(matricule=NEWER, history=(FORMER,)))
    assert result.retrieval is not None
    assert result.retrieval.matricule == NEWER
    assert [one.number for one in result.retrieval.history] == [MINE.number]


def test_t28_invalidates_the_ins_and_t29_restores_nothing() -> None:
    assert DOUBTFUL.retrieval is None
    assert [one.matricule for one in DOUBTFUL.invalidated] == [MINE]
    lifted = apply(DOUBTFUL, ev.AttributRetire(attribut=Attribut.DOUT, reason="vérifié"))
    assert lifted.status is Status.PROV
    assert lifted.control is None


def test_doubt_masks_even_complete_axes() -> None:
    """A record that would hold both axes and DOUT still is PROV (IV-110)."""
    control = Control(kind=ControlKind.DOC, proof="CN", at=NOW, snapshot=LOCAL)
    both = Identity(
        traits=LOCAL,
        retrieval=BY_APP,
        control=control,
        attributes=frozenset({Attribut.DOUT}),
    )
    assert both.status is Status.PROV
