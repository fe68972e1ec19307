"""All that only SQLite understands: pragmas, transactions, file marks, error codes, word index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

from insdesk.errors import DatabaseDamaged, DatabaseLocked, DiskFull, MigrationFailed, StoreError
from insdesk.identity.readings import Environment

Opening = Callable[[], sqlite3.Connection]
Connect = Callable[[Path, int], sqlite3.Connection]
"""Opens the file, given the milliseconds to wait for a lock: where a key will be given."""

APPLICATION_IDS = {
    Environment.DECOUVERTE: 0x494E5344,
    Environment.ESSAI: 0x494E5345,
    Environment.PRODUCTION: 0x494E5350,
}
"""`INSD`, `INSE`, `INSP`: the mark that `file` and a curious eye find in the header."""

_HEADER_BYTES = 100
_READ_ONLY_OPTION = "insdesk_reads"

_LEAVES: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    # A disk that fails to write is told as one without room: nothing more can be kept on it.
    sqlite3.SQLITE_IOERR: DiskFull,
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
    sqlite3.SQLITE_READONLY: DatabaseLocked,
    sqlite3.SQLITE_CANTOPEN: DatabaseLocked,
    sqlite3.SQLITE_PERM: DatabaseLocked,
}


def connect_plain(path: Path, wait_ms: int) -> sqlite3.Connection:
    """Open the file unencrypted; raises `DatabaseDamaged` if it is something else.

    The driver starts no transaction by itself: it would leave half a migration (style.md §6).
    """
    # A file of one byte passes for an empty base, and would be written over. Its size is asked
    # and the file not opened: closing it would drop the locks this process holds on it.
    if 0 < path.stat().st_size < _HEADER_BYTES:
        raise DatabaseDamaged("not a database")
    return sqlite3.connect(
        path, timeout=wait_ms / 1000, isolation_level=None, check_same_thread=False
    )


def prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Give every new connection its habits: keys enforced, nothing lost on a power cut."""
    for habit in (
        "foreign_keys=ON",
        "synchronous=FULL",
        "temp_store=MEMORY",
        "cell_size_check=ON",
        "recursive_triggers=ON",
        "cache_size=-16384",
    ):
        connection.execute(f"PRAGMA {habit}")
    return connection


def make_engine(opening: Opening) -> Engine:
    """An engine whose transactions begin with the right to write, or, for `reader`, without."""
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        creator=opening,
        poolclass=QueuePool,
        # Without it the values of a failed statement, hence traits, are in the error's text.
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def reader(engine: Engine) -> Engine:
    """The same base, for transactions that only look: they wait for nobody."""
    return engine.execution_options(**{_READ_ONLY_OPTION: True})


def _begin(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get(_READ_ONLY_OPTION, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file says of itself before anything is asked of its tables."""

    application_id: int
    has_tables: bool
    version: str | None
    environment: str | None


def inspect(connection: sqlite3.Connection) -> FileFacts:
    """Read the marks of a file without the migration library, which is slow to import."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    tables = {
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    return FileFacts(
        application_id=application_id,
        has_tables=bool(tables),
        version=_only(connection, "alembic_version", "version_num", tables),
        environment=_only(connection, "meta", "environment", tables),
    )


def _only(connection: sqlite3.Connection, table: str, column: str, tables: set[str]) -> str | None:
    if table not in tables:
        return None
    row = connection.execute(f"SELECT {column} FROM {table}").fetchone()  # noqa: S608 - our names
    return None if row is None else str(row[0])


def create_private(path: Path) -> None:
    """Make sure that the file exists and that only its owner reads it (0600)."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        # Not opened, for the locks (see `connect_plain`).
        path.chmod(0o600)


def use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and the writer work side by side; the file remembers it."""
    connection.execute("PRAGMA journal_mode=WAL")


def mark(connection: sa.Connection, environment: Environment) -> None:
    """Write the environment in the header, within the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_IDS[environment]}")


@contextmanager
def keys_relaxed(connection: sa.Connection) -> Iterator[None]:
    """Keys unenforced for one migration: rebuilding a table drops the old one. Starts before it.

    The pragma does nothing within a transaction, so it is given to the driver itself.
    """
    driver = connection.connection.driver_connection
    if driver is None:
        raise DatabaseLocked("no connection")
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def check_keys(connection: sa.Connection) -> None:
    """Raise `MigrationFailed` if a migration left a row without the row it belongs to."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise MigrationFailed("orphan rows")


def copy_aside(source: sqlite3.Connection, target: Path) -> None:
    """A whole, private, durable copy of the base, taken while it may be in use."""
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    create_private(draft)
    try:
        copy = sqlite3.connect(draft, isolation_level=None)
        try:
            source.backup(copy)
        finally:
            copy.close()
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def check_soundness(connection: sqlite3.Connection) -> None:
    """Raise `DatabaseDamaged` unless every page can be read and holds together."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DatabaseDamaged("quick check failed")


def leaf_for(error: BaseException | None) -> type[StoreError] | None:
    """The leaf that names a driver's error, None if the driver was misused: our own mistake."""
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return None
    # Without a code the driver could not read a value, such as a text that is no UTF-8.
    return _LEAVES.get(getattr(error, "sqlite_errorcode", -1) & 0xFF, DatabaseDamaged)


@contextmanager
def refusing_repeats(column: sa.Column[str], refusal: Exception) -> Iterator[None]:
    """Raise `refusal` when a row is not written because its `column` is on another one."""
    try:
        yield
    except sqlite3.IntegrityError as problem:
        is_unique = problem.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE
        if is_unique and f"{column.table.name}.{column.name}" in str(problem):
            raise refusal from None
        raise


# --- the word index, an FTS5 table filled by triggers -----------------------------------------


def word_query(words: Sequence[Sequence[str]], exact: str | None) -> str:
    """The index's own language: each word by one of its prefixes, `exact` as it is."""
    # Quoted, a word is never taken for an operator (a patient may be called OR).
    parts = ["(" + " OR ".join(f'"{prefix}"*' for prefix in word) + ")" for word in words]
    return " AND ".join([*parts, f'"{exact}"'] if exact else parts)


NTH_MATCH = sa.text(
    "SELECT rowid FROM patient_search WHERE patient_search MATCH :query AND rowid >= :start "
    "ORDER BY rowid LIMIT 1 OFFSET :skip"
)
"""Where the n-th match from `start` stands: how far one page has to look."""

MATCHES_BETWEEN = (
    "SELECT {columns} FROM patient_search CROSS JOIN patient "
    "ON patient.position = patient_search.rowid "
    "WHERE patient_search MATCH :query AND patient_search.rowid BETWEEN :start AND :end "
    "AND (patient.sort_key, patient.uid) > (:key, :uid) "
    "ORDER BY patient.sort_key, patient.uid LIMIT :limit"
)
"""The matches of some shelves in their exact order."""


def count_matches(questions: Sequence[str]) -> sa.TextClause:
    """How many match each question, `:most` at most: one row, one column a question."""
    one = (
        "(SELECT count(*) FROM (SELECT 1 FROM patient_search "
        "WHERE patient_search MATCH :query{0} LIMIT :most))"
    )
    counted = ", ".join(one.format(place) for place in range(len(questions)))
    return sa.text(f"SELECT {counted}").bindparams(
        **{f"query{place}": question for place, question in enumerate(questions)}
    )
