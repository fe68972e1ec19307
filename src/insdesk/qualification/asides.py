"""What is set down without changing a statut: a discordance, a refusal, a document in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import device
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import DOUBT, Patient
from insdesk.identity.status import find
from insdesk.qualification import discordance, documents, records, rules
from insdesk.qualification.bench import Bench
from insdesk.qualification.discordance import DiscordanceOutcome, Said
from insdesk.qualification.dossier import Dossier
from insdesk.qualification.roles import Act
from insdesk.qualification.steps import Evidence, Outcome, Run


class RefusalKind(Enum):
    """What the patient does not want (§10); care goes on all the same."""

    DOCUMENT = "pièce"
    ECRAN = "écran"
    INS = "INS"


class AsideUse(Bench):
    """Use cases that record what happened and leave the statut as it is."""

    def discordance_outcome(
        self, run: Run, said: Mapping[str, Said], other_person: bool = False
    ) -> DiscordanceOutcome:
        """GUI. What follows from what the document says, trait by trait (S13)."""
        return discordance.discordance_outcome(run, said, other_person)

    def record_discordance(self, run: Run, said: Mapping[str, Said], reason: str) -> Run:
        """Local lane. The answer is refused, the record kept as it is, the case left to treat.

        A patient without a record gets a provisional one, from the local side (T01). Raises
        `Refused` IV-321 when nothing differs, IV-323 when the record is the one to correct,
        IV-011 or IV-204 when a record cannot be created.
        """
        facts = self._facts(run=run)
        outcome = discordance.discordance_outcome(run, said, other_person=False)
        if not discordance.differing(run):
            raise Refused("IV-321", "RIEN_DE_DISCORDANT")
        if outcome not in discordance.RECORDABLE:
            raise Refused("IV-323", "DOSSIER_A_CORRIGER")
        self._gate(Act.SEARCH_CREATE)
        dossier = Dossier(run.patient, facts)
        if run.patient is None:
            self._create(dossier, run)
        answer = ev.ReponseInsi(
            official=records.official_traits(run),
            retrieval=records.retrieval_of(run, facts.environment),
        )
        row = dossier.apply(answer)
        rows = {
            trait: said[trait].value if trait in said else ""
            for trait in discordance.differing(run)
        }
        told = {"motif": "DISCORDANCE", "regle": row, "issue": outcome.value, "piece": rows}
        dossier.note("INSI_TRAITS_REFUSED", told, {"motif": reason})
        filing = dossier.filing(
            used_name=run.used_name,
            used_first_name=run.used_first_name,
            opens=[discordance.to_treat(dossier.uid, run)],
        )
        return replace(run, patient=self._to.patients.file(filing), outcome=Outcome.SAVED)

    def _create(self, dossier: Dossier, run: Run) -> None:
        if missing := rules.may_create(run):
            raise missing[0].as_error()
        if run.known is None or run.known.sex is None:
            raise Refused("IV-011", "TRAIT_MANQUANT", trait="sex")
        dossier.apply(ev.CreationManuelle(traits=run.known, recherche_faite=run.searched))
        dossier.note("IDENTITY_CREATED", {"canal": "saisie", "recherche": run.search})

    def refuse(self, kind: RefusalKind, *, run: Run | None = None, uid: str | None = None) -> None:
        """Local lane. The patient's refusal, traced; nothing else changes (T34)."""
        about = run.patient if run is not None else None
        if uid is not None:
            about = self._to.patients.get(uid)
        facts: dict[str, object] = {"refus": kind.value}
        if about is not None:
            facts["regle"] = find(about.identity, ev.RefusDePiece()).id
        event = JournalEvent(
            type="REFUSAL_RECORDED", patient_uid=about.uid if about else None, facts=facts
        )
        self._write(event, run, about)

    def record_document(self, uid: str, evidence: Evidence, *, warned: bool) -> Patient:
        """Local lane. A document seen for a doubtful or fictitious identity: noted, in vain.

        It validates nothing, and the user is told so first (IV-114). Raises `Refused` R03,
        IV-114 PIECE_SANS_EFFET without the warning, PIECE_UTILE when the document would count,
        IV-401.
        """
        facts = self._gate(Act.CHECK_DOCUMENT)
        patient = self._to.patients.get(uid)
        if not patient.identity.attributes & DOUBT:
            raise Refused("IV-114", "PIECE_UTILE")
        if device(evidence.device or "") is None:
            raise Refused("IV-401", "AUCUNE_PIECE")
        if not warned:
            raise Refused("IV-114", "PIECE_SANS_EFFET")
        dossier = Dossier(patient, facts)
        dossier.note(
            "EVIDENCE_RECORDED",
            documents.journaled(evidence) | {"regle": "IV-114", "valide": False},
        )
        self._to.journal.append(*dossier.events)
        return patient
