"""Every shortcut of the desk, with the words that stand on its button (ux.md §10)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
    from PySide6.QtWidgets import QWidget


class Shortcut(Enum):
    """One command of the keyboard map: the keys as Qt spells them, and as the user reads them."""

    HELP = ("F1", "F1")
    READ = ("F5", "F5")
    SEARCH_TRAITS = ("F6", "F6")
    PATIENT_SCREEN = ("F7", "F7")
    ASK_INSI = ("F8", "F8")
    PRIMARY = ("Ctrl+Return", "Ctrl + Entrée")
    NEXT = ("Return", "Entrée")
    CANCEL = ("Esc", "Échap")
    TICK = ("Space", "Espace")
    FIND = ("Ctrl+F", "Ctrl + F")
    NEW = ("Ctrl+N", "Ctrl + N")
    EXPORT = ("Ctrl+E", "Ctrl + E")
    LABEL = ("Ctrl+P", "Ctrl + P")
    JOURNAL = ("Ctrl+J", "Ctrl + J")
    STATISTICS = ("Ctrl+D", "Ctrl + D")
    SETTINGS = ("Ctrl+,", "Ctrl + ,")
    LOCK = ("Ctrl+L", "Ctrl + L")
    DIAGNOSTIC = ("Ctrl+Shift+D", "Ctrl + Maj + D")
    LARGER = ("Ctrl++", "Ctrl + +")
    SMALLER = ("Ctrl+-", "Ctrl + -")
    USUAL_SIZE = ("Ctrl+0", "Ctrl + 0")

    def __init__(self, keys: str, words: str) -> None:
        self.keys = keys
        self.words = words

    @property
    def sequence(self) -> QKeySequence:
        """The keys, for Qt; on macOS Ctrl becomes ⌘ by itself."""
        from PySide6.QtGui import QKeySequence

        return QKeySequence(self.keys)


_AZERTY_TEXT: Final = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
_BY_TEXT: Final = {sign: int(digit) for digit, sign in _AZERTY_TEXT.items()}
# Qt numbers a key that writes something by its capital letter or sign.
_BY_KEY: Final = {
    **{ord(sign.upper()): digit for sign, digit in _BY_TEXT.items()},
    **{ord(digit): int(digit) for digit in _AZERTY_TEXT},
}


def digit_of(event: QKeyEvent) -> int | None:
    """The digit of the key that was pressed, 0 to 9, or `None`.

    The top row of a French keyboard counts without Shift (& é " ' ( - è _ ç à), and so does the
    keypad. With Ctrl, Alt or Meta held the key is a command, not a digit.
    """
    from PySide6.QtCore import Qt

    held = Qt.KeyboardModifier
    if event.modifiers() & ~(held.ShiftModifier | held.KeypadModifier):
        return None
    text = event.text()
    if len(text) == 1 and text in "0123456789":
        return int(text)
    if text:
        return _BY_TEXT.get(text.lower())
    return _BY_KEY.get(event.key())


def section_keys(digit: int) -> list[QKeySequence]:
    """Alt and a digit, on any keyboard: also as the unshifted sign of a French top row."""
    from PySide6.QtGui import QKeySequence

    return [QKeySequence(f"Alt+{digit}"), QKeySequence(f"Alt+{_AZERTY_TEXT[str(digit)]}")]


def bind(shortcut: Shortcut, widget: QWidget, then: Callable[[], object]) -> QShortcut:
    """Have `shortcut` do `then` while `widget` is shown in the active window.

    Both Return and the Enter of the keypad count. Buttons only *show* keys: this binds them.
    """
    from PySide6.QtGui import QKeySequence, QShortcut

    bound = QShortcut(widget)
    keys = [shortcut.sequence]
    if "Return" in shortcut.keys:
        keys.append(QKeySequence(shortcut.keys.replace("Return", "Enter")))
    bound.setKeys(keys)
    bound.activated.connect(then)
    return bound
