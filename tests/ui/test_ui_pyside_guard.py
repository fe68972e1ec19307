"""PySide6 6.12.0 loses references to None and True below Python 3.12 and aborts the process."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

CALLS = 500


class Bell(QObject):
    """Anything with a signal."""

    rung = Signal(int)


def test_calls_that_return_nothing_keep_their_reference(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("a")
    assert sys.getrefcount(None) - before > -CALLS / 10


def test_emitted_signals_keep_their_reference(qtbot):
    bell = Bell()
    before = sys.getrefcount(True)
    for number in range(50):
        bell.rung.emit(number)
    assert sys.getrefcount(True) - before > -5
