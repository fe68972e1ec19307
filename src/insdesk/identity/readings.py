"""What a card or INSi says: frozen values shared by all rings, as read, never repaired."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from insdesk.errors import InvalidTrait
from insdesk.identity.matricule import Matricule
from insdesk.identity.traits import Traits


class VitaleSource(Enum):
    """The three ways to read a carte Vitale (decision 6). The screen says which one was used."""

    OFFICIAL = "composant officiel"
    DIRECT = "lecture directe"
    SIMULATED = "carte simulée"


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalePerson:
    """One beneficiary as the card says. `position` counts from 1, in the order of the card.

    `birth_text` is AAAAMMJJ as read: it may be lunar or impossible. `number` is the 15-character
    NIR of the card, often the insured's and not the person's own. `twin_rank` is None when the
    card does not say it and nobody on the card shares the date.
    """

    position: int
    name_text: str = field(repr=False)
    first_name_text: str = field(repr=False)
    birth_text: str = field(repr=False)
    number: str | None = field(default=None, repr=False)
    number_key_is_right: bool = True
    number_is_own: bool | None = None
    twin_rank: int | None = None
    has_twin: bool = False

    @property
    def birth_date(self) -> str | None:
        """`AAAA-MM-JJ` as it goes to INSi (lunar dates as they are), None if not eight digits."""
        text = self.birth_text
        if len(text) != 8 or not text.isascii() or not text.isdigit():
            return None
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VitaleReading:
    """All persons of one card in one insertion. Wiped at removal, never stored (cards.md §1.9).

    `warnings` are codes: NUMEROS_ECARTES (numbers and identities do not pair up), CLE_FAUSSE,
    DATE_IMPOSSIBLE, NUMERO_PROVISOIRE, NOM_TRONQUE.
    """

    source: VitaleSource
    persons: tuple[VitalePerson, ...] = field(repr=False)
    warnings: tuple[str, ...] = ()
    generation: str = "Vitale 2"
    is_test: bool | None = None
    """Whether the card is a test or demonstration one; None when the source cannot tell."""
    serial: str | None = field(default=None, repr=False)
    """Serial number of the card, for the assertion Vitale; only the licensed reader may know it."""

    def about(self, holder: VitalePerson) -> VitaleReading:
        """The same reading once `holder` is chosen: of the others nothing is left (cards.md §1.9).

        They keep their place, and the first number of the card stays: it is the insured's, which
        the question to INSi needs (insi.md §4.2).
        """
        insured = next((one.position for one in self.persons if one.number), None)
        persons = tuple(
            one
            if one == holder
            else VitalePerson(
                position=one.position,
                name_text="",
                first_name_text="",
                birth_text="",
                number=one.number if one.position == insured else None,
            )
            for one in self.persons
        )
        return replace(self, persons=persons)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppReading:
    """What an application carte Vitale says of one person, every trait as received (text or None).

    It comes from the caisse, already checked: it gives I and C at once, and INSi is then not asked
    (rule book T03, IV-304). `at` is when it was read. `valid` is False when the code shown was
    genuine but past its life. `reference` names the scan in the journal and holds no identity.
    """

    matricule: Matricule = field(repr=False)
    birth_name: str | None = field(repr=False)
    first_name: str | None = field(default=None, repr=False)
    first_names: str | None = field(repr=False)
    sex: str | None = field(repr=False)
    birth_date: str | None = field(repr=False)
    birth_place: str | None = field(repr=False)
    at: datetime
    valid: bool = True
    source: VitaleSource = VitaleSource.OFFICIAL
    reference: str = ""

    def traits(self) -> Traits | None:
        """The side of the reference base, or None if a trait is not acceptable as sent."""
        try:
            return Traits.as_received(
                birth_name=self.birth_name,
                first_name=self.first_name,
                first_names=self.first_names,
                birth_date=self.birth_date,
                sex=self.sex,
                birth_place=self.birth_place,
            )
        except InvalidTrait:
            return None


class CardKind(Enum):
    """Kinds of CPx, by certificate extension 1.2.250.1.71.1.2.2 (cards.md §2.4)."""

    CPS = "CPS"
    CPF = "CPF"
    CPE = "CPE"
    CPA = "CPA"
    CPX = "CPX"


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerReading:
    """Who holds the CPS, read without the code porteur; `activity` needs it and may be None."""

    national_id: str
    name: str
    first_name: str
    profession: str
    kind: CardKind
    nominative: bool = True
    not_after: str = ""
    """Last day of validity, ISO."""
    card_number: str = field(default="", repr=False)
    certificate_serial: str = field(default="", repr=False)
    generation: str = ""
    is_test: bool = False

    @property
    def display_name(self) -> str:
        """« Dr Maud EXEMPLE » as the top bar shows it."""
        title = "Dr " if self.profession.lower().startswith(("médecin", "chirurgien")) else ""
        return f"{title}{self.first_name} {self.name}"


class Operation(Enum):
    """Which question was put to INSi."""

    BY_VITALE = "rechercherInsAvecCarteVitale"
    BY_TRAITS = "rechercherInsAvecTraitsIdentite"


class Environment(Enum):
    """Where answers come from; stored with every answer, never mixed (decision 3)."""

    DECOUVERTE = "découverte"
    ESSAI = "essai"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTrace:
    """How an answer was obtained: the correlation key of the journal, no identity data."""

    operation: Operation
    message_id: str
    received_at: datetime
    environment: Environment
    duration_ms: int = 0
    attempt: int = 1
    """1 for the first call of the user action, 2 for the next given name, …"""
    answer_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerMatricule:
    """An `INSHISTO` entry, kept as received (IV-700): the dates may contradict each other."""

    number: str = field(repr=False)
    key: str | None = field(repr=False)
    oid: str
    start_text: str | None = None
    end_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Code 00: one identity, every trait as sent (text or None).

    `matricule` is None when the number, key or OID sent is not one of the rule book. `warnings`
    are codes: CLE_FAUSSE, CLE_CALCULEE, MATRICULE_INCOHERENT, OID_INCONNU, LIEU_ABSENT,
    TRAIT_MANQUANT, TRAIT_INVALIDE, SCHEMA. `qualifiable`: nothing in it forbids to accept it.
    """

    matricule: Matricule | None
    matricule_text: str = field(repr=False)
    history: tuple[FormerMatricule, ...] = ()
    birth_name: str | None = field(repr=False)
    first_names: str | None = field(repr=False)
    sex: str | None = field(repr=False)
    birth_date: str | None = field(repr=False)
    birth_place: str | None = field(repr=False)
    qualifiable: bool = True
    warnings: tuple[str, ...] = ()
    trace: CallTrace | None = None

    def traits(self) -> Traits | None:
        """The INSi side of the comparison, or None if a trait is not acceptable as sent."""
        try:
            return Traits.as_received(
                birth_name=self.birth_name,
                first_name=None,
                first_names=self.first_names,
                birth_date=self.birth_date,
                sex=self.sex,
                birth_place=self.birth_place,
            )
        except InvalidTrait:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """Code 01: nobody with these criteria; the person may well exist."""

    trace: CallTrace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralFound:
    """Code 02: several persons; INSi never gives the list."""

    trace: CallTrace | None = None


InsiAnswer = Found | NotFound | SeveralFound
