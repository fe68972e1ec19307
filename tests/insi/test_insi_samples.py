"""Every published answer is read for what it says (insi.md §5, §11)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from insdesk.errors import InsiUnavailable
from insdesk.identity.matricule import Nature
from insdesk.identity.readings import Found, NotFound
from insdesk.insi.answer import read

Sample = Callable[[str], bytes]

# file, number, key, name, given names, sex, date, place, former numbers
EXPECTED = [
    (
        "OK_ADRTROIS_DOMINIQUE_2A",
        "297022A020778",
        "78",
        "ADRTROIS",
        "DOMINIQUE",
        "F",
        "1997-02-26",
        "2A020",
        (),
    ),
    (
        "OK_ADRTROIS_TOUSSAINT_2B",
        "160012B020777",
        "13",
        "ADRTROIS",
        "TOUSSAINT",
        "M",
        "1960-01-01",
        "2B020",
        (),
    ),
    (
        "OK_TCHITCHI_CATARINA",
        "2360663220836",
        "56",
        "TCHITCHI",
        "CATARINA BELLA",
        "F",
        "1936-06-21",
        "63220",
        (),
    ),
    (
        "OK_ECETINSI_live_one_INSHISTO",
        "1090763220834",
        "89",
        "ECETINSI",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        "63220",
        (("2090763220834", "39"),),
    ),
    (
        "OK_ECETINSI_two_INSHISTO_TypeMatricule",
        "1090763220834",
        "89",
        "ECETINSI",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        "63220",
        (("2090763220834", "39"), ("2090663220123", "55")),
    ),
    ("TEST_2.05", "1090763220888", "35", "PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220", ()),
    (
        "TEST_2.08_cas1",
        "180032B020401",
        "23",
        "CORSE",
        "ANTHONY",
        "M",
        "1980-03-02",
        "2B020",
        (("180032B020401", "23"),),
    ),
]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row[0])
def test_the_published_answer_is_read_whole(row: tuple[object, ...], sample: Sample) -> None:
    name, number, key, birth_name, first_names, sex, birth_date, place, former = row
    found = read(200, sample(str(name)))
    assert isinstance(found, Found)
    assert found.matricule is not None
    assert (found.matricule.number, found.matricule.key) == (number, key)
    assert found.matricule_text == f"{number}{key}"
    assert (found.birth_name, found.first_names) == (birth_name, first_names)
    assert (found.sex, found.birth_date, found.birth_place) == (sex, birth_date, place)
    assert tuple((entry.number, entry.key) for entry in found.history) == former
    assert found.qualifiable
    assert found.warnings == ()


def test_a_nia_is_told_by_its_oid(sample: Sample) -> None:
    found = read(200, sample("TEST_2.05"))
    assert isinstance(found, Found)
    assert found.matricule is not None
    assert found.matricule.nature is Nature.NIA


def test_history_keeps_dates_that_contradict_each_other(sample: Sample) -> None:
    found = read(200, sample("OK_ECETINSI_live_one_INSHISTO"))
    assert isinstance(found, Found)
    assert (found.history[0].start_text, found.history[0].end_text) == ("2019-03-01", "2019-02-28")


def test_nobody_found_is_an_answer(sample: Sample) -> None:
    assert read(200, sample("REP_CR01")) == NotFound()


@pytest.mark.parametrize("status", [200, 500])
def test_the_published_fault_is_no_answer(status: int, sample: Sample) -> None:
    with pytest.raises(InsiUnavailable) as caught:
        read(status, sample("FAULT_insi_102_technical"))
    fault = caught.value
    assert (fault.code, fault.severity, fault.retryable) == ("insi_102", "fatal", True)
    assert fault.message_id is None
    assert (fault.user_text or "").startswith("Le service est temporairement inaccessible.")
    assert (fault.technical_text or "").endswith("renvoie une erreur technique.")


def test_no_published_answer_is_forgotten(shared_data: Path) -> None:
    files = {path.stem for path in (shared_data / "insi" / "responses").glob("*.xml")}
    tested = {row[0] for row in EXPECTED} | {"REP_CR01", "FAULT_insi_102_technical"}
    assert files == tested
