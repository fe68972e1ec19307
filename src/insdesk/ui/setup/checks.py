"""The checks of the diagnostic on the screen: one line each, in symbol, words and time.

`CheckList` shows them; `CheckRun` has them made on their own lane and brings each over as it
comes. A run left behind tells nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.ui.formats import typographic
from insdesk.ui.parts.labels import IconLabel, dress, text_label
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.errors import Cancelled, InsdeskError

SHOWN: Final = {
    Health.GOOD: ("circle-check", "ok", "Bon"),
    Health.WATCH: ("alert-triangle", "warn", "À surveiller"),
    Health.BAD: ("alert-circle", "error", "En panne"),
    Health.UNKNOWN: ("circle-dashed", "neutral", "Non testé"),
}
"""Icon, tone and word of each state: never the colour alone."""

RUNNING: Final = ("hourglass", "info", "En cours…")
WAITING: Final = ("circle-dashed", "neutral", "Pas encore lancé")

Work = Callable[["Follower"], tuple[Finding, ...]]


def seconds_text(ms: int) -> str:
    """`0,2 s`, as a practitioner reads a time."""
    return f"{ms / 1000:.1f} s".replace(".", ",")


class Follower:
    """Follows one diagnostic, from its lane: tells each finding, knows when nobody waits."""

    def __init__(self, tell: Callable[[Finding], None]) -> None:
        self._tell = tell
        self._left = Event()

    def found(self, finding: Finding) -> None:
        """One check has answered."""
        if not self._left.is_set():
            self._tell(finding)

    def given_up(self) -> bool:
        """Whether the page was left."""
        return self._left.is_set()

    def leave(self) -> None:
        """Nobody waits any more."""
        self._left.set()


class CheckRun(QObject):
    """One diagnostic at a time. Emits `found(Finding)` as they come, then `done(findings)`."""

    found = Signal(object)
    done = Signal(object)
    _told = Signal(int, object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._number = 0
        self._follower: Follower | None = None
        self._told.connect(self._bring)

    @property
    def running(self) -> bool:
        """Whether findings are still to come."""
        return self._follower is not None

    def start(self, work: Callable[[Follower], object]) -> None:
        """Begin; one that runs is left behind."""
        self.stop()
        self._number += 1
        mark = self._number
        follower = Follower(lambda one: self._told.emit(mark, one))
        self._follower = follower
        ended, broke = partial(self._ended, mark), partial(self._broke, mark)
        self._tasks.run(Lane.CHECK, lambda: work(follower), ended, broke)

    def stop(self) -> None:
        """Wait no longer; nothing is told any more."""
        if self._follower is not None:
            self._follower.leave()
        self._follower = None

    def _bring(self, mark: int, finding: Finding) -> None:
        if mark == self._number and self.running:
            self.found.emit(finding)

    def _ended(self, mark: int, result: object) -> None:
        if mark == self._number and self.running:
            self._follower = None
            self.done.emit(result)

    def _broke(self, mark: int, _error: InsdeskError | Cancelled) -> None:
        self._ended(mark, ())


class CheckLine(QFrame):
    """One check: its sign, its name, the state in words, what was found, what to do, the time."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        px = current().px
        self.check = check
        self.finding: Finding | None = None
        self.setObjectName(f"diag_{check.name.lower()}")
        self.setProperty("role", "plain")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = IconLabel("circle-dashed", "neutral")
        self._name = text_label(typographic(check.value), "strong")
        self.state = text_label("", "label", wrap=False)
        self.words = text_label("", "text")
        self.fix = text_label("", "reason")
        self.time = text_label("", "reason", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(5), px(8), px(5))
        row.setSpacing(px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fixed(self._name, 210), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fixed(self.state, 120), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(px(2))
        said.addWidget(self.words)
        said.addWidget(self.fix)
        row.addLayout(said, 1)
        row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Not asked yet."""
        self._show(WAITING, "", "", "")

    def show_running(self) -> None:
        """Being looked at."""
        self._show(RUNNING, "", "", "")

    def show_finding(self, finding: Finding) -> None:
        """What was found."""
        self.finding = finding
        time = seconds_text(finding.ms)
        words, fix = typographic(finding.words), typographic(finding.fix)
        self._show(SHOWN[finding.health], words, fix, time)

    def _show(self, shown: tuple[str, str, str], words: str, fix: str, time: str) -> None:
        icon, tone, state = shown
        self._icon.set_icon(icon, tone)
        self.state.setText(state)
        dress(self.state, tone=tone)
        self.words.setText(words)
        self.fix.setText(fix)
        self.fix.setVisible(bool(fix))
        self.time.setText(time)
        name = f"{self._name.text()} : {state}"
        self.setAccessibleName(", ".join(part for part in (name, words, fix, time) if part))

    @staticmethod
    def _fixed(label: QLabel, width: int) -> QLabel:
        label.setFixedWidth(current().px(width))
        return label


class CheckList(QFrame):
    """The lines, in order. Up and down go from one to the next."""

    def __init__(self, checks: Sequence[Check] = tuple(Check)) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("diag_list")
        self.setProperty("role", "card")
        self.setAccessibleName("Contrôles du poste")
        self.lines = {check: CheckLine(check) for check in checks}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(0)
        for line in self.lines.values():
            column.addWidget(line)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found so far, in order."""
        return tuple(line.finding for line in self.lines.values() if line.finding is not None)

    def begin(self) -> None:
        """All are being looked at."""
        for line in self.lines.values():
            line.finding = None
            line.show_running()

    def show_finding(self, finding: Finding) -> None:
        """One line is filled; a check that is not listed is passed over."""
        line = self.lines.get(finding.check)
        if line is not None:
            line.show_finding(finding)

    def give_up(self) -> None:
        """Lines without a finding are no longer looked at."""
        for line in self.lines.values():
            if line.finding is None:
                line.show_waiting()

    def front(self, check: Check) -> QWidget:
        """The line to put the focus on."""
        return self.lines[check]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        lines = list(self.lines.values())
        focused = next((line for line in lines if line.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        place = max(0, min(len(lines) - 1, lines.index(focused) + step))
        lines[place].setFocus(Qt.FocusReason.TabFocusReason)
