"""A table of texts that wrap: headers, rows, a search; filled when it is first on show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from insdesk.ui.flags import WRAPPED
from insdesk.ui.help.rules_model import matches, search_key
from insdesk.ui.parts.roles import ACCESSIBLE, DISPLAY, Index
from insdesk.ui.theme import current

Rows = tuple[tuple[str, ...], ...]
LEAST, PAD = 84, 10
AT_ONCE = 12
"""Rows fitted in one turn of the event loop: all of them would hold the window for 30 ms."""
CENTRED_V = 0x80
"""`Qt.AlignmentFlag.AlignVCenter`: a cell is read from its top."""


class TextRows(QAbstractTableModel):
    """Rows of texts, those that match what is sought; each cell tells its whole row."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._all: tuple[tuple[tuple[str, ...], str], ...] = ()
        self._rows: Rows = ()

    def fill(self, rows: Rows, text: str = "") -> None:
        """These rows, sought at once."""
        self._all = tuple((row, search_key(" ".join(row))) for row in rows)
        self.seek(text)

    def seek(self, text: str) -> None:
        """Keep the rows that hold every word."""
        self.beginResetModel()
        self._rows = tuple(row for row, key in self._all if matches(key, text))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """Rows on show."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """One column for each header."""
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The text of a cell; for those who listen, the first one tells the row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ACCESSIBLE and index.column() == 0:
            named = zip(self._headers, row, strict=True)
            return ". ".join(f"{header} : {cell}" for header, cell in named if cell)
        return row[index.column()] if role in (DISPLAY, ACCESSIBLE) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The words of the columns."""
        across = orientation is Qt.Orientation.Horizontal
        return self._headers[section] if across and role in (DISPLAY, ACCESSIBLE) else None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell from its top, whole; its height is that of its words."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, int, float], int] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words, at the width of the column; measured once."""
        theme = current()
        room = self._view.columnWidth(index.column()) - 2 * theme.px(PAD)
        key = (str(index.data()), room, theme.scale)
        if key not in self._heights:
            metrics = QFontMetrics(theme.font("text"))
            words = metrics.boundingRect(QRect(0, 0, room, 10_000), WRAPPED, key[0])
            self._heights[key] = words.height() + 2 * theme.px(PAD)
        return QSize(room, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then words; the id is the heaviest."""
        theme, rect = current(), QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.tokens.tint))
        painter.setPen(QPen(QColor(theme.tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        pad = theme.px(PAD)
        painter.setFont(theme.font("strong" if index.column() == 0 else "text"))
        painter.setPen(QColor(theme.tokens.ink))
        painter.drawText(rect.adjusted(pad, pad, -pad, 0), WRAPPED & ~CENTRED_V, str(index.data()))
        painter.restore()


class TextTable(QTableView):
    """The rows that `make` gives, asked when the table is first shown. `shares` are the widths."""

    def __init__(
        self, name: str, headers: Sequence[str], make: Callable[[], Rows], shares: Sequence[int]
    ) -> None:
        super().__init__()
        self._make: Callable[[], Rows] | None = make
        self._shares, self._sought = tuple(shares), ""
        self.rows = TextRows(headers, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(CellDelegate(self))
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit_on)
        self._fitted = 0

    def seek(self, text: str) -> None:
        """Keep the rows that match; remembered if the table was not shown yet."""
        self._sought = text
        if self._make is None:
            self.rows.seek(text)
            self._fit_again()

    def prepare(self, room: QSize) -> None:
        """Ask for the rows, and fit them in `room` pixels, before the table is shown."""
        self.resize(room)
        self._fill()
        self._fit_again()

    def _fit_again(self) -> None:
        """From the first row, at the next turn of the event loop."""
        self._fitted = 0
        self._fitting.start(0)

    def _fit_on(self) -> None:
        """Make a few rows as high as their words; the others at the next turns."""
        if self._fitted == 0:
            self._share_out()
        end = min(self._fitted + AT_ONCE, self.rows.rowCount())
        for row in range(self._fitted, end):
            self.resizeRowToContents(row)
        self._fitted = end
        if end < self.rows.rowCount():
            self._fitting.start(0)

    def _share_out(self) -> None:
        """Give each column its share of the width."""
        room, least, whole = self.viewport().width(), current().px(LEAST), sum(self._shares)
        for column, share in enumerate(self._shares):
            width = max(least, room * share // whole)
            self.setColumnWidth(column, width)
            room, whole = room - width, whole - share

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, ask for the rows."""
        super().showEvent(event)
        if self._make is not None:
            self._fill()
            self._fit_again()

    def _fill(self) -> None:
        if self._make is not None:
            self.rows.fill(self._make(), self._sought)
            self._make = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width, at the next turn."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit_again()
