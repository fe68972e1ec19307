"""Who may do what (rule book §11): the table as data, act by role. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind, PractitionerReading
from insdesk.identity.readings import Environment


class Act(Enum):
    """The acts of the table; the value is the id of its row."""

    SEARCH_CREATE = "R01"
    CALL_INSI = "R02"
    CHECK_DOCUMENT = "R03"
    ATTEST = "R04"
    SET_ATTRIBUTE = "R05"
    WITHDRAW = "R06"
    EXPORT_INS = "R07"


class Role(Enum):
    """Who is at the desk, told by the card whose code was given."""

    PRACTITIONER = "praticien"
    SECRETARY = "secrétariat"
    NOBODY = "personne"


class Leave(Enum):
    """What the table says of an act for a role."""

    YES = "oui"
    IF_GRANTED = "si accordé"
    NO = "non"


@dataclass(frozen=True, slots=True)
class Row:
    """One act: what the practitioner, the secretary and nobody may."""

    act: Act
    label: str
    practitioner: Leave
    secretary: Leave
    nobody: Leave
    source: str

    def of(self, role: Role) -> Leave:
        """The cell of this role."""
        match role:
            case Role.PRACTITIONER:
                return self.practitioner
            case Role.SECRETARY:
                return self.secretary
            case Role.NOBODY:
                return self.nobody


_YES, _IF, _NO = Leave.YES, Leave.IF_GRANTED, Leave.NO

GRANTS: Mapping[Act, Row] = {
    row.act: row
    for row in (
        # Nobody authenticated: the local login rules, which are the lock of the windows.
        Row(Act.SEARCH_CREATE, "Chercher, créer une identité", _YES, _YES, _YES, "NAQ-LIB"),
        Row(Act.CALL_INSI, "Interroger INSi", _YES, _YES, _NO, "SEED-A"),
        Row(Act.CHECK_DOCUMENT, "Contrôler l’identité par une pièce", _YES, _YES, _NO, "SEED-A"),
        Row(Act.ATTEST, "Signer l’attestation d’exception", _YES, _NO, _NO, "SEED-A"),
        Row(Act.SET_ATTRIBUTE, "Marquer homonyme, douteuse, fictive", _YES, _YES, _NO, "SEED-A; D"),
        Row(Act.WITHDRAW, "Déqualifier, fusionner, retirer une preuve", _YES, _IF, _NO, "D"),
        Row(Act.EXPORT_INS, "Exporter avec l’INS", _YES, _IF, _NO, "D"),
    )
}  # fmt: skip
"""The table of §11, R01–R07."""

GRANTABLE = frozenset(row.act for row in GRANTS.values() if row.secretary is Leave.IF_GRANTED)
"""What the practitioner may grant the secretariat, in the settings."""


def grantable() -> tuple[tuple[str, str], ...]:
    """Row and label of each act that the practitioner may grant, in the order of the table."""
    acts = sorted(GRANTABLE, key=lambda act: act.value)
    return tuple((act.value, GRANTS[act].label) for act in acts)


def role_of(reading: PractitionerReading | None, cps: CpsState) -> Role:
    """Who acts: the card must be in the reader with its code given (IV-303).

    A CPE of a service, a CDE, a CPF, a CPA or a CPx has no right here: it is nobody.
    """
    if reading is None or cps is not CpsState.READY:
        return Role.NOBODY
    if reading.kind is CardKind.CPS:
        return Role.PRACTITIONER
    nominative = reading.kind is CardKind.CPE and reading.nominative
    return Role.SECRETARY if nominative else Role.NOBODY


def lacks_owner(reading: PractitionerReading | None, owner: str, environment: Environment) -> bool:
    """Whether this CPS acts on a desk that nobody declared his (X4): any colleague's would do.

    In mode découverte the first CPS opened is the owner's, without a question.
    """
    nobody = not owner and environment is not Environment.DECOUVERTE
    return nobody and reading is not None and reading.kind is CardKind.CPS


REGISTERED = ("8", "0")
"""First digit of a CPS under RPPS, or before it under ADELI; 9 is a student's (cards.md §2.4)."""


def owns(reading: PractitionerReading | None, owner: str, environment: Environment) -> bool:
    """Whether this card is the CPS of the practitioner of this desk (X4), himself registered."""
    if reading is None or reading.kind is not CardKind.CPS:
        return False
    if not reading.national_id.startswith(REGISTERED):
        return False
    first = not owner and environment is Environment.DECOUVERTE
    return first or owner == reading.national_id


def refusal_reason(
    act: Act, reading: PractitionerReading | None, cps: CpsState, granted: Collection[str]
) -> str | None:
    """Why this act is refused now, as a code; None when it is allowed.

    `granted` holds the ids of the rows granted to the secretariat (`settings.secretary_grants`).
    """
    role = role_of(reading, cps)
    leave = GRANTS[act].of(role)
    if leave is Leave.YES or (leave is Leave.IF_GRANTED and act.value in granted):
        return None
    if role is Role.SECRETARY:
        return "NON_CONFIE" if leave is Leave.IF_GRANTED else "RESERVE_PRATICIEN"
    absent = reading is None or cps is not CpsState.READY
    return "CPS_ABSENTE" if absent else "CARTE_NON_ADMISE"
