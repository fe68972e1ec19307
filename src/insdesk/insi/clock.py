"""How far this clock is from that of a server, by the `Date` of its answer (crypto.md P16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

CLOCK_LIMIT = timedelta(minutes=2)
"""A clock this far from the server's explains a refused signature (crypto.md P16)."""


def gap_of(dated: str, now: datetime) -> timedelta | None:
    """How far `now` is ahead of the `Date` of a server; None when it is not one."""
    try:
        theirs = parsedate_to_datetime(dated.strip())
    except (ValueError, OverflowError):
        return None
    return now - theirs if theirs.tzinfo is not None else None


def gap_by(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The same by the headers of an answer; one that was kept on the way tells an old time."""
    return None if headers.get("Age") else gap_of(headers.get("Date") or "", now)
