"""The shipped table of places: known codes, dates, postcodes, and the cost of reading it."""

from __future__ import annotations

import csv
import io
import itertools
import re
import time
from collections.abc import Callable

import pytest

from insdesk.identity.places import HEADER, Place, Places
from insdesk.paths import resource


@pytest.fixture(scope="module")
def text() -> str:
    return resource("places", "places.tsv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def places(text: str) -> Places:
    return Places.read(text)


@pytest.mark.parametrize(
    ("code", "born", "label"),
    [
        ("75115", "1985-03-12", "PARIS 15E"),
        ("75101", "1985-03-12", "PARIS 1ER"),
        ("69383", "1985-03-12", "LYON 3E"),
        ("13201", "1985-03-12", "MARSEILLE 1ER"),
        ("75056", "1985-03-12", "PARIS"),
        ("63113", "1985-03-12", "CLERMONT-FERRAND"),
        ("42218", "1985-03-12", "SAINT-ETIENNE"),
        ("2B033", "1985-03-12", "BASTIA"),
        ("2A004", "1985-03-12", "AJACCIO"),
        ("20050", "1960-03-12", "CALVI"),
        ("92012", "1985-03-12", "BOULOGNE-BILLANCOURT"),
        ("75012", "1960-03-12", "BOULOGNE-BILLANCOURT"),
        ("97411", "1985-03-12", "SAINT-DENIS"),
        ("98735", "1985-03-12", "PAPEETE"),
        ("97502", "1985-03-12", "SAINT-PIERRE"),
        ("99350", "1985-03-12", "MAROC"),
        ("99350", "1940-03-12", "MAROC"),
        ("99352", "1985-03-12", "ALGERIE"),
        ("92352", "1950-03-12", "ORAN (ALGERIE)"),
        ("99132", "1985-03-12", "ROYAUME-UNI"),
        ("01015", "1990-06-01", "ARBIGNIEU"),
        ("01015", "2016-01-01", "ARBOYS EN BUGEY"),
        ("50129", "1999-12-31", "CHERBOURG"),
        ("50129", "2010-01-01", "CHERBOURG-OCTEVILLE"),
        ("50129", None, "CHERBOURG-EN-COTENTIN"),
        ("99312", "1955-01-01", "CONGO BELGE"),
        ("99312", "1980-01-01", "ZAIRE"),
        ("99312", "2005-01-01", "CONGO (REPUBLIQUE DEMOCRATIQUE)"),
        ("99123", "1980-01-01", "UNION DES REPUBLIQUES SOCIALISTES SOVIETIQUES (URSS)"),
        ("99123", "1992-01-01", "RUSSIE"),
    ],
)
def test_label_as_of_the_birth_date(
    places: Places, code: str, born: str | None, label: str
) -> None:
    assert places.label(code, born) == label


@pytest.mark.parametrize(
    ("code", "born", "valid"),
    [
        ("20050", "1975-12-31", True),
        ("20050", "1976-01-01", False),
        ("2B050", "1975-12-31", False),
        ("2B050", "1976-01-01", True),
        ("75012", "1967-12-31", True),  # Seine, before the départements of 1968
        ("75012", "1968-01-01", False),
        ("92012", "1968-01-01", True),
        ("01340", "2015-12-31", True),  # merged into 01015 on 1 January 2016
        ("01340", "2016-01-01", False),
        ("01015", "2015-12-31", True),
        ("01015", "2016-01-01", True),
        ("91352", "1962-07-02", True),
        ("91352", "1962-07-03", False),
        ("99352", "1950-01-01", True),  # registers hold both codes for births of that time
        ("99352", "1970-01-01", True),
        ("99115", "1992-12-31", True),
        ("99115", "1993-01-01", False),
        ("99116", "1960-01-01", True),
        ("75115", "1930-01-01", True),
        ("63000", "1985-01-01", None),
        ("99999", "1985-01-01", None),
        ("63999", "1985-01-01", None),
        ("", "1985-01-01", None),
        ("2b033", "1985-01-01", None),
    ],
)
def test_validity_at_the_birth_date(
    places: Places, code: str, born: str, valid: bool | None
) -> None:
    assert places.valid_at(code, born) is valid


@pytest.mark.parametrize("born", [None, "", "hier", "1985", "12/03/1985", "1985-3-1", "١٩٨٥-01-01"])
def test_what_is_no_date_speaks_against_no_place(places: Places, born: str | None) -> None:
    assert places.valid_at("20050", born) is True
    assert places.label("20050", born) == "CALVI"
    assert places.valid_at("63000", born) is None


@pytest.mark.parametrize(
    ("born", "old", "new"),
    [
        ("1975-00-00", True, False),
        ("1975-12-00", True, False),
        ("1975-15-03", True, False),  # a lunar month: somewhere in the year
        ("1976-00-00", False, True),
        ("1976-01-00", False, True),
        ("1985-02-31", False, True),
    ],
)
def test_an_incomplete_date_leaves_every_day_it_can_mean_possible(
    places: Places, born: str, old: bool, new: bool
) -> None:
    assert places.valid_at("20050", born) is old
    assert places.valid_at("2B050", born) is new


def test_a_year_of_change_allows_both_sides() -> None:
    table = Places.read(f"{HEADER}\n01001\tAVANT\t\t1980-06-01\n01001\tAPRES\t1980-06-01\n")
    before, after = table
    assert before.held("1980-00-00")
    assert after.held("1980-00-00")
    assert table.label("01001", "1980-05-31") == "AVANT"
    assert table.label("01001", "1980-06-01") == "APRES"


def test_a_code_out_of_its_time_still_has_its_label(places: Places) -> None:
    assert places.label("20050", "1990-01-01") == "CALVI"
    assert places.label("2B050", "1950-01-01") == "CALVI"
    assert places.label("12345", "1990-01-01") is None


def test_display(places: Places) -> None:
    assert places.display("69383", "1985-03-12") == "LYON 3E (69383)"
    assert places.display("99350") == "MAROC (99350)"
    assert places.display("12345", "1985-03-12") == "code 12345 (libellé inconnu)"
    assert places.display("99999") == "lieu inconnu (99999)"


def test_labels_fit_the_screens_and_the_exports(places: Places) -> None:
    for_screens: Callable[[str, str | None], str | None] = places.label
    for_exports: Callable[[str], str | None] = places.label
    assert for_screens("20050", "1960-01-01") == for_exports("20050") == "CALVI"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("75015", ["PARIS 15E"]),
        (" 75 015 ", ["PARIS 15E"]),
        ("75116", ["PARIS 16E"]),
        ("69003", ["LYON 3E"]),
        ("13001", ["MARSEILLE 1ER"]),
        ("98714", ["PAPEETE"]),
        ("00000", []),
        ("", []),
        ("630", []),
        ("CLERMONT", []),
    ],
)
def test_postcode(places: Places, typed: str, found: list[str]) -> None:
    assert [place.label for place in places.postcode(typed)] == found


def test_postcode_of_c45(places: Places) -> None:
    assert places.postcode("63000") == (Place("63113", "CLERMONT-FERRAND", None, None),)
    assert places.valid_at("63000", "1985-03-12") is None


def test_a_postcode_that_was_a_code_of_the_seine_is_told_by_the_date(places: Places) -> None:
    assert places.valid_at("75015", "1960-01-01") is True
    assert places.valid_at("75015", "1985-01-01") is False
    assert places.postcode("75015")[0].label == "PARIS 15E"


def test_communes_of_a_postcode_come_by_population(places: Places) -> None:
    assert places.postcode("20200")[0].label == "BASTIA"
    assert len(places.postcode("20200")) > 1


def test_the_table_is_whole(places: Places) -> None:
    rows = list(places)
    assert len(rows) == len(places) > 42_000
    day = re.compile(r"\d{4}-\d\d-\d\d")
    for row in rows:
        assert re.fullmatch(r"(\d\d|2A|2B)\d{3}", row.code)
        assert re.fullmatch(r"[A-Z][A-Z0-9 '(),.-]*", row.label), row
        assert row.start is None or day.fullmatch(row.start)
        assert row.end is None or day.fullmatch(row.end)
        assert not (row.start and row.end) or row.start < row.end


def test_periods_of_a_commune_do_not_cross(places: Places) -> None:
    communes = [row for row in places if row.code < "99"]
    for one, other in itertools.pairwise(communes):
        if one.code == other.code:
            assert one.end is not None
            assert other.start is not None
            assert one.end <= other.start, (one, other)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "code,label\n01001,X\n",
        f"{HEADER}\n01001\tŒUILLY\n",
        f"{HEADER}\n02001\tB\n01001\tA\n",
    ],
)
def test_another_text_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"table|capitals"):
        Places.read(broken)


def _cpu(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return best


def test_reading_costs_no_more_than_csv_in_the_same_run(text: str) -> None:
    floor = _cpu(lambda: list(csv.reader(io.StringIO(text), delimiter="\t")))
    assert _cpu(lambda: Places.read(text)) <= floor
    assert _cpu(lambda: Places.read(text).search("clermont", "1985-01-01")) <= 4 * floor
