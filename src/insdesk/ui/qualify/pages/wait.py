"""While the card is read: what is under way, how long already, how to leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from insdesk.qualification.steps import Run
from insdesk.ui.parts.busy import BusyPanel
from insdesk.ui.qualify.face import Page, centred
from insdesk.ui.qualify.passes import Work
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor


_ICONS = {Work.READING: "credit-card", Work.SCANNING: "device-mobile"}


class WaitPage(Page):
    """Shown when there is nothing else to show yet."""

    NAME = "wait_page"
    TITLE = "Un instant"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self.panel = BusyPanel()
        self.panel.setObjectName("wait_panel")
        self.panel.cancel.setObjectName("btn_cancel_wait")
        self.panel.queue.setObjectName("btn_queue_wait")
        self.panel.setMaximumWidth(current().px(640))
        self.panel.cancelled.connect(conduct.cancel)
        self.bar.hide()
        self.body.addStretch(1)
        self.body.addLayout(centred(self.panel))
        self.body.addStretch(2)

    def begin(self, work: Work) -> None:
        """Start the seconds for this work."""
        icon = _ICONS.get(work, "hourglass")
        self.panel.start(work.value, icon=icon)

    def show_run(self, run: Run) -> None:
        """Nothing of the run is shown while it is looked for."""

    def first_focus(self) -> QWidget:
        """« Annuler »."""
        return self.panel.cancel

    def forget(self) -> None:
        """The wait is over."""
        self.panel.stop()
