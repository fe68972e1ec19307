"""What every act on a record shares: who it is about, why it waits, what went wrong, the way back.

An act shows what will change before it does it. A refusal is said at the top of the page, with
the focus, and everything typed or chosen stays. Échap goes back, and asks first if work is unsaved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from insdesk.errors import Cancelled, InsdeskError, Refused
from insdesk.identity.patient import Patient, Status
from insdesk.ui.formats import date_text
from insdesk.ui.keys import Shortcut, digit_of
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import IconLabel, dress, text_label
from insdesk.ui.qualify.face import NARROW, scrolled
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts.record import BUSY, LOSE
from insdesk.ui.theme import current
from insdesk.ui.warming import rehearse

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

T = TypeVar("T")
NO_SESSION = "CPS_ABSENTE"
"""The one refusal that the code porteur repairs on the spot."""


class Problem(QFrame):
    """The band at the top: what was refused and the repair. Takes the focus when it speaks."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("act_problem")
        self.setProperty("role", "notice")
        self.setProperty("tone", "error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = text_label("", "text")
        self.code = plain_button("Saisir le code", icon="lock", compact=True)
        self.code.setObjectName("btn_act_code")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(8), px(8), px(8))
        row.setSpacing(px(10))
        row.addWidget(IconLabel("alert-circle", "error"))
        row.addWidget(self.words, 1)
        row.addWidget(self.code)
        self.hide()

    def say(self, text: str, *, asks_code: bool = False) -> None:
        """Show a refusal, or nothing."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.code.setVisible(asks_code)
        self.setVisible(bool(text))
        if text:
            (self.code if asks_code else self).setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, text, assertive=True)


class ActPage(QFrame):
    """One act about one record. Emits `closed()`, `done(uid, words)`, `pin_wanted(then)`.

    A result that arrives once the page was left, or shows somebody else, is dropped. Built
    `inside` its place it is dressed once.
    """

    NAME = ""
    TITLE = ""
    FILLS = False
    """Whether the act takes all the height there is."""

    closed = Signal()
    done = Signal(str, str)
    pin_wanted = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, inside: QWidget | None = None) -> None:
        super().__init__(inside)
        self.desk, self.tasks = desk, tasks
        self.patient: Patient | None = None
        self.busy = False
        self._turn = 0
        self._warned = False
        self.setObjectName(self.NAME)
        self.setProperty("role", "canvas")
        self.setAccessibleName(self.TITLE)
        self.title = text_label(self.TITLE, "title")
        self.who = text_label("", "text", tone="muted")
        self.badge = StatusBadge(Status.PROV)
        self.problem = Problem()
        self.problem.code.clicked.connect(lambda: self.pin_wanted.emit(self.press_primary))
        self.cancel = plain_button("Annuler", keys=Shortcut.CANCEL.words)
        self.cancel.setObjectName(f"{self.NAME}_cancel")
        self.cancel.clicked.connect(self.leave)
        self.bar = ActionBar(self.cancel, *self.buttons())
        self.body = QVBoxLayout()
        self._frame()

    # --- what an act says of itself ----------------------------------------------------------

    def buttons(self) -> Sequence[QPushButton]:
        """The buttons after « Annuler », the primary last; called once."""
        return ()

    @property
    def primary(self) -> QPushButton | None:
        """The button of Ctrl+Entrée."""
        return None

    @property
    def unsaved(self) -> bool:
        """Whether leaving now would lose something typed or chosen."""
        return False

    def show_patient(self, patient: Patient) -> None:
        """Show this record; nothing is chosen."""

    def weigh(self) -> None:
        """Open or close the primary button, and say why it waits."""

    def first_focus(self) -> QWidget:
        """What has the focus when the page appears; never a choice already made."""
        return self.cancel

    def empty(self) -> None:
        """Leave no trace of the patient in the widgets of the act itself."""

    def digit(self, _digit: int) -> bool:
        """A digit was pressed outside a field; True if it meant something here."""
        return False

    # --- shared ------------------------------------------------------------------------------

    def chores(self) -> Sequence[Callable[[], object]]:
        """Small pieces of work that make the first appearance quick."""
        return (self.rehearse,)

    def rehearse(self) -> None:
        """Dress, lay out and paint once, out of sight, as large as it will be shown."""
        rehearse(self)

    def open(self, patient: Patient) -> None:
        """Begin about this record."""
        self._turn += 1
        self.patient, self.busy = patient, False
        self.problem.say("")
        self._ask_to_lose(ask=False)
        traits = patient.traits
        first = patient.used_first_name or traits.first_name or traits.first_names
        name = " ".join(part for part in (first, patient.used_name or traits.birth_name) if part)
        self.who.setText(f"{name} · {date_text(traits.birth_date)}")
        self.badge.set_status(patient.status)
        self.show_patient(patient)
        self.weigh()

    def forget(self) -> None:
        """Nothing of the patient stays."""
        self._turn += 1
        self.patient, self.busy = None, False
        self.who.clear()
        self.problem.say("")
        self.empty()

    def leave(self) -> None:
        """Échap or « Annuler »: at once, or after asking when something would be lost."""
        if self.busy:
            return
        if self.unsaved and not self._warned:
            self._ask_to_lose(ask=True)
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, LOSE, assertive=True)
        else:
            self.closed.emit()

    def press_primary(self) -> None:
        """Ctrl+Entrée."""
        button = self.primary
        if button is not None and button.isVisible() and button.isEnabled():
            button.click()

    def say(self, note: str, reason: str = "") -> None:
        """The words of the bottom bar: why the way is closed, then what pressing means."""
        if self._warned:
            self._ask_to_lose(ask=False)
        dress(self.bar.reason, tone="warn" if reason else "")
        self.bar.set_reason(reason or note)

    def act(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do `work` on the local lane; a refusal is said at the top and everything stays."""
        if self.busy:
            return
        self._set_busy(True)
        self.problem.say("")
        self.say(BUSY)

        def arrived(result: T) -> None:
            self._set_busy(False)
            then(result)

        self.load(work, arrived)

    def load(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Fetch something on the local lane; dropped if the page has another patient by then."""
        turn = self._turn

        def arrived(result: T) -> None:
            if turn == self._turn:
                then(result)

        def broke(error: InsdeskError | Cancelled) -> None:
            if turn == self._turn and isinstance(error, InsdeskError):
                self._refused(error)

        self.tasks.run(Lane.LOCAL, work, arrived, broke)

    def _refused(self, error: InsdeskError) -> None:
        self._set_busy(False)
        self.weigh()
        text = error_text(error)
        rule = isinstance(error, Refused)
        words = text.explanation if rule else f"{text.title}. {text.explanation}"
        asks = isinstance(error, Refused) and error.reason == NO_SESSION
        self.problem.words.setToolTip(f"Règle {error.rule}" if isinstance(error, Refused) else "")
        self.problem.say(words, asks_code=asks)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.cancel.setEnabled(not busy)
        if self.primary is not None:
            self.primary.setEnabled(False)

    def _ask_to_lose(self, *, ask: bool) -> None:
        self._warned = ask
        self.cancel.setText("Quitter sans enregistrer" if ask else "Annuler")
        self.cancel.updateGeometry()
        if ask:
            dress(self.bar.reason, tone="warn")
            self.bar.set_reason(LOSE)

    def _frame(self) -> None:
        px = current().px
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.who)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        self.inner = QFrame()
        self.inner.setProperty("role", "canvas")
        self.body.setSpacing(px(12))
        inside = QVBoxLayout(self.inner)
        inside.setContentsMargins(0, 0, px(4), px(4))
        inside.addLayout(self.body, 1 if self.FILLS else 0)
        if not self.FILLS:
            inside.addStretch(1)
        self._around = QVBoxLayout()
        self._around.setSpacing(px(12))
        self._around.addLayout(head)
        self._around.addWidget(self.problem)
        self._around.addWidget(scrolled(self.inner, self), 1)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(self._around, 1)
        root.addWidget(self.bar)
        self._around.setContentsMargins(px(32), px(24), px(32), px(12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller margins where room is short."""
        px = current().px
        top, bottom = (14, 8) if self.height() < px(NARROW) else (24, 12)
        self._around.setContentsMargins(px(32), px(top), px(32), px(bottom))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit outside a field chooses."""
        digit = digit_of(event)
        if digit is None or self.busy or not self.digit(digit):
            super().keyPressEvent(event)
