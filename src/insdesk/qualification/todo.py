"""« À traiter » (S17): the lists, and what ends a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from insdesk.errors import Refused
from insdesk.identity.todo import DERIVED, TodoKind, TodoLine, TodoNote
from insdesk.qualification.bench import Bench
from insdesk.qualification.precheck import Precheck
from insdesk.qualification.roles import Act

VERIFY_AFTER_MONTHS = 36
"""An INS that was not verified for three years is to be verified again (IV-702, low end)."""


class TodoUse(Bench):
    """Use cases of the list. Reading it needs no card; ending a line is journaled by its act."""

    def todo_counts(self) -> Mapping[TodoKind, int]:
        """Local lane. How many lines each group has; every group is there."""
        return self._to.todos.counts(overdue=self._overdue())

    def todo(self, kind: TodoKind, *, after: int = 0, limit: int = 200) -> list[TodoLine]:
        """Local lane. The lines of one group after the first `after`."""
        return self._to.todos.page(kind, overdue=self._overdue(), after=after, limit=limit)

    def todo_done(self, line: TodoLine) -> None:
        """Local lane. End one line by hand; what a record says by itself ends only by acting.

        Raises `Refused` IV-102 SE_LEVE_SEULE for such a line.
        """
        if line.kind in DERIVED:
            raise Refused("IV-102", "SE_LEVE_SEULE")
        self._gate(Act.SEARCH_CREATE)
        self._to.todos.close(note_of(line))

    def begin_precheck(self) -> Precheck:
        """Local lane. The offline pre-check of the whole base, to be done slice by slice."""
        today = self._to.clock().astimezone().date()
        return Precheck(self._to.survey, self._to.todos, self._to.places, today)

    def _overdue(self) -> datetime:
        """The moment before which an INS was verified too long ago."""
        return months_before(self._to.clock(), VERIFY_AFTER_MONTHS)


def note_of(line: TodoLine) -> TodoNote:
    """The note that a line shows."""
    return TodoNote(
        kind=line.kind,
        patient_uid=line.patient.uid,
        reason=line.reason,
        rule=line.rule,
        other_uid=line.other.uid if line.other else None,
        trait=line.trait,
    )


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or the last of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue  # 30 February and its like
    return moment.replace(year=year, month=month + 1, day=min(moment.day, 27))
