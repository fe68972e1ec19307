"""A base of the first schema, with data, brought to the second: nothing lost, all in force."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from store_builders import a_control, a_filing, a_former, a_patient, a_traits, dump, plant

from insdesk.errors import MigrationFailed
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.readings import Environment
from insdesk.store import Database, Journal, Patients, database, rows, tables, verify

ADDED = ("control_adult_link", "merged_into")


def people() -> list[Patient]:
    qualified = a_patient("qua", order=1, checked=True, used_name="de l'Œuvre")
    retrieval = replace(qualified.identity.retrieval, history=(a_former(),))
    return [
        replace(qualified, identity=replace(qualified.identity, retrieval=retrieval)),
        a_patient("rec", order=2, birth_name="TESTINI"),
        a_patient("val", checked=True, birth_name="EXEMPLE"),
        a_patient("dou", attributes=frozenset({Attribut.DOUT}), birth_name="FICTIF"),
    ]


@pytest.fixture
def old(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base made by the first migration alone, filled with the columns that it has."""
    monkeypatch.setattr(database, "SCHEMA", "0001")
    Database.open(path, Environment.DECOUVERTE).close()
    monkeypatch.undo()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for position, one in enumerate(people()):
            values = rows.patient_values(replace(one, version=3)) | {"position": position}
            _insert(connection, "patient", {k: v for k, v in values.items() if k not in ADDED})
            for former in rows.history_values(one):
                _insert(connection, "ins_history", former)
    return path


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def test_the_old_base_is_one_of_the_first_schema(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        names = {row[1] for row in connection.execute("PRAGMA table_info(patient)")}
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert not names & set(ADDED)
    assert {column.name for column in tables.patient.c} - {"status"} == (names | set(ADDED)) - {
        "status"
    }


def test_every_record_is_read_as_it_was(old: Path) -> None:
    base = Database.open(old, Environment.DECOUVERTE)
    patients = Patients(base)
    for one in people():
        assert patients.get(one.uid) == replace(one, version=3)
    assert patients.counts() == {"PROV": 1, "RECUP": 1, "VALI": 1, "QUAL": 1, "": 4}
    assert [row.uid for row in patients.page("oeuvre")] == ["qua"]
    assert [row.uid for row in patients.page("testini")] == ["rec"]
    assert verify(base).is_intact
    base.close()


def test_the_new_columns_and_counts_are_in_force(old: Path) -> None:
    base = Database.open(old, Environment.DECOUVERTE)
    patients = Patients(base)
    child = a_control(a_traits(), proof="AN", adult_proof="CN", adult_link="PARENT")
    one = patients.get("val")
    one = replace(one, identity=replace(one.identity, control=child))
    assert patients.file(a_filing(one, events=())).identity.control == child
    assert patients.get("val").identity.control == child
    away = replace(patients.get("rec"), merged_into="qua")
    patients.file(a_filing(away, events=()))
    assert patients.counts() == {"PROV": 1, "RECUP": 0, "VALI": 1, "QUAL": 1, "": 3}
    assert patients.page("testini") == []
    # The word index still agrees with its triggers after a change of name.
    renamed = replace(patients.get("qua"), used_name="Garanceau")
    patients.file(a_filing(renamed, events=()))
    assert patients.page("oeuvre") == []
    assert [row.uid for row in patients.page("garanceau")] == ["qua"]
    assert Journal(base).latest(5) == []
    base.close()


def test_the_former_file_is_kept_aside(old: Path) -> None:
    before = dump(old)
    Database.open(old, Environment.DECOUVERTE).close()
    assert dump(old.with_name(f"{old.name}.before-{database.SCHEMA}")) == before


def test_an_upgrade_that_fails_leaves_the_old_base(old: Path) -> None:
    plant(old, "CREATE TABLE merge (id VARCHAR)")
    before = dump(old)
    for _ in range(2):
        with pytest.raises(MigrationFailed):
            Database.open(old, Environment.DECOUVERTE)
        assert dump(old) == before
    plant(old, "DROP TABLE merge")
    base = Database.open(old, Environment.DECOUVERTE)
    assert Patients(base).counts()[""] == 4
    base.close()
