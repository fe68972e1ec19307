"""What each guard of the exception procedure saw when the attestation was signed (§9, §14).

Codes, dates and settings only: no trait and no number is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from insdesk.identity.evidence import ATTESTATION_VERSION
from insdesk.qualification.consequences import codes
from insdesk.qualification.numbers import nss_verdict
from insdesk.qualification.roles import owns
from insdesk.qualification.rules import FOUR_TRAITS, Facts, held_guards
from insdesk.qualification.steps import Evidence, Run

Values = dict[str, object]
Look = Callable[[Run, Evidence, Facts], Values]


def _setting(_run: Run, _evidence: Evidence, facts: Facts) -> Values:
    return {"secretariat": facts.settings.secretariat, "declare_le": facts.settings.declared_on}


def _structure(_run: Run, _evidence: Evidence, facts: Facts) -> Values:
    return {"structure": facts.settings.structure}


def _known(run: Run, evidence: Evidence, _facts: Facts) -> Values:
    patient = run.patient
    return {
        "dossier_du": patient.created_at.date().isoformat() if patient else None,
        "suivi_depuis": patient.known_since if patient else None,
        "deja_suivi": evidence.already_followed,
    }


def _holder(_run: Run, _evidence: Evidence, facts: Facts) -> Values:
    reading, owner = facts.practitioner, facts.settings.owner_national_id
    mine = owns(reading, owner, facts.environment)
    return {"carte": reading.kind.value if reading else None, "titulaire_du_poste": mine}


def _present(_run: Run, _evidence: Evidence, facts: Facts) -> Values:
    return {"cps": facts.cards.cps.value}


def _call(run: Run, _evidence: Evidence, facts: Facts) -> Values:
    trace = run.answer.trace if run.answer else None
    age = int((facts.now - trace.received_at).total_seconds()) if trace else None
    return {"operation": trace.operation.value if trace else None, "age_s": age}


def _agreement(run: Run, _evidence: Evidence, _facts: Facts) -> Values:
    compared = run.comparison
    if compared is None:
        return {}
    return {one: f"{compared[one].verdict.value} {compared[one].code}" for one in FOUR_TRAITS}


def _before(run: Run, _evidence: Evidence, _facts: Facts) -> Values:
    trace = run.answer.trace if run.answer else None
    return {
        "traits_du": run.known_at.isoformat() if run.known_at else None,
        "reponse_du": trace.received_at.isoformat() if trace else None,
    }


def _screen(run: Run, _evidence: Evidence, _facts: Facts) -> Values:
    return {"nss": nss_verdict(run), "ecran": run.patient_view.value}


def _marks(run: Run, _evidence: Evidence, _facts: Facts) -> Values:
    return {"attributs": codes(run.patient.identity.attributes) if run.patient else []}


def _sentence(_run: Run, evidence: Evidence, _facts: Facts) -> Values:
    return {"cochee": evidence.attested, "version": ATTESTATION_VERSION}


VALUES: Mapping[str, Look] = {
    "X1": _setting,
    "X2": _structure,
    "X3": _known,
    "X4": _holder,
    "X5": _present,
    "X6": _call,
    "X7": _agreement,
    "X8": _before,
    "X9": _screen,
    "X10": _marks,
    "X11": _sentence,
}
"""Guard → what it looked at."""


def guard_values(run: Run, evidence: Evidence, facts: Facts) -> dict[str, Values]:
    """The guards that hold now, each with what it saw."""
    held = held_guards(run, evidence, facts)
    return {id_: look(run, evidence, facts) for id_, look in VALUES.items() if id_ in held}
