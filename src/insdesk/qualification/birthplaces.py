"""What a typed place of birth means on a birth date (IV-061 to IV-063). Pure.

A name, a COG code, « LABEL (code) » as the list writes it, or a postcode typed by mistake. Only the
postcode is refused, by the form: a code that did not exist that day is a warning (ours, D), since
registers also give today's code to those born before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from insdesk.identity.places import Place, Places
from insdesk.identity.traits import UNKNOWN_PLACE

MOST = 8
"""Places proposed at once."""

LEAST = 2
"""Letters below which nothing is looked for: one letter begins ten thousand names."""

_CODE = r"(?:[0-9]{2}|2A|2B)[0-9]{3}"
_BARE = re.compile(_CODE, re.ASCII)
_NAMED = re.compile(rf".*\(({_CODE})\)", re.ASCII)


class Meaning(Enum):
    """What was typed."""

    NOTHING = "nothing, or too little"
    KNOWN = "a code of that day"
    NOT_THEN = "a code that did not exist that day"
    UNKNOWN_CODE = "a code that the table does not have"
    POSTCODE = "a postcode, and no code"
    ALSO_POSTCODE = "a code of that day that is the postcode of other communes"
    NAMES = "the beginning of names of that day"
    OTHER_TIME = "names that did not exist that day"
    NO_NAME = "no name of the table"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLook:
    """The meaning, with what may be chosen instead, at most `MOST`, the likeliest first."""

    meaning: Meaning = Meaning.NOTHING
    code: str | None = field(default=None, repr=False)
    label: str | None = field(default=None, repr=False)
    choices: tuple[Place, ...] = field(default=(), repr=False)


def code_in(text: str) -> str | None:
    """The code of « 63113 » or « CLERMONT-FERRAND (63113) »; None in any other text."""
    typed = "".join(text.split()).upper()
    if _BARE.fullmatch(typed):
        return typed
    named = _NAMED.fullmatch(text.strip().upper())
    return named.group(1) if named else None


def is_postcode_only(text: str, places: Places) -> bool:
    """Whether it is a postcode and no COG code of any day: refused in the strict field (IV-063)."""
    code = code_in(text)
    if code is None or places.valid_at(code, None) is not None:
        return False
    return bool(places.postcode(code))


def look(places: Places, text: str, born: str | None) -> PlaceLook:
    """What `text` means for someone born on `born` (ISO, or None); some milliseconds of work."""
    if not len(places):
        return PlaceLook()
    code = code_in(text)
    return _of_code(places, code, born) if code is not None else _of_name(places, text, born)


def _of_code(places: Places, code: str, born: str | None) -> PlaceLook:
    label, valid = places.label(code, born), places.valid_at(code, born)
    posts = tuple(one for one in places.postcode(code) if one.code != code)[:MOST]
    if code == UNKNOWN_PLACE:
        return PlaceLook(meaning=Meaning.KNOWN, code=code)
    if valid:
        meaning = Meaning.ALSO_POSTCODE if posts else Meaning.KNOWN
        return PlaceLook(meaning=meaning, code=code, label=label, choices=posts)
    if valid is None:
        meaning = Meaning.POSTCODE if posts else Meaning.UNKNOWN_CODE
        return PlaceLook(meaning=meaning, code=code, choices=posts)
    named = places.search(label or "", born, MOST)
    others = tuple(one for one in named if one.code != code and one.label == label)
    return PlaceLook(meaning=Meaning.NOT_THEN, code=code, label=label, choices=(*others, *posts))


def _of_name(places: Places, text: str, born: str | None) -> PlaceLook:
    if len(text.strip()) < LEAST:
        return PlaceLook()
    if found := tuple(places.search(text, born, MOST)):
        return PlaceLook(meaning=Meaning.NAMES, choices=found)
    if born and (found := tuple(places.search(text, None, MOST))):
        return PlaceLook(meaning=Meaning.OTHER_TIME, choices=found)
    return PlaceLook(meaning=Meaning.NO_NAME)
