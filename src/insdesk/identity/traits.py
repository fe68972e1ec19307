"""The strict traits of an identity (rule book §2), made by `from_text` or `as_received`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from insdesk.errors import InvalidTrait
from insdesk.identity.normalise import Profile, check, normalise

UNKNOWN_PLACE = "99999"
TRAIT_NAMES = ("birth_name", "first_name", "first_names", "birth_date", "sex", "birth_place")
ADULT_AGE = 18
LIST_SEPARATORS = frozenset(",;/")


class Sexe(Enum):
    """Sex as the rule book stores it (IV-060); the INS carries only F or M."""

    F = "F"
    M = "M"
    I = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Strict traits, from the desk's own record or as INSi sent them.

    `birth_date` is ISO text: INSi may send `1952-00-00`, which no `date` can hold. `typed` keeps
    the text as it was typed, by trait name: it explains a comparison and is never stored.
    """

    birth_name: str | None = field(repr=False)
    first_name: str | None = field(repr=False)
    first_names: str | None = field(repr=False)
    birth_date: str | None = field(repr=False)
    sex: Sexe | None = field(repr=False)
    birth_place: str | None = field(repr=False)
    birth_date_interpreted: bool = field(default=False, repr=False)
    typed: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def from_text(
        cls,
        *,
        birth_name: str,
        first_name: str,
        first_names: str | None,
        birth_date: str,
        sex: str | None,
        birth_place: str | None,
        birth_date_interpreted: bool = False,
    ) -> Traits:
        """Normalise and validate what a person typed or a card said (IV-040, §3.1).

        `sex` is None when the source does not carry it (a carte Vitale), `first_names` and
        `birth_place` when they are not known. Raises `InvalidTrait` naming the trait.
        """
        names = _optional(first_names)
        if names and (wrong := next((c for c in names if c in LIST_SEPARATORS), None)):
            raise InvalidTrait("SEPARATEUR_INTERDIT", trait="first_names", character=wrong)
        typed = {"birth_name": birth_name, "first_name": first_name, "first_names": names or ""}
        return cls(
            birth_name=_name("birth_name", Profile.NOM, birth_name),
            first_name=_name("first_name", Profile.PRENOM, first_name),
            first_names=_name("first_names", Profile.PRENOM, names) if names else None,
            birth_date=calendar_date(birth_date),
            sex=_sex(sex) if _optional(sex) else None,
            birth_place=place(birth_place) if birth_place and birth_place.strip() else None,
            birth_date_interpreted=birth_date_interpreted,
            typed=tuple(typed.items()),
        )

    @classmethod
    def as_received(
        cls,
        *,
        birth_name: str | None,
        first_name: str | None,
        first_names: str | None,
        birth_date: str | None,
        sex: str | None,
        birth_place: str | None,
        birth_date_interpreted: bool = False,
    ) -> Traits:
        """Traits as INSi sent them: validated, never altered (§3.1). Absent traits stay absent.

        Raises `InvalidTrait` for a name outside its profile, a sex other than M or F (§7.2-5),
        a date that is not `AAAA-MM-JJ` or a place that is not a COG code.
        """
        for trait, profile, value in (
            ("birth_name", Profile.NOM, birth_name),
            ("first_name", Profile.PRENOM, first_name),
            ("first_names", Profile.PRENOM, first_names),
        ):
            if value is not None:
                try:
                    check(profile, value)
                except InvalidTrait as problem:
                    raise problem.about(trait) from None
        if sex not in (None, "M", "F"):
            raise InvalidTrait("SEXE", trait="sex", character=sex)
        if birth_date is not None:
            _date_shape(birth_date)
        return cls(
            birth_name=birth_name,
            first_name=first_name,
            first_names=first_names,
            birth_date=birth_date,
            sex=Sexe(sex) if sex is not None else None,
            birth_place=None if birth_place is None else _received_place(birth_place),
            birth_date_interpreted=birth_date_interpreted,
        )

    def typed_text(self, trait: str) -> str | None:
        """The text of `trait` as typed, or None when it came another way."""
        return dict(self.typed).get(trait) or None

    def without_typed(self) -> Traits:
        """The same traits, forgetting how they were typed (what is stored)."""
        return replace(self, typed=())


def calendar_date(text: str) -> str:
    """Return `text` if it is a real day of the calendar, `AAAA-MM-JJ` (IV-050).

    Raises `InvalidTrait` with `FORMAT_DATE`, `DATE_INCOMPLETE` or `DATE_IMPOSSIBLE`.
    """
    text = text.strip()
    _date_shape(text)
    if text[5:7] == "00" or text[8:] == "00":
        raise InvalidTrait("DATE_INCOMPLETE", trait="birth_date")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InvalidTrait("DATE_IMPOSSIBLE", trait="birth_date") from None
    return text


def age_on(today: date, born: str) -> int:
    """Whole years on `today` of who was born on the complete ISO day `born`."""
    return today.year - int(born[:4]) - (today.isoformat()[5:] < born[5:])


def is_calendar_date(text: str) -> bool:
    """Whether `text` is a real day: lunar and incomplete dates are not (IV-053)."""
    try:
        calendar_date(text)
    except InvalidTrait:
        return False
    return True


def complete_date(text: str) -> str:
    """The calendar date that stands for an incomplete one (IV-051, IV-053).

    Day unknown → first of the month; month unknown → January, day kept; both → 31 December.
    A real date is returned as it is.
    """
    if is_calendar_date(text):
        return text
    year, month, day = text[:4], text[5:7], text[8:]
    month_known = 1 <= int(month) <= 12
    day_known = int(day) != 0 and is_calendar_date(f"{year}-{month if month_known else '01'}-{day}")
    if not month_known and not day_known:
        return f"{year}-12-31"
    return f"{year}-{month if month_known else '01'}-{day if day_known else '01'}"


def place(text: str) -> str:
    """Return a COG code of five characters (IV-061): commune, `2Annn`/`2Bnnn`, `99nnn`."""
    code = text.strip().upper()
    body = code[2:] if code[:2] in ("2A", "2B") else code
    if len(code) != 5 or not (body.isascii() and body.isdigit()):
        raise InvalidTrait("FORMAT_LIEU", trait="birth_place")
    return code


def _received_place(text: str) -> str:
    if place(text) != text:
        raise InvalidTrait("FORMAT_LIEU", trait="birth_place")
    return text


def _name(trait: str, profile: Profile, text: str) -> str:
    try:
        return normalise(profile, text)
    except InvalidTrait as problem:
        raise problem.about(trait) from None


def _sex(text: str | None) -> Sexe:
    try:
        return Sexe((text or "").strip().upper())
    except ValueError:
        raise InvalidTrait("SEXE", trait="sex", character=text) from None


def _optional(text: str | None) -> str | None:
    return text if text is not None and text.strip() else None


def _date_shape(text: str) -> None:
    digits = text[:4] + text[5:7] + text[8:]
    shaped = len(text) == 10 and text[4] == text[7] == "-" and digits.isascii() and digits.isdigit()
    if not shaped or text.startswith("0000"):
        raise InvalidTrait("FORMAT_DATE", trait="birth_date")
