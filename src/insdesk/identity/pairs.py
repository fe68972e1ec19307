"""Records alike within a whole base: fed one record at a time, in time that grows with the base.

The table of `resemblance` decides; this only finds, among all records, those worth asking about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import islice

from insdesk.identity.precheck import BETWEEN, Finding
from insdesk.identity.resemblance import Sketch, alike, texts_near
from insdesk.identity.survey import Surveyed

MOST_MET = 4
"""Records of one place of an index that a new one is compared with."""

MOST_SAID = 4
"""Lines that one record may have: fifty records of one person are not a thousand lines."""


class Pairs:
    """The records met so far, by what could make another one resemble them."""

    def __init__(self, settled: Iterable[tuple[str, str]] = ()) -> None:
        """`settled` are pairs already judged, both numbers sorted: they are not said again."""
        self._settled = frozenset(settled)
        self._sketches: dict[str, Sketch] = {}
        # Tuples of texts and not lists: the garbage collector then leaves them out of its rounds,
        # which on a large base would be felt between two slices.
        self._met: dict[Hashable, tuple[str, ...]] = {}
        self._days: dict[Hashable, tuple[str, ...] | set[str]] = {}

    def meet(self, one: Surveyed) -> tuple[Finding, ...]:
        """What this record has in common with those met before; it is met from now on."""
        if one.merged_into is not None:
            return ()
        seen = one.sketch()
        found = tuple(islice(self._alike(one.uid, seen), MOST_SAID))
        self._sketches[one.uid] = seen
        for place in _places(seen):
            there = self._met.get(place, ())
            if len(there) < MOST_MET:
                self._met[place] = (*there, one.uid)
        if seen.name and seen.first and seen.sex:
            self._add_day((*seen.by_name, seen.sex), seen.born)
        return found

    def _add_day(self, whose: Hashable, born: str) -> None:
        days = self._days.get(whose, ())
        if isinstance(days, set):
            days.add(born)
        elif born not in days:
            self._days[whose] = (*days, born) if len(days) < MOST_MET else {*days, born}

    def _alike(self, uid: str, seen: Sketch) -> Iterator[Finding]:
        told: set[str] = set()
        for other_uid, other in self._candidates(seen):
            pair = (min(uid, other_uid), max(uid, other_uid))
            if other_uid in told or pair in self._settled:
                continue
            if likeness := alike(seen, other):
                told.add(other_uid)
                row = BETWEEN[likeness.likeness.value]
                yield Finding(
                    uid=uid, id=row.id, code=row.code, rule=likeness.rule, other_uid=other_uid
                )

    def _candidates(self, seen: Sketch) -> Iterator[tuple[str, Sketch]]:
        for place in (*_places(seen), *_crossed(seen), *self._nearby(seen)):
            for uid in self._met.get(place, ()):
                yield uid, self._sketches[uid]

    def _nearby(self, seen: Sketch) -> Iterator[Hashable]:
        days = self._days.get((*seen.by_name, seen.sex), ())
        # Few days are compared one by one, many by the days that could be meant: never all pairs.
        near = days & texts_near(seen.born) if isinstance(days, set) else days
        for day in sorted(near):
            yield "names", seen.name, seen.first, day


def _places(seen: Sketch) -> Iterator[Hashable]:
    """Where a record is found again: its matricule, its names and date, its names and year."""
    if seen.matricule:
        yield "matricule", seen.matricule
    if not seen.born:
        return
    if seen.name:
        yield "names", seen.name, seen.first, seen.born
        yield "name", seen.name, seen.born
    if seen.used:
        yield "used", seen.used, seen.born
    if seen.name and seen.is_rounded:
        yield "year", seen.name, seen.first, seen.born[:4]


def _crossed(seen: Sketch) -> Iterator[Hashable]:
    """The birth name of one is the used name of the other."""
    if seen.born and seen.name:
        yield "used", seen.name, seen.born
    if seen.born and seen.used:
        yield "name", seen.used, seen.born
