"""INSi that goes and comes back (J10), as the strip and the notices say it; and its reminders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from insdesk.errors import InsdeskError
from insdesk.identity.todo import TodoKind
from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.qualification.steps import Outcome
from insdesk.ui.tasks import Lane
from insdesk.ui.texts import setup as words
from insdesk.ui.texts.strip import INSI, SLOW, SLOW_MS

if TYPE_CHECKING:
    from insdesk.qualification.desk import Reminder
    from insdesk.qualification.steps import Run
    from insdesk.ui.desk_window import DeskWindow

AWAY = frozenset({"InsiUnreachable", "InsiSilent", "InsiUnavailable"})
"""Failures after which INSi may come back by itself."""

BY_THE_WAY = frozenset({"InsiUnreachable", "InsiUntrusted"})
"""Failures that a server which shows its certificate again puts an end to; others, an answer."""

REFUSED = "InsiRequestRefused"
"""INSi is there: it does not take this question."""


class InsiBack(QObject):
    """Follows each answer and each failure: says once after each absence who waits for INSi."""

    def __init__(self, views: DeskWindow) -> None:
        super().__init__(views)
        self._views = views
        self._is_back = self._told_back = False
        self._deaf = False
        self._reminded: int | None = None
        self._reminder = ""
        views.conduct.run_changed.connect(self._run_changed)
        views.conduct.failed.connect(self._failed)

    def _failed(self, error: InsdeskError, _again: object) -> None:
        kind = type(error).__name__
        if kind.startswith("Insi") and kind != REFUSED:
            # Whatever went wrong, patients may wait for it: said once more when INSi answers.
            self._is_back = self._told_back = False
            self._deaf = kind not in BY_THE_WAY
        if kind in AWAY:
            self._views.window.strip.show_item(INSI, "injoignable", "error")
        elif kind.startswith("Insi"):
            self._views.window.strip.show_item(INSI, "réponse en erreur", "warn")

    def diagnosed(self, findings: tuple[Finding, ...]) -> None:
        """A diagnostic, or the trial of the set-up, has seen the server or not."""
        server = [one.health for one in findings if one.check is Check.SERVER]
        if server != [Health.GOOD]:
            return
        if self._deaf:  # the server is there, the téléservice has not answered yet
            self._views.window.strip.show_item(INSI, "réponse en erreur", "warn")
        else:
            self._there()

    def _run_changed(self, run: Run | None) -> None:
        if run is None or run.outcome is not None:
            self._forget_reminder()
        if run is None:
            self._reminded = None
            self._say_back()
            return
        if run.answer is not None:
            self._there()
            if run.answer.trace is not None and run.answer.trace.duration_ms > SLOW_MS:
                self._views.window.strip.show_item(INSI, *SLOW)
        if run.outcome is not None:
            self._say_back()
        if run.outcome is Outcome.SAVED and run.answer is None and run.patient is not None:
            waits = partial(self._views.desk.waits, run.patient.uid)
            held = partial(self._held, run.number)
            self._views.tasks.run(Lane.LOCAL, waits, held, lambda _error: None)
        if run.patient is not None and run.outcome is None and self._reminded != run.number:
            self._reminded = run.number
            seen = partial(self._views.desk.reminder, run.patient.uid)
            told = partial(self._remind, run.number)
            self._views.tasks.run(Lane.LOCAL, seen, told, lambda _error: None)

    def _there(self) -> None:
        """INSi answers: once after each absence, what waits for it is said."""
        self._views.window.strip.show_item(INSI, "joignable", "ok")
        self._is_back, self._deaf = True, False
        if self._views.conduct.run is None:
            self._say_back()

    def _say_back(self) -> None:
        """Once no patient is at the desk: what that one needs to be told goes first."""
        if self._is_back and not self._told_back:
            self._told_back = True
            count = self._views.desk.waiting_count
            self._views.tasks.run(Lane.LOCAL, count, self._back, lambda _error: None)

    def _back(self, count: int) -> None:
        if not count or self._views.locked:
            return
        self._views.window.notice.show_message(
            words.waiting_text(count), "warn", action=words.RESUME, then=self._resume
        )

    def _resume(self) -> None:
        waiting = self._views.waiting
        waiting.show_todo()
        waiting.todo.show_kind(TodoKind.ATTENTE_INSI)

    def _held(self, number: int, waits: bool) -> None:
        """The page of the result says the statut; here, that nothing is forgotten."""
        run = self._views.conduct.run
        if waits and run is not None and run.number == number:
            self._views.window.notice.show_message(words.HELD, "ok")

    def _remind(self, number: int, reminder: Reminder | None) -> None:
        run = self._views.conduct.run
        if reminder is not None and run is not None and run.number == number:
            self._reminder = words.reminder_text(reminder)
            self._views.window.notice.show_message(self._reminder, "warn")

    def _forget_reminder(self) -> None:
        """It was about the patient who was at the desk."""
        said, self._reminder = self._reminder, ""
        if said and self._views.window.notice.words.text() == said:
            self._views.window.notice.dismiss()
