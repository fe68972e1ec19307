"""A collision: several persons' data in one record (IV-214). The identity becomes doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from insdesk.identity.patient import Patient
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.printing import Printing
from insdesk.ui.record.falls import what_falls
from insdesk.ui.record.other_record import OtherRecord
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.record.sent_page import SentPage
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import record as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class CollisionPage(SentPage):
    """What falls, what was sent, the reason; the list can be printed before and after."""

    NAME = "collision_page"
    TITLE = words.COLLISION_TITLE
    AFTER = words.COLLISION_DECLARED
    DONE = words.COLLISION_DONE
    PRINT = "btn_print_collision"
    BACK = "btn_collision_back"

    def __init__(
        self, desk: Desk, tasks: Tasks, printing: Printing, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, printing, inside)
        self.means = text_label(words.COLLISION_MEANS, "lead")
        self.other = OtherRecord(desk, self.load)
        self.reason = ReasonField()
        for widget in (self.means, self.falls, self.reason, self.other, self.sent):
            self.body.addWidget(widget)
        self.reason.changed.connect(self.weigh)
        self.other.changed.connect(self._ask_sent)

    def make_go(self) -> Button:
        """« Déclarer la collision »."""
        self.declare = primary_button(
            "Déclarer la collision", icon="alert-triangle", keys=Shortcut.PRIMARY.words
        )
        self.declare.setObjectName("btn_declare_collision")
        self.declare.clicked.connect(self._declare)
        return self.declare

    def asked(self) -> Sequence[QWidget]:
        """What falls, the reason, the other record."""
        return self.means, self.falls, self.reason, self.other

    def reason_words(self) -> str:
        """« Collision », and why."""
        return f"Collision : {self.reason.words}" if self.reason.words else "Collision"

    @property
    def unsaved(self) -> bool:
        """A reason was given and nothing is done yet."""
        typed = bool(self.reason.words) or self.other.uid is not None
        return typed and not self._finished

    def show_patient(self, patient: Patient) -> None:
        """What falls, and what was sent."""
        self.start_list()
        lost = [*what_falls(patient), words.NO_MORE_CALLS]
        self.falls.show_fall(patient.status, None, lost)
        self.reason.offer(words.COLLISION_REASONS)
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

    def empty(self) -> None:
        """Nothing of this record stays."""
        self.reason.edit.clear()
        self.other.clear()
        self.falls.clear()
        self.clear_list()

    def _declare(self) -> None:
        if self.patient is not None:
            uid, words_, other = self.patient.uid, self.reason.words, self.other.uid
            work = partial(self.desk.declare_collision, uid, words_, other)
            self.act(work, lambda outcome: self.finish(*outcome))

    def _ask_sent(self) -> None:
        """What left with either record; an answer about another choice is dropped."""
        if self.patient is None:
            return
        other = self.other.uid
        work = partial(self.desk.sent_by_both, self.patient.uid, other)
        self.load(work, lambda sent: self.show_sent(sent) if other == self.other.uid else None)
