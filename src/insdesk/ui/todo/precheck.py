"""The offline pre-check, slice by slice on the local lane: the window never waits (ux.md S17)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.todo import (
    PRECHECK_ABOUT,
    PRECHECK_RUNS,
    PRECHECK_STOPPED,
    number_text,
    precheck_result,
)
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.errors import Cancelled, InsdeskError
    from insdesk.qualification.desk import Desk, Precheck, PrecheckProgress

T = TypeVar("T")
SPOKEN_EVERY_S = 5


class PrecheckRun(QObject):
    """Each slice orders the next one when it is delivered; `stop` orders no more.

    Emits `moved(done, total)` after each slice, then exactly one of `done(found)`, `stopped()`
    or `broke(error)`. What was found is kept at the very end only, all of it or nothing.
    """

    moved = Signal(int, int)
    done = Signal(int)
    stopped = Signal()
    broke = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._round = 0
        self._keeping = False
        self.running = False

    def start(self) -> None:
        """Begin, unless it is under way."""
        if not self.running:
            self.running, self._keeping = True, False
            self._round += 1
            self._order(self._desk.begin_precheck, self._begun)

    def stop(self) -> None:
        """Forget it; the anomalies known before stay. Too late once all records are read."""
        if self.running and not self._keeping:
            self.running = False
            self._round += 1
            self.stopped.emit()

    def _order(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        mark = self._round

        def arrived(outcome: T) -> None:
            if mark == self._round:
                then(outcome)

        def failed(error: InsdeskError | Cancelled) -> None:
            if mark == self._round:
                self.running = False
                self.broke.emit(error)

        self._tasks.run(Lane.LOCAL, work, arrived, failed)

    def _begun(self, precheck: Precheck) -> None:
        self._order(precheck.step, partial(self._stepped, precheck))

    def _stepped(self, precheck: Precheck, progress: PrecheckProgress) -> None:
        self.moved.emit(progress.done, progress.total)
        if not precheck.finished:
            self._begun(precheck)
        else:
            self._keeping = True
            self._order(precheck.keep, partial(self._kept, progress.found))

    def _kept(self, found: int, _nothing: object) -> None:
        self.running = False
        self.done.emit(found)


class PrecheckPanel(QFrame):
    """How far the pre-check is, and what it found; hidden until there is something to say."""

    def __init__(self, run: PrecheckRun) -> None:
        super().__init__()
        self.setObjectName("precheck_panel")
        self.setProperty("role", "card")
        self._run, self._spoken = run, 0.0
        self._tile = IconTile("list-search", "info", side=40, size=22)
        self.words = text_label("", "strong")
        self.words.setObjectName("precheck_words")
        self.about = text_label(PRECHECK_ABOUT, "reason")
        self.bar = QProgressBar()
        self.bar.setObjectName("precheck_progress")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Avancement de la vérification")
        self.stop = plain_button("Arrêter", icon="player-stop", keys=Shortcut.CANCEL.words)
        self.stop.setObjectName("btn_precheck_stop")
        self.stop.clicked.connect(run.stop)
        self.close_button = plain_button("Fermer", icon="x")
        self.close_button.setObjectName("btn_precheck_close")
        self.close_button.clicked.connect(self.hide)
        self._build()
        run.moved.connect(self._moved)
        run.done.connect(lambda found: self._end(precheck_result(found), "warn" if found else "ok"))
        run.stopped.connect(lambda: self._end(PRECHECK_STOPPED, "neutral"))
        run.broke.connect(lambda _error: self.hide())
        self.hide()

    def begin(self) -> None:
        """Show the wait before the first slice is there, the way to stop in reach."""
        self._tile.set_icon("list-search", "info")
        self.words.setText(PRECHECK_RUNS)
        self.bar.setRange(0, 0)
        self._arrange(running=True)
        self._spoken = time.monotonic()
        announce(self, PRECHECK_RUNS)
        self.show()

    def _moved(self, done: int, total: int) -> None:
        count = f"{number_text(done)} / {number_text(total)}"
        self.words.setText(f"{PRECHECK_RUNS} : {count}")
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done if total else 1)
        if time.monotonic() - self._spoken >= SPOKEN_EVERY_S:
            self._spoken = time.monotonic()
            announce(self, f"{count} dossiers vérifiés")

    def _end(self, words: str, tone: str) -> None:
        signs = {"ok": "circle-check", "warn": "alert-triangle", "neutral": "info-circle"}
        self._tile.set_icon(signs[tone], tone)
        self.words.setText(words)
        self._arrange(running=False)
        announce(self, words)

    def _arrange(self, *, running: bool) -> None:
        held = self.stop.hasFocus()
        for widget in (self.bar, self.stop, self.about):
            widget.setVisible(running)
        self.close_button.setVisible(not running)
        if held and not running:
            self.close_button.setFocus()

    def _build(self) -> None:
        from PySide6.QtCore import Qt

        px = current().px
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for widget in (self.words, self.about, self.bar):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(16))
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
