"""The offline pre-check of 20 000 records, and the counts of « À traiter », beside their floors."""

from __future__ import annotations

import gc
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench_people import NOW, OID, SYLLABLES, a_patient
from measures import Figure, figure, paired

from insdesk.identity.filing import Filing
from insdesk.identity.matricule import Matricule, expected_key
from insdesk.identity.patient import Channel, Patient, Retrieval
from insdesk.identity.places import Places
from insdesk.identity.readings import Environment
from insdesk.identity.traits import Sexe
from insdesk.paths import resource
from insdesk.qualification.precheck import Precheck
from insdesk.store.database import Database
from insdesk.store.patients import Patients
from insdesk.store.survey import Survey
from insdesk.store.todos import Todos

RECORDS = 20_000
PRECHECK_BAR = 25.0
"""The floor reads the same rows and does nothing with them: some fifty milliseconds."""
COUNTS_BAR = 4.0
"""The floor counts rows of the same base, in the same scan."""
ROWS = "SELECT * FROM patient ORDER BY uid"
COUNT = "SELECT count(*) FROM patient WHERE retrieval_at < '2000'"


def someone(number: int) -> Patient:
    """A qualified record: names and days as varied as those of a practice, a few of them alike."""
    chance = random.Random(number // 2 if number % 400 == 1 else number)
    one = a_patient(number)
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    traits = replace(
        one.traits,
        birth_name="".join(chance.choices(SYLLABLES, k=4)),
        first_name="".join(chance.choices(SYLLABLES, k=2)),
        birth_date=f"{chance.randrange(1930, 2026)}-{month:02d}-{day:02d}",
        birth_place=f"{chance.randrange(1, 20):02d}{chance.randrange(1, 400):03d}",
    )
    sex, year = "2" if one.traits.sex is Sexe.F else "1", str(traits.birth_date)[2:4]
    digits = f"{sex}{year}{month:02d}99{number:06d}"
    matricule = Matricule(digits, expected_key(digits), OID)
    retrieval = Retrieval(channel=Channel.CV, at=NOW, matricule=matricule)
    identity = replace(one.identity, traits=traits, retrieval=retrieval)
    return replace(one, identity=identity)


def survey(folder: Path, runs: int = 5) -> list[Figure]:
    """Both figures, on one base."""
    path = folder / "survey.db"
    database = Database.open(path, Environment.DECOUVERTE)
    patients = Patients(database)
    for first in range(0, RECORDS, 1000):
        numbers = range(first, first + 1000)
        patients.file_all([Filing(patient=someone(n), expected_version=0) for n in numbers])
    places = Places.read(resource("places", "places.tsv").read_text("utf-8"))
    todos = Todos(database, lambda: NOW)
    # What making the base leaves behind is not what is measured.
    gc.freeze()
    try:
        with closing(sqlite3.connect(path)) as bare:

            def check() -> None:
                run = Precheck(Survey(database), todos, places, date(2026, 11, 2))
                while not run.finished:
                    run.step()

            looked = paired(check, lambda: bare.execute(ROWS).fetchall(), runs)
            counted = paired(
                lambda: todos.counts(overdue=NOW), lambda: bare.execute(COUNT).fetchall(), 20
            )
    finally:
        gc.unfreeze()
        database.close()
    return [
        figure("offline pre-check of 20 000", *looked, PRECHECK_BAR),
        figure("counts of « À traiter »", *counted, COUNTS_BAR),
    ]
