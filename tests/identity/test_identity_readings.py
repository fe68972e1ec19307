"""What cards and INSi say, and that nothing of it shows in a repr."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import (
    NOW,
    a_control,
    a_matricule,
    a_patient,
    a_retrieval,
    a_trace,
    found,
    official,
    qualified_patient,
    some_traits,
)
from insdesk.identity.compare import compare
from insdesk.identity.filing import Filing, JournalEvent, PatientRow
from insdesk.identity.patient import Attribut, Channel, Status
from insdesk.identity.practitioner import CardKind, PractitionerReading
from insdesk.identity.readings import (
    AppReading,
    FormerMatricule,
    VitalePerson,
    VitaleReading,
    VitaleSource,
)

A_PERSON = VitalePerson(
    position=1,
    name_text="TILLEUL",
    first_name_text="ELODIE",
    birth_text="19780309",
    number="278036399900088",
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19780309", "1978-03-09"),
        ("19520000", "1952-00-00"),
        ("19521514", "1952-15-14"),
        ("1978030", None),
        ("197803091", None),
        ("1978O309", None),
        ("1978030٩", None),
        ("1978-3-9", None),
        ("", None),
    ],
)
def test_birth_date_of_a_card_goes_to_insi_as_it_is(text: str, date: str | None) -> None:
    person = VitalePerson(position=1, name_text="T", first_name_text="E", birth_text=text)
    assert person.birth_date == date


@pytest.mark.parametrize(
    ("profession", "shown"),
    [
        ("Médecin généraliste", "Dr Maud EXEMPLE"),
        ("Chirurgien-dentiste", "Dr Maud EXEMPLE"),
        ("Infirmier", "Maud EXEMPLE"),
        ("", "Maud EXEMPLE"),
    ],
)
def test_display_name_of_the_practitioner(profession: str, shown: str) -> None:
    holder = PractitionerReading(
        national_id="899700000000",
        name="EXEMPLE",
        first_name="Maud",
        profession=profession,
        kind=CardKind.CPS,
    )
    assert holder.display_name == shown


def test_answer_gives_the_side_of_insi() -> None:
    received = found().traits()
    assert received == official()
    assert received is not None
    assert received.first_name is None


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        ("birth_name", "Tilleul"),
        ("first_names", "ELODIE--MARTHE"),
        ("sex", "I"),
        ("birth_date", "1978"),
        ("birth_place", "PARIS"),
    ],
)
def test_answer_with_an_impossible_trait_gives_nothing_to_compare(trait: str, text: str) -> None:
    assert found(**{trait: text}).traits() is None


def test_answer_keeps_an_incomplete_date_and_an_absent_place() -> None:
    received = found(birth_date="1952-00-00", birth_place=None).traits()
    assert received is not None
    assert (received.birth_date, received.birth_place) == ("1952-00-00", None)


# --- iv_101: which matricule may leave --------------------------------------------------------


def test_iv_101_only_a_qualified_identity_has_an_active_matricule() -> None:
    assert qualified_patient().active_matricule == a_matricule()
    assert a_patient(retrieval=a_retrieval()).active_matricule is None
    assert a_patient(control=a_control()).active_matricule is None
    assert a_patient().active_matricule is None


@pytest.mark.parametrize("doubt", [Attribut.DOUT, Attribut.FICT])
def test_iv_110_doubt_takes_the_matricule_away(doubt: Attribut) -> None:
    patient = a_patient(retrieval=a_retrieval(), control=a_control(), attributes=[doubt])
    assert patient.status is Status.PROV
    assert patient.active_matricule is None


@pytest.mark.parametrize("homonym", [Attribut.HOMD, Attribut.HOMA])
def test_section_4_2_a_homonym_keeps_its_statut(homonym: Attribut) -> None:
    patient = a_patient(retrieval=a_retrieval(), control=a_control(), attributes=[homonym])
    assert patient.status is Status.QUAL


@pytest.mark.parametrize(
    ("with_retrieval", "with_control", "status"),
    [
        (False, False, Status.PROV),
        (True, False, Status.RECUP),
        (False, True, Status.VALI),
        (True, True, Status.QUAL),
    ],
)
def test_iv_102_the_statut_follows_from_the_two_axes(
    with_retrieval: bool, with_control: bool, status: Status
) -> None:
    patient = a_patient(
        retrieval=a_retrieval(channel=Channel.INSI) if with_retrieval else None,
        control=a_control() if with_control else None,
    )
    assert patient.status is status


# --- nothing shows in a repr -------------------------------------------------------------------

SECRETS = ["TILLEUL", "Tilleul", "ELODIE", "Élodie", "1978", "63999", "2780363999000", "MARIEE"]
FORMER = FormerMatricule(number="2780363999000", key="88", oid="1.2.250.1.213.1.4.10")


@pytest.mark.parametrize(
    "value",
    [
        some_traits(),
        official(),
        a_matricule(),
        compare(some_traits(), official()),
        compare(some_traits(), official())["birth_name"],
        found(history=(FORMER,)),
        FORMER,
        A_PERSON,
        VitaleReading(source=VitaleSource.SIMULATED, persons=(A_PERSON,)),
        a_patient(used_name="MARIEE", used_first_name="Élodie"),
        qualified_patient(),
        a_control(),
        a_retrieval(history=(FORMER,)),
        a_trace(),
        Filing(patient=qualified_patient(), expected_version=0, evidence={"nom": "TILLEUL"}),
        JournalEvent(type="QUALIFICATION", detail={"nom": "TILLEUL"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_repr_hides_every_trait(value: object) -> None:
    shown = repr(value)
    assert not [secret for secret in SECRETS if secret in shown]
    assert "Sexe" not in shown


def test_repr_of_a_line_of_the_list_hides_the_sex_too() -> None:
    row = PatientRow(
        uid="u",
        sort_key="TILLEUL",
        used_name="MARIEE",
        birth_name="TILLEUL",
        first_name="ELODIE",
        birth_date="1978-03-09",
        status=Status.QUAL,
        is_male=False,
    )
    assert not [secret for secret in SECRETS if secret in repr(row)]
    assert "is_male" not in repr(row)


def test_a_moment_is_always_dated_with_its_offset() -> None:
    assert NOW.tzinfo is not None
    assert a_trace().received_at == a_retrieval().at == NOW


def test_an_application_reading_gives_its_traits_as_received() -> None:
    reading = AppReading(
        matricule=a_matricule(),
        birth_name="TILLEUL",
        first_name="ELODIE",
        first_names="ELODIE MARTHE ROSE",
        sex="F",
        birth_date="1978-03-09",
        birth_place="63999",
        at=NOW,
    )
    assert reading.traits() == official(first_name="ELODIE")
    assert replace(reading, birth_name="Tilleul").traits() is None
