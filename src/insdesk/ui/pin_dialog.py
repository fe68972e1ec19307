"""Asking the code porteur of the CPS, and saying what a wrong one would do (ux.md S02).

The code is handed over once, at once, and the field is emptied: nothing keeps it, nothing sends
it a second time. Where the reader has a keypad the code never comes here: the dialog only waits.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from insdesk.ui.keys import Shortcut, bind
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import IconLabel, IconTile, dress, text_label
from insdesk.ui.theme import current

SHORTEST: Final = 4
LONGEST: Final = 8


KEYPAD_S: Final = 60
"""Seconds that a reader waits for a code typed on it."""

SPOKEN_S: Final = (30, 10)
"""When the countdown is announced: not at every second."""

ON_READER: Final = "Saisissez le code sur le lecteur"
LAST_TRY: Final = "Dernier essai. Un nouveau code faux bloquera la carte."


class Countdown(QLabel):
    """How long the reader still waits, in words. `begin` and `stop`; says 30 and 10 aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pin_countdown")
        self.setProperty("role", "lead")
        self.left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        """From the start."""
        self.left = KEYPAD_S
        self.show()
        self._timer.start()
        self._say()

    def tick(self) -> None:
        """One second less; at nought it stays."""
        self.left = max(0, self.left - 1)
        self._say()

    def stop(self) -> None:
        """Nothing waits any more."""
        self._timer.stop()
        self.clear()
        self.hide()

    def _say(self) -> None:
        plural = "s" if self.left > 1 else ""
        self.setText(f"Le lecteur attend encore {self.left} seconde{plural}.")
        if self.left in SPOKEN_S:
            announce(self, self.text())


class PinDialog(QDialog):
    """Emits `submitted(code)` when a code of legal length is given.

    The caller answers with `accept()` or `rejected_with(attempts_left)`. Escape and « Annuler »
    reject the dialog. With `keypad` the code is typed on the reader: `submitted("")` begins it,
    `given_up` ends it. `tries_left` warns before the first code, at the last try with its tick.
    """

    submitted = Signal(str)
    given_up = Signal()

    def __init__(
        self,
        holder_line: str,
        parent: QWidget | None = None,
        *,
        lock_minutes: int = 10,
        keypad: bool = False,
        tries_left: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pin_dialog")
        self.setWindowTitle("insdesk")
        self.setModal(True)
        self._last_try = False
        self._keypad, self._waiting = keypad, False
        self.countdown = Countdown()
        self._title = text_label("Code porteur de votre CPS", "title")
        self._holder = text_label(holder_line, "lead")
        self._label = QLabel("&Code porteur")
        self._label.setProperty("role", "label")
        self.edit = self._make_edit()
        self._label.setBuddy(self.edit)
        self.attempts = text_label("", "strong", tone="error")
        self.attempts.setObjectName("pin_attempts_label")
        self._warning_icon = IconLabel("alert-triangle", "error")
        self._warning = self._make_warning()
        self.checked = QCheckBox("J’ai vérifié le code")
        self.checked.setObjectName("pin_checked")
        self._help = text_label(
            "Il sera demandé une fois, tant que la carte reste dans le lecteur "
            f"(délai : {lock_minutes} min d’inactivité).",
            "reason",
        )
        self.cancel = plain_button("Annuler", keys=Shortcut.CANCEL.words)
        self.submit = primary_button("Valider", icon="check", keys=Shortcut.NEXT.words)
        self.submit.setDefault(True)
        self._build()
        self._connect()
        self._prepare(tries_left)

    def begin(self) -> None:
        """Call once shown. A keypad waits at once, unless the last try asks for its tick first."""
        if self._keypad and not self._last_try:
            self._wait()

    def rejected_with(self, attempts_left: int) -> None:
        """The card refused: say how many tries are left, and warn before the last one."""
        self._warn(attempts_left, "Code incorrect. ")
        dress(self.edit, problem="true")
        self._rest()
        self.edit.clear()
        front = self.edit if not self._keypad else self.checked if self._last_try else self.submit
        front.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()
        announce(self, self.attempts.text(), assertive=True)

    def done(self, result: int) -> None:
        """Close, with an empty field; a reader that waits is told not to."""
        self.edit.clear()
        self.countdown.stop()
        if self._waiting and result != self.DialogCode.Accepted:
            self.given_up.emit()
        self._waiting = False
        super().done(result)

    def _connect(self) -> None:
        self.cancel.setObjectName("pin_cancel")
        self.submit.setObjectName("pin_submit")
        self.edit.textChanged.connect(self._refresh)
        self.checked.toggled.connect(self._refresh)
        self.submit.clicked.connect(self._give)
        self.cancel.clicked.connect(self.reject)
        bind(Shortcut.PRIMARY, self, self._give)

    def _prepare(self, tries_left: int | None) -> None:
        """As the reader asks: a field here, or its own keys."""
        self._warning.hide()
        self.checked.hide()
        for widget in (self._label, self.edit):
            widget.setVisible(not self._keypad)
        if self._keypad:
            self._title.setText(ON_READER)
        if tries_left is not None:
            self._warn(tries_left, "")
        self._rest()

    def _warn(self, attempts_left: int, before: str) -> None:
        self._last_try = attempts_left <= 1
        plural = "s" if attempts_left > 1 else ""
        words = f"{before}Il reste {attempts_left} essai{plural}."
        self.attempts.setText(LAST_TRY if self._last_try else words)
        self._warning.show()
        self.checked.setChecked(False)
        self.checked.setVisible(self._last_try)

    def _rest(self) -> None:
        """Nothing is under way: a code may be given."""
        self._waiting = False
        self.countdown.stop()
        self.edit.setEnabled(True)
        self.cancel.setEnabled(True)
        self.submit.setText("Saisir sur le lecteur" if self._keypad else "Valider")
        self.submit.updateGeometry()
        self._refresh()

    def _wait(self) -> None:
        """The reader asks for the code; « Annuler » stays."""
        self._waiting = True
        self.submit.setText("En attente du lecteur…")
        self.submit.updateGeometry()
        self._refresh()
        self.countdown.begin()
        announce(self, ON_READER)
        self.submitted.emit("")

    def _legal(self) -> bool:
        told = self._keypad or SHORTEST <= len(self.edit.text()) <= LONGEST
        return told and (not self._last_try or self.checked.isChecked())

    def _refresh(self) -> None:
        free = self.edit.isEnabled() and not self._waiting
        self.submit.setEnabled(free and self._legal())

    def _give(self) -> None:
        if not self.edit.isEnabled() or self._waiting or not self._legal():
            return
        if self._keypad:
            self._wait()
            return
        code = self.edit.text()
        self.edit.clear()
        self.edit.setEnabled(False)
        self.cancel.setEnabled(False)
        self.submit.setText("Vérification…")
        self._refresh()
        self.submitted.emit(code)

    def _make_edit(self) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName("pin_edit")
        edit.setProperty("role", "pin")
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setMaxLength(LONGEST)
        digits = QRegularExpression(f"[0-9]{{0,{LONGEST}}}")
        edit.setValidator(QRegularExpressionValidator(digits, edit))
        edit.setAccessibleName("Code porteur, 4 à 8 chiffres")
        hints = Qt.InputMethodHint
        edit.setInputMethodHints(hints.ImhDigitsOnly | hints.ImhSensitiveData)
        return edit

    def _make_warning(self) -> QFrame:
        px = current().px
        frame = QFrame()
        frame.setProperty("role", "notice")
        frame.setProperty("tone", "error")
        row = QHBoxLayout(frame)
        row.setContentsMargins(px(14), px(10), px(14), px(10))
        row.setSpacing(px(10))
        row.addWidget(self._warning_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.attempts, 1)
        return frame

    def _build(self) -> None:
        px = current().px
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(self._title)
        words.addWidget(self._holder)
        head = QHBoxLayout()
        head.setSpacing(px(20))
        head.addWidget(IconTile("lock", "info"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        field = QVBoxLayout()
        field.setSpacing(px(6))
        field.addWidget(self._label)
        field.addWidget(self.edit)
        doors = QHBoxLayout()
        doors.setSpacing(px(12))
        doors.addStretch(1)
        doors.addWidget(self.cancel)
        doors.addWidget(self.submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(28), px(32), px(24))
        column.setSpacing(px(18))
        column.addLayout(head)
        column.addLayout(field)
        column.addWidget(self.countdown)
        column.addWidget(self._warning)
        column.addWidget(self.checked)
        column.addWidget(self._help)
        column.addLayout(doors)
        self.setMinimumWidth(px(520))
