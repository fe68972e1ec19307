"""The door for a licensed reader of the application carte Vitale (QR code or contactless).

Reading one goes through an official service under licence: nothing here can do it. A bridge
package, installed by who holds the licence, declares one entry point in the group
`insdesk.appcv_readers` that names an `AppReader`. The reader itself checks that what it is shown
is genuine; it answers with the traits as received and says whether the code was still alive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.metadata import entry_points

from insdesk.errors import AppCodeRefused
from insdesk.identity.readings import AppReading

log = logging.getLogger(__name__)

GROUP = "insdesk.appcv_readers"

AppReader = Callable[[], AppReading]
"""Reads the code shown now; blocks until then. Raises `CardError` leaves only: `AppCodeRefused`
for a code that is not genuine, `ReaderUnplugged`, `ReaderBusy`… for the device."""


class DeclaredAppReader:
    """The reader declared on this machine. Guarantees an `AppReading` or a `CardError` leaf."""

    def __init__(self, reader: AppReader) -> None:
        self._reader = reader

    def read(self) -> AppReading:
        """What the code shown now says; raises `AppCodeRefused` for anything but a reading."""
        reading = self._reader()
        if not isinstance(reading, AppReading):
            raise AppCodeRefused
        return reading


def find_app_reader() -> DeclaredAppReader | None:
    """The first reader declared on this machine that loads, None if there is none."""
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            reader = entry.load()
        except (ImportError, AttributeError):
            log.warning("the application reader %s does not load", entry.name)
            continue
        if callable(reader):
            return DeclaredAppReader(reader)
        log.warning("the application reader %s is no reader", entry.name)
    return None
