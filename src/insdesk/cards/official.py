"""The door for the licensed component « API de lecture Vitale » of this machine (decision 6).

The component cannot be shipped: a bridge package, installed by who holds the licence, declares one
entry point in the group `insdesk.vitale_readers` that names an `OfficialReader`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.metadata import entry_points

from insdesk.errors import VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading

log = logging.getLogger(__name__)

GROUP = "insdesk.vitale_readers"

OfficialReader = Callable[[], VitaleReading]
"""Reads the card now in the Vitale slot; raises `CardError` leaves only."""


def find_official() -> OfficialReader | None:
    """The first reader declared on this machine that loads, None if there is none."""
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            reader = entry.load()
        except (ImportError, AttributeError):
            log.warning("the Vitale component %s does not load", entry.name)
            continue
        if callable(reader):
            found: OfficialReader = reader
            return found
        log.warning("the Vitale component %s is no reader", entry.name)
    return None


def official_reader() -> OfficialReader:
    """The declared reader; raises `VitaleComponentAbsent` when there is none."""
    found = find_official()
    if found is None:
        raise VitaleComponentAbsent
    return found
