"""What a new record brings with it: what was said of the records that resemble it (S14, §5.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from insdesk.identity import events as ev
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification.records import Dossier
from insdesk.qualification.rules import Facts
from insdesk.qualification.steps import Judgement, Prior, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a judgement about a lookalike leaves on both records."""

    attribut: Attribut
    event: str
    waits: bool
    """Whether the pair stays « à traiter »."""


CONSEQUENCES: Mapping[Judgement, Consequence] = {
    Judgement.OTHER_PERSON: Consequence(
        attribut=Attribut.HOMA, event="DUPLICATE_DISMISSED", waits=False
    ),
    Judgement.UNKNOWN: Consequence(attribut=Attribut.HOMD, event="DUPLICATE_DETECTED", waits=True),
}


def settle(
    run: Run, dossier: Dossier, facts: Facts, read: Callable[[str], Patient]
) -> tuple[list[TodoNote], list[Filing]]:
    """Mark the new record and those that resemble it; the notes, and the filings of the others.

    All of it is to be written in the transaction of the new record. `read` gives a record as it
    is now; a record changed meanwhile is refused by the base, and nothing is written.
    """
    notes: list[TodoNote] = []
    filings: list[Filing] = []
    for one in run.prior:
        said = run.judged.get(one.patient.uid)
        if one.resemblance is None or said is None:
            continue
        motif = run.reasons.get(one.patient.uid, "")
        patient = read(one.patient.uid)
        other = Dossier(patient, facts)
        done = CONSEQUENCES[said]
        _mark(dossier, one, done, motif, other.uid)
        _mark(other, one, done, motif, dossier.uid)
        if done.waits:
            notes.append(_note(one, dossier.uid))
        filings.append(
            other.filing(used_name=patient.used_name, used_first_name=patient.used_first_name)
        )
    return notes, filings


def _mark(dossier: Dossier, one: Prior, done: Consequence, motif: str, other: str) -> None:
    held = dossier.identity.attributes
    if done.attribut not in held and Attribut.FICT not in held:  # FICT combines with nothing
        dossier.apply(ev.AttributPose(attribut=done.attribut), motif=motif)
    rule = one.resemblance.rule if one.resemblance else ""
    dossier.note(done.event, {"autre": other, "regle": rule, "motif": motif})


def _note(one: Prior, uid: str) -> TodoNote:
    likeness = one.resemblance.likeness.value if one.resemblance else ""
    rule = one.resemblance.rule if one.resemblance else ""
    return TodoNote(
        kind=TodoKind.DOUBLON,
        patient_uid=uid,
        reason=likeness,
        rule=rule,
        other_uid=one.patient.uid,
    )
