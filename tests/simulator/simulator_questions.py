"""What a practitioner types about somebody of the simulator, and the answer as an identity."""

from __future__ import annotations

from insdesk.identity.readings import Found, InsiAnswer
from insdesk.identity.traits import Traits
from insdesk.simulator.people import person
from insdesk.simulator.person import Person


def typed(one: Person | str, **changes: str | None) -> Traits:
    """What a practitioner types about this person, without the place."""
    one = person(one) if isinstance(one, str) else one
    known: dict[str, str | None] = {
        "birth_name": one.birth_name,
        "first_name": one.first_name,
        "first_names": one.first_names,
        "birth_date": one.birth_date,
        "sex": one.sex,
        "birth_place": None,
    }
    return Traits.from_text(**known | changes)  # type: ignore[arg-type]


def found(answer: InsiAnswer) -> Found:
    assert isinstance(answer, Found)
    return answer
