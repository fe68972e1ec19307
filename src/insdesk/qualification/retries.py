"""Ready-made next tries after 01 or 02 (S11, S12): one call per press, never automatic."""

from __future__ import annotations

from dataclasses import dataclass, replace

from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.identity.traits import Traits
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.steps import Run

ADVISED_TRIES = 5
"""Relaunches are bounded (IV-310)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One next try. `form` holds the exact change, None when the user must act first."""

    code: str
    form: TraitsForm | None
    shown: str = ""


def form_of(traits: Traits, used_name: str | None, used_first_name: str | None) -> TraitsForm:
    """The form that gives these traits back; the first given name is cut off the list by words."""
    first, names = traits.first_name or "", traits.first_names or ""
    others = names[len(first) :].strip() if names.startswith(first) else ""
    year, month, day = (traits.birth_date or "--").split("-")
    return TraitsForm(
        birth_name=traits.birth_name or "",
        first_name=first,
        other_names=others,
        sex=traits.sex.value if traits.sex else "",
        birth_date=f"{day}/{month}/{year}" if year else "",
        birth_place=traits.birth_place or "",
        used_name=used_name or "",
        used_first_name=used_first_name or "",
    )


def suggestions(run: Run) -> tuple[Suggestion, ...]:
    """The tries that make sense for this run, most likely first (IV §6.3, ux.md S11 and S12)."""
    asked = run.asked or run.known
    if asked is None:
        return ()
    form = form_of(asked, run.used_name, run.used_first_name)
    match run.answer:
        case NotFound():
            tries = _not_found(form)
        case SeveralFound():
            tries = _several(form)
        case _:
            return ()
    return tuple(tries)


def _not_found(form: TraitsForm) -> list[Suggestion]:
    tries = []
    if form.used_name and form.used_name.upper() != form.birth_name:
        swapped = replace(form, birth_name=form.used_name, used_name=form.birth_name)
        tries.append(Suggestion(code="NOM_UTILISE", form=swapped, shown=form.used_name.upper()))
    else:
        tries.append(Suggestion(code="DEMANDER_NOM", form=None))
    if "-" in form.first_name:
        spaced = form.first_name.replace("-", " ")
        tries.append(_first_name("TIRET", form, spaced))
    elif " " in form.first_name:
        tries.append(_first_name("TIRET", form, form.first_name.replace(" ", "-")))
    if form.other_names:
        alone = replace(form, other_names="")
        tries.append(Suggestion(code="PREMIER_PRENOM_SEUL", form=alone, shown=form.first_name))
    else:
        tries.append(Suggestion(code="AJOUTER_PRENOMS", form=None))
    if form.birth_place:
        tries.append(Suggestion(code="RETIRER_LIEU", form=replace(form, birth_place="")))
    day, month, year = form.birth_date.split("/")
    if int(day) <= 12 and day != month:
        swapped = replace(form, birth_date=f"{month}/{day}/{year}")
        tries.append(Suggestion(code="INVERSER_JOUR_MOIS", form=swapped, shown=swapped.birth_date))
    tries.append(Suggestion(code="VERIFIER_SEXE", form=None))
    tries.append(Suggestion(code="CARTE_VITALE", form=None))
    return tries


def _several(form: TraitsForm) -> list[Suggestion]:
    tries = [Suggestion(code="AJOUTER_PRENOMS", form=None)]
    if not form.birth_place:
        tries.append(Suggestion(code="AJOUTER_LIEU", form=None))
    tries.append(Suggestion(code="CARTE_VITALE", form=None))
    return tries


def _first_name(code: str, form: TraitsForm, first: str) -> Suggestion:
    return Suggestion(code=code, form=replace(form, first_name=first), shown=first)
