"""Two records alike: each row of the table by its rule, both ways round, and what is nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_matricule, a_patient, a_retrieval, some_traits
from insdesk.identity.patient import Patient
from insdesk.identity.resemblance import (
    LIKENESSES,
    Likeness,
    Resemblance,
    alike,
    days_alike,
    nearby_dates,
    of_traits,
    resemblance,
    sketch,
)
from insdesk.identity.rulebook import RULES
from insdesk.identity.traits import UNKNOWN_PLACE, is_calendar_date

A, B = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"


def record(
    uid: str = A, *, used_name: str | None = None, number: str | None = None, **traits: Any
) -> Patient:
    retrieval = a_retrieval(matricule=a_matricule(number)) if number else None
    strict = some_traits(**traits).without_typed()
    return a_patient(uid=uid, traits=strict, used_name=used_name, retrieval=retrieval)


def likeness(one: Patient, other: Patient) -> str | None:
    """What they have in common, the same both ways round."""
    found = resemblance(one, other)
    assert found == resemblance(other, one)
    retrieval = one.identity.retrieval
    matricule = retrieval.matricule if retrieval else None
    assert of_traits(one.traits, one.used_name, matricule, other) == found
    return f"{found.likeness.value} {found.rule}" if found else None


EXAMPLES = [
    # IV-211: same date, same names in form K
    ({}, {}, "DOUBLON IV-211"),
    ({"birth_name": "Lefèvre-Aubry"}, {"birth_name": "LEFEVRE AUBRY"}, "DOUBLON IV-211"),
    ({"first_name": "Jean-Baptistin"}, {"first_name": "JEAN BAPTISTIN"}, "DOUBLON IV-211"),
    ({}, {"birth_place": None, "sex": "M", "first_names": None}, "DOUBLON IV-211"),
    # IV-211: same date, the birth name of one is the used name of the other
    (
        {"used_name": "Garanceau"},
        {"birth_name": "GARANCEAU", "first_name": "Odile"},
        "DOUBLON IV-211",
    ),
    ({"used_name": "d’Almeïda"}, {"birth_name": "D'ALMEIDA"}, "DOUBLON IV-211"),
    ({"used_name": "Garanceau"}, {"birth_name": "HETRE", "used_name": "Garanceau"}, None),
    # §10, twins: never duplicates
    ({}, {"first_name": "Rose", "first_names": None}, "JUMEAU P10"),
    ({}, {"first_name": "Luc", "first_names": None, "sex": "M"}, "JUMEAU P10"),
    ({"used_name": "Tilleul"}, {"first_name": "Rose", "first_names": None}, "JUMEAU P10"),
    ({}, {"first_name": "Rose", "birth_place": "63998"}, None),
    ({"birth_place": None}, {"first_name": "Rose", "birth_place": None}, None),
    ({"birth_place": UNKNOWN_PLACE}, {"first_name": "Rose", "birth_place": UNKNOWN_PLACE}, None),
    # IV-206: a day not known, rounded another way
    (
        {"birth_date": "1952-12-31", "birth_date_interpreted": True},
        {"birth_date": "1952-01-01"},
        "DOUBLON IV-206",
    ),
    ({"birth_date": "1952-12-31"}, {"birth_date": "1952-01-01"}, None),
    (
        {"birth_date": "1952-12-31", "birth_date_interpreted": True},
        {"birth_date": "1953-01-01"},
        None,
    ),
    # IV-213: names and sex match, dates are one digit or a swap apart
    ({}, {"birth_date": "1978-09-03"}, "HOMONYME IV-213"),
    ({}, {"birth_date": "1978-03-08"}, "HOMONYME IV-213"),
    ({}, {"birth_date": "1979-03-09"}, "HOMONYME IV-213"),
    ({}, {"birth_date": "1979-03-08"}, None),
    ({}, {"birth_date": "1978-09-03", "sex": "M"}, None),
    ({"sex": "I"}, {"birth_date": "1978-09-03", "sex": "I"}, None),
    ({}, {"birth_date": "1978-09-03", "first_name": "Rose"}, None),
    ({}, {"birth_date": "1978-09-03", "birth_name": "Hêtre"}, None),
    # nothing
    ({}, {"birth_name": "Hêtre"}, None),
    ({}, {"birth_date": "1980-05-17"}, None),
]


@pytest.mark.parametrize(("one", "other", "wanted"), EXAMPLES)
def test_each_rule_says_what_it_says(
    one: dict[str, Any], other: dict[str, Any], wanted: str | None
) -> None:
    assert likeness(record(A, **one), record(B, **other)) == wanted


def test_iv_210_the_same_matricule_wins_over_everything() -> None:
    one = record(A, number="2780363999000")
    assert likeness(one, record(B, number="2780363999000")) == "MATRICULE IV-210"
    stranger = record(
        B, number="2780363999000", birth_name="Hêtre", first_name="Luc", birth_date="1950-01-02"
    )
    assert likeness(one, stranger) == "MATRICULE IV-210"
    assert likeness(one, record(B, number="2780363999001")) == "DOUBLON IV-211"


def test_the_oid_belongs_to_the_matricule() -> None:
    demo = a_matricule(oid="1.2.250.1.213.1.4.11")
    one = record(A, number="2780363999000", birth_name="Hêtre")
    assert likeness(one, a_patient(uid=B, retrieval=a_retrieval(matricule=demo))) is None


def test_a_record_does_not_resemble_itself() -> None:
    assert resemblance(record(A), record(A)) is None


def test_absent_traits_resemble_nothing() -> None:
    bare = replace(
        record(A).traits, birth_name=None, first_name=None, birth_date=None, birth_place=None
    )
    empty = a_patient(uid=A, traits=bare)
    assert likeness(empty, a_patient(uid=B, traits=bare)) is None
    assert likeness(empty, record(B)) is None


def test_nothing_of_a_person_is_in_what_is_shown_of_a_sketch() -> None:
    assert "TILLEUL" not in repr(sketch(record(A).traits, "GARANCEAU", a_matricule()))


def test_every_row_names_a_rule_of_the_book_and_every_likeness_has_a_row() -> None:
    assert {row.rule for row in LIKENESSES} <= RULES.keys()
    assert {row.likeness for row in LIKENESSES} == set(Likeness)


def test_each_row_of_the_table_is_the_first_that_holds_somewhere() -> None:
    """A row that were changed or lost would be missed by one of the examples."""
    shown = {wanted for *_, wanted in EXAMPLES if wanted} | {"MATRICULE IV-210"}
    assert shown == {f"{row.likeness.value} {row.rule}" for row in LIKENESSES}


NAMES = st.sampled_from(["Tilleul", "Hêtre", "Garanceau"])
FIRST = st.sampled_from(["Élodie", "Rose"])
DAYS = st.sampled_from(["1978-03-09", "1978-09-03", "1978-03-08", "1978-01-01", "1978-12-31"])


@st.composite
def records(draw: st.DrawFn, uid: str) -> Patient:
    return record(
        uid,
        used_name=draw(st.none() | NAMES),
        number=draw(st.none() | st.just("2780363999000")),
        birth_name=draw(NAMES),
        first_name=draw(FIRST),
        first_names=None,
        birth_date=draw(DAYS),
        birth_date_interpreted=draw(st.booleans()),
        sex=draw(st.sampled_from(["F", "M", "I"])),
        birth_place=draw(st.sampled_from([None, "63999", UNKNOWN_PLACE])),
    )


@given(records(A), records(B))
@settings(deadline=None, max_examples=300)
def test_it_is_symmetrical_and_every_day_of_it_is_searched(one: Patient, other: Patient) -> None:
    likeness(one, other)
    found = resemblance(one, other)
    if found is not None and found.likeness is not Likeness.MATRICULE:
        assert other.traits.birth_date in days_alike(one.traits.birth_date or "")
    for row in LIKENESSES:
        pair = sketch(one.traits, one.used_name), sketch(other.traits, other.used_name)
        assert row.holds(*pair) == row.holds(*pair[::-1])


def test_nearby_dates_are_the_real_days_one_digit_or_a_swap_away() -> None:
    near = nearby_dates("1978-03-09")
    assert {"1978-09-03", "1979-03-09", "1978-03-29", "1978-03-19", "1078-03-09"} <= set(near)
    assert "1978-03-09" not in near
    assert all(map(is_calendar_date, near))
    assert "1978-03-39" not in near
    assert nearby_dates("1978-00-00") == nearby_dates("") == ()


def test_days_alike_begin_with_the_day_itself() -> None:
    assert days_alike("1978-03-09")[0] == "1978-03-09"
    assert days_alike("1978-03-09")[1:] == nearby_dates("1978-03-09")
    assert set(days_alike("1952-01-01")[:2]) == {"1952-01-01", "1952-12-31"}
    assert days_alike("") == ()


def test_a_resemblance_can_be_asked_of_sketches() -> None:
    one = sketch(record(A).traits)
    assert alike(one, one) == Resemblance(likeness=Likeness.DOUBLON, rule="IV-211")
