"""What a page of the qualification is, and what it may ask of the one who conducts the run.

A page shows a run and calls `conduct`; it stores nothing about the patient beyond what it shows,
and `forget` empties it. The bottom bar is the same everywhere: reason, other ways, primary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from insdesk.qualification.steps import Run
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.theme import current
from insdesk.ui.warming import rehearse

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

NARROW = 620
"""Below this height of a page its margins shrink, so that one decision stays in one view."""


class Page(QFrame):
    """One screen of the host. Built once; `show_run` updates it, `forget` empties it.

    Built `inside` its host it is dressed once; a page that changes place is dressed again.
    """

    NAME = ""
    TITLE = ""

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(inside)
        self.conduct = conduct
        self.setObjectName(self.NAME)
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.TITLE)
        self.title = text_label(self.TITLE, "title")
        self.bar = ActionBar(*self.buttons())
        self.body = QVBoxLayout()
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(self.body, 1)
        root.addWidget(self.bar)
        self._margins()

    def buttons(self) -> Sequence[QPushButton]:
        """The buttons of the bottom bar, the primary last; called once."""
        return ()

    @property
    def primary(self) -> QPushButton | None:
        """The button of Ctrl+Entrée, if the page has one now."""
        return None

    def say(self, note: str, reason: str = "") -> None:
        """The words of the bottom bar: why the way is closed, then what pressing means."""
        dress(self.bar.reason, tone="warn" if reason else "")
        self.bar.set_reason(reason or note)

    def show_run(self, run: Run) -> None:
        """Show this run; called again at each change of it."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """What has the focus when the page appears; never a choice already made."""
        return self

    def digit(self, _digit: int) -> bool:
        """A digit was pressed; True if it meant something here."""
        return False

    def enter(self) -> bool:
        """Entrée was pressed outside a field; True if it meant something here."""
        return False

    def back(self) -> bool:
        """Échap was pressed; True if the page itself had something to close."""
        return False

    def chores(self) -> Sequence[Callable[[], object]]:
        """Small pieces of work that make the first appearance quick; called before any run."""
        return (self.rehearse,)

    def rehearse(self) -> None:
        """Dress, lay out and paint once, out of sight, as large as it will be shown."""
        rehearse(self)

    def forget(self) -> None:
        """Leave no trace of the patient in any widget."""

    def _margins(self) -> None:
        px = current().px
        side, top, bottom = (16, 10, 6) if self.tight else (32, 24, 16)
        self.body.setContentsMargins(px(side), px(top), px(side), px(bottom))
        self.body.setSpacing(px(8 if self.tight else 12))

    @property
    def tight(self) -> bool:
        """Whether room is short: the smallest window, or enlarged text."""
        return self.height() < current().px(NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep one decision in one view."""
        self._margins()
        super().resizeEvent(event)


def name_widgets(names: Mapping[str, QWidget]) -> None:
    """Give widgets the names that tests and the tour rely on."""
    for name, widget in names.items():
        widget.setObjectName(name)


def tab_order(widgets: Sequence[QWidget]) -> None:
    """Tab follows the reading order."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def clear(labels: Sequence[QLabel]) -> None:
    """Empty labels that held something about a patient."""
    for label in labels:
        label.clear()


class Scrolled(QScrollArea):
    """A view that scrolls only when its content does not fit, as with enlarged text.

    Qt judges the fit at the width that a scroll bar leaves, so that a bar once shown would stay:
    here the fit is judged without the bar.
    """

    def viewportEvent(self, event: QEvent) -> bool:
        """The content wants another height."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._judge()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is another room."""
        self._judge()
        super().resizeEvent(event)

    def _judge(self) -> None:
        inner, room = self.widget(), self.maximumViewportSize()
        if inner is None:
            return
        if inner.hasHeightForWidth():
            inner.setMinimumHeight(1)  # Qt would ask for the height of its narrowest form
            fits = inner.heightForWidth(room.width()) <= room.height()
        else:
            fits = inner.minimumSizeHint().height() <= room.height()
        bars = Qt.ScrollBarPolicy
        policy = bars.ScrollBarAlwaysOff if fits else bars.ScrollBarAsNeeded
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)


def scrolled(widget: QWidget, inside: QWidget) -> QScrollArea:
    """`widget` in a view that scrolls only when it must.

    `inside` is where the view will be laid out: a view made elsewhere is dressed twice.
    """
    area = Scrolled(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area


def centred(card: QWidget) -> QHBoxLayout:
    """A card in the middle of its page, as wide as it may be."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 100)
    row.addStretch(1)
    return row
