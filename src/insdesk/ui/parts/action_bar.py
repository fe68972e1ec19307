"""The bar at the foot of a page: a sentence on the left, the ways to go on the right."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton

from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current


class ActionBar(QFrame):
    """Buttons in reading order, the primary one last: bottom right on every screen.

    The sentence goes above the buttons when it would be squeezed beside them.
    """

    def __init__(self, *buttons: QPushButton, reason: str = "") -> None:
        super().__init__()
        px = current().px
        self.setObjectName("action_bar")
        self.setProperty("role", "bar")
        self.setProperty("edge", "top")
        self.reason = text_label(reason, "reason")
        self.reason.setObjectName("action_reason")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(12))
        self._buttons.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(px(32), px(14), px(32), px(14))
        self._box.setSpacing(px(12))
        self._box.addWidget(self.reason, 1)
        self._box.addLayout(self._buttons)
        self.set_reason(reason)

    def lead(self, door: QPushButton) -> None:
        """A small door, before the ways to go."""
        self._buttons.insertWidget(1, door)

    def set_reason(self, text: str) -> None:
        """Say what pressing declares, or why the button waits."""
        self.reason.setText(text)
        self.reason.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        px = current().px
        room = self.width() - self._buttons.sizeHint().width() - px(32 * 2 + 12)
        way = QBoxLayout.Direction
        wanted = way.LeftToRight if room >= px(240) else way.TopToBottom
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
