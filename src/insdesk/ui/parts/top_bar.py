"""The bar at the top of the window: the name, the mode, the practitioner, the lock."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from insdesk.ui.flags import AT_END
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import elided, text_label
from insdesk.ui.parts.pill import Pill
from insdesk.ui.theme import current


class TopBar(QFrame):
    """Same place on every page. The mode goes to a line of its own when there is no room."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("top_bar")
        self.setProperty("role", "bar")
        self.setProperty("edge", "bottom")
        self._name = text_label("insdesk", "section", wrap=False)
        self.mode = Pill("", "info-circle", "demo")
        self.mode.setObjectName("mode_banner")
        self.practitioner = text_label("", "reason", wrap=False)
        self.practitioner.setObjectName("practitioner")
        self.practitioner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.practitioner.setProperty("alignment", AT_END)
        self.lock = plain_button("Verrouiller", icon="lock", compact=True)
        self.lock.setObjectName("btn_lock")
        self.lock.setToolTip(f"Verrouiller ({Shortcut.LOCK.words})")
        self._full = ""
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        self._row.setSpacing(px(16))
        for widget in (self._name, self.mode, self.practitioner, self.lock):
            self._row.addWidget(widget, 1 if widget is self.practitioner else 0)
        self._below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(5), px(20), px(5))
        column.setSpacing(px(4))
        column.addLayout(self._row)
        column.addLayout(self._below)
        self.mode.hide()

    def set_practitioner(self, text: str) -> None:
        """Say whose desk this is."""
        self._full = text
        self.practitioner.setToolTip(text)
        self.practitioner.setAccessibleName(text)
        self._arrange()

    def set_mode(self, text: str) -> None:
        """Say that this is not production; empty hides the pill."""
        self.mode.show_pill(text, "info-circle", "demo")
        self.mode.setVisible(bool(text))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = current().px
        metrics = QFontMetrics(current().font("reason"))
        fixed = self._name.sizeHint().width() + self.lock.sizeHint().width() + px(40 + 16 * 3)
        words = metrics.horizontalAdvance(self._full) + px(4)
        pill = self.mode.sizeHint().width() if not self.mode.isHidden() else 0
        below = bool(pill) and fixed + min(words, px(160)) + pill > self.width()
        if below != (self._below.indexOf(self.mode) >= 0):
            if below:
                self._below.insertWidget(0, self.mode)
            else:
                self._row.insertWidget(1, self.mode)
        room = self.width() - fixed - (0 if below else pill)
        shown = elided(metrics, self._full, max(room, px(60)))
        if shown != self.practitioner.text():
            self.practitioner.setText(shown)
