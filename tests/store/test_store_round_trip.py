"""What is read equals what was written, and a version is written once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import (
    NOON,
    a_control,
    a_filing,
    a_former,
    a_matricule,
    a_patient,
    a_retrieval,
    plant,
)

from insdesk.errors import (
    DatabaseDamaged,
    DatabaseOfOtherEnvironment,
    PatientChanged,
    PatientUnknown,
    Refused,
)
from insdesk.identity.filing import Filing
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
from insdesk.identity.traits import Sexe, Traits
from insdesk.store import Database, Patients

FULL = replace(
    a_patient(order=7, checked=True, used_name="de l'Exemple", used_first_name="Zoé"),
    known_since="2020-01-31",
)


def test_a_whole_record_comes_back(patients: Patients) -> None:
    history = (a_former(), replace(a_former(), key="12", start_text=None))
    identity = replace(
        FULL.identity,
        retrieval=replace(FULL.identity.retrieval, history=history, verified_at=NOON),
        attributes=frozenset({Attribut.HOMA}),
        invalidated=(a_retrieval(8), a_retrieval(9, history=history, message_id="urn:uuid:9")),
    )
    stored = patients.file(a_filing(replace(FULL, identity=identity)))
    assert stored == replace(FULL, identity=identity, version=1)
    assert patients.get(FULL.uid) == stored


def test_how_a_trait_was_typed_is_forgotten(patients: Patients) -> None:
    stored = patients.file(a_filing(FULL))
    assert stored.traits.typed == ()
    assert patients.get(FULL.uid).identity.control.snapshot.typed == ()


def test_history_follows_the_record(patients: Patients) -> None:
    one = patients.file(a_filing(FULL))
    for history in ((a_former(),), (a_former(), a_former("1840399000002")), ()):
        retrieval = replace(one.identity.retrieval, history=history)
        changed = replace(one, identity=replace(one.identity, retrieval=retrieval))
        one = patients.file(a_filing(changed))
        assert patients.get(one.uid) == one


def test_evidence_is_kept_for_each_version(database: Database, patients: Patients) -> None:
    one = patients.file(a_filing(FULL, evidence={"device": "CN", "seen": NOON}))
    patients.file(a_filing(one, evidence=None))
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT patient_version, record FROM evidence").all()
    assert [(version, json.loads(record)["device"]) for version, record in rows] == [(1, "CN")]


def test_an_unknown_record_is_said(patients: Patients) -> None:
    with pytest.raises(PatientUnknown):
        patients.get("nobody")
    with pytest.raises(PatientUnknown):
        patients.file(a_filing(FULL, expected_version=3))


def test_a_record_changed_meanwhile_is_not_written_over(patients: Patients) -> None:
    first = patients.file(a_filing(FULL))
    second = patients.file(a_filing(replace(first, known_since="2019-01-01")))
    with pytest.raises(PatientChanged):
        patients.file(a_filing(first))
    with pytest.raises(PatientChanged):
        patients.file(a_filing(FULL))
    assert patients.get(FULL.uid) == second


def test_one_matricule_is_active_once(patients: Patients) -> None:
    patients.file(a_filing(a_patient("p1", order=1)))
    with pytest.raises(Refused) as refusal:
        patients.file(a_filing(a_patient("p2", order=1, first_name="LEA", first_names="LEA")))
    assert refusal.value.rule == "IV-210"
    other = patients.file(a_filing(a_patient("p3", order=3)))
    taken = replace(other.identity, retrieval=a_retrieval(1))
    with pytest.raises(Refused):
        patients.file(a_filing(replace(other, identity=taken)))
    assert [one.uid for one in patients.holding(a_matricule().number, a_matricule().oid)] == ["p1"]
    assert patients.counts()[""] == 2


@pytest.mark.parametrize("attribute", [Attribut.DOUT, Attribut.FICT])
def test_a_doubtful_record_holds_no_active_matricule(
    attribute: Attribut, patients: Patients
) -> None:
    patients.file(a_filing(a_patient("p1", order=1, attributes=frozenset({attribute}))))
    patients.file(a_filing(a_patient("p2", order=1)))
    assert [one.uid for one in patients.holding(a_matricule().number, a_matricule().oid)] == ["p2"]


def test_environments_are_never_mixed(patients: Patients) -> None:
    with pytest.raises(DatabaseOfOtherEnvironment):
        patients.file(a_filing(a_patient(environment=Environment.PRODUCTION)))
    foreign = replace(FULL.identity, retrieval=a_retrieval(environment=Environment.ESSAI))
    with pytest.raises(DatabaseOfOtherEnvironment):
        patients.file(a_filing(replace(FULL, identity=foreign)))
    assert patients.counts()[""] == 0


def test_several_filings_are_one(patients: Patients) -> None:
    filings = [a_filing(a_patient(f"p{n}", order=n)) for n in (1, 2)]
    with pytest.raises(Refused):
        patients.file_all([*filings, a_filing(a_patient("p3", order=1))])
    assert patients.counts()[""] == 0
    assert [one.uid for one in patients.file_all(filings)] == ["p1", "p2"]


@pytest.mark.parametrize(
    "damage",
    ["sex='Z'", "matricule_oid='1.2'", "created_at='hier'", "control_snapshot='{'"],
)
def test_an_impossible_row_is_damage_and_quotes_nothing(
    damage: str, path: Path, patients: Patients
) -> None:
    patients.file(a_filing(FULL))
    plant(path, f"UPDATE patient SET {damage}")
    with pytest.raises(DatabaseDamaged) as problem:
        patients.get(FULL.uid)
    assert "DURANVAL" not in str(problem.value)
    assert problem.value.__cause__ is None


# --- any patient -------------------------------------------------------------------------------

NAMES = st.from_regex(r"[A-Z]([A-Z]|[ '-](?=[A-Z])){0,20}[A-Z]", fullmatch=True)
OFFSETS = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=OFFSETS)
TRAITS = st.builds(
    Traits,
    birth_name=st.none() | NAMES,
    first_name=st.none() | NAMES,
    first_names=st.none() | NAMES,
    birth_date=st.none() | st.dates().map(str) | st.just("1952-00-00"),
    sex=st.none() | st.sampled_from(Sexe),
    birth_place=st.none() | st.sampled_from(["63220", "2A004", "99999"]),
    birth_date_interpreted=st.booleans(),
    typed=st.just((("birth_name", "Fictif"),)),
)
TEXTS = st.text(max_size=12)
FORMER = st.builds(
    FormerMatricule,
    number=TEXTS,
    key=st.none() | TEXTS,
    oid=TEXTS,
    start_text=st.none() | TEXTS,
    end_text=st.none() | TEXTS,
)
ORDERS = itertools.count(1)
RETRIEVALS = st.builds(
    Retrieval,
    channel=st.sampled_from(Channel),
    at=MOMENTS,
    matricule=st.builds(lambda: a_matricule(next(ORDERS))),
    history=st.lists(FORMER, max_size=3).map(tuple),
    environment=st.just(Environment.DECOUVERTE),
    message_id=TEXTS,
    verified_at=st.none() | MOMENTS,
)
CONTROLS = st.builds(
    Control,
    kind=st.sampled_from(ControlKind),
    proof=TEXTS,
    at=MOMENTS,
    snapshot=TRAITS,
    adult_proof=st.none() | TEXTS,
    expired_document=st.booleans(),
)
IDENTITIES = st.builds(
    Identity,
    traits=TRAITS,
    retrieval=st.none() | RETRIEVALS,
    control=st.none() | CONTROLS,
    attributes=st.frozensets(st.sampled_from(Attribut)),
    invalidated=st.lists(RETRIEVALS, max_size=2).map(tuple),
)
PATIENTS = st.builds(
    Patient,
    uid=st.just("set by the test: no two examples may share one"),
    identity=IDENTITIES,
    used_name=st.none() | TEXTS,
    used_first_name=st.none() | TEXTS,
    created_at=MOMENTS,
    traits_recorded_at=MOMENTS,
    known_since=st.none() | st.dates().map(str),
)


@pytest.fixture(scope="module")
def shared_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patients]:
    base = Database.open(tmp_path_factory.mktemp("any") / "any.db", Environment.DECOUVERTE)
    yield Patients(base)
    base.close()


@settings(deadline=None, max_examples=60)
@given(first=PATIENTS, identity=IDENTITIES)
def test_any_patient_comes_back(shared_base: Patients, first: Patient, identity: Identity) -> None:
    first = replace(first, uid=f"any-{next(ORDERS)}")
    stored = shared_base.file(Filing(patient=first, expected_version=0))
    assert stored == replace(first, version=1)
    assert shared_base.get(first.uid) == stored
    changed = replace(stored, identity=identity)
    again = shared_base.file(Filing(patient=changed, expected_version=1))
    assert shared_base.get(first.uid) == again == replace(changed, version=2)
    assert shared_base.get(first.uid).status is identity.status


def test_control_snapshot_may_differ_from_the_traits(patients: Patients) -> None:
    other = a_patient(first_name="LEA", first_names=None).traits
    identity = replace(FULL.identity, control=a_control(other, adult_proof="PA"))
    stored = patients.file(a_filing(replace(FULL, identity=identity)))
    assert patients.get(FULL.uid).identity.control == stored.identity.control
