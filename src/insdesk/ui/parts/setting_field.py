"""S22: one setting that is typed or chosen, checked in place; a wrong value is never kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from insdesk.settings import LONGEST_FILE, file_problem, problem
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.texts.settings import KEPT, KEPT_NOW, PROBLEMS, FieldWords
from insdesk.ui.theme import current

Read = Callable[[Path, Callable[[bytes | None], None]], None]
"""Reads the beginning of a file and calls back on the GUI thread; None when it does not read."""


def beginning(path: Path) -> bytes | None:
    """As much of a file as a setting is judged by; None when it does not read."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except (OSError, ValueError):
        return None


class SettingField(QFrame):
    """A label, a line, a chooser when it names a file, and a note.

    Emits `given(text)` when another value, which can serve, is entered; an empty one always can.
    """

    given = Signal(str)

    def __init__(self, words: FieldWords, value: str, read: Read) -> None:
        super().__init__()
        self._read = read
        self.setProperty("role", "plain")
        self._words, self._kept = words, value
        self.edit = QLineEdit(value)
        self.edit.setObjectName(f"setting_{words.setting}")
        self.edit.setAccessibleName(words.label)
        self.edit.setAccessibleDescription(words.hint)
        self.edit.setPlaceholderText(words.usual)
        self.note = text_label(words.hint, "reason")
        self.choose = plain_button("Choisir…", icon="file-text", compact=True)
        self.choose.setObjectName(f"btn_{words.setting}")
        self.choose.setAccessibleName(f"Choisir : {words.label}")
        self._build()
        self.edit.editingFinished.connect(self._enter)
        self.edit.textEdited.connect(lambda _text: self._say(words.hint, ""))
        self.choose.clicked.connect(self._pick)

    def show_value(self, value: str) -> None:
        """The value in force, unless another is being typed."""
        if value != self._kept:
            self._kept = value
            self.edit.setText(value)
            self._say(self._words.hint, "")

    def _enter(self) -> None:
        text = self.edit.text().strip()
        text = text.upper() if self._words.capitals else text
        if self._words.files and text and text != self._kept:
            self._read(Path(text), partial(self._seen, text))
        else:
            self._judge(text, problem(self._words.setting, text))

    def _seen(self, text: str, content: bytes | None) -> None:
        """The file was looked into; another may have been named meanwhile."""
        if text == self.edit.text().strip():
            wrong = "FICHIER_ABSENT"
            if content is not None:
                wrong = file_problem(self._words.setting, content)
            self._judge(text, wrong)

    def _judge(self, text: str, code: str) -> None:
        if code:
            self._say(PROBLEMS[code], "error")
        elif text != self._kept:
            self._kept = text
            self.edit.setText(text)
            self._say(KEPT_NOW if self._words.at_once else KEPT, "ok")
            self.given.emit(text)

    def _pick(self) -> None:
        begin = str(Path(self.edit.text()).parent) if self.edit.text() else ""
        picked, _ = QFileDialog.getOpenFileName(self, "insdesk", begin, self._words.files)
        if picked:
            self.edit.setText(picked)
            self._enter()

    def _say(self, words: str, tone: str) -> None:
        if self.note.text() == words:
            return
        self.note.setText(words)
        dress(self.note, tone=tone)
        dress(self.edit, problem="true" if tone == "error" else "false")
        if tone:
            announce(self.edit, words, assertive=tone == "error")

    def _build(self) -> None:
        px = current().px
        label = text_label(self._words.label, "strong")
        label.setBuddy(self.edit)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self.edit, 1)
        if self._words.files:
            line.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(px(4))
        column.addWidget(label)
        column.addLayout(line)
        column.addWidget(self.note)
