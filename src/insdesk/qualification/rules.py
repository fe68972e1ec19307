"""The legal gates as a table: who may qualify, with what, and when the attestation is allowed.

Every gate returns the list of what is missing, empty = allowed. Sources: rule book §7–§9, §11.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from insdesk.errors import Refused
from insdesk.identity.compare import Verdict
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT, Device
from insdesk.identity.matricule import Nature
from insdesk.identity.patient import DOUBT, Attribut, Status
from insdesk.identity.practitioner import PractitionerReading
from insdesk.identity.readings import Environment, Found
from insdesk.identity.traits import Sexe
from insdesk.qualification import documents, roles
from insdesk.qualification.numbers import matricule_row, nss_verdict
from insdesk.qualification.roles import Act
from insdesk.qualification.steps import Evidence, PatientView, Run
from insdesk.settings import LIBERAL, Settings

ANSWER_LIFE = timedelta(minutes=15)
"""Only an answer younger than this carries the attestation (X6)."""

DECLARATION_LIFE = timedelta(days=366)
"""The declaration of X1 is renewed yearly."""

FOUR_TRAITS = ("birth_name", "first_name", "birth_date", "sex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something is not allowed: rule id, reason code, the trait or the count concerned."""

    rule: str
    reason: str
    trait: str | None = None
    count: int = 0

    def as_error(self) -> Refused:
        """The same as what a use case raises: nothing of it is lost on the way to the user."""
        return Refused(self.rule, self.reason, trait=self.trait, count=self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the gates look at besides the run: all of this moment, nothing remembered."""

    now: datetime
    settings: Settings
    cards: CardsState
    practitioner: PractitionerReading | None
    environment: Environment
    correlation: str = ""
    """Ties together the lines of the journal about one run (§14)."""


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


def _has_owner(_run: Run, _evidence: Evidence, facts: Facts) -> bool:
    owner = facts.settings.owner_national_id
    return not roles.lacks_owner(facts.practitioner, owner, facts.environment)


def _own_card(_run: Run, _evidence: Evidence, facts: Facts) -> bool:
    return roles.owns(facts.practitioner, facts.settings.owner_national_id, facts.environment)


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
    Guard("X4", "POSTE_SANS_TITULAIRE", _has_owner),
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


def may_qualify(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """What forbids to qualify now; empty when « Qualifier » may go on."""
    usual = [*_session(facts), *_asked(run, facts)]
    if evidence.attested:  # the first failing guard is the one to name (§9)
        return [*may_attest(run, evidence, facts), *usual]
    return [*usual, *_document(run, evidence, facts)]


def may_accept(run: Run, facts: Facts) -> list[Refusal]:
    """What forbids to accept INSi's traits without a control (IV-321); empty when they may be."""
    return [*_acting(Act.CALL_INSI, facts), *_asked(run, facts)]


def _asked(run: Run, facts: Facts) -> list[Refusal]:
    """What an answer must pass before its traits are taken, whoever takes them."""
    asked = [*_answer(run, facts), *may_create(run), *_differences(run)]
    return [*asked, *_correction(run, facts)]


def may_create(run: Run) -> list[Refusal]:
    """What forbids to open a new record: one that the search showed was not judged (IV-204)."""
    left = 0 if run.patient is not None else len(run.unjudged)
    return [Refusal(rule="IV-204", reason="RECHERCHE_A_JUGER", count=left)] if left else []


def may_stay_checked(run: Run, facts: Facts) -> list[Refusal]:
    """What forbids that accepting alone qualifies a record checked before (T08, T09, T21)."""
    return [*_session(facts), *_differences(run)]


def may_validate(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """What forbids to record a document without a new answer (T05, T06); empty when it may be.

    A record whose INS was retrieved before is qualified by it: what this run says against it
    then counts too.
    """
    doubt = [Refusal(rule="IV-114", reason="PIECE_SANS_EFFET")] if _doubtful(run) else []
    refusals = [*doubt, *_session(facts), *_document(run, evidence, facts)]
    if run.patient is not None and run.patient.identity.retrieval is not None:
        asked = _answer(run, facts) if run.answer is not None else []
        return [*asked, *_differences(run), *refusals]
    return refusals


def _doubtful(run: Run) -> bool:
    return run.patient is not None and bool(run.patient.identity.attributes & DOUBT)


def may_act(act: Act, facts: Facts) -> Refusal | None:
    """What the table of §11 says of this act for who is at the desk now; None when it may be."""
    granted = facts.settings.secretary_grants
    reason = roles.refusal_reason(act, facts.practitioner, facts.cards.cps, granted)
    return Refusal(rule=act.value, reason=reason) if reason else None


def _acting(act: Act, facts: Facts) -> list[Refusal]:
    return [refusal] if (refusal := may_act(act, facts)) else []


def _correction(run: Run, facts: Facts) -> list[Refusal]:
    """A trait corrected on the open answer takes back the INS or the control held (T16, R06)."""
    held = run.patient.identity if run.patient else None
    if held is None or held.status is Status.PROV or run.known == held.traits:
        return []
    return _acting(Act.WITHDRAW, facts)


def _session(facts: Facts) -> list[Refusal]:
    """A CPS, or a nominative CPE, must be in the reader with its code given (§11, IV-303)."""
    refused = _acting(Act.CHECK_DOCUMENT, facts)
    return [Refusal(rule="IV-303", reason=one.reason) for one in refused]


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
    if (row := matricule_row(run)) is not None and row.verdict is Verdict.DISCORDANT:
        return [Refusal(rule="T25", reason=row.code, trait=row.trait)]
    if _doubtful(run):
        return [Refusal(rule="IV-110", reason="DOUTEUSE")]
    return []


def to_confirm(run: Run) -> frozenset[str]:
    """Rows to tick: each difference, or every row when a criterion was changed after 01 or 02."""
    if run.comparison is None:
        return frozenset()
    row = matricule_row(run)
    number = frozenset({row.trait}) if row is not None and row.needs_tick else frozenset()
    if run.changed_for_retry:
        return number | {one.trait for one in run.comparison if not one.completed}
    return number | run.comparison.to_tick


def _differences(run: Run) -> list[Refusal]:
    if run.patient_view is PatientView.CONTESTED:
        return [Refusal(rule="IV-331", reason="CONTESTE_PATIENT")]
    left = to_confirm(run) - run.ticked
    return [Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=len(left))] if left else []


def _document(run: Run, evidence: Evidence, facts: Facts) -> list[Refusal]:
    """The document named and what it says (IV-400 to IV-406)."""
    minor = documents.is_minor(run, facts.now.date())
    why = documents.missing(evidence, facts.settings, minor=minor)
    return [Refusal(rule=why[0], reason=why[1], trait=why[2])] if why else []


def may_choose(row: Device, run: Run, facts: Facts) -> Refusal | None:
    """Why this device cannot serve for this patient; None when it may be chosen."""
    why = documents.refused(row, minor=documents.is_minor(run, facts.now.date()))
    return Refusal(rule=why[0], reason=why[1], trait=why[2]) if why else None
