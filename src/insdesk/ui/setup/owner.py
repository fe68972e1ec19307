"""Whose desk this is (X4): asked before any code porteur, and until it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from insdesk.errors import InsdeskError
from insdesk.qualification.setup import SetupStep
from insdesk.ui.parts.room import Room
from insdesk.ui.texts import setup as words

if TYPE_CHECKING:
    from insdesk.ui.desk_window import DeskWindow
    from insdesk.ui.setup.wizard import SetupWizard

BEFORE_THE_CODE = (SetupStep.CHECK, SetupStep.CARD, SetupStep.PRACTICE)
"""Steps over which no code porteur is asked: a card that comes in is only shown."""


class OwnerWanted(QObject):
    """Says once a session that a desk has no owner, with the way to « Êtes-vous bien … ? ».

    `show_question` brings that step of the set-up in front.
    """

    def __init__(
        self, views: DeskWindow, setup: Room[SetupWizard], show_question: Callable[[], None]
    ) -> None:
        super().__init__(views)
        self._views, self._setup, self._show_question = views, setup, show_question
        self._told = False
        views.session.holds_back, views.session.told = self._asks_whose, self._tell
        views.session.changed.connect(self._session_changed)

    def _asks_whose(self) -> bool:
        """Whether the set-up is in front and has not come to the code yet."""
        held = self._setup.built
        in_front = self._views.window.page is self._setup
        return in_front and held is not None and held.step in BEFORE_THE_CODE

    def _tell(self, error: InsdeskError) -> bool:
        """A code that could not be given is said in the set-up that asked for it."""
        held = self._setup.built
        if held is None or self._views.window.page is not self._setup:
            return False
        held.code.show_trouble(error)
        return True

    def _session_changed(self) -> None:
        views, session = self._views, self._views.session
        if not session.is_open:
            self._told = False
            return
        reading, in_setup = session.reading, views.window.page is self._setup
        may = reading is not None and views.desk.may_own(reading)
        if self._told or in_setup or views.locked or not may or not views.desk.wants_setup:
            return
        self._told = True
        views.window.notice.show_message(
            words.OWNER_WANTED, "warn", action=words.OWNER_SAY, then=self._show_question
        )

    def answer(self) -> None:
        """The set-up comes in front: what the notice asks for is there."""
        self._views.window.notice.withdraw(self._show_question)
