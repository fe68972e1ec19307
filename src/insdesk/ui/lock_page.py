"""S27, what a locked desk shows."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from insdesk.ui.parts.error_card import ErrorCard, ErrorText
from insdesk.ui.qualify.face import centred

LOCKED = ErrorText(
    "S27",
    "insdesk est verrouillé",
    "Saisissez votre code porteur pour reprendre.",
    "Saisir le code",
    "",
    "lock",
)


class LockPage(QFrame):
    """S27: neutral, nothing of a patient behind."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lock_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName(LOCKED.title)
        self.card = ErrorCard()
        self.card.setObjectName("lock_card")
        self.card.show_text(LOCKED)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(centred(self.card))
        column.addStretch(2)
