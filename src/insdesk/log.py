"""The technical log: one private file that turns, and nothing about a patient in it.

What may be written is decided where it is written (facts, codes, durations, opaque numbers); here
the libraries that would write whole messages are kept quiet at every level.
"""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

TALKATIVE = ("zeep", "urllib3", "requests", "sqlalchemy", "alembic", "smartcard")
"""Loggers that would write messages, addresses or values: errors only (insi.md §12)."""

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 1_000_000


class _PrivateFile(RotatingFileHandler):
    """Every file of the log is readable by its owner only."""

    def _open(self) -> object:  # type: ignore[override]
        stream = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return stream


def start(folder: Path) -> logging.Handler:
    """Write the log below `folder` (which exists); returns the handler, to be closed by `stop`."""
    handler = _PrivateFile(
        folder / "insdesk.log", maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    return handler


def stop(handler: logging.Handler) -> None:
    """Close the log file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
