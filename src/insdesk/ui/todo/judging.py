"""« Est-ce la même personne ? »: three answers, none chosen at first (S14)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QVBoxLayout, QWidget

from insdesk.ui.formats import date_text
from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.parts.labels import text_label
from insdesk.ui.texts import todo as words
from insdesk.ui.texts.prior import REASONS
from insdesk.ui.texts.words import STATUS
from insdesk.ui.theme import current
from insdesk.ui.todo.pair import short_name

if TYPE_CHECKING:
    from insdesk.qualification.steps import Prior


class Answer(Enum):
    """What is said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


_ANSWERS = {
    Answer.SAME: ("btn_same_person", "user", words.SAME_PERSON, words.SAME_DETAIL),
    Answer.DIFFERENT: ("btn_different_person", "users", words.DIFFERENT, words.DIFFERENT_DETAIL),
    Answer.UNKNOWN: ("btn_unknown", "user-question", words.UNKNOWN, words.UNKNOWN_DETAIL),
}


class JudgePanel(QFrame):
    """Emits `changed` when an answer or its reason is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "plain")
        self.heading = text_label("Est-ce la même personne ?", "section")
        self.heading.setAccessibleName("Est-ce la même personne ?")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.likeness = text_label("", "reason")
        self.likeness.setObjectName("pair_likeness")
        self.choices: dict[Answer, ChoiceButton] = {}
        self._group = QButtonGroup(self)
        self.why = QComboBox()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._column.addWidget(self.heading)
        self._column.addWidget(self.likeness)
        for digit, (answer, (name, icon, text, detail)) in enumerate(_ANSWERS.items(), 1):
            button = ChoiceButton(str(digit), icon, text, detail)
            button.setObjectName(name)
            self.choices[answer] = button
            self._group.addButton(button)
            self._column.addWidget(button)
            if answer is Answer.DIFFERENT:
                self.reasons = self._make_reasons()
                self._column.addWidget(self.reasons)
        self._column.addStretch(1)
        self._group.buttonToggled.connect(lambda _button, _on: self._weigh())
        self.why.currentIndexChanged.connect(lambda _place: self.changed.emit())

    @property
    def answer(self) -> Answer | None:
        """What was chosen, None at first."""
        chosen = self._group.checkedButton()
        return next((one for one, button in self.choices.items() if button is chosen), None)

    @property
    def reason(self) -> str:
        """The code of why they are two persons, empty until chosen."""
        code = self.why.currentData()
        return code if isinstance(code, str) else ""

    def begin(self, likeness: str) -> None:
        """Ask anew, with what the two records have in common."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self.why.setCurrentIndex(-1)
        self.likeness.setText(likeness)
        self.likeness.setVisible(bool(likeness))
        self._weigh()

    def press(self, digit: int) -> bool:
        """Choose by digit."""
        for button in self.choices.values():
            if button.digit == str(digit):
                button.setChecked(True)
                button.setFocus()
                return True
        return False

    def _weigh(self) -> None:
        self.reasons.setVisible(self.answer is Answer.DIFFERENT)
        self.changed.emit()

    def _make_reasons(self) -> QWidget:
        """The list of reasons, none chosen."""
        px = current().px
        box = QFrame()
        box.setProperty("role", "plain")
        self.why.setObjectName("different_reason")
        self.why.setAccessibleName(words.ASK_REASON)
        for code, text in REASONS.items():
            self.why.addItem(text, code)
        self.why.setPlaceholderText(words.CHOOSE)
        self.why.setCurrentIndex(-1)
        title = text_label(words.ASK_REASON, "label")
        title.setBuddy(self.why)
        column = QVBoxLayout(box)
        column.setContentsMargins(px(14), 0, 0, px(4))
        column.setSpacing(px(4))
        column.addWidget(title)
        column.addWidget(self.why)
        return box


class PickPanel(QFrame):
    """The records that resemble this one, the likeliest first. Emits `picked(uid)`."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("lookalikes")
        self.setProperty("role", "plain")
        self.setAccessibleName("Dossiers qui se ressemblent")
        self.empty = text_label(words.NO_LOOKALIKE, "text", tone="muted")
        self.empty.setObjectName("lookalikes_empty")
        self.question = text_label(words.ASK_WHICH, "section")
        self.choices: list[ChoiceButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, px(4), 0)
        self._column.setSpacing(px(8))
        self._column.addWidget(self.question)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)

    def show_priors(self, priors: Sequence[Prior]) -> None:
        """One choice for each record; none is chosen."""
        for button in self.choices:
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self.choices = []
        self.empty.setVisible(not priors)
        self.question.setVisible(bool(priors))
        for place, prior in enumerate(priors, 1):
            patient = prior.patient
            born = date_text(patient.traits.birth_date)
            like = likeness_text(prior)
            detail = " · ".join(part for part in (STATUS[patient.status], like) if part)
            title = f"{short_name(patient)}, né(e) le {born}"
            button = ChoiceButton(str(place) if place < 10 else "", "user", title, detail)
            button.setObjectName(f"lookalike_{place}")
            button.setCheckable(False)
            button.clicked.connect(lambda _=False, uid=patient.uid: self.picked.emit(uid))
            self.choices.append(button)
            self._column.insertWidget(place, button)
            button.show()  # else the focus cannot be given to it in this turn

    def press(self, digit: int) -> bool:
        """Choose by digit."""
        for button in self.choices:
            if button.digit == str(digit):
                button.click()
                return True
        return False


def likeness_text(prior: Prior | None) -> str:
    """What a record has in common with the other, and under which rule."""
    if prior is None or prior.resemblance is None:
        return ""
    said = words.LIKENESSES[prior.resemblance.likeness]
    return f"{said} Règle {prior.resemblance.rule}."
