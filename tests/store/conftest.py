"""A base on a real file for each test of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk.identity.readings import Environment
from insdesk.store import Database, Journal, Patients


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "insdesk-decouverte.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    base = Database.open(path, Environment.DECOUVERTE, wait_ms=50)
    yield base
    base.close()


@pytest.fixture
def patients(database: Database) -> Patients:
    return Patients(database)


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database)
