"""The FHIR file: what it says, what it leaves out, and the publishers' examples."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from export_patients import (
    NIA,
    NIR,
    PLACES,
    TEST,
    a_child,
    a_corsican,
    a_real_patient,
    a_waiting_number,
    some_control,
    some_patient,
    some_retrieval,
    some_traits,
)

from insdesk.errors import ExportRefused
from insdesk.exports import Context, fhir
from insdesk.identity.patient import Channel, ControlKind, Patient
from insdesk.identity.readings import Environment, FormerMatricule

CONTEXT = replace(Context.example(), place_label=PLACES.get)
PRODUCTION = replace(CONTEXT, environment=Environment.PRODUCTION)


def resource(patient: Patient, context: Context = CONTEXT) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(fhir.render(patient, context))
    return content


def reliability(patient: Patient, context: Context = CONTEXT) -> dict[str, Any]:
    extension = resource(patient, context)["extension"][0]["extension"]
    return {part["url"]: part.get("valueCoding") or part["valueDate"] for part in extension}


def with_history(*former: FormerMatricule, oid: str = NIR) -> Patient:
    return some_patient(retrieval=some_retrieval("1990399990018", oid, history=former))


@pytest.mark.parametrize("version", ["2.2.0", "2.1.0"])
@pytest.mark.parametrize("make", [a_child, a_corsican, a_waiting_number])
def test_the_reference_examples_are_reproduced(shared_data: Path, make: Any, version: str) -> None:
    patient = make()
    example = shared_data / "fhir" / "examples" / f"{patient.uid}.fr-core-{version}.json"
    expected = json.loads(example.read_text(encoding="utf-8"))
    ours = resource(patient, replace(CONTEXT, fhir_version=version))
    assert ours["meta"].pop("tag") == ours["meta"].pop("security")
    assert ours == expected


def test_one_given_name_and_the_list_apart() -> None:
    (name,) = resource(a_child())["name"]
    assert name["given"] == ["INES"]
    assert name["extension"][0]["valueString"] == "INES LOU MARIE"


def test_outside_production_the_file_says_so() -> None:
    meta = resource(a_child())["meta"]
    label = {
        "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
        "code": "HTEST",
        "display": "test health data",
    }
    assert meta["tag"] == meta["security"] == [label]
    assert list(resource(a_real_patient(), PRODUCTION)["meta"]) == ["profile"]


def test_without_a_birth_place_the_profile_cannot_be_claimed() -> None:
    for export in (fhir.render, lambda one, context: fhir.render_all([a_child(), one], context)):
        with pytest.raises(ExportRefused) as caught:
            export(some_patient(some_traits(birth_place=None)), CONTEXT)
        assert caught.value.rule == "IV-064"


@pytest.mark.parametrize(
    ("code", "system", "label"),
    [
        ("75120", "TRE_R13", {"city": "PARIS 20E ARRONDISSEMENT"}),
        ("2A247", "TRE_R13", {"city": "PORTO-VECCHIO"}),
        ("97411", "TRE_R13", {}),
        ("99243", "TRE_R20", {"country": "VIET NAM"}),
        ("99999", "TRE_R20", {}),
    ],
)
def test_places_here_overseas_and_abroad(code: str, system: str, label: dict[str, str]) -> None:
    patient = some_patient(some_traits(birth_place=code))
    address = resource(patient)["extension"][1]["valueAddress"]
    (coded,) = address.pop("extension")
    assert system in coded["valueCoding"]["system"]
    assert coded["valueCoding"]["code"] == code
    assert address == label


@pytest.mark.parametrize("channel", list(Channel))
def test_the_way_of_obtaining(channel: Channel) -> None:
    patient = some_patient(retrieval=some_retrieval(channel=channel))
    assert reliability(patient)["methodCollection"]["code"] == channel.value


@pytest.mark.parametrize(
    ("proof", "version", "expected"),
    [
        ("CN", "2.2.0", "CN"),
        ("PA", "2.2.0", "PA"),
        ("AN", "2.2.0", "AN"),
        ("LE", "2.2.0", "LE"),
        ("CS", "2.2.0", None),
        ("CS", "2.1.0", "CS"),
        ("CC", "2.1.0", None),
        ("eCN", "2.2.0", None),
        ("IN", "2.1.0", None),
    ],
)
def test_the_document_if_the_version_knows_it(
    proof: str, version: str, expected: str | None
) -> None:
    patient = some_patient(control=some_control(some_traits(), proof))
    told = reliability(patient, replace(CONTEXT, fhir_version=version))
    assert told.get("validationMode", {}).get("code") == expected
    assert told["validationDate"] == "2026-11-02"


@pytest.mark.parametrize("kind", [ControlKind.ATTEST, ControlKind.AV])
def test_no_document_no_code(kind: ControlKind) -> None:
    patient = some_patient(control=some_control(some_traits(), "CN", kind))
    told = reliability(patient)
    assert "validationMode" not in told
    assert told["validationDate"] == "2026-11-02"


def test_days_are_those_of_the_desk() -> None:
    late = some_patient(retrieval=some_retrieval(at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC)))
    assert reliability(late)["dateCollection"] == "2026-10-31"


def test_an_interpreted_birth_date_is_announced() -> None:
    url = "fr-core-patient-birthdate-update-indicator"
    plain, told = a_child(), some_patient(some_traits(birth_date_interpreted=True))
    assert not [part for part in resource(plain)["extension"] if part["url"].endswith(url)]
    assert [part["valueBoolean"] for part in resource(told)["extension"] if url in part["url"]] == [
        True
    ]


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("2001-02-03", "2010-11-12", {"start": "2001-02-03", "end": "2010-11-12"}),
        (None, "2010-11-12", {"end": "2010-11-12"}),
        ("2001-02-03", None, {"start": "2001-02-03"}),
        ("2010-11-12", "2001-02-03", None),
        ("2001-00-00", "2010-11-12", {"end": "2010-11-12"}),
        ("hier", "2010-02-30", None),
        (None, None, None),
    ],
)
def test_former_matricules_keep_their_real_dates(
    start: str | None, end: str | None, period: dict[str, str] | None
) -> None:
    former = FormerMatricule(
        number="2990399990018", key="06", oid=NIR, start_text=start, end_text=end
    )
    current, old = resource(with_history(former))["identifier"]
    assert (current["use"], old["use"], old["value"]) == ("official", "old", "299039999001806")
    assert old.get("period") == period


def test_former_matricules_that_the_profile_cannot_hold_are_left_out() -> None:
    kept = FormerMatricule(number="7990399990018", key=None, oid=NIA)
    patient = with_history(
        kept,
        kept,
        FormerMatricule(number="1990399990018", key=None, oid=NIR),
        FormerMatricule(number="299", key="06", oid=NIR),
        FormerMatricule(number="2990399990018", key="06", oid="1.2.250.1.213.1.4.2"),
        FormerMatricule(number="2990399990018", key="06", oid=TEST),
    )
    _, *old = resource(patient)["identifier"]
    assert [(one["system"], one["value"][:13]) for one in old] == [
        (f"urn:oid:{NIA}", "7990399990018")
    ]


def test_invalidated_matricules_never_leave() -> None:
    patient = a_child()
    withdrawn = some_retrieval("2990399990018", NIR)
    identity = replace(patient.identity, invalidated=(withdrawn,))
    assert "2990399990018" not in json.dumps(resource(replace(patient, identity=identity)))


def test_the_local_number_is_ours_and_not_official() -> None:
    context = replace(CONTEXT, local_system="urn:oid:1.2.3.4")
    _, local = resource(a_child(), context)["identifier"]
    assert (local["use"], local["system"], local["value"]) == (
        "usual",
        "urn:oid:1.2.3.4",
        "ins-enfant",
    )
    assert local["type"]["coding"][0]["code"] == "PI"


@pytest.mark.parametrize(
    ("family", "given", "usual"),
    [
        (None, None, []),
        ("", "  ", []),
        ("Exemple", None, [{"use": "usual", "family": "Exemple"}]),
        (None, "Lou", [{"use": "usual", "given": ["Lou"]}]),
    ],
)
def test_a_used_name_only_if_there_is_one(
    family: str | None, given: str | None, usual: list[dict[str, Any]]
) -> None:
    patient = some_patient(used_name=family, used_first_name=given)
    assert resource(patient)["name"][1:] == usual


def test_an_uid_that_fhir_cannot_hold_is_left_out() -> None:
    assert "id" not in resource(some_patient(uid="n° 12"))


def test_several_patients_make_a_collection() -> None:
    patients = [a_child(), a_corsican()]
    bundle = json.loads(fhir.render_all(patients, CONTEXT))
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    assert [entry["resource"] for entry in bundle["entry"]] == [resource(one) for one in patients]


def test_the_file_is_readable_and_stable() -> None:
    content = fhir.render(a_corsican(), CONTEXT)
    assert "Identité qualifiée" in content.decode("utf-8")
    assert content == fhir.render(a_corsican(), CONTEXT)
    assert content.endswith(b"}\n")
