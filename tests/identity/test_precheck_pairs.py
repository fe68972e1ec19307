"""Records alike within a base: every pair is found, no pair twice, in time that grows with it."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.identity.pairs import MOST_MET, Pairs
from insdesk.identity.precheck import Finding
from insdesk.identity.resemblance import alike
from insdesk.identity.survey import Surveyed

ELODIE = Surveyed(
    uid="p1",
    birth_name="TILLEUL",
    first_name="ELODIE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
)


def someone(uid: str, **changes: Any) -> Surveyed:
    return replace(ELODIE, uid=uid, **changes)


def met(*records: Surveyed, settled: tuple[tuple[str, str], ...] = ()) -> list[Finding]:
    pairs = Pairs(settled)
    return [finding for one in records for finding in pairs.meet(one)]


def said(*records: Surveyed) -> list[str]:
    return [f"{one.uid} {one.other_uid} {one.id} {one.code} {one.rule}" for one in met(*records)]


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (someone("p2"), "A11 DOUBLON IV-211"),
        (someone("p2", birth_name="Tilleul", first_name="Élodie"), "A11 DOUBLON IV-211"),
        (someone("p2", birth_name="HETRE", used_name="Tilleul"), "A11 DOUBLON IV-211"),
        (someone("p2", first_name="ROSE"), "A11 JUMEAU P10"),
        (someone("p2", birth_date="1978-09-03"), "A11 HOMONYME IV-213"),
        (someone("p2", birth_date="1978-03-19"), "A11 HOMONYME IV-213"),
    ],
)
def test_each_likeness_is_found_whoever_comes_first(other: Surveyed, wanted: str) -> None:
    assert said(ELODIE, other) == [f"p2 p1 {wanted}"]
    assert said(other, ELODIE) == [f"p1 p2 {wanted}"]


def test_the_same_matricule_and_a_rounded_date_are_found() -> None:
    ins = {"number": "2780363999000", "oid": "1.2.250.1.213.1.4.10"}
    stranger = someone("p2", birth_name="HETRE", birth_date="1950-05-05", **ins)
    assert said(someone("p1", **ins), stranger) == ["p2 p1 A11 MATRICULE IV-210"]
    rounded = someone("p1", birth_date="1952-12-31", interpreted=True)
    assert said(rounded, someone("p2", birth_date="1952-01-01")) == ["p2 p1 A11 DOUBLON IV-206"]


def test_a_pair_already_judged_is_not_said_again() -> None:
    assert met(ELODIE, someone("p2"), settled=(("p1", "p2"),)) == []
    assert met(someone("p2"), ELODIE, settled=(("p1", "p2"),)) == []


def test_a_record_merged_away_is_met_by_nobody() -> None:
    assert met(someone("p1", merged_into="p3"), someone("p2")) == []
    assert met(ELODIE, someone("p2", merged_into="p3")) == []


def test_records_without_traits_resemble_nothing() -> None:
    bare = {"birth_name": None, "first_name": None, "birth_date": None, "birth_place": None}
    assert met(*(someone(f"p{n}", **bare) for n in range(5))) == []


def test_many_records_of_one_person_are_told_in_as_many_lines_at_most() -> None:
    crowd = [someone(f"p{n:03d}") for n in range(200)]
    findings = met(*crowd)
    assert len(findings) <= MOST_MET * len(crowd)
    assert {one.uid for one in findings} == {one.uid for one in crowd[1:]}


def test_a_name_borne_on_many_days_finds_the_days_near() -> None:
    pairs = Pairs()
    for year in range(20, 90):
        pairs.meet(someone(f"p{year}", birth_date=f"19{year}-05-10"))
    pairs.meet(someone("swapped", birth_date="1955-12-05"))
    found = pairs.meet(someone("q", birth_date="1955-05-12"))
    assert {one.other_uid for one in found} == {"p55", "swapped"}
    assert {one.code for one in found} == {"HOMONYME"}


NAMES = st.sampled_from(["TILLEUL", "HETRE"])
DAYS = st.sampled_from(["1978-03-09", "1978-09-03", "1978-03-08", "1978-01-01", "1978-12-31"])
RECORDS = st.builds(
    Surveyed,
    uid=st.just(""),
    birth_name=NAMES,
    first_name=st.sampled_from(["ELODIE", "ROSE"]),
    used_name=st.none() | NAMES,
    birth_date=DAYS,
    interpreted=st.booleans(),
    sex=st.sampled_from(["F", "M"]),
    birth_place=st.sampled_from(["63999", "99999"]),
)


@given(st.lists(RECORDS, max_size=5))
@settings(deadline=None, max_examples=200)
def test_no_pair_of_a_small_base_is_missed_or_said_twice(people: list[Surveyed]) -> None:
    records = [replace(one, uid=f"p{place}") for place, one in enumerate(people)]
    wanted = {
        frozenset((one.uid, other.uid))
        for one, other in combinations(records, 2)
        if alike(one.sketch(), other.sketch())
    }
    found = [frozenset((one.uid, str(one.other_uid))) for one in met(*records)]
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_the_work_grows_with_the_base_and_not_with_its_square() -> None:
    """Counted, not timed: what a record is compared with does not depend on how many there are."""
    asked = []

    class Counting(Pairs):
        def _candidates(self, seen):  # type: ignore[no-untyped-def]
            found = list(super()._candidates(seen))
            asked.append(len(found))
            yield from found

    chance = random.Random(3)
    pairs = Counting()
    for number in range(4000):
        month, day = chance.randrange(1, 13), chance.randrange(1, 29)
        born = f"19{chance.randrange(20, 99)}-{month:02d}-{day:02d}"
        pairs.meet(someone(f"p{number}", birth_date=born))
    assert max(asked) <= MOST_MET * 100
    assert sum(asked[-500:]) < 500 * MOST_MET * 100
