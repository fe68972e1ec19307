"""S24, the set-up of the desk (J9): one step in front, each may be left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from insdesk.qualification.setup import SetupStep, first_step
from insdesk.settings import Settings
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.deck import Deck
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import name_widgets
from insdesk.ui.setup.last_steps import CodeStep, ReadyStep
from insdesk.ui.setup.practice import PracticeStep
from insdesk.ui.setup.step_page import StepPage
from insdesk.ui.setup.steps import CardStep, CheckStep
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import setup as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

STEPS = tuple(SetupStep)


class SetupWizard(QFrame):
    """Emits `left` when it is closed, done or not, and `pin_wanted` for the code porteur.

    `keep` is called with the settings once the practice is declared.
    """

    left = Signal()
    pin_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self.setObjectName("setup_wizard")
        self.setProperty("role", "canvas")
        self.setAccessibleName(words.TITLE)
        self._desk = desk
        self.card, self.code = CardStep(desk, tasks), CodeStep(desk, tasks, keep)
        self.steps: dict[SetupStep, StepPage] = {
            SetupStep.CHECK: CheckStep(desk, tasks),
            SetupStep.CARD: self.card,
            SetupStep.PRACTICE: PracticeStep(desk, keep),
            SetupStep.CODE: self.code,
            SetupStep.READY: ReadyStep(desk),
        }
        self.step: SetupStep | None = None
        self.progress = text_label("", "reason")
        self.progress.setObjectName("setup_progress")
        self.heading = text_label("", "title")
        self.heading.setObjectName("setup_title")
        self.later = plain_button("Plus tard")
        self.back = plain_button("Retour", icon="arrow-left", keys=Shortcut.CANCEL.words)
        self.other = plain_button(" ")
        self.on = primary_button(" ", keys=Shortcut.PRIMARY.words)
        self._deck = Deck()
        self._build()
        for page in self.steps.values():
            self._deck.add(page)
            page.changed.connect(self._show)
            page.finished.connect(self._next)
        self.code.pin_wanted.connect(self.pin_wanted)
        self.later.clicked.connect(self._leave)
        self.back.clicked.connect(self.step_back)
        self.other.clicked.connect(self._other_way)
        self.on.clicked.connect(self._way_on)

    @property
    def page(self) -> StepPage:
        """The step in front."""
        return self.steps[self.step or SetupStep.CHECK]

    def open(self, step: SetupStep | None = None) -> None:
        """At this step, or where it was left, or where the settings say that it stands."""
        self._bring(step or self.step or first_step(self._desk.settings))

    def session_is(self, *, is_open: bool) -> None:
        """The session of the CPS was opened or closed."""
        self.code.session_is(is_open=is_open)

    def card_moved(self) -> None:
        """A CPS came or left: what is there is looked at again, and the question asked about it."""
        self.card.reading = None
        if self.step in (SetupStep.CHECK, SetupStep.CARD) and self.isVisible():
            self.page.refresh()

    def refresh(self) -> None:
        """F5."""
        self.page.refresh()

    def primary(self) -> None:
        """Ctrl+Entrée."""
        if self.on.isEnabled():
            self.on.click()

    def step_back(self) -> None:
        """« Retour »: the step before, as it was left; from the first one the set-up is closed."""
        place = STEPS.index(self.step or SetupStep.CHECK)
        if place == 0:
            self._leave()
        else:
            self._bring(STEPS[place - 1])

    def stop(self) -> None:
        """The window closes, or the desk is locked."""
        self.page.leave()

    def first_focus(self) -> None:
        """The first answer of the step, else its way on."""
        front = self.page.first_focus() or (self.on if self.on.isEnabled() else self.heading)
        front.setFocus(Qt.FocusReason.OtherFocusReason)

    def _way_on(self) -> None:
        self.page.go_on()

    def _other_way(self) -> None:
        self.page.go_other()

    def _next(self) -> None:
        place = STEPS.index(self.step or SetupStep.CHECK)
        if place + 1 == len(STEPS):
            self.step = None
            self.left.emit()
        else:
            self._bring(STEPS[place + 1])

    def _leave(self) -> None:
        self.page.leave()
        self.left.emit()

    def _bring(self, step: SetupStep) -> None:
        if self.step is not None and self.step is not step:
            self.page.leave()
        self.step = step
        self._deck.bring(self.page)
        self.page.enter()
        self._show()
        place = STEPS.index(step) + 1
        progress = words.PROGRESS.format(place=place, count=len(STEPS))
        self.progress.setText(progress)
        self.heading.setText(step.value)
        self.heading.setAccessibleName(f"{progress}, {step.value}")
        announce(self, self.heading.accessibleName())
        self.first_focus()

    def _show(self) -> None:
        page = self.page
        self.on.setText(page.way_on)
        self.on.setEnabled(not page.reason)
        self.on.updateGeometry()
        self.other.setText(page.other_way or " ")
        self.other.setVisible(bool(page.other_way))
        self.other.updateGeometry()
        self.back.setVisible(self.step is not SetupStep.CHECK)
        self.later.setVisible(self.step is not SetupStep.READY)
        self._bar.set_reason(page.reason or words.LATER)

    def _build(self) -> None:
        px = current().px
        names = ("btn_setup_later", "btn_setup_back", "btn_setup_other", "btn_setup_on")
        buttons = (self.later, self.back, self.other, self.on)
        name_widgets(dict(zip(names, buttons, strict=True)))
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._bar = ActionBar(*buttons)
        above = QVBoxLayout()
        above.setContentsMargins(px(32), px(20), px(32), px(12))
        above.setSpacing(px(6))
        above.addWidget(self.progress)
        above.addWidget(self.heading)
        above.addSpacing(px(6))
        above.addWidget(self._deck, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(self._bar)
