"""Receiving a patient: from a card, a record or typed traits to a run. Looks up, never writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from insdesk.errors import InvalidTrait
from insdesk.identity.compare import compare
from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Found, InsiAnswer, VitalePerson
from insdesk.identity.traits import Traits, complete_date, is_calendar_date
from insdesk.qualification.birthplaces import code_in
from insdesk.qualification.forms import typed_date
from insdesk.qualification.ports import PatientsPort
from insdesk.qualification.prior import (
    agreed,
    begins,
    dates_to_search,
    homonyms,
    listed,
    with_list,
    without_list,
)
from insdesk.qualification.rules import FOUR_TRAITS
from insdesk.qualification.steps import Run


def card_traits(person: VitalePerson) -> Traits:
    """The strict traits a card carries: no sex, no place, no list (cards.md §1.5).

    An incomplete or lunar date is completed and marked (IV-051). Raises `InvalidTrait` when the
    name, the given name or the date of the card cannot be one.
    """
    born = person.birth_date
    if born is None or born.startswith("0000"):
        raise InvalidTrait("FORMAT_DATE", trait="birth_date")
    return Traits.from_text(
        birth_name=person.name_text,
        first_name=person.first_name_text,
        first_names=None,
        birth_date=complete_date(born),
        sex=None,
        birth_place=None,
        birth_date_interpreted=not is_calendar_date(born),
    )


def with_holder(run: Run, person: VitalePerson) -> Run:
    """The run about this beneficiary, with the card as its local side until a record is found.

    Whoever else is on the card is forgotten here.
    """
    run = replace(run, reading=run.reading and run.reading.about(person))
    try:
        known = card_traits(person)
    except InvalidTrait as problem:
        bare = replace(run, holder=person, known=None, known_at=None, searched=False)
        return replace(bare, known_problem=problem)
    found = replace(run, holder=person, known=known, known_at=run.started_at, searched=False)
    return replace(found, known_problem=None)


def same_person(patient: Patient, traits: Traits) -> bool:
    """Candidate for one record (IV-211): same name, or its used name, and same given name."""
    return _same_name(patient, traits) and _same_given(patient, traits)


def _same_name(patient: Patient, traits: Traits) -> bool:
    names = {comparison_key(patient.traits.birth_name or "")}
    if patient.used_name:
        names.add(search_key(patient.used_name))
    return comparison_key(traits.birth_name or "") in names


def _same_given(patient: Patient, traits: Traits) -> bool:
    mine = comparison_key(patient.traits.first_name or "").split()
    theirs = comparison_key(traits.first_name or traits.first_names or "").split()
    used = search_key(patient.used_first_name or "").split()
    shorter = min(len(mine), len(theirs))
    return bool(theirs) and (used == theirs or (shorter > 0 and mine[:shorter] == theirs[:shorter]))


def card_changes(run: Run) -> tuple[str, ...]:
    """Traits that the card says otherwise than the record, once opened (J11).

    The used name on a card is no change, nor is a date that one side only knows in part.
    """
    if run.patient is None or run.holder is None:
        return ()
    try:
        card = card_traits(run.holder)
    except InvalidTrait:
        return ()
    held = run.patient.traits
    exact = not (card.birth_date_interpreted or held.birth_date_interpreted)
    agrees = {
        "birth_name": _same_name(run.patient, card),
        "first_name": _same_given(run.patient, card),
        "birth_date": not exact or card.birth_date == held.birth_date,
    }
    return tuple(trait for trait, same in agrees.items() if not same)


def recognise(run: Run, patients: PatientsPort) -> tuple[Run, int]:
    """The run with its record, if exactly one fits, else with the list to judge; and its length.

    Every record born that day is shown, whatever its name: one filed under the married name is
    among them (IV-200, IV-203). So is a homonym born nearly that day (IV-213).
    """
    if run.known is None:
        return run, 0
    born = patients.born_on(dates_to_search(run.known))
    searched = replace(run, searched=True, letters="", listed=False)
    fitting = _fitting(run, born, run.known)
    if len(fitting) == 1:
        return with_record(searched, fitting[0]), len(born)
    shown = [*born, *homonyms(searched, patients.named)]
    return with_list(searched, listed(searched, shown)), len(shown)


def _fitting(run: Run, records: Sequence[Patient], traits: Traits) -> list[Patient]:
    """Records that may be this person's, but those said to be somebody else's."""
    return [one for one in records if one.uid not in run.judged and same_person(one, traits)]


def search_again(run: Run, patients: PatientsPort) -> tuple[Run, int]:
    """After a 00 about no known record: by the matricule, then by the date received (IV-205).

    An answer that contradicts what was asked stays a discordance: the record it names, compared
    with it, would agree, and be somebody else's than the patient at the desk.
    """
    answer = run.answer
    if not isinstance(answer, Found) or answer.matricule is None:
        return run, 0
    official = answer.traits()
    holders = patients.holding(answer.matricule.number, answer.matricule.oid)
    born = patients.born_on(dates_to_search(official)) if official else []
    hits = len({one.uid for one in (*holders, *born)})
    searched = replace(run, searched=True)
    if _is_the_same_one(run):
        named = [one for one in holders if one.uid not in run.judged]
        fitting = named or (_fitting(run, born, official) if official else [])
        if len(fitting) == 1:
            return compared(with_record(searched, fitting[0])), hits
    again = (*holders, *_by_letters(run, born), *homonyms(searched, patients.named))
    hits = len({one.uid for one in (*again, *born)})
    return agreed(replace(searched, found_again=listed(searched, again))), hits


def _by_letters(run: Run, records: Sequence[Patient]) -> list[Patient]:
    """A list shortened by letters is not made long again by the same date."""
    return [one for one in records if begins(one, run.letters)]


def _is_the_same_one(run: Run) -> bool:
    """Whether the answer agrees with the traits at the desk, or bears the holder's own number.

    The number alone is enough for a card in the married name; a child's may be the parent's.
    """
    if run.comparison is not None and not run.comparison.blocks:
        return True
    answer, holder, reading = run.answer, run.holder, run.reading
    if holder is None or reading is None or not holder.number or not isinstance(answer, Found):
        return False
    if holder.number_is_own is False:
        return False  # told to be that of his rights: it may be a parent's, whatever his place
    own = holder.position == 1 or holder.number != reading.persons[0].number
    return own and answer.matricule is not None and holder.number[:13] == answer.matricule.number


def with_record(run: Run, patient: Patient) -> Run:
    """The run about this record: its traits are the local side (X8 needs their date)."""
    return replace(
        without_list(run),
        patient=patient,
        known=patient.traits,
        known_at=patient.traits_recorded_at,
        used_name=run.used_name or patient.used_name,
        used_first_name=run.used_first_name or patient.used_first_name,
    )


def with_answer(run: Run, answer: InsiAnswer) -> Run:
    """The run with the answer, compared; nothing is ticked yet."""
    answered = replace(
        run,
        answer=answer,
        comparison=None,
        ticked=frozenset(),
        contested=frozenset(),
        tries=run.tries + 1,
    )
    return compared(answered) if isinstance(answer, Found) else answered


def _official(run: Run) -> Traits | None:
    """The side of the reference base: INSi's answer, or the application carte Vitale."""
    if run.app is not None:
        return run.app.traits()
    return run.answer.traits() if isinstance(run.answer, Found) else None


def compared(run: Run) -> Run:
    """The run with its comparison made anew from both sides; ticks on changed rows fall."""
    official = _official(run)
    if official is None or run.known is None:
        return replace(run, comparison=None)
    comparison, before = compare(run.known, official), run.comparison
    kept = {one.trait for one in comparison if before and before[one.trait] == one}
    return replace(run, comparison=comparison, ticked=run.ticked & kept)


def corrected(run: Run, trait: str, text: str, at: datetime) -> Run:
    """The run after a local trait was corrected on the open answer (IV-323), compared again.

    Correcting one of the four traits of the exception procedure dates them anew (X8); the place
    and the list do not. Raises `InvalidTrait`.
    """
    known = run.known
    if known is None:
        return run
    values = {
        "birth_name": known.birth_name or "",
        "first_name": known.first_name or "",
        "first_names": known.first_names,
        "birth_date": known.birth_date or "",
        "sex": known.sex.value if known.sex else None,
        "birth_place": known.birth_place,
    }
    marker = known.birth_date_interpreted
    if trait == "birth_date":
        values[trait], marker = typed_date(text)
    else:
        typed = (code_in(text) or text) if trait == "birth_place" else text
        values[trait] = typed or None if trait in ("first_names", "birth_place") else typed
    traits = Traits.from_text(**values, birth_date_interpreted=marker)  # type: ignore[arg-type]
    known_at = at if trait in FOUR_TRAITS else run.known_at
    return agreed(compared(replace(run, known=traits, known_at=known_at)))
