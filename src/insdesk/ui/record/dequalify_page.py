"""S26: a qualification taken back. The statut after is computed, what left is listed, printable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from insdesk.identity.patient import Patient
from insdesk.qualification.leaving import REASONS
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.printing import Printing
from insdesk.ui.record.choices import Choices
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.record.sent_page import SentPage
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import record as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.leaving import DequalifyPreview

_ICONS = {
    "MAUVAISE_PERSONNE": "user-question",
    "MAUVAISE_PIECE": "id",
    "TRAITS_CHANGES": "pencil",
    "DOUTE": "alert-triangle",
}


class DequalifyPage(SentPage):
    """Once done the page stays, for the list to be gone through and printed."""

    NAME = "dequalify_page"
    TITLE = words.DEQUALIFY_TITLE
    AFTER = words.DEQUALIFIED
    DONE = words.DEQUALIFY_DONE
    PRINT = "btn_print_sent"
    BACK = "btn_dequalify_back"

    def __init__(
        self, desk: Desk, tasks: Tasks, printing: Printing, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, printing, inside)
        self._preview: DequalifyPreview | None = None
        self.why = Choices("dequalify", words.DEQUALIFY_ASK, columns=2)
        for row in REASONS.values():
            self.why.add(row.code, _ICONS.get(row.code, "pencil"), row.label)
        self.words = ReasonField("Précisions (facultatif)")
        for widget in (self.why, self.falls, self.sent, self.words):
            self.body.addWidget(widget)
        self.why.group.buttonToggled.connect(lambda _button, on: self._ask_preview() if on else 0)

    def make_go(self) -> Button:
        """« Retirer la qualification »."""
        self.take_back = primary_button(
            words.DEQUALIFY_TITLE, icon="shield-x", keys=Shortcut.PRIMARY.words
        )
        self.take_back.setObjectName("btn_dequalify")
        self.take_back.clicked.connect(self._take_back)
        return self.take_back

    def asked(self) -> Sequence[QWidget]:
        """Why, and its precisions."""
        return self.why, self.words

    def reason_words(self) -> str:
        """The reason chosen and what was added to it."""
        row = REASONS.get(self.why.chosen or "")
        said = row.label if row else ""
        return " : ".join(part for part in (said, self.words.words) if part) or "à préciser"

    @property
    def unsaved(self) -> bool:
        """A reason was chosen and nothing is done yet."""
        chosen = self.why.chosen is not None or bool(self.words.words)
        return chosen and not self._finished

    def show_patient(self, patient: Patient) -> None:
        """Ask why; show at once what left."""
        self._preview = None
        self.start_list()
        self.why.reset()
        self.words.offer(())
        self.falls.hide()
        self.load(partial(self.desk.sent_with_ins, patient.uid), self.show_sent)

    def first_focus(self) -> QWidget:
        """The first reason; pressing it is the choice."""
        return next(iter(self.why.buttons.values()))

    def digit(self, digit: int) -> bool:
        """The reason of that number."""
        return not self._finished and self.why.press(digit)

    def weigh(self) -> None:
        """A reason, and its consequence on the screen."""
        if self._finished:
            self.back.setEnabled(True)
            self.say(words.DEQUALIFY_DONE)
            return
        known = self._preview is not None
        self.take_back.setEnabled(known and not self.busy)
        asked = "" if self.why.chosen else "Indiquez pourquoi."
        self.say(words.DEQUALIFY_KEEPS, asked)

    def empty(self) -> None:
        """Nothing of this record stays."""
        self._preview = None
        self.why.reset()
        self.words.edit.clear()
        self.falls.clear()
        self.clear_list()

    def _ask_preview(self) -> None:
        code, patient = self.why.chosen, self.patient
        if code is None or patient is None:
            return
        self._preview = None
        self.falls.hide()
        self.problem.say("")
        self.weigh()
        self.load(
            partial(self.desk.preview_dequalify, patient.uid, code),
            partial(self._show_preview, code),
        )

    def _show_preview(self, code: str, preview: DequalifyPreview) -> None:
        """An answer about a reason chosen before another is dropped."""
        if code != self.why.chosen or self.patient is None:
            return
        self._preview = preview
        after, patient = preview.status_after, self.patient
        leaves = patient.active_matricule is not None
        lines = [words.NOTHING_LEAVES if leaves else words.DEQUALIFY_KEEPS]
        self.falls.show_fall(patient.status, after, lines)
        self.falls.show()
        self.show_sent(preview.sent)
        self.weigh()

    def _take_back(self) -> None:
        code, patient = self.why.chosen, self.patient
        if code is not None and patient is not None:
            said = self.words.words or REASONS[code].label
            work = partial(self.desk.dequalify, patient.uid, code, said)
            self.act(work, lambda outcome: self.finish(outcome.patient, outcome.sent))

    def _show_finished(self, *, finished: bool) -> None:
        super()._show_finished(finished=finished)
        if finished:
            self.falls.hide()
