"""No format lets out what is not a qualified identity of its own environment."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from export_patients import (
    DEMO,
    NIA,
    TEST,
    a_child,
    a_real_patient,
    some_patient,
    some_retrieval,
    some_traits,
)

from insdesk.errors import ExportRefused
from insdesk.exports import Context, csv, datamatrix, fhir
from insdesk.identity.matricule import expected_key
from insdesk.identity.patient import Attribut, Identity, Patient, Status
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import Environment
from insdesk.identity.traits import Sexe

DISCOVERY = Context.example()
PRODUCTION = replace(DISCOVERY, environment=Environment.PRODUCTION)

EXPORTERS = {
    "fhir": fhir.render,
    "fhir, several": lambda patient, context: fhir.render_all([patient, a_child()], context),
    "csv": csv.render,
    "csv, several": lambda patient, context: csv.render_all([patient, a_child()], context),
    "datamatrix": datamatrix.render,
    "payload": lambda patient, _context: datamatrix.payload(patient),
}
every_exporter = pytest.mark.parametrize("export", EXPORTERS.values(), ids=EXPORTERS.keys())
Export = Callable[[Patient, Context], object]


def refusal(export: Export, patient: Patient, context: Context = DISCOVERY) -> str:
    with pytest.raises(ExportRefused) as caught:
        export(patient, context)
    return caught.value.rule


def with_identity(**changes: object) -> Patient:
    patient = a_child()
    identity: Identity = replace(patient.identity, **changes)  # type: ignore[arg-type]
    return replace(patient, identity=identity)


@every_exporter
@pytest.mark.parametrize(
    ("patient", "status"),
    [
        (with_identity(retrieval=None, control=None), Status.PROV),
        (with_identity(control=None), Status.RECUP),
        (with_identity(retrieval=None), Status.VALI),
    ],
    ids=["PROV", "RECUP", "VALI"],
)
def test_what_is_not_qualified_stays(export: Export, patient: Patient, status: Status) -> None:
    assert patient.status is status
    assert refusal(export, patient) == "IV-101"


@every_exporter
@pytest.mark.parametrize(
    "attributes", [{Attribut.DOUT}, {Attribut.FICT}, {Attribut.DOUT, Attribut.HOMD}], ids=str
)
def test_doubtful_and_fictitious_stay(export: Export, attributes: set[Attribut]) -> None:
    assert refusal(export, with_identity(attributes=frozenset(attributes))) == "IV-110"


@every_exporter
@pytest.mark.parametrize("attribute", [Attribut.HOMD, Attribut.HOMA])
def test_a_homonym_leaves(export: Export, attribute: Attribut) -> None:
    assert export(with_identity(attributes=frozenset({attribute})), DISCOVERY)


@every_exporter
@pytest.mark.parametrize("trait", ["birth_name", "first_name", "first_names", "birth_date", "sex"])
def test_an_incomplete_identity_stays(export: Export, trait: str) -> None:
    assert refusal(export, some_patient(some_traits(**{trait: None}))) == "IV-600"


@every_exporter
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"sex": Sexe.I}, "IV-060"),
        ({"birth_date": "1952-00-00"}, "IV-050"),
        ({"birth_date": "2021-02-29"}, "IV-050"),
        ({"birth_name": "Roussel"}, "CARACTERE_INTERDIT"),
        ({"birth_name": "A" * 101}, "LONGUEUR"),
        ({"first_names": "INES\x1dS5M"}, "CARACTERE_INTERDIT"),
        ({"first_name": "=1+1"}, "CARACTERE_INTERDIT"),
        ({"birth_place": "7512"}, "FORMAT_LIEU"),
    ],
)
def test_a_malformed_trait_stays(export: Export, changes: dict[str, object], rule: str) -> None:
    assert refusal(export, some_patient(some_traits(**changes))) == rule


@pytest.mark.parametrize("oid", [TEST, DEMO])
@every_exporter
def test_a_test_oid_never_leaves_production(export: Export, oid: str) -> None:
    assert refusal(export, a_real_patient(oid=oid), PRODUCTION) == "IV-033"


@pytest.mark.parametrize("number", sorted(PUBLIC_TEST_NUMBERS))
def test_a_published_test_identity_never_leaves_production(number: str) -> None:
    for export in (fhir.render, csv.render, datamatrix.render):
        assert refusal(export, a_real_patient(number), PRODUCTION) == "IDENTITE_DE_TEST"
    outside = some_patient(retrieval=some_retrieval(number))
    assert datamatrix.payload(outside)


def test_the_published_numbers_are_what_they_should_be() -> None:
    assert len(PUBLIC_TEST_NUMBERS) == 14
    assert {expected_key("297022A020778"), expected_key("2360663220836")} == {"78", "56"}


@pytest.mark.parametrize("export", [fhir.render, csv.render, datamatrix.render])
@pytest.mark.parametrize("own", list(Environment))
@pytest.mark.parametrize("desk", list(Environment))
def test_environments_never_mix(export: Export, own: Environment, desk: Environment) -> None:
    patient = some_patient(
        retrieval=some_retrieval("1990399990018", NIA, environment=own), environment=own
    )
    context = replace(DISCOVERY, environment=desk)
    if (own is Environment.PRODUCTION) is (desk is Environment.PRODUCTION):
        assert export(patient, context)
    else:
        assert refusal(export, patient, context) == "ENVIRONNEMENT"


@every_exporter
def test_a_record_and_an_ins_of_two_worlds_stay(export: Export) -> None:
    for record, ins in (
        (Environment.PRODUCTION, Environment.ESSAI),
        (Environment.DECOUVERTE, Environment.PRODUCTION),
    ):
        patient = some_patient(
            retrieval=some_retrieval("1990399990018", NIA, environment=ins), environment=record
        )
        assert refusal(export, patient) == "ENVIRONNEMENT"


@pytest.mark.parametrize("export", [fhir.render, csv.render, datamatrix.render])
def test_fictitious_identities_may_be_kept_at_the_desk(export: Export) -> None:
    assert refusal(export, a_child(), replace(DISCOVERY, allow_fictitious=False)) == "ENVIRONNEMENT"
    assert export(a_real_patient(), replace(PRODUCTION, allow_fictitious=False))


def test_a_wrong_key_leaves_as_it_was_sent() -> None:
    """Decision 1: never repaired, never refused for that alone."""
    patient = some_patient(retrieval=some_retrieval("1810363220457", key="60"))
    assert "S1181036322045760" in datamatrix.payload(patient)
    assert json.loads(fhir.render(patient, DISCOVERY))["identifier"][0]["value"].endswith("45760")


def test_no_refusal_and_no_value_shows_a_trait() -> None:
    from insdesk.exports.gate import leaving

    shown = repr(leaving(a_child(), DISCOVERY)) + repr(
        datamatrix.decode(datamatrix.payload(a_child()))
    )
    for trait in ("ROUSSEL", "INES", "2020-02-29", "75120", "22002751209"):
        assert trait not in shown


def test_a_context_is_sound() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(DISCOVERY, generated_at=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="FR Core"):
        replace(DISCOVERY, fhir_version="1.0.0")
    assert Context.example() == DISCOVERY


def test_a_day_is_that_of_the_desk() -> None:
    midnight_in_paris = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    desk = replace(
        DISCOVERY, generated_at=datetime(2026, 11, 2, 9, tzinfo=timezone(timedelta(hours=1)))
    )
    assert desk.day(midnight_in_paris).isoformat() == "2026-11-02"
    assert DISCOVERY.day(midnight_in_paris).isoformat() == "2026-11-01"
