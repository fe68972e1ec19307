"""S26: a qualification taken back. The statut after is computed, what left is listed, printable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from insdesk.identity.patient import Patient
from insdesk.qualification.leaving import REASONS
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.press import Sheet
from insdesk.ui.printing import Printing
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.choices import Choices
from insdesk.ui.record.falls import Falls
from insdesk.ui.record.print_button import PrintButton
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.record.sent_list import SentList, lines_of
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import notes
from insdesk.ui.texts import record as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.leaving import DequalifyPreview, Sending

_ICONS = {
    "MAUVAISE_PERSONNE": "user-question",
    "MAUVAISE_PIECE": "id",
    "TRAITS_CHANGES": "pencil",
    "DOUTE": "alert-triangle",
}


class DequalifyPage(ActPage):
    """Once done the page stays, for the list to be gone through and printed."""

    NAME = "dequalify_page"
    TITLE = words.DEQUALIFY_TITLE

    def __init__(
        self, desk: Desk, tasks: Tasks, printing: Printing, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, inside)
        self._preview: DequalifyPreview | None = None
        self._sent: Sequence[Sending] = ()
        self._finished = False
        self.why = Choices("dequalify", words.DEQUALIFY_ASK, columns=2)
        for row in REASONS.values():
            self.why.add(row.code, _ICONS.get(row.code, "pencil"), row.label)
        self.words = ReasonField("Précisions (facultatif)")
        self.falls = Falls()
        self.sent = SentList(ticks=True)
        self.print = PrintButton(
            "btn_print_sent", "Imprimer la liste", printing, notes.LIST, self._sheet
        )
        self.sent.lead(self.print)
        for widget in (self.why, self.falls, self.sent, self.words):
            self.body.addWidget(widget)
        self.why.group.buttonToggled.connect(lambda _button, on: self._ask_preview() if on else 0)

    def buttons(self) -> Sequence[QPushButton]:
        """« Retirer la qualification », then « Revenir à la fiche »."""
        self.take_back = primary_button(
            words.DEQUALIFY_TITLE, icon="shield-x", keys=Shortcut.PRIMARY.words
        )
        self.take_back.setObjectName("btn_dequalify")
        self.take_back.clicked.connect(self._take_back)
        self.back = primary_button("Revenir à la fiche", keys=Shortcut.PRIMARY.words)
        self.back.setObjectName("btn_dequalify_back")
        self.back.clicked.connect(self._go_back)
        return self.take_back, self.back

    @property
    def primary(self) -> Button:
        """What goes on."""
        return self.back if self._finished else self.take_back

    @property
    def unsaved(self) -> bool:
        """A reason was chosen and nothing is done yet."""
        chosen = self.why.chosen is not None or bool(self.words.words)
        return chosen and not self._finished

    def show_patient(self, patient: Patient) -> None:
        """Ask why; show at once what left."""
        self._preview, self._sent = None, ()
        self._show_finished(finished=False)
        self.why.reset()
        self.words.offer(())
        self.falls.hide()
        self.sent.show_sent(())
        self.print.reset()
        self.load(partial(self.desk.sent_with_ins, patient.uid), self._show_sent)

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

    def leave(self) -> None:
        """Back to the record, read again once the act is done."""
        if self._finished:
            self._go_back()
        else:
            super().leave()

    def empty(self) -> None:
        """Nothing of this record stays."""
        self._preview, self._sent = None, ()
        self.why.reset()
        self.words.edit.clear()
        self.falls.clear()
        self.sent.show_sent(())
        self.print.reset()

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
        self._show_sent(preview.sent)
        self.weigh()

    def _show_sent(self, sent: Sequence[Sending]) -> None:
        self._sent = sent
        self.sent.show_sent(sent)

    def _take_back(self) -> None:
        code, patient = self.why.chosen, self.patient
        if code is not None and patient is not None:
            said = self.words.words or REASONS[code].label
            work = partial(self.desk.dequalify, patient.uid, code, said)
            self.act(work, self._taken_back)

    def _taken_back(self, outcome: DequalifyPreview) -> None:
        self.badge.set_status(outcome.patient.status)
        self._show_sent(outcome.sent)
        if not outcome.sent:
            self.done.emit(outcome.patient.uid, words.DEQUALIFY_DONE)
            return
        self._show_finished(finished=True)
        self.weigh()
        self.back.setFocus()

    def _show_finished(self, *, finished: bool) -> None:
        self._finished = finished
        for widget in (self.why, self.words, self.take_back, self.cancel):
            widget.setVisible(not finished)
        self.back.setVisible(finished)
        self.title.setText(words.DEQUALIFIED if finished else words.DEQUALIFY_TITLE)
        if finished:
            self.falls.hide()

    def _go_back(self) -> None:
        if self.patient is not None:
            self.done.emit(self.patient.uid, words.DEQUALIFY_DONE)

    def _sheet(self) -> Sheet | None:
        if self.patient is None:
            return None
        row = REASONS.get(self.why.chosen or "")
        said = row.label if row else ""
        reason = " : ".join(part for part in (said, self.words.words) if part) or "à préciser"
        return notes.sent_list(self.who.text(), reason, [lines_of(one) for one in self._sent])
