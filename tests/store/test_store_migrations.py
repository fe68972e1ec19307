"""The migrations make the tables of the models, and make them whole or not at all."""

from __future__ import annotations

import ast
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from store_builders import a_filing, a_patient, dump

from insdesk.errors import DiskFull, MigrationFailed
from insdesk.identity.readings import Environment
from insdesk.paths import migrations_dir
from insdesk.store import Database, Patients, database, upgrade
from insdesk.store.tables import metadata

NEXT = "9000"
FAILING = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "0002"


def upgrade():
    op.add_column("patient", sa.Column("planted", sa.String()))
    op.execute("UPDATE patient SET birth_name = 'PLANTED'")
    op.create_table("planted", sa.Column("id", sa.Integer()))
    {failure}
"""


def schema(path: Path) -> dict[str, str]:
    """The statement of every table and index that the models know of."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') "
            "AND sql IS NOT NULL AND name NOT LIKE 'patient_search%' AND name <> 'alembic_version'"
        ).fetchall()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def test_migrations_give_the_tables_of_the_models(tmp_path: Path) -> None:
    Database.open(tmp_path / "migrated.db", Environment.ESSAI).close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = schema(tmp_path / "migrated.db")
    assert migrated == schema(tmp_path / "models.db")
    assert set(metadata.tables) <= set(migrated)


def test_the_program_knows_its_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    assert ScriptDirectory.from_config(config).get_heads() == [database.SCHEMA]


def test_migrations_import_nothing_of_the_program() -> None:
    for file in migrations_dir().rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("insdesk")], file.name


@pytest.fixture
def plant_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give the program one more migration, that ends with `failure`."""

    def plant(failure: str) -> None:
        folder = tmp_path / "100%migrations"
        shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9000_planted.py").write_text(FAILING.format(failure=failure))
        monkeypatch.setattr(upgrade, "migrations_dir", lambda: folder)
        monkeypatch.setattr(database, "SCHEMA", NEXT)

    return plant


FAILURES = [
    "raise RuntimeError('planted')",
    "op.execute('SELECT nothing FROM nowhere')",
    "op.execute('INSERT INTO ins_history SELECT \\'nobody\\',0,1,\\'1\\',NULL,\\'1\\',"
    "NULL,NULL,NULL,NULL,NULL,NULL,NULL')",
]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_migration_leaves_the_base_as_it_was(
    failure: str, path: Path, plant_revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Database.open(path, Environment.DECOUVERTE)
    stored = Patients(base).file(a_filing(a_patient()))
    base.close()
    before, content = dump(path), path.read_bytes()
    plant_revision(failure)
    for _ in range(2):
        with pytest.raises(MigrationFailed):
            Database.open(path, Environment.DECOUVERTE)
        assert dump(path) == before
        assert path.read_bytes() == content
    monkeypatch.undo()
    base = Database.open(path, Environment.DECOUVERTE)
    assert Patients(base).get("p1") == stored
    base.close()


def test_a_first_migration_that_fails_leaves_no_table(path: Path, plant_revision) -> None:
    plant_revision(FAILURES[0])
    with pytest.raises(MigrationFailed):
        Database.open(path, Environment.DECOUVERTE)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert connection.execute("PRAGMA application_id").fetchone() == (0,)


def test_a_migration_keeps_a_private_copy_of_what_was(path: Path, plant_revision) -> None:
    base = Database.open(path, Environment.DECOUVERTE)
    Patients(base).file(a_filing(a_patient()))
    base.close()
    before = dump(path)
    plant_revision("op.execute('SELECT 1')")
    Database.open(path, Environment.DECOUVERTE).close()
    copy = path.with_name(f"{path.name}.before-{NEXT}")
    assert dump(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert dump(path) != before
    assert sorted(path.parent.iterdir()) == [path, copy]


def test_keys_are_enforced_again_after_a_migration(path: Path, plant_revision) -> None:
    plant_revision("op.execute('SELECT 1')")
    base = Database.open(path, Environment.DECOUVERTE)
    with base.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    base.close()


def test_a_disk_full_during_a_migration_is_said_as_such(path: Path, plant_revision) -> None:
    Database.open(path, Environment.DECOUVERTE).close()
    before = dump(path)
    plant_revision("op.execute('CREATE TABLE heavy AS SELECT zeroblob(1000000)')")

    def connect(file: Path, wait_ms: int) -> sqlite3.Connection:
        connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 10}")
        return connection

    with pytest.raises(DiskFull):
        Database.open(path, Environment.DECOUVERTE, connect=connect)
    assert dump(path) == before
