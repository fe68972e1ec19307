"""What the journal keeps of former names: by record for the page, by piece for the pre-check."""

from __future__ import annotations

import pytest
from store_builders import a_filing, a_patient

from insdesk.identity.filing import JournalEvent
from insdesk.store import Database, Journal, Patients
from insdesk.store.survey import Survey

COMPL = "TRAIT_COMPL_CHANGED"


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database)


def used(uid: str, before: str | None, after: str | None) -> JournalEvent:
    detail = {"used_name": [before, after]}
    return JournalEvent(type=COMPL, patient_uid=uid, facts={"champs": ["used_name"]}, detail=detail)


def test_details_come_with_their_lines_newest_first(patients: Patients, journal: Journal) -> None:
    patients.file(a_filing(a_patient("p1")))
    journal.append(used("p1", "Un", "Deux"), used("p2", "Autre", None), used("p1", "Deux", None))
    journal.append(JournalEvent(type=COMPL, patient_uid="p1", facts={"champs": []}))
    told = journal.details("p1", (COMPL,))
    assert [dict(detail) for _, detail in told] == [
        {"used_name": ["Deux", None]},
        {"used_name": ["Un", "Deux"]},
    ]
    assert {line.patient_uid for line, _ in told} == {"p1"}
    assert journal.details("p1", ("QUALIFIED",)) == []


def test_the_survey_reads_used_names_of_before_piece_by_piece(
    patients: Patients, journal: Journal, database: Database
) -> None:
    for uid in ("p1", "p2", "p3"):
        patients.file(a_filing(a_patient(uid)))
    journal.append(
        used("p1", None, "Un"),
        used("p1", "Un", "Deux"),
        used("p3", "Trois", None),
        JournalEvent(
            type=COMPL,
            patient_uid="p2",
            facts={"champs": ["used_first_name"]},
            detail={"used_first_name": ["Zoé", None]},
        ),
    )
    survey = Survey(database)
    held = {one.uid: one.former_used_names for one in survey.records("", 10)}
    assert held == {"p1": ("Un",), "p2": (), "p3": ("Trois",)}
    assert [one.former_used_names for one in survey.records("p2", 10)] == [("Trois",)]
    assert survey.records("p3", 10) == []
