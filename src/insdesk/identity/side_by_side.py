"""Two records of the desk trait by trait (S14): the comparison table, read both ways. Pure."""

from __future__ import annotations

from dataclasses import replace

from insdesk.identity.compare import Comparison, TraitComparison, compare
from insdesk.identity.comparison_table import TABLE, Verdict
from insdesk.identity.traits import TRAIT_NAMES, UNKNOWN_PLACE, Sexe, Traits

_MILDNESS = {
    Verdict.EGAL: 0,
    Verdict.ACCEPTABLE: 1,
    Verdict.NON_COMPARE: 2,
    Verdict.DISCORDANT: 3,
}
_ORDER = {(row.trait, row.code): place for place, row in enumerate(TABLE)}
"""Among codes of one verdict, the first of the table says most."""


def side_by_side(one: Traits, other: Traits) -> Comparison:
    """Two records trait by trait, with the codes of the comparison table (§7.2).

    That table reads a record against INSi. Here neither side is the reference: it is read both
    ways and the milder reading is kept, so that turning the sides changes no verdict and no code.
    `known` is then the first record, `official` the second.
    """
    there, back = _read(one, other), _read(other, one)
    rows = {}
    for trait in TRAIT_NAMES:
        chosen = min(there[trait], back[trait], key=_strength)
        if trait == "birth_place" and not (_place(one) or _place(other)):
            # Two places unknown are not one place.
            chosen = replace(chosen, verdict=Verdict.NON_COMPARE, code="ABSENT")
        rows[trait] = replace(chosen, known=_shown(one, trait), official=_shown(other, trait))
    return Comparison(rows)


def _read(known: Traits, official: Traits) -> dict[str, TraitComparison]:
    """The table, one way. First given names are compared with each other, as lists are."""
    # A date interpreted on either side is one whichever way it is read.
    marked = known.birth_date_interpreted or official.birth_date_interpreted
    mine = replace(_placed(known), birth_date_interpreted=marked)
    theirs = _placed(official)
    rows = {row.trait: row for row in compare(mine, theirs)}
    first = replace(theirs, first_names=official.first_name)
    rows["first_name"] = compare(mine, first)["first_name"]
    return rows


def _placed(traits: Traits) -> Traits:
    return replace(traits, birth_place=traits.birth_place or UNKNOWN_PLACE, typed=())


def _place(traits: Traits) -> str:
    return "" if traits.birth_place in (None, UNKNOWN_PLACE) else str(traits.birth_place)


def _strength(row: TraitComparison) -> tuple[int, int]:
    return _MILDNESS[row.verdict], _ORDER[row.trait, row.code]


def _shown(traits: Traits, trait: str) -> str | None:
    value = getattr(traits, trait)
    return value.value if isinstance(value, Sexe) else value
