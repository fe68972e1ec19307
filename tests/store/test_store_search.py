"""The list: every word finds its patient, every page follows the one before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import a_filing, a_matricule, a_patient

from insdesk.identity.filing import Filing, PatientRow
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.readings import Environment
from insdesk.store import Database, Patients, listing, search

SYLLABLES = ("BA", "DU", "RAN", "VAL", "MO", "TI", "NI", "LE", "FIC", "D'A", "O-")


def found(patients: Patients, text: str, **options: object) -> list[str]:
    return [row.uid for row in patients.page(text, **options)]


@pytest.fixture
def few(patients: Patients) -> Patients:
    for one in (
        a_patient("alm", birth_name="D'Alméida-Fictif", first_name="Zoé", first_names="Zoé Ève"),
        a_patient("dur", birth_name="DURANVAL", first_name="JEAN-LUC", first_names="JEAN-LUC PAUL"),
        a_patient(
            "tes",
            birth_name="TESTINI",
            first_name="ANNE",
            first_names="ANNE",
            birth_date="1960-12-03",
            used_name="de l'Œuvre",
            used_first_name="Maëlle",
        ),
        a_patient("qua", birth_name="EXEMPLE", first_names=None, order=654321, checked=True),
        a_patient("rec", birth_name="EXEMPLE", first_names=None, order=765321),
    ):
        patients.file(a_filing(one, events=()))
    return patients


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("", ["alm", "dur", "qua", "rec", "tes"]),
        (" -' ", ["alm", "dur", "qua", "rec", "tes"]),
        ("d", ["alm", "dur", "tes"]),
        ("almeida", ["alm"]),
        ("D’ALMÉIDA", ["alm"]),
        ("d'almeida-fictif", ["alm"]),
        ("dalmeida", ["alm"]),
        ("fictif", ["alm"]),
        ("eve", ["alm"]),
        ("ÈVE zoé alm", ["alm"]),
        ("jean luc", ["dur"]),
        ("jean-luc", ["dur"]),
        ("jeanluc", ["dur"]),
        ("paul duran", ["dur"]),
        ("luc zoe", []),
        ("uranval", []),
        ("oeuvre", ["tes"]),
        ("œuv", ["tes"]),
        ("maelle testini", ["tes"]),
        ("03121960", ["tes"]),
        ("03/12/1960", ["tes"]),
        ("3/12/1960", ["tes"]),
        ("03.12", ["tes"]),
        ("1960", ["tes"]),
        ("1960 anne", ["tes"]),
        ("12/03/1985", ["alm", "dur", "qua", "rec"]),
        ("321", ["qua"]),
        ("654321", ["qua"]),
        ("21", []),
        ("28503", []),
        ("%", ["alm", "dur", "qua", "rec", "tes"]),
        ('"', ["alm", "dur", "qua", "rec", "tes"]),
        ("or", []),
        ("NOT duranval", []),
        ("testini*", ["tes"]),
        ("qual", []),
    ],
)
def test_what_a_person_types_finds(text: str, uids: list[str], few: Patients) -> None:
    assert found(few, text) == uids


def test_last_digits_may_hold_the_key(few: Patients) -> None:
    assert found(few, a_matricule(654321).value[-5:]) == ["qua"]


def test_a_line_is_ready_to_show(patients: Patients) -> None:
    one = a_patient(
        "p1",
        birth_name="D'Exemple",
        used_name="TESTINI",
        checked=True,
        attributes=frozenset({Attribut.DOUT, Attribut.HOMD}),
    )
    patients.file(a_filing(one))
    assert patients.page("") == [
        PatientRow(
            uid="p1",
            sort_key="D EXEMPLE JEANNE",
            used_name="TESTINI",
            birth_name="D'EXEMPLE",
            first_name="JEANNE",
            birth_date="1985-03-12",
            status=Status.PROV,
            flags=("HOMD", "DOUT"),
            checked_on="2026-03-02",
            is_male=False,
        )
    ]
    assert "EXEMPLE" not in repr(patients.page(""))


def test_lines_follow_the_record(few: Patients) -> None:
    one = few.get("dur")
    renamed = a_patient("dur", birth_name="VALMORIN", checked=True, version=one.version)
    few.file(a_filing(renamed, events=()))
    assert found(few, "duranval") == []
    assert found(few, "valmorin") == ["dur"]
    assert found(few, "") == ["alm", "qua", "rec", "tes", "dur"]
    assert found(few, "", status=Status.VALI) == found(few, "val", status=Status.VALI) == ["dur"]
    assert found(few, "val", status=Status.PROV) == []


def test_a_withdrawn_matricule_finds_nobody(few: Patients) -> None:
    one = few.get("qua")
    doubtful = replace(one.identity, attributes=frozenset({Attribut.DOUT}))
    few.file(a_filing(replace(one, identity=doubtful), events=()))
    assert found(few, "321") == []


def test_counts_by_statut(few: Patients) -> None:
    assert few.counts() == {"PROV": 3, "RECUP": 1, "VALI": 0, "QUAL": 1, "": 5}
    assert few.counts("exemple") == {"PROV": 0, "RECUP": 1, "VALI": 0, "QUAL": 1, "": 2}
    assert few.counts("nobody")[""] == 0


def test_counting_stops_at_what_a_person_reads(
    few: Patients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNTED_AT_MOST", 2)
    assert few.counts("d") == {"PROV": 2, "RECUP": 0, "VALI": 0, "QUAL": 0, "": 2}
    assert few.counts()[""] == 5


def test_born_on_looks_at_all_names(few: Patients) -> None:
    def uids(prefix: str) -> list[str]:
        return [one.uid for one in few.born_on(["1985-03-12", "1960-12-03"], prefix)]

    assert uids("") == ["alm", "dur", "qua", "rec", "tes"]
    assert uids("alm") == uids("Almeida") == uids("Èv") == ["alm"]
    assert uids("ma") == ["tes"]
    assert few.born_on([], "") == few.born_on(["1900-01-01"]) == []


# --- a thousand patients -------------------------------------------------------------------------


def a_crowd() -> list[Patient]:
    """A thousand records, many alike: same names, same shelves, all statuts."""
    dice = random.Random(7)
    crowd = []
    for n in range(1000):
        name = "".join(dice.choices(SYLLABLES, k=dice.choice((1, 2, 5)))).strip("-'")
        crowd.append(
            a_patient(
                f"{dice.getrandbits(64):016x}",
                birth_name=("TESTINI-FICTIF " if n % 3 == 0 else "") + name,
                first_name=dice.choice(("ANNE", "LEA", "JEAN-LUC")),
                first_names=None,
                order=n if n % 2 else None,
                checked=n % 5 == 0,
            )
        )
    return crowd


@pytest.fixture(scope="module")
def thousand(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Patients, list[Patient]]]:
    base = Database.open(tmp_path_factory.mktemp("list") / "list.db", Environment.DECOUVERTE)
    patients, crowd = Patients(base), a_crowd()
    patients.file_all([Filing(patient=one, expected_version=0) for one in crowd])
    yield patients, crowd
    base.close()


def expected(crowd: list[Patient], text: str, status: Status | None) -> list[str]:
    """The list as one would make it by hand."""
    kept = [
        one
        for one in crowd
        if status in (None, one.status)
        and all(
            any(kept.startswith(typed) for kept in search.search_text(one).split())
            for typed in search.typed_words(text)
        )
    ]
    return [one.uid for one in sorted(kept, key=lambda one: (search.sort_key(one.traits), one.uid))]


def all_pages(patients: Patients, text: str, status: Status | None, limit: int) -> list[str]:
    uids, after = [], None
    while rows := patients.page(text, after=after, limit=limit, status=status):
        assert len(rows) <= limit
        uids += [row.uid for row in rows]
        after = (rows[-1].sort_key, rows[-1].uid)
    return uids


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("text", ["", "t", "fic", "testini fictif", "anne", "ba lea", "jean du"])
@pytest.mark.parametrize("limit", [7, 200, 5000])
def test_pages_neither_repeat_nor_lose(
    text: str, status: Status | None, limit: int, thousand: tuple[Patients, list[Patient]]
) -> None:
    patients, crowd = thousand
    wanted = expected(crowd, text, status)
    assert all_pages(patients, text, status, limit) == wanted
    counted = patients.counts(text)
    assert counted[status.value if status else ""] == len(wanted)


def test_the_crowd_is_a_hard_one() -> None:
    """Several full shelves and equal keys, else the test above would prove little."""
    keys = [search.sort_key(one.traits) for one in a_crowd()]
    shelves = [search.first_position(key) for key in keys]
    assert len(set(keys)) < 900
    assert max(shelves.count(shelf) for shelf in set(shelves)) > 200


def test_a_page_may_start_after_someone_who_left(
    thousand: tuple[Patients, list[Patient]],
) -> None:
    patients, crowd = thousand
    wanted = [row.uid for row in patients.page("t", after=("TESTINI FICTIF", "x"), limit=5000)]
    assert wanted == [
        one.uid
        for one in sorted(crowd, key=lambda one: (search.sort_key(one.traits), one.uid))
        if (search.sort_key(one.traits), one.uid) > ("TESTINI FICTIF", "x")
        and one.uid in expected(crowd, "t", None)
    ]


KEYS = st.text(alphabet="ABYZ ", max_size=14).map(lambda text: " ".join(text.split()))


@settings(deadline=None)
@given(first=KEYS, second=KEYS)
def test_shelves_are_in_the_order_of_the_keys(first: str, second: str) -> None:
    low, high = sorted((first, second))
    assert search.first_position(low) <= search.first_position(high) <= search.LAST_POSITION
    assert search.last_position(search.first_position(low)) < 2**63
    if search.first_position(low) < search.first_position(high):
        assert search.last_position(search.first_position(low)) < search.first_position(high)
