"""Places of birth: a dated table of communes and countries (IV-061 to IV-063). Pure.

The composition root hands over the text of `resources/places/places.tsv`; what that table holds,
where it comes from and what it lacks is said in `resources/places/SOURCE.txt`. In short: every
commune since 1943 with its dates, the arrondissements of Paris, Lyon and Marseille, overseas
territories, countries, and the four codes of Algeria before 1962.

The table is made to warn and to propose, never to forbid: the period of a state says when its
code ended, never when it began, because registers also give today's country to those born there
before it existed. A code that is not in the table is unknown, not wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from insdesk.identity.normalise import search_key
from insdesk.identity.place_labels import LabelIndex, Match
from insdesk.identity.traits import UNKNOWN_PLACE

HEADER = "code\tlabel\tstart\tend\tthousands\tpostcodes"
"""First line of the table; trailing empty columns are left out of the lines that follow."""

_COLUMNS = HEADER.count("\t") + 1
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CODE = re.compile(r"(?:\d\d|2A|2B)\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """One label of one COG code and its period.

    `label` is in capitals without accents (`CLERMONT-FERRAND`, `LYON 3E`, `MAROC`). `start` is the
    first day, `end` the first day after, both ISO; None leaves that side open.
    """

    code: str
    label: str
    start: str | None
    end: str | None

    def held(self, born: str | None) -> bool:
        """Whether the place had this code and label on some day that `born` can mean.

        A day or month that is not known (`00`, or a lunar one) leaves the whole month or year
        possible; without a date, or with a text that is none, nothing speaks against the place.
        """
        days = _possible_days(born)
        if days is None:
            return True
        first, last = days
        return (self.start is None or self.start <= last) and (self.end is None or first < self.end)


def _possible_days(born: str | None) -> tuple[str, str] | None:
    """First and last ISO day that a complete, incomplete or lunar date can mean (IV-053)."""
    found = _DATE.fullmatch(born or "")
    if found is None:
        return None
    year, month, day = found.groups()
    if not "01" <= month <= "12":
        return f"{year}-01-01", f"{year}-12-31"
    if not "01" <= day <= "31":
        return f"{year}-{month}-01", f"{year}-{month}-31"
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


class Places:
    """The table, ready for look-ups. Never changes once read; its indexes are made when first used.

    `label` fits both users of labels: `ui.formats.PlaceLabels` (code and birth date) and
    `exports.Context.place_label` (code alone).
    """

    def __init__(self, lines: list[str]) -> None:
        """Take lines in the order of their codes; `read` is the way in."""
        self._lines = lines
        self._codes = [line[:5] for line in lines]

    @classmethod
    def read(cls, text: str) -> Places:
        """The table of `text`; cheap, since lines are taken apart only when looked up.

        Raises `ValueError` when the text is not such a table: other header, characters that a
        label cannot have, lines not in the order of their codes.
        """
        header, *lines = text.splitlines() or [""]
        if header != HEADER:
            raise ValueError("not a table of places")
        if not text.isascii():
            raise ValueError("a label is not in plain capitals")
        table = cls(lines)
        if table._codes != sorted(table._codes):
            raise ValueError("the table is not in the order of its codes")
        return table

    def prepare(self) -> None:
        """Make the indexes now, a tenth of a second of work, so that no keystroke waits for them.

        For a thread that nobody waits for; look-ups from other threads meanwhile are right too.
        """
        _ = self._labels, self._postcodes

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Place]:
        """Every row, by code, then from the oldest to the present."""
        return map(self._place, range(len(self._lines)))

    def label(self, code: str, born: str | None = None) -> str | None:
        """The label that `code` had at the birth date; None when the code is not in the table.

        Without a date, the present label. A code that did not exist on that day still has one.
        """
        rows = self._rows(code)
        if not rows:
            return None
        held = [row for row in rows if row.held(born)]
        if held and _possible_days(born):
            return held[0].label
        return next((row for row in rows if row.end is None), rows[-1]).label

    def valid_at(self, code: str, born: str | None) -> bool | None:
        """Whether `code` existed at the birth date; None when the code is not in the table."""
        rows = self._rows(code)
        return any(row.held(born) for row in rows) if rows else None

    def display(self, code: str, born: str | None = None) -> str:
        """`LYON 3E (69383)`, `MAROC (99350)`, `code 12345 (libellé inconnu)`."""
        if code == UNKNOWN_PLACE:
            return f"lieu inconnu ({code})"
        label = self.label(code, born)
        return f"{label} ({code})" if label else f"code {code} (libellé inconnu)"

    def search(self, text: str, born: str | None = None, limit: int = 20) -> list[Place]:
        """Places of which every word typed begins a word of the label, at most `limit`.

        Accents, hyphens, apostrophes, case and order of the words do not count; `ST` also finds
        `SAINT`. Only what existed at the birth date; without a date everything, ended places last.
        The very label first, then labels that begin so, then by population. A COG code finds its
        own place. An empty text finds nothing.
        """
        key = search_key(text)
        if _CODE.fullmatch(key):
            rows = [row for row in self._rows(key) if row.held(born)]
            return sorted(rows, key=lambda row: row.end is not None)[: max(limit, 0)]
        dated = _possible_days(born) is not None
        held = (match for match in self._labels.matching(key) if self._held(match.at, born))
        best = nsmallest(limit, held, key=lambda match: self._order(match, dated=dated))
        return [self._place(match.at) for match in best]

    def postcode(self, text: str) -> tuple[Place, ...]:
        """The present communes of a postcode, most peopled first; empty when it is none.

        Some texts are both a postcode and a COG code: `valid_at` tells the second. Paris, Lyon and
        Marseille answer with the arrondissement.
        """
        rows = self._postcodes.get("".join(text.split()), [])
        ranked = sorted(rows, key=lambda at: (-self._thousands(at), self._codes[at]))
        return tuple(map(self._place, ranked))

    def _rows(self, code: str) -> list[Place]:
        first = bisect_left(self._codes, code)
        last = bisect_right(self._codes, code, lo=first)
        return [self._place(at) for at in range(first, last)]

    def _cells(self, at: int) -> list[str]:
        cells = self._lines[at].split("\t")
        return cells + [""] * (_COLUMNS - len(cells))

    def _place(self, at: int) -> Place:
        code, label, start, end, *_ = self._cells(at)
        return Place(code, label, start or None, end or None)

    def _thousands(self, at: int) -> int:
        cells = self._lines[at].split("\t", 5)
        return int(cells[4] or 0) if len(cells) > 4 else 0

    @cached_property
    def _postcodes(self) -> dict[str, list[int]]:
        """Lines by postcode."""
        index: dict[str, list[int]] = {}
        for at, line in enumerate(self._lines):
            if line.count("\t") == _COLUMNS - 1:
                for postcode in line.rsplit("\t", 1)[1].split(" "):
                    index.setdefault(postcode, []).append(at)
        return index

    @cached_property
    def _labels(self) -> LabelIndex:
        return LabelIndex([line.split("\t", 2)[1] for line in self._lines])

    def _held(self, at: int, born: str | None) -> bool:
        # Most lines have no period, and a search looks at thousands.
        return "\t\t\t" in self._lines[at] or self._place(at).held(born)

    def _order(self, match: Match, *, dated: bool) -> tuple[bool, int, int, str, int]:
        """What a search sorts by; `at` last keeps the order of the table."""
        ended = not dated and self._place(match.at).end is not None
        return ended, match.rank, -self._thousands(match.at), match.key, match.at
