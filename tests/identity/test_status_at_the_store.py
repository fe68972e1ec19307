"""One (matricule, OID) is active on at most one record: random lives filed in the real base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from random_events import EVENTS, creation

import builders
from insdesk.errors import Refused
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Identity, Patient
from insdesk.identity.readings import Environment
from insdesk.identity.status import apply
from insdesk.store.database import Database
from insdesk.store.patients import Patients

RECORDS = tuple(f"00000000-0000-4000-8000-{n:012d}" for n in range(40))
EVENTS_TRIED = 800


@pytest.fixture
def patients(tmp_path: Path) -> Iterator[Patients]:
    database = Database.open(tmp_path / "home" / "insdesk.db", Environment.DECOUVERTE, wait_ms=50)
    yield Patients(database)
    database.close()


def _next(patient: Patient | None, uid: str, rng: Random) -> Patient | None:
    """The record after a random event, or None when the table refuses it."""
    event = rng.choice(EVENTS)(rng) if patient is not None else creation(rng)
    try:
        identity = apply(patient.identity if patient else None, event)
    except Refused:
        return None
    if patient is None:
        return builders.a_patient(uid=uid, identity=identity)
    return replace(patient, identity=identity)


def _active(stored: dict[str, Patient]) -> Counter[tuple[str, str]]:
    held = (one.identity.retrieval for one in stored.values())
    return Counter((one.matricule.number, one.matricule.oid) for one in held if one)


@pytest.mark.parametrize("seed", range(3))
def test_an_ins_is_active_on_one_record_at_most(patients: Patients, seed: int) -> None:
    rng, held, refused = Random(seed), dict[str, Patient](), Counter[str]()
    for _ in range(EVENTS_TRIED):
        uid = rng.choice(RECORDS)
        before = held.get(uid)
        after = _next(before, uid, rng)
        if after is None or (before and after.identity == before.identity):
            continue
        try:
            held[uid] = patients.file(
                Filing(patient=after, expected_version=before.version if before else 0)
            )
        except Refused as refusal:
            refused[refusal.rule] += 1
        assert not [key for key, records in _active(held).items() if records > 1]
    assert set(refused) == {"IV-210"}
    assert refused["IV-210"] > 10, "no two records wanted the same INS: nothing was shown"
    stored = {uid: patients.get(uid) for uid in held}
    assert {uid: _kept(one) for uid, one in stored.items()} == {
        uid: _kept(one) for uid, one in held.items()
    }
    assert max(_active(stored).values(), default=0) <= 1


def _kept(one: Patient) -> tuple[object, ...]:
    identity: Identity = one.identity
    held = identity.retrieval.matricule if identity.retrieval else None
    return identity.status, identity.traits, held, identity.attributes, one.version
