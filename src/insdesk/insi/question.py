"""What is asked of INSi: a question that exists may be sent (insi.md §4, §6).

The service itself puts no constraint on the texts, so everything is checked here, before the call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from insdesk.errors import CardWithoutNumber, InvalidTrait
from insdesk.identity.normalise import Profile, check, comparison_key, normalise
from insdesk.identity.readings import NotFound, Operation, VitalePerson, VitaleReading
from insdesk.identity.traits import UNKNOWN_PLACE, Traits, calendar_date, place

Wire = Mapping[str, object]
"""Element names and their content, nested as on the wire."""

_NUMBER = re.compile(r"[0-9]{6}[AB0-9][0-9]{6}")
_WIRE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitsQuestion:
    """One call by traits: one `Prenom`, never an empty element (§4.1).

    Raises `InvalidTrait` naming the trait for a name that is not in form N, a sex other than M or
    F (§6.3), a date that is not a day of the calendar (§6.4) or a place that is no COG code.
    """

    operation: ClassVar[Operation] = Operation.BY_TRAITS

    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    sex: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _checked(Profile.NOM, self.birth_name, "birth_name")
        _checked(Profile.PRENOM, self.first_name, "first_name")
        if self.sex not in ("M", "F"):
            raise InvalidTrait("SEXE", trait="sex")
        if calendar_date(self.birth_date) != self.birth_date:
            raise InvalidTrait("FORMAT_DATE", trait="birth_date")
        if self.birth_place is not None and place(self.birth_place) != self.birth_place:
            raise InvalidTrait("FORMAT_LIEU", trait="birth_place")

    @property
    def body(self) -> Wire:
        """The content of `RECSANSVITALE`; the place is left out when there is none."""
        texts = {
            "NomNaissance": self.birth_name,
            "Prenom": [self.first_name],
            "Sexe": self.sex,
            "DateNaissance": self.birth_date,
        }
        return texts if self.birth_place is None else {**texts, "LieuNaissance": self.birth_place}

    @property
    def cover(self) -> Wire:
        """`COUVERTURE`: present and empty by traits (§3.3)."""
        return {}

    @property
    def criteria(self) -> tuple[str, ...]:
        """Which traits are sent, without their values."""
        sent = ("birth_name", "first_name", "sex", "birth_date")
        return sent if self.birth_place is None else (*sent, "birth_place")


@dataclass(frozen=True, slots=True, kw_only=True)
class VitaleQuestion:
    """One call by carte Vitale: number, date and rank of one beneficiary (§4.2).

    Numbers are the 13 characters without the key. The date is as read, it may be lunar. Raises
    `InvalidTrait` (`number`, `birth_name`, `birth_date`) for what the wire does not accept.
    """

    operation: ClassVar[Operation] = Operation.BY_VITALE

    insured_number: str = field(repr=False)
    own_number: str | None = field(default=None, repr=False)
    birth_name: str | None = field(default=None, repr=False)
    birth_date: str = field(repr=False)
    twin_rank: int | None = None

    def __post_init__(self) -> None:
        for number in (self.insured_number, self.own_number):
            if number is not None and not _NUMBER.fullmatch(number):
                raise InvalidTrait("FORMAT_MATRICULE", trait="number")
        if self.birth_name is not None:
            _checked(Profile.NOM, self.birth_name, "birth_name")
        if not _WIRE_DATE.fullmatch(self.birth_date):
            raise InvalidTrait("FORMAT_DATE", trait="birth_date")

    @classmethod
    def about(cls, holder: VitalePerson, reading: VitaleReading | None = None) -> VitaleQuestion:
        """The question about `holder`, with the insured's number taken from the same card.

        A name that the wire does not accept is left out rather than altered, and so is the name in
        use where the birth name is asked for: INSi finds the person by number, date and rank
        (§4.2). Raises `CardWithoutNumber` when the only number beside `holder` has a wrong key.
        """
        trusted = holder.number if holder.number_key_is_right else None
        if holder.number and not trusted and not holder.insured_number:
            raise CardWithoutNumber("CLE_FAUSSE")
        own = trusted if holder.number_is_own else None
        insured = holder.insured_number or (None if own else trusted) or _insured(reading) or own
        if insured is None:
            raise InvalidTrait("VIDE", trait="number")
        return cls(
            insured_number=insured[:13],
            own_number=own[:13] if own else None,
            birth_name=None if holder.name_is_used else _sendable_name(holder.name_text),
            birth_date=holder.birth_date or "",
            twin_rank=holder.twin_rank,
        )

    @property
    def body(self) -> Wire:
        """The content of `RECVITALE`: absent values are absent elements."""
        content: dict[str, object] = {}
        if self.own_number is not None:
            content["MatriculeIndividu"] = {"NumIdentifiant": self.own_number}
        content["MatriculeOD"] = {"NumIdentifiant": self.insured_number}
        if self.birth_name is not None:
            content["NomNaissance"] = self.birth_name
        content["DateNaissance"] = self.birth_date
        if self.twin_rank is not None:
            content["RangNaissance"] = str(self.twin_rank)
        return content

    @property
    def cover(self) -> Wire:
        """`COUVERTURE` filled with the insured and the beneficiary (§3.3)."""
        person: dict[str, object] = {}
        if self.own_number is not None:
            person["Nir"] = {"Num": self.own_number}
        person["DateNai"] = self.birth_date
        if self.twin_rank is not None:
            person["Rang"] = self.twin_rank
        return {"ASSURE": {"Id": {"Num": self.insured_number}}, "BENEFICIAIRE": person}

    @property
    def criteria(self) -> tuple[str, ...]:
        """Which facts of the card are sent, without their values."""
        sent = {
            "own_number": self.own_number,
            "insured_number": self.insured_number,
            "birth_name": self.birth_name,
            "birth_date": self.birth_date,
            "twin_rank": self.twin_rank,
        }
        return tuple(name for name, value in sent.items() if value is not None)


Question = TraitsQuestion | VitaleQuestion


def first_name_sequence(first_name: str | None, first_names: str | None) -> tuple[str, ...]:
    """The `Prenom` of each call, in order: P1 … Pn, then all of them joined if n > 1 (§6.2).

    P1 … Pn are the given names of the list, a hyphenated one being one name. Without a list the
    first given name is asked alone, as it is written. A first given name that does not begin the
    list is asked before it. Raises `InvalidTrait` when there is no given name at all.
    """
    listed = (first_names or "").split()
    head = first_name or ""
    joined = " ".join(listed)
    begins = f"{comparison_key(joined)} ".startswith(f"{comparison_key(head)} ")
    calls = [*([head] if head and not begins else []), *listed, joined]
    if not any(calls):
        raise InvalidTrait("VIDE", trait="first_name")
    return tuple(dict.fromkeys(name for name in calls if name))


def questions_by_traits(traits: Traits) -> tuple[TraitsQuestion, ...]:
    """Every call that one user action may make, all checked before the first one (§6.2).

    The place is sent only if `traits` has one, other than « unknown » (§6.5).
    """
    names = first_name_sequence(traits.first_name, traits.first_names)
    known_place = None if traits.birth_place == UNKNOWN_PLACE else traits.birth_place
    return tuple(
        TraitsQuestion(
            birth_name=traits.birth_name or "",
            first_name=name,
            sex=traits.sex.value if traits.sex else "",
            birth_date=traits.birth_date or "",
            birth_place=known_place,
        )
        for name in names
    )


def goes_on(answer: object) -> bool:
    """Whether the next given name is asked: after 01 only, never after 00, 02 or a fault (§6.2)."""
    return isinstance(answer, NotFound)


def _checked(profile: Profile, text: str, trait: str) -> None:
    try:
        check(profile, text)
    except InvalidTrait as problem:
        raise problem.about(trait) from None


def _insured(card: VitaleReading | None) -> str | None:
    """The number of the rights that a card tells, else its first one, with a right key."""
    persons = card.persons if card is not None else ()
    rights = [one.insured_number for one in persons]
    beside = [one.number for one in persons if one.number_key_is_right]
    return next((number for number in (*rights, *beside) if number), None)


def _sendable_name(text: str) -> str | None:
    try:
        return normalise(Profile.NOM, text)
    except InvalidTrait:
        return None
