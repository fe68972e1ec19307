"""Receiving a patient and asking INSi: from a card, a record or typed traits to an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from insdesk.errors import (
    CardChanged,
    CardError,
    CardRemoved,
    Refused,
    TestCardRefused,
)
from insdesk.identity.filing import JournalEvent
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import Environment, Found, VitaleReading, VitaleSource
from insdesk.qualification import reception
from insdesk.qualification.calling import CallingUse
from insdesk.qualification.forms import Checked, TraitsForm, check_form, used_text
from insdesk.qualification.numbers import matricule_row
from insdesk.qualification.ports import CallControl
from insdesk.qualification.retries import Suggestion, form_of, form_of_card, suggestions
from insdesk.qualification.steps import PatientView, Run
from insdesk.qualification.verifying import verification

NATURE_UNKNOWN: Final = "NATURE_INCONNUE"
"""Warning of a reading: nobody can tell whether the card is a test one (cards.md §1.7)."""


class AskingUse(CallingUse):
    """Use cases up to the comparison. Nothing about the patient is stored here."""

    def read_vitale(self) -> Run:
        """Card lane. Read the card; one beneficiary is chosen, of several none is."""
        insertion = self._cards().vitale_insertion
        try:
            reading = self._to.cards.read_vitale()
            if self.environment is Environment.PRODUCTION:
                reading = _of_a_real_card(reading)
            self._one_insertion(insertion, self._cards().vitale_insertion)
        except CardError as problem:
            self._write(
                JournalEvent(type="VITALE_READ_FAILED", facts={"cause": type(problem).__name__})
            )
            raise
        run = replace(self._new_run(), insertion=insertion, reading=reading)
        alone = len(reading.persons) == 1
        self._note_read(run, reading, 1 if alone else None)
        return reception.with_holder(run, reading.persons[0]) if alone else run

    def _note_read(self, run: Run, reading: VitaleReading, rank: int | None) -> None:
        """Beneficiary count and the rank chosen, none yet of several (§14)."""
        facts = {
            "beneficiaires": len(reading.persons),
            "rang": rank,
            "lecture": reading.source.value,
            "codes": list(reading.warnings),
        }
        self._write(JournalEvent(type="VITALE_READ", facts=facts), run)

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
        if run.reading is not None:
            self._note_read(run, run.reading, position)
        return self.recognise(reception.with_holder(run, person))

    def recognise(self, run: Run) -> Run:
        """Local lane. The prior-record search (IV-200): the record if exactly one fits, or a list.

        A list must be judged before a record is created (`SearchingUse`).
        """
        return self._search(run)

    def type_traits(self, run: Run | None = None) -> Run:
        """GUI. A run in typing mode: from nothing, or because the patient is not on the card."""
        begun = self._new_run()
        return replace(begun, typing=True, known_problem=run.known_problem if run else None)

    def type_known(self, run: Run) -> Run:
        """GUI. The run in typing mode, with what is known: the card speaks for it no more."""
        said = run.holder and replace(
            run.holder,
            number=None,
            insured_number=None,
            name_is_used=run.holder.name_is_used or not _tells_names_apart(run),
        )
        asked = replace(run, holder=None, reading=None, insertion=None, from_card=said)
        return replace(asked, typing=True, answer=None, asked=None, comparison=None)

    def open_record(self, uid: str) -> Run:
        """Local lane. A run about a known record, by traits."""
        patient = self._to.patients.get(uid)
        run = reception.with_record(self._new_run(), patient)
        return replace(run, asked=patient.traits, typing=False)

    def check_form(self, form: TraitsForm) -> Checked:
        """GUI. The form as understood, with every problem."""
        return check_form(form, self._to.clock().date(), self._to.places)

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
        if traits is None:
            return form_of_card(run.from_card) if run.from_card else TraitsForm()
        return form_of(traits, run.used_name, run.used_first_name)

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
        self._may_ask(run)
        answer = self._asked(run, control)
        answered = reception.with_answer(replace(run, typing=False, failure=None), answer)
        if run.patient is None and isinstance(answer, Found):
            answered, hits = reception.search_again(answered, self._to.patients)
            answered = self._searched(answered, ["matricule", "date"], hits)
        if answered.comparison is not None:
            number = matricule_row(answered)
            rows = (*answered.comparison, *((number,) if number else ()))
            shown = {one.trait: f"{one.verdict.value} {one.code}" for one in rows}
            uid = answered.patient.uid if answered.patient else None
            self._write(
                JournalEvent(type="COMPARISON_SHOWN", patient_uid=uid, facts=shown), answered
            )
        if (verified := verification(answered, self.environment)) is not None:
            self._write(verified, answered)
        return answered

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
        """GUI. What the patient did with the screen turned to them (X9), and for how long."""
        now, shown = self._to.clock(), view is PatientView.SHOWN
        return replace(
            run,
            patient_view=view,
            contested=contested,
            view_opened_at=now if shown else run.view_opened_at,
            view_closed_at=None if shown else now,
        )


def _tells_names_apart(run: Run) -> bool:
    """Whether the card tells the birth name from the name in use: the official reading alone."""
    return run.reading is not None and run.reading.source is VitaleSource.OFFICIAL


def _of_a_real_card(reading: VitaleReading) -> VitaleReading:
    """What production accepts (cards.md §1.7): no test card, no number of a published identity.

    A source that cannot tell the nature of the card is said in the warnings.
    """
    numbers = {
        number[:13]
        for one in reading.persons
        for number in (one.number, one.insured_number)
        if number
    }
    if reading.is_test or numbers & PUBLIC_TEST_NUMBERS:
        raise TestCardRefused
    if reading.is_test is None:
        return replace(reading, warnings=(*reading.warnings, NATURE_UNKNOWN))
    return reading
