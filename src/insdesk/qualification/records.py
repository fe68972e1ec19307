"""What a use case writes: the record after its transitions, the evidence, the audit events.

Everything here is built before the transaction and holds no decision: the decisions are the
transition table (`identity.status`) and the gates (`rules`).
"""

from __future__ import annotations

from hashlib import sha256

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.compare import adopt
from insdesk.identity.effects import ATTESTATION_PROOF
from insdesk.identity.evidence import ATTESTATION_VERSION
from insdesk.identity.patient import Channel, Retrieval, Status
from insdesk.identity.readings import Environment, Found
from insdesk.identity.traits import TRAIT_NAMES, Sexe, Traits
from insdesk.qualification import documents
from insdesk.qualification.dossier import Dossier, actor
from insdesk.qualification.guard_values import guard_values
from insdesk.qualification.numbers import nss_verdict
from insdesk.qualification.rules import Facts, held_guards, to_confirm
from insdesk.qualification.steps import Evidence, Run

__all__ = [
    "Dossier",
    "accept_answer",
    "actor",
    "change_traits",
    "check_identity",
    "evidence_record",
    "official_traits",
    "retrieval_of",
    "without_control",
]


def retrieval_of(run: Run, environment: Environment) -> Retrieval:
    """Axis I of this run. Raises `Refused` when the answer holds no usable matricule (IV-032)."""
    answer = run.answer
    if not isinstance(answer, Found) or answer.matricule is None or answer.trace is None:
        raise Refused("IV-032")
    return Retrieval(
        channel=Channel.CV if run.by_vitale else Channel.INSI,
        at=answer.trace.received_at,
        matricule=answer.matricule,
        history=answer.history,
        environment=environment,
        message_id=answer.trace.message_id,
    )


def official_traits(run: Run) -> Traits:
    """INSi's side. Raises `Refused` when it cannot be accepted as sent (IV-321)."""
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    if official is None:
        raise Refused("IV-321")
    return official


def accept_answer(dossier: Dossier, run: Run, facts: Facts) -> None:
    """INSi's traits are accepted (axis I): T02 on a new record, T07 and its kin on a known one."""
    retrieval, official = retrieval_of(run, facts.environment), official_traits(run)
    if run.comparison is None or run.known is None or run.comparison.blocks:
        raise Refused("IV-321")
    for one in run.comparison:
        if one.trait in run.ticked:
            dossier.note("DIFFERENCE_CONFIRMED", {"trait": one.trait, "code": one.code})
    held: Traits | None = None
    if run.patient is None:
        traits = adopt(run.known, official)
        creation = ev.CreationDepuisInsi(
            traits=traits, retrieval=retrieval, recherche_faite=run.searched
        )
        dossier.apply(creation)
        created = {"canal": retrieval.channel.value, "recherche": run.search}
        dossier.note("IDENTITY_CREATED", created)
    else:
        _keep_correction(dossier, run)
        held = dossier.identity.traits
        dossier.apply(ev.ReponseInsi(official=official, retrieval=retrieval, confirmed=run.ticked))
        kept = dossier.identity.retrieval
        if kept is None or kept.matricule != retrieval.matricule:
            raise Refused("T25")
    names, detail = _replaced(held, dossier.identity.traits)
    accepted = {"message": retrieval.message_id, "traits": names}
    dossier.note("INSI_TRAITS_ACCEPTED", accepted, detail)
    facts_ins = {"oid": retrieval.matricule.oid, "matricule": retrieval.matricule.masked}
    dossier.note("INS_ATTACHED", facts_ins | {"nature": retrieval.matricule.nature.value})


def _keep_correction(dossier: Dossier, run: Run) -> None:
    """A local trait corrected on the open answer becomes the record's before it is compared."""
    if run.known is None or run.known == dossier.identity.traits:
        return
    change_traits(dossier, run.known, "corrigé d'après la pièce", motif="PIECE")


def change_traits(
    dossier: Dossier,
    traits: Traits,
    reason: str,
    *,
    motif: str = "SAISIE",
    unlocking: int | None = None,
) -> None:
    """Strict traits edited by hand (T16): old and new in the detail only (§14).

    `unlocking` is the line of the journal that unlocked them.
    """
    names, changed = _replaced(dossier.identity.traits, traits)
    detail = changed | {"motif": reason}
    dossier.apply(ev.TraitStrictModifie(traits=traits, averti=True, reason=reason), motif=motif)
    facts = {"motif": motif, "traits": names, "deverrouillage": unlocking}
    dossier.note("TRAIT_STRICT_CHANGED", facts, detail)


def _replaced(old: Traits | None, new: Traits) -> tuple[list[str], dict[str, object]]:
    """The traits that differ, and their values before and after, for the detail (IV-701)."""
    if old is None:
        return [], {}
    names = [one for one in TRAIT_NAMES if getattr(old, one) != getattr(new, one)]
    sides = (("avant", old), ("apres", new))
    kept = {side: {one: _text(getattr(of, one)) for one in names} for side, of in sides}
    return names, dict(kept) if names else {}


def _text(value: object) -> object:
    return value.value if isinstance(value, Sexe) else value


def check_identity(dossier: Dossier, run: Run, evidence: Evidence, facts: Facts) -> None:
    """The identity is checked (axis C): by a document, or by the attestation (T05, T06, T13).

    What was shown is journaled whatever the statut: its evidence is kept, so it has its line (§14).
    """
    if evidence.attested:
        held, values = held_guards(run, evidence, facts), guard_values(run, evidence, facts)
        dossier.apply(ev.AttestationSignee(at=facts.now, text=evidence.attestation_text, held=held))
        seal = sha256(evidence.attestation_text.encode()).hexdigest()
        signed = {"version": ATTESTATION_VERSION, "phrase_sha256": seal, "gardes": values}
        dossier.note("ATTESTATION_SIGNED", signed | {"message": _message(run)})
        return
    if dossier.identity.status is not Status.QUAL:
        dossier.apply(
            ev.PieceConcordante(
                proof=evidence.device or "",
                at=facts.now,
                ticked=ev.FIVE_TRAITS - evidence.absent - evidence.different,
                absent=evidence.absent,
                adult_proof=evidence.adult_device,
                adult_link=evidence.adult_link,
                court_decision=evidence.court_decision,
                expired=evidence.expired_document,
            )
        )
    # A record that accepting has qualified (T08, T09), or that was so: what was shown is told too.
    adult = {"adulte": evidence.adult_device}
    dossier.note("EVIDENCE_RECORDED", adult | documents.journaled(evidence))


def evidence_record(
    run: Run, evidence: Evidence, facts: Facts, dossier: Dossier
) -> dict[str, object]:
    """The whole record of a qualification (rule book §9): both sides, guards, call, sentence."""
    record = _compared(run) | _circumstances(run, facts, dossier)
    if evidence.attested:
        held = sorted(held_guards(run, evidence, facts))
        values = guard_values(run, evidence, facts)
        sentence = {"phrase": evidence.attestation_text, "version": ATTESTATION_VERSION}
        return (
            record
            | sentence
            | {
                "gardes": held,
                "valeurs_des_gardes": values,
                "preuve": ATTESTATION_PROOF,
            }
        )
    return record | documents.recorded(evidence)


def _compared(run: Run) -> dict[str, object]:
    """Both sides as compared, what was ticked, the number of the card, the patient's screen."""
    rows = [
        {
            "trait": one.trait,
            "local": one.known,
            "insi": one.official,
            "resultat": one.verdict.value,
            "code": one.code,
            "confirme": one.trait in run.ticked,
        }
        for one in run.comparison or ()
    ]
    return {
        "traits": rows,
        "a_confirmer": sorted(to_confirm(run)),
        "nss": nss_verdict(run),
        "ecran_patient": run.patient_view.value,
        "lecture": run.reading.source.value if run.reading else None,
    }


def _circumstances(run: Run, facts: Facts, dossier: Dossier) -> dict[str, object]:
    """Who, when, where, by which call, under which setting, from which statut to which."""
    answer, retrieval = run.answer, dossier.identity.retrieval
    return {
        "patient": dossier.uid,
        "poste": facts.settings.installation_id,
        "date": facts.now.isoformat(),
        "canal": retrieval.channel.value if retrieval else None,
        "message": retrieval.message_id if retrieval else "",
        "reponse_sha256": answer.trace.answer_sha256 if answer and answer.trace else "",
        "avertissements": list(answer.warnings) if isinstance(answer, Found) else [],
        "acteur": actor(facts)["actor"],
        "statut_avant": run.patient.status.value if run.patient else None,
        "statut_apres": dossier.identity.status.value,
        "reglage_x1": {
            "structure": facts.settings.structure,
            "secretariat": facts.settings.secretariat,
            "declare_le": facts.settings.declared_on,
        },
    }


def _message(run: Run) -> str:
    return run.answer.trace.message_id if run.answer and run.answer.trace else ""


def without_control(dossier: Dossier, attested: bool) -> None:
    """The qualification just made is taken back: T27 after an attestation, else T26."""
    reason = "annulée dans la minute"
    event = ev.AttestationAnnulee(reason=reason) if attested else ev.PreuveRetiree(reason=reason)
    dossier.apply(event, motif="DANS_LA_MINUTE", words="")
