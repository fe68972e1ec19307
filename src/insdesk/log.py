"""The technical log: one private file that turns, and nothing about a patient in it.

What may be written is decided where it is written (facts, codes, durations, opaque numbers); here
the libraries that would write whole messages are kept quiet at every level. The file, and what
makes it turn, come with the first record: a window opens without them.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

TALKATIVE = ("zeep", "urllib3", "requests", "sqlalchemy", "alembic", "smartcard")
"""Loggers that would write messages, addresses or values: errors only (insi.md §12)."""

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 1_000_000


class _LateFile(logging.Handler):
    """Opens the file of the log with the first record."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None
        self.levels: list[tuple[logging.Logger, int]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; `logging` lets one thread in at a time."""
        if self._file is None:
            self._file = _private_file(self._path)
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, if there was anything to write."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def start(folder: Path) -> logging.Handler:
    """Write the log below `folder` (which exists); returns the handler, to be closed by `stop`."""
    handler = _LateFile(folder / "insdesk.log")
    root = logging.getLogger()
    root.addHandler(handler)
    for name, level in ((None, logging.INFO), *((one, logging.ERROR) for one in TALKATIVE)):
        logger = logging.getLogger(name)
        handler.levels.append((logger, logger.level))
        logger.setLevel(level)
    return handler


def stop(handler: logging.Handler) -> None:
    """Close the log file; every logger is as it was before `start`."""
    logging.getLogger().removeHandler(handler)
    if isinstance(handler, _LateFile):
        for logger, level in handler.levels:
            logger.setLevel(level)
    handler.close()


def _private_file(path: Path) -> RotatingFileHandler:
    """The file, every generation of it readable by its owner only."""
    import os
    from logging.handlers import RotatingFileHandler

    class PrivateFile(RotatingFileHandler):
        def _open(self) -> object:  # type: ignore[override]
            stream = super()._open()
            os.chmod(self.baseFilename, 0o600)
            return stream

    file = PrivateFile(path, maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8")
    file.setFormatter(logging.Formatter(_FORMAT))
    return file
