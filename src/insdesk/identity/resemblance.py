"""Two records alike: same matricule, duplicate, twins, homonym (rule book §5.2, §5.3). Pure.

A table, the first row wins. A resemblance is shown, and never merges anything by itself (IV-211).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from insdesk.identity import hints
from insdesk.identity.matricule import Matricule
from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.patient import Patient
from insdesk.identity.side_by_side import side_by_side
from insdesk.identity.traits import UNKNOWN_PLACE, Sexe, Traits, is_calendar_date

__all__ = [
    "LIKENESSES",
    "Likeness",
    "Resemblance",
    "Row",
    "Sketch",
    "alike",
    "days_alike",
    "key_of",
    "nearby_dates",
    "of_traits",
    "resemblance",
    "side_by_side",
    "sketch",
    "sketch_of_texts",
    "texts_near",
]


class Likeness(Enum):
    """How two records are alike, the strongest first."""

    MATRICULE = "MATRICULE"
    DOUBLON = "DOUBLON"
    JUMEAU = "JUMEAU"
    HOMONYME = "HOMONYME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What two records have in common, under which rule."""

    likeness: Likeness
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What of a record the table looks at: names in form K, the rest as stored, "" when absent.

    `sex` is F or M and `place` a known place, or empty: neither I nor 99999 makes two people alike.
    """

    name: str = field(repr=False)
    first: str = field(repr=False)
    used: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    interpreted: bool = False
    sex: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    matricule: tuple[str, str] | None = field(default=None, repr=False)
    """Number and OID of the INS held, whatever the statut."""

    @property
    def by_name(self) -> tuple[str, str]:
        """Birth name and first given name."""
        return self.name, self.first

    @property
    def is_rounded(self) -> bool:
        """Whether the day is one that stands for a day not known (IV-051, IV-206)."""
        return self.born[5:] in ("01-01", "12-31")


def sketch(
    traits: Traits, used_name: str | None = None, matricule: Matricule | None = None
) -> Sketch:
    """The sketch of these traits."""
    return sketch_of_texts(
        birth_name=traits.birth_name,
        first_name=traits.first_name,
        used_name=used_name,
        birth_date=traits.birth_date,
        interpreted=traits.birth_date_interpreted,
        sex=traits.sex.value if traits.sex else None,
        birth_place=traits.birth_place,
        matricule=(matricule.number, matricule.oid) if matricule else None,
    )


def sketch_of_texts(
    *,
    birth_name: str | None,
    first_name: str | None,
    used_name: str | None,
    birth_date: str | None,
    interpreted: bool,
    sex: str | None,
    birth_place: str | None,
    matricule: tuple[str, str] | None,
) -> Sketch:
    """The sketch of texts as stored, whatever is in them."""
    return Sketch(
        name=key_of(birth_name),
        first=key_of(first_name),
        used=key_of(used_name),
        born=birth_date or "",
        interpreted=interpreted,
        sex=sex if sex in (Sexe.F.value, Sexe.M.value) else "",
        place=birth_place if birth_place and birth_place != UNKNOWN_PLACE else "",
        matricule=matricule,
    )


def key_of(text: str | None) -> str:
    """Form K of a text that may not be in form N, as a used name or an old base."""
    if not text:
        return ""
    return comparison_key(text) if text.isascii() and text.isupper() else search_key(text)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what the two have in common, the rule, its condition."""

    likeness: Likeness
    rule: str
    holds: Callable[[Sketch, Sketch], bool]


def _same_matricule(one: Sketch, other: Sketch) -> bool:
    return one.matricule is not None and one.matricule == other.matricule


def _named_alike(one: Sketch, other: Sketch) -> bool:
    return bool(one.name and one.first) and one.by_name == other.by_name


def _born_together(one: Sketch, other: Sketch) -> bool:
    return bool(one.born) and one.born == other.born


def _same_names_and_date(one: Sketch, other: Sketch) -> bool:
    return _born_together(one, other) and _named_alike(one, other)


def _twins(one: Sketch, other: Sketch) -> bool:
    together = _born_together(one, other) and bool(one.place) and one.place == other.place
    siblings = bool(one.name) and one.name == other.name
    return together and siblings and bool(one.first and other.first) and one.first != other.first


def _used_for_birth(one: Sketch, other: Sketch) -> bool:
    crossed = (
        bool(one.name) and one.name == other.used,
        bool(other.name) and other.name == one.used,
    )
    return _born_together(one, other) and any(crossed)


def _rounded_date(one: Sketch, other: Sketch) -> bool:
    """The day of one was not known, and another habit rounded it for the other."""
    marked = one.interpreted or other.interpreted
    rounded = one.is_rounded and other.is_rounded and hints.same_year(one.born, other.born)
    return marked and rounded and _named_alike(one, other)


def _nearby_dates(one: Sketch, other: Sketch) -> bool:
    if not (_named_alike(one, other) and one.sex and one.sex == other.sex):
        return False
    return hints.one_digit(one.born, other.born) or hints.swapped_day_month(one.born, other.born)


LIKENESSES: tuple[Row, ...] = (
    Row(Likeness.MATRICULE, "IV-210", _same_matricule),
    Row(Likeness.DOUBLON, "IV-211", _same_names_and_date),
    # Before the used name: a twin who uses the birth name is no duplicate (§10).
    Row(Likeness.JUMEAU, "P10", _twins),
    Row(Likeness.DOUBLON, "IV-211", _used_for_birth),
    Row(Likeness.DOUBLON, "IV-206", _rounded_date),
    Row(Likeness.HOMONYME, "IV-213", _nearby_dates),
)
"""In order: the first row that holds names the resemblance. Every row is symmetrical."""


def resemblance(one: Patient, other: Patient) -> Resemblance | None:
    """What two records have in common; None for a record and itself."""
    return None if one.uid == other.uid else alike(_of_patient(one), _of_patient(other))


def of_traits(
    traits: Traits, used_name: str | None, matricule: Matricule | None, other: Patient
) -> Resemblance | None:
    """What a person not recorded yet has in common with a record."""
    return alike(sketch(traits, used_name, matricule), _of_patient(other))


def alike(one: Sketch, other: Sketch) -> Resemblance | None:
    """The first row of the table that holds for the two."""
    row = next((row for row in LIKENESSES if row.holds(one, other)), None)
    return Resemblance(likeness=row.likeness, rule=row.rule) if row else None


def _of_patient(patient: Patient) -> Sketch:
    retrieval = patient.identity.retrieval
    return sketch(patient.traits, patient.used_name, retrieval.matricule if retrieval else None)


def days_alike(born: str) -> tuple[str, ...]:
    """Every day on which a record that resembles one born then can be born."""
    rounded = (f"{born[:4]}-01-01", f"{born[:4]}-12-31")
    others = rounded if born in rounded else ()
    return tuple(dict.fromkeys((born, *others, *nearby_dates(born)))) if born else ()


def nearby_dates(born: str) -> tuple[str, ...]:
    """The real days that differ from `born` by one digit or a day/month swap (IV-213)."""
    if not is_calendar_date(born):
        return ()
    return tuple(sorted(day for day in texts_near(born) if is_calendar_date(day)))


def texts_near(born: str) -> set[str]:
    """The same, days that no calendar has among them: for looking up, where they do no harm."""
    near = {
        f"{born[:place]}{digit}{born[place + 1 :]}"
        for place in (0, 1, 2, 3, 5, 6, 8, 9)
        for digit in "0123456789"
    }
    near.add(f"{born[:4]}-{born[8:]}-{born[5:7]}")
    near.discard(born)
    return near
