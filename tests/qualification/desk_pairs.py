"""Two records of one person on the stage, for the tests of S14."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import NOW, a_control, a_matricule, a_patient, a_retrieval, some_traits
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.todo import TodoKind, TodoNote

A = "00000000-0000-4000-8000-00000000000a"
B = "00000000-0000-4000-8000-00000000000b"
C = "00000000-0000-4000-8000-00000000000c"
NUMBER_A, NUMBER_B = "2780363999000", "2780363999001"
LONG_AGO = NOW - timedelta(days=400)


def record(
    uid: str = A,
    *,
    number: str | None = None,
    checked: bool = False,
    listing: str | None = None,
    marks: tuple[Attribut, ...] = (),
    used_name: str | None = None,
    known_since: str | None = None,
    **traits: Any,
) -> Patient:
    """Élodie TILLEUL: `number` gives an INS, `checked` a document, `listing` a former matricule."""
    strict = some_traits(**traits).without_typed()
    former = FormerMatricule(number=listing, key=None, oid=a_matricule().oid) if listing else None
    retrieval = a_retrieval(
        matricule=a_matricule(number or NUMBER_A), at=LONG_AGO, history=(former,) if former else ()
    )
    return a_patient(
        uid=uid,
        traits=strict,
        retrieval=retrieval if number else None,
        control=a_control(snapshot=strict) if checked else None,
        attributes=marks,
        used_name=used_name,
        known_since=known_since,
        created_at=LONG_AGO,
        version=1,
    )


def doubt(uid: str = B, other: str = A) -> TodoNote:
    return TodoNote(
        kind=TodoKind.DOUBLON, patient_uid=uid, reason="DOUBLON", rule="IV-211", other_uid=other
    )


def content(one: Patient) -> Patient:
    """The record whatever the number of its writes."""
    return replace(one, version=0)
