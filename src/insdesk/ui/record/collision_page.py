"""A collision: several persons' data in one record (IV-214). The identity becomes doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from insdesk.identity.patient import Patient
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.press import Sheet
from insdesk.ui.printing import Printing
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.falls import Falls, what_falls
from insdesk.ui.record.other_record import OtherRecord
from insdesk.ui.record.print_button import PrintButton
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.record.sent_list import SentList, lines_of
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import notes
from insdesk.ui.texts import record as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.leaving import Sending


class CollisionPage(ActPage):
    """What falls, what was sent, the reason; the list can be printed before and after."""

    NAME = "collision_page"
    TITLE = words.COLLISION_TITLE

    def __init__(
        self, desk: Desk, tasks: Tasks, printing: Printing, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, inside)
        self._sent: Sequence[Sending] = ()
        self._finished = False
        self.means = text_label(words.COLLISION_MEANS, "lead")
        self.falls = Falls()
        self.other = OtherRecord(desk, self.load)
        self.reason = ReasonField()
        self.sent = SentList(ticks=True)
        self.print = PrintButton(
            "btn_print_collision", "Imprimer la liste", printing, notes.LIST, self._sheet
        )
        self.sent.lead(self.print)
        for widget in (self.means, self.falls, self.reason, self.other, self.sent):
            self.body.addWidget(widget)
        self.reason.changed.connect(self.weigh)
        self.other.changed.connect(self._ask_sent)

    def buttons(self) -> Sequence[QPushButton]:
        """« Déclarer la collision », then « Revenir à la fiche »."""
        self.declare = primary_button(
            "Déclarer la collision", icon="alert-triangle", keys=Shortcut.PRIMARY.words
        )
        self.declare.setObjectName("btn_declare_collision")
        self.declare.clicked.connect(self._declare)
        self.back = primary_button("Revenir à la fiche", keys=Shortcut.PRIMARY.words)
        self.back.setObjectName("btn_collision_back")
        self.back.clicked.connect(self._go_back)
        return self.declare, self.back

    @property
    def primary(self) -> Button:
        """What goes on."""
        return self.back if self._finished else self.declare

    @property
    def unsaved(self) -> bool:
        """A reason was given and nothing is done yet."""
        typed = bool(self.reason.words) or self.other.uid is not None
        return typed and not self._finished

    def show_patient(self, patient: Patient) -> None:
        """What falls, and what was sent."""
        self._sent = ()
        self._show_finished(finished=False)
        lost = [*what_falls(patient), words.NO_MORE_CALLS]
        self.falls.show_fall(patient.status, None, lost)
        self.reason.offer(words.COLLISION_REASONS)
        self.sent.show_sent(())
        self.print.reset()
        self.other.offer(patient)
        self._ask_sent()

    def first_focus(self) -> QWidget:
        """The reason."""
        return self.reason.edit

    def weigh(self) -> None:
        """A reason."""
        if self._finished:
            self.back.setEnabled(True)
            self.say(words.COLLISION_DONE)
            return
        self.declare.setEnabled(bool(self.reason.words) and not self.busy)
        self.say("", "" if self.reason.words else words.REASON_ASKED)

    def leave(self) -> None:
        """Back to the record, read again once the act is done."""
        if self._finished:
            self._go_back()
        else:
            super().leave()

    def empty(self) -> None:
        """Nothing of this record stays."""
        self._sent = ()
        self.reason.edit.clear()
        self.other.clear()
        self.falls.clear()
        self.sent.show_sent(())
        self.print.reset()

    def _declare(self) -> None:
        if self.patient is not None:
            uid, words_, other = self.patient.uid, self.reason.words, self.other.uid
            self.act(partial(self.desk.declare_collision, uid, words_, other), self._declared)

    def _ask_sent(self) -> None:
        """What left with either record; an answer about another choice is dropped."""
        if self.patient is None:
            return
        other = self.other.uid
        work = partial(self.desk.sent_by_both, self.patient.uid, other)
        self.load(work, lambda sent: self._show_sent(sent) if other == self.other.uid else None)

    def _declared(self, outcome: tuple[Patient, tuple[Sending, ...]]) -> None:
        patient, sent = outcome
        self.badge.set_status(patient.status)
        self._show_sent(sent)
        if not sent:
            self.done.emit(patient.uid, words.COLLISION_DONE)
            return
        self._show_finished(finished=True)
        self.weigh()
        self.back.setFocus()

    def _show_sent(self, sent: Sequence[Sending]) -> None:
        self._sent = sent
        self.sent.show_sent(sent)

    def _show_finished(self, *, finished: bool) -> None:
        self._finished = finished
        hidden = (self.means, self.falls, self.reason, self.other, self.declare, self.cancel)
        for widget in hidden:
            widget.setVisible(not finished)
        self.back.setVisible(finished)
        self.title.setText(words.COLLISION_DECLARED if finished else words.COLLISION_TITLE)

    def _go_back(self) -> None:
        if self.patient is not None:
            self.done.emit(self.patient.uid, words.COLLISION_DONE)

    def _sheet(self) -> Sheet | None:
        if self.patient is None:
            return None
        reason = f"Collision : {self.reason.words}" if self.reason.words else "Collision"
        return notes.sent_list(self.who.text(), reason, [lines_of(one) for one in self._sent])
