"""What waits for the practitioner (« À traiter »): its kinds, as values. Pure.

Some kinds are read off the records themselves (a statut, a date); the others are notes, kept by
the base until the reason is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insdesk.identity.filing import PatientRow


class TodoKind(Enum):
    """The groups of S17, in the order in which they are shown (ux.md §4)."""

    ATTENTE_INSI = "ATTENTE_INSI"
    PIECE_A_VOIR = "PIECE_A_VOIR"
    INSI_A_APPELER = "INSI_A_APPELER"
    DISCORDANCE = "DISCORDANCE"
    DOUBLON = "DOUBLON"
    A_REVERIFIER = "A_REVERIFIER"
    ANOMALIE = "ANOMALIE"


DERIVED = frozenset({TodoKind.PIECE_A_VOIR, TodoKind.INSI_A_APPELER, TodoKind.A_REVERIFIER})
"""Kinds that no note says: RECUP, VALI, and an INS not verified for years (IV-702)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoNote:
    """One note about a record. `reason` is a code, `rule` the id of the rule that asks for it.

    Two notes of the same kind, record, other record, reason and trait are one; a note of DOUBLON
    is about a pair, whichever record comes first.
    """

    kind: TodoKind
    patient_uid: str
    reason: str
    rule: str
    other_uid: str | None = None
    trait: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoLine:
    """One line of S17: the record, why, since when; `other` for two records alike."""

    kind: TodoKind
    patient: PatientRow = field(repr=False)
    reason: str
    rule: str
    since: datetime | None = None
    trait: str | None = None
    other: PatientRow | None = field(default=None, repr=False)
