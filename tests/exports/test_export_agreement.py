"""The same identity, read back from every format, is the same identity."""

from __future__ import annotations

import csv as standard_csv
import io
import json
from datetime import date

from export_patients import DEMO, NIA, NIR, TEST, some_patient, some_retrieval, some_traits
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from symbol_readers import by_libdmtx, by_zxing

from insdesk.exports import Context, csv, datamatrix, fhir
from insdesk.identity.patient import Patient
from insdesk.identity.traits import Sexe, Traits

CONTEXT = Context.example()
Read = tuple[str, str, str, str, str, str | None]

names = st.from_regex(r"[A-Z]+(([' -]|--)[A-Z]+){0,4}", fullmatch=True).filter(
    lambda text: len(text) <= 100
)
given_names = st.from_regex(r"'?[A-Z]+([' -][A-Z]+){0,4}", fullmatch=True).filter(
    lambda text: len(text) <= 100
)
places = st.from_regex(r"([0-9]{5}|2[AB][0-9]{3})", fullmatch=True).filter(str.isascii)
numbers = st.from_regex(r"[1278][0-9]{4}([0-9]{2}|2[AB])[0-9]{6}", fullmatch=True).filter(
    str.isascii
)


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """Qualified patients with any traits INSi may send."""
    listed = draw(given_names)
    traits = some_traits(
        birth_name=draw(names),
        first_name=listed.split(" ")[0],
        first_names=listed,
        birth_date=draw(st.dates(date(1880, 1, 1), date(2026, 11, 2))).isoformat(),
        sex=draw(st.sampled_from([Sexe.F, Sexe.M])),
        birth_place=draw(places),
    )
    retrieval = some_retrieval(draw(numbers), draw(st.sampled_from([NIR, NIA, TEST, DEMO])))
    used = draw(st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
    return some_patient(traits, retrieval, used_name=used)


def expected(patient: Patient) -> Read:
    retrieval, traits = patient.identity.retrieval, patient.traits
    assert retrieval is not None
    assert traits.birth_name is not None
    assert traits.first_names is not None
    assert traits.birth_date is not None
    assert traits.sex is not None
    return (
        f"{retrieval.matricule.oid} {retrieval.matricule.value}",
        traits.birth_name,
        traits.first_names,
        traits.sex.value,
        traits.birth_date,
        traits.birth_place,
    )


def from_fhir(content: bytes) -> Read:
    told = json.loads(content)
    address = told["extension"][1]["valueAddress"]
    return (
        f"{told['identifier'][0]['system'].removeprefix('urn:oid:')} "
        f"{told['identifier'][0]['value']}",
        told["name"][0]["family"],
        told["name"][0]["extension"][0]["valueString"],
        {"female": "F", "male": "M"}[told["gender"]],
        told["birthDate"],
        address["extension"][0]["valueCoding"]["code"],
    )


def from_csv(content: bytes) -> Read:
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    (row,) = standard_csv.DictReader(lines, delimiter=";")
    return (
        f"{row['oid']} {row['matricule']}",
        row["nom_naissance"],
        row["prenoms_naissance"],
        row["sexe"],
        row["date_naissance"],
        row["code_lieu_naissance"],
    )


def from_symbol(content: bytes) -> Read:
    (read,) = by_zxing(content)
    assert by_libdmtx(content) == [read]
    scanned = datamatrix.decode(read.decode("ascii"))
    return (
        f"{scanned.matricule.oid} {scanned.matricule.value}",
        scanned.birth_name,
        scanned.first_names,
        scanned.sex.value,
        scanned.birth_date,
        scanned.birth_place,
    )


@settings(deadline=None, max_examples=60)
@given(patients())
def test_every_format_says_the_same(patient: Patient) -> None:
    whole = expected(patient)
    assert from_fhir(fhir.render(patient, CONTEXT)) == whole
    assert from_csv(csv.render(patient, CONTEXT)) == whole
    assert from_symbol(datamatrix.render(patient, CONTEXT)) == whole


@settings(deadline=None, max_examples=60)
@given(patients())
def test_the_first_given_name_has_its_own_place(patient: Patient) -> None:
    first = patient.traits.first_name
    assume(first)
    assert json.loads(fhir.render(patient, CONTEXT))["name"][0]["given"] == [first]
    assert f'"{first}"'.encode() in csv.render(patient, CONTEXT)


def test_the_traits_of_the_property_are_those_insi_may_send() -> None:
    @settings(deadline=None, max_examples=30, database=None)
    @given(patients())
    def received(patient: Patient) -> None:
        traits = patient.traits
        assert traits == Traits.as_received(
            birth_name=traits.birth_name,
            first_name=traits.first_name,
            first_names=traits.first_names,
            birth_date=traits.birth_date,
            sex=traits.sex.value if traits.sex else None,
            birth_place=traits.birth_place,
        )

    received()
