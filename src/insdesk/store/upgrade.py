"""Bringing a base to the schema of this program, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from insdesk.errors import DatabaseLocked, DiskFull, MigrationFailed
from insdesk.identity.readings import Environment
from insdesk.paths import migrations_dir
from insdesk.store import sqlite
from insdesk.store.encoding import moment_text
from insdesk.store.tables import meta


def bring_up_to_date(engine: sa.Engine, target: str, environment: Environment) -> None:
    """Run the missing migrations and mark the file, in one transaction.

    Raises `MigrationFailed` if a migration cannot be done, `DiskFull` or `DatabaseLocked` when
    the disk or another program is to blame; the file is then as it was.
    """
    try:
        with engine.connect() as connection, sqlite.keys_relaxed(connection), connection.begin():
            command.upgrade(_configured(connection), target)
            sqlite.check_keys(connection)
            if connection.scalar(sa.select(meta.c.id)) is None:
                born = moment_text(datetime.now(UTC))
                row = {"id": 1, "environment": environment.value, "created_at": born}
                connection.execute(meta.insert(), row)
            sqlite.mark(connection, environment)
    except (sa.exc.SQLAlchemyError, CommandError, RuntimeError, LookupError, ValueError) as problem:
        leaf = sqlite.leaf_for(getattr(problem, "orig", None))
        if leaf in (DiskFull, DatabaseLocked):
            raise leaf("during the upgrade") from problem
        raise MigrationFailed(type(problem).__name__) from problem


def _configured(connection: sa.Connection) -> Config:
    config = Config()
    # Alembic reads its options as templates: a % in the folder's name must be doubled.
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
