"""The list as a model: pages are asked on the local lane, late answers are dropped (desktop.md §5).

The model asks for the next page when the view reaches the end; it never loads all. While a search
is under way only the newest wish is kept, so that typing fast queues nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Status
from insdesk.ui.formats import date_text
from insdesk.ui.parts.roles import ACCESSIBLE, DISPLAY, OWN, TIP, Index
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.words import FLAGS, STATUS

if TYPE_CHECKING:
    from insdesk.errors import Cancelled, InsdeskError
    from insdesk.qualification.desk import Desk

PAGE = 200
HEADERS = (
    "Nom utilisé",
    "Nom de naissance",
    "Prénom",
    "Né(e) le",
    "Statut",
    "Dernier contrôle",
)
STATUS_COLUMN = 4

Cells = tuple[str, ...]


class PatientListModel(QAbstractTableModel):
    """Emits `loaded(text)` when a search is on show, `counted(counts)`, `broke(error)`."""

    loaded = Signal(str)
    counted = Signal(object)
    broke = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._rows: list[PatientRow] = []
        self._cells: list[Cells] = []
        self._wish: tuple[str, Status | None] = ("", None)
        self._shown: tuple[str, Status | None] | None = None
        self._running = False
        self._more = False
        self._generation = 0

    # --- asking ----------------------------------------------------------------------------

    def search(self, text: str, status: Status | None = None) -> None:
        """Show the records that match; earlier searches still under way are forgotten."""
        self._wish = (text, status)
        self._generation += 1
        self._more = False
        if not self._running:
            self._start()

    def _start(self) -> None:
        text, status = self._wish
        mark = self._generation
        self._running = True
        page = partial(self._desk.patients, text, limit=PAGE, status=status)
        self._tasks.run(Lane.LOCAL, page, partial(self._arrived, mark, text, status), self._failed)

    def _arrived(self, mark: int, text: str, status: Status | None, rows: list[PatientRow]) -> None:
        self._running = False
        if mark != self._generation:
            self._start()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._cells = [cells_of(row) for row in rows]
        self._shown = (text, status)
        self._more = len(rows) == PAGE
        self.endResetModel()
        self.loaded.emit(text)
        count = partial(self._desk.counts, text)
        self._tasks.run(Lane.LOCAL, count, partial(self._counted, mark), self._failed)

    def _counted(self, mark: int, counts: Mapping[str, int]) -> None:
        if mark == self._generation:
            self.counted.emit(counts)

    def _failed(self, error: InsdeskError | Cancelled) -> None:
        self._running = False
        self.broke.emit(error)

    # --- the next pages --------------------------------------------------------------------

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own shape
        """Whether records are left beyond the last row."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own shape
        """Ask for the next page; it is put in when it arrives."""
        if parent.isValid() or not self._more or self._shown is None:
            return
        self._more = False
        text, status = self._shown
        last = self._rows[-1]
        after = (last.sort_key, last.uid)
        page = partial(self._desk.patients, text, after=after, limit=PAGE, status=status)
        self._tasks.run(Lane.LOCAL, page, partial(self._append, self._generation), self._failed)

    def _append(self, mark: int, rows: list[PatientRow]) -> None:
        if mark != self._generation:
            return
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self._cells += [cells_of(row) for row in rows]
            self.endInsertRows()
        self._more = len(rows) == PAGE

    # --- showing ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """Rows loaded so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """The columns of S16."""
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts made once when the row arrived; the role comes as a plain int."""
        if role in (DISPLAY, TIP):
            return self._cells[index.row()][index.column()]
        if role == OWN:
            return self._rows[index.row()]
        if role == ACCESSIBLE:
            return f"{HEADERS[index.column()]} : {self._cells[index.row()][index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Names of the columns."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return HEADERS[section] if role == DISPLAY and horizontal else None

    def row_at(self, place: int) -> PatientRow | None:
        """The record of a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def clear(self) -> None:
        """Leave no name in memory (lock)."""
        self._generation += 1
        self.beginResetModel()
        self._rows, self._cells, self._more, self._shown = [], [], False, None
        self.endResetModel()


def cells_of(row: PatientRow) -> Cells:
    """The texts of one row, in the order of the columns."""
    flags = [FLAGS.get(flag, flag) for flag in row.flags]
    return (
        row.used_name or "–",
        row.birth_name,
        row.first_name,
        date_text(row.birth_date),
        " · ".join([STATUS[row.status], *flags]),
        date_text(row.checked_on) if row.checked_on else "–",
    )
