"""How values are written on the screen: dates, ages, matricule, places (ux.md §3). Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher

from insdesk.identity.traits import is_calendar_date
from insdesk.ui.texts.traits import SEXES
from insdesk.ui.texts.words import unbroken

UNKNOWN = "non connu"

PlaceLabels = Callable[[str, str | None], str | None]
"""COG code and ISO birth date → label of the place as of that date, None when not known."""


def no_labels(_code: str, _birth_date: str | None) -> str | None:
    """A table of places that knows none: codes are shown bare."""
    return None


def date_text(iso: str | None) -> str:
    """`12/03/1985`; incomplete dates keep their zeros: `00/00/1948`."""
    if not iso:
        return UNKNOWN
    parts = iso[:10].split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso


def age_years(iso: str | None, today: date) -> int | None:
    """Whole years, or None when the date is not a real past day."""
    if not iso or not is_calendar_date(iso[:10]):
        return None
    born = date.fromisoformat(iso[:10])
    if born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_text(iso: str | None, today: date) -> str:
    """`41 ans`, `8 mois` below two years, `12 jours` below two months, empty when not known."""
    years = age_years(iso, today)
    if years is None or iso is None:
        return ""
    if years >= 2:
        return f"{years} ans"
    born = date.fromisoformat(iso[:10])
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 2:
        return f"{months} mois"
    days = (today - born).days
    return f"{days} jour{'s' if days > 1 else ''}"


def sex_text(code: str | None) -> str:
    """`Féminin`, `Masculin`."""
    return SEXES.get(code or "", UNKNOWN)


def matricule_text(number: str, key: str = "") -> str:
    """Grouped `1 85 03 75 056 023 | 59`; a text of another shape is shown as it came."""
    compact = "".join(number.split())
    if len(compact) == 15 and not key:
        compact, key = compact[:13], compact[13:]
    if len(compact) != 13:
        return number
    groups = (slice(0, 1), slice(1, 3), slice(3, 5), slice(5, 7), slice(7, 10), slice(10, 13))
    grouped = " ".join(compact[part] for part in groups)
    return f"{grouped} |\N{NO-BREAK SPACE}{key}" if key else grouped


def place_text(code: str | None, birth_date: str | None, labels: PlaceLabels = no_labels) -> str:
    """`LYON 3E (69383)`; an unknown label is said, the code is always shown."""
    if not code:
        return UNKNOWN
    label = labels(code, birth_date)
    return f"{label} ({code})" if label else f"code {code} (libellé inconnu)"


def trait_text(
    trait: str, value: str | None, birth_date: str | None = None, labels: PlaceLabels = no_labels
) -> str:
    """The value of one strict trait, as a screen shows it."""
    match trait:
        case "birth_date":
            return date_text(value)
        case "sex":
            return sex_text(value)
        case "birth_place":
            return place_text(value, birth_date, labels)
        case _:
            return value or UNKNOWN


def ago(at: datetime, now: datetime) -> str:
    """`à l’instant`, `il y a 4 min`, `il y a 3 h`, then the day."""
    passed = now - at
    if passed < timedelta(minutes=1):
        return "à l’instant"
    if passed < timedelta(hours=1):
        return f"il y a {passed.seconds // 60} min"
    if passed < timedelta(days=1):
        return f"il y a {passed.seconds // 3600} h"
    return f"le {date_text(at.astimezone().date().isoformat())}"


def seconds_text(milliseconds: int) -> str:
    """`0,8 s`."""
    return f"{milliseconds / 1000:.1f} s".replace(".", ",")


def counted(number: int, one: str, many: str) -> str:
    """`1 ligne`, `2 lignes`, `0 ligne`: French counts nothing as one."""
    return f"{number} {one if number < 2 else many}"


def typographic(text: str) -> str:
    """`text` with the apostrophes of the screen, and the spaces that no line ends at."""
    return unbroken(text.replace("'", "’"))


ALIKE = 0.6
"""Below this likeness two values are two values: letters in common mean nothing."""


def differing(known: str, official: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the characters that differ, on each side; whole words when little is alike."""
    left: list[int] = []
    right: list[int] = []
    for kind, i1, i2, j1, j2 in _changes(known, official):
        if kind != "equal":
            left += range(i1, i2)
            right += range(j1, j2)
    return tuple(left), tuple(right)


_CHARACTERS = {"-": "tiret", " ": "espace", "'": "apostrophe"}


def differences_in_words(known: str, official: str) -> str:
    """The same differences said: `tiret remplacé par espace` (ux.md S05)."""
    said = []
    for kind, i1, i2, j1, j2 in _changes(known, official):
        old, new = _named(known[i1:i2]), _named(official[j1:j2])
        match kind:
            case "replace":
                said.append(f"{old} remplacé par {new}")
            case "delete":
                said.append(f"{old} en moins chez INSi")
            case "insert":
                said.append(f"{new} en plus chez INSi")
    return ", ".join(said)


def _changes(known: str, official: str) -> list[tuple[str, int, int, int, int]]:
    """What turns one text into the other: letter by letter, or all of it."""
    matcher = SequenceMatcher(None, known, official, False)
    if matcher.ratio() < ALIKE:
        return [("replace", 0, len(known), 0, len(official))]
    return list(matcher.get_opcodes())


def _named(text: str) -> str:
    return _CHARACTERS.get(text, f"« {text.strip()} »")
