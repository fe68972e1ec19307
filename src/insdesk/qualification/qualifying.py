"""Qualifying: the gates, the transaction, what may be taken back. Nothing here trusts a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.patient import ControlKind, Status
from insdesk.identity.readings import Found
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification import creation, discordance, documents, records, rules
from insdesk.qualification.bench import Bench
from insdesk.qualification.numbers import matricule_row
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Evidence, Outcome, PatientView, Run

UNDO_LIFE = timedelta(seconds=60)
"""How long a qualification can be taken back without a form (ux.md S08)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionCase:
    """S07: whether choice 7 exists, what is missing but the tick itself, the exact sentence."""

    offered: bool
    missing: tuple[Refusal, ...]
    text: str = ATTESTATION_TEXT
    asks_already_followed: bool = False


class QualifyingUse(Bench):
    """Use cases that write a record. One transaction each: record, evidence, journal."""

    def exception_case(self, run: Run) -> ExceptionCase:
        """GUI. The exception procedure for this run: what is missing, the sentence to show."""
        facts, ticked = self._facts(), Evidence(attested=True, attestation_text=ATTESTATION_TEXT)
        missing = rules.may_attest(run, ticked, facts)
        asks = run.patient is not None and any(one.reason == "PAS_CONNU" for one in missing)
        return ExceptionCase(
            offered=facts.settings.exception_procedure,
            missing=tuple(one for one in missing if not (asks and one.reason == "PAS_CONNU")),
            asks_already_followed=asks,
        )

    def refusals(self, run: Run, evidence: Evidence) -> tuple[Refusal, ...]:
        """GUI. What keeps « Qualifier » from being pressed; empty when it may."""
        return tuple(rules.may_qualify(run, evidence, self._facts()))

    def qualify(self, run: Run, evidence: Evidence) -> Run:
        """Local lane. Accept INSi's traits and record the control, in one transaction.

        Raises `Refused` with the first rule that is not met, `CardRemoved`/`CardChanged` when the
        card of the run is not in the reader, `StoreError` leaves: nothing is then saved.
        """
        self._same_card(run)
        facts = self._facts(self._cards(), run)
        self._refuse(rules.may_qualify(run, evidence, facts), run, evidence)
        dossier = records.Dossier(run.patient, facts)
        self._not_elsewhere(run)
        self._confirm_number(dossier, run)
        records.accept_answer(dossier, run, facts)
        records.check_identity(dossier, run, evidence, facts)
        if dossier.identity.status is not Status.QUAL:
            raise Refused("IV-101")
        self._note_patient_view(dossier, run)
        record = records.evidence_record(run, evidence, facts, dossier)
        return self._file(run, dossier, Outcome.QUALIFIED, evidence, record)

    def keep_refusals(self, run: Run) -> tuple[Refusal, ...]:
        """GUI. What on the page keeps « Pas maintenant » closed (IV-321, IV-330); empty: it may be.

        Who is at the desk is asked when it is pressed, and repaired there.
        """
        asked = rules.may_accept(run, self._facts())
        return tuple(one for one in asked if one.rule not in {act.value for act in Act})

    def keep(self, run: Run) -> Run:
        """Local lane. « Pas maintenant »: INSi's traits accepted, no document yet (RECUP).

        A record already checked is qualified by accepting (T08, T09, T21): its gates then hold
        too. Raises like `qualify`.
        """
        self._same_card(run)
        facts = self._facts(self._cards(), run)
        self._refuse(rules.may_accept(run, facts), run)
        dossier = records.Dossier(run.patient, facts)
        self._not_elsewhere(run)
        self._confirm_number(dossier, run)
        records.accept_answer(dossier, run, facts)
        self._note_patient_view(dossier, run)
        control = dossier.identity.control
        if control is None or dossier.identity.status is not Status.QUAL:
            return self._file(run, dossier, Outcome.RETRIEVED)
        self._refuse(rules.may_stay_checked(run, facts), run)
        seen = Evidence(
            device=control.proof,
            adult_device=control.adult_proof,
            adult_link=control.adult_link,
        )
        record = records.evidence_record(run, seen, facts, dossier)
        return self._file(run, dossier, Outcome.QUALIFIED, record=record)

    def save(self, run: Run, evidence: Evidence | None = None) -> Run:
        """Local lane. Without a new answer: a PROV record, or VALI with a high-trust document.

        A record whose INS was retrieved before (RECUP) becomes QUAL with that document (T06).

        Raises `Refused` IV-011 when a strict trait that only the person can give is missing, IV-204
        while the prior-record search shows a record that was not judged.
        """
        facts = self._facts(run=run)
        if run.patient is None and not run.searched:
            run = self._search(run)
        self._refuse(rules.may_create(run), run)
        checked = evidence is not None and bool(evidence.device)
        if run.known is None:
            raise Refused("IV-011")
        if run.known.sex is None and (run.patient is None or checked):
            raise Refused("IV-011", "TRAIT_MANQUANT", trait="sex")
        dossier = records.Dossier(run.patient, facts)
        if run.patient is None:
            event = ev.CreationManuelle(traits=run.known, recherche_faite=run.searched)
            dossier.apply(event)
            dossier.note("IDENTITY_CREATED", {"canal": "saisie", "recherche": run.search})
        if evidence is not None and checked:
            self._refuse(rules.may_validate(run, evidence, facts), run, evidence)
            records.check_identity(dossier, run, evidence, facts)
            if dossier.identity.status is Status.QUAL:  # T06: the INS was retrieved before
                record = records.evidence_record(run, evidence, facts, dossier)
                return self._file(run, dossier, Outcome.QUALIFIED, evidence, record)
        return self._file(run, dossier, Outcome.SAVED, evidence)

    def undo_qualification(self, run: Run) -> Run:
        """Local lane. Take back a qualification made less than 60 s ago (T26, T27)."""
        patient = self._to.patients.get(run.patient.uid) if run.patient else None
        control = patient.identity.control if patient else None
        self._gate(Act.WITHDRAW)
        facts = self._facts(run=run)
        if patient is None or control is None or patient.status is not Status.QUAL:
            raise Refused("T26")
        if facts.now - control.at > UNDO_LIFE:
            raise Refused("T26")
        dossier = records.Dossier(patient, facts)
        records.without_control(dossier, control.kind is ControlKind.ATTEST)
        return self._file(replace(run, patient=patient), dossier, Outcome.RETRIEVED)

    def abandon(self, run: Run) -> None:
        """Local lane. The run is closed without a decision: its answer is discarded (IV-320)."""
        uid = run.patient.uid if run.patient else None
        if isinstance(run.answer, Found) and run.outcome is None:
            discordant = run.comparison is not None and run.comparison.blocks
            type_ = "INSI_TRAITS_REFUSED" if discordant else "INSI_RESULT_DISCARDED"
            facts = {"motif": "DISCORDANCE" if discordant else "SANS_DECISION"}
            if discordant and uid is not None and run.patient and run.patient.identity.retrieval:
                self._leave_to_treat(uid, run, facts)
                return
            self._write(JournalEvent(type=type_, patient_uid=uid, facts=facts), run)

    def _leave_to_treat(self, uid: str, run: Run, facts: Mapping[str, object]) -> None:
        """INSi contradicts an INS held: left without a decision, it is still a task (T35)."""
        dossier = records.Dossier(self._to.patients.get(uid), self._facts(run=run))
        dossier.note("INSI_TRAITS_REFUSED", facts)
        self._to.patients.file(dossier.unchanged(opens=[discordance.to_treat(uid, run)]))

    def _not_elsewhere(self, run: Run) -> None:
        """IV-210: this matricule must not be active on another record."""
        answer = run.answer
        if isinstance(answer, Found) and answer.matricule is not None:
            mine = run.patient.uid if run.patient else None
            number, oid = answer.matricule.number, answer.matricule.oid
            if any(one.uid != mine for one in self._to.patients.holding(number, oid)):
                raise Refused("IV-210", "MATRICULE_PRIS")

    def _confirm_number(self, dossier: records.Dossier, run: Run) -> None:
        """The matricule that replaces the one held, ticked, is traced like any difference."""
        row = matricule_row(run)
        if row is not None and row.needs_tick and row.trait in run.ticked:
            dossier.note("DIFFERENCE_CONFIRMED", {"trait": row.trait, "code": row.code})

    def _refuse(self, refusals: list[Refusal], run: Run, evidence: Evidence | None = None) -> None:
        if not refusals:
            return
        first = refusals[0]
        if evidence is not None and evidence.attested:
            uid = run.patient.uid if run.patient else None
            facts = {"garde": first.rule, "motif": first.reason}
            line = JournalEvent(type="ATTESTATION_REFUSED_BY_GUARD", patient_uid=uid, facts=facts)
            self._write(line, run)
        raise first.as_error()

    def _note_patient_view(self, dossier: records.Dossier, run: Run) -> None:
        shown = run.patient_view is not PatientView.NOT_SHOWN
        type_ = "PATIENT_VIEW_SHOWN" if shown else "PATIENT_VIEW_SKIPPED"
        seconds = None
        if run.view_opened_at is not None:
            closed = run.view_closed_at or self._to.clock()
            seconds = int((closed - run.view_opened_at).total_seconds())
        told: dict[str, object] = {"duree_s": seconds} if shown else {"motif": "NON_MONTRE"}
        dossier.note(type_, {"resultat": run.patient_view.value} | told)

    def _file(
        self,
        run: Run,
        dossier: records.Dossier,
        outcome: Outcome,
        evidence: Evidence | None = None,
        record: Mapping[str, object] | None = None,
        opens: Sequence[TodoNote] = (),
        ends: Sequence[TodoNote] = (),
    ) -> Run:
        before = run.patient.status if run.patient else None
        if outcome is Outcome.QUALIFIED and before is not Status.QUAL:
            control = dossier.identity.control
            dossier.note("QUALIFIED", {"proof": control.proof if control else None})
        for seen in documents.noted(evidence, self._to.settings()):
            dossier.note("EVIDENCE_RECORDED", seen)
        followed = evidence is not None and evidence.already_followed
        notes, others = self._settle(run, dossier)
        # Answered, or qualified by another way (T03, T06): nobody waits for INSi any more.
        waited = run.answer is not None or outcome is Outcome.QUALIFIED
        filing = dossier.filing(
            used_name=run.used_name,
            used_first_name=run.used_first_name,
            known_since=self._to.clock().date().isoformat() if followed else None,
            evidence=record,
            opens=[*notes, *opens],
            closes=(TodoKind.ATTENTE_INSI,) if waited else (),
        )
        filing = replace(filing, ends=(*filing.ends, *ends))
        filed = self._to.patients.file_all([filing, *others])[0]
        return replace(run, patient=filed, outcome=outcome)

    def _settle(self, run: Run, dossier: records.Dossier) -> tuple[list[TodoNote], list[Filing]]:
        """What was said of the records that resemble a new one; nothing for a known one."""
        if run.patient is not None:
            return [], []
        return creation.settle(run, dossier, self._facts(run=run), self._to.patients.get)
