"""A desk of lists for the tests of S17 and S14: lines, counts and a pre-check made to measure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from builders import a_control, a_patient, a_retrieval, an_identity, some_traits
from insdesk.identity.compare import Comparison
from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Patient, Status
from insdesk.identity.resemblance import Likeness, Resemblance, side_by_side
from insdesk.identity.todo import TodoKind, TodoLine
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Prior

SINCE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STATUSES = tuple(Status)


def a_row(number: int = 0, *, status: Status = Status.PROV, used_name: str = "") -> PatientRow:
    """A fictitious record of the list."""
    return PatientRow(
        uid=f"00000000-0000-4000-8000-{number:012d}",
        sort_key=f"EXEMPLE {number:06d}",
        used_name=used_name,
        birth_name=f"EXEMPLE{number}",
        first_name="TESTINI",
        birth_date="1985-03-12",
        status=status,
    )


def a_line(kind: TodoKind, number: int = 0, **facts: object) -> TodoLine:
    """One line of a group."""
    asked: dict[str, object] = {
        "reason": "",
        "rule": "IV-703",
        "since": SINCE,
        "patient": a_row(number, status=STATUSES[number % 4]),
    }
    if kind is TodoKind.DOUBLON:
        asked |= {"rule": "IV-211", "other": a_row(number + 1)}
    if kind is TodoKind.ANOMALIE:
        asked |= {"reason": f"A{number % 12 + 1:02d}", "rule": "IV-031", "trait": "birth_name"}
    return TodoLine(kind=kind, **{**asked, **facts})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Slice:
    """How far the pre-check is."""

    done: int
    total: int
    found: int


@dataclass
class SlowCheck:
    """A pre-check of `total` records, `size` at a time."""

    total: int
    size: int = 200
    done: int = 0
    kept: int = 0

    @property
    def finished(self) -> bool:
        return self.done >= self.total

    def step(self) -> Slice:
        self.done = min(self.total, self.done + self.size)
        return Slice(self.done, self.total, self.done // 10)

    def keep(self) -> None:
        self.kept += 1


@dataclass
class ListDesk:
    """`todo`, `todo_counts` and the pre-check, as the desk gives them."""

    lines: dict[TodoKind, list[TodoLine]] = field(default_factory=dict)
    records: int = 3_200
    asked: list[tuple[TodoKind, int]] = field(default_factory=list)
    checks: list[SlowCheck] = field(default_factory=list)

    def todo_counts(self) -> dict[TodoKind, int]:
        return {kind: len(self.lines.get(kind, [])) for kind in TodoKind}

    def todo(self, kind: TodoKind, *, after: int = 0, limit: int = 200) -> list[TodoLine]:
        self.asked.append((kind, after))
        return self.lines.get(kind, [])[after : after + limit]

    def begin_precheck(self) -> SlowCheck:
        self.checks.append(SlowCheck(self.records))
        return self.checks[-1]


def a_full_desk(each: int = 12) -> ListDesk:
    """Lines in every group."""
    return ListDesk({kind: [a_line(kind, n) for n in range(each)] for kind in TodoKind})


# --- two records --------------------------------------------------------------------------------

ONE, OTHER = "00000000-0000-4000-8000-00000000aaaa", "00000000-0000-4000-8000-00000000bbbb"


@dataclass(frozen=True)
class Seen:
    """What a merge would leave."""

    kept: Patient
    gone: Patient
    after: Patient
    rows: Comparison
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Done:
    """One merge."""

    id: str
    kept_uid: str
    gone_uid: str
    at: datetime
    reason: str
    can_undo: bool = True
    undone_at: datetime | None = None


@dataclass
class PairDesk:
    """Merging as the desk offers it, between two records that resemble each other."""

    records: dict[str, Patient]
    refusals: tuple[Refusal, ...] = ()
    likeness: Likeness | None = Likeness.DOUBLON
    done: list[Done] = field(default_factory=list)
    judged: list[tuple[object, ...]] = field(default_factory=list)
    previews: list[tuple[str, str]] = field(default_factory=list)

    def lookalikes(self, uid: str) -> tuple[Prior, ...]:
        if self.likeness is None:
            return ()
        same = Resemblance(likeness=self.likeness, rule="IV-211")
        others = [one for key, one in self.records.items() if key != uid]
        return tuple(Prior(patient=one, resemblance=same) for one in others)

    def merge_preview(self, kept_uid: str, gone_uid: str) -> Seen:
        self.previews.append((kept_uid, gone_uid))
        kept, gone = self.records[kept_uid], self.records[gone_uid]
        rows = side_by_side(kept.traits, gone.traits)
        return Seen(kept, gone, kept, rows, self.refusals)

    def merge(self, kept_uid: str, gone_uid: str, reason: str) -> Patient:
        self.done.append(Done(f"{len(self.done) + 1}", kept_uid, gone_uid, SINCE, reason))
        return self.records[kept_uid]

    def merges(self, uid: str) -> tuple[Done, ...]:
        return tuple(one for one in self.done if uid in (one.kept_uid, one.gone_uid))

    def undo_merge(self, merge_id: str) -> tuple[Patient, Patient]:
        (found,) = [one for one in self.done if one.id == merge_id]
        self.done[self.done.index(found)] = replace(found, can_undo=False, undone_at=SINCE)
        return self.records[found.kept_uid], self.records[found.gone_uid]

    def judge_pair(self, *said: object) -> None:
        self.judged.append(said)


def two_alike(**facts: object) -> PairDesk:
    """Élodie twice: once qualified, once typed in a hurry."""
    whole = a_patient(uid=ONE, identity=an_identity(retrieval=a_retrieval(), control=a_control()))
    hurried = a_patient(
        uid=OTHER,
        identity=an_identity(
            traits=some_traits(birth_name="Tilleuil", first_names=None, birth_place=None)
        ),
        used_name="Fictif",
    )
    return PairDesk({ONE: whole, OTHER: hurried}, **facts)  # type: ignore[arg-type]
