"""Receiving a patient and asking INSi: the card, the record, the form, the call, the next try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from insdesk.errors import InsdeskError
from insdesk.qualification.prior import is_too_long
from insdesk.qualification.steps import Evidence, Judgement, Run, Step, next_step
from insdesk.ui.qualify.passes import Control, Passes, Work
from insdesk.ui.qualify.resuming import Knocking, SameCard
from insdesk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.forms import TraitsForm
    from insdesk.qualification.retries import Suggestion


Said = Mapping[str, tuple[Judgement, str]]
"""What the practitioner says of records of the prior-record search: by record, and why."""

COMPLETE = "Complétez les traits : l’identité sera gardée sans INSi."
CHANGED = "Carte changée : le patient précédent est fermé, rien n’est enregistré pour lui."
RESUMED = "C’est la même carte : la suite reprend avec le même bénéficiaire."


class Receiving(Passes):
    """From nothing to an answer. A call starts by itself after a card or a form, never after 01.

    `hold_wanted(run)`: INSi does not answer, what was seen is asked before the patient waits.
    """

    hold_wanted = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, *, auto_call: bool) -> None:
        super().__init__(desk, tasks)
        self._auto_call = auto_call
        self._same_card = SameCard()
        self.knocking = Knocking(desk, tasks, self.read_card, self)
        self.knocking.read.connect(self._read)
        self.knocking.failed.connect(lambda problem: self.failed.emit(problem, self.read_card))
        self.failed.connect(self.knocking.hear)
        self._keeping: int | None = None
        """The run to keep without INSi once its list is looked at, rather than to ask about."""
        self._holding: tuple[int, Evidence | None] | None = None
        """The run to hold (J10) and what was seen, while its traits are completed or its list
        judged."""

    def read_card(self) -> None:
        """F5, or a card that comes in: from the start, whatever was there is closed.

        The card that had left comes back: its beneficiary is not asked again (E-VIT-4).
        """
        asked_anew = self.run is not None and not self.card_gone
        self._close()
        if asked_anew:
            self._same_card.forget()
        self._call(Lane.CARD, Work.READING, self.desk.read_vitale, self._read, self.read_card)

    def _read(self, run: Run) -> None:
        before = self._same_card.read(run.reading) if run.reading else None
        if self._same_card.was_another:
            self.told.emit(CHANGED)
        if before is not None and (run.holder is None or run.holder.lacks_century):
            self.run = replace(run, holder=None, known_problem=None)
            self.told.emit(RESUMED)
            self.choose_holder(before.position, before.year)
        elif run.holder is None:
            self._set(run)
        elif run.holder.lacks_century:
            self._set(replace(run, holder=None, known_problem=None))  # asked, even alone on a card
        else:
            self._look(partial(self.desk.recognise, run))

    def leave(self) -> None:
        """As `Passes`; the card that comes back is a new patient."""
        super().leave()
        self._same_card.forget()

    def _close(self) -> None:
        run = self.run
        if run is not None and (not self.card_gone or run.outcome is not None):
            self._same_card.left(run)
        super()._close()

    def _drop_work(self) -> None:
        self.knocking.stop()
        super()._drop_work()

    def choose_holder(self, position: int, year: int | None = None) -> None:
        """A beneficiary of the card; `year` is declared when the card leaves the century out."""
        run = self.run
        if run is None:
            return
        if year is not None and run.reading is not None:
            run = replace(run, reading=run.reading.born_in(position, year))
        self._look(partial(self.desk.choose_holder, run, position))

    def open_record(self, uid: str) -> None:
        """A run about a known record, by traits."""
        self._close()
        self._same_card.forget()
        self._look(partial(self.desk.open_record, uid))

    def begin_typing(self, *, keep: bool = False) -> None:
        """S10: empty, or with what is known of this run (`keep`)."""
        self._drop_work()
        self._same_card.forget()
        if keep and self.run is not None:
            self._set(self.desk.type_known(self.run))
            return
        run = self.run if self.run and self.run.reading else None
        fresh = self.desk.type_traits(run)
        if run is None:
            self._close()
        self._set(fresh)

    def give_traits(self, form: TraitsForm) -> None:
        """The form, then the call."""
        self._keeping = None
        if self.run is not None:
            self._look(partial(self.desk.give_traits, self.run, form))

    def _look(self, work: Callable[[], Run]) -> None:
        again = partial(self._look, work)
        self._call(Lane.LOCAL, Work.LOOKING, work, self._known, again)

    def _known(self, run: Run) -> None:
        by_card = run.holder is not None
        if next_step(run) is Step.ASK_INSI and (self._auto_call or not by_card):
            self._ask(run)
        else:
            self._set(run)

    def ask(self) -> None:
        """F8: one question to INSi."""
        if self.run is not None and not self.busy:
            self._ask(self.run)

    def _ask(self, run: Run) -> None:
        """The run and its call appear together: the page is laid out once."""
        mark = self._pass + 1
        control = Control(lambda step: self._step.emit(mark, step))
        work = partial(self.desk.ask_insi, run, control)
        self._call(Lane.REMOTE, Work.ASKING, work, self._set, self.ask, showing=run)
        self._control = control if self.work is Work.ASKING else None

    def ask_again(self) -> None:
        """« Interroger quand même », or once more."""
        if self.run is not None and not self.busy:
            self._ask(self.desk.ask_again(self.run))

    def retry(self, suggestion: Suggestion) -> None:
        """A ready-made next try: one call per press."""
        if self.run is None or self.busy:
            return
        if suggestion.code == "CARTE_VITALE":
            self.read_card()
            return
        try:
            run = self.desk.retry(self.run, suggestion)
        except InsdeskError as problem:
            self.failed.emit(problem, None)
            return
        if next_step(run) is not Step.ASK_INSI:
            self._set(run)
        elif run.patient is None:
            self._look(partial(self.desk.recognise, run))
        else:
            self._ask(run)

    # --- the records that the prior-record search shows (S14) ------------------------------

    def list_is_too_long(self) -> bool:
        """Whether letters are asked for before the list can be looked at."""
        return self.run is not None and is_too_long(self.run)

    def narrow(self, letters: str) -> None:
        """The list by the first letters of a name."""
        if self.run is not None and not self.busy:
            again = partial(self.narrow, letters)
            work = partial(self.desk.narrow, self.run, letters)
            self._call(Lane.LOCAL, Work.LOOKING, work, self._set, again)

    def open_prior(self, uid: str) -> None:
        """One of them is the patient's: the run goes on with it, or its page opens."""
        run = self.run
        if run is None or self.busy:
            return
        if self._keeping == run.number:
            self.leave()
            self.record_wanted.emit(uid)
        else:
            self._look(partial(self.desk.open_prior, run, uid))

    def why_only_opened(self, uid: str) -> InsdeskError | None:
        """Why this record cannot be said to be somebody else's; None when it can."""
        return self._refused(lambda run: self.desk.judge(run, uid, Judgement.UNKNOWN))

    def why_not_none(self, said: Said) -> InsdeskError | None:
        """What keeps « Aucun de ces dossiers » closed, once this is said; None when it is open."""
        return self._refused(lambda run: self._judged(run, said))

    def _refused(self, act: Callable[[Run], Run]) -> InsdeskError | None:
        try:
            if self.run is not None:
                act(self.run)
        except InsdeskError as problem:
            return problem
        return None

    def none_of_these(self, said: Said) -> None:
        """The rest are other people: on to INSi, to the comparison, or to a record without INSi."""
        if self.run is None or self.busy:
            return
        try:
            run = self._judged(self.run, said)
        except InsdeskError as problem:
            self.failed.emit(problem, None)
            return
        if self._keeping == run.number:
            self.run = run
            self.save()
        else:
            self._known(run)

    def _judged(self, run: Run, said: Said) -> Run:
        shown = {one.patient.uid for one in run.prior}
        for uid, (judgement, reason) in said.items():
            if uid in shown:
                run = self.desk.judge(run, uid, judgement, reason)
        return self.desk.none_of_these(run)

    def cancel(self) -> None:
        """Échap: stop what is under way; nothing is saved, a late answer is dropped."""
        work = self.work
        if work is None or work is Work.SAVING:
            return
        self._drop_work()
        if self.run is None:
            self.run_changed.emit(None)
        else:
            self._set(self.run)
        self.told.emit("Annulé. Rien n’est enregistré.")

    def put_aside(self) -> None:
        """INSi does not answer: keep what is known without it, or complete it first."""
        run = self.run
        self._drop_work()
        if run is None:
            self.leave()
        elif self._lacks_a_trait(run):
            self.begin_typing(keep=True)
            self.told.emit(COMPLETE)
        else:
            self.save()

    def ask_to_hold(self) -> None:
        """« Mettre en attente » (J10): what was seen is asked first; a call under way is cut."""
        self._drop_work()
        if self.run is None:
            self.leave()
        else:
            self.hold_wanted.emit(self.run)

    def hold(self, evidence: Evidence | None = None) -> None:
        """What is known is kept, with what was seen, and the patient waits for INSi."""
        if self.run is not None:
            self._holding = self.run.number, evidence
        self.put_aside()

    def return_to_run(self) -> None:
        """Nothing is put aside after all: the page of the run again."""
        self._set(self.run)

    def _keep(self, run: Run, evidence: Evidence | None = None) -> Run:
        """Local lane. Without INSi: held when the run waits for it, else as it is."""
        number, seen = self._holding or (None, None)
        if number == run.number and run.answer is None:
            return self.desk.hold(run, seen)
        return self.desk.save(run, evidence)

    def _lacks_a_trait(self, run: Run) -> bool:
        """A card says no sex: a new record needs the form first."""
        return run.known is None or (run.patient is None and run.known.sex is None)

    def save(self, evidence: Evidence | None = None) -> None:
        """Keep the identity without INSi."""
        if self.run is not None and not self.busy:
            work = partial(self._keep, self.run, evidence)
            self._save(work, partial(self.save, evidence))

    def _save(self, work: Callable[[], Run], again: Callable[[], None]) -> None:
        self._call(Lane.LOCAL, Work.SAVING, work, self._set, again)
