"""What is typed by hand (S10): kept as typed, checked live, explained before any call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from insdesk.errors import InvalidTrait
from insdesk.identity.normalise import MAX_LENGTH, Profile, normalise
from insdesk.identity.places import Places
from insdesk.identity.traits import Traits, complete_date
from insdesk.qualification.birthplaces import code_in, is_postcode_only


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitsForm:
    """The fields of S10, as typed: nothing typed is ever lost, whatever is wrong with it."""

    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    other_names: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    birth_place: str = field(default="", repr=False)
    used_name: str = field(default="", repr=False)
    used_first_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A form as understood. `traits` is None while `problems` is not empty.

    `sent` is the live preview: name, given names, sex, ISO date, place or « sans lieu ».
    """

    traits: Traits | None
    sent: tuple[str, ...] = field(repr=False)
    problems: tuple[InvalidTrait, ...] = ()


_DATES = (
    re.compile(r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})"),
    re.compile(r"(?P<d>[0-9]{1,2})[/. -](?P<m>[0-9]{1,2})[/. -](?P<y>[0-9]{4})"),
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
)


def iso_date(text: str) -> str:
    """`AAAA-MM-JJ` from 12031985, 12/03/1985, 1985-03-12; day or month may be 00.

    Raises `InvalidTrait` FORMAT_DATE when the text is none of these.
    """
    for pattern in _DATES:
        if match := pattern.fullmatch(text.strip()):
            return f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
    raise InvalidTrait("FORMAT_DATE", trait="birth_date")


def check_form(
    form: TraitsForm, today: date | None = None, places: Places | None = None
) -> Checked:
    """Understand a form, trait by trait: every problem is found, not only the first.

    With `today`, a birth date after it is refused (IV-054); with `places`, a postcode in the field
    of the place (IV-063).
    """
    problems = [problem for trait in _TRAITS if (problem := _problem(form, trait)) is not None]
    problems += [problem for trait in _USED if (problem := _used_problem(form, trait)) is not None]
    dated = all(problem.trait != "birth_date" for problem in problems)
    if today is not None and dated and _is_future(form, today):
        problems.append(InvalidTrait("DATE_FUTURE", trait="birth_date"))
    placed = all(problem.trait != "birth_place" for problem in problems)
    sent = form
    if places is not None and placed and is_postcode_only(form.birth_place, places):
        problems.append(InvalidTrait("CODE_POSTAL", trait="birth_place"))
        sent = replace(form, birth_place="")
    traits = None if problems else _traits(form)
    return Checked(traits=traits, sent=_preview(sent), problems=tuple(problems))


def _is_future(form: TraitsForm, today: date) -> bool:
    """Of an incomplete date only what is known counts: 00/00 of this year is not to come."""
    known = iso_date(form.birth_date).split("-")
    now = today.isoformat().split("-")
    for part, limit in zip(known, now, strict=True):
        if part == "00" or part != limit:
            return part != "00" and part > limit
    return False


_TRAITS = ("birth_name", "first_name", "first_names", "sex", "birth_date", "birth_place")

_USED = {"used_name": Profile.NOM, "used_first_name": Profile.PRENOM}

_SAMPLE = {
    "birth_name": "A",
    "first_name": "A",
    "first_names": None,
    "sex": "F",
    "birth_date": "2000-01-01",
    "birth_place": None,
}


def _values(form: TraitsForm) -> dict[str, str | None]:
    date, _ = typed_date(form.birth_date)
    names = f"{form.first_name} {form.other_names}" if form.other_names.strip() else None
    return {
        "birth_name": form.birth_name,
        "first_name": form.first_name,
        "first_names": names,
        "sex": form.sex or None,
        "birth_date": date,
        "birth_place": (code_in(form.birth_place) or form.birth_place) or None,
    }


def typed_date(text: str) -> tuple[str, bool]:
    """The calendar date and whether it had to be completed (IV-051).

    Only `00` says « unknown »: a typed month 13 is a mistake, not a lunar date. Raises
    `InvalidTrait`.
    """
    iso = iso_date(text)
    month, day = int(iso[5:7]), int(iso[8:])
    if month and day:
        return iso, False
    if month > 12 or day > 31:
        raise InvalidTrait("DATE_IMPOSSIBLE", trait="birth_date")
    return complete_date(iso), True


def _problem(form: TraitsForm, trait: str) -> InvalidTrait | None:
    """What is wrong with one trait, the others being held sound."""
    if trait == "sex" and not form.sex.strip():
        return InvalidTrait("SEXE_MANQUANT", trait="sex")
    if trait == "first_names" and _problem(form, "first_name") is not None:
        form = replace(form, first_name="A")
    try:
        if trait != "birth_date":
            form = replace(form, birth_date="2000-01-01")
        Traits.from_text(**(_SAMPLE | {trait: _values(form)[trait]}))  # type: ignore[arg-type]
    except InvalidTrait as problem:
        return problem.about(trait)
    return None


def used_text(text: str) -> str | None:
    """A used name as it is kept: accents and case as typed (IV-043), its spaces in order."""
    return " ".join(text.split()) or None


def _used_problem(form: TraitsForm, trait: str) -> InvalidTrait | None:
    """A used name keeps its accents, but must have a form N, which leaves the desk (IV-043)."""
    text = used_text(getattr(form, trait))
    if text is None:
        return None
    try:
        normalise(_USED[trait], text)
    except InvalidTrait as problem:
        return problem.about(trait)
    return InvalidTrait("LONGUEUR", trait=trait) if len(text) > MAX_LENGTH else None


def _traits(form: TraitsForm) -> Traits:
    values = _values(form)
    return Traits.from_text(**values, birth_date_interpreted=typed_date(form.birth_date)[1])  # type: ignore[arg-type]


def _preview(form: TraitsForm) -> tuple[str, ...]:
    shown = []
    for trait in ("birth_name", "first_name", "sex", "birth_date"):
        if _problem(form, trait) is None:
            one = replace(
                form, birth_date=form.birth_date if trait == "birth_date" else "2000-01-01"
            )
            sample = Traits.from_text(**(_SAMPLE | {trait: _values(one)[trait]}))  # type: ignore[arg-type]
            value = getattr(sample, trait)
            shown.append(value.value if trait == "sex" else value)
        else:
            shown.append("…")
    place = code_in(form.birth_place) or form.birth_place.strip().upper()
    return (*shown, place if place and _problem(form, "birth_place") is None else "sans lieu")
