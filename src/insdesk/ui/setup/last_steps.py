"""The last two steps of the set-up: the code porteur with a trial of INSi, and « Prêt »."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from insdesk.errors import InsdeskError
from insdesk.qualification.setup import InsiTry
from insdesk.settings import Settings
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import IconTile, dress, text_label
from insdesk.ui.parts.section_card import SectionCard
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.setup.checks import CheckRun
from insdesk.ui.setup.step_page import StepPage
from insdesk.ui.setup.workplace import WorkplaceChoice
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts import setup as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class CodeStep(StepPage):
    """Step 4. Emits `pin_wanted`; INSi is tried once the code is right, about nobody.

    Emits `seen(findings)` when the trial ended.
    """

    NAME = "setup_code"
    pin_wanted = Signal()
    seen = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self._desk = desk
        self.is_open = False
        self.situations = WorkplaceChoice(desk, tasks, keep)
        self.situations.changed.connect(self.changed)
        self.tried: InsiTry | None = None
        self.run = CheckRun(tasks, self)
        self.state = text_label(words.CODE_CLOSED, "headline")
        self.state.setObjectName("setup_code_state")
        self.result = text_label("", "strong")
        self.result.setObjectName("setup_insi")
        self.trouble = text_label("", "strong")
        self.trouble.setObjectName("setup_code_trouble")
        dress(self.trouble, tone="error")
        self.trouble.hide()
        self.again = plain_button(words.TRY_AGAIN, icon="refresh", compact=True)
        self.again.setObjectName("btn_setup_try")
        self.again.clicked.connect(self.refresh)
        self.run.done.connect(self._ended)
        lead = text_label(words.CODE_LEAD, "lead")
        tile = IconTile("lock", "info")
        code = SectionCard(widgets=[tile, self.state, lead, self.trouble], wide=True)
        about = text_label(words.TRY_ABOUT, "text")
        trial = SectionCard(widgets=[about, self.result], wide=True)
        trial.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        for one in (code, self.situations, trial):
            column.addWidget(one)
        column.addStretch(1)
        self.column.addWidget(scrolled(inner, self), 1)
        self._show()

    @property
    def way_on(self) -> str:
        """The code first."""
        return "Continuer" if self.is_open else words.CODE_ASK

    @property
    def other_way(self) -> str:
        """The code may wait."""
        return "" if self.is_open else words.CODE_WITHOUT

    @property
    def reason(self) -> str:
        """Of several places of work one is chosen, by nobody else."""
        return words.SITUATION_ASKED if self.is_open and self.situations.is_open else ""

    def session_is(self, *, is_open: bool) -> None:
        """The code was given, or the card left."""
        opened = is_open and not self.is_open
        self.is_open = is_open
        if opened:
            self.trouble.hide()
            self.situations.look()
        elif not is_open:
            self.situations.forget()
        self._show()
        self.changed.emit()
        if opened and self.isVisible():
            self.refresh()

    def show_trouble(self, error: InsdeskError) -> None:
        """Why the code could not be given, and what to do; the step stays."""
        text = error_text(error)
        self.trouble.setText(f"{text.title}. {text.explanation}")
        self.trouble.show()
        announce(self, self.trouble.text())

    def enter(self) -> None:
        """With the code already given INSi is tried at once."""
        if self.is_open and self.tried is None and not self.run.running:
            self.refresh()

    def leave(self) -> None:
        """A trial under way is given up."""
        self.run.stop()
        self._show()

    def refresh(self) -> None:
        """Try INSi: a connection, a certificate, the time."""
        self.tried = None
        self.run.start(self._desk.try_insi)
        self._show()

    def go_on(self) -> None:
        """Ask for the code, or go on."""
        if self.is_open:
            self.finished.emit()
        else:
            self.trouble.hide()
            self.pin_wanted.emit()

    def _ended(self, tried: object) -> None:
        if isinstance(tried, InsiTry):
            self.tried = tried
            announce(self, words.try_text(tried))
            self.seen.emit(tried.findings)
        self._show()

    def _show(self) -> None:
        self.state.setText(words.CODE_OPEN if self.is_open else words.CODE_CLOSED)
        told = words.try_text(self.tried) if self.tried is not None else ""
        self.result.setText(words.TRY_RUNNING if self.run.running else told)
        self.result.setVisible(bool(self.result.text()))
        reached = self.tried is not None and self.tried.reached
        dress(self.result, tone="ok" if reached else "warn" if told else "")
        self.again.setVisible(not self.run.running and (self.is_open or self.tried is not None))


class ReadyStep(StepPage):
    """Step 5: what is done, what is left for later."""

    NAME = "setup_ready"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.left = text_label("", "lead")
        self.left.setObjectName("setup_left")
        card = SectionCard(wide=True)
        inside = card.column
        inside.addWidget(IconTile("check", "ok"))
        inside.addWidget(text_label(words.READY_TITLE, "headline"))
        inside.addWidget(text_label(words.READY_LEAD, "lead"))
        inside.addWidget(self.left)
        self.column.addWidget(card)
        self.column.addStretch(1)

    @property
    def way_on(self) -> str:
        """The end."""
        return words.FINISH

    def enter(self) -> None:
        """What was passed over is said."""
        settings = self._desk.settings
        missing = {"votre CPS": settings.owner_national_id, "votre exercice": settings.declared_on}
        left = " et ".join(name for name, told in missing.items() if not told)
        self.left.setText(words.READY_LEFT.format(left=left) if left else "")
        self.left.setVisible(bool(left))
