"""A page as PDF: set on the GUI thread in small turns, written private under a name without trait.

Qt's PDF writers and text documents are objects of the GUI thread: setting is done there, one piece
of a few milliseconds at each turn of the event loop. The bytes are then written on the local lane.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from insdesk.errors import Cancelled, ExportIncomplete, InsdeskError
from insdesk.paths import private_file
from insdesk.ui.press import Press, Sheet
from insdesk.ui.tasks import Lane, Tasks


def in_turns(sheet: Sheet) -> Generator[None, None, bytes]:
    """Set `sheet` piece by piece of work, a few milliseconds each; returns the whole PDF."""
    press = Press(sheet)
    try:
        yield
        while press.page():
            yield
        yield
        return press.finish()
    finally:
        press.close()


def rendered(sheet: Sheet) -> bytes:
    """The whole sheet at once, as PDF (GUI thread)."""
    turns = in_turns(sheet)
    while True:
        try:
            next(turns)
        except StopIteration as end:
            return bytes(end.value)


class Printing(QObject):
    """Sets a sheet in the turns of the event loop, then writes it on the local lane."""

    def __init__(self, tasks: Tasks, folder: Callable[[], Path], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._folder = tasks, folder

    def print_sheet(
        self,
        sheet: Sheet,
        kind: str,
        done: Callable[[Path], None],
        failed: Callable[[InsdeskError | Cancelled], None],
    ) -> None:
        """Give `done` the file written, or `failed` an `ExportIncomplete`: nothing is left then.

        `kind` is the middle of the name: `insdesk_note_2026-11-22_0001.pdf`.
        """
        turns, timer = in_turns(sheet), QTimer(self)

        def turn() -> None:
            try:
                next(turns)
            except StopIteration as end:
                timer.stop()
                timer.deleteLater()
                work = partial(write_private, end.value, self._folder(), kind)
                self._tasks.run(Lane.LOCAL, work, done, failed)

        timer.timeout.connect(turn)
        timer.start(0)


def write_private(content: bytes, folder: Path, kind: str, today: date | None = None) -> Path:
    """Local lane. The file, readable by its owner only; raises `ExportIncomplete`."""
    try:
        return private_file(free_name(folder, kind, today or _today()), content)
    except OSError as problem:
        raise ExportIncomplete from problem


def free_name(folder: Path, kind: str, day: date) -> Path:
    """The first number not taken that day; the name holds no trait (ux.md §0-11)."""
    number = 1
    while (target := folder / f"insdesk_{kind}_{day.isoformat()}_{number:04d}.pdf").exists():
        number += 1
    return target


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day as the practitioner lives it
