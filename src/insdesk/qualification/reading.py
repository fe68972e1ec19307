"""Receiving a patient and asking INSi: from a card, a record or typed traits to an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from insdesk.errors import (
    CardChanged,
    CardError,
    CardRemoved,
    CardWithoutNumber,
    Refused,
    VitaleComponentAbsent,
)
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import DOUBT, Channel
from insdesk.identity.readings import Environment, Found, InsiAnswer, VitaleReading, VitaleSource
from insdesk.identity.traits import Sexe, Traits
from insdesk.qualification import reception
from insdesk.qualification.bench import Bench
from insdesk.qualification.forms import Checked, TraitsForm, check_form, used_text
from insdesk.qualification.ports import CallControl
from insdesk.qualification.retries import Suggestion, form_of, suggestions
from insdesk.qualification.steps import PatientView, Run


class AskingUse(Bench):
    """Use cases up to the comparison. Nothing about the patient is stored here."""

    def read_vitale(self) -> Run:
        """Card lane. Read the card; one beneficiary is chosen, of several none is."""
        insertion = self._cards().vitale_insertion
        try:
            reading = self._to.cards.read_vitale()
            self._one_insertion(insertion, self._cards().vitale_insertion)
        except CardError as problem:
            self._write(
                JournalEvent(type="VITALE_READ_FAILED", facts={"cause": type(problem).__name__})
            )
            raise
        facts = {"beneficiaires": len(reading.persons), "lecture": reading.source.value}
        self._write(
            JournalEvent(type="VITALE_READ", facts=facts | {"codes": list(reading.warnings)})
        )
        run = replace(self._new_run(), insertion=insertion, reading=reading)
        if len(reading.persons) == 1:
            return reception.with_holder(run, reading.persons[0])
        return run

    def _one_insertion(self, before: str | None, after: str | None) -> None:
        if before is None or after is None:
            raise CardRemoved
        if before != after:
            raise CardChanged

    def choose_holder(self, run: Run, position: int) -> Run:
        """Local lane. The beneficiary at `position` (from 1), and the record if there is one."""
        persons = run.reading.persons if run.reading else ()
        person = next((one for one in persons if one.position == position), None)
        if person is None:
            raise Refused("IV-300")
        return self.recognise(reception.with_holder(run, person))

    def recognise(self, run: Run) -> Run:
        """Local lane. The prior-record search (IV-200) and the record it shows, if exactly one."""
        return self._search(run)

    def type_traits(self, run: Run | None = None) -> Run:
        """GUI. A run in typing mode: from nothing, or because the patient is not on the card."""
        begun = self._new_run()
        return replace(begun, typing=True, known_problem=run.known_problem if run else None)

    def open_record(self, uid: str) -> Run:
        """Local lane. A run about a known record, by traits."""
        patient = self._to.patients.get(uid)
        run = reception.with_record(self._new_run(), patient)
        return replace(run, asked=patient.traits, typing=False)

    def check_form(self, form: TraitsForm) -> Checked:
        """GUI. The form as understood, with every problem."""
        return check_form(form, self._to.clock().date())

    def give_traits(self, run: Run, form: TraitsForm) -> Run:
        """Local lane. The run asking with these traits; the prior-record search is made.

        After an answer, the traits are another try about the same patient: the record stays, and
        every row will need its tick. Raises the first `InvalidTrait` of the form; the form itself
        is the caller's to keep.
        """
        checked = self.check_form(form)
        if checked.traits is None:
            raise checked.problems[0]
        changed = run.changed_for_retry or run.tries > 0
        same = run.patient if changed else None
        typed = replace(
            run,
            typing=False,
            known=same.traits if same else checked.traits,
            known_at=same.traits_recorded_at if same else self._to.clock(),
            known_problem=None,
            patient=same,
            asked=checked.traits,
            used_name=used_text(form.used_name),
            used_first_name=used_text(form.used_first_name),
            answer=None,
            comparison=None,
            changed_for_retry=changed,
        )
        return typed if same else self.recognise(typed)

    def form_of(self, run: Run) -> TraitsForm:
        """GUI. What to put back in the form of S10."""
        traits = run.asked or run.known
        return form_of(traits, run.used_name, run.used_first_name) if traits else TraitsForm()

    def ask_again(self, run: Run) -> Run:
        """GUI. « Interroger quand même », or « Réessayer » after a failure."""
        return replace(run, ask_again=True, answer=None, comparison=None, failure=None)

    def ask_insi(self, run: Run, control: CallControl | None = None) -> Run:
        """Remote lane. One question to INSi, by carte Vitale if the run has a holder.

        Raises `Refused` (IV-110, IV-304), `CardRemoved`, `CardChanged`, `InsiError` leaves,
        `PractitionerCardError` leaves, `Cancelled`: the run given stays as it was.
        """
        if run.patient is None and not run.searched:
            run = self.recognise(run)
        if run.patient is not None and run.patient.identity.attributes & DOUBT:
            self._blocked("IV-110", run)
        retrieval = run.patient.identity.retrieval if run.patient else None
        if retrieval is not None and retrieval.channel is Channel.AV:
            self._blocked("IV-304", run)
        answer = self._question(run, control)
        answered = reception.with_answer(replace(run, typing=False, failure=None), answer)
        if run.patient is None and isinstance(answer, Found):
            answered, hits = reception.search_again(answered, self._to.patients)
            again = {"criteres": ["matricule", "date"], "resultats": hits}
            self._write(JournalEvent(type="SEARCH_ANTERIORITE", facts=again))
        if answered.comparison is not None:
            shown = {one.trait: f"{one.verdict.value} {one.code}" for one in answered.comparison}
            uid = answered.patient.uid if answered.patient else None
            self._write(JournalEvent(type="COMPARISON_SHOWN", patient_uid=uid, facts=shown))
        return answered

    def _question(self, run: Run, control: CallControl | None) -> InsiAnswer:
        if run.holder is not None and run.reading is not None:
            self._same_card(run)
            self._speaks_for_the_card(run.reading)
            if run.holder.number is None:
                raise CardWithoutNumber
            return self._to.insi.search_by_vitale(run.holder, reading=run.reading, control=control)
        return self._to.insi.search_by_traits(self._askable(run), control=control)

    def _speaks_for_the_card(self, reading: VitaleReading) -> None:
        """Decision 6: a direct reading is no « recherche par carte Vitale » of the real INSi.

        The simulator takes it; the qualification platform only by an explicit setting.
        """
        if reading.source is not VitaleSource.DIRECT or self.environment is Environment.DECOUVERTE:
            return
        tried = self._to.settings().recvitale_from_direct
        if self.environment is Environment.PRODUCTION or not tried:
            raise VitaleComponentAbsent

    def _askable(self, run: Run) -> Traits:
        """The traits to send; IV-304: a sex that is neither M nor F is never sent."""
        asked = run.asked or run.known
        if asked is None or asked.sex in (None, Sexe.I):
            self._blocked("IV-304", run)
        return asked

    def suggestions(self, run: Run) -> tuple[Suggestion, ...]:
        """GUI. Ready-made next tries after 01 or 02, most likely first."""
        return suggestions(run)

    def retry(self, run: Run, suggestion: Suggestion) -> Run:
        """GUI. The run ready to ask with the suggested change; every row will need its tick."""
        if suggestion.form is None:
            typing = replace(run, typing=True, answer=None, asked=None, comparison=None)
            return replace(typing, changed_for_retry=True)
        checked = self.check_form(suggestion.form)
        if checked.traits is None:
            raise checked.problems[0]
        return replace(
            run,
            holder=None,
            reading=None,
            insertion=None,
            known=run.patient.traits if run.patient else checked.traits,
            known_at=run.patient.traits_recorded_at if run.patient else self._to.clock(),
            searched=False,
            asked=checked.traits,
            used_name=suggestion.form.used_name or None,
            answer=None,
            comparison=None,
            changed_for_retry=True,
        )

    def tick(self, run: Run, trait: str, on: bool) -> Run:
        """GUI. A difference confirmed, or no longer."""
        return replace(run, ticked=run.ticked | {trait} if on else run.ticked - {trait})

    def correct(self, run: Run, trait: str, text: str) -> Run:
        """GUI. A local trait corrected from the document; the same answer is compared again."""
        return reception.corrected(run, trait, text, self._to.clock())

    def patient_view(
        self, run: Run, view: PatientView, contested: frozenset[str] = frozenset()
    ) -> Run:
        """GUI. What the patient did with the screen turned to them (X9)."""
        return replace(run, patient_view=view, contested=contested)

    def _blocked(self, rule: str, run: Run) -> NoReturn:
        uid = run.patient.uid if run.patient else None
        self._write(JournalEvent(type="INSI_CALL_BLOCKED", patient_uid=uid, facts={"regle": rule}))
        raise Refused(rule)
