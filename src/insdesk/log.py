"""The technical log: one private file that turns, and nothing about a patient in it.

What our own lines may say is decided where they are written (facts, codes, durations, opaque
numbers). Here nothing else gets through, at any level: of a library, only that it spoke and where;
of an exception, its kind and its way, never its words, which may quote what it was given. The
file, and what makes it turn, come with the first record: a window opens without them.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging.handlers import RotatingFileHandler
    from threading import ExceptHookArgs
    from types import TracebackType
    from typing import TextIO, TypeAlias

    _Raised: TypeAlias = (
        tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    )

TALKATIVE = ("zeep", "urllib3", "requests", "sqlalchemy", "alembic", "smartcard", "asyncio")
"""Loggers that would write messages, addresses or values: errors only (insi.md §12)."""

OURS = "insdesk"

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 1_000_000
_DEEPEST = 40
"""Frames of a way that are written: more is a loop."""

log = logging.getLogger(__name__)


class _LateFile(logging.Handler):
    """Opens the file of the log with the first record; `give_back` undoes what `start` set."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None
        self.levels: list[tuple[logging.Logger, int]] = []
        self.give_back: Callable[[], None] = lambda: None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, if it can be: who logs goes on (`logging` lets one thread in)."""
        with suppress(OSError):
            if self._file is None:
                self._file = _private_file(self._path)
            self._file.emit(record)

    def close(self) -> None:
        """Close the file, if there was anything to write."""
        if self._file is not None:
            with suppress(OSError):  # what it could not write until then is lost
                self._file.close()
            self._file = None
        super().close()


class _Guarded(logging.Formatter):
    """Lets through the lines of ours, and of everything else its kind and its place."""

    def format(self, record: logging.LogRecord) -> str:
        """One record; neither the cached text nor the words of an exception are used."""
        told = logging.makeLogRecord(record.__dict__)
        told.exc_text = told.stack_info = None
        if told.name.partition(".")[0] != OURS:
            told.msg, told.args = "a library spoke at %s:%s", (told.module, told.lineno)
        return super().format(told)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 (the name is that of `logging`)
        """The kind and the way of an exception, and of what it came from."""
        error = ei[1]
        lines: list[str] = []
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [f"{type(error).__name__} by", *way(error.__traceback__)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def way(trace: TracebackType | None) -> list[str]:
    """The frames of an exception, the outermost first: file, line and function, no value.

    Made up names lose their angle brackets: nothing in a log may look like a message.
    """
    frames: list[str] = []
    while trace is not None and len(frames) < _DEEPEST:
        code = trace.tb_frame.f_code
        place, name = (one.strip("<>") for one in (Path(code.co_filename).name, code.co_name))
        frames.append(f"  {place}:{trace.tb_lineno} in {name}")
        trace = trace.tb_next
    return frames


def start(folder: Path) -> logging.Handler:
    """Write the log below `folder` (which exists); returns the handler, to be closed by `stop`.

    From then on what no lane has caught is told here, not on the terminal with its words: an
    exception of a thread or of a finalizer, a warning of a library.
    """
    handler = _LateFile(folder / "insdesk.log")
    root = logging.getLogger()
    root.addHandler(handler)
    for name, level in ((None, logging.INFO), *((one, logging.ERROR) for one in TALKATIVE)):
        logger = logging.getLogger(name)
        handler.levels.append((logger, logger.level))
        logger.setLevel(level)
    handler.give_back = _catch_the_rest()
    return handler


def stop(handler: logging.Handler) -> None:
    """Close the log file; every logger and every hook is as it was before `start`."""
    logging.getLogger().removeHandler(handler)
    if isinstance(handler, _LateFile):
        handler.give_back()
        for logger, level in handler.levels:
            logger.setLevel(level)
    handler.close()


def _catch_the_rest() -> Callable[[], None]:
    """Put our hooks where Python would print; the function that gives the former ones back."""
    import threading
    import warnings

    threads, lost, warned = threading.excepthook, sys.unraisablehook, warnings.showwarning
    threading.excepthook = _thread_died
    sys.unraisablehook = _unraisable
    warnings.showwarning = _warned

    def give_back() -> None:
        threading.excepthook, sys.unraisablehook = threads, lost
        warnings.showwarning = warned

    return give_back


def _thread_died(told: ExceptHookArgs) -> None:
    """A defect in a thread of ours or of a library; leaving by `sys.exit` is none."""
    if told.exc_type is not SystemExit:
        _tell("thread", told.exc_type, told.exc_traceback)


def _unraisable(told: sys.UnraisableHookArgs) -> None:
    """A defect where nobody can be told: a finalizer, a call back."""
    _tell("finalizer", told.exc_type, told.exc_traceback)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning: its kind and place, nothing of its words."""
    del message, file, line
    log.warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _tell(where: str, kind: type[BaseException], trace: TracebackType | None) -> None:
    log.critical("defect %s in a %s\n%s", kind.__name__, where, "\n".join(way(trace)))


def _private_file(path: Path) -> RotatingFileHandler:
    """The file, every generation of it readable by its owner only."""
    import os
    from logging.handlers import RotatingFileHandler

    class PrivateFile(RotatingFileHandler):
        def _open(self) -> object:  # type: ignore[override]
            stream = super()._open()
            os.chmod(self.baseFilename, 0o600)
            return stream

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (of `logging`)
            """Nothing: `logging` would print the words of the record on the terminal."""

    file = PrivateFile(path, maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8")
    file.setFormatter(_Guarded(_FORMAT))
    return file
