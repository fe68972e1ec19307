"""What a merge would leave: what the kept record holds, what goes to the history (S14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from insdesk.identity.patient import Patient
from insdesk.ui.formats import PlaceLabels
from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.texts import todo as words
from insdesk.ui.texts.rules import refusal_sentence
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.texts.words import STATUS
from insdesk.ui.theme import current
from insdesk.ui.todo.comparing import NARROW, beside
from insdesk.ui.todo.pair import FIELDS, made_on, short_name, value_of

if TYPE_CHECKING:
    from insdesk.qualification.desk import MergePreview

STATUS_ROW = "status"
_NOTHING = "–"


class AfterCard(QFrame):
    """Field by field: the value after the merge, the values that only the history keeps."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("merge_after")
        self.setProperty("role", "card")
        self.setAccessibleName("Dossier après la fusion")
        self._labels: dict[str, QLabel] = {}
        self.after: dict[str, QLabel] = {}
        self.history: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(px(16), px(10), px(16), px(10))
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(9))
        for place, head in enumerate(("Trait", "Après la fusion", "Gardé dans l’historique")):
            grid.addWidget(text_label(head, "label"), 0, place)
        for place, name in enumerate((*FIELDS, STATUS_ROW), 1):
            title = "Statut" if name == STATUS_ROW else TRAITS[name]
            self._labels[name] = text_label(title, "text", tone="muted")
            self.after[name] = text_label("", "value")
            self.after[name].setObjectName(f"after_{name}")
            self.history[name] = text_label("", "text")
            self.history[name].setObjectName(f"history_{name}")
            for column, widget in enumerate(
                (self._labels[name], self.after[name], self.history[name])
            ):
                policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                policy.setHeightForWidth(True)
                widget.setSizePolicy(policy)
                grid.addWidget(widget, place, column)
        for column, share in enumerate((30, 40, 40)):
            grid.setColumnStretch(column, share)
        grid.setRowStretch(len(FIELDS) + 2, 1)

    def show_preview(self, preview: MergePreview, places: PlaceLabels) -> None:
        """Show what would be after."""
        for name in FIELDS:
            kept, gone = (value_of(one, name, places) for one in (preview.kept, preview.gone))
            self._show(name, value_of(preview.after, name, places), (kept, gone))
        statuses = tuple(STATUS[one.status] for one in (preview.kept, preview.gone))
        self._show(STATUS_ROW, STATUS[preview.after.status], statuses)

    def forget(self) -> None:
        """No value stays."""
        for label in (*self.after.values(), *self.history.values()):
            label.clear()

    def _show(self, name: str, after: str, before: tuple[str, ...]) -> None:
        left = [value for value in dict.fromkeys(before) if value and value != after]
        self.after[name].setText(after or "non connu")
        self.history[name].setText(", ".join(left) or _NOTHING)
        known = bool(after or left)
        for column in (self._labels, self.after, self.history):
            column[name].setVisible(known or name not in ("used_name", "used_first_name"))


class PreviewFace(QWidget):
    """The preview, which record is kept, and why. Emits `kept_changed(is_b)` and `changed`."""

    kept_changed = Signal(bool)
    changed = Signal()

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__(inside)
        self.setObjectName("merge_preview")
        self.card = AfterCard()
        self.keep = {letter: ChoiceButton(str(n), "user", "") for n, letter in ((1, "A"), (2, "B"))}
        self._group = QButtonGroup(self)
        for letter, button in self.keep.items():
            button.setObjectName(f"btn_keep_{letter.lower()}")
            self._group.addButton(button)
        self.refused = text_label("", "text", tone="error")
        self.refused.setObjectName("merge_refusals")
        self.refused_icon = IconLabel("ban", "error")
        self.reason = QLineEdit()
        self.reason.setObjectName("merge_reason")
        self.reason.setAccessibleName(words.MERGE_REASON)
        self.reason.setMaxLength(200)
        self.preview: MergePreview | None = None
        self._build()
        self._group.buttonClicked.connect(
            lambda button: self.kept_changed.emit(button is self.keep["B"])
        )
        self.reason.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def keeps_b(self) -> bool:
        """Whether the second record is the one to keep."""
        return self.keep["B"].isChecked()

    def begin(self, a: Patient, b: Patient) -> None:
        """Two other records; the reason is asked anew."""
        for letter, patient in (("A", a), ("B", b)):
            detail = f"{STATUS[patient.status]}, {made_on(patient)}"
            self.keep[letter].set_words(f"{letter} : {short_name(patient)}", detail)
        self.reason.clear()

    def show_preview(self, preview: MergePreview, places: PlaceLabels, *, kept_b: bool) -> None:
        """Show what keeping this one would give, or why it is refused."""
        self.preview = preview
        self.keep["B" if kept_b else "A"].setChecked(True)
        self.card.show_preview(preview, places)
        said = [refusal_sentence(one) for one in preview.refusals]
        self.refused.setText("\n".join([words.MERGE_REFUSED, *said]) if said else "")
        for widget in (self.refused, self.refused_icon):
            widget.setVisible(bool(said))
        self.changed.emit()

    def press(self, digit: int) -> bool:
        """Choose the record to keep by digit."""
        for button in self.keep.values():
            if button.digit == str(digit):
                button.click()
                return True
        return False

    def missing(self) -> str:
        """Why « Fusionner » waits, in words; empty when nothing is missing."""
        if self.preview is None or self.preview.refusals:
            return words.MERGE_REFUSED
        return "" if self.reason.text().strip() else words.MERGE_ASK_REASON

    def forget(self) -> None:
        """Nothing of the two records stays."""
        self.preview = None
        self.card.forget()
        self.reason.clear()
        self.refused.clear()
        for button in self.keep.values():
            button.set_words("", "")

    def _build(self) -> None:
        px = current().px
        inner = QFrame()
        inner.setProperty("role", "canvas")
        area = scrolled(inner, self)  # in its place before it is filled
        self._left = QVBoxLayout(inner)
        self._left.setContentsMargins(0, 0, px(4), 0)
        self._left.setSpacing(px(16))
        self._left.addWidget(self.card)
        self._left.addStretch(1)
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(text_label(words.KEEP, "section"))
        for button in self.keep.values():
            column.addWidget(button)
        column.addSpacing(px(8))
        title = text_label(words.MERGE_REASON, "label")
        title.setBuddy(self.reason)
        column.addWidget(title)
        column.addWidget(self.reason)
        column.addWidget(text_label(words.MERGE_REASON_HINT, "reason"))
        refused = QHBoxLayout()
        refused.setSpacing(px(8))
        refused.addWidget(self.refused_icon, 0, Qt.AlignmentFlag.AlignTop)
        refused.addWidget(self.refused, 1)
        column.addLayout(refused)
        column.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(20))
        self._row.addWidget(area, 1)
        self._stack(stacked=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choices beside the card, or below it where there is no room."""
        super().resizeEvent(event)
        stacked = self.width() < current().px(NARROW)
        if stacked != self._stacked:
            self._stack(stacked=stacked)

    def _stack(self, *, stacked: bool) -> None:
        self._stacked = stacked
        beside(self._side, self._row, self._left, stacked=stacked)
