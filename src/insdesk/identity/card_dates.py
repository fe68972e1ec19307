"""The dates of birth that a carte Vitale says: days, lunar dates, and texts that are neither."""

from __future__ import annotations

from datetime import date

INCOMPLETE, IMPOSSIBLE = "DATE_INCOMPLETE", "DATE_IMPOSSIBLE"
"""Codes of a reading: a day or a month is not known; the text is no date of any calendar."""

_YEARS = range(1850, 2200)
_ORDER = ("", INCOMPLETE, IMPOSSIBLE)


def has_shape(text: str) -> bool:
    """Whether AAAAMMJJ goes to INSi as read: lunar months are 00 or beyond 12 (insi.md §6.4)."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return False
    return int(text[:4]) in _YEARS and int(text[6:]) <= 31


def doubt_of(text: str) -> str:
    """What is to be said of AAAAMMJJ: `INCOMPLETE`, `IMPOSSIBLE`, or nothing of a real day."""
    if not has_shape(text) or text[4:6] > "12":
        return IMPOSSIBLE
    if "00" in (text[4:6], text[6:]):
        return INCOMPLETE
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return IMPOSSIBLE
    return ""


def in_order(digits: str) -> str:
    """AAAAMMJJ of eight digits that may have come as JJMMAAAA: whichever is the better date."""
    turned = f"{digits[4:]}{digits[2:4]}{digits[:2]}"
    return min(digits, turned, key=lambda one: _ORDER.index(doubt_of(one)))
