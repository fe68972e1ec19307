"""The prior-record search (rule book §5.1): which records it shows, the likeliest first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from insdesk.errors import Refused
from insdesk.identity import resemblance
from insdesk.identity.compare import adopt
from insdesk.identity.matricule import Matricule
from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Found
from insdesk.identity.resemblance import Likeness
from insdesk.identity.traits import UNKNOWN_PLACE, Traits, complete_date, is_calendar_date
from insdesk.qualification.steps import Judgement, Prior, Run

T = TypeVar("T")
Named = Callable[[str, str], Iterable[Patient]]
"""Records by birth name and first given name (`PatientsPort.named`)."""

MANY = 20
"""More records than this are too many to look at: letters are asked for (IV-200; ours, D)."""

MOST_LETTERS = 3
"""« Three at most » (IV-200)."""


def dates_to_search(traits: Traits) -> tuple[str, ...]:
    """The birth date, and 01/01 and 31/12 of its year when it was interpreted (IV-200, IV-206).

    A date that INSi sends incomplete is completed as the record would hold it (IV-051).
    """
    if not traits.birth_date:
        return ()
    born = complete_date(traits.birth_date)
    if is_calendar_date(traits.birth_date) and not traits.birth_date_interpreted:
        return (born,)
    return tuple(dict.fromkeys((born, f"{born[:4]}-01-01", f"{born[:4]}-12-31")))


def dates_of(run: Run) -> tuple[str, ...]:
    """Every day on which the patient of this run may be recorded: by the desk, and by INSi."""
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    sides = [side for side in (run.known, official) if side is not None]
    return tuple(dict.fromkeys(day for side in sides for day in dates_to_search(side)))


def subject(run: Run) -> Traits | None:
    """The patient at the desk as the records are to be compared with: with what INSi adds.

    An answer that contradicts the desk, or that could not be compared, adds nothing.
    """
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    agrees = run.comparison is not None and not run.comparison.blocks
    if run.known is None or official is None or not agrees:
        return run.known
    return adopt(run.known, official)


def homonyms(run: Run, named: Named) -> list[Patient]:
    """Records of the same names and sex, born a digit or a day/month swap away (IV-213).

    One question to the base; nobody is one without a sex, a name and a date to compare.
    """
    traits = subject(run)
    if traits is None or not (traits.birth_name and traits.first_name and traits.birth_date):
        return []
    found = named(traits.birth_name, traits.first_name)
    each = ((one, _shown(one, traits, run.used_name, None).resemblance) for one in found)
    return [one for one, has in each if has is not None and has.likeness is Likeness.HOMONYME]


def listed(run: Run, records: Iterable[Patient]) -> tuple[Prior, ...]:
    """These records, each once, with what it has of the patient at the desk, the likeliest first.

    Among those that resemble nothing, the same given name comes first: that is what a record
    under the married name keeps (IV-205).
    """
    traits = subject(run)
    if traits is None:
        return ()
    number = run.answer.matricule if isinstance(run.answer, Found) else None
    each = {one.uid: one for one in records}
    shown = [_shown(one, traits, run.used_name, number) for one in each.values()]
    return tuple(sorted(shown, key=lambda one: _rank(one, traits)))


def _shown(
    one: Patient, traits: Traits, used_name: str | None, matricule: Matricule | None
) -> Prior:
    if traits.birth_place in (None, UNKNOWN_PLACE):  # a card says none: it contradicts no record
        traits = replace(traits, birth_place=one.traits.birth_place)
    likeness = resemblance.of_traits(traits, used_name, matricule, one)
    return Prior(patient=one, resemblance=likeness)


def _rank(one: Prior, traits: Traits) -> tuple[int, bool]:
    order = list(Likeness)
    place = order.index(one.resemblance.likeness) if one.resemblance else len(order)
    return place, _given(one.patient.traits) != _given(traits)


def _given(traits: Traits) -> str:
    return comparison_key(traits.first_name or traits.first_names or "").partition(" ")[0]


def with_list(run: Run, shown: Sequence[Prior]) -> Run:
    """The run with this list. A judgement stays unless the record now resembles otherwise."""
    before = {one.patient.uid: one.resemblance for one in run.prior}
    same = {one.patient.uid for one in shown if before.get(one.patient.uid) == one.resemblance}
    return replace(
        run,
        prior=tuple(shown),
        judged=_only(run.judged, same),
        reasons=_only(run.reasons, same),
    )


def _only(said: Mapping[str, T], uids: set[str]) -> dict[str, T]:
    return {uid: value for uid, value in said.items() if uid in uids}


def without_list(run: Run) -> Run:
    """The run with nothing to judge: its record is known, or none was looked for."""
    return replace(run, prior=(), found_again=(), judged={}, reasons={}, letters="", listed=False)


def agreed(run: Run) -> Run:
    """What the second search showed counts once the answer contradicts no more (IV-205).

    While it does, the record of the answer is somebody else's than the patient at the desk.
    """
    agrees = run.comparison is not None and not run.comparison.blocks
    if run.patient is not None or not run.found_again or not agrees:
        return run
    again = [one.patient for one in (*run.prior, *run.found_again)]
    return replace(with_list(run, listed(run, again)), found_again=())


def letters_of(text: str) -> str:
    """The letters of a search, form K. Raises `Refused` IV-200 beyond three, or if no letters."""
    letters = search_key(text)
    if len(letters) > MOST_LETTERS or (text.strip() and not letters.isalpha()):
        raise Refused("IV-200", "TROIS_LETTRES")
    return letters


def begins(one: Patient, letters: str) -> bool:
    """Whether a word of any of its names, strict or used, begins with these letters (IV-202)."""
    names = (
        one.traits.birth_name,
        one.traits.first_name,
        one.traits.first_names,
        one.used_name,
        one.used_first_name,
    )
    words = search_key(" ".join(filter(None, names))).split()
    return not letters or any(word.startswith(letters) for word in words)


def is_too_long(run: Run) -> bool:
    """Whether letters must be given, or one more, before the list can be looked at (IV-200)."""
    others = sum(one.resemblance is None for one in run.prior)
    return others > MANY and len(run.letters) < MOST_LETTERS


def judge(run: Run, uid: str, judgement: Judgement, reason: str) -> Run:
    """The run after this was said of one record of the list.

    Raises `Refused` IV-210 about a record with the same matricule: it can only be opened; IV-204
    about a record that is not in the list.
    """
    one = next((prior for prior in run.prior if prior.patient.uid == uid), None)
    if one is None:
        raise Refused("IV-204", "HORS_LISTE")
    if one.resemblance is not None and one.resemblance.likeness is Likeness.MATRICULE:
        raise Refused("IV-210", "MATRICULE_PRIS")
    return replace(run, judged={**run.judged, uid: judgement}, reasons={**run.reasons, uid: reason})


def none_of_these(run: Run) -> Run:
    """The run once the rest of the list is said to be other people (IV-204).

    Raises `Refused` IV-200 while the list is too long to be looked at, IV-211 while a record that
    resembles the patient was not judged by itself.
    """
    if is_too_long(run):
        raise Refused("IV-200", "LISTE_TROP_LONGUE")
    if any(one.resemblance is not None for one in run.unjudged):
        raise Refused("IV-211", "RESSEMBLANCE_A_JUGER")
    others = {one.patient.uid: Judgement.OTHER_PERSON for one in run.unjudged}
    return replace(run, judged={**run.judged, **others}, listed=False)
