"""The comparison tables of rule book §7.2: for each trait, the first row that holds wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Generic, TypeVar

from insdesk.identity import hints
from insdesk.identity.matricule import Matricule, Nature
from insdesk.identity.normalise import comparison_key
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.traits import UNKNOWN_PLACE, Sexe, Traits, complete_date, is_calendar_date


class Verdict(Enum):
    """Result for one trait, or for the whole: the worst of its traits (decision 7)."""

    EGAL = "EGAL"
    ACCEPTABLE = "ACCEPTABLE"
    DISCORDANT = "DISCORDANT"
    NON_COMPARE = "NON_COMPARE"


@dataclass(frozen=True, slots=True)
class Ins:
    """One side of step 7: a matricule, and the former ones (`INSHISTO`) that INSi sends with it."""

    matricule: Matricule
    former: tuple[FormerMatricule, ...] = ()


Side = TypeVar("Side")


@dataclass(frozen=True, slots=True)
class Row(Generic[Side]):
    """One line of a table: `rule` is the paragraph of the rule book, `holds` its condition.

    `holds` is asked with the desk's side, then INSi's, and only when no row above it holds.
    """

    rule: str
    trait: str
    code: str
    verdict: Verdict
    holds: Callable[[Side, Side], bool]


# The rows of one trait ask in turn about the same texts: those few answers are kept, no more.
_form_k = lru_cache(maxsize=4)(comparison_key)
_typing_reason = lru_cache(maxsize=1)(hints.typing_reason)


def _key(text: str | None) -> str:
    return _form_k(text or "")


def words_of(text: str | None) -> list[str]:
    """The words of form K: what a hyphen, an apostrophe or a space separates."""
    return _key(text).split()


def _same_name(known: Traits, official: Traits) -> bool:
    return known.birth_name == official.birth_name


def _same_list(known: Traits, official: Traits) -> bool:
    return known.first_names == official.first_names


def _typed(
    same: Callable[[Traits, Traits], bool], trait: str, reason: str | None
) -> Callable[[Traits, Traits], bool]:
    """N forms equal, and the way the trait was typed differs for `reason` (None: not at all)."""

    def holds(known: Traits, official: Traits) -> bool:
        if not same(known, official):
            return False
        return _typing_reason(known.typed_text(trait)) == reason

    return holds


def _name_hint(hint: Callable[[str, str], bool]) -> Callable[[Traits, Traits], bool]:
    return lambda known, official: hint(known.birth_name or "", official.birth_name or "")


def _first_hint(hint: Callable[[str, str], bool]) -> Callable[[Traits, Traits], bool]:
    return lambda known, official: hint(known.first_name or "", official.first_names or "")


def _starts_list(known: Traits, official: Traits) -> bool:
    first, names = known.first_name or "", official.first_names or ""
    return names == first or names.startswith(first + " ")


def _starts_tokens(known: Traits, official: Traits) -> bool:
    first, names = words_of(known.first_name), words_of(official.first_names)
    return bool(first) and names[: len(first)] == first


def _cuts_compound(known: Traits, official: Traits) -> bool:
    names = official.first_names or ""
    rest = hints.after_tokens(names, len(words_of(known.first_name)))
    return _starts_tokens(known, official) and rest[:1] in ("-", "'")


def _prefix_list(known: Traits, official: Traits) -> bool:
    one, other = words_of(known.first_names), words_of(official.first_names)
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _place_hint(hint: Callable[[str, str], bool]) -> Callable[[Traits, Traits], bool]:
    return lambda known, official: hint(known.birth_place or "", official.birth_place or "")


def _used_as_birth(known: Traits, official: Traits) -> bool:
    """The names share nothing while the rest of the person agrees: probably the used name."""
    others = (
        _starts_tokens(known, official),
        known.birth_date == official.birth_date,
        known.sex in (None, official.sex),
    )
    return all(others) and not set(words_of(known.birth_name)) & set(words_of(official.birth_name))


def _date_completed(known: Traits, official: Traits) -> bool:
    return complete_date(official.birth_date or "") == known.birth_date


def _official_complete(official: Traits) -> bool:
    return is_calendar_date(official.birth_date or "")


def _same_ins(held: Ins, new: Ins) -> bool:
    """The key does not count: it follows from the number, or is only said to be wrong."""
    one, other = held.matricule, new.matricule
    return one.number == other.number and one.oid == other.oid


def _listed_as_former(held: Ins, new: Ins) -> bool:
    one = held.matricule
    return any((former.number, former.oid) == (one.number, one.oid) for former in new.former)


def _waiting_number_confirmed(held: Ins, new: Ins) -> bool:
    """The NIA became a NIR under the same number: nothing tells of another person (§10)."""
    natures = (held.matricule.nature, new.matricule.nature)
    return held.matricule.number == new.matricule.number and natures == (Nature.NIA, Nature.NIR)


E, A, D, N = Verdict.EGAL, Verdict.ACCEPTABLE, Verdict.DISCORDANT, Verdict.NON_COMPARE

TABLE: tuple[Row[Traits], ...] = (
    # 1. nom de naissance
    Row("7.2-1", "birth_name", "ABSENT", N, lambda k, o: not k.birth_name or not o.birth_name),
    Row("7.2-1", "birth_name", "IDENTIQUE", E, _typed(_same_name, "birth_name", None)),
    Row("7.2-1", "birth_name", "LIGATURE", E, _typed(_same_name, "birth_name", "LIGATURE")),
    Row("7.2-1", "birth_name", "TYPOGRAPHIE", E, _typed(_same_name, "birth_name", "TYPOGRAPHIE")),
    Row("7.2-1", "birth_name", "CASSE_DIACRITIQUE", E, _same_name),
    Row(
        "7.2-1",
        "birth_name",
        "SEPARATEUR",
        A,
        lambda k, o: _key(k.birth_name) == _key(o.birth_name),
    ),
    Row("7.2-1", "birth_name", "ESPACEMENT", D, _name_hint(hints.glued)),
    Row("7.2-1", "birth_name", "NOM_TRONQUE", D, _name_hint(hints.truncated)),
    Row("7.2-1", "birth_name", "TRANSLITTERATION_MRZ", D, _name_hint(hints.from_machine_zone)),
    Row("7.2-1", "birth_name", "FAUTE_DE_FRAPPE", D, _name_hint(hints.one_slip)),
    Row("7.2-1", "birth_name", "NOM_USAGE_POUR_NAISSANCE", D, _used_as_birth),
    Row("7.2-1", "birth_name", "NOM_DIFFERENT", D, lambda _k, _o: True),
    # 2. premier prénom, against the list of INSi
    Row("7.2-2", "first_name", "ABSENT", N, lambda k, o: not k.first_name or not o.first_names),
    Row("7.2-2", "first_name", "PREMIER_DE_LISTE", E, _starts_list),
    Row("7.2-2", "first_name", "PRENOM_COMPOSE", A, _cuts_compound),
    Row("7.2-2", "first_name", "SEPARATEUR", A, _starts_tokens),
    Row("7.2-2", "first_name", "PRENOM_NON_PREMIER", D, _first_hint(hints.later_in_list)),
    Row("7.2-2", "first_name", "ESPACEMENT", D, _first_hint(hints.glued_first)),
    Row(
        "7.2-2", "first_name", "TRANSLITTERATION_MRZ", D, _first_hint(hints.first_from_machine_zone)
    ),
    Row("7.2-2", "first_name", "FAUTE_DE_FRAPPE", D, _first_hint(hints.one_slip_first)),
    Row("7.2-2", "first_name", "DIMINUTIF", D, _first_hint(hints.diminutive)),
    Row("7.2-2", "first_name", "PRENOM_DIFFERENT", D, lambda _k, _o: True),
    # 3. liste des prénoms
    Row("7.2-3", "first_names", "ABSENT", N, lambda _k, o: not o.first_names),
    Row("7.2-3", "first_names", "COMPLETION", A, lambda k, _o: not k.first_names),
    Row("7.2-3", "first_names", "IDENTIQUE", E, _typed(_same_list, "first_names", None)),
    Row("7.2-3", "first_names", "LIGATURE", E, _typed(_same_list, "first_names", "LIGATURE")),
    Row("7.2-3", "first_names", "TYPOGRAPHIE", E, _typed(_same_list, "first_names", "TYPOGRAPHIE")),
    Row("7.2-3", "first_names", "CASSE_DIACRITIQUE", E, _same_list),
    Row(
        "7.2-3",
        "first_names",
        "SEPARATEUR",
        A,
        lambda k, o: _key(k.first_names) == _key(o.first_names),
    ),
    Row("7.2-3", "first_names", "LISTE_INCOMPLETE", A, _prefix_list),
    Row(
        "7.2-3",
        "first_names",
        "ORDRE_PRENOMS",
        D,
        lambda k, o: sorted(words_of(k.first_names)) == sorted(words_of(o.first_names)),
    ),
    Row("7.2-3", "first_names", "LISTE_DIFFERENTE", D, lambda _k, _o: True),
    # 4. date de naissance
    Row("7.2-4", "birth_date", "ABSENT", N, lambda k, o: not k.birth_date or not o.birth_date),
    Row(
        "7.2-4",
        "birth_date",
        "IDENTIQUE",
        E,
        lambda k, o: k.birth_date == o.birth_date and not k.birth_date_interpreted,
    ),
    Row("7.2-4", "birth_date", "DATE_INTERPRETEE", A, _date_completed),
    Row(
        "7.2-4",
        "birth_date",
        "MAUVAISE_COMPLETION",
        D,
        lambda k, o: not _official_complete(o) and hints.same_year(k.birth_date, o.birth_date),
    ),
    Row(
        "7.2-4",
        "birth_date",
        "DATE_PRECISEE",
        D,
        lambda k, o: (
            k.birth_date_interpreted
            and _official_complete(o)
            and hints.same_year(k.birth_date, o.birth_date)
        ),
    ),
    Row(
        "7.2-4",
        "birth_date",
        "INVERSION_JOUR_MOIS",
        D,
        lambda k, o: hints.swapped_day_month(k.birth_date, o.birth_date),
    ),
    Row(
        "7.2-4",
        "birth_date",
        "FAUTE_DE_FRAPPE",
        D,
        lambda k, o: hints.one_digit(k.birth_date or "", o.birth_date or ""),
    ),
    Row("7.2-4", "birth_date", "DATE_DIFFERENTE", D, lambda _k, _o: True),
    # 5. sexe
    Row("7.2-5", "sex", "ABSENT", N, lambda k, o: k.sex is None or o.sex is None),
    Row("7.2-5", "sex", "IDENTIQUE", E, lambda k, o: k.sex is o.sex),
    Row("7.2-5", "sex", "COMPLETION", A, lambda k, _o: k.sex is Sexe.I),
    Row("7.2-5", "sex", "SEXE", D, lambda _k, _o: True),
    # 6. lieu de naissance
    Row("7.2-6", "birth_place", "ABSENT_INSI", A, lambda _k, o: not o.birth_place),
    Row("7.2-6", "birth_place", "IDENTIQUE", E, lambda k, o: k.birth_place == o.birth_place),
    Row(
        "7.2-6",
        "birth_place",
        "COMPLETION",
        A,
        lambda k, _o: k.birth_place in (None, UNKNOWN_PLACE),
    ),
    Row("7.2-6", "birth_place", "ARRONDISSEMENT", A, _place_hint(hints.arrondissement)),
    Row("7.2-6", "birth_place", "CODE_ANCIEN", A, _place_hint(hints.old_corsica)),
    Row("7.2-6", "birth_place", "PAYS", D, _place_hint(hints.both_abroad)),
    Row("7.2-6", "birth_place", "CODE_POSTAL", D, _place_hint(hints.postcode)),
    Row("7.2-6", "birth_place", "LIEU", D, lambda _k, _o: True),
)

MATRICULE_TABLE: tuple[Row[Ins], ...] = (
    # 7. matricule already stored, against the one INSi sends now
    Row("7.2-7", "matricule", "IDENTIQUE", E, _same_ins),
    Row("7.2-7", "matricule", "MATRICULE_HISTORISE", A, _listed_as_former),
    Row("7.2-7", "matricule", "MATRICULE_HISTORISE", A, _waiting_number_confirmed),
    Row("7.2-7", "matricule", "COLLISION_POSSIBLE", D, lambda _held, _new: True),
)
