"""What a card or INSi says: frozen values shared by all rings, as read, never repaired."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from insdesk.errors import InvalidTrait
from insdesk.identity import card_dates
from insdesk.identity.matricule import Matricule
from insdesk.identity.traits import Traits

OLDEST_AGE = 130
"""Years: nobody older comes to a desk."""

DECLARED, USED_NAME = "SIECLE_DECLARE", "NOM_UTILISE"
OTHER_NUMBER = "NUMERO_AUTRE_NAISSANCE"
"""Codes of a reading that hold for one person, and leave with him."""

_DATES = (card_dates.IMPOSSIBLE, card_dates.INCOMPLETE)


class VitaleSource(Enum):
    """The three ways to read a carte Vitale (decision 6). The screen says which one was used."""

    OFFICIAL = "composant officiel"
    DIRECT = "lecture directe"
    SIMULATED = "carte simulée"


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalePerson:
    """One beneficiary as the card says. `position` counts from 1, in the order of the card.

    `birth_text` is AAAAMMJJ as read: it may be lunar or impossible; AAMMJJ with `lacks_century`.
    `number` is the 15-character NIR of the card, often the insured's and not the person's own.
    `twin_rank` is None when the card does not say it and nobody on the card shares the date.
    """

    position: int
    name_text: str = field(repr=False)
    name_is_used: bool = False
    """Only the name in use is on the card: INSi is not told that it is the birth name."""
    first_name_text: str = field(repr=False)
    birth_text: str = field(repr=False)
    number: str | None = field(default=None, repr=False)
    number_key_is_right: bool = True
    number_is_own: bool | None = None
    insured_number: str | None = field(default=None, repr=False)
    """The 15 characters under which this person's rights are open, told apart from his own."""
    twin_rank: int | None = None
    has_twin: bool = False
    lacks_century: bool = False
    """The card gives AAMMJJ: who stands at the desk says the century (cards.md §1.5)."""
    century: str = field(default="", repr=False, compare=False)
    """« 19 », declared at the desk: no part of the card, the same person is read without it."""

    @property
    def birth_date(self) -> str | None:
        """`AAAA-MM-JJ` as it goes to INSi (lunar dates as they are), None for what is no date."""
        text = f"{self.century if self.lacks_century else ''}{self.birth_text}"
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if card_dates.has_shape(text) else None

    @property
    def date_doubt(self) -> str:
        """DATE_INCOMPLETE, DATE_IMPOSSIBLE, or nothing; of any century when the card leaves it."""
        if not self.lacks_century:
            return card_dates.doubt_of(self.birth_text)
        centuries = (self.century,) if self.century else ("19", "20")
        return min(card_dates.doubt_of(f"{one}{self.birth_text}") for one in centuries)

    @property
    def number_disagrees(self) -> bool:
        """Whether the number is of somebody born another month; it may be a parent's (§1.5)."""
        born = (self.number or "")[1:5]
        if self.date_doubt or not "01" <= born[2:] <= "12":
            return False
        return born != self.birth_text[-6:-2]

    def _of_year(self, year: int) -> VitalePerson:
        century, two_figures = divmod(year, 100)
        mine = self.lacks_century and f"{two_figures:02}" == self.birth_text[:2]
        if not mine or not 10 <= century <= 99:
            raise InvalidTrait("FORMAT_DATE", trait="birth_date")
        return replace(self, century=str(century))

    def years(self, today: date) -> tuple[int, ...]:
        """Years of birth that give an age of 0 to 130 `today`, the latest first.

        Empty unless the card leaves the century out. A lunar month may be any of the year.
        """
        text = self.birth_text
        if not self.lacks_century or len(text) != 6 or not (text.isascii() and text.isdigit()):
            return ()
        is_month = "01" <= text[2:4] <= "12"
        last = today.year - (is_month and text[2:] > f"{today:%m%d}")
        ages = range(last, today.year - OLDEST_AGE - 1, -1)
        return tuple(year for year in ages if year % 100 == int(text[:2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class VitaleReading:
    """All persons of one card in one insertion. Wiped at removal, never stored (cards.md §1.9).

    `warnings` are codes: NUMEROS_ECARTES (numbers and identities do not pair up), CLE_FAUSSE,
    DATE_IMPOSSIBLE, DATE_INCOMPLETE, NUMERO_AUTRE_NAISSANCE (of another month than the person's),
    NUMERO_PROVISOIRE, NOM_TRONQUE, SIECLE_DECLARE (`born_in`), NOM_UTILISE (for want of a birth
    name).
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
        the question to INSi needs (insi.md §4.2) when the card does not tell it of `holder`.
        """
        number = next((one for one in self.persons if one.number), None)
        rights = next((one for one in self.persons if one.insured_number), None)
        persons = tuple(
            holder
            if one == holder
            else VitalePerson(
                position=one.position,
                name_text="",
                first_name_text="",
                birth_text="",
                number=one.number if one is number else None,
                insured_number=one.insured_number if one is rights else None,
            )
            for one in self.persons
        )
        said = {USED_NAME: holder.name_is_used, DECLARED: holder.century != ""}
        said |= {OTHER_NUMBER: holder.number_disagrees}
        said |= {one: holder.date_doubt == one for one in _DATES}
        warnings = tuple(code for code in self.warnings if said.get(code, True))
        return replace(self, persons=persons, warnings=warnings)

    def born_in(self, position: int, year: int) -> VitaleReading:
        """The same reading once the century of one birth was declared; the codes say that it was.

        Raises `InvalidTrait` for a year that this date cannot be of.
        """
        persons = tuple(
            one._of_year(year) if one.position == position else one for one in self.persons
        )
        warnings = dict.fromkeys((*self.warnings, DECLARED))
        return replace(self, persons=persons, warnings=tuple(warnings))


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
    oid_text: str = field(default="", repr=False)
    """The OID as sent, also when it is not one of the rule book."""
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
