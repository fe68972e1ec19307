"""A record of the desk: an identity, how it was obtained, and what the person is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from insdesk.identity.matricule import Matricule
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.identity.traits import Traits


class Status(Enum):
    """The four exclusive statuts (rule book §4.1); computed from the two axes, never chosen."""

    PROV = "PROV"
    RECUP = "RECUP"
    VALI = "VALI"
    QUAL = "QUAL"


class Attribut(Enum):
    """Attributs of an identity (rule book §4.2)."""

    HOMD = "HOMD"
    HOMA = "HOMA"
    DOUT = "DOUT"
    FICT = "FICT"


DOUBT = frozenset({Attribut.DOUT, Attribut.FICT})


class Channel(Enum):
    """How the INS was obtained (axis I)."""

    CV = "CV"
    INSI = "INSI"
    AV = "AV"


class ControlKind(Enum):
    """How the identity was checked (axis C)."""

    DOC = "DOC"
    ATTEST = "ATTEST"
    AV = "AV"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """Axis I: the INS as obtained, with its channel, time and environment."""

    channel: Channel
    at: datetime
    matricule: Matricule
    history: tuple[FormerMatricule, ...] = ()
    environment: Environment = Environment.DECOUVERTE
    message_id: str = ""
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Axis C: proof code, time and the snapshot of the traits that were checked (IV-103).

    `proof` is a code of the register, or `ATTEST_LIB` for the attestation (open point Q3);
    `adult_proof` is the document of a minor's parent or guardian, and `adult_link` what that
    adult is to the minor (IV-406).
    """

    kind: ControlKind
    proof: str
    at: datetime
    snapshot: Traits = field(repr=False)
    adult_proof: str | None = None
    adult_link: str | None = None
    expired_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Strict traits, the two axes and the attributs. The statut is derived, never stored apart."""

    traits: Traits = field(repr=False)
    retrieval: Retrieval | None = None
    control: Control | None = None
    attributes: frozenset[Attribut] = frozenset()
    invalidated: tuple[Retrieval, ...] = ()
    """INS once held and withdrawn, newest last: shown in the history, never transmitted."""

    @property
    def status(self) -> Status:
        """Statut = f(I, C, attributs) (IV-102); DOUT or FICT always means PROV (IV-110)."""
        if self.attributes & DOUBT:
            return Status.PROV
        match (self.retrieval is not None, self.control is not None):
            case (True, True):
                return Status.QUAL
            case (True, False):
                return Status.RECUP
            case (False, True):
                return Status.VALI
            case _:
                return Status.PROV


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One record of the base. `uid` is ours, opaque, and the only name a log may use.

    `version` counts the writes of the record: a write over another version is refused.
    `known_since` is the ISO day the practitioner declared for « déjà suivi », None if never.
    `merged_into` is the record that took this one in (T33): it is then out of lists and searches.
    """

    uid: str
    identity: Identity
    used_name: str | None = field(default=None, repr=False)
    used_first_name: str | None = field(default=None, repr=False)
    created_at: datetime
    traits_recorded_at: datetime
    known_since: str | None = None
    environment: Environment = Environment.DECOUVERTE
    version: int = 0
    merged_into: str | None = None

    @property
    def status(self) -> Status:
        """The statut of its identity."""
        return self.identity.status

    @property
    def traits(self) -> Traits:
        """The strict traits of its identity."""
        return self.identity.traits

    @property
    def active_matricule(self) -> Matricule | None:
        """The matricule that may leave the desk: only a qualified identity has one (IV-101)."""
        retrieval = self.identity.retrieval
        return retrieval.matricule if retrieval and self.status is Status.QUAL else None
