"""The first two steps of the set-up: the desk in short, and whose CPS this is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from insdesk.errors import Cancelled, InsdeskError
from insdesk.identity.practitioner import PractitionerReading
from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.qualification.setup import SETUP_CHECKS
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.setup.checks import CheckList, CheckRun
from insdesk.ui.setup.step_page import StepPage
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts import setup as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class CheckStep(StepPage):
    """Step 1: what a first start stumbles over, each failing line with its fix."""

    NAME = "setup_check"

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk = desk
        self.list = CheckList(SETUP_CHECKS)
        self.list.setObjectName("setup_checks")
        self.run = CheckRun(tasks, self)
        self._ended = False
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addStretch(1)
        self.column.addWidget(text_label(words.CHECK_LEAD, "lead"))
        self.column.addWidget(scrolled(inner, self), 1)
        self.run.found.connect(self.list.show_finding)
        self.run.done.connect(self._done)

    @property
    def way_on(self) -> str:
        """Without a card the words say so."""
        cps = [one for one in self.list.findings if one.check is Check.CPS]
        there = not self._ended or any(one.health is Health.GOOD for one in cps)
        return words.CHECK_ON if there else words.CHECK_WITHOUT

    def enter(self) -> None:
        """Look, unless it was done before."""
        if not self._ended and not self.run.running:
            self.refresh()

    def leave(self) -> None:
        """A look under way is given up."""
        if self.run.running:
            self.run.stop()
            self.list.give_up()

    def refresh(self) -> None:
        """Look again."""
        self._ended = False
        self.list.begin()
        self.changed.emit()
        self.run.start(lambda follower: self._desk.diagnose(follower, SETUP_CHECKS))

    def _done(self, findings: tuple[Finding, ...]) -> None:
        for one in findings:
            self.list.show_finding(one)
        self._ended = True
        self.changed.emit()


class CardStep(StepPage):
    """Step 2: « Êtes-vous bien … ? ». Only « Oui » makes this the desk of somebody (X4)."""

    NAME = "setup_card"

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.reading: PractitionerReading | None = None
        self._denied = False
        self._token = 0
        px = current().px
        self.question = text_label(words.CARD_WAIT, "headline")
        self.question.setObjectName("setup_question")
        self.about = text_label("", "lead")
        self.about.setObjectName("setup_card_about")
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(32), px(28), px(32), px(28))
        inside.setSpacing(px(14))
        inside.addWidget(IconTile("id", "info"))
        inside.addWidget(self.question)
        inside.addWidget(self.about)
        self.column.addWidget(card)
        self.column.addStretch(1)

    @property
    def way_on(self) -> str:
        """« Oui, c'est moi »."""
        return words.CARD_YES

    @property
    def other_way(self) -> str:
        """« Non » once a card is read, else the way without one."""
        return words.CARD_NO if self._asks else words.CARD_WITHOUT

    @property
    def reason(self) -> str:
        """There must be a CPS to say yes to."""
        return "" if self._asks else words.CARD_WAIT

    @property
    def _asks(self) -> bool:
        reading = self.reading
        return reading is not None and self._desk.may_own(reading) and not self._denied

    def enter(self) -> None:
        """Read the card, if there is one and it was not read."""
        if self.reading is None:
            self.refresh()

    def refresh(self) -> None:
        """Read the card now in the reader."""
        self.reading, self._denied = None, False
        self._say(words.CARD_READING)
        self._token += 1
        mark = self._token
        self._tasks.run(
            Lane.CARD,
            self._desk.practitioner,
            partial(self._if_now, mark, self._read),
            partial(self._if_now, mark, self._failed),
        )

    def go_on(self) -> None:
        """« Oui »."""
        if self._asks and self.reading is not None:
            own = partial(self._desk.own, self.reading)
            self._tasks.run(Lane.LOCAL, own, lambda _none: self.finished.emit(), self._failed)

    def go_other(self) -> None:
        """« Non »: another card is waited for; or on without a card."""
        if not self._asks:
            self.finished.emit()
            return
        self._denied = True
        self._say(words.CARD_NOT_MINE)

    def _if_now(self, mark: int, then: Callable[..., None], result: object) -> None:
        if mark == self._token:
            then(result)

    def _read(self, reading: PractitionerReading) -> None:
        self.reading = reading
        if self._desk.may_own(reading):
            self._say(words.question_text(reading), words.CARD_MEANS)
        else:
            self._say(
                words.CARD_WAIT,
                words.other_kind_text(reading, serves=self._desk.may_serve(reading)),
            )

    def _failed(self, error: InsdeskError | Cancelled) -> None:
        self.reading = None
        if isinstance(error, InsdeskError):
            text = error_text(error)
            self._say(text.title, text.explanation)

    def _say(self, question: str, about: str = "") -> None:
        self.question.setText(question)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        announce(self, f"{question} {about}".strip())
        self.changed.emit()
