"""The FHIR file against the R4 schema and the constraints of the profile, both versions."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from export_patients import (
    DEMO,
    NIA,
    NIR,
    PLACES,
    a_child,
    a_corsican,
    a_real_patient,
    a_waiting_number,
    some_control,
    some_patient,
    some_retrieval,
    some_traits,
)
from fhirpathpy import evaluate
from fhirpathpy.models import models
from jsonschema import Draft7Validator

from insdesk.exports import Context, fhir
from insdesk.exports.context import FHIR_VERSIONS
from insdesk.identity.patient import ControlKind, Patient
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.identity.traits import Sexe

Resource = dict[str, Any]


class Judge:
    """The two validators; says which rules of a version a resource breaks."""

    def __init__(self, folder: Path) -> None:
        rules = json.loads((folder / "fr-core-patient-ins.constraints.json").read_text("utf-8"))
        schema = json.loads((folder / "fhir-r4-patient.schema.json").read_text("utf-8"))
        self.rules = rules["constraints"]
        self.schema = Draft7Validator(schema)

    def broken(self, resource: Resource, version: str) -> set[str]:
        """Ids of the broken rules, whatever their severity; `schema` for the base structure."""
        found = {
            rule["id"]
            for rule in self.rules
            # Without the R4 model the values of extensions are empty and rules pass in silence.
            if version in rule["versions"]
            and evaluate(resource, rule["fhirpath"], {}, models["r4"]) != [True]
        }
        return found if self.schema.is_valid(resource) else found | {"schema"}


@pytest.fixture(scope="module")
def judge(shared_data: Path) -> Judge:
    return Judge(shared_data / "fhir")


def people() -> Iterator[tuple[str, Patient]]:
    """Corsica, overseas, foreign, NIA, child, history, used name (exchange.md §12-7)."""
    yield "child", a_child()
    yield "Corsica", a_corsican()
    yield "NIA with history", a_waiting_number()
    yield "overseas", some_patient(some_traits(birth_place="97411", sex=Sexe.M))
    yield "demo", some_patient(retrieval=some_retrieval("1990399990018", DEMO))
    former = (
        FormerMatricule(number="7990399990018", key=None, oid=NIA, end_text="2001-01-01"),
        FormerMatricule(
            number="2990399990018",
            key="06",
            oid=NIR,
            start_text="2020-01-01",
            end_text="2001-01-01",
        ),
    )
    yield (
        "NIR with history",
        some_patient(
            some_traits(birth_date_interpreted=True),
            some_retrieval("1990399990018", NIR, history=former),
            some_control(some_traits(), "ATTEST_LIB", ControlKind.ATTEST),
            used_first_name="Lou",
        ),
    )


@pytest.mark.parametrize("version", FHIR_VERSIONS)
@pytest.mark.parametrize(("name", "patient"), list(people()))
def test_no_rule_is_broken(judge: Judge, name: str, patient: Patient, version: str) -> None:
    context = replace(
        Context.example(),
        fhir_version=version,
        local_system="urn:oid:1.2.3.4",
        place_label=PLACES.get,
    )
    resource = json.loads(fhir.render(patient, context))
    assert judge.broken(resource, version) == set(), name


@pytest.mark.parametrize("version", FHIR_VERSIONS)
def test_a_real_patient_breaks_no_rule(judge: Judge, version: str) -> None:
    context = replace(Context.example(), environment=Environment.PRODUCTION, fhir_version=version)
    resource = json.loads(fhir.render(a_real_patient(), context))
    assert judge.broken(resource, version) == set()


def _all_given_names(resource: Resource) -> None:
    resource["name"][0]["given"] = ["INES", "LOU", "MARIE"]


def _no_list(resource: Resource) -> None:
    del resource["name"][0]["extension"]


def _two_official_names(resource: Resource) -> None:
    resource["name"].append(dict(resource["name"][0]))


def _other_gender(resource: Resource) -> None:
    resource["gender"] = "other"


def _year_only(resource: Resource) -> None:
    resource["birthDate"] = "2020"


def _no_birth_place(resource: Resource) -> None:
    del resource["extension"][1]


def _place_as_number(resource: Resource) -> None:
    coded = resource["extension"][1]["valueAddress"]["extension"][0]["valueCoding"]
    coded["code"] = "2C247"


def _real_oid_test_type(resource: Resource) -> None:
    resource["identifier"][0]["system"] = f"urn:oid:{NIR}"


def _no_key(resource: Resource) -> None:
    resource["identifier"][0]["value"] = resource["identifier"][0]["value"][:13]


def _no_identifier(resource: Resource) -> None:
    del resource["identifier"]


def _other_status(resource: Resource) -> None:
    resource["extension"][0]["extension"][2]["valueCoding"]["code"] = "PROV"


def _instant_of_call(resource: Resource) -> None:
    resource["extension"][0]["extension"][1]["valueDate"] = "2026-11"


def _unknown_property(resource: Resource) -> None:
    resource["matricule"] = "x"


def _old_test_number(resource: Resource) -> None:
    resource["identifier"][0]["use"] = "old"


@pytest.mark.parametrize("version", FHIR_VERSIONS)
@pytest.mark.parametrize(
    ("mutate", "rule"),
    [
        (_all_given_names, "ins-name-given"),
        (_no_list, "ins-name-list"),
        (_two_official_names, "ins-name-official"),
        (_other_gender, "ins-gender"),
        (_year_only, "ins-birthdate"),
        (_no_birth_place, "ins-birthplace-card"),
        (_place_as_number, "ins-birthplace-insee-coding"),
        (_real_oid_test_type, "ins-slice-INS-NIR-TEST"),
        (_no_key, "ins-value-format"),
        (_no_identifier, "ins-identifier-card"),
        (_other_status, "ins-qualified-only"),
        (_instant_of_call, "rel-date"),
        (_unknown_property, "schema"),
        (_old_test_number, "ins-use-test"),
    ],
)
def test_the_rules_do_catch(
    judge: Judge, mutate: Callable[[Resource], None], rule: str, version: str
) -> None:
    context = replace(Context.example(), fhir_version=version)
    sound: Resource = json.loads(fhir.render(a_child(), context))
    assert judge.broken(sound, version) == set()
    broken = copy.deepcopy(sound)
    mutate(broken)
    assert rule in judge.broken(broken, version)


def test_versions_are_not_interchangeable(judge: Judge) -> None:
    new = json.loads(fhir.render(a_waiting_number(), Context.example()))
    old = json.loads(
        fhir.render(a_waiting_number(), replace(Context.example(), fhir_version="2.1.0"))
    )
    assert {"rel-status-210", "ins-use-nia-210"} <= judge.broken(new, "2.1.0")
    assert {"rel-status-220", "ins-use-real", "rel-mode"} <= judge.broken(old, "2.2.0")
