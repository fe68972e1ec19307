"""People: nobody real, everybody usable; ready-made records."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from insdesk.errors import InvalidMatricule, InvalidTrait
from insdesk.identity.matricule import Nature, expected_key
from insdesk.identity.patient import Attribut, Channel, ControlKind, Status
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import FormerMatricule
from insdesk.simulator.people import (
    INVENTED_PEOPLE,
    PEOPLE,
    PUBLIC_PEOPLE,
    known_records,
    person,
    qualified_patient,
)
from insdesk.simulator.person import OID_NIA, OID_PRODUCTION, OID_TEST, Person

WRONG_ON_PURPOSE = {"matricule-incoherent", "oid-inconnu"}


def test_handles_are_unique_and_tell_no_name() -> None:
    handles = [one.handle for one in PEOPLE]
    assert len(handles) == len(set(handles))
    for one in INVENTED_PEOPLE:
        words = one.birth_name.lower().replace("'", "-").replace(" ", "-").split("-")
        assert not {*words} & {*one.handle.split("-")}


@pytest.mark.parametrize("one", INVENTED_PEOPLE, ids=lambda one: one.handle)
def test_an_invented_number_is_valid_and_belongs_to_nobody(one: Person) -> None:
    number = one.number[:13]
    place = number[5:10]
    assert place in ("99999", "2B999")
    assert one.handle in WRONG_ON_PURPOSE or one.matricule.key_is_right
    if one.key is not None and one.handle not in WRONG_ON_PURPOSE:
        assert one.key == expected_key(number)


def test_invented_people_carry_the_test_oid_but_where_the_oid_is_the_point() -> None:
    others = {one.handle: one.oid for one in INVENTED_PEOPLE if one.oid != OID_TEST}
    assert others == {
        "nia": OID_NIA,
        "oid-production": OID_PRODUCTION,
        "oid-inconnu": "1.2.250.1.213.1.4.5",
    }


def test_published_matricules_are_those_of_the_deny_list() -> None:
    published = {one.number for one in PUBLIC_PEOPLE if one.oid != OID_TEST}
    published |= {old.number for one in PUBLIC_PEOPLE for old in one.history}
    # Only rows whose matricule the page publishes keep the OID of the table.
    assert published == PUBLIC_TEST_NUMBERS


def test_only_the_published_wrong_key_is_wrong() -> None:
    wrong = [one.handle for one in PUBLIC_PEOPLE if not one.matricule.key_is_right]
    assert wrong == ["hermann"]
    assert person("provisoire").matricule.nature is Nature.NIA


def test_rows_made_wrong_raise_when_taken_as_values() -> None:
    for handle in WRONG_ON_PURPOSE:
        with pytest.raises(InvalidMatricule):
            _ = person(handle).matricule


def test_a_person_never_shows_herself() -> None:
    for one in PEOPLE:
        shown = repr(one)
        assert one.birth_name not in shown
        assert one.number not in shown
        assert one.birth_date not in shown


# --- records -----------------------------------------------------------------------------------


def test_the_demo_base_has_every_statut_and_its_patients_of_the_journeys() -> None:
    records = known_records()
    by_status = Counter(record.status for record in records)
    assert by_status[Status.QUAL] >= 8
    assert set(by_status) == set(Status)
    assert len({record.uid for record in records}) == len(records)
    held = [record.active_matricule for record in records if record.active_matricule]
    assert len({(one.number, one.oid) for one in held}) == len(held)


def test_the_patient_of_the_exception_journey_is_provisional_for_years() -> None:
    j2 = person("j2")
    record = next(one for one in known_records() if one.traits.birth_name == j2.birth_name)
    assert record.status is Status.PROV
    assert record.known_since == "2016-09-05"
    assert record.created_at.year == 2016
    assert record.traits_recorded_at == record.created_at
    traits = record.traits
    assert (traits.sex and traits.sex.value, traits.birth_place) == (j2.sex, j2.birth_place)
    assert traits.first_name == j2.first_name


def test_nobody_of_the_classic_journey_is_known_beforehand() -> None:
    names = {record.traits.birth_name for record in known_records()}
    assert not names & {person(handle).birth_name for handle in ("j1", "j3", "j5")}


def test_records_are_in_the_past_and_always_the_same() -> None:
    records = known_records()
    assert records == known_records()
    for record in records:
        assert record.created_at <= record.traits_recorded_at < datetime(2025, 5, 1, tzinfo=UTC)
        for moment in (record.identity.retrieval, record.identity.control):
            assert moment is None or record.created_at <= moment.at


def test_attributes_keep_an_identity_provisional() -> None:
    marked = {
        attribute: record.status
        for record in known_records()
        for attribute in record.identity.attributes
    }
    assert marked[Attribut.DOUT] is marked[Attribut.FICT] is Status.PROV
    assert Attribut.HOMD in marked


def _tilleul(**changes: object) -> dict[str, object]:
    known: dict[str, object] = {
        "number": "2780399999064",
        "key": expected_key("2780399999064"),
        "oid": OID_TEST,
        "birth_name": "TILLEUL",
        "first_name": "ELODIE",
        "first_names": "ELODIE MARTHE ROSE",
        "sex": "F",
        "birth_date": "1978-03-09",
        "birth_place": "63999",
    }
    return known | changes


def test_a_qualified_patient_is_qualified() -> None:
    patient = qualified_patient(**_tilleul())  # type: ignore[arg-type]
    assert patient.status is Status.QUAL
    assert patient.active_matricule is not None
    assert patient.active_matricule.value == "2780399999064" + expected_key("2780399999064")
    assert patient.identity.control is not None
    assert patient.identity.control.kind is ControlKind.DOC
    assert patient == qualified_patient(**_tilleul())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-06-03", datetime(2024, 6, 3, 9, tzinfo=UTC)),
        (date(2024, 6, 3), datetime(2024, 6, 3, 9, tzinfo=UTC)),
        ("2024-06-03T14:05:00+02:00", datetime(2024, 6, 3, 12, 5, tzinfo=UTC)),
        (datetime(2024, 6, 3, 14), datetime(2024, 6, 3, 14, tzinfo=UTC)),
    ],
)
def test_days_may_be_text_or_values(day: object, expected: datetime) -> None:
    patient = qualified_patient(**_tilleul(insi_on=day, checked_on=day))  # type: ignore[arg-type]
    assert patient.identity.retrieval is not None
    assert patient.identity.control is not None
    assert patient.identity.retrieval.at == patient.identity.control.at == expected


def test_history_may_be_values_tuples_or_dicts() -> None:
    entry = FormerMatricule(
        number="1780399999064", key="00", oid=OID_TEST, start_text="2019-01-01", end_text=None
    )
    forms = (
        entry,
        ("1780399999064", "00", OID_TEST, "2019-01-01"),
        {"number": "1780399999064", "key": "00", "oid": OID_TEST, "start": "2019-01-01"},
    )
    patient = qualified_patient(**_tilleul(history=forms))  # type: ignore[arg-type]
    assert patient.identity.retrieval is not None
    assert patient.identity.retrieval.history == (entry,) * 3


@pytest.mark.parametrize(
    ("evidence", "kind", "adult"),
    [
        ("PA", ControlKind.DOC, None),
        ("LE", ControlKind.DOC, "CN"),
        ("ATTEST_LIB", ControlKind.ATTEST, None),
        ("AV", ControlKind.AV, None),
    ],
)
def test_every_evidence(evidence: str, kind: ControlKind, adult: str | None) -> None:
    patient = qualified_patient(**_tilleul(evidence=evidence, channel="CV"))  # type: ignore[arg-type]
    assert patient.identity.control is not None
    assert patient.identity.retrieval is not None
    assert patient.identity.control.kind is kind
    assert patient.identity.control.adult_proof == adult
    assert patient.identity.retrieval.channel is Channel.CV


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"evidence": "PC"}, ValueError),
        ({"channel": "PAPIER"}, ValueError),
        ({"oid": "1.2.250.1.213.1.4.5"}, InvalidMatricule),
        ({"birth_name": "-"}, InvalidTrait),
        ({"history": [{"key": "00"}]}, ValueError),
    ],
)
def test_what_does_not_exist_is_refused(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        qualified_patient(**_tilleul(**changes))  # type: ignore[arg-type]


def test_no_place_and_an_incomplete_date_are_accepted() -> None:
    patient = qualified_patient(**_tilleul(birth_place=None, birth_date="1952-00-00"))  # type: ignore[arg-type]
    assert patient.traits.birth_date == "1952-12-31"
    assert patient.traits.birth_date_interpreted
    assert patient.traits.birth_place is None
