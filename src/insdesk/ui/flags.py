"""The few flags of Qt that the first window needs, as the numbers that Qt itself takes.

The namespace `Qt` makes all its names at once, some 1 500 of them: 20 to 35 ms, a fifth of the
time to the first paint, for five numbers. What is imported before the first paint takes them from
here, gives them to `QPainter.drawText` or to `QObject.setProperty`, and asks for `Qt` later. A
test compares each with Qt's own.
"""

from __future__ import annotations

from typing import Final

CENTRED: Final = 0x84
"""`Qt.AlignmentFlag.AlignCenter`."""

AT_START: Final = 0x81
"""`AlignLeft | AlignVCenter`."""

WRAPPED: Final = 0x1081
"""`AlignLeft | AlignVCenter | Qt.TextFlag.TextWordWrap`."""

AT_END: Final = 0x82
"""`AlignRight | AlignVCenter`."""

PLAIN_TEXT: Final = 0
"""`Qt.TextFormat.PlainText`."""

NO_FOCUS: Final = 0
"""`Qt.FocusPolicy.NoFocus`."""

NEVER: Final = 1
"""`Qt.ScrollBarPolicy.ScrollBarAlwaysOff`."""
