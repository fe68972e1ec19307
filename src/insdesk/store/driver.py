"""The short way to the driver, for the few statements of a commit.

The library takes three to eight times as long as the base itself over a statement this small
(measured), and a qualification has ten of them. The SQL still comes from the tables, written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from insdesk.errors import DatabaseLocked

Values = dict[str, object]
"""One row to write, by column."""

_DIALECT = SQLiteDialect_pysqlite(paramstyle="named")


def first(
    connection: sa.Connection, query: sa.Select[Any], values: Mapping[str, object]
) -> dict[str, Any] | None:
    """The first row by column, None if there is none. Booleans come as 0 and 1."""
    sql, known = _query_sql(query)
    cursor = _driver(connection).execute(sql, {**known, **values})
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    cursor.close()
    return None if row is None else dict(zip(names, row, strict=True))


def every(
    connection: sa.Connection, query: sa.Select[Any], values: Mapping[str, object]
) -> list[dict[str, Any]]:
    """Every row by column. Booleans come as 0 and 1."""
    sql, known = _query_sql(query)
    cursor = _driver(connection).execute(sql, {**known, **values})
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    cursor.close()
    return found


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Values]) -> None:
    """Add rows, all with the same columns; none is fine."""
    if rows:
        _driver(connection).executemany(_write_sql(table, tuple(rows[0]), None), rows)


def update(connection: sa.Connection, table: sa.Table, values: Values, *, key: str) -> None:
    """Write `values` over the row whose `key` they name."""
    changed = tuple(name for name in values if name != key)
    if changed:
        sql = _write_sql(table, changed, key)
        _driver(connection).execute(sql, values | {"of_key": values[key]})


def _driver(connection: sa.Connection) -> Any:
    """The driver's own connection, within the same transaction: sqlite3 or its encrypted double."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise DatabaseLocked("no connection")
    return driver


@lru_cache(maxsize=16)
def _query_sql(query: sa.Select[Any]) -> tuple[str, Mapping[str, object]]:
    compiled = query.compile(dialect=_DIALECT)
    return str(compiled), compiled.params


@lru_cache(maxsize=64)
def _write_sql(table: sa.Table, columns: tuple[str, ...], key: str | None) -> str:
    if key is None:
        return str(table.insert().compile(dialect=_DIALECT, column_keys=columns))
    clause = table.update().where(table.c[key] == sa.bindparam("of_key"))
    return str(clause.compile(dialect=_DIALECT, column_keys=columns))
