"""S13: what to do when the identities do not agree, from what the document says. A pure table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from insdesk.identity.compare import Verdict
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification.steps import Run


class Said(Enum):
    """What the document says of one differing trait."""

    INSI = "comme INSi"
    DOSSIER = "comme le dossier"
    AUTRE = "autre chose"
    ABSENTE = "pièce absente"


class DiscordanceOutcome(Enum):
    """What follows (ux.md S13). Never a qualification: a discordance is repaired, not forced."""

    CORRIGER = "corriger le dossier"
    NE_PAS_QUALIFIER = "ne pas qualifier"
    AUTRE_PERSONNE = "autre personne"
    INCOMPLET = "incomplet"


@dataclass(frozen=True, slots=True)
class Case:
    """One row: the answers about the differing rows (None: not said yet) and what they mean."""

    outcome: DiscordanceOutcome
    rule: str
    holds: Callable[[tuple[Said | None, ...], bool], bool]


AGAINST = frozenset({Said.DOSSIER, Said.AUTRE})
"""The document contradicts INSi: the register or the document is to be corrected (§7.1)."""

CASES: tuple[Case, ...] = (
    Case(DiscordanceOutcome.AUTRE_PERSONNE, "P09", lambda _said, other: other),
    Case(
        DiscordanceOutcome.NE_PAS_QUALIFIER,
        "IV-321",
        lambda said, _other: any(one in AGAINST for one in said),
    ),
    Case(
        DiscordanceOutcome.CORRIGER,
        "IV-323",
        lambda said, _other: bool(said) and all(one is Said.INSI for one in said),
    ),
    Case(DiscordanceOutcome.INCOMPLET, "IV-402", lambda _said, _other: True),
)
"""In this order: the first row that holds is the outcome."""

RECORDABLE = frozenset({DiscordanceOutcome.NE_PAS_QUALIFIER, DiscordanceOutcome.INCOMPLET})
"""Outcomes after which the discordance may be kept for later (« À traiter »)."""


def differing(run: Run) -> tuple[str, ...]:
    """The traits to ask about: those that block, in the order of the comparison."""
    rows = run.comparison or ()
    return tuple(one.trait for one in rows if one.verdict is Verdict.DISCORDANT)


def discordance_case(run: Run, said: Mapping[str, Said], other_person: bool) -> Case:
    """The row that decides, with its rule."""
    answers = tuple(said.get(trait) for trait in differing(run))
    return next(case for case in CASES if case.holds(answers, other_person))


def discordance_outcome(
    run: Run, said: Mapping[str, Said], other_person: bool
) -> DiscordanceOutcome:
    """GUI. What follows from the document's answers, trait by trait."""
    return discordance_case(run, said, other_person).outcome


def to_treat(uid: str, run: Run) -> TodoNote:
    """The case left « à traiter »: one line for the record, with the first trait that differs."""
    held = run.patient.identity.retrieval if run.patient else None
    return TodoNote(
        kind=TodoKind.DISCORDANCE,
        patient_uid=uid,
        reason="DISCORDANCE",
        rule="T35" if held is not None else "IV-321",
        trait=next(iter(differing(run)), None),
    )
