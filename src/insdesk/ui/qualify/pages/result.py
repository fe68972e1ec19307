"""S08: what was done, what is possible now, and sixty seconds to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from insdesk.identity.patient import Status
from insdesk.identity.transmission import may_leave
from insdesk.qualification.discordance import differing
from insdesk.qualification.qualifying import UNDO_LIFE
from insdesk.qualification.steps import Outcome, Run
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.badge import STATUS_SIGNS, StatusBadge
from insdesk.ui.parts.buttons import plain_button, primary_button, quiet_button
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.qualify.face import Page, name_widgets
from insdesk.ui.qualify.passes import Work
from insdesk.ui.texts.words import STATUS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

CLIPBOARD_MS = 60_000
REPLACED = "Les valeurs remplacées sont gardées dans l’historique de la fiche."
WAITS = "La discordance vous attend dans « À traiter »."
CARD = "La carte peut être retirée : l’écran revient à l’accueil après 10 secondes."

_NOW: dict[Status, str] = {
    Status.QUAL: "Vous pouvez alimenter Mon espace santé et la MSSanté avec cette INS.",
    Status.RECUP: "L’INS est gardée. Il reste à voir une pièce d’identité ; sans pièce, rien ne "
    "change pour les soins.",
    Status.VALI: "La pièce est contrôlée. Il reste à interroger INSi.",
    Status.PROV: "L’identité est gardée sans INS. Rien ne change pour les soins.",
}


class ResultPage(Page):
    """In place, no box to close."""

    NAME = "result_page"
    TITLE = "Identité qualifiée"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._run: Run | None = None
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._clip = QTimer(self)
        self._clip.setSingleShot(True)
        self._clip.setInterval(CLIPBOARD_MS)
        self._clip.timeout.connect(self._clear_clipboard)
        self._copied = ""
        self.tile = IconTile("shield-check-filled", "ok", side=72, size=40)
        self.badge = StatusBadge(Status.QUAL)
        self.now = text_label("", "value")
        self.history = text_label("", "reason")
        self.export = plain_button(
            "Exporter ce patient", icon="file-export", keys=Shortcut.EXPORT.words
        )
        self.copy = plain_button("Copier le matricule", icon="copy")
        self.open = plain_button("Ouvrir la fiche", icon="user")
        self.undo = quiet_button("Annuler la qualification", icon="arrow-back-up")
        name_widgets(
            {
                "btn_export_patient": self.export,
                "btn_copy_matricule": self.copy,
                "btn_open_record": self.open,
                "btn_undo_qualify": self.undo,
            }
        )
        self._build()
        self.export.clicked.connect(conduct.export_patient)
        self.copy.clicked.connect(self._copy)
        self.open.clicked.connect(conduct.open_patient)
        self.undo.clicked.connect(conduct.undo)
        conduct.work_changed.connect(self._work)

    def buttons(self) -> Sequence[QPushButton]:
        """« Patient suivant »."""
        self.next = primary_button("Patient suivant", icon="arrow-right", keys=Shortcut.NEXT.words)
        self.next.setObjectName("btn_next_patient")
        self.next.clicked.connect(self.conduct.leave)
        return (self.next,)

    @property
    def primary(self) -> QPushButton:
        """« Patient suivant »."""
        return self.next

    def show_run(self, run: Run) -> None:
        """Say the statut reached and what it opens."""
        fresh = self._run is None or self._run.outcome is not run.outcome
        self._run = run
        status = run.patient.status if run.patient else Status.PROV
        self.tile.set_icon(*STATUS_SIGNS[status])
        self.title.setText(f"{STATUS[status]}.")
        self.badge.set_status(status)
        self.now.setText(_NOW[status])
        qualified = run.outcome is Outcome.QUALIFIED
        waits = run.outcome is Outcome.SAVED and bool(differing(run))
        self.history.setText(REPLACED if qualified else WAITS if waits else "")
        leaves = run.patient is not None and may_leave(run.patient)
        for button in (self.export, self.copy):
            button.setVisible(leaves)
        if qualified and fresh:
            self._left = int(UNDO_LIFE.total_seconds())
            self._timer.start()
        self.undo.setVisible(qualified and self._left > 0)
        self._show_left()
        self.say(CARD if run.reading is not None else "")
        announce(self, self.title.text())

    def first_focus(self) -> QWidget:
        """« Patient suivant »."""
        return self.next

    def enter(self) -> bool:
        """Entrée goes to the next patient."""
        self.next.click()
        return True

    def forget(self) -> None:
        """Nothing of this patient stays on the page."""
        self._run, self._left = None, 0
        self._timer.stop()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self.undo.hide()
        self._show_left()

    def _show_left(self) -> None:
        self.undo.setText(f"Annuler la qualification ({self._left} s)")

    def _work(self, work: Work | None) -> None:
        self.undo.setEnabled(work is None)

    def _copy(self) -> None:
        patient = self._run.patient if self._run else None
        matricule = patient.active_matricule if patient else None
        if matricule is None:
            return
        self._copied = matricule.value
        QGuiApplication.clipboard().setText(self._copied)
        self._clip.start()
        self.conduct.told.emit("Matricule copié : il sera effacé du presse-papiers dans 60 s.")

    def _clear_clipboard(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear()
        self._copied = ""

    def _build(self) -> None:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        words = QVBoxLayout()
        words.setSpacing(px(8))
        for widget in (self.title, self.now, self.history):
            words.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(px(24))
        head.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        doors = QHBoxLayout()
        doors.setSpacing(px(12))
        for button in (self.export, self.copy, self.open):
            doors.addWidget(button)
        doors.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(32), px(32), px(32), px(24))
        column.setSpacing(px(24))
        column.addLayout(head)
        column.addLayout(doors)
        column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        self.body.addStretch(1)
