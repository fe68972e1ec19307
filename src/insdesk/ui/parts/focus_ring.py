"""The keyboard focus, drawn above the window: 3 px, 1 px away, never cut by a layout.

Qt's stylesheets can only draw inside a widget. One transparent overlay per window follows the
focused widget instead; it is clipped only by the scroll area that holds the widget. A click on a
button shows no ring, a key pressed afterwards does; a text field always shows it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from insdesk.ui.theme import current

_NAME: Final = "focus_ring"
_SERVED: Final = "insdesk_focus_ring"
WIDTH: Final = 3
GAP: Final = 1
_FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox)
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class _Ring(QWidget):
    """The overlay of one window: takes no event, is nothing to a screen reader."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(_NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around = QRectF()

    def surround(self, target: QRect, visible: QRect) -> None:
        """Draw around `target`; only what lies in `visible` is shown (window coordinates)."""
        wide = target.adjusted(-WIDTH - GAP, -WIDTH - GAP, WIDTH + GAP, WIDTH + GAP) & visible
        if wide.isEmpty():
            self.hide()
            return
        half = GAP + WIDTH / 2
        around = QRectF(target.translated(-wide.topLeft())).adjusted(-half, -half, half, half)
        if self.isVisible() and wide == self.geometry() and around == self._around:
            return
        self._around = around
        self.setGeometry(wide)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens.focus), WIDTH))
        radius = min(theme.px(12), self._around.height() / 2)
        painter.drawRoundedRect(self._around, radius, radius)
        painter.end()


class FocusRing(QObject):
    """Moves the ring of each window after `QApplication.focusChanged`."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._moved)

    @classmethod
    def serve(cls, app: QApplication) -> None:
        """Make sure that the application has its ring."""
        if app.property(_SERVED):  # looking among the children of the application wraps them all
            return
        app.setProperty(_SERVED, True)
        cls(app)._moved(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to others; stops nothing."""
        if event.type() in _MOVES:
            self._place()
        elif event.type() is QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self._place(asked=True)
        return False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        # A window that is being destroyed moves its focus too: its parts are hidden by then.
        left = old is not None and isValid(old) and old.isVisible()
        if left and old is not None and (new is None or old.window() is not new.window()):
            _hide_ring(old.window())
        if new is None:
            return
        step: QWidget | None = new
        while step is not None:
            step.installEventFilter(self)
            self._watched.append(step)
            step = None if step.isWindow() else step.parentWidget()
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse and not isinstance(new, _FIELDS):
            _hide_ring(new.window())
        else:
            self._place(asked=True)

    def _place(self, *, asked: bool = False) -> None:
        widget = QApplication.focusWidget()
        if widget is None:
            return
        window = widget.window()
        if window.windowType() == Qt.WindowType.Popup:
            return
        ring = window.findChild(_Ring, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
        if ring is None:
            if not asked:
                return
            ring = _Ring(window)
        if not asked and not ring.isVisible():
            return
        if widget is window or not widget.isVisible():
            ring.hide()
            return
        target = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        ring.surround(target, _visible(widget, window))


def _hide_ring(window: QWidget) -> None:
    ring = window.findChild(_Ring, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    if ring is not None:
        ring.hide()


def _visible(widget: QWidget, window: QWidget) -> QRect:
    """The part of the window in which the widget can be seen: its scroll area, else all."""
    step = widget.parentWidget()
    while step is not None and step is not window:
        area = step.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is step:
            room = WIDTH + GAP
            seen = QRect(step.mapTo(window, QPoint(0, 0)), step.size())
            return seen.adjusted(-room, -room, room, room) & window.rect()
        step = area
    return window.rect()
