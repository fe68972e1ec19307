"""The modules of the pages, imported after the first paint, one at each turn of the event loop.

One import of everything would hold the window for a third of a second. It is done on the GUI
thread, since Qt types belong to it, and before the back end is loaded in a lane: two threads that
import share the interpreter, and each piece would then hold the window twice as long.
"""

from __future__ import annotations

import importlib
from collections import deque
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

PIECES: Final = (
    "insdesk.errors",
    "insdesk.identity.desk_state",
    "insdesk.identity.traits",
    "insdesk.identity.compare",
    "insdesk.identity.readings",
    "insdesk.identity.patient",
    "insdesk.qualification.steps",
    "tomllib",
    "insdesk.settings",
    "PySide6.QtCore:Qt",
    "PySide6.QtGui:QAccessible",
    "PySide6.QtWidgets:QTabBar",
    "PySide6.QtWidgets:QAbstractSpinBox",
    "PySide6.QtWidgets:QCalendarWidget",
    "PySide6.QtWidgets:QDialogButtonBox",
    "PySide6.QtWidgets:QMessageBox",
    "PySide6.QtWidgets:QGraphicsView",
    "PySide6.QtWidgets:QMdiArea",
    "PySide6.QtWidgets:QWizard",
    "insdesk.ui.parts.error_card",
    "insdesk.identity.evidence",
    "insdesk.identity.filing",
    "insdesk.identity.rulebook.audit",
    "insdesk.identity.rulebook.calling_rules",
    "insdesk.identity.rulebook.identity_rules",
    "insdesk.identity.rulebook.searching_rules",
    "insdesk.identity.rulebook.book",
    "insdesk.ui.texts",
    "insdesk.ui.formats",
    "insdesk.ui.qualify.face",
    "concurrent.futures.thread",
    "insdesk.ui.tasks",
    "insdesk.ui.export_page",
    "insdesk.ui.home_page",
    "insdesk.ui.patient_page",
    "insdesk.ui.patients.model",
    "insdesk.ui.patients.view",
    "insdesk.qualification.ports",
    "insdesk.ui.qualify.conductor",
    "insdesk.ui.parts.busy",
    "insdesk.ui.parts.trait_table",
    "insdesk.ui.qualify.pages.attestation",
    "insdesk.ui.qualify.pages.banners",
    "insdesk.identity.events",
    "uuid",
    "insdesk.identity.status",
    "insdesk.qualification.rules",
    "insdesk.qualification.records",
    "insdesk.qualification.bench",
    "insdesk.qualification.qualifying",
    "insdesk.ui.qualify.pages.proof",
    "insdesk.ui.qualify.pages.compare",
    "insdesk.ui.qualify.pages.discord",
    "insdesk.ui.qualify.pages.holder",
    "insdesk.ui.qualify.pages.result",
    "insdesk.ui.qualify.pages.traits",
    "insdesk.ui.qualify.pages.tries",
    "insdesk.ui.texts.todo",
    "insdesk.ui.qualify.pages.prior",
    "insdesk.ui.qualify.host",
    "insdesk.ui.settings_page",
    "insdesk.ui.todo_page",
    "insdesk.ui.todo.judging",
    "insdesk.ui.merge_page",
    "insdesk.ui.desk_rooms",
    "insdesk.ui.record.edit_page",
    "insdesk.ui.record.dequalify_page",
    "insdesk.ui.record.situation_page",
    "insdesk.ui.record.collision_page",
    "insdesk.ui.desk_views",
    "insdesk.ui.parts.patient_pages",
    "insdesk.ui.patient_screen",
    "insdesk.qualification.setup",
    "insdesk.qualification.waiting",
    "insdesk.ui.setup.checks",
    "insdesk.ui.diagnostic_page",
    "insdesk.ui.texts.setup",
    "insdesk.ui.setup.wizard",
    "insdesk.ui.setup.wiring",
    "insdesk.ui.insi_back",
    "insdesk.ui.pin_dialog",
    "insdesk.ui.qualify.session",
    "insdesk.ui.desk_window",
)
"""In an order such that none brings more than a few others along.

After a colon, a class that Qt makes when it is first named, with all its constants. The widgets
among them are not used: the first widget that Qt itself made, a view inside a scroll area, has all
the classes of widgets made at once, 20 ms, and those here are half of it.
"""


class Loading(QObject):
    """Imports `PIECES`, then emits `done`; `left` are those still to come."""

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left = deque(PIECES)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """Begin at the next turn of the event loop."""
        self._timer.start(0)

    def stop(self) -> None:
        """Import nothing more; `done` is not emitted."""
        self._timer.stop()

    def _next(self) -> None:
        if self.left:
            module, _, name = self.left.popleft().partition(":")
            loaded = importlib.import_module(module)
            if name:
                getattr(loaded, name)
            return
        self._timer.stop()
        self.done.emit()
