"""Sets a sheet on pages of PDF: pieces measured, then drawn with a painter. GUI thread only.

Measured: 6 ms for a page and its fonts, in turns of at most 5, where a `QTextDocument` takes 10 at
once and 40 the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from insdesk.ui.theme import FAMILY
from insdesk.ui.tokens import LIGHT

DPI: Final = 300
MARGIN_MM: Final = 15.0
INK: Final = LIGHT.ink
GREY: Final = LIGHT.muted
RULE: Final = LIGHT.border
WRAP: Final = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
FITS: Final = ((15.0, 1.0), (14.0, 0.8), (14.0, 0.5), (14.0, 0.1))
"""Text size in points and share of the white space, tried in this order to fit one page."""


class Kind(Enum):
    """How a piece of a sheet is set."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    VALUE = "value"
    HEAD = "head"
    ROW = "row"
    TICK = "tick"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph. VALUE: `text` is the label, `detail` the value; TICK: a box to tick.

    HEAD and ROW are a line of a table of three columns: `text`, `detail`, `other`.
    """

    kind: Kind
    text: str = field(repr=False)
    detail: str = field(default="", repr=False)
    other: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed. `one_page`: the white space shrinks until it fits, never the text."""

    pieces: Sequence[Piece] = field(repr=False)
    footer: str = ""
    one_page: bool = False


class Press:
    """Sets one sheet, page after page. GUI thread only."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._left = list(sheet.pieces)
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(DPI)
        self._writer.setCreator("insdesk")
        self._writer.setTitle("insdesk")
        page = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
        self._writer.setPageLayout(page)
        self._painter = QPainter(self._writer)
        self._measured: dict[tuple[Piece, float], float] = {}
        self._width, self._height = float(self._writer.width()), float(self._writer.height())
        self._size, self._air = self._fit() if sheet.one_page else FITS[1]
        self._number = 0

    def page(self) -> bool:
        """Set one page; True while there is more."""
        if self._number:
            self._writer.newPage()
        self._number += 1
        self._write_foot()
        foot = self._foot()
        y, first = 0.0, True
        while self._left:
            needed = self._height_of(self._left[0])
            if not first and y + needed > self._height - foot:
                return True
            self._set(self._left.pop(0), y)
            y, first = y + needed, False
        return False

    def finish(self) -> bytes:
        """The whole file."""
        self.close()
        return bytes(self._buffer.data().data())

    def close(self) -> None:
        """Let go of the painter: a sheet given up half way must not take the program with it."""
        if self._painter.isActive():
            self._painter.end()
        self._buffer.close()

    # --- measures, in pixels of the page --------------------------------------------------------

    def _points(self, points: float) -> float:
        return points * DPI / 72

    def _font(self, kind: Kind, *, bold: bool = False) -> QFont:
        sizes = {Kind.TITLE: 1.6, Kind.HEADING: 1.15}
        font = QFont([FAMILY])
        # Shaped glyphs (a capital A, the digits of equal width that the windows ask for) come out
        # of Qt's PDF without their letter: seen, but not read by a screen reader, nor copied.
        font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        font.setFeature(QFont.Tag("tnum"), 0)
        font.setPointSizeF(self._size * sizes.get(kind, 1.0))
        heavy = bold or kind in sizes
        font.setWeight(QFont.Weight.Bold if heavy else QFont.Weight.Normal)
        return font

    def _box(self, text: str, font: QFont, left: float, width: float, y: float = 0.0) -> QRectF:
        self._painter.setFont(font)
        return self._painter.boundingRect(QRectF(left, y, width, 1e6), WRAP, text)

    def _cells(self, piece: Piece) -> list[tuple[str, QFont, float, float]]:
        """Text, font, place and width of the three cells of a line of the table."""
        gap, first = self._points(10), self._points(96)
        wide = (self._width - first) / 2
        bold = self._font(Kind.TEXT, bold=piece.kind is Kind.ROW)
        return [
            (piece.text, self._font(Kind.TEXT), 0.0, first - gap),
            (piece.detail, bold, first, wide - gap),
            (piece.other, bold, first + wide, wide - gap),
        ]

    def _columns(self, kind: Kind) -> tuple[float, float]:
        """Where the text of a piece begins, and where its detail does."""
        match kind:
            case Kind.VALUE:
                return self._points(14), self._points(130)
            case Kind.TICK:
                return self._points(30), self._points(30)
            case _:
                return 0.0, 0.0

    def _after(self, kind: Kind) -> float:
        airs = {Kind.TITLE: 14.0, Kind.HEADING: 5.0, Kind.TEXT: 10.0, Kind.VALUE: 3.0}
        return self._points(airs.get(kind, 8.0) * self._air)

    def _height_of(self, piece: Piece) -> float:
        """Measured once for each size of the text: measuring is most of the work."""
        key = (piece, self._size)
        if piece.kind is Kind.STAMP or key not in self._measured:
            self._measured[key] = self._bare_height(piece)
        before = self._points(10 * self._air) if piece.kind is Kind.HEADING else 0.0
        return before + self._measured[key] + self._after(piece.kind)

    def _bare_height(self, piece: Piece) -> float:
        if piece.kind is Kind.STAMP:
            return self._points(56 + 60 * self._air)
        if piece.kind in (Kind.HEAD, Kind.ROW):
            boxes = [self._box(*cell) for cell in self._cells(piece)]
            return max(box.height() for box in boxes) + self._points(4)
        left, second = self._columns(piece.kind)
        if piece.kind is Kind.VALUE:
            label = self._box(piece.text, self._font(piece.kind), left, second - left)
            value = self._box(
                piece.detail, self._font(piece.kind, bold=True), second, self._width - second
            )
            return max(label.height(), value.height())
        text = self._box(piece.text, self._font(piece.kind), left, self._width - left)
        if not piece.detail:
            return text.height()
        below = self._box(piece.detail, self._font(piece.kind), second, self._width - second)
        return text.height() + below.height()

    def _foot(self) -> float:
        return self._points(26)

    def _fit(self) -> tuple[float, float]:
        for self._size, self._air in FITS:
            total = sum(self._height_of(piece) for piece in self._left)
            if total <= self._height - self._foot():
                break
        return self._size, self._air

    # --- drawing ----------------------------------------------------------------------------

    def _set(self, piece: Piece, y: float) -> None:
        if piece.kind is Kind.HEADING:
            y += self._points(10 * self._air)
        left, second = self._columns(piece.kind)
        match piece.kind:
            case Kind.STAMP:
                self._stamp(piece, y)
            case Kind.HEAD | Kind.ROW:
                self._row(piece, y)
            case Kind.VALUE:
                self._write(piece.text, self._font(piece.kind), left, second - left, y, GREY)
                bold = self._font(piece.kind, bold=True)
                self._write(piece.detail, bold, second, self._width - second, y)
            case _:
                if piece.kind is Kind.TICK:
                    self._tick(y)
                font = self._font(piece.kind, bold=piece.kind is Kind.TICK)
                box = self._write(piece.text, font, left, self._width - left, y)
                plain = self._font(piece.kind)
                if piece.detail:
                    self._write(
                        piece.detail, plain, second, self._width - second, y + box.height(), GREY
                    )

    def _write(
        self, text: str, font: QFont, left: float, width: float, y: float, colour: str = INK
    ) -> QRectF:
        box = self._box(text, font, left, width, y)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, WRAP, text)
        return box

    def _row(self, piece: Piece, y: float) -> None:
        for place, (text, font, left, width) in enumerate(self._cells(piece)):
            grey = piece.kind is Kind.HEAD or place == 0
            self._write(text, font, left, width, y, GREY if grey else INK)
        below = y + self._measured[piece, self._size] - self._points(2)
        self._painter.setPen(QPen(QColor(RULE), self._points(0.7)))
        self._painter.drawLine(QPointF(0.0, below), QPointF(self._width, below))

    def _tick(self, y: float) -> None:
        side = self._points(12)
        self._painter.setPen(QPen(QColor(INK), self._points(1)))
        self._painter.drawRect(QRectF(self._points(4), y + self._points(3), side, side))

    def _stamp(self, piece: Piece, y: float) -> None:
        """An empty frame on the right, for the practitioner's stamp."""
        high, wide = self._bare_height(piece), self._points(240)
        frame = QRectF(self._width - wide, y, wide, high)
        self._painter.setPen(QPen(QColor(RULE), self._points(1)))
        self._painter.drawRoundedRect(frame, self._points(6), self._points(6))
        inside = self._points(10)
        font = self._font(Kind.TEXT)
        self._write(piece.text, font, frame.left() + inside, wide - 2 * inside, y + inside, GREY)

    def _write_foot(self) -> None:
        font = self._font(Kind.TEXT)
        font.setPointSizeF(12)
        text = self._sheet.footer
        self._write(text, font, 0.0, self._width, self._height - self._points(16), GREY)
