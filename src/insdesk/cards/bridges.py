"""Bridges to licensed components: packages of others, declared by entry points of this machine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint
from typing import Any

log = logging.getLogger(__name__)


def first_that_loads(entries: Iterable[EntryPoint]) -> Callable[[], Any] | None:
    """The first by name that loads as something to call, None if there is none.

    Foreign code is run: however its import ends, but for Ctrl+C, the next one is tried.
    """
    for entry in sorted(entries, key=lambda one: one.name):
        try:
            reader = entry.load()
        except (Exception, SystemExit) as problem:  # noqa: BLE001 (a bridge ends as it likes)
            log.warning("the bridge %s does not load: %s", entry.name, type(problem).__name__)
            continue
        if callable(reader):
            called: Callable[[], Any] = reader
            return called
        log.warning("the bridge %s is no reader", entry.name)
    return None
