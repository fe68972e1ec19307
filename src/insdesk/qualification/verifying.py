"""An INS already held, asked about again: what the answer says of it (T20–T22, T25, T35). Pure."""

from __future__ import annotations

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment, Found, NotFound
from insdesk.identity.status import find
from insdesk.qualification import records
from insdesk.qualification.steps import Run

CONTRADICTED = frozenset({"T25", "T35"})
"""Rows by which an answer speaks against the INS held: the statut stays, a task begins."""


def verification(run: Run, environment: Environment) -> JournalEvent | None:
    """The line for an answer about a record with an INS; None when there is nothing to say yet.

    An answer that agrees is a verification once it is accepted: `consequences` says so.
    """
    patient, answer = run.patient, run.answer
    if patient is None or patient.identity.retrieval is None or answer is None:
        return None
    if not isinstance(answer, Found):
        return failed(patient, "01" if isinstance(answer, NotFound) else "02")
    try:
        official = records.official_traits(run)
        retrieval = records.retrieval_of(run, environment)
        row = find(patient.identity, ev.ReponseInsi(official=official, retrieval=retrieval))
    except Refused as refusal:
        return failed(patient, refusal.rule)
    if row.id not in CONTRADICTED:
        return None
    facts = {"regle": row.id}
    return JournalEvent(type="VERIFICATION_KO", patient_uid=patient.uid, facts=facts)


def failed(patient: Patient, code: str) -> JournalEvent:
    """Nothing could be verified: `code` is INSi's, a rule, or the name of the failure (T22)."""
    row = find(patient.identity, ev.ReponseInsiSansIdentite(code=code))
    facts = {"regle": row.id, "code": code}
    return JournalEvent(type="VERIFICATION_FAILED", patient_uid=patient.uid, facts=facts)
