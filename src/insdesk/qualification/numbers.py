"""The matricule of a record against the one that INSi sends (rule book §7.2-7). Pure."""

from __future__ import annotations

from insdesk.identity.compare import TraitComparison, compare_matricule
from insdesk.identity.matricule import Nature
from insdesk.identity.readings import Found
from insdesk.qualification.steps import Run

REGISTERED = (Nature.NIA, Nature.NIR)
"""From the number of who waits for one to the number for life (§10)."""


def matricule_row(run: Run) -> TraitComparison | None:
    """Both numbers compared; None without an INS on the record or without one in the answer.

    ACCEPTABLE needs its tick like any other difference, DISCORDANT blocks: two persons may be in
    one record (T25).
    """
    held = run.patient.identity.retrieval if run.patient is not None else None
    answer = run.answer
    if held is None or not isinstance(answer, Found) or answer.matricule is None:
        return None
    return compare_matricule(held.matricule, answer.matricule, answer.history)


def became_registered(run: Run) -> bool:
    """Whether the number held was a NIA and INSi now sends a NIR."""
    held = run.patient.identity.retrieval if run.patient is not None else None
    new = run.answer.matricule if isinstance(run.answer, Found) else None
    return (
        held is not None and new is not None and ((held.matricule.nature, new.nature) == REGISTERED)
    )


def nss_verdict(run: Run) -> str:
    """The number of the card against the matricule (§7.2-8): EGAL, DISCORDANT, NON_APPLICABLE."""
    answer, holder = run.answer, run.holder
    if not isinstance(answer, Found) or answer.matricule is None or holder is None:
        return "NON_APPLICABLE"
    if holder.number is None:
        return "NON_APPLICABLE"
    if holder.number[:13] == answer.matricule.number:
        return "EGAL"
    insured = run.reading.persons[0].number if run.reading else None
    dependant = holder.position > 1 and not holder.number_is_own
    if dependant and (insured is None or holder.number == insured):
        return "NON_APPLICABLE"
    return "DISCORDANT"
