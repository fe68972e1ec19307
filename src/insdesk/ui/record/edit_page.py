"""« Corriger les traits »: locked, unlocked after a warning (T16), then the form and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from insdesk.identity.patient import Patient
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.retries import form_of
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, plain_button, primary_button
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.qualify.face import NARROW
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.edit_form import USED, EditForm
from insdesk.ui.record.falls import Falls, what_falls
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import record as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.ui.qualify.conductor import Conductor


class LockCard(QFrame):
    """Why the traits cannot be typed, and the way to unlock them."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("edit_lock")
        self.setProperty("role", "card")
        self.title = text_label("", "section")
        self.why = text_label(words.EDIT_LOCKED_WHY, "reason")
        self.unlock = plain_button("Déverrouiller", icon="lock")
        self.unlock.setObjectName("btn_unlock")
        said = QVBoxLayout()
        said.setSpacing(px(2))
        said.addWidget(self.title)
        said.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(12), px(16), px(12))
        row.setSpacing(px(16))
        row.addWidget(IconTile("lock", "neutral", side=40, size=22), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        row.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignVCenter)


class WarningCard(Falls):
    """The warning before official traits are unlocked: what falls when one of them is changed."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("edit_warning")
        self.setAccessibleName(words.EDIT_WARNING)
        self.heading.setText(words.EDIT_WARNING)
        self.keep = plain_button("Laisser verrouillé")
        self.keep.setObjectName("btn_keep_locked")
        self.sure = plain_button("Déverrouiller et corriger", icon="pencil")
        self.sure.setObjectName("btn_unlock_sure")
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.sure)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(row)


class EditPage(ActPage):
    """The used names alone need neither unlocking nor reason, and leave the statut (T31)."""

    NAME = "edit_page"
    TITLE = words.EDIT_TITLE

    def __init__(
        self, desk: Desk, tasks: Tasks, conduct: Conductor, inside: QWidget | None = None
    ) -> None:
        super().__init__(desk, tasks, inside)
        self._held = TraitsForm()
        self._warned_of = False
        self.locked, self.warning = LockCard(), WarningCard()
        self.form = EditForm(conduct, self.inner)
        self.reason = ReasonField()
        for widget in (self.locked, self.warning, self.form, self.reason):
            self.body.addWidget(widget)
        self.locked.unlock.clicked.connect(self._warn)
        self.warning.keep.clicked.connect(self._lock)
        self.warning.sure.clicked.connect(self._unlock)
        self.form.changed.connect(self.weigh)
        self.reason.changed.connect(self.weigh)

    def buttons(self) -> Sequence[QPushButton]:
        """« Enregistrer »."""
        self.save = primary_button("Enregistrer", icon="check", keys=Shortcut.PRIMARY.words)
        self.save.setObjectName("btn_save_traits")
        self.save.clicked.connect(self._save)
        return (self.save,)

    @property
    def primary(self) -> Button:
        """« Enregistrer »."""
        return self.save

    @property
    def unsaved(self) -> bool:
        """A field was changed or a reason given."""
        return bool(self._changed()) or bool(self.reason.words)

    def show_patient(self, patient: Patient) -> None:
        """Locked when there is something to lose, else open at once."""
        self._held = form_of(patient.traits, patient.used_name, patient.used_first_name)
        self.form.fill(self._held)
        self.reason.offer(words.EDIT_REASONS)
        lock = words.EDIT_LOCKED.get(patient.status, "")
        self.locked.title.setText(lock)
        self.warning.show_fall(patient.status, None, what_falls(patient))
        self._warned_of = not lock
        self._arrange(locked=bool(lock))

    def first_focus(self) -> QWidget:
        """« Déverrouiller », or the first field."""
        return self.form.edits["birth_name"] if self._warned_of else self.locked.unlock

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hints below the fields go when room is short."""
        super().resizeEvent(event)
        self.form.set_tight(self.height() < current().px(NARROW))

    def leave(self) -> None:
        """Échap closes the warning first."""
        if not self.warning.isHidden():
            self._lock()
        else:
            super().leave()

    def weigh(self) -> None:
        """Something changed, nothing wrong, and a reason where a strict trait changed."""
        changed = self._changed()
        strict = [name for name in changed if name not in USED]
        asked = "" if changed else words.EDIT_NOTHING
        if changed and not self.form.sound:
            asked = self.form.missing
        elif strict and not self.reason.words:
            asked = words.REASON_ASKED
        self.reason.setVisible(bool(strict))
        self.save.setEnabled(bool(changed) and not asked and not self.busy)
        falls = what_falls(self.patient) if strict and self.patient is not None else []
        self.say(" ".join(falls), asked)

    def empty(self) -> None:
        """No field keeps anything."""
        self._held = TraitsForm()
        self.form.forget()
        self.reason.edit.clear()
        self.warning.clear()

    def _changed(self) -> list[str]:
        form = self.form.form()
        return [
            one.name
            for one in fields(form)
            if getattr(form, one.name) != getattr(self._held, one.name)
        ]

    def _arrange(self, *, locked: bool, warning: bool = False) -> None:
        self.locked.setVisible(locked and not warning)
        self.warning.setVisible(warning)
        self.form.lock(locked=locked)
        self.weigh()

    def _warn(self) -> None:
        self._arrange(locked=True, warning=True)
        self.warning.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lock(self) -> None:
        self._arrange(locked=True)
        self.locked.unlock.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self) -> None:
        if self.patient is not None:
            self.act(partial(self.desk.unlock_traits, self.patient.uid), self._unlocked)

    def _unlocked(self, form: TraitsForm) -> None:
        """The used names typed meanwhile stay."""
        self._warned_of = True
        typed = self.form.form()
        self._held = form
        self.form.fill(_with_used(form, typed))
        self._arrange(locked=False)
        self.form.edits["birth_name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self.patient is None:
            return
        work = partial(
            self.desk.edit_traits,
            self.patient.uid,
            self.form.form(),
            warned=self._warned_of,
            reason=self.reason.words,
        )
        self.act(work, lambda kept: self.done.emit(kept.uid, words.EDIT_DONE))


def _with_used(form: TraitsForm, typed: TraitsForm) -> TraitsForm:
    values = {one.name: getattr(form, one.name) for one in fields(form)}
    return TraitsForm(**values | {name: getattr(typed, name) for name in USED})
