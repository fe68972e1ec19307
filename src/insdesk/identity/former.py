"""Former names of a record, as the journal keeps them: who changed them, when and why (IV-701).

They live in the encrypted detail of three kinds of lines; nothing else of the base holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from insdesk.identity.filing import JournalLine

STRICT = ("TRAIT_STRICT_CHANGED", "INSI_TRAITS_ACCEPTED")
"""Lines of which the detail has the strict traits before and after: by hand, and by INSi."""

USED = "TRAIT_COMPL_CHANGED"
"""Its detail has each used name before and after."""

TELLING = (*STRICT, USED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """One name that the record held until `at`; `by` is the national id of who changed it.

    `trait` is birth_name, first_name, first_names, used_name or used_first_name; `why` is the code
    of the clear line, `reason` the words of the user, empty when there are none.
    """

    trait: str
    name: str = field(repr=False)
    at: datetime
    by: str
    why: str = ""
    reason: str = field(default="", repr=False)


NAMES = ("birth_name", "first_name", "first_names")
USED_NAMES = ("used_name", "used_first_name")


def former_names(line: JournalLine, detail: Mapping[str, object]) -> tuple[FormerName, ...]:
    """The names that this line of the journal made former; none for any other line."""
    actor = line.facts.get("actor")
    by = actor.get("praticien", "") if isinstance(actor, Mapping) else ""
    why = "INSI" if line.type == "INSI_TRAITS_ACCEPTED" else line.facts.get("motif", "")
    return tuple(
        FormerName(
            trait=trait,
            name=name,
            at=line.at,
            by=str(by),
            why=str(why),
            reason=str(detail.get("motif", "")),
        )
        for trait, name in _held(line.type, detail)
    )


def _held(type_: str, detail: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if type_ == USED:
        yield from former_used(detail)
    elif type_ in STRICT:
        before = detail.get("avant")
        for trait in NAMES if isinstance(before, Mapping) else ():
            if isinstance(before, Mapping) and isinstance(name := before.get(trait), str) and name:
                yield trait, name


def former_used(detail: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The used names of before, from the detail of one change."""
    for trait in USED_NAMES:
        pair = detail.get(trait)
        if isinstance(pair, (list, tuple)) and pair and isinstance(pair[0], str) and pair[0]:
            yield trait, pair[0]
