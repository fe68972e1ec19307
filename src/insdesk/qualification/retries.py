"""Ready-made next tries after 01 or 02 (S11, S12): one call per press, never automatic."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from insdesk.identity.hints import after_tokens
from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.readings import NotFound, SeveralFound, VitalePerson
from insdesk.identity.traits import Traits, complete_date
from insdesk.qualification.forms import TraitsForm, check_form
from insdesk.qualification.steps import Run

ADVISED_TRIES = 5
"""Relaunches are bounded (IV-310)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One next try. `form` holds the exact change, None when the user must act first."""

    code: str
    form: TraitsForm | None
    shown: str = field(default="", repr=False)


def form_of(traits: Traits, used_name: str | None, used_first_name: str | None) -> TraitsForm:
    """The form that gives these traits back; the first given name is cut off the list by words."""
    return TraitsForm(
        birth_name=traits.birth_name or "",
        first_name=traits.first_name or "",
        other_names=_others(traits.first_name or "", traits.first_names or ""),
        sex=traits.sex.value if traits.sex else "",
        birth_date=_date_text(traits),
        birth_place=traits.birth_place or "",
        used_name=used_name or "",
        used_first_name=used_first_name or "",
    )


def form_of_card(person: VitalePerson) -> TraitsForm:
    """The form with the texts of a card that make no traits as they are; the sex is never deduced.

    A date that is one of neither calendar stays as read, to be put right on the document.
    """
    born = person.birth_date
    day = "/".join(reversed(born.split("-"))) if born else person.birth_text
    return TraitsForm(
        birth_name=person.name_text, first_name=person.first_name_text, birth_date=day
    )


def _others(first: str, names: str) -> str:
    """What follows the first given name in the list, its separator kept when it is no space."""
    rest = names[len(first) :] if names.startswith(first) else ""
    if rest[:1] in (" ", "-", "'"):
        return rest.strip()
    words = len(comparison_key(first).split())
    same = comparison_key(names).split()[:words] == comparison_key(first).split()
    return after_tokens(names, words).lstrip(" -'") if same else ""


def _date_text(traits: Traits) -> str:
    """`JJ/MM/AAAA`; an interpreted date as it was before its completion, so that it stays one."""
    if not traits.birth_date:
        return ""
    year, month, day = traits.birth_date.split("-")
    asked = (("00", "00"), ("00", month), (day, "00")) if traits.birth_date_interpreted else ()
    for one_day, one_month in asked:
        if complete_date(f"{year}-{one_month}-{one_day}") == traits.birth_date:
            return f"{one_day}/{one_month}/{year}"
    return f"{day}/{month}/{year}"


def suggestions(run: Run) -> tuple[Suggestion, ...]:
    """The tries that make sense for this run, most likely first (IV §6.3, ux.md S11 and S12)."""
    asked = run.asked or run.known
    if asked is None:
        return ()
    form = form_of(asked, run.used_name, run.used_first_name)
    match run.answer:
        case NotFound():
            tries = _not_found(form, by_vitale=run.by_vitale)
        case SeveralFound():
            tries = _several(form, by_vitale=run.by_vitale)
        case _:
            return ()
    return tuple(_ready(one) for one in tries)


def _ready(one: Suggestion) -> Suggestion:
    """Without its form when that form cannot be sent yet: a card gives no sex (IV-304)."""
    if one.form is None or check_form(one.form).traits is not None:
        return one
    return replace(one, form=None)


def _not_found(form: TraitsForm, *, by_vitale: bool) -> list[Suggestion]:
    tries = []
    if form.used_name and search_key(form.used_name) != comparison_key(form.birth_name):
        swapped = replace(form, birth_name=form.used_name, used_name=form.birth_name)
        shown = check_form(swapped).sent[0]
        tries.append(Suggestion(code="NOM_UTILISE", form=swapped, shown=shown))
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
    if 0 < int(day) <= 12 and int(month) > 0 and day != month:
        swapped = replace(form, birth_date=f"{month}/{day}/{year}")
        tries.append(Suggestion(code="INVERSER_JOUR_MOIS", form=swapped, shown=swapped.birth_date))
    tries.append(Suggestion(code="VERIFIER_SEXE", form=None))
    if not by_vitale:
        tries.append(Suggestion(code="CARTE_VITALE", form=None))
    return tries


def _several(form: TraitsForm, *, by_vitale: bool) -> list[Suggestion]:
    tries = [Suggestion(code="AJOUTER_PRENOMS", form=None)]
    if not form.birth_place:
        tries.append(Suggestion(code="AJOUTER_LIEU", form=None))
    if not by_vitale:
        tries.append(Suggestion(code="CARTE_VITALE", form=None))
    return tries


def _first_name(code: str, form: TraitsForm, first: str) -> Suggestion:
    return Suggestion(code=code, form=replace(form, first_name=first), shown=first)
