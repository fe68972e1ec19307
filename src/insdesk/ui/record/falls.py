"""What an act takes away, in words, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from insdesk.identity.patient import Patient, Status
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.texts.record import CONTROL_FALLS, INS_FALLS, STATUS_FALLS
from insdesk.ui.theme import current


class Falls(QFrame):
    """A card: the statut now → the statut after, and one line for each thing that changes."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("act_falls")
        self.setProperty("role", "card")
        self.setAccessibleName("Ce qui change")
        self.now, self.then = StatusBadge(Status.PROV), StatusBadge(Status.PROV)
        self.arrow = IconLabel("arrow-right", "muted")
        badges = QHBoxLayout()
        badges.setSpacing(px(10))
        self.heading = text_label("Ce qui change", "section")
        badges.addWidget(self.heading, 1)
        for widget in (self.now, self.arrow, self.then):
            badges.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = text_label("", "text")
        self.words.setObjectName("act_falls_words")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(16))
        column.setSpacing(px(8))
        column.addLayout(badges)
        column.addWidget(self.words)

    def show_fall(self, now: Status, then: Status | None, lines: Sequence[str]) -> None:
        """Show these; `then` None: the statut after is not known yet."""
        self.now.set_status(now)
        self.now.setVisible(then is not None)
        self.arrow.setVisible(then is not None)
        self.then.setVisible(then is not None)
        if then is not None:
            self.then.set_status(then)
        self.words.setText("\n".join(f"•  {line}" for line in lines))
        self.setAccessibleDescription(" ".join(lines))

    def clear(self) -> None:
        """Nothing of a patient stays."""
        self.words.clear()


def what_falls(patient: Patient) -> list[str]:
    """What this record loses when it becomes provisional: only what it has."""
    lines = [
        STATUS_FALLS.get(patient.status, ""),
        INS_FALLS if patient.identity.retrieval is not None else "",
        CONTROL_FALLS if patient.identity.control is not None else "",
    ]
    return [line for line in lines if line]
