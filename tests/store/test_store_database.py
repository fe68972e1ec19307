"""Opening a base: private, marked, refused when it is not the right one."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_builders import a_filing, a_patient, dump, plant

from insdesk.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseOfOtherEnvironment,
)
from insdesk.identity.readings import Environment
from insdesk.store import Database, Patients
from insdesk.store.database import SCHEMA

DECOUVERTE = Environment.DECOUVERTE


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def reopen(path: Path, environment: Environment = DECOUVERTE) -> None:
    Database.open(path, environment, wait_ms=50).close()


@pytest.fixture
def closed(path: Path) -> Path:
    """A sound base with one patient, closed."""
    base = Database.open(path, DECOUVERTE)
    Patients(base).file(a_filing(a_patient()))
    base.close()
    return path


def test_folder_and_files_are_private(path: Path, database: Database, patients: Patients) -> None:
    patients.file(a_filing(a_patient()))
    files = sorted(path.parent.iterdir())
    assert [file.name.removeprefix(path.name) for file in files] == ["", "-shm", "-wal"]
    assert {mode(file) for file in files} == {0o600}
    assert mode(path.parent) == 0o700


def test_a_file_left_open_to_others_is_closed(closed: Path) -> None:
    closed.chmod(0o644)
    closed.parent.chmod(0o755)
    reopen(closed)
    assert (mode(closed), mode(closed.parent)) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("recursive_triggers", 1)],
)
def test_habits_of_every_connection(pragma: str, value: object, database: Database) -> None:
    with database.reading() as first, database.reading() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_what_was_written_is_there_at_the_next_start(closed: Path) -> None:
    base = Database.open(closed, DECOUVERTE)
    assert Patients(base).get("p1").traits.birth_name == "DURANVAL"
    base.close()


def test_opening_a_current_base_imports_no_migration_library(closed: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from insdesk.store import Database\n"
        "from insdesk.identity.readings import Environment\n"
        f"Database.open(Path({str(closed)!r}), Environment.DECOUVERTE).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False)
    assert run.returncode == 0


def test_opening_changes_nothing(closed: Path) -> None:
    before = dump(closed)
    reopen(closed)
    assert dump(closed) == before
    assert [file.name for file in closed.parent.iterdir()] == [closed.name]


@pytest.mark.parametrize("asked", [Environment.ESSAI, Environment.PRODUCTION])
def test_another_environment_is_refused(asked: Environment, closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(DatabaseOfOtherEnvironment) as refusal:
        reopen(closed, asked)
    assert (refusal.value.found, refusal.value.expected) == ("découverte", asked.value)
    assert closed.read_bytes() == before


def test_a_mark_that_contradicts_the_table_is_refused(closed: Path) -> None:
    plant(closed, "UPDATE meta SET environment='production'")
    with pytest.raises(DatabaseOfOtherEnvironment):
        reopen(closed)


@pytest.mark.parametrize("version", ["0003", "9999", "00011", "a1b2c3"])
def test_a_newer_base_is_refused(version: str, closed: Path) -> None:
    plant(closed, f"UPDATE alembic_version SET version_num='{version}'")
    before = closed.read_bytes()
    with pytest.raises(DatabaseNewer):
        reopen(closed)
    assert closed.read_bytes() == before


@pytest.mark.parametrize("content", [b"x", b"hello", b"\0" * 100, os.urandom(5000), b"SQLite"])
def test_something_else_is_never_written_over(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        reopen(path)
    assert path.read_bytes() == content


def test_the_base_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    plant(path, "CREATE TABLE photos (id)")
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged):
        reopen(path)
    assert path.read_bytes() == before


def test_a_base_cut_short_is_damaged(closed: Path) -> None:
    closed.write_bytes(closed.read_bytes()[: 5 * 4096])
    with pytest.raises(DatabaseDamaged):
        reopen(closed)


def test_scrambled_pages_are_damaged(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    closed.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        reopen(closed)


def test_an_empty_file_becomes_a_base(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    reopen(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA,)


def test_a_file_held_by_another_program_cannot_be_opened(closed: Path) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked):
            reopen(closed)


def test_a_path_that_is_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseLocked):
        reopen(tmp_path)


def test_a_closed_base_leaves_one_file(closed: Path) -> None:
    assert [file.name for file in closed.parent.iterdir()] == [closed.name]


def test_the_way_in_can_be_replaced(path: Path) -> None:
    """Where a key will be given: nothing else opens the file once there is a base."""
    opened: list[Path] = []

    def connect(file: Path, wait_ms: int) -> sqlite3.Connection:
        opened.append(file)
        return sqlite3.connect(file, isolation_level=None, check_same_thread=False)

    base = Database.open(path, DECOUVERTE, connect=connect)
    Patients(base).file(a_filing(a_patient()))
    base.close()
    assert set(opened) == {path}
