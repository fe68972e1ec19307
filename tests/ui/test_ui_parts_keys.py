"""Digits of the French top row without Shift, shortcuts that do not collide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from insdesk.ui.keys import Shortcut, bind, digit_of, section_keys

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

NONE = Qt.KeyboardModifier.NoModifier
SIGNS = "à&é\"'(-è_ç"


def press(key: int, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_a_digit_on_every_row(digit):
    key = Qt.Key.Key_0 + digit
    assert digit_of(press(key, str(digit))) == digit
    assert digit_of(press(key, str(digit), Qt.KeyboardModifier.KeypadModifier)) == digit
    assert digit_of(press(key, str(digit), Qt.KeyboardModifier.ShiftModifier)) == digit
    assert digit_of(press(key)) == digit


@pytest.mark.parametrize(("digit", "sign"), list(enumerate(SIGNS)))
def test_the_french_top_row_counts_without_shift(digit, sign):
    assert digit_of(press(ord(sign.upper()), sign)) == digit
    assert digit_of(press(ord(sign.upper()))) == digit


@pytest.mark.parametrize(
    "modifier",
    [
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
    ],
)
def test_a_command_is_no_digit(modifier):
    assert digit_of(press(Qt.Key.Key_1, "1", modifier)) is None


@pytest.mark.parametrize("text", ["a", " ", "€", "²", "٣"])
def test_other_keys_are_no_digit(text):
    assert digit_of(press(0, text)) is None


def test_shortcuts_are_all_different_and_avoid_altgr():
    sequences = [shortcut.sequence.toString() for shortcut in Shortcut]
    assert all(sequences)
    assert len(set(sequences)) == len(sequences)
    assert not [text for text in sequences if "Ctrl+Alt" in text or "Ins" in text]


def test_sections_answer_on_a_french_keyboard_too():
    assert QKeySequence("Alt+1") in section_keys(1)
    assert QKeySequence("Alt+&") in section_keys(1)


def test_bind_takes_both_enter_keys(qtbot):
    window, pressed = QWidget(), []
    qtbot.addWidget(window)
    bind(Shortcut.PRIMARY, window, lambda: pressed.append(1))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1, 1]
