"""The base as texts: all it holds, in the order of the numbers, whatever the rules of today say."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_builders import a_filing, a_patient, plant

from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Attribut
from insdesk.identity.survey import surveyed
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.store import Database, Journal, Patients
from insdesk.store.survey import Survey


@pytest.fixture
def survey(database: Database) -> Survey:
    return Survey(database)


def test_a_record_is_read_as_it_is_stored(patients: Patients, survey: Survey) -> None:
    homonym = frozenset({Attribut.HOMD})
    one = a_patient("p1", order=1, checked=True, attributes=homonym, used_name="Œuvre")
    patients.file(a_filing(one))
    bare = patients.file(a_filing(a_patient("p2", first_names=None, sex=None, birth_place=None)))
    assert survey.records("", 10) == [surveyed(patients.get("p1")), surveyed(bare)]
    assert survey.records("", 1)[0].flags == ("HOMD",)
    assert survey.count() == 2


def test_pages_follow_the_numbers(patients: Patients, survey: Survey) -> None:
    for number in (3, 1, 4, 2):
        patients.file(a_filing(a_patient(f"p{number}")))
    assert [one.uid for one in survey.records("", 3)] == ["p1", "p2", "p3"]
    assert [one.uid for one in survey.records("p3", 3)] == ["p4"]
    assert survey.records("p4", 3) == []


def test_what_no_rule_of_today_lets_in_is_read_all_the_same(
    path: Path, patients: Patients, survey: Survey
) -> None:
    patients.file(a_filing(a_patient("p1", order=1)))
    plant(
        path,
        "UPDATE patient SET birth_name = 'été 2', sex = 'X', birth_date = 'hier', "
        "birth_place = 'Paris', matricule_number = 'ABC', matricule_key = '1'",
    )
    (one,) = survey.records("", 10)
    assert (one.birth_name, one.sex, one.birth_date, one.birth_place) == (
        "été 2",
        "X",
        "hier",
        "Paris",
    )
    assert (one.number, one.key) == ("ABC", "1")


def test_records_merged_away_are_left_out(path: Path, patients: Patients, survey: Survey) -> None:
    for uid in ("p1", "p2"):
        patients.file(a_filing(a_patient(uid)))
    plant(path, "UPDATE patient SET merged_into = 'p1' WHERE uid = 'p2'")
    assert [one.uid for one in survey.records("", 10)] == ["p1"]
    assert survey.count() == 1


def dismissed(uid: str, other: str, type_: str = "DUPLICATE_DISMISSED") -> JournalEvent:
    return JournalEvent(type=type_, patient_uid=uid, facts={"autre": other})


def test_pairs_judged_or_waiting_are_settled(
    patients: Patients, journal: Journal, survey: Survey
) -> None:
    for uid in ("p1", "p2", "p3"):
        patients.file(a_filing(a_patient(uid)))
    journal.append(dismissed("p2", "p1"), dismissed("p1", "p2"))
    note = TodoNote(
        kind=TodoKind.DOUBLON, patient_uid="p3", reason="X", rule="IV-211", other_uid="p1"
    )
    patients.file(a_filing(patients.get("p3"), events=(), evidence=None, opens=(note,)))
    assert survey.settled_pairs() == {("p1", "p2"), ("p1", "p3")}


def test_a_pair_doubted_again_is_no_longer_two_persons(journal: Journal, survey: Survey) -> None:
    journal.append(dismissed("p2", "p1"))
    journal.append(dismissed("p1", "p2", "DUPLICATE_DETECTED"))
    assert survey.settled_pairs() == frozenset()
    journal.append(JournalEvent(type="DUPLICATE_DISMISSED", facts={"autre": "p2"}))
    journal.append(JournalEvent(type="DUPLICATE_DISMISSED", patient_uid="p2"))
    assert survey.settled_pairs() == frozenset()
