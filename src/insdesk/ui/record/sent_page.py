"""An act after which the page stays: what left with the INS is gone through, and printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from insdesk.identity.patient import Patient
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.press import Sheet
from insdesk.ui.printing import Printing
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.falls import Falls
from insdesk.ui.record.print_button import PrintButton
from insdesk.ui.record.sent_list import SentList, lines_of
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import notes

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.leaving import Sending


class SentPage(ActPage):
    """Before the act: what falls and what left. After it: the list alone, when something left."""

    AFTER = ""
    """The title once the act is done."""

    DONE = ""
    """What is said then."""

    PRINT = ""
    BACK = ""

    def __init__(
        self, desk: Desk, tasks: Tasks, printing: Printing, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, inside)
        self._sent: Sequence[Sending] = ()
        self._finished = False
        self.falls = Falls()
        self.sent = SentList(ticks=True)
        self.print = PrintButton(self.PRINT, "Imprimer la liste", printing, notes.LIST, self._sheet)
        self.sent.lead(self.print)

    # --- what such an act says of itself ---------------------------------------------------------

    def make_go(self) -> Button:
        """The button that does it."""
        raise NotImplementedError

    def asked(self) -> Sequence[QWidget]:
        """What is on show until the act is done, its button apart."""
        return ()

    def reason_words(self) -> str:
        """Why, as the printed list says it."""
        raise NotImplementedError

    # --- shared ----------------------------------------------------------------------------------

    def buttons(self) -> Sequence[QPushButton]:
        """The act, then « Revenir à la fiche »."""
        self.go = self.make_go()
        self.back = primary_button("Revenir à la fiche", keys=Shortcut.PRIMARY.words)
        self.back.setObjectName(self.BACK)
        self.back.clicked.connect(self._go_back)
        return self.go, self.back

    @property
    def primary(self) -> Button:
        """What goes on."""
        return self.back if self._finished else self.go

    def leave(self) -> None:
        """Back to the record, read again once the act is done."""
        if self._finished:
            self._go_back()
        else:
            super().leave()

    def show_sent(self, sent: Sequence[Sending]) -> None:
        """What left with this INS."""
        self._sent = sent
        self.sent.show_sent(sent)

    def start_list(self) -> None:
        """Nothing is known of what left; nothing is done yet."""
        self._show_finished(finished=False)
        self.clear_list()

    def clear_list(self) -> None:
        """Nothing of what left stays."""
        self.show_sent(())
        self.print.reset()

    def finish(self, patient: Patient, sent: Sequence[Sending]) -> None:
        """The act is done: the page stays if something is to be put right elsewhere."""
        self.badge.set_status(patient.status)
        self.show_sent(sent)
        if not sent:
            self.done.emit(patient.uid, self.DONE)
            return
        self._show_finished(finished=True)
        self.weigh()
        self.back.setFocus()

    def _show_finished(self, *, finished: bool) -> None:
        self._finished = finished
        for widget in (*self.asked(), self.go, self.cancel):
            widget.setVisible(not finished)
        self.back.setVisible(finished)
        self.title.setText(self.AFTER if finished else self.TITLE)

    def _go_back(self) -> None:
        if self.patient is not None:
            self.done.emit(self.patient.uid, self.DONE)

    def _sheet(self) -> Sheet | None:
        if self.patient is None:
            return None
        lines = [lines_of(one) for one in self._sent]
        return notes.sent_list(self.who.text(), self.reason_words(), lines)
