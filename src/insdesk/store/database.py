"""The file of one environment: opened, brought up to date and checked in one place."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Connection, Engine

from insdesk.errors import DatabaseDamaged, DatabaseNewer, DatabaseOfOtherEnvironment
from insdesk.identity.readings import Environment
from insdesk.paths import private_dir
from insdesk.store import sqlite
from insdesk.store.failures import translating_store_errors

SCHEMA = "0002"
"""The revision this program reads and writes: the newest of `migrations/versions`."""

WAIT_MS = 2000
"""How long a writer waits for another program before it gives up."""

_log = logging.getLogger(__name__)


class Database:
    """One open base. Methods may be called from any thread; a transaction stays in one."""

    def __init__(self, engine: Engine, path: Path, environment: Environment) -> None:
        self._engine = engine
        self._reader = sqlite.reader(engine)
        self.path = path
        self.environment = environment

    @classmethod
    def open(
        cls,
        path: Path,
        environment: Environment,
        *,
        connect: sqlite.Connect = sqlite.connect_plain,
        wait_ms: int = WAIT_MS,
    ) -> Database:
        """Open the base of `environment`, creating it if there is none.

        In order: private folder and file, refusals, copy aside and upgrade if one is due, check.
        Raises `DatabaseNewer`, `DatabaseOfOtherEnvironment`, `DatabaseDamaged`,
        `MigrationFailed`, `DatabaseLocked`, `DiskFull`; the file is then as it was.
        """
        with translating_store_errors():
            private_dir(path.parent)
            sqlite.create_private(path)

            def opening() -> sqlite3.Connection:
                return sqlite.prepare(connect(path, wait_ms))

            engine = sqlite.make_engine(opening)
            try:
                _make_ready(engine, opening, path, environment)
            except BaseException:
                engine.dispose()
                raise
        return cls(engine, path, environment)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Everything done inside is written together, or nothing is. Takes the right to write."""
        with translating_store_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the base for several questions. Nothing is written."""
        with translating_store_errors(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the file; what was committed is all in it."""
        self._engine.dispose()


def _make_ready(
    engine: Engine, opening: sqlite.Opening, path: Path, environment: Environment
) -> None:
    connection = opening()
    try:
        facts = sqlite.inspect(connection)
        refuse(facts, environment)
        sqlite.use_wal(connection)
        if facts.version != SCHEMA:
            # Imported only here: it costs a start more than all the rest of the opening.
            from insdesk.store import upgrade

            if facts.has_tables:
                sqlite.copy_aside(connection, path.with_name(f"{path.name}.before-{SCHEMA}"))
            upgrade.bring_up_to_date(engine, SCHEMA, environment)
            _log.info("base upgraded from %s to %s", facts.version, SCHEMA)
        sqlite.check_soundness(connection)
    finally:
        connection.close()


def refuse(facts: sqlite.FileFacts, environment: Environment) -> None:
    """Raise if a file is not one of ours, is newer, or is of another environment."""
    marks = {number: name.value for name, number in sqlite.APPLICATION_IDS.items()}
    if not facts.has_tables and facts.application_id == 0:
        return
    if facts.application_id not in marks or facts.version is None or facts.environment is None:
        raise DatabaseDamaged("not a base of insdesk")
    for found in (marks[facts.application_id], facts.environment):
        if found != environment.value:
            raise DatabaseOfOtherEnvironment(found, environment.value)
    if len(facts.version) != len(SCHEMA) or facts.version > SCHEMA:
        raise DatabaseNewer(facts.version)
