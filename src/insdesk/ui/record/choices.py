"""A question with a few answers, none of them chosen at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QVBoxLayout

from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current


class Choices(QFrame):
    """Digits choose, where they are written on the answers."""

    def __init__(self, name: str, question: str, *, digits: bool = True, columns: int = 1) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "plain")
        self.setAccessibleName(question)
        self._digits = digits
        self.group = QButtonGroup(self)
        self.question = text_label(question, "section")
        self.buttons: dict[str, ChoiceButton] = {}
        self._columns = columns
        self._answers = QGridLayout()
        self._answers.setSpacing(current().px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(6))
        column.addWidget(self.question)
        column.addLayout(self._answers)

    def add(self, code: str, icon: str, text: str, detail: str = "") -> None:
        """One more answer."""
        digit = str(len(self.buttons) + 1) if self._digits else ""
        button = ChoiceButton(digit, icon, text, detail)
        button.setObjectName(f"{self.objectName()}_{code}")
        self.buttons[code] = button
        self.group.addButton(button)
        place = len(self.buttons) - 1
        self._answers.addWidget(button, place // self._columns, place % self._columns)

    def show_only(self, codes: Sequence[str]) -> None:
        """Only these answers are on show."""
        for code, button in self.buttons.items():
            button.setVisible(code in codes)
        self.setVisible(bool(codes))

    @property
    def chosen(self) -> str | None:
        """The code of the answer, None at first."""
        return next((code for code, one in self.buttons.items() if one.isChecked()), None)

    def reset(self) -> None:
        """Nothing is chosen."""
        self.group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self.group.setExclusive(True)

    def press(self, digit: int) -> bool:
        """The answer of that number, if it is on show."""
        shown = [one for one in self.buttons.values() if one.digit == str(digit)]
        if shown and shown[0].isVisible() and shown[0].isEnabled():
            shown[0].click()
            return True
        return False
