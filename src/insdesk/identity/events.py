"""What can happen to an identity (rule book §4.3): frozen values, named after the rule book."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from insdesk.identity.patient import Attribut, Identity, Retrieval
from insdesk.identity.traits import Traits

FIVE_TRAITS = frozenset({"birth_name", "first_name", "birth_date", "sex", "birth_place"})
"""The traits ticked against a document (IV-402); `first_name` stands for the given names."""

MAY_BE_ABSENT = frozenset({"birth_place"})
"""Traits that a document may lack: « absent du document » (IV-402)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Root of the events; `default_rule` is quoted when no row of the table takes the event."""

    default_rule: ClassVar[str] = "IV-102"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreationManuelle(Event):
    """T01: traits typed, after the prior-record search."""

    default_rule: ClassVar[str] = "IV-200"
    traits: Traits = field(repr=False)
    recherche_faite: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreationDepuisInsi(Event):
    """T02: a new record from an INSi answer; `traits` are those adopted, never retyped."""

    default_rule: ClassVar[str] = "IV-200"
    traits: Traits = field(repr=False)
    retrieval: Retrieval
    recherche_faite: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreationDepuisAppCarteVitale(Event):
    """T03: a new record from the application carte Vitale; INSi must not be called."""

    default_rule: ClassVar[str] = "IV-200"
    traits: Traits = field(repr=False)
    retrieval: Retrieval
    recherche_faite: bool
    scan_valide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LectureAppCarteVitale(Event):
    """T03 on a known record: the patient's application carte Vitale read, INSi not called.

    `confirmed` names the differing traits ticked by the practitioner.
    """

    default_rule: ClassVar[str] = "T03"
    official: Traits = field(repr=False)
    retrieval: Retrieval
    scan_valide: bool
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Event):
    """T04: a record from a file; the statut announced is not inherited (IV-104)."""

    traits: Traits = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceConcordante(Event):
    """T05, T06: a document named and its traits ticked (IV-401, IV-402, IV-406)."""

    default_rule: ClassVar[str] = "IV-405"
    proof: str
    at: datetime
    ticked: frozenset[str] = FIVE_TRAITS
    absent: frozenset[str] = frozenset()
    adult_proof: str | None = None
    adult_link: str | None = None
    court_decision: bool = False
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReponseInsi(Event):
    """T07–T11, T21, T23–T25, T35: INSi answered 00 and the user accepts what it says.

    `confirmed` names the differing traits ticked against a document seen now.
    """

    official: Traits = field(repr=False)
    retrieval: Retrieval
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReponseInsiSansIdentite(Event):
    """T12: INSi answered 01 or 02, or failed; `code` says which."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationSignee(Event):
    """T13–T15: the exception procedure. `held` names the guards X1–X11 that hold now."""

    default_rule: ClassVar[str] = "IV-405"
    at: datetime
    text: str
    held: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitStrictModifie(Event):
    """T16: a strict trait edited by hand, after the warning."""

    default_rule: ClassVar[str] = "IV-322"
    traits: Traits = field(repr=False)
    averti: bool
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InsInvalidee(Event):
    """T17–T19: the user says that this INS is not this person's."""

    default_rule: ClassVar[str] = "T19"
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationNonConcordante(Event):
    """T20: INSi says that the INS held is not concordant."""

    default_rule: ClassVar[str] = "T20"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationConcordante(Event):
    """T21: INSi confirms the INS held."""

    default_rule: ClassVar[str] = "T21"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationImpossible(Event):
    """T22: the verification failed technically."""

    default_rule: ClassVar[str] = "T22"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreuveRetiree(Event):
    """T26: the document was forged, wrong, or another patient's."""

    default_rule: ClassVar[str] = "T26"
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationAnnulee(Event):
    """T27: the attestation is cancelled."""

    default_rule: ClassVar[str] = "T27"
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributPose(Event):
    """T28 for DOUT and FICT (needs `confirme`), T30 for HOMD and HOMA."""

    default_rule: ClassVar[str] = "IV-111"
    attribut: Attribut
    confirme: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributRetire(Event):
    """T29 for DOUT and FICT (needs a reason), T30 for HOMD and HOMA."""

    default_rule: ClassVar[str] = "IV-113"
    attribut: Attribut
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitComplementaireModifie(Event):
    """T31: used name, used first name or any complementary trait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiePurgee(Event):
    """T32: the copy of a document was deleted after five years."""

    default_rule: ClassVar[str] = "T32"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion(Event):
    """T33: `other` is merged into this identity, which is kept."""

    default_rule: ClassVar[str] = "IV-212"
    other: Identity
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusDePiece(Event):
    """T34: the patient does not show a document; the refusal is traced."""
