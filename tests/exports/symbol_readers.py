"""Two independent readers of Datamatrix pictures, and the raw codewords of a symbol."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import zxingcpp
from PIL import Image

with warnings.catch_warnings():
    # It compares versions with a deprecated class while it is imported.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pylibdmtx import pylibdmtx

from insdesk.exports import datamatrix, picture


def picture_of(content: bytes) -> Image.Image:
    """The picture, fully read: any fault of the PNG shows here."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def bare_symbol(text: str) -> bytes:
    """The symbol alone with a quiet zone of two modules, eight pixels a module."""
    grid = picture.stacked([datamatrix.modules(text)], margin=2, gap=0)
    return picture.png(grid, scale=8, pixels_per_metre=16_000)


def by_zxing(content: bytes) -> list[bytes]:
    """What zxing reads; its text would show the separator as four characters."""
    found = zxingcpp.read_barcodes(
        picture_of(content).convert("L"), formats=zxingcpp.BarcodeFormat.DataMatrix
    )
    return [bytes(symbol.bytes) for symbol in found]


def by_libdmtx(content: bytes) -> list[bytes]:
    """What libdmtx reads."""
    found = pylibdmtx.decode(picture_of(content).convert("L"), max_count=1)
    return [symbol.data for symbol in found]


def first_codeword(grid: Sequence[Sequence[int]]) -> int:
    """The first codeword of a symbol of 2 × 2 or 4 × 4 regions, read from its modules.

    ISO/IEC 16022, annex F: its eight bits lie around row 4, column 0 of the mapping matrix, and
    those left of the matrix wrap to its right side.
    """
    regions = 4 if len(grid) >= 64 else 2
    inner = len(grid) // regions - 2
    mapping = inner * regions
    places = [(2, -2), (2, -1), (3, -2), (3, -1), (3, 0), (4, -2), (4, -1), (4, 0)]
    word = 0
    for row, column in places:
        if column < 0:
            row, column = row + 4 - (mapping + 4) % 8, column + mapping
        # Each region has one finder or timing line before it and one after it.
        x, y = (1 + n + 2 * (n // inner) for n in (column, row))
        word = word * 2 + int(grid[y][x])
    return word
