"""Comparison of the desk's traits with those of INSi (rule book §7.2): a table, the first row wins.

A verdict is a function of both sides only. Never a score: DISCORDANT blocks, whatever the hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from insdesk.identity import hints
from insdesk.identity.comparison_table import TABLE, Verdict, words_of
from insdesk.identity.traits import (
    TRAIT_NAMES,
    Sexe,
    Traits,
    complete_date,
    is_calendar_date,
)

__all__ = ["COMPLETIONS", "Comparison", "TraitComparison", "Verdict", "adopt", "compare"]

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
        verdicts = {one.verdict for one in self}
        if Verdict.DISCORDANT in verdicts:
            return Verdict.DISCORDANT
        return Verdict.EGAL if verdicts == {Verdict.EGAL} else Verdict.ACCEPTABLE

    @property
    def blocks(self) -> bool:
        """Whether acceptance is out of the question (IV-321)."""
        return self.verdict is Verdict.DISCORDANT

    @property
    def to_tick(self) -> frozenset[str]:
        """Traits whose difference must be confirmed one by one."""
        return frozenset(one.trait for one in self if one.needs_tick)


def compare(known: Traits, official: Traits) -> Comparison:
    """Compare the desk's traits with INSi's, trait by trait (§7.2, steps 1 to 6)."""
    return Comparison({trait: _one(trait, known, official) for trait in TRAIT_NAMES})


def _one(trait: str, known: Traits, official: Traits) -> TraitComparison:
    row = next(row for row in _ROWS[trait] if row.holds(known, official))
    seen = official.first_names if trait == "first_name" else getattr(official, trait)
    return TraitComparison(
        trait=trait,
        verdict=row.verdict,
        code=row.code,
        rule=row.rule,
        known=_text(getattr(known, trait)),
        official=_text(seen),
    )


def _text(value: object) -> str | None:
    return value.value if isinstance(value, Sexe) else value if isinstance(value, str) else None


_ROWS = {trait: tuple(row for row in TABLE if row.trait == trait) for trait in TRAIT_NAMES}


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
