"""What Qt would print on the terminal: its kind and place go to the log, never its words.

A message of Qt may quote the text of a widget, hence a patient.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Handler: TypeAlias = Callable[[QtMsgType, QMessageLogContext, str], object]

logger = logging.getLogger(__name__)

IDLE = frozenset({QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg})
"""Of no use to a support."""


def start() -> Handler | None:
    """From now on Qt speaks to the log alone; the handler before, to be given back by `stop`."""
    return qInstallMessageHandler(_told)


def stop(former: Handler | None) -> None:
    """Qt speaks as it did before `start`."""
    qInstallMessageHandler(former)


def _told(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    if kind in IDLE:
        return
    place = Path(context.file or "?").name
    category = context.category or "default"
    logger.warning("Qt %s, %s at %s:%d", kind.name, category, place, context.line)
