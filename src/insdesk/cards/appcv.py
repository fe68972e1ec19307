"""The door for a licensed reader of the application carte Vitale (QR code or contactless).

Reading one goes through an official service under licence: nothing here can do it. A bridge
package, installed by who holds the licence, declares one entry point in the group
`insdesk.appcv_readers` that names an `AppReader`. The reader itself checks that what it is shown
is genuine; it answers with the traits as received and says whether the code was still alive.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from insdesk.cards.bridges import first_that_loads
from insdesk.errors import AppCodeRefused
from insdesk.identity.readings import AppReading

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
    reader = first_that_loads(entry_points(group=GROUP))
    return None if reader is None else DeclaredAppReader(reader)
