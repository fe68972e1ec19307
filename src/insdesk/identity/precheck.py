"""The offline pre-check of a record (ux.md S17): what to look at before INSi is asked. Pure.

A table of anomalies over texts as stored. An anomaly says « à vérifier » and proposes an act; no
trait is ever inferred from a matricule (IV-034), and nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from insdesk.errors import InvalidMatricule, InvalidTrait
from insdesk.identity import traits as strict
from insdesk.identity.matricule import expected_key
from insdesk.identity.normalise import Profile
from insdesk.identity.normalise import check as check_name
from insdesk.identity.patient import Status
from insdesk.identity.places import Places
from insdesk.identity.resemblance import key_of
from insdesk.identity.survey import Surveyed

OLDEST = 120
"""Above this age the date is to be looked at (IV-054)."""

YOUNGEST_PARENT = 12
OLDEST_PARENT = 65
MARRIED_AGE = 30
"""A used name in the birth-name field is looked for above this age (ux.md S17)."""

POSTCODE_DIGITS = 5

NAMES = {
    "birth_name": Profile.NOM,
    "first_name": Profile.PRENOM,
    "first_names": Profile.PRENOM,
}


class Proposal(Enum):
    """The one act a line of the pre-check proposes."""

    CORRIGER = "CORRIGER"
    """Open the record on the trait: the document decides."""
    INTERROGER = "INTERROGER"
    """Ask INSi again at the next visit: the number is not to be corrected by hand (IV-030)."""
    COMPARER = "COMPARER"
    """Open the two records side by side (S14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the table looks at besides the texts; `born` is None for what is no real day.

    `age` is that of today, None before the birth.
    """

    today: date
    places: Places = field(repr=False)
    born: date | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One row: its id, a code for its sentence, the trait to look at, the rule it watches."""

    id: str
    code: str
    trait: str | None
    rule: str
    proposal: Proposal
    holds: Callable[[Surveyed, Facts], bool] | None
    """None for what is seen only between two records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One anomaly of one record, to be looked at; `other_uid` for two records alike."""

    uid: str
    id: str
    code: str
    rule: str
    trait: str | None = None
    other_uid: str | None = None


def _facts(one: Surveyed, today: date, places: Places) -> Facts:
    text = one.birth_date or ""
    born = date.fromisoformat(text) if strict.is_calendar_date(text) else None
    age = None
    if born is not None and born <= today:
        age = strict.age_on(today, text)
    return Facts(today=today, places=places, born=born, age=age)


def _no_sex(one: Surveyed, _facts: Facts) -> bool:
    return one.sex not in ("F", "M")


def _number(one: Surveyed) -> str:
    """The matricule, if its shape is one; a wrong shape is said by A07."""
    number = one.number or ""
    return number if len(number) == 13 and number[:5].isdigit() else ""


def _sex_differs(one: Surveyed, _facts: Facts) -> bool:
    """1, 3, 7 are given to men and 2, 4, 8 to women; other first digits say nothing."""
    said = {"1": "M", "3": "M", "7": "M", "2": "F", "4": "F", "8": "F"}.get(_number(one)[:1])
    return said is not None and one.sex in ("F", "M") and one.sex != said


def _year_differs(one: Surveyed, facts: Facts) -> bool:
    number, born = _number(one), facts.born
    differs = bool(number) and born is not None and number[1:3] != f"{born.year % 100:02d}"
    return differs and not _number_of_a_parent(one, facts)


def _month_differs(one: Surveyed, facts: Facts) -> bool:
    """Only 01 to 12 is a month: 20, 30–42, 50–99 are lawful values for a month not known.

    A date that was interpreted may have been given a month that is not the person's (IV-051).
    """
    number, born = _number(one), facts.born
    if not number or born is None or one.interpreted or not "01" <= number[3:5] <= "12":
        return False
    return number[3:5] != f"{born.month:02d}" and not _number_of_a_parent(one, facts)


def _number_of_a_parent(one: Surveyed, facts: Facts) -> bool:
    """A minor whose number says the year of someone old enough to be the parent."""
    number, born, age = _number(one), facts.born, facts.age
    if not number or born is None or age is None or age >= strict.ADULT_AGE:
        return False
    return YOUNGEST_PARENT <= (born.year - int(number[1:3])) % 100 <= OLDEST_PARENT


def _used_as_birth(one: Surveyed, facts: Facts) -> bool:
    """A woman above thirty whose birth name is her used name, or was before: typed twice, moved."""
    used = (*((one.used_name,) if one.used_name else ()), *one.former_used_names)
    if not used or one.sex != "F" or facts.age is None or facts.age < MARRIED_AGE:
        return False
    return key_of(one.birth_name) in map(key_of, used)


def _wrong_key(one: Surveyed, _facts: Facts) -> bool:
    if one.number is None:
        return False
    try:
        return expected_key(one.number) != one.key
    except InvalidMatricule:
        return True


def _forbidden(trait: str) -> Callable[[Surveyed, Facts], bool]:
    def holds(one: Surveyed, _facts: Facts) -> bool:
        text = getattr(one, trait)
        if not text:
            return False
        try:
            check_name(NAMES[trait], text)
        except InvalidTrait:
            return True
        return False

    return holds


def _impossible_date(one: Surveyed, facts: Facts) -> bool:
    return bool(one.birth_date) and facts.born is None


def _future_date(_one: Surveyed, facts: Facts) -> bool:
    return facts.born is not None and facts.born > facts.today


def _too_old(_one: Surveyed, facts: Facts) -> bool:
    return facts.age is not None and facts.age > OLDEST


def _no_place_code(one: Surveyed, _facts: Facts) -> bool:
    """A postcode of another shape, a name: what no place code can be (IV-061, IV-063)."""
    if not one.birth_place:
        return False
    try:
        return strict.place(one.birth_place) != one.birth_place
    except InvalidTrait:
        return True


def _postcode(one: Surveyed, facts: Facts) -> bool:
    """A postcode typed for a place (C45): a code of the table is a place, whatever else it is."""
    code = one.birth_place or ""
    # Any other shape is no code at all, which is said by itself.
    if len(code) != POSTCODE_DIGITS or not facts.places.postcode(code):
        return False
    return facts.places.valid_at(code, None) is None


def _ended_place(one: Surveyed, facts: Facts) -> bool:
    """A code of the table that did not exist on that day; one not in the table may be unknown."""
    if not one.birth_place or facts.born is None:
        return False
    return facts.places.valid_at(one.birth_place, one.birth_date) is False


def _lacks(trait: str) -> Callable[[Surveyed, Facts], bool]:
    def holds(one: Surveyed, _facts: Facts) -> bool:
        return not getattr(one, trait)

    return holds


def _place_unknown(one: Surveyed, _facts: Facts) -> bool:
    return one.status == Status.QUAL.value and one.birth_place == strict.UNKNOWN_PLACE


_FIX, _ASK, _PAIR = Proposal.CORRIGER, Proposal.INTERROGER, Proposal.COMPARER

ANOMALIES: tuple[Anomaly, ...] = (
    Anomaly("A01", "SEXE_MANQUANT", "sex", "IV-060", _FIX, _no_sex),
    Anomaly("A02", "SEXE_DU_MATRICULE", "sex", "IV-034", _ASK, _sex_differs),
    Anomaly("A03", "ANNEE_DU_MATRICULE", "birth_date", "IV-034", _ASK, _year_differs),
    Anomaly("A04", "MOIS_DU_MATRICULE", "birth_date", "IV-034", _ASK, _month_differs),
    Anomaly("A05", "NOM_UTILISE_POUR_NAISSANCE", "birth_name", "IV-020", _FIX, _used_as_birth),
    Anomaly("A06", "MATRICULE_DE_PARENT", None, "IV-021", _ASK, _number_of_a_parent),
    Anomaly("A07", "CLE_FAUSSE", None, "IV-031", _ASK, _wrong_key),
    *(
        Anomaly("A08", "CARACTERE_INTERDIT", trait, "IV-304", _FIX, _forbidden(trait))
        for trait in NAMES
    ),
    Anomaly("A09", "DATE_IMPOSSIBLE", "birth_date", "IV-050", _FIX, _impossible_date),
    Anomaly("A09", "DATE_FUTURE", "birth_date", "IV-054", _FIX, _future_date),
    Anomaly("A09", "DATE_TRES_ANCIENNE", "birth_date", "IV-054", _FIX, _too_old),
    Anomaly("A10", "LIEU_SANS_CODE", "birth_place", "IV-063", _FIX, _no_place_code),
    Anomaly("A10", "CODE_POSTAL", "birth_place", "IV-063", _FIX, _postcode),
    Anomaly("A10", "LIEU_HORS_PERIODE", "birth_place", "IV-061", _FIX, _ended_place),
    Anomaly("A11", "MATRICULE", None, "IV-210", _PAIR, None),
    Anomaly("A11", "DOUBLON", None, "IV-211", _PAIR, None),
    Anomaly("A11", "JUMEAU", None, "P10", _PAIR, None),
    Anomaly("A11", "HOMONYME", None, "IV-213", _PAIR, None),
    *(
        Anomaly("A12", "TRAIT_MANQUANT", trait, "IV-011", _FIX, _lacks(trait))
        for trait in ("birth_name", "first_name", "birth_date", "birth_place")
    ),
    Anomaly("A12", "LIEU_INCONNU", "birth_place", "IV-062", _FIX, _place_unknown),
)
"""Every row that holds is said; a missing sex is A01 alone."""

_ALONE = tuple(row for row in ANOMALIES if row.holds is not None)
BETWEEN = {row.code: row for row in ANOMALIES if row.holds is None}
"""Rows about two records, by the likeness that makes them (`pairs.Pairs`)."""


def check(one: Surveyed, today: date, places: Places) -> tuple[Finding, ...]:
    """The anomalies of one record by itself; none for a record merged into another."""
    if one.merged_into is not None:
        return ()
    return tuple(_found(one, _facts(one, today, places)))


def _found(one: Surveyed, facts: Facts) -> Iterator[Finding]:
    for row in _ALONE:
        if row.holds is not None and row.holds(one, facts):
            yield Finding(uid=one.uid, id=row.id, code=row.code, rule=row.rule, trait=row.trait)


def proposal_of(code: str) -> Proposal:
    """The act that goes with the code of a finding."""
    return next((row.proposal for row in ANOMALIES if row.code == code), Proposal.CORRIGER)
