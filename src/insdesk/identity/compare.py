"""Comparison of the desk's traits with those of INSi (rule book §7.2): a table, the first row wins.

A verdict is a function of both sides only. Never a score: DISCORDANT blocks, whatever the hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from insdesk.identity import hints
from insdesk.identity.comparison_table import (
    MATRICULE_TABLE,
    TABLE,
    Ins,
    Row,
    Side,
    Verdict,
    words_of,
)
from insdesk.identity.matricule import Matricule
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.traits import (
    TRAIT_NAMES,
    Traits,
    complete_date,
    is_calendar_date,
)

__all__ = [
    "COMPLETIONS",
    "Comparison",
    "TraitComparison",
    "Verdict",
    "adopt",
    "compare",
    "compare_matricule",
]

COMPLETIONS = frozenset({"COMPLETION", "ABSENT_INSI"})
"""ACCEPTABLE codes that need no tick, since nothing contradicts (decision 13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitComparison:
    """One trait: verdict, reason code and rule; `known` and `official` as they were compared."""

    trait: str
    verdict: Verdict
    code: str
    rule: str
    known: str | None = field(repr=False)
    official: str | None = field(repr=False)

    @property
    def completed(self) -> bool:
        """Whether INSi only adds or lacks a value: shown `+`, needs no tick."""
        return self.verdict is Verdict.NON_COMPARE or self.code in COMPLETIONS

    @property
    def needs_tick(self) -> bool:
        """Whether this difference must be confirmed by the user (decision 13)."""
        return self.verdict is Verdict.ACCEPTABLE and not self.completed


@dataclass(frozen=True, slots=True)
class Comparison:
    """All traits of two identities, by name: `comparison["birth_name"].verdict`."""

    traits: Mapping[str, TraitComparison]

    def __getitem__(self, trait: str) -> TraitComparison:
        return self.traits[trait]

    def __iter__(self) -> Iterator[TraitComparison]:
        return iter(self.traits.values())

    @property
    def verdict(self) -> Verdict:
        """Worst trait; a trait that one side lacks leaves the whole ACCEPTABLE at best."""
        worst = Verdict.EGAL
        for one in self:
            if one.verdict is Verdict.DISCORDANT:
                return Verdict.DISCORDANT
            if one.verdict is not Verdict.EGAL:
                worst = Verdict.ACCEPTABLE
        return worst

    @property
    def blocks(self) -> bool:
        """Whether acceptance is out of the question (IV-321)."""
        return self.verdict is Verdict.DISCORDANT

    @property
    def to_tick(self) -> frozenset[str]:
        """Traits whose difference must be confirmed one by one."""
        return frozenset([one.trait for one in self if one.needs_tick])


def compare(known: Traits, official: Traits) -> Comparison:
    """Compare the desk's traits with INSi's, trait by trait (§7.2, steps 1 to 6)."""
    compared = {}
    for trait, facing, rows in _STEPS:
        row = _first(rows, known, official)
        compared[trait] = TraitComparison(
            trait=trait,
            verdict=row.verdict,
            code=row.code,
            rule=row.rule,
            known=_text(known, trait),
            official=_text(official, facing),
        )
    return Comparison(compared)


def compare_matricule(
    held: Matricule, new: Matricule, history: tuple[FormerMatricule, ...]
) -> TraitComparison:
    """The matricule of the record against the one INSi sends with `history` (§7.2, step 7).

    DISCORDANT means that two persons may be in one record: the answer is not accepted (T25).
    """
    row = _first(MATRICULE_TABLE, Ins(held), Ins(new, history))
    return TraitComparison(
        trait=row.trait,
        verdict=row.verdict,
        code=row.code,
        rule=row.rule,
        known=held.value,
        official=new.value,
    )


def _first(rows: tuple[Row[Side], ...], known: Side, official: Side) -> Row[Side]:
    """The row that decides. The last row of every trait holds for all."""
    for row in rows:
        if row.holds(known, official):
            return row
    raise LookupError("a table without a last resort")


def _text(traits: Traits, trait: str) -> str | None:
    if trait == "sex":
        return traits.sex.value if traits.sex else None
    text: str | None = getattr(traits, trait)
    return text


Steps = tuple[tuple[str, str, tuple[Row[Traits], ...]], ...]


def _steps(table: tuple[Row[Traits], ...]) -> Steps:
    """Each trait of the desk, the trait of INSi it faces (step 2), the rows that judge it."""
    return tuple(
        (
            trait,
            "first_names" if trait == "first_name" else trait,
            tuple(row for row in table if row.trait == trait),
        )
        for trait in TRAIT_NAMES
    )


_STEPS = _steps(TABLE)


def adopt(known: Traits, official: Traits) -> Traits:
    """The traits to store once INSi is accepted (IV-321, T07): INSi's, completed by the rules.

    The first given name takes INSi's spelling of the same words, up to the end of a compound
    (IV-012: never a cut at the first space). An incomplete date is completed and marked; a place
    that INSi lacks keeps the local value. Raises ValueError if the two are DISCORDANT.
    """
    if compare(known, official).blocks:
        raise ValueError("discordant traits cannot be adopted")
    names = official.first_names or known.first_names or ""
    count = len(words_of(known.first_name)) or 1
    first = hints.whole_compound(names, count) if official.first_names else known.first_name
    received = official.birth_date or known.birth_date
    return Traits(
        birth_name=official.birth_name or known.birth_name,
        first_name=first or known.first_name,
        first_names=names or None,
        birth_date=complete_date(received) if received else None,
        sex=official.sex or known.sex,
        birth_place=official.birth_place or known.birth_place,
        birth_date_interpreted=known.birth_date_interpreted
        or (received is not None and not is_calendar_date(received)),
    )
