"""The door for the licensed component « API de lecture Vitale » of this machine (decision 6).

The component cannot be shipped: a bridge package, installed by who holds the licence, declares one
entry point in the group `insdesk.vitale_readers` that names an `OfficialReader`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib.metadata import entry_points

from insdesk.cards.bridges import first_that_loads
from insdesk.errors import CardError, CardUnreadable, VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading, VitaleSource

log = logging.getLogger(__name__)

GROUP = "insdesk.vitale_readers"

OfficialReader = Callable[[], VitaleReading]
"""Reads the card now in the Vitale slot; raises `CardError` leaves only."""


def find_official() -> OfficialReader | None:
    """The first reader declared on this machine that loads, None if there is none.

    A bridge whose import ends otherwise (a library that is absent) never keeps the desk closed.
    """
    reader = first_that_loads(entry_points(group=GROUP))
    return None if reader is None else partial(_guarded, reader)


def _guarded(reader: Callable[[], object]) -> VitaleReading:
    """A foreign bridge raises what it likes: here only `CardError` leaves, and only a reading."""
    try:
        reading = reader()
    except CardError:
        raise
    except (Exception, SystemExit) as problem:
        log.warning("the Vitale component failed: %s", type(problem).__name__)
        raise CardUnreadable("composant de lecture en panne") from problem
    if not isinstance(reading, VitaleReading) or reading.source is not VitaleSource.OFFICIAL:
        raise CardUnreadable("composant de lecture incohérent")
    return reading


def official_reader() -> OfficialReader:
    """The declared reader; raises `VitaleComponentAbsent` when there is none."""
    found = find_official()
    if found is None:
        raise VitaleComponentAbsent
    return found
