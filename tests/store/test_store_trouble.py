"""Whatever goes wrong while writing, the base holds everything of a filing or nothing of it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import a_filing, a_former, a_patient, dump, plant

from insdesk.errors import DatabaseLocked, DiskFull, StoreError
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment
from insdesk.store import Database, Journal, Patients, verify

WRITES = [
    ("INSERT", "patient", ""),
    ("INSERT", "ins_history", ""),
    ("INSERT", "evidence", ""),
    ("INSERT", "journal", "WHEN new.seq = 1"),
    ("INSERT", "journal", "WHEN new.seq = 2"),
    ("INSERT", "journal_detail", ""),
    ("INSERT", "insi_call", ""),
    ("UPDATE", "status_count", ""),
]


def qualified(uid: str = "p1", order: int = 1) -> Patient:
    one = a_patient(uid, order=order, checked=True)
    retrieval = replace(one.identity.retrieval, history=(a_former(),))
    return replace(one, identity=replace(one.identity, retrieval=retrieval))


@pytest.mark.parametrize(("verb", "table", "when"), WRITES)
def test_a_failing_statement_leaves_nothing(
    verb: str, table: str, when: str, path: Path, patients: Patients
) -> None:
    plant(
        path,
        f"CREATE TRIGGER planted BEFORE {verb} ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, 'planted'); END",
    )
    before = dump(path)
    with pytest.raises(StoreError) as problem:
        patients.file(a_filing(qualified()))
    assert dump(path) == before
    told = "".join(traceback.format_exception(problem.value))
    assert not any(trait in told for trait in ("DURANVAL", "JEANNE", "1985-03-12", "2850399"))
    plant(path, "DROP TRIGGER planted")
    assert patients.file(a_filing(qualified())).version == 1


@pytest.mark.parametrize(("verb", "table"), [("UPDATE", "patient"), ("DELETE", "ins_history")])
def test_a_failing_change_leaves_the_record_as_it_was(
    verb: str, table: str, path: Path, patients: Patients
) -> None:
    stored = patients.file(a_filing(qualified()))
    plant(
        path,
        f"CREATE TRIGGER planted BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'planted'); END",
    )
    before = dump(path)
    bare = replace(stored, identity=replace(stored.identity, retrieval=None))
    with pytest.raises(StoreError):
        patients.file(a_filing(bare))
    assert dump(path) == before
    assert patients.get("p1") == stored


def test_a_locked_file_is_said_and_nothing_is_written(path: Path, patients: Patients) -> None:
    stored = patients.file(a_filing(qualified()))
    before = dump(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked):
            patients.file(a_filing(stored))
        assert patients.get("p1") == stored
    assert dump(path) == before
    assert patients.file(a_filing(stored)).version == 2


def test_a_full_disk_is_said_and_nothing_is_written(path: Path) -> None:
    small: list[sqlite3.Connection] = []

    def connect(file: Path, wait_ms: int) -> sqlite3.Connection:
        small.append(sqlite3.connect(file, isolation_level=None, check_same_thread=False))
        return small[-1]

    base = Database.open(path, Environment.DECOUVERTE, connect=connect)
    patients = Patients(base)
    stored = patients.file(a_filing(qualified()))
    (pages,) = small[-1].execute("PRAGMA page_count").fetchone()
    small[-1].execute(f"PRAGMA max_page_count={pages + 1}")
    before = dump(path)
    heavy = [JournalEvent(type="X", facts={"text": "x" * 20_000}, patient_uid="p1")]
    with pytest.raises(DiskFull):
        patients.file(a_filing(stored, events=heavy))
    with pytest.raises(DiskFull):
        Journal(base).append(*heavy)
    assert dump(path) == before
    small[-1].execute("PRAGMA max_page_count=100000")
    assert patients.file(a_filing(stored, events=heavy)).version == 2
    base.close()


def test_a_file_that_cannot_be_written_is_said(path: Path, patients: Patients) -> None:
    patients.file(a_filing(qualified()))

    def connect(file: Path, wait_ms: int) -> sqlite3.Connection:
        connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        return connection

    base = Database.open(path, Environment.DECOUVERTE, connect=connect)
    with pytest.raises(DatabaseLocked):
        Patients(base).file(a_filing(qualified("p2", 2)))
    base.close()
    assert patients.counts()[""] == 1


def test_an_interrupted_use_case_leaves_nothing(path: Path, database: Database) -> None:
    before = dump(path)

    def use_case() -> None:
        with database.transaction() as connection:
            connection.exec_driver_sql("UPDATE meta SET created_at='now'")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use_case()
    assert dump(path) == before


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_builders import a_filing, a_patient
from insdesk.identity.filing import JournalEvent
from insdesk.identity.readings import Environment
from insdesk.store import Database, Patients
patients = Patients(Database.open(Path(sys.argv[1]), Environment.DECOUVERTE))
one = patients.get("p1")
while True:
    events = [JournalEvent(type="X", patient_uid="p1", facts={"n": n}) for n in range(40)]
    one = patients.file(a_filing(one, events=events))
    print(one.version, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2, 5, 9, 14])
def test_a_killed_program_leaves_whole_filings(lines: int, path: Path) -> None:
    base = Database.open(path, Environment.DECOUVERTE)
    Patients(base).file(a_filing(a_patient(), events=()))
    base.close()
    command = [sys.executable, "-c", WRITER, str(path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(lines)]
        # The writer is within the next filing, wherever that is.
        os.kill(writer.pid, signal.SIGKILL)
    base = Database.open(path, Environment.DECOUVERTE)
    version = Patients(base).get("p1").version
    with base.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM evidence").scalar()
    report = verify(base)
    base.close()
    assert version >= told[-1]
    assert (kept, report.entries, report.first_broken) == (version, (version - 1) * 40, None)
