"""What a step of the set-up is: a page that keeps what was said on it, however often it is left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.ui.theme import current


class StepPage(QFrame):
    """One step. Emits `changed` when its way on changed, `finished` when the next one may come.

    The wizard owns the buttons: it shows `way_on` and, if any, `other_way`, and calls `go_on` or
    `go_other`. `reason` says why the way on is closed.
    """

    changed = Signal()
    finished = Signal()

    NAME = ""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName(self.NAME)
        self.setProperty("role", "canvas")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, px(4), 0)
        self.column.setSpacing(px(12))

    @property
    def way_on(self) -> str:
        """The words of the primary button."""
        return "Continuer"

    @property
    def other_way(self) -> str:
        """The words of the way round this step; empty without one."""
        return ""

    @property
    def reason(self) -> str:
        """Why the way on is closed; empty when it is open."""
        return ""

    def enter(self) -> None:
        """The step comes in front."""

    def leave(self) -> None:
        """Another page comes in front; what was said stays."""

    def go_on(self) -> None:
        """The primary button was pressed."""
        self.finished.emit()

    def go_other(self) -> None:
        """The way round was pressed."""
        self.finished.emit()

    def refresh(self) -> None:
        """F5."""

    def first_focus(self) -> QWidget | None:
        """What has the focus when the step appears; None for the primary button."""
        return None
