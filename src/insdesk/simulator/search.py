"""Who the simulated INSi finds, asked by traits or by carte Vitale (insi.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from insdesk.identity.traits import complete_date
from insdesk.simulator.gateway import Asked, TraitsAsked, VitaleAsked
from insdesk.simulator.person import Person
from insdesk.simulator.security import Turned


class Report(Enum):
    """A return code without an identity, and its label as sent (no accents)."""

    NOBODY = ("01", "Aucune identite trouvee")
    SEVERAL = ("02", "Plusieurs identites trouvees")


def search(people: Sequence[Person], asked: Asked) -> Person | Report:
    """The one person that fits, or why there is none. Raises `Turned` for one who brings a fault.

    Names are compared as sent, separators included: a married name, a space for a hyphen or a
    given name that does not begin the list finds nobody, as the page tells.
    """
    if isinstance(asked, VitaleAsked):
        found = _by_vitale(people, asked)
    else:
        found = [one for one in people if _fits_traits(one, asked)]
    found = [one for one in found if not one.unknown_to_insi]
    match found:
        case []:
            return Report.NOBODY
        case [one]:
            if one.fault is not None:
                raise Turned(one.fault)
            return one
        case _:
            return Report.SEVERAL


def _by_vitale(people: Sequence[Person], asked: VitaleAsked) -> list[Person]:
    found = [one for one in people if _fits_vitale(one, asked)]
    if len(found) > 1 and asked.rank is not None:
        return [one for one in found if one.twin_rank == asked.rank]
    return found


def _fits_traits(person: Person, asked: TraitsAsked) -> bool:
    names = (person.birth_name, *person.also_asked)
    return (
        asked.birth_name in names
        and f"{person.first_names} ".startswith(f"{asked.first_name} ")
        and asked.sex == person.sex
        and asked.birth_date in (person.birth_date, complete_date(person.birth_date))
        and (asked.birth_place is None or person.birth_place in (None, asked.birth_place))
    )


def _fits_vitale(person: Person, asked: VitaleAsked) -> bool:
    if asked.birth_date is not None and asked.birth_date != person.birth_date:
        return False
    own = person.number[:13]
    if asked.own:
        return asked.own == own
    # The number beside a dependant may be his own or the insured's: both open the same rights.
    return asked.insured in (own, person.insured, (person.card_number or "")[:13] or None)
