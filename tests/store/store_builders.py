"""Fictitious patients for the tests of the store, with valid defaults."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import (
    Attribut,
    Channel,
    Control,
    ControlKind,
    Identity,
    Patient,
    Retrieval,
)
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.identity.traits import Traits

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"


def a_traits(**changes: Any) -> Traits:
    values = {
        "birth_name": "DURANVAL",
        "first_name": "JEANNE",
        "first_names": "JEANNE MARIE CECILE",
        "birth_date": "1985-03-12",
        "sex": "F",
        "birth_place": "63220",
    } | changes
    return Traits.from_text(**values)


def a_matricule(order: int = 1) -> Matricule:
    return Matricule.parse(f"2850399{order:06d}", TEST_OID)


def a_retrieval(order: int = 1, **changes: Any) -> Retrieval:
    values = {"channel": Channel.CV, "at": NOON, "matricule": a_matricule(order)} | changes
    return Retrieval(**values)


def a_control(traits: Traits, **changes: Any) -> Control:
    values = {"kind": ControlKind.DOC, "proof": "CN", "at": NOON, "snapshot": traits} | changes
    return Control(**values)


def a_patient(
    uid: str = "p1",
    *,
    order: int | None = None,
    checked: bool = False,
    attributes: frozenset[Attribut] = frozenset(),
    used_name: str | None = None,
    used_first_name: str | None = None,
    environment: Environment = Environment.DECOUVERTE,
    version: int = 0,
    **traits: Any,
) -> Patient:
    """PROV by default; `order` gives it an INS, `checked` a document."""
    strict = a_traits(**traits)
    return Patient(
        uid=uid,
        identity=Identity(
            traits=strict,
            retrieval=None if order is None else a_retrieval(order, environment=environment),
            control=a_control(strict) if checked else None,
            attributes=attributes,
        ),
        used_name=used_name,
        used_first_name=used_first_name,
        created_at=NOON,
        traits_recorded_at=NOON,
        environment=environment,
        version=version,
    )


def a_former(number: str = "1840399000001") -> FormerMatricule:
    return FormerMatricule(
        number=number, key=None, oid=TEST_OID, start_text="2019-05-01", end_text="2009-01-01"
    )


def some_events(uid: str) -> list[JournalEvent]:
    return [
        JournalEvent(
            type="INSI_RESULT",
            patient_uid=uid,
            facts={"operation": "x", "message_id": "urn:uuid:1", "code": "00", "attempt": 1},
        ),
        JournalEvent(
            type="STATUS_CHANGED",
            patient_uid=uid,
            facts={"transition": "T06", "actor": {"national_id": "899000000001"}},
            detail={"birth_name": "DURANVAL"},
            status_before="RECUP",
            status_after="QUAL",
        ),
    ]


def a_filing(patient: Patient, **changes: Any) -> Filing:
    """Everything a qualification writes."""
    values = {
        "patient": patient,
        "expected_version": patient.version,
        "events": some_events(patient.uid),
        "evidence": {"device": "CN", "at": NOON},
    } | changes
    return Filing(**values)


def dump(path: Path) -> list[object]:
    """The whole content of a base, word index included, to compare a before and an after."""
    with closing(sqlite3.connect(path)) as connection:
        content = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        for kind, name, sql in list(content):
            # The word index shows itself only in the tables that carry it.
            if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
                content += connection.execute(f"SELECT '{name}', * FROM {name}").fetchall()
        return [*content, connection.execute("PRAGMA application_id").fetchone()]


def plant(path: Path, *statements: str) -> None:
    """Change a base behind the desk's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
