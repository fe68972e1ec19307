"""Records by their names, whatever the date (IV-213): one shelf, form K, merged ones left out."""

from __future__ import annotations

from dataclasses import replace

from store_builders import a_filing, a_patient

from insdesk.store import Patients


def put(patients: Patients, *records: object) -> None:
    patients.file_all([a_filing(one) for one in records])  # type: ignore[arg-type]


def uids(found: list[object]) -> list[str]:
    return sorted(one.uid for one in found)  # type: ignore[attr-defined]


def test_names_are_compared_in_form_k(patients: Patients) -> None:
    put(
        patients,
        a_patient("one", birth_name="EXEMPLE-FICTIF", first_name="JEAN-LUC"),
        a_patient(
            "two", birth_name="EXEMPLE FICTIF", first_name="JEAN LUC", birth_date="1941-01-01"
        ),
        a_patient("not", birth_name="EXEMPLE FICTIF", first_name="JEAN"),
        a_patient("nor", birth_name="EXEMPLE", first_name="JEAN LUC"),
    )
    assert uids(patients.named("EXEMPLE-FICTIF", "JEAN LUC")) == ["one", "two"]
    assert uids(patients.named("EXEMPLE", "JEAN-LUC")) == ["nor"]
    assert patients.named("EXEMPLE", "MARC") == []


def test_a_record_merged_away_is_nobody(patients: Patients) -> None:
    gone = a_patient("gone", birth_name="EXEMPLE", first_name="ANNE")
    put(patients, replace(gone, merged_into="kept"))
    assert patients.named("EXEMPLE", "ANNE") == []


def test_long_names_that_share_a_shelf_are_told_apart(patients: Patients) -> None:
    put(
        patients,
        a_patient("one", birth_name="EXEMPLARIDES", first_name="ANNE"),
        a_patient("two", birth_name="EXEMPLARIDEZ", first_name="ANNE"),
    )
    assert uids(patients.named("EXEMPLARIDEZ", "ANNE")) == ["two"]
