"""The journal only grows, and shows that it only grew."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path

import pytest
from store_builders import NOON, a_filing, a_patient, plant, some_events

from insdesk.identity.filing import JournalEvent
from insdesk.identity.readings import Environment, Operation
from insdesk.qualification import ports
from insdesk.store import Database, Journal, Patients, verify
from insdesk.store.encoding import canonical, moment_text

APPEND_ONLY = ["journal", "journal_detail", "evidence"]


@pytest.fixture
def filled(patients: Patients, journal: Journal) -> Journal:
    """Five lines: three alone, two with a filing."""
    journal.append(*(JournalEvent(type="X", facts={"n": n}) for n in range(3)))
    patients.file(a_filing(a_patient()))
    return journal


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {0} SET rowid = rowid",
        "UPDATE {0} SET {1} = 'x'",
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_what_is_written_stays(
    statement: str, table: str, path: Path, filled: Journal, database: Database
) -> None:
    column = {"journal": "type", "journal_detail": "detail", "evidence": "record"}[table]
    if "rowid" in statement and table == "evidence":
        statement = "UPDATE {0} SET patient_version = patient_version"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plant(path, statement.format(table, column))
    assert verify(database).entries == 5


def test_lines_come_back_newest_first(filled: Journal) -> None:
    lines = filled.latest(2)
    assert [(line.seq, line.type) for line in lines] == [(5, "STATUS_CHANGED"), (4, "INSI_RESULT")]
    event = some_events("p1")[1]
    assert lines[0].facts == event.facts
    assert (lines[0].status_before, lines[0].status_after) == ("RECUP", "QUAL")
    assert [line.seq for line in filled.latest(10, "p1")] == [5, 4]
    assert filled.latest(10, "nobody") == []


def test_no_line_shows_a_detail(filled: Journal, path: Path) -> None:
    assert "DURANVAL" not in repr(filled.latest(10))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM journal").fetchall()
        details = connection.execute("SELECT seq, detail FROM journal_detail").fetchall()
    assert "DURANVAL" not in repr(rows)
    assert details == [(5, '{"birth_name":"DURANVAL"}')]


def test_a_result_of_insi_also_fills_a_call(journal: Journal, database: Database) -> None:
    facts = {
        "operation": Operation.BY_VITALE,
        "message_id": "urn:uuid:2",
        "duration_ms": 812,
        "environment": Environment.DECOUVERTE,
        "attempt": 2,
        "fault_codes": ("siram_30",),
        "answer_sha256": "ab",
        "criteria": ["names"],
    }
    journal.append(JournalEvent(type="INSI_RESULT", patient_uid="p9", facts=facts))
    journal.append(JournalEvent(type="INSI_CALL", facts=facts))
    with database.reading() as connection:
        calls = connection.exec_driver_sql("SELECT * FROM insi_call").mappings().all()
    kept = {name: value for name, value in dict(calls[0]).items() if name != "at"}
    assert len(calls) == 1
    assert kept == {
        "journal_seq": 1,
        "patient_uid": "p9",
        "operation": "rechercherInsAvecCarteVitale",
        "message_id": "urn:uuid:2",
        "code": None,
        "duration_ms": 812,
        "environment": "découverte",
        "attempt": 2,
        "fault_codes": '["siram_30"]',
        "answer_sha256": "ab",
    }


def test_counts_since_a_moment(database: Database) -> None:
    moments = [NOON - timedelta(days=1), NOON, NOON + timedelta(hours=1)]
    clock = iter(moments)
    journal = Journal(database, clock=lambda: next(clock))
    for kind in ("A", "B", "B"):
        journal.append(JournalEvent(type=kind))
    assert journal.counts_since(NOON) == {"B": 2}
    assert journal.counts_since(NOON - timedelta(days=2)) == {"A": 1, "B": 2}
    assert journal.counts_since(NOON + timedelta(days=2)) == {}
    assert [line.at for line in journal.latest(9)] == moments[::-1]


def test_nothing_to_append_is_fine(journal: Journal) -> None:
    journal.append()
    assert journal.latest(9) == []


def test_an_intact_journal_is_told(filled: Journal, database: Database) -> None:
    report = verify(database)
    assert (report.entries, report.first_broken, report.is_intact) == (5, None, True)
    filled.append(JournalEvent(type="X"))
    assert verify(database).head != report.head


TAMPERING = [
    ("UPDATE journal SET facts='{\"n\":9}' WHERE seq=2", 2),
    ("UPDATE journal SET at=replace(at, '2', '3') WHERE seq=3", 3),
    ("UPDATE journal SET actor='{}' WHERE seq=1", 1),
    ("UPDATE journal SET patient_uid='p2' WHERE seq=5", 5),
    ("UPDATE journal SET status_after='PROV' WHERE seq=5", 5),
    ("UPDATE journal SET scheme='none' WHERE seq=4", 4),
    ("UPDATE journal SET hash=prev_hash WHERE seq=2", 2),
    ("DELETE FROM journal WHERE seq=3", 4),
    ("DELETE FROM journal WHERE seq=1", 2),
    ("UPDATE journal_detail SET detail='{}'", 5),
    ("DELETE FROM journal_detail", 5),
    ("INSERT INTO journal_detail VALUES (2, 'salt', '{}')", 2),
]


@pytest.mark.parametrize(("statement", "broken"), TAMPERING)
def test_tampering_is_located(
    statement: str, broken: int, path: Path, filled: Journal, database: Database
) -> None:
    drops = [f"DROP TRIGGER {t}_no_{v}" for t in APPEND_ONLY[:2] for v in ("update", "delete")]
    plant(path, *drops, statement)
    report = verify(database)
    assert report.first_broken == broken
    assert not report.is_intact


def test_the_chain_alone_does_not_see_a_cut_end_but_its_head_does(
    path: Path, filled: Journal, database: Database
) -> None:
    head = verify(database).head
    plant(
        path,
        *(f"DROP TRIGGER {table}_no_delete" for table in APPEND_ONLY[:2]),
        "DELETE FROM journal_detail WHERE seq=5",
        "DELETE FROM journal WHERE seq=5",
    )
    report = verify(database)
    assert (report.entries, report.is_intact) == (4, True)
    assert report.head != head


# --- texts ---------------------------------------------------------------------------------------


class Colour(Enum):
    RED = "rouge"


def test_canonical_text_does_not_depend_on_order() -> None:
    value = {"b": {3, 1}, "a": Colour.RED, "at": NOON, "c": (1, None), "é": {"y": 1, "x": 2}}
    shuffled = dict(reversed(value.items()))
    assert canonical(value) == canonical(shuffled)
    assert '"a":"rouge"' in canonical(value)
    assert '"b":[1,3]' in canonical(value)


@pytest.mark.parametrize("value", [object(), b"", float("nan")])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical({"x": value})


def test_moments_are_kept_in_utc_and_sort_as_texts() -> None:
    paris = timezone(timedelta(hours=2))
    moments = [
        datetime(2026, 1, 1, 1, tzinfo=paris),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    ]
    texts = [moment_text(moment) for moment in moments]
    assert texts == sorted(texts)
    assert [datetime.fromisoformat(text) for text in texts] == moments
    with pytest.raises(ValueError, match="offset"):
        moment_text(datetime(2026, 1, 1))


# --- ports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adapter", "port"), [(Patients, ports.PatientsPort), (Journal, ports.JournalPort)]
)
def test_adapters_fit_the_ports(adapter: type, port: type) -> None:
    wanted = {name for name in vars(port) if not name.startswith("_")}
    assert wanted
    for name in wanted:
        fits = inspect.signature(getattr(adapter, name), eval_str=False)
        assert fits == inspect.signature(getattr(port, name)), name
