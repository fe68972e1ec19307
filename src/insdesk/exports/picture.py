"""Black and white pictures without a window system: a PNG writer and the letters of a caption."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

Grid = Sequence[Sequence[bool]]
"""Rows of squares, True is black; all rows have the same length."""

_LETTER_HEIGHT = 7
_LETTERS = {
    " ": ("     ", "     ", "     ", "     ", "     ", "     ", "     "),
    "C": (" ### ", "#   #", "#    ", "#    ", "#    ", "#   #", " ### "),
    "F": ("#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#    "),
    "I": (" ### ", "  #  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "),
    "N": ("#   #", "##  #", "# # #", "#  ##", "#   #", "#   #", "#   #"),
    "S": (" ####", "#    ", "#    ", " ### ", "    #", "    #", "#### "),
    "T": ("#####", "  #  ", "  #  ", "  #  ", "  #  ", "  #  ", "  #  "),
    "a": ("     ", "     ", " ### ", "    #", " ####", "#   #", " ####"),
    "à": (" #   ", "  #  ", " ### ", "    #", " ####", "#   #", " ####"),
    "c": ("     ", "     ", " ### ", "#    ", "#    ", "#    ", " ### "),
    "e": ("     ", "     ", " ### ", "#   #", "#####", "#    ", " ### "),
    "n": ("     ", "     ", "# ## ", "##  #", "#   #", "#   #", "#   #"),
    "r": ("     ", "     ", "# ## ", "##  #", "#    ", "#    ", "#    "),
    "s": ("     ", "     ", " ### ", "#    ", " ### ", "    #", "###  "),
}
"""Drawn here: only the letters that our own captions use."""


def lettering(text: str) -> list[list[bool]]:
    """`text` as seven rows of squares; raises `KeyError` for a letter that is not drawn."""
    letters = [_LETTERS[letter] for letter in text]
    rows = (" ".join(letter[row] for letter in letters) for row in range(_LETTER_HEIGHT))
    return [[square == "#" for square in row] for row in rows]


def enlarged(grid: Grid, times: int) -> list[list[bool]]:
    """Every square becomes `times` × `times` squares."""
    return [[square for square in row for _ in range(times)] for row in grid for _ in range(times)]


def stacked(grids: Sequence[Grid], *, margin: int, gap: int) -> list[list[bool]]:
    """The grids one under the other, centred, `gap` white rows between, `margin` white around."""
    width = max(len(grid[0]) for grid in grids) + 2 * margin
    blank = [False] * width
    rows = [blank] * margin
    for number, grid in enumerate(grids):
        rows += [blank] * (gap if number else 0)
        left = (width - len(grid[0])) // 2
        rows += [[False] * left + list(row) + [False] * (width - left - len(row)) for row in grid]
    return rows + [blank] * margin


def png(grid: Grid, *, scale: int, pixels_per_metre: int) -> bytes:
    """A PNG of one bit a pixel, `scale` pixels a square, that knows its printed size."""
    scanlines = []
    for row in grid:
        bits = "".join(("0" if black else "1") * scale for black in row)
        bits += "1" * (-len(bits) % 8)
        # 0 is the PNG filter « none » of each line.
        scanlines += [b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")] * scale
    size = struct.pack(">IIBBBBB", len(grid[0]) * scale, len(grid) * scale, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", size),
            _chunk(b"pHYs", struct.pack(">IIB", pixels_per_metre, pixels_per_metre, 1)),
            _chunk(b"IDAT", zlib.compress(b"".join(scanlines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
