"""S23, the diagnostic of the desk: twelve checks filled as they come, a report to share.

Nothing personal is on this page nor in its report: no identity, no number of a card, no folder.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.ui.formats import counted
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button, primary_button, set_tab_order
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import name_widgets, scrolled
from insdesk.ui.setup.checks import CheckList, CheckRun
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.strip import CPS, INSI, READER, SERVICE, VITALE
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

OF_STRIP: Final = {
    SERVICE: Check.SERVICE,
    READER: Check.READERS,
    CPS: Check.CPS,
    VITALE: Check.CARDS,
    INSI: Check.SERVER,
}
"""The line that an item of the strip opens."""

RUNNING: Final = "Contrôle en cours, dix secondes au plus. Rien n’est interrompu."
SHARED: Final = "Le rapport ne contient ni identité, ni matricule, ni numéro de carte."
COPIED: Final = "Rapport copié. Il ne contient aucune identité."
SAVED: Final = "Rapport enregistré dans « {folder} » : {file}"


class DiagnosticPage(QFrame):
    """Emits `told(words)`, `broke(error)`, `done(findings)`, and `closed` on « Fermer »."""

    told = Signal(str)
    broke = Signal(object)
    done = Signal(object)
    closed = Signal()

    def __init__(
        self, desk: Desk, tasks: Tasks, folder: Path, inside: QWidget | None = None
    ) -> None:
        super().__init__(inside)
        self.setObjectName("diag_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Diagnostic du poste")
        self._desk, self._tasks, self._folder = desk, tasks, folder
        self.summary = text_label("", "lead")
        self.summary.setObjectName("diag_summary")
        self.list = CheckList()
        self.run = CheckRun(tasks, self)
        self._saves = False
        self.close_button = plain_button("Fermer", keys=Shortcut.CANCEL.words)
        self.copy = plain_button("Copier", icon="copy")
        self.save = plain_button("Enregistrer le rapport", icon="file-text")
        self.again = primary_button("Refaire", icon="refresh", keys=Shortcut.READ.words)
        self._build()
        self.run.found.connect(self.list.show_finding)
        self.run.done.connect(self._ended)
        self.again.clicked.connect(self.start)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.closed)

    def start(self) -> None:
        """« Refaire »: every line from nothing."""
        self.list.begin()
        self.summary.setText(RUNNING)
        self._allow(ready=False)
        announce(self, RUNNING)
        self.run.start(self._desk.diagnose)

    def save_at_end(self) -> None:
        """Save the report once every line is there."""
        self._saves = True

    def stop(self) -> None:
        """Leave a diagnostic under way."""
        self._saves = False
        if self.run.running:
            self.run.stop()
            self.list.give_up()
            self.summary.setText("Diagnostic interrompu : « Refaire » le relance.")
            self._allow(ready=True)

    def front(self, item: str = "") -> QWidget:
        """What has the focus: the line of an item of the strip, else the first broken one."""
        if item in OF_STRIP:
            return self.list.front(OF_STRIP[item])
        broken = [one.check for one in self.list.findings if one.health is Health.BAD]
        return self.list.front(broken[0] if broken else Check.SERVICE)

    def _ended(self, findings: tuple[Finding, ...]) -> None:
        for one in findings:
            self.list.show_finding(one)
        words = summary_of(findings)
        self.summary.setText(words)
        self._allow(ready=True)
        announce(self, words)
        self.done.emit(findings)
        if self._saves:
            self._saves = False
            self._save()

    def _allow(self, *, ready: bool) -> None:
        for button in (self.copy, self.save, self.again):
            button.setEnabled(ready)
        self._bar.set_reason(SHARED if ready else "")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._desk.report(self.list.findings))
        self.told.emit(COPIED)

    def _save(self) -> None:
        work = partial(self._desk.save_report, self.list.findings, self._folder)
        self._tasks.run(Lane.LOCAL, work, self._saved, self.broke.emit)

    def _saved(self, path: Path) -> None:
        self.told.emit(SAVED.format(folder=path.parent.name, file=path.name))

    def _build(self) -> None:
        px = current().px
        buttons = (self.close_button, self.copy, self.save, self.again)
        names = ("btn_diag_close", "btn_diag_copy", "btn_diag_save", "btn_diag_again")
        name_widgets(dict(zip(names, buttons, strict=True)))
        self._bar = ActionBar(*buttons)
        inner = QFrame()
        inner.setProperty("role", "canvas")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, px(4), 0)
        lines.addWidget(self.list)
        lines.addStretch(1)
        above = QVBoxLayout()
        above.setContentsMargins(px(32), px(20), px(32), px(8))
        above.setSpacing(px(8))
        title = text_label("Diagnostic du poste", "title")
        title.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        title.setAccessibleName(title.text())
        above.addWidget(title)
        above.addWidget(self.summary)
        above.addWidget(scrolled(inner, self), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(self._bar)
        set_tab_order(*self.list.lines.values(), *buttons)


def summary_of(findings: tuple[Finding, ...]) -> str:
    """The whole in one sentence."""
    counts = Counter(one.health for one in findings)
    bad, watch, unknown = (counts[one] for one in (Health.BAD, Health.WATCH, Health.UNKNOWN))
    parts = []
    if bad:
        parts.append(counted(bad, "point en panne", "points en panne"))
    if watch:
        parts.append(counted(watch, "à surveiller", "à surveiller"))
    if unknown:
        parts.append(counted(unknown, "non testé", "non testés"))
    if not findings:
        return "Le diagnostic n’a pas abouti : « Refaire » le relance."
    if not parts:
        return "Rien n’est en panne."
    told = ", ".join(parts)
    return f"{told}. Chaque ligne dit quoi faire." if bad or watch else f"Rien en panne, {told}."
