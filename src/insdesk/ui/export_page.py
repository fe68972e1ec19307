"""S19: hand qualified identities over: who, in which format, where. Nothing is preselected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.ui.formats import counted
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.section_card import SectionCard
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

NAMES = {
    "fhir": "FHIR Patient",
    "csv": "Liste CSV",
    "datamatrix": "Datamatrix INS",
    "datamatrix-image": "Datamatrix INS, image",
}
RULE = (
    "Seules les identités qualifiées sortent avec le matricule INS. Le nom du fichier ne porte "
    "aucun nom de patient."
)


class ExportPage(QFrame):
    """Emits `broke(error)`; `done(path)` once the file is written whole."""

    broke = Signal(object)
    done = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, folder: Path) -> None:
        super().__init__()
        self.setObjectName("export_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Exporter")
        self._desk, self._tasks = desk, tasks
        self._uid: str | None = None
        self._target: Path | None = None
        self._running = False
        self.scope, self.format = QButtonGroup(self), QButtonGroup(self)
        self.one = self._radio(self.scope, "one", "Ce patient")
        self.all = self._radio(self.scope, "all", "Toutes les identités qualifiées")
        self.folder = QLineEdit(str(folder))
        self.folder.setObjectName("export_folder")
        self.folder.setAccessibleName("Dossier de destination")
        self.choose = plain_button("Choisir…", icon="folder")
        self.choose.setObjectName("btn_choose_folder")
        self.result = text_label("", "strong")
        self.result.setObjectName("export_result")
        self.show_folder = plain_button("Ouvrir le dossier", icon="folder")
        self.show_folder.setObjectName("btn_show_folder")
        self.go = primary_button("Exporter", icon="file-export", keys=Shortcut.PRIMARY.words)
        self.go.setObjectName("btn_export")
        self.bar = ActionBar(self.go)
        self._build()
        self.choose.clicked.connect(self._choose)
        self.show_folder.clicked.connect(self._show_folder)
        self.go.clicked.connect(self._export)
        for group in (self.scope, self.format):
            group.buttonToggled.connect(lambda _button, _on: self._weigh())
        self.folder.textChanged.connect(lambda _text: self._weigh())
        self.open_for(None)

    def open_for(self, uid: str | None) -> None:
        """Begin anew: for one record that the user just asked to export, or for none."""
        self._uid = uid
        self.one.setVisible(uid is not None)
        for group in (self.scope, self.format):
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(False)
            group.setExclusive(True)
        self.one.setChecked(uid is not None)
        self.result.clear()
        self.show_folder.hide()
        self._weigh()

    def first_focus(self) -> QWidget:
        """The first question still open."""
        return self.one if self._uid is None else self.format.buttons()[0]

    def primary(self) -> None:
        """Ctrl+Entrée."""
        if self.go.isEnabled():
            self.go.click()

    def _weigh(self) -> None:
        asked = []
        if self.scope.checkedButton() is None:
            asked.append("qui")
        if self.format.checkedButton() is None:
            asked.append("dans quel format")
        if not self.folder.text().strip():
            asked.append("dans quel dossier")
        self.go.setEnabled(not asked and not self._running)
        dress(self.bar.reason, tone="warn" if asked else "")
        self.bar.set_reason(f"Indiquez {' et '.join(asked)}." if asked else RULE)

    def _export(self) -> None:
        chosen = self.format.checkedButton()
        if chosen is None:
            return
        fmt, folder = str(chosen.property("code")), Path(self.folder.text().strip())
        uid = self._uid if self.one.isChecked() else None
        desk = self._desk

        def work() -> tuple[Path, int]:
            uids = [uid] if uid is not None else desk.qualified_uids()
            return desk.export(uids, fmt, folder), len(uids)

        self._running = True
        self._weigh()
        self._tasks.run(Lane.LOCAL, work, self._written, self._failed)

    def _written(self, outcome: tuple[Path, int]) -> None:
        path, number = outcome
        self._running, self._target = False, path
        count = counted(number, "identité exportée", "identités exportées")
        self.result.setText(f"{count} : {path.name}")
        self.show_folder.show()
        self._weigh()
        self.done.emit(path)

    def _failed(self, error: object) -> None:
        self._running = False
        self._weigh()
        self.broke.emit(error)

    def _choose(self) -> None:
        picked = QFileDialog.getExistingDirectory(self, "insdesk", self.folder.text())
        if picked:
            self.folder.setText(picked)

    def _show_folder(self) -> None:
        if self._target is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target.parent)))

    def _radio(self, group: QButtonGroup, code: str, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setProperty("code", code)
        button.setAccessibleName(words)
        button.setObjectName(f"export_{code}")
        group.addButton(button)
        return button

    def _build(self) -> None:
        px = current().px
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(16))
        column.addWidget(SectionCard("Qui", "export_scope_group", [self.one, self.all]))
        column.addWidget(SectionCard("Quoi", "export_format_group", self._formats()))
        where = QHBoxLayout()
        where.setSpacing(px(12))
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        place = SectionCard("Où", "export_place", [])
        place.column.addLayout(where)
        column.addWidget(place)
        end = QHBoxLayout()
        end.addWidget(self.result, 1)
        end.addWidget(self.show_folder)
        column.addLayout(end)
        column.addStretch(1)
        body = QVBoxLayout()
        body.setContentsMargins(px(32), px(24), px(32), px(16))
        body.setSpacing(px(12))
        body.addWidget(text_label("Exporter", "title"))
        body.addWidget(scrolled(inner, self), 1)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(body, 1)
        root.addWidget(self.bar)

    def _formats(self) -> list[QWidget]:
        widgets: list[QWidget] = []
        for code, sentence in self._desk.formats().items():
            widgets.append(self._radio(self.format, code, NAMES.get(code, code)))
            widgets.append(text_label(sentence, "reason"))
        return widgets
