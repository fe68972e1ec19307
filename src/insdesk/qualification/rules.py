"""The legal gates as a table: who may qualify, with what, and when the attestation is allowed.

Every gate returns the list of what is missing, empty = allowed. Sources: rule book §7–§9, §11.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from insdesk.identity.compare import Verdict
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.evidence import ADULT_DEVICES, ATTESTATION_TEXT, device
from insdesk.identity.matricule import Nature
from insdesk.identity.patient import DOUBT, Attribut
from insdesk.identity.readings import CardKind, Environment, Found, PractitionerReading
from insdesk.identity.traits import Sexe, complete_date
from insdesk.qualification.steps import Evidence, PatientView, Run
from insdesk.settings import LIBERAL, Settings

ANSWER_LIFE = timedelta(minutes=15)
"""Only an answer younger than this carries the attestation (X6)."""

DECLARATION_LIFE = timedelta(days=366)
"""The declaration of X1 is renewed yearly."""

FOUR_TRAITS = ("birth_name", "first_name", "birth_date", "sex")
ADULT_AGE = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something is not allowed: rule id, reason code, the trait or the count concerned."""

    rule: str
    reason: str
    trait: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the gates look at besides the run: all of this moment, nothing remembered."""

    now: datetime
    settings: Settings
    cards: CardsState
    practitioner: PractitionerReading | None
    environment: Environment


@dataclass(frozen=True, slots=True)
class Guard:
    """One line of rule book §9. `holds` answers for this run, this evidence, these facts."""

    id: str
    reason: str
    holds: Callable[[Run, Evidence, Facts], bool]


def _declared(_run: Run, _evidence: Evidence, facts: Facts) -> bool:
    try:
        declared = date.fromisoformat(facts.settings.declared_on)
    except ValueError:
        return False  # not declared, or a settings file edited by hand
    return facts.now.date() - declared <= DECLARATION_LIFE


def _known_patient(run: Run, evidence: Evidence, facts: Facts) -> bool:
    if run.patient is None:
        return False
    older = run.patient.created_at.date() < facts.now.date()
    return older or run.patient.known_since is not None or evidence.already_followed


def _own_card(_run: Run, _evidence: Evidence, facts: Facts) -> bool:
    reading, owner = facts.practitioner, facts.settings.owner_national_id
    if reading is None or reading.kind is not CardKind.CPS:
        return False
    return owner in ("", reading.national_id)


def _fresh(run: Run, _evidence: Evidence, facts: Facts) -> bool:
    trace = run.answer.trace if run.answer else None
    return trace is not None and facts.now - trace.received_at < ANSWER_LIFE


def _four_agree(run: Run, _evidence: Evidence, _facts: Facts) -> bool:
    if run.comparison is None:
        return False
    agreed = (Verdict.EGAL, Verdict.ACCEPTABLE)
    return all(run.comparison[trait].verdict in agreed for trait in FOUR_TRAITS)


def _four_known(run: Run, _evidence: Evidence, _facts: Facts) -> bool:
    known = run.known
    missing = known is None or any(getattr(known, trait) is None for trait in FOUR_TRAITS)
    return not missing and known is not None and known.sex is not Sexe.I


def _recorded_before(run: Run, _evidence: Evidence, _facts: Facts) -> bool:
    trace = run.answer.trace if run.answer else None
    return trace is not None and run.known_at is not None and run.known_at < trace.received_at


def _no_flag(flags: frozenset[Attribut]) -> Callable[[Run, Evidence, Facts], bool]:
    def holds(run: Run, _evidence: Evidence, _facts: Facts) -> bool:
        return run.patient is None or not run.patient.identity.attributes & flags

    return holds


GUARDS: tuple[Guard, ...] = (
    Guard("X1", "SECRETARIAT", lambda _r, _e, f: not f.settings.secretariat),
    Guard("X1", "DECLARATION", _declared),
    Guard("X2", "STRUCTURE", lambda _r, _e, f: f.settings.structure in LIBERAL),
    Guard("X3", "PAS_CONNU", _known_patient),
    Guard("X5", "CPS_ABSENTE", lambda _r, _e, f: f.cards.cps is CpsState.READY),
    Guard("X4", "CPS_AUTRE", _own_card),
    Guard("X6", "CANAL_TRAITS", lambda r, _e, _f: r.by_vitale),
    Guard("X6", "REPONSE_ANCIENNE", _fresh),
    Guard("X7", "TRAIT_MANQUANT", _four_known),
    Guard("X7", "TRAITS_NON_CONCORDANTS", _four_agree),
    Guard("X8", "TRAITS_POSTERIEURS", _recorded_before),
    Guard("X9", "NSS_DISCORDANT", lambda r, _e, _f: nss_verdict(r) != "DISCORDANT"),
    Guard("X10", "DOUTEUSE", _no_flag(DOUBT)),
    Guard("X10", "HOMONYME", _no_flag(frozenset({Attribut.HOMD}))),
    Guard("X11", "ATTESTATION_NON_COCHEE", lambda _r, e, _f: e.attested),
    Guard("X11", "ATTESTATION_TEXTE", lambda _r, e, _f: e.attestation_text == ATTESTATION_TEXT),
)
"""Guards X1–X11, in the order in which a missing one is named to the user."""


def may_attest(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """What forbids the exception procedure now (§9); empty when the attestation may be signed."""
    if not facts.settings.exception_procedure:
        return [Refusal(rule="Q1", reason="REGLAGE_DESACTIVE")]
    refusals: list[Refusal] = []
    for guard in GUARDS:
        named = any(one.rule == guard.id for one in refusals)
        if not named and not guard.holds(run, evidence, facts):
            refusals.append(Refusal(rule=guard.id, reason=guard.reason))
    if _stays_checked(run):
        refusals.append(Refusal(rule="IV-405", reason="DEJA_CONTROLEE"))
    return refusals


def _stays_checked(run: Run) -> bool:
    """The record was already checked and no trait was corrected: there is nothing to attest."""
    patient = run.patient
    return (
        patient is not None and patient.identity.control is not None and run.known == patient.traits
    )


def held_guards(run: Run, evidence: Evidence, facts: Facts) -> frozenset[str]:
    """Ids of the guards that hold, for the transition T13 and for the record of evidence."""
    if not facts.settings.exception_procedure:
        return frozenset()
    missing = {one.rule for one in may_attest(run, evidence, facts)}
    return frozenset(guard.id for guard in GUARDS) - missing


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


def may_qualify(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """What forbids to qualify now; empty when « Qualifier » may go on."""
    usual = [*_session(facts), *_answer(run, facts), *_differences(run)]
    if evidence.attested:  # the first failing guard is the one to name (§9)
        return [*may_attest(run, evidence, facts), *usual]
    return [*usual, *_document(run, evidence, facts)]


def may_accept(run: Run, facts: Facts) -> list[Refusal]:
    """What forbids to accept INSi's traits without a control (IV-321); empty when they may be."""
    return _answer(run, facts)


def may_stay_checked(run: Run, facts: Facts) -> list[Refusal]:
    """What forbids that accepting alone qualifies a record checked before (T08, T09, T21)."""
    return [*_session(facts), *_differences(run)]


def may_validate(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """What forbids to record a document without a new answer (T05, T06); empty when it may be.

    A record whose INS was retrieved before is qualified by it: what this run says against it
    then counts too.
    """
    refusals = [*_session(facts), *_document(run, evidence, facts)]
    if run.patient is not None and run.patient.identity.retrieval is not None:
        asked = _answer(run, facts) if run.answer is not None else []
        return [*asked, *_differences(run), *refusals]
    return refusals


def _session(facts: Facts) -> list[Refusal]:
    """A CPS, or a nominative CPE, must be in the reader with its code given (§11, IV-303)."""
    reading = facts.practitioner
    ready = facts.cards.cps is CpsState.READY and reading is not None
    if not ready or reading is None:
        return [Refusal(rule="IV-303", reason="CPS_ABSENTE")]
    allowed = reading.kind is CardKind.CPS or (reading.kind is CardKind.CPE and reading.nominative)
    return [] if allowed else [Refusal(rule="IV-303", reason="CARTE_NON_ADMISE")]


def _answer(run: Run, facts: Facts) -> list[Refusal]:
    """The answer must be whole, coherent, of this environment, and not contradicted (IV-321)."""
    answer = run.answer
    if not isinstance(answer, Found):
        return [Refusal(rule="IV-321", reason="PAS_DE_REPONSE")]
    if answer.matricule is None:
        return [Refusal(rule="IV-032", reason="MATRICULE_INCOHERENT")]
    if not answer.qualifiable or run.comparison is None:
        return [Refusal(rule="IV-321", reason="REPONSE_INCOMPLETE")]
    tests = (Nature.TEST, Nature.DEMO)
    if facts.environment is Environment.PRODUCTION and answer.matricule.nature in tests:
        return [Refusal(rule="IV-033", reason="ENVIRONNEMENT")]
    if run.comparison.blocks:
        return [Refusal(rule="IV-321", reason="DISCORDANCE")]
    if run.patient and run.patient.identity.attributes & DOUBT:
        return [Refusal(rule="IV-110", reason="DOUTEUSE")]
    return []


def to_confirm(run: Run) -> frozenset[str]:
    """Rows to tick: each difference, or every row when a criterion was changed after 01 or 02."""
    if run.comparison is None:
        return frozenset()
    if run.changed_for_retry:
        return frozenset(one.trait for one in run.comparison if not one.completed)
    return run.comparison.to_tick


def _differences(run: Run) -> list[Refusal]:
    if run.patient_view is PatientView.CONTESTED:
        return [Refusal(rule="IV-331", reason="CONTESTE_PATIENT")]
    left = to_confirm(run) - run.ticked
    return [Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=len(left))] if left else []


def _document(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """The document named and what it says (IV-400 to IV-406)."""
    row = device(evidence.device or "")
    if row is None:
        return [Refusal(rule="IV-401", reason="AUCUNE_PIECE")]
    if not row.high_trust:
        return [Refusal(rule="IV-400", reason="PIECE_REFUSEE")]
    if row.for_minors_only and not _is_minor(run, facts):
        return [Refusal(rule="IV-406", reason="PIECE_MINEUR")]
    if row.needs_adult and evidence.adult_device not in ADULT_DEVICES:
        return [Refusal(rule="IV-406", reason="PIECE_PARENT")]
    if evidence.different:
        return [Refusal(rule="IV-402", reason="TRAIT_DIFFERENT", trait=min(evidence.different))]
    absent = evidence.absent - {"birth_place"}
    return [Refusal(rule="IV-402", reason="TRAIT_ABSENT", trait=min(absent))] if absent else []


def _is_minor(run: Run, facts: Facts) -> bool:
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    dates = [one.birth_date for one in (official, run.known) if one and one.birth_date]
    if not dates:
        return False
    born, today = complete_date(dates[0]), facts.now.date()
    year = int(born[:4])
    return (today.year - year) - (today.strftime("%m-%d") < born[5:]) < ADULT_AGE
