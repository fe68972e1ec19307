"""The journal: events are added, chained, read; never changed (rule book §14)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from insdesk.identity.filing import JournalEvent, JournalLine
from insdesk.store import driver
from insdesk.store.database import Database
from insdesk.store.driver import Values
from insdesk.store.encoding import canonical, moment_text
from insdesk.store.failures import reading_rows
from insdesk.store.tables import insi_call, journal, journal_detail, not_same

SCHEME = "sha256"
"""How a line is sealed; a keyed scheme will be another word in the same column."""

FIRST_PREV_HASH = "0" * 64

CALL_RESULT = "INSI_RESULT"
"""The event that also fills a line of `insi_call`, from the facts of the same names."""

_OTHER = "autre"
PAIR_JUDGED = {"DUPLICATE_DISMISSED": True, "DUPLICATE_DETECTED": False}
"""Events that also say whether two records, this one and that of the fact `autre`, are of two
persons."""

_CALL_FACTS = (
    "operation",
    "message_id",
    "code",
    "duration_ms",
    "environment",
    "attempt",
    "fault_codes",
    "answer_sha256",
)
_SEALED = (
    "seq",
    "at",
    "type",
    "patient_uid",
    "actor",
    "facts",
    "status_before",
    "status_after",
    "transition",
    "detail_hash",
    "scheme",
    "prev_hash",
)

_LAST = sa.select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)


def now_utc() -> datetime:
    """The default clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """The first `entries` lines hold; `first_broken` is the number of the next, None at the end.

    `head` is the hash of the last line that holds: kept elsewhere, it shows that the end was cut,
    which the chain alone cannot (crypto.md §7.3).
    """

    entries: int
    first_broken: int | None
    head: str

    @property
    def is_intact(self) -> bool:
        """Whether every line present is as it was written."""
        return self.first_broken is None


class Journal:
    """The append-only journal. Every method raises leaves of `StoreError` only."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database = database
        self._clock = clock

    def append(self, *events: JournalEvent) -> None:
        """Add events in one transaction."""
        if events:
            with self._database.transaction() as connection:
                write_events(connection, events, self._clock())

    def latest(self, limit: int, patient_uid: str | None = None) -> list[JournalLine]:
        """Newest first."""
        query = sa.select(journal).order_by(journal.c.seq.desc()).limit(limit)
        if patient_uid is not None:
            query = query.where(journal.c.patient_uid == patient_uid)
        with self._database.reading() as connection, reading_rows():
            return [_line(row) for row in connection.execute(query).mappings()]

    def of_types(self, patient_uid: str, types: Collection[str]) -> list[JournalLine]:
        """Every line of these types about one record, newest first."""
        query = (
            sa.select(journal)
            .where(journal.c.patient_uid == patient_uid, journal.c.type.in_(types))
            .order_by(journal.c.seq.desc())
        )
        with self._database.reading() as connection, reading_rows():
            return [_line(row) for row in connection.execute(query).mappings()]

    def details(
        self, patient_uid: str, types: Collection[str]
    ) -> list[tuple[JournalLine, Mapping[str, object]]]:
        """These lines with their detail, which may hold traits, newest first (IV-701)."""
        query = (
            sa.select(journal, journal_detail.c.detail)
            .join(journal_detail, journal_detail.c.seq == journal.c.seq)
            .where(journal.c.patient_uid == patient_uid, journal.c.type.in_(types))
            .order_by(journal.c.seq.desc())
        )
        with self._database.reading() as connection, reading_rows():
            found = connection.execute(query).mappings()
            return [(_line(row), json.loads(row["detail"])) for row in found]

    def counts_since(self, since: datetime) -> Mapping[str, int]:
        """How many events of each type since `since`, itself included."""
        at = moment_text(since)
        # Read backwards from the newest: an index on the time would be one more page to write
        # at each commit.
        older = sa.select(journal.c.seq).where(journal.c.at < at).order_by(journal.c.seq.desc())
        with self._database.reading() as connection:
            last_older = connection.scalar(older.limit(1)) or 0
            query = (
                sa.select(journal.c.type, sa.func.count())
                .where(journal.c.seq > last_older)
                .group_by(journal.c.type)
            )
            return dict(connection.execute(query).all())


def verify(database: Database) -> ChainReport:
    """Read the whole journal and check every number, link, seal and detail."""
    query = (
        sa.select(journal, journal_detail.c.salt, journal_detail.c.detail)
        .join(journal_detail, journal_detail.c.seq == journal.c.seq, isouter=True)
        .order_by(journal.c.seq)
    )
    entries, head = 0, FIRST_PREV_HASH
    with database.reading() as connection:
        for row in connection.execute(query).mappings():
            told = None if row["salt"] is None else detail_hash(row["salt"], row["detail"])
            holds = (
                row["seq"] == entries + 1
                and row["scheme"] == SCHEME
                and row["prev_hash"] == head
                and row["hash"] == seal(dict(row))
                and row["detail_hash"] == told
            )
            if not holds:
                return ChainReport(entries=entries, first_broken=row["seq"], head=head)
            entries, head = entries + 1, row["hash"]
    return ChainReport(entries=entries, first_broken=None, head=head)


def write_events(connection: sa.Connection, events: Sequence[JournalEvent], at: datetime) -> None:
    """Add `events` within a transaction that already has the right to write."""
    last = driver.first(connection, _LAST, {}) or {"seq": 0, "hash": FIRST_PREV_HASH}
    seq, previous = last["seq"], last["hash"]
    lines, details, calls = list[Values](), list[Values](), list[Values]()
    for event in events:
        seq += 1
        line = _values(event, seq, moment_text(at), previous)
        if event.detail:
            salt, detail = secrets.token_hex(16), canonical(event.detail)
            line["detail_hash"] = detail_hash(salt, detail)
            details.append({"seq": seq, "salt": salt, "detail": detail})
        line["hash"] = previous = seal(line)
        lines.append(line)
        if event.type == CALL_RESULT:
            calls.append(_call_values(event, line))
    for table, rows in ((journal, lines), (journal_detail, details), (insi_call, calls)):
        driver.insert(connection, table, rows)
    for event in events:
        if event.type in PAIR_JUDGED and event.patient_uid and _OTHER in event.facts:
            pair = (event.patient_uid, str(event.facts[_OTHER]))
            _judge_pair(connection, min(pair), max(pair), PAIR_JUDGED[event.type], at)


def _judge_pair(connection: sa.Connection, one: str, other: str, two: bool, at: datetime) -> None:
    """Remember, or forget, that these records are of two persons."""
    keyed = (not_same.c.one_uid == one, not_same.c.other_uid == other)
    connection.execute(not_same.delete().where(*keyed))
    if two:
        values: Values = {"one_uid": one, "other_uid": other, "at": moment_text(at)}
        driver.insert(connection, not_same, [values])


def seal(line: Mapping[str, object]) -> str:
    """The hash of one line, that of the line before included (crypto.md §7.3)."""
    return hashlib.sha256(canonical([line[name] for name in _SEALED]).encode()).hexdigest()


def detail_hash(salt: str, detail: str) -> str:
    """What the clear line says of its detail: it cannot be changed, nor guessed without it."""
    return hashlib.sha256(f"{salt}{detail}".encode()).hexdigest()


def _values(event: JournalEvent, seq: int, at: str, previous: str) -> Values:
    facts = dict(event.facts)
    return {
        "seq": seq,
        "at": at,
        "type": event.type,
        "patient_uid": event.patient_uid,
        "actor": canonical(facts.pop("actor", None)),
        "transition": facts.pop("transition", None),
        "facts": canonical(facts),
        "status_before": event.status_before,
        "status_after": event.status_after,
        "detail_hash": None,
        "scheme": SCHEME,
        "prev_hash": previous,
    }


def _call_values(event: JournalEvent, line: Mapping[str, object]) -> Values:
    facts = json.loads(canonical({name: event.facts.get(name) for name in _CALL_FACTS}))
    if facts["fault_codes"] is not None:
        facts["fault_codes"] = canonical(facts["fault_codes"])
    common = {"journal_seq": line["seq"], "at": line["at"], "patient_uid": event.patient_uid}
    return {**common, **facts}


def _line(row: sa.RowMapping) -> JournalLine:
    facts = json.loads(row["facts"])
    if (actor := json.loads(row["actor"])) is not None:
        facts["actor"] = actor
    if row["transition"] is not None:
        facts["transition"] = row["transition"]
    return JournalLine(
        seq=row["seq"],
        at=datetime.fromisoformat(row["at"]),
        type=row["type"],
        patient_uid=row["patient_uid"],
        facts=facts,
        status_before=row["status_before"],
        status_after=row["status_after"],
    )
