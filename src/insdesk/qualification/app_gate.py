"""What the application carte Vitale must satisfy before it qualifies (T03): pure, no device."""

from __future__ import annotations

from dataclasses import replace

from insdesk.identity.compare import Comparison, compare
from insdesk.identity.matricule import Nature
from insdesk.identity.patient import DOUBT, Channel, Retrieval, Status
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import AppReading, Environment
from insdesk.identity.traits import Traits, complete_date, is_calendar_date
from insdesk.qualification import rules
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Facts, Refusal
from insdesk.qualification.steps import Run


def known_side(reading: AppReading) -> Traits | None:
    """The traits a new record begins with; an incomplete date is completed and marked (IV-051).

    None when a trait is not acceptable as sent: nothing is then repaired.
    """
    traits = reading.traits()
    born = traits.birth_date if traits else None
    if traits is None or born is None or is_calendar_date(born):
        return traits
    return replace(traits, birth_date=complete_date(born), birth_date_interpreted=True)


def retrieval_of(reading: AppReading, environment: Environment) -> Retrieval:
    """Axis I by the application carte Vitale."""
    return Retrieval(
        channel=Channel.AV,
        at=reading.at,
        matricule=reading.matricule,
        environment=environment,
        message_id=reading.reference,
    )


def may_qualify_by_app(run: Run, facts: Facts) -> list[Refusal]:
    """What forbids to qualify by the application now; empty when it may be (T03, §11)."""
    reading = run.app
    if reading is None:
        return [Refusal(rule="T03", reason="PAS_DE_SCAN")]
    role = rules.may_act(Act.CHECK_DOCUMENT, facts)
    refusals = [*([role] if role else []), *_scan(reading, facts), *_traits(run, reading)]
    if run.patient is None:
        unsearched = [] if run.searched else [Refusal(rule="IV-200", reason="PAS_DE_RECHERCHE")]
        return [*refusals, *unsearched, *rules.may_create(run)]
    return [*refusals, *_record_agrees(run, reading)]


def _scan(reading: AppReading, facts: Facts) -> list[Refusal]:
    """The code shown was alive, is still fresh, and is of this environment (IV-033)."""
    if not reading.valid:
        return [Refusal(rule="T03", reason="SCAN_EXPIRE")]
    if facts.now - reading.at >= rules.ANSWER_LIFE:
        return [Refusal(rule="T03", reason="SCAN_ANCIEN")]
    number, real = reading.matricule.number, facts.environment is Environment.PRODUCTION
    tests = reading.matricule.nature in (Nature.TEST, Nature.DEMO) or number in PUBLIC_TEST_NUMBERS
    return [Refusal(rule="IV-033", reason="ENVIRONNEMENT")] if real is tests else []


def _traits(run: Run, reading: AppReading) -> list[Refusal]:
    """The five strict traits must be there, as sent (IV-011); the place may lack (IV-064)."""
    known = known_side(reading)
    if known is None:
        return [Refusal(rule="T03", reason="SCAN_INCOHERENT")]
    needed = ("birth_name", "first_name", "birth_date", "sex")
    lacking = [trait for trait in needed if run.patient is None and getattr(known, trait) is None]
    return [Refusal(rule="IV-011", reason="TRAIT_MANQUANT", trait=lacking[0])] if lacking else []


def _record_agrees(run: Run, reading: AppReading) -> list[Refusal]:
    """The record it is about: not doubtful, not contradicted, its differences ticked."""
    comparison = _comparison(run)
    identity = run.patient.identity if run.patient else None
    if identity is None or comparison is None:
        return [Refusal(rule="T03", reason="SCAN_INCOHERENT")]
    if identity.attributes & DOUBT:
        return [Refusal(rule="IV-110", reason="DOUTEUSE")]
    if identity.status is Status.QUAL:
        return [Refusal(rule="IV-405", reason="DEJA_QUALIFIEE")]
    held, new = identity.retrieval, reading.matricule
    if held is not None and (held.matricule.number, held.matricule.oid) != (new.number, new.oid):
        return [Refusal(rule="T25", reason="COLLISION_POSSIBLE", trait="matricule")]
    if comparison.blocks:
        return [Refusal(rule="IV-321", reason="DISCORDANCE_APP")]
    left = comparison.to_tick - run.ticked
    return [Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=len(left))] if left else []


def _comparison(run: Run) -> Comparison | None:
    """Made anew from both sides: what a window put in the run is not believed."""
    official = run.app.traits() if run.app is not None else None
    return compare(run.patient.traits, official) if run.patient and official else None
