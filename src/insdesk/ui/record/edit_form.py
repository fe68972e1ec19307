"""The fields of S10 for a record: strict ones locked or open, the used names always open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from insdesk.qualification.forms import TraitsForm
from insdesk.ui.qualify.pages.traits import TraitsPage
from insdesk.ui.texts.record import EDIT_SAVED
from insdesk.ui.texts.traits import FIELD_HINTS

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

USED = ("used_name", "used_first_name")


class EditForm(TraitsPage):
    """The form of S10 without its call: emits `changed()` at each keystroke.

    What will be stored is shown in form N beside what is typed (IV-040).
    """

    NAME = "edit_form"
    TITLE = ""

    changed = Signal()

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        self.sound = False
        self.missing = ""
        super().__init__(conduct, inside)
        self.title.hide()
        self.bar.hide()
        for button in self.bar.findChildren(QPushButton):
            button.setObjectName("")  # the page around has its own; these are never shown
        self.preview.setObjectName("edit_preview")
        for name, edit in self.edits.items():
            edit.setObjectName(f"correct_{name}")
        for choice in self.sexes.buttons():
            choice.setObjectName(f"correct_sex_{choice.property('code')}")
        for group in self.findChildren(QFrame, "sex_group"):
            group.setObjectName("correct_sex_group")

    def fill(self, form: TraitsForm) -> None:
        """Show this form; nothing of it is said to be wrong before it is touched."""
        self._touched.clear()
        self._fill(form)

    def lock(self, *, locked: bool) -> None:
        """Whether the strict traits can be typed in."""
        for name, edit in self.edits.items():
            edit.setReadOnly(locked and name not in USED)
        for button in self.sexes.buttons():
            button.setEnabled(not locked or button.isChecked())

    def set_tight(self, tight: bool) -> None:
        """Without the hints below the fields when room is short; they stay read aloud."""
        hints = frozenset(FIELD_HINTS.values())
        for label in self.findChildren(QLabel):
            if label.text() in hints:
                label.setVisible(not tight)

    def _view(self, inner: QFrame) -> QWidget:
        """The page around scrolls as a whole: no view inside a view."""
        return inner

    def _margins(self) -> None:
        """It stands inside a page that has margins of its own."""
        self.body.setContentsMargins(0, 0, 0, 0)

    def _check(self) -> None:
        super()._check()
        checked = self.conduct.desk.check_form(self.form())
        self.sound = checked.traits is not None
        self.missing = self._missing(checked)
        self.preview.setText(EDIT_SAVED + " | ".join(checked.sent))
        self.changed.emit()
