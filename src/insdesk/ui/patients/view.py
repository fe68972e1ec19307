"""S16: the list, searched as you type, filtered by pills with counts, used by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from insdesk.identity.patient import Status
from insdesk.ui.formats import counted
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.patients.delegate import RowDelegate, label_width, status_width, theme_px
from insdesk.ui.patients.model import HEADERS, PatientListModel
from insdesk.ui.texts.words import STATUS_FILTERS

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.ui.tasks import Tasks

EMPTY = "Aucun patient. Insérez une carte Vitale, ou créez un patient par ses traits (Ctrl + N)."
NONE_FOUND = "Aucun patient pour « {text} ». Rechercher par les traits ? (F6)"
_NAMES = (26, 37, 37)
"""Shares of the three names, of the room that dates and statut leave."""

_WIDE = 560
"""Room of the names from which a flag stands beside its statut instead of below."""

COUNTED_AT_MOST = 1000
"""A search counts no further in each statut."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PatientsPage(QFrame):
    """Emits `opened(uid)` (Entrée), `qualify_wanted(uid)` (Ctrl+Entrée), `new_wanted()`."""

    opened = Signal(str)
    qualify_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("patients_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Patients")
        self.model = PatientListModel(desk, tasks, self)
        self.search = QLineEdit()
        self.search.setObjectName("patients_search")
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Nom, prénom, date de naissance ou fin du matricule")
        self.search.setAccessibleName("Rechercher un patient")
        self.total = text_label("", "reason")
        self.total.setObjectName("patients_total")
        self.new = primary_button("Nouveau patient", icon="user-plus", keys=Shortcut.NEW.words)
        self.new.setObjectName("btn_new_patient")
        self.filters = QButtonGroup(self)
        self.table = self._make_table()
        self.empty = text_label("", "text", tone="muted")
        self.empty.setObjectName("patients_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._connect()

    @property
    def wanted(self) -> Status | None:
        """The filter chosen, None for all."""
        button = self.filters.checkedButton()
        code = str(button.property("code")) if button is not None else ""
        return Status(code) if code else None

    def refresh(self) -> None:
        """Ask again for what is on show; called when the page comes in front."""
        self.model.search(self.search.text(), self.wanted)

    def first_focus(self) -> QWidget:
        """The search box."""
        return self.search

    def current_uid(self) -> str | None:
        """The record of the selected row."""
        row = self.model.row_at(self.table.currentIndex().row())
        return row.uid if row is not None else None

    def primary(self) -> None:
        """Ctrl+Entrée: qualify the selected record."""
        uid = self.current_uid()
        if uid is not None:
            self.qualify_wanted.emit(uid)

    def forget(self) -> None:
        """No name stays on the page (lock)."""
        self.search.clear()
        self.model.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the search box for the list; Entrée opens."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(max(self.table.currentIndex().row(), 0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    # --- inside ----------------------------------------------------------------------------

    def _open(self) -> None:
        uid = self.current_uid()
        if uid is None and self.search.hasFocus():
            first = self.model.row_at(0)
            uid = first.uid if first is not None and self.model.rowCount() == 1 else None
        if uid is not None:
            self.opened.emit(uid)

    def _loaded(self, text: str) -> None:
        nothing = self.model.rowCount() == 0
        filtered = bool(text.strip()) or self.wanted is not None
        words = NONE_FOUND.format(text=text.strip() or STATUS_FILTERS[self._code()])
        self.empty.setText(words if filtered else EMPTY)
        self.empty.setVisible(nothing)
        self.table.setVisible(not nothing)

    def _code(self) -> str:
        status = self.wanted
        return status.value if status is not None else ""

    def _counted(self, counts: Mapping[str, int]) -> None:
        for button in self.filters.buttons():
            code = str(button.property("code"))
            number = self._number(counts.get(code, 0))
            button.setText(f"{STATUS_FILTERS[code]}  {number}")
            button.setAccessibleName(f"{STATUS_FILTERS[code]} : {number}")
        shown = counts.get(self._code(), 0)
        words = counted(shown, "patient", "patients")
        self.total.setText(words.replace(str(shown), self._number(shown)))

    def _number(self, number: int) -> str:
        """A search stops counting: from there on the number is a least one."""
        searched = bool(self.search.text().strip())
        return f"{COUNTED_AT_MOST}+" if searched and number >= COUNTED_AT_MOST else str(number)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("patients_table")
        table.setAccessibleName("Patients")
        table.setModel(self.model)
        table.setItemDelegate(RowDelegate(table))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setMouseTracking(True)
        table.setWordWrap(False)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme_px(50))
        heads = table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(_LEFT)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dates and statut take what they need, the names share the rest."""
        super().resizeEvent(event)
        room = self.width() - theme_px(64 + 16)
        born = max(label_width(HEADERS[3]), label_width("00/00/0000"))
        checked = max(label_width(HEADERS[5]), label_width("00/00/0000"))
        names = room - born - checked - status_width(with_flag=True)
        status = status_width(with_flag=names >= theme_px(_WIDE))
        names = room - born - checked - status
        widths = [names * share // sum(_NAMES) for share in _NAMES]
        for column, width in enumerate((*widths, born, status, checked)):
            self.table.setColumnWidth(column, width)

    def _build(self) -> None:
        px = theme_px
        head = QHBoxLayout()
        head.addWidget(text_label("Patients", "title"), 1)
        head.addWidget(self.new)
        finder = QHBoxLayout()
        finder.setSpacing(px(16))
        finder.addWidget(self.search, 1)
        finder.addWidget(self.total)
        pills = QHBoxLayout()
        pills.setSpacing(px(8))
        for code, words in STATUS_FILTERS.items():
            pill = QPushButton(words)
            pill.setProperty("role", "filter")
            pill.setProperty("code", code)
            pill.setCheckable(True)
            pill.setAutoDefault(False)
            pill.setObjectName(f"filter_{code or 'all'}")
            pill.setAccessibleName(words)
            self.filters.addButton(pill)
            pills.addWidget(pill)
        self.filters.buttons()[0].setChecked(True)
        pills.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(32), px(24))
        column.setSpacing(px(12))
        column.addLayout(head)
        column.addLayout(finder)
        column.addLayout(pills)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.filters.buttonClicked.connect(lambda _button: self.refresh())
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.new.clicked.connect(self.new_wanted)
        self.model.loaded.connect(self._loaded)
        self.model.counted.connect(self._counted)
