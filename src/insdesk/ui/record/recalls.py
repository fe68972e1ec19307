"""« Rappeler à la prochaine visite »: noted in one press, said when the patient comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from insdesk.errors import Cancelled, InsdeskError, Refused
from insdesk.identity.patient import Patient
from insdesk.qualification.steps import Run
from insdesk.ui.tasks import Lane
from insdesk.ui.texts import error_text, situations

if TYPE_CHECKING:
    from insdesk.ui.desk_views import DeskViews


class Recalls(QObject):
    """Says each recall once, at the beginning of the run, and once the traits are known."""

    def __init__(self, views: DeskViews) -> None:
        super().__init__(views)
        self._views = views
        self._said: tuple[int, str] | None = None
        views.conduct.run_changed.connect(self._run_changed)

    def remind(self, uid: str) -> None:
        """Note it; what is on show stays."""
        views = self._views
        views.tasks.run(Lane.LOCAL, partial(views.desk.remind, uid), self._noted, self._broke)

    def _noted(self, _patient: Patient) -> None:
        self._views.window.notice.show_message(situations.REMINDED, "ok")
        self._views.waiting.refresh()

    def _broke(self, error: InsdeskError | Cancelled) -> None:
        if isinstance(error, InsdeskError):
            text = error_text(error)
            rule = isinstance(error, Refused)
            said = text.explanation if rule else f"{text.title}. {text.explanation}"
            self._views.window.notice.show_message(said, "error")

    def _run_changed(self, run: Run | None) -> None:
        """A known record is at the desk: its recall is looked up once."""
        if run is None or run.patient is None or run.outcome is not None:
            return
        mark = run.number, run.patient.uid
        if mark != self._said:
            self._said = mark
            work = partial(self._views.desk.recalled, run.patient.uid)
            self._views.tasks.run(Lane.LOCAL, work, partial(self._say, mark), self._broke)

    def _say(self, mark: tuple[int, str], recalled: bool) -> None:
        run = self._views.conduct.run
        here = run is not None and run.patient is not None
        if recalled and here and run is not None and mark[0] == run.number:
            self._views.window.notice.show_message(situations.RECALL, "warn")
