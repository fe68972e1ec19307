"""What a use case writes: the record after its transitions, the evidence, the audit events.

Everything here is built before the transaction and holds no decision: the decisions are the
transition table (`identity.status`) and the gates (`rules`).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

from insdesk import __version__
from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.compare import adopt
from insdesk.identity.effects import ATTESTATION_PROOF
from insdesk.identity.evidence import ATTESTATION_VERSION
from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.patient import Channel, Identity, Patient, Retrieval, Status
from insdesk.identity.readings import Environment, Found
from insdesk.identity.status import move
from insdesk.identity.traits import TRAIT_NAMES, Sexe, Traits
from insdesk.qualification.rules import Facts, held_guards, nss_verdict, to_confirm
from insdesk.qualification.steps import Evidence, Run


class Dossier:
    """One record being changed: each event goes through the table and leaves its journal line."""

    def __init__(self, patient: Patient | None, facts: Facts) -> None:
        self._before = patient
        self._facts = facts
        self._identity: Identity | None = patient.identity if patient else None
        self._uid = patient.uid if patient else str(uuid4())
        self._events: list[JournalEvent] = []

    @property
    def uid(self) -> str:
        """The record's own number."""
        return self._uid

    @property
    def identity(self) -> Identity:
        """The identity as it stands after the events so far."""
        if self._identity is None:
            raise Refused("IV-200")
        return self._identity

    def apply(self, event: ev.Event) -> None:
        """Run one transition; raises `Refused`. A change of statut is journaled with its row."""
        before = self._identity.status.value if self._identity else None
        self._identity, row = move(self._identity, event)
        after = self._identity.status.value
        if before != after:
            self.note("STATUS_CHANGED", {"transition": row.id}, before=before, after=after)

    def note(
        self,
        type_: str,
        facts: Mapping[str, object] | None = None,
        detail: Mapping[str, object] | None = None,
        *,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        """One audit event about this record, with the practitioner who acts (rule book §14)."""
        self._events.append(
            JournalEvent(
                type=type_,
                patient_uid=self._uid,
                facts=actor(self._facts) | dict(facts or {}),
                detail=detail or {},
                status_before=before,
                status_after=after,
            )
        )

    def filing(
        self,
        *,
        used_name: str | None,
        used_first_name: str | None,
        known_since: str | None = None,
        evidence: Mapping[str, object] | None = None,
    ) -> Filing:
        """Everything of this record for one transaction."""
        now, before = self._facts.now, self._before
        same_traits = before is not None and before.traits == self.identity.traits
        patient = Patient(
            uid=self._uid,
            identity=self.identity,
            used_name=used_name,
            used_first_name=used_first_name,
            created_at=before.created_at if before else now,
            traits_recorded_at=before.traits_recorded_at if before and same_traits else now,
            known_since=known_since or (before.known_since if before else None),
            environment=self._facts.environment,
            version=before.version if before else 0,
        )
        return Filing(
            patient=patient,
            expected_version=before.version if before else 0,
            events=tuple(self._events),
            evidence=evidence,
        )


def actor(facts: Facts) -> dict[str, object]:
    """Who acts, with which card and which version, as the journal keeps it: no patient in it."""
    who: dict[str, object] = {"logiciel": __version__}
    if (reading := facts.practitioner) is not None:
        who |= {
            "praticien": reading.national_id,
            "carte": reading.kind.value,
            "carte_numero": reading.card_number,
            "certificat": reading.certificate_serial,
        }
    return {"actor": who}


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
    if run.patient is None:
        traits = adopt(run.known, official)
        creation = ev.CreationDepuisInsi(
            traits=traits, retrieval=retrieval, recherche_faite=run.searched
        )
        dossier.apply(creation)
        dossier.note("IDENTITY_CREATED", {"canal": retrieval.channel.value})
    else:
        _keep_correction(dossier, run)
        dossier.apply(ev.ReponseInsi(official=official, retrieval=retrieval, confirmed=run.ticked))
        kept = dossier.identity.retrieval
        if kept is None or kept.matricule != retrieval.matricule:
            raise Refused("T25")
    dossier.note("INSI_TRAITS_ACCEPTED", {"message": retrieval.message_id})
    facts_ins = {"oid": retrieval.matricule.oid, "matricule": retrieval.matricule.masked}
    dossier.note("INS_ATTACHED", facts_ins | {"nature": retrieval.matricule.nature.value})


def _keep_correction(dossier: Dossier, run: Run) -> None:
    """A local trait corrected on the open answer becomes the record's before it is compared."""
    if run.known is None or run.known == dossier.identity.traits:
        return
    reason, old = "corrigé d'après la pièce", dossier.identity.traits
    names = [one for one in TRAIT_NAMES if getattr(old, one) != getattr(run.known, one)]
    detail = {one: [_text(getattr(old, one)), _text(getattr(run.known, one))] for one in names}
    dossier.apply(ev.TraitStrictModifie(traits=run.known, averti=True, reason=reason))
    dossier.note("TRAIT_STRICT_CHANGED", {"motif": reason, "traits": names}, detail)


def _text(value: object) -> object:
    return value.value if isinstance(value, Sexe) else value


def check_identity(dossier: Dossier, run: Run, evidence: Evidence, facts: Facts) -> None:
    """The identity is checked (axis C): by a document, or by the attestation (T05, T06, T13)."""
    if evidence.attested:
        held = held_guards(run, evidence, facts)
        dossier.apply(ev.AttestationSignee(at=facts.now, text=evidence.attestation_text, held=held))
        seal = sha256(evidence.attestation_text.encode()).hexdigest()
        signed = {"version": ATTESTATION_VERSION, "phrase_sha256": seal, "gardes": sorted(held)}
        dossier.note("ATTESTATION_SIGNED", signed | {"message": _message(run)})
        return
    if dossier.identity.status is Status.QUAL:
        return
    dossier.apply(
        ev.PieceConcordante(
            proof=evidence.device or "",
            at=facts.now,
            ticked=ev.FIVE_TRAITS - evidence.absent - evidence.different,
            absent=evidence.absent,
            adult_proof=evidence.adult_device,
            expired=evidence.expired_document,
        )
    )
    recorded = {"code": evidence.device, "adulte": evidence.adult_device}
    state = {"perime": evidence.expired_document, "absents": sorted(evidence.absent)}
    dossier.note("EVIDENCE_RECORDED", recorded | state)


def evidence_record(
    run: Run, evidence: Evidence, facts: Facts, dossier: Dossier
) -> dict[str, object]:
    """The whole record of a qualification (rule book §9): both sides, guards, call, sentence."""
    record = _compared(run) | _circumstances(run, facts, dossier)
    if evidence.attested:
        held = sorted(held_guards(run, evidence, facts))
        sentence = {"phrase": evidence.attestation_text, "version": ATTESTATION_VERSION}
        return record | sentence | {"gardes": held, "preuve": ATTESTATION_PROOF}
    seen = {"preuve_adulte": evidence.adult_device, "perime": evidence.expired_document}
    return record | {"preuve": evidence.device, "absents": sorted(evidence.absent)} | seen


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
    dossier.apply(event)
    dossier.note("ATTESTATION_CANCELLED" if attested else "EVIDENCE_WITHDRAWN", {"motif": reason})
