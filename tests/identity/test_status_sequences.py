"""Invariants of rule book §4.3 over thousands of random lives, and what replaying one costs."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from itertools import pairwise

import pytest
from random_events import (
    CONFIRMED,
    LOCAL,
    MATRICULES,
    OFFICIAL,
    START,
    Met,
    a_life,
    play,
)

from insdesk.identity import events as ev
from insdesk.identity.patient import DOUBT, Attribut, Channel, Identity, Retrieval, Status
from insdesk.identity.status import TRANSITIONS, apply

LIVES = 2_500


def broken(one: Identity) -> list[str]:
    """The invariants of §4.3 that this identity does not keep."""
    held, control, status = one.retrieval, one.control, one.status
    doubt = bool(one.attributes & DOUBT)
    kept = {
        "QUAL has matricule, OID, I and C": status is not Status.QUAL
        or (held is not None and control is not None and bool(held.matricule.oid)),
        "C is bound to the traits of QUAL": status is not Status.QUAL
        or (control is not None and control.snapshot == one.traits),
        "RECUP has I alone": status is not Status.RECUP or (held is not None and control is None),
        "VALI has C alone": status is not Status.VALI or (held is None and control is not None),
        "VALI and PROV have no active INS": status not in (Status.VALI, Status.PROV)
        or held is None,
        "DOUT and FICT mean PROV, without I or C": not doubt
        or (status is Status.PROV and held is None and control is None),
        "FICT stands alone": Attribut.FICT not in one.attributes or len(one.attributes) == 1,
        "typed text is never kept": one.traits.typed == (),
    }
    return [name for name, holds in kept.items() if not holds]


@pytest.fixture(scope="module")
def played() -> list[list[Met]]:
    """Every life, by seed: the states met and the rows that made them."""
    return [play(a_life(seed)) for seed in range(LIVES)]


def test_invariants_hold_after_every_event_of_every_life(played: list[list[Met]]) -> None:
    for seed, life in enumerate(played):
        for one, _ in life:
            assert not broken(one), f"seed {seed}"


def test_every_life_replayed_gives_the_same_identities(played: list[list[Met]]) -> None:
    for seed, life in enumerate(played):
        assert play(a_life(seed)) == life, f"seed {seed}"


def test_only_a_row_of_the_table_changes_anything(played: list[list[Met]]) -> None:
    """A refused event leaves the identity as it was; a row gives the statut it promises."""
    table = {id(row) for row in TRANSITIONS}
    for seed, life in enumerate(played):
        for (before, _), (after, row) in pairwise(life):
            if row is None:
                assert after is before, f"seed {seed}"
            else:
                assert id(row) in table
                assert after.status is (row.to or before.status), f"seed {seed}"


def test_iv_700_an_ins_leaves_only_to_be_archived(played: list[list[Met]]) -> None:
    """What was held is still held, or in the history, or among the invalidated."""
    for seed, life in enumerate(played):
        for (before, _), (after, _) in pairwise(life):
            assert after.invalidated[: len(before.invalidated)] == before.invalidated
            if before.retrieval is not None:
                assert before.retrieval.matricule.value in _ever_held(after), f"seed {seed}"


def _ever_held(one: Identity) -> set[str]:
    kept = {gone.matricule.value for gone in one.invalidated}
    if one.retrieval is not None:
        kept.add(one.retrieval.matricule.value)
        former = [old.number for old in one.retrieval.history]
        kept |= {each.value for each in MATRICULES if each.number in former}
    return kept


def test_the_lives_meet_every_kind_of_event_and_every_row(played: list[list[Met]]) -> None:
    """Sequences that never went anywhere would prove nothing."""
    met = Counter(row.id for life in played for _, row in life if row)
    assert {f"T{n:02d}" for n in range(1, 36)} - set(met) == {"T14", "T15"}  # refusals
    kinds = {type(happened).__name__ for seed in range(400) for happened in a_life(seed)}
    assert kinds == {kind.__name__ for kind in ev.Event.__subclasses__()}
    assert {one.status for life in played for one, _ in life} == set(Status)


def _last(events: list[ev.Event]) -> Identity:
    one: Identity | None = None
    for happened in events:
        one = apply(one, happened)
    assert one is not None
    return one


def _seconds(events: list[ev.Event]) -> float:
    start = time.process_time()
    _last(events)
    return time.process_time() - start


def _long_life(length: int) -> list[ev.Event]:
    """A life that archives an INS every other event, as no real one does."""
    found = Retrieval(channel=Channel.INSI, at=START, matricule=MATRICULES[0])
    pair = (
        ev.ReponseInsi(official=OFFICIAL[0], retrieval=found, confirmed=CONFIRMED[1]),
        ev.TraitStrictModifie(traits=LOCAL[0], averti=True, reason="pièce"),
    )
    return [ev.Import(traits=LOCAL[0]), *(pair * (length // 2))]


def test_the_cost_of_replaying_grows_linearly_with_the_events() -> None:
    """Four times the events cost about four times, however long the history: a ratio, no clock."""
    short, long = _long_life(1_000), _long_life(4_000)
    ratios = [_seconds(long) / _seconds(short) for _ in range(5)]
    assert len(_last(long).invalidated) == 2_000
    assert statistics.median(ratios) < 6
