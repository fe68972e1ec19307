"""Conducts one patient's run: the decisions, the patient's screen, and what the cards do.

The run is a value; every decision is a use case. Nothing here judges an identity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from insdesk.errors import (
    CardError,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    InsdeskError,
    ReaderUnplugged,
)
from insdesk.identity.desk_state import CardsState, ServiceState, VitaleState
from insdesk.identity.readings import Found
from insdesk.qualification.birthplaces import PlaceLook
from insdesk.qualification.steps import Evidence, PatientView, Run, Step, next_step
from insdesk.ui.formats import PlaceLabels, no_labels
from insdesk.ui.qualify.passes import Work
from insdesk.ui.qualify.receiving import Receiving
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.strip import READING, Said, vitale_failed, vitale_read

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.discordance import Said as DocumentSays
    from insdesk.qualification.forms import TraitsForm


class Conductor(Receiving):
    """What the pages call; the host listens to its signals.

    Besides those of `Passes`: `patient_wanted()`, show the patient's screen; `list_wanted()`,
    `export_wanted(uid)`, another section is asked for.
    """

    patient_wanted = Signal()
    list_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(
        self, desk: Desk, tasks: Tasks, *, places: PlaceLabels = no_labels, auto_call: bool = True
    ) -> None:
        super().__init__(desk, tasks, auto_call=auto_call)
        self.places = places
        self._insertion: str | None = None
        self._taken: str | None = None
        """The insertion that came while another program had it: read once it is let go."""
        self._tried: tuple[str, Said] | None = None
        """The insertion whose reading failed, and what the strip says of it."""
        self.run_changed.connect(self._ended)
        self.failed.connect(self._note_failure)

    @property
    def vitale_said(self) -> Said | None:
        """What the strip says of the Vitale that is in, beyond its presence."""
        if self.work is Work.READING:
            return READING
        if self._tried is not None and self._tried[0] == self._insertion:
            return self._tried[1]
        if self.run is not None and self.run.reading is not None and not self.card_gone:
            return vitale_read(len(self.run.reading.persons))
        return None

    def _note_failure(self, error: InsdeskError, _again: object) -> None:
        said = vitale_failed(error)
        if said is not None and self._insertion is not None:
            self._tried = self._insertion, said

    def _read(self, run: Run) -> None:
        self._tried = None
        super()._read(run)

    def today(self) -> date:
        """The day on the practitioner's clock."""
        return date.today()  # noqa: DTZ011 - the day as the practitioner lives it

    def seek_place(self, text: str, born: str | None, done: Callable[[PlaceLook], None]) -> None:
        """Look a place of birth up, away from the windows: some names take fifty milliseconds."""
        look = partial(self.desk.look_up_place, text, born)
        self._tasks.run(Lane.LOCAL, look, done, lambda _error: done(PlaceLook()))

    def read_app(self) -> None:
        """The patient shows the application carte Vitale; used names typed so far are kept."""
        asked_from = self.run
        self._close()
        read = partial(self.desk.read_app, asked_from)
        self._call(Lane.CARD, Work.SCANNING, read, self._app_read, self.read_app)

    def _app_read(self, run: Run) -> None:
        self._look(partial(self.desk.recognise_app, run))

    def qualify_by_app(self) -> None:
        """T03: what the application says qualifies, INSi not being asked."""
        if self.run is not None and not self.busy:
            self._save(partial(self.desk.qualify_by_app, self.run), self.qualify_by_app)

    def tick(self, trait: str, on: bool) -> None:
        """A difference confirmed."""
        if self.run is not None:
            self._set(self.desk.tick(self.run, trait, on))

    def correct(self, texts: Mapping[str, str]) -> None:
        """Local traits corrected from the document; the same answer compared again."""
        run = self.run
        try:
            for trait, text in texts.items():
                run = self.desk.correct(run, trait, text) if run else run
        except InsdeskError as problem:
            self.failed.emit(problem, None)
            return
        self._set(run)

    def qualify(self, evidence: Evidence) -> None:
        """Qualify; the page stays as it is until it is done."""
        if self.run is not None and not self.busy:
            work = partial(self.desk.qualify, self.run, evidence)
            self._save(work, partial(self.qualify, evidence))

    def keep(self) -> None:
        """« Pas maintenant »: what INSi said is kept, no document yet."""
        run = self.run
        if run is None or self.busy:
            return
        if isinstance(run.answer, Found) and run.comparison and not run.comparison.blocks:
            self._save(partial(self.desk.keep, run), self.keep)
        else:
            self.leave()

    def refuse(self, said: Mapping[str, DocumentSays], reason: str) -> None:
        """S13: INSi's answer is refused, the record kept as it is, the case left to treat."""
        run = self.run
        if run is None or self.busy:
            return
        if self._lacks_a_trait(run):
            self.put_aside()
            return
        work = partial(self.desk.record_discordance, run, said, reason)
        self._save(work, partial(self.refuse, said, reason))

    def save_typed(self, form: TraitsForm) -> None:
        """What was typed, kept without a call."""
        run, desk = self.run, self.desk
        if run is None or self.busy:
            return

        def search_and_save() -> Run:
            given = desk.give_traits(run, form)
            return given if next_step(given) is Step.PRIOR_RECORDS else self._keep(given)

        self._keeping = run.number
        self._save(search_and_save, partial(self.save_typed, form))

    def undo(self) -> None:
        """Take the qualification back, within the minute."""
        if self.run is not None and not self.busy:
            self._save(partial(self.desk.undo_qualification, self.run), self.undo)

    def show_patient(self) -> None:
        """F7."""
        self.patient_wanted.emit()

    def patient_saw(self, view: PatientView, contested: frozenset[str]) -> None:
        """What the patient did with the screen."""
        if self.run is not None and self.run.outcome is None:
            self._set(self.desk.patient_view(self.run, view, contested))

    def open_patient(self) -> None:
        """The record of this run."""
        if self.run is not None and self.run.patient is not None:
            self.record_wanted.emit(self.run.patient.uid)

    def find_patient(self) -> None:
        """The list."""
        self.list_wanted.emit()

    def export_patient(self) -> None:
        """Hand this record over."""
        if self.run is not None and self.run.patient is not None:
            self.export_wanted.emit(self.run.patient.uid)

    def on_cards(self, state: CardsState) -> None:
        """The cards changed (GUI thread)."""
        before, now = self._insertion, state.vitale_insertion
        self._insertion = now
        let_go = now is not None and now == self._taken and state.vitale is VitaleState.PRESENT
        if before == now and not let_go:
            return
        if before is not None and before != now:
            self._card_left(before, _why_gone(state))
        self._taken = now if state.vitale is VitaleState.BUSY else None
        if now is not None and state.vitale is VitaleState.PRESENT:
            self._card_came()

    def _card_came(self) -> None:
        if self.work is Work.SAVING:
            return
        run = self.run
        waiting = self.step in (Step.NOT_FOUND, Step.SEVERAL, Step.ALREADY_QUALIFIED)
        if run is None or run.outcome is not None or self.card_gone or waiting:
            self.read_card()
        else:
            self.told.emit("Carte Vitale présente : F5 pour la lire.")

    def _card_left(self, insertion: str, why: CardError) -> None:
        self.blanked.emit()
        run = self.run
        if self.work is Work.READING:
            self._interrupted(why)
        elif run is None or run.insertion != insertion:
            return
        elif run.outcome is not None:
            self._leaving.start()
        elif self.step in (Step.CHOOSE_HOLDER, Step.ASK_INSI) or self.work is Work.LOOKING:
            self._interrupted(why)
        elif self.step is Step.ALREADY_QUALIFIED:
            self.leave()
        else:
            self.card_gone = True
            self._same_card.left(run)  # its minute begins now, though its page stays
            self._set(run)

    def _interrupted(self, why: CardError) -> None:
        self._close()
        self.failed.emit(why, self.read_card)

    def _ended(self, run: Run | None) -> None:
        """Saved while the card was already out: the result stays as long as after a withdrawal."""
        if run and run.outcome and run.insertion and run.insertion != self._insertion:
            self._leaving.start()


def _why_gone(state: CardsState) -> CardError:
    """What took a card away: a hand, a cable, or the card service."""
    match state.service:
        case ServiceState.STOPPED:
            return CardServiceStopped()
        case ServiceState.ABSENT:
            return CardServiceAbsent()
    return CardRemoved() if state.readers else ReaderUnplugged()
