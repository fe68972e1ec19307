"""Asking the password of the certificate of a structure, once a session (second way to INSi).

It is handed over at once and the field is emptied: nothing here keeps it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from insdesk.ui.keys import Shortcut, bind
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current

TITLE = "Mot de passe du certificat de la structure"
EXPLANATION = (
    "Sans CPS, ce certificat permet de chercher dans INSi, non de qualifier. Le mot de passe est "
    "demandé une fois et n’est pas gardé."
)


class OrganisationDialog(QDialog):
    """Emits `submitted(password)` once, then closes. Escape and « Annuler » give nothing."""

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("organisation_dialog")
        self.setWindowTitle("insdesk")
        self.setModal(True)
        self.edit = QLineEdit()
        self.edit.setObjectName("organisation_password")
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.edit.setAccessibleName(TITLE)
        self._label = QLabel("&Mot de passe")
        self._label.setProperty("role", "label")
        self._label.setBuddy(self.edit)
        self.cancel = plain_button("Annuler", keys=Shortcut.CANCEL.words)
        self.submit = primary_button("Valider", icon="check", keys=Shortcut.NEXT.words)
        self.submit.setDefault(True)
        self.submit.setEnabled(False)
        self._build()
        self.edit.textChanged.connect(lambda text: self.submit.setEnabled(bool(text)))
        self.submit.clicked.connect(self._give)
        self.cancel.clicked.connect(self.reject)
        bind(Shortcut.PRIMARY, self, self._give)

    def done(self, result: int) -> None:
        """Close, with an empty field."""
        self.edit.clear()
        super().done(result)

    def _give(self) -> None:
        password = self.edit.text()
        if password:
            self.accept()
            self.submitted.emit(password)

    def _build(self) -> None:
        px = current().px
        doors = QHBoxLayout()
        doors.setSpacing(px(12))
        doors.addStretch(1)
        doors.addWidget(self.cancel)
        doors.addWidget(self.submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(28), px(32), px(24))
        column.setSpacing(px(18))
        column.addWidget(text_label(TITLE, "title"))
        column.addWidget(text_label(EXPLANATION, "lead"))
        column.addWidget(self._label)
        column.addWidget(self.edit)
        column.addLayout(doors)
        self.setMinimumWidth(px(520))


class PasswordAsker(QObject):
    """Shows the dialog over `window` whenever `wanted` is emitted, from any thread; one at a time.

    `give` receives the password on the GUI thread.
    """

    wanted = Signal()

    def __init__(self, window: QWidget, give: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._give = window, give
        self.dialog: OrganisationDialog | None = None
        # Queued on purpose: the search that wants it is in another lane, and waits for nobody.
        self.wanted.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def _ask(self) -> None:
        if self.dialog is not None:
            return
        self.dialog = OrganisationDialog(self._window)
        self.dialog.submitted.connect(self._give)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
