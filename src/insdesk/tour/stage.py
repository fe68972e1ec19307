"""The hands and eyes of the tour: keys, clicks, waits, pictures. Counts what a user would count.

An action is a click, a command key or the choice of an item; a typed field counts one; inserting
a card, typing the code porteur, waiting and talking count nothing (ux.md §1).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QWidget,
)

from insdesk.ui.tasks import GapMeter

W = TypeVar("W", bound=QWidget)

POLL_MS = 20
"""Looking costs a walk over the windows, in the very loop that is measured: not too often."""

PATIENCE_S = 60.0


class TourStuck(RuntimeError):
    """What the tour waited for did not come."""


@dataclass(slots=True)
class Played:
    """One journey as it went. `steps` name what was done; `milliseconds` hold every wait."""

    id: str
    title: str
    actions: int = 0
    milliseconds: int = 0
    steps: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The lines of `tour.json`."""
        return {
            "id": self.id,
            "title": self.title,
            "actions": self.actions,
            "ms": self.milliseconds,
            "steps": self.steps,
            "screens": self.screens,
        }


class Stage:
    """Plays on the windows of `app`; pictures go to `folder`, written by a thread of their own."""

    def __init__(self, app: QApplication, window: QWidget, folder: Path, meter: GapMeter) -> None:
        self._app = app
        self._window = window
        self._folder = folder
        self._meter = meter
        self._writer = ThreadPoolExecutor(1, "pictures")
        self.longest_gap_ms = 0.0
        self.screens: list[str] = []
        self.played: list[Played] = []

    @property
    def now(self) -> Played:
        """The journey being played."""
        return self.played[-1]

    def begin(self, id_: str, title: str) -> None:
        """A journey begins."""
        self.played.append(Played(id=id_, title=title))
        self._started = time.perf_counter()

    def end(self) -> None:
        """The journey is over: its figure is what was waited in all."""
        self.now.milliseconds = round((time.perf_counter() - self._started) * 1000)

    def note(self, step: str) -> None:
        """Something that is no action: a card inserted, a code typed."""
        self.now.steps.append(step)

    # --- hands -----------------------------------------------------------------------------

    def press(self, step: str, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """A command key, once what is on the screen is painted, as a person would: one action."""
        self.settle()
        self._count(step)
        self.quietly(key, modifiers)

    def click(self, step: str, name: str) -> None:
        """A click on the button `name`: one action."""
        self.settle()
        self._count(step)
        button = self.find(name, QAbstractButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._turn()

    def choose(self, step: str, name: str, row: int) -> None:
        """A click on one row of the list `name`: one action."""
        self.settle()
        self._count(step)
        view = self.find(name, QAbstractItemView)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self._turn()

    def type_field(self, step: str, name: str, text: str) -> None:
        """A field filled in: one action."""
        self._count(step)
        edit = self.find(name, QLineEdit)
        edit.setFocus()
        edit.selectAll()
        self._type(edit, text)

    def quietly(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """A key that belongs to no journey: going back to the desk at rest, for instance."""
        QTest.keyClick(self._target(), key, modifiers or Qt.KeyboardModifier.NoModifier)
        self._turn()

    def type_code(self, name: str, text: str) -> None:
        """The code porteur: not counted."""
        self._type(self.find(name, QLineEdit), text)

    def _type(self, edit: QLineEdit, text: str) -> None:
        for sign in text:
            QTest.keyClicks(edit, sign)
            self._turn()

    def _turn(self) -> None:
        """One turn of the event loop: no hand is quicker than that."""
        self._app.processEvents()

    def _target(self) -> QWidget:
        return self._app.focusWidget() or self._app.activeWindow() or self._window

    def _count(self, step: str) -> None:
        self.now.actions += 1
        self.now.steps.append(step)

    # --- eyes ------------------------------------------------------------------------------

    def find(self, name: str, kind: type[W]) -> W:
        """The visible widget of this object name, in any window. Raises `TourStuck`."""
        for window in self._app.topLevelWidgets():
            for one in (window, *window.findChildren(kind, name)):
                if isinstance(one, kind) and one.objectName() == name and one.isVisible():
                    return one
        raise TourStuck(f"{name} is not on the screen")

    def sees(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        try:
            self.find(name, QWidget)
        except TourStuck:
            return False
        return True

    def may_use(self, name: str) -> bool:
        """Whether a widget of this name is visible and answers."""
        return self.sees(name) and self.find(name, QWidget).isEnabled()

    def wait(self, what: str, holds: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
        """Run the event loop until `holds`. Raises `TourStuck`."""
        deadline = time.monotonic() + seconds
        loop, timer = QEventLoop(), QTimer()

        def look() -> None:
            if holds() or time.monotonic() > deadline:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(POLL_MS)
        loop.exec()
        timer.stop()
        if not holds():
            raise TourStuck(f"waited in vain: {what}")

    def wait_for(self, name: str) -> None:
        """Wait until the widget `name` is visible and answers."""
        self.wait(name, lambda: self.may_use(name))

    def settle(self) -> None:
        """Let what is pending be painted."""
        end = time.monotonic() + 0.15
        self.wait("a quiet moment", lambda: time.monotonic() > end)

    def picture(self, name: str, window: QWidget | None = None) -> None:
        """Keep a picture of a window. Taking it is no work of the desk: the meter stands still.

        What comes next waits until it is written, so that the desk has the machine for itself.
        Raises `TourStuck` if it cannot be written.
        """
        self.settle()
        self.longest_gap_ms = max(self.longest_gap_ms, self._meter.longest_ms)
        image = (window or self._window).grab().toImage()
        self._meter.reset()
        path = self._folder / f"{len(self.screens) + 1:02d}_{name}.png"
        writing = self._writer.submit(_save, image, path)
        self.wait("the picture", writing.done)
        if not writing.result():
            raise TourStuck("a picture could not be written")
        self.screens.append(path.name)
        if self.played:
            self.now.screens.append(path.name)

    def close(self) -> None:
        """The last figure; no picture is taken any more."""
        self.longest_gap_ms = max(self.longest_gap_ms, self._meter.longest_ms)
        self._writer.shutdown()


def _save(image: QImage, path: Path) -> bool:
    return image.save(str(path), "PNG")  # type: ignore[call-overload,no-any-return]
