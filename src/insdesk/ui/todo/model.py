"""The lines of one group of S17 as a model: page after page, late answers dropped.

Twenty thousand anomalies are never loaded at once: the view asks for the next page at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    Signal,
)

from insdesk.identity.filing import PatientRow
from insdesk.identity.todo import TodoKind, TodoLine
from insdesk.ui.formats import date_text
from insdesk.ui.parts.roles import ACCESSIBLE, DISPLAY, OWN, TIP, Index
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.todo import action_of, todo_sentence
from insdesk.ui.texts.words import STATUS

if TYPE_CHECKING:
    from insdesk.errors import Cancelled, InsdeskError
    from insdesk.qualification.desk import Desk

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line as it is painted and read aloud: texts made once, when it arrived."""

    line: TodoLine = field(repr=False)
    name: str = field(repr=False)
    born: str = field(repr=False)
    reason: str = field(repr=False)
    source: str
    action: str
    action_icon: str

    @property
    def sentence(self) -> str:
        """The whole line for a screen reader, its one action last."""
        status = STATUS[self.line.patient.status]
        said = (self.name, self.born, status, self.reason.rstrip("."), self.source)
        return ", ".join((*said, f"Entrée : {self.action}"))


def person_text(row: PatientRow) -> str:
    """`TILLEUL Élodie`, as in the list of patients."""
    return f"{row.birth_name} {row.first_name}".strip()


def shown(line: TodoLine) -> ShownLine:
    """The texts of one line."""
    row, other = line.patient, line.other
    born = f"né(e) le {date_text(row.birth_date)}"
    used = f" · nom utilisé {row.used_name}" if row.used_name else ""
    twin = f"{person_text(other)}, né(e) le {date_text(other.birth_date)}" if other else ""
    since = date_text(line.since.astimezone().date().isoformat()) if line.since else ""
    source = f"règle {line.rule}" + (f" · depuis le {since}" if since else "")
    action, icon = action_of(line)
    return ShownLine(
        line=line,
        name=person_text(row),
        born=born + used,
        reason=todo_sentence(line, twin),
        source=source,
        action=action,
        action_icon=icon,
    )


class TodoModel(QAbstractListModel):
    """One group at a time. Emits `loaded(kind)` when its first page is on show, `broke(error)`."""

    loaded = Signal(object)
    broke = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._rows: list[ShownLine] = []
        self._kind: TodoKind | None = None
        self._more = False
        self._generation = 0

    @property
    def kind(self) -> TodoKind | None:
        """The group asked for last."""
        return self._kind

    def show(self, kind: TodoKind) -> None:
        """Ask for a group from its beginning; an answer under way for another is dropped."""
        self._kind = kind
        self._generation += 1
        self._more = False
        page = partial(self._desk.todo, kind, limit=PAGE)
        arrived = partial(self._arrived, self._generation, kind)
        self._tasks.run(Lane.LOCAL, page, arrived, self.broke.emit)

    def _arrived(self, mark: int, kind: TodoKind, lines: list[TodoLine]) -> None:
        if mark != self._generation:
            return
        self.beginResetModel()
        self._rows = [shown(line) for line in lines]
        self._more = len(lines) == PAGE
        self.endResetModel()
        self.loaded.emit(kind)

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own shape
        """Whether lines are left beyond the last one."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own shape
        """Ask for the next page; it is put in when it arrives."""
        if parent.isValid() or not self._more or self._kind is None:
            return
        self._more = False
        page = partial(self._desk.todo, self._kind, after=len(self._rows), limit=PAGE)
        append = partial(self._append, self._generation)
        self._tasks.run(Lane.LOCAL, page, append, self._failed)

    def _append(self, mark: int, lines: list[TodoLine]) -> None:
        if mark != self._generation:
            return
        if lines:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._rows += [shown(line) for line in lines]
            self.endInsertRows()
        self._more = len(lines) == PAGE

    def _failed(self, error: InsdeskError | Cancelled) -> None:
        self.broke.emit(error)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """Lines loaded so far."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts made once when the line arrived; the role comes as a plain int."""
        row = self._rows[index.row()]
        if role == OWN:
            return row
        if role == DISPLAY:
            return row.name
        if role == TIP:
            return f"{row.reason} ({row.source})"
        return row.sentence if role == ACCESSIBLE else None

    def line_at(self, place: int) -> TodoLine | None:
        """The line of a row."""
        return self._rows[place].line if 0 <= place < len(self._rows) else None

    def clear(self) -> None:
        """Leave no name in memory (lock)."""
        self._generation += 1
        self.beginResetModel()
        self._rows, self._more, self._kind = [], False, None
        self.endResetModel()
