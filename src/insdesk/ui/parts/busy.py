"""A wait that says what it waits for, how long already, and how to leave it (ux.md S04)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.theme import current

SLOW_S: Final = 5
QUEUE_S: Final = 10


class BusyPanel(QFrame):
    """Elapsed seconds; words at 5 s, « Mettre en attente » at 10 s if allowed.

    Emits `cancelled` or `queued`. `clock` gives seconds; tests give their own and call `tick`.
    """

    cancelled = Signal()
    queued = Signal()

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setObjectName("insi_progress")
        self.setProperty("role", "card")
        self._clock, self._began, self._spoken, self._may_queue = clock, 0.0, 0, False
        self._title = ""
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.tick)
        self._tile = IconTile("hourglass", "info")
        self.title = text_label("", "section")
        self.elapsed = text_label("", "reason")
        self.slow = text_label("La réponse est plus longue que d’habitude.", "strong", tone="warn")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Avancement")
        self.cancel = plain_button("Annuler", icon="x", keys=Shortcut.CANCEL.words)
        self.cancel.setObjectName("btn_cancel_call")
        self.queue = plain_button("Mettre en attente et continuer", icon="player-pause")
        self.queue.setObjectName("btn_queue_call")
        self.cancel.clicked.connect(self.cancelled)
        self.queue.clicked.connect(self.queued)
        self._build()

    def start(self, title: str, *, icon: str = "hourglass", may_queue: bool = False) -> None:
        """Begin to wait; the seconds start from nothing."""
        self._title, self._may_queue, self._spoken = title, may_queue, 0
        self._began = self._clock()
        self._tile.set_icon(icon, "info")
        self.title.setText(title)
        self.setAccessibleName(title)
        self.bar.hide()
        self.slow.hide()
        self.queue.hide()
        self.tick()
        self._timer.start()
        announce(self, title)

    def show_progress(self, attempt: int, of: int, words: str = "") -> None:
        """Say which call of how many is under way."""
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(max(attempt - 1, 0))
        self.bar.setVisible(of > 1)
        if words:
            self.title.setText(words)

    def stop(self) -> None:
        """The wait is over."""
        self._timer.stop()

    def tick(self) -> None:
        """Bring the words up to date; announced at most every five seconds."""
        seconds = int(self._clock() - self._began)
        self.elapsed.setText(f"{seconds} s")
        self.slow.setVisible(seconds >= SLOW_S)
        self.queue.setVisible(self._may_queue and seconds >= QUEUE_S)
        if seconds // 5 > self._spoken:
            self._spoken = seconds // 5
            slow = f" {self.slow.text()}" if seconds >= SLOW_S else ""
            announce(self, f"{self._title} {seconds} secondes.{slow}")

    def _build(self) -> None:
        px = current().px
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for label in (self.title, self.elapsed, self.slow, self.bar):
            words.addWidget(label)
        words.addWidget(self.queue, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(16), px(16), px(16))
        row.setSpacing(px(20))
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
