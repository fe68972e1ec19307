"""The offline pre-check of the base (S17), slice by slice: no call to INSi, nothing corrected.

The local lane is shared: each slice is short, so that what the user asks meanwhile passes between
two. Not asking for the next slice is all it takes to cancel; nothing is written before `keep`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from insdesk.identity.pairs import Pairs
from insdesk.identity.places import Places
from insdesk.identity.precheck import Finding, check
from insdesk.identity.survey import Surveyed
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification.ports import SurveyPort, TodosPort

SLICE = 100
"""Records looked at in one step: some ten milliseconds (measured, `make bench`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecheckProgress:
    """How far it is: records read, of how many there were, and how many have an anomaly."""

    done: int
    total: int
    found: int


class Precheck:
    """One pass over the base. Every method runs on the local lane.

    Records written meanwhile are seen as they are when their turn comes.
    """

    def __init__(self, survey: SurveyPort, todos: TodosPort, places: Places, today: date) -> None:
        self._survey = survey
        self._todos = todos
        self._places = places
        self._today = today
        self._total = survey.count()
        self._pairs = Pairs(survey.settled_pairs())
        self._after = ""
        self._done = 0
        self._findings: list[Finding] = []
        self._with_anomaly: set[str] = set()
        self.finished = False
        """Whether every record was read."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found so far."""
        return tuple(self._findings)

    def step(self) -> PrecheckProgress:
        """Look at the next slice; once finished, say how it ended."""
        if not self.finished:
            records = self._survey.records(self._after, SLICE)
            for one in records:
                self._look_at(one)
            self._done += len(records)
            self.finished = len(records) < SLICE
            self._after = records[-1].uid if records else self._after
        return PrecheckProgress(
            done=self._done,
            total=self._done if self.finished else max(self._total, self._done),
            found=len(self._with_anomaly),
        )

    def _look_at(self, one: Surveyed) -> None:
        found = (*check(one, self._today, self._places), *self._pairs.meet(one))
        self._findings += found
        if found:
            self._with_anomaly.add(one.uid)

    def keep(self) -> int:
        """Put what was found in « À traiter », in the place of the former anomalies.

        In one transaction; returns how many lines stand. Raises `RuntimeError` before the end:
        records not looked at yet would lose theirs.
        """
        if not self.finished:
            raise RuntimeError("the pre-check is not finished")
        return self._todos.replace(TodoKind.ANOMALIE, [_note(one) for one in self._findings])


def _note(one: Finding) -> TodoNote:
    """The line of a finding: its code has the sentence, its row is the rule that is named."""
    return TodoNote(
        kind=TodoKind.ANOMALIE,
        patient_uid=one.uid,
        reason=one.code,
        rule=one.id,
        other_uid=one.other_uid,
        trait=one.trait,
    )
