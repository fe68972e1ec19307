"""The application carte Vitale (T03): I and C at once, and INSi is not called."""

from __future__ import annotations

from dataclasses import replace

from insdesk.errors import CardError, Refused, VitaleComponentAbsent
from insdesk.identity import events as ev
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Channel
from insdesk.identity.readings import AppReading
from insdesk.identity.traits import Traits
from insdesk.qualification import records
from insdesk.qualification.app_gate import known_side, may_qualify_by_app, retrieval_of
from insdesk.qualification.qualifying import QualifyingUse
from insdesk.qualification.reception import compared, with_record
from insdesk.qualification.rules import Facts, Refusal
from insdesk.qualification.steps import Outcome, Run


class AppVitaleUse(QualifyingUse):
    """Use cases about the application carte Vitale of the patient."""

    @property
    def reads_app(self) -> bool:
        """GUI. Whether an application carte Vitale can be read on this machine."""
        return self._to.app_cv is not None

    def read_app(self, run: Run | None = None) -> Run:
        """Card lane. What the patient's application says, as a run; the search comes next.

        `run` is the one it was asked from, left as it is. Raises `AppCodeRefused` and other
        `CardError` leaves, `VitaleComponentAbsent` when nothing here reads applications.
        """
        try:
            reading = self._scan()
        except CardError as problem:
            facts = {"lecture": "application", "cause": type(problem).__name__}
            self._write(JournalEvent(type="VITALE_READ_FAILED", facts=facts), run)
            raise
        begun = replace(self._new_run(), app=reading, known_at=reading.at)
        known = known_side(reading)
        if run is not None:
            begun = replace(begun, used_name=run.used_name, used_first_name=run.used_first_name)
        said: dict[str, object] = {"beneficiaires": 1, "lecture": reading.source.value}
        said |= {"valide": reading.valid, "reference": reading.reference}
        self._write(JournalEvent(type="VITALE_READ", facts=said), begun)
        return replace(begun, known=known)

    def _scan(self) -> AppReading:
        if self._to.app_cv is None:
            raise VitaleComponentAbsent
        return self._to.app_cv.read()

    def recognise_app(self, run: Run) -> Run:
        """Local lane. The prior-record search (IV-200): by date, and by the matricule (IV-201)."""
        if run.app is None:
            raise Refused("IV-200")
        number, oid = run.app.matricule.number, run.app.matricule.oid
        holders = self._to.patients.holding(number, oid)
        found = self._search(run)
        found = self._searched(found, ["matricule"], len(holders))
        if len(holders) == 1 and (found.patient is None or found.patient.uid != holders[0].uid):
            found = with_record(replace(found, searched=True), holders[0])
        return self._shown(found)

    def _shown(self, run: Run) -> Run:
        """The run with the record compared to the application, journaled as shown."""
        if run.patient is None:
            return run
        shown = compared(run)
        verdicts = {one.trait: f"{one.verdict.value} {one.code}" for one in shown.comparison or ()}
        uid = run.patient.uid
        self._write(JournalEvent(type="COMPARISON_SHOWN", patient_uid=uid, facts=verdicts), shown)
        return shown

    def app_refusals(self, run: Run) -> tuple[Refusal, ...]:
        """GUI. What keeps « Qualifier » from being pressed; empty when it may."""
        return tuple(may_qualify_by_app(run, self._facts()))

    def qualify_by_app(self, run: Run) -> Run:
        """Local lane. T03: QUAL with I and C = AV, evidence and journal in one transaction.

        Raises `Refused` with the first rule that is not met, `StoreError` leaves: nothing is then
        saved. A record already qualified stays as it is (IV-405).
        """
        facts = self._facts(self._cards(), run)
        self._refuse(may_qualify_by_app(run, facts), run)
        reading = run.app
        official = reading.traits() if reading is not None else None
        if reading is None or official is None:
            raise Refused("T03")
        self._number_is_free(run, reading)
        dossier = records.Dossier(run.patient, facts)
        for one in run.comparison or ():
            if one.trait in run.ticked:
                dossier.note("DIFFERENCE_CONFIRMED", {"trait": one.trait, "code": one.code})
        dossier.apply(_event(run, reading, official, facts))
        if run.patient is None:
            dossier.note("IDENTITY_CREATED", {"canal": "AV", "recherche": run.search})
        _note_proof(dossier, reading)
        record = _record(run, reading, dossier, facts)
        return self._file(run, dossier, Outcome.QUALIFIED, record=record)

    def _number_is_free(self, run: Run, reading: AppReading) -> None:
        """IV-210: this matricule must not be active on another record."""
        mine = run.patient.uid if run.patient else None
        holders = self._to.patients.holding(reading.matricule.number, reading.matricule.oid)
        if any(one.uid != mine for one in holders):
            raise Refused("IV-210", "MATRICULE_PRIS")


def _event(run: Run, reading: AppReading, official: Traits, facts: Facts) -> ev.Event:
    """T03 on a new record or on a known one; the traits are those of the scan, not of a window."""
    retrieval = retrieval_of(reading, facts.environment)
    if run.patient is not None:
        return ev.LectureAppCarteVitale(
            official=official,
            retrieval=retrieval,
            scan_valide=reading.valid,
            confirmed=run.ticked,
        )
    return ev.CreationDepuisAppCarteVitale(
        traits=known_side(reading) or official,
        retrieval=retrieval,
        recherche_faite=run.searched,
        scan_valide=reading.valid,
    )


def _note_proof(dossier: records.Dossier, reading: AppReading) -> None:
    number = reading.matricule
    ins = {"oid": number.oid, "matricule": number.masked, "nature": number.nature.value}
    dossier.note("INS_ATTACHED", ins)
    proof = {"code": "AV", "confiance": "HIGH", "lecture": reading.source.value}
    dossier.note("EVIDENCE_RECORDED", proof | {"reference": reading.reference})


def _record(
    run: Run, reading: AppReading, dossier: records.Dossier, facts: Facts
) -> dict[str, object]:
    """The whole record of this qualification: who, when, what was read, what was confirmed."""
    rows: list[dict[str, object]] = [
        {"trait": one.trait, "local": one.known, "application": one.official, "code": one.code}
        | {"resultat": one.verdict.value, "confirme": one.trait in run.ticked}
        for one in run.comparison or ()
    ]
    return {
        "patient": dossier.uid,
        "poste": facts.settings.installation_id,
        "date": facts.now.isoformat(),
        "canal": Channel.AV.value,
        "preuve": "AV",
        "lu_le": reading.at.isoformat(),
        "lecture": reading.source.value,
        "reference": reading.reference,
        "traits": rows,
        "acteur": records.actor(facts)["actor"],
        "statut_avant": run.patient.status.value if run.patient else None,
        "statut_apres": dossier.identity.status.value,
    }
