"""A message inside the window, above the page: never modal, never in the way (ux.md §2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import IconLabel, dress, text_label
from insdesk.ui.theme import current

_ICONS: Final = {
    "ok": "circle-check",
    "info": "info-circle",
    "warn": "alert-triangle",
    "error": "alert-circle",
    "neutral": "info-circle",
    "demo": "info-circle",
}
_LASTING: Final = frozenset({"warn", "error"})
PASSING_MS: Final = 400


class Notice(QFrame):
    """One message at a time. A success leaves after `stay_ms` (0: never), an error stays.

    Emits `shown` when it comes, `dismissed` when it goes.
    """

    shown = Signal()
    dismissed = Signal()

    def __init__(self, *, stay_ms: int = 8000) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("notice")
        self.setProperty("role", "notice")
        self.setProperty("tone", "info")
        self._icon = IconLabel("info-circle", "info")
        self.words = text_label("", "text")
        self.action = plain_button(" ", compact=True)
        self.action.setObjectName("notice_action")
        self.close_button = plain_button("Fermer", icon="x", compact=True)
        self.close_button.setObjectName("notice_close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._stay_ms = stay_ms
        self._tone, self._since = "info", QElapsedTimer()
        self._then: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(8), px(8))
        row.setSpacing(px(12))
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self._act)
        self.close_button.clicked.connect(self.dismiss)
        self.hide()

    def show_message(
        self,
        text: str,
        tone: str = "ok",
        *,
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """Show `text` in one of `theme.TONES`; never a name, a date or a number of a patient.

        With `action` a button offers it: the message goes, and `then` is called.
        """
        self._tone, self._then = tone, then
        self._since.start()
        dress(self, tone=tone)
        self._icon.set_icon(_ICONS[tone], tone)
        self.words.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.action.updateGeometry()
        self.show()
        self.shown.emit()
        announce(self, text, assertive=tone in _LASTING)
        self._timer.stop()
        if self._stay_ms and tone not in _LASTING:
            self._timer.start(self._stay_ms)

    def pass_on(self) -> None:
        """Another page comes: what was said of the page before goes, if it asks nothing.

        A message of this very moment is about the act that brings the page, and stays.
        """
        asks = self._tone in _LASTING or not self.action.isHidden()
        if not self.isHidden() and not asks and self._since.elapsed() >= PASSING_MS:
            self.dismiss()

    def withdraw(self, then: Callable[[], object]) -> None:
        """What the message offers has come another way."""
        if self._then == then:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self._then = None
        if not self.isHidden():
            self.hide()
            self.words.clear()
            self.dismissed.emit()

    def _act(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
