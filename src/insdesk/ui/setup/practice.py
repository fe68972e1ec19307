"""Step 3 of the set-up: where and how the practitioner works (X1, X2). Nothing is preselected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from insdesk.settings import STRUCTURES, Settings
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.section_card import SectionCard, radio
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.setup.step_page import StepPage
from insdesk.ui.texts import setup as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

YES, NO = "oui", "non"


class PracticeStep(StepPage):
    """Two questions, and what the answers mean for the exception procedure, told by the desk.

    `keep(settings)` is called with the declaration of today when the step is done.
    """

    NAME = "setup_practice"

    def __init__(self, desk: Desk, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self._desk, self._keep = desk, keep
        self.structures, self.secretariat = QButtonGroup(self), QButtonGroup(self)
        self.consequence = text_label("", "strong")
        self.consequence.setObjectName("setup_consequence")
        self._build()
        for group in (self.structures, self.secretariat):
            group.buttonToggled.connect(self._toggled)

    @property
    def reason(self) -> str:
        """Both questions are to be answered."""
        return "" if self._answers() is not None else words.PRACTICE_ASKED

    def enter(self) -> None:
        """What was declared before is shown; without a declaration nothing is chosen."""
        settings = self._desk.settings
        if settings.declared_on and self._answers() is None:
            _check(self.structures, settings.structure)
            _check(self.secretariat, YES if settings.secretariat else NO)

    def go_on(self) -> None:
        """Declared today."""
        answers = self._answers()
        if answers is not None:
            self._keep(self._desk.practising(*answers))
            self.finished.emit()

    def first_focus(self) -> QWidget | None:
        """The first structure, not chosen."""
        return self.structures.checkedButton() or self.structures.buttons()[0]

    def _answers(self) -> tuple[str, bool] | None:
        structure, secretariat = self.structures.checkedButton(), self.secretariat.checkedButton()
        if structure is None or secretariat is None:
            return None
        return str(structure.property("code")), secretariat.property("code") == YES

    def _toggled(self, _button: object, on: bool) -> None:
        if not on:
            return
        answers = self._answers()
        if answers is not None:
            refusals = self._desk.practice_refusals(*answers)
            self.consequence.setText(words.consequence_text(refusals))
            dress(self.consequence, tone="warn" if refusals else "ok")
            announce(self, self.consequence.text())
        self.changed.emit()

    def _build(self) -> None:
        px = current().px
        inner = SectionCard(words.PRACTICE_WHERE)
        column = inner.column
        grid = QGridLayout()
        grid.setVerticalSpacing(px(6))
        grid.setHorizontalSpacing(px(24))
        half = (len(STRUCTURES) + 1) // 2
        for place, (code, text) in enumerate(STRUCTURES.items()):
            button = radio(self.structures, "setup_structure", code, text)
            grid.addWidget(button, place % half, place // half)
        column.addLayout(grid)
        column.addSpacing(px(8))
        column.addWidget(text_label(words.PRACTICE_WHO, "section"))
        for code in (YES, NO):
            column.addWidget(radio(self.secretariat, "setup_secretariat", code, code))
        column.addSpacing(px(8))
        column.addWidget(self.consequence)
        column.addStretch(1)
        self.column.addWidget(scrolled(inner, self), 1)


def _check(group: QButtonGroup, code: str) -> None:
    for button in group.buttons():
        button.setChecked(button.property("code") == code)
