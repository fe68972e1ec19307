"""Everybody the simulator knows: the published test identities and people of ours.

`qualified_patient` and `known_records` give ready-made records of the base about such people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insdesk.simulator.invented_people import INVENTED_PEOPLE
from insdesk.simulator.person import Person, Shape
from insdesk.simulator.public_people import PUBLIC_PEOPLE
from insdesk.simulator.records import known_records, qualified_patient

__all__ = [
    "INVENTED_PEOPLE",
    "PEOPLE",
    "PUBLIC_PEOPLE",
    "Person",
    "Shape",
    "known_records",
    "person",
    "qualified_patient",
]

PEOPLE: tuple[Person, ...] = PUBLIC_PEOPLE + INVENTED_PEOPLE


def by_handle(people: Iterable[Person]) -> Mapping[str, Person]:
    """The people by their handle."""
    return {one.handle: one for one in people}


def person(handle: str) -> Person:
    """The person of this handle; raises `KeyError` when nobody has it."""
    return by_handle(PEOPLE)[handle]
