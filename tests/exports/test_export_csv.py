"""The table: bytes a French spreadsheet opens well, and no cell that acts."""

from __future__ import annotations

import csv as standard_csv
import io
from dataclasses import replace

import pytest
from export_patients import (
    NIA,
    NIR,
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
from insdesk.exports import Context, csv
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment

CONTEXT = Context.example()
HEADER = (
    "matricule;nature;oid;nom_naissance;premier_prenom;prenoms_naissance;sexe;date_naissance;"
    "code_lieu_naissance;statut;date_insi;mode_obtention;date_qualification;justificatif;"
    "nom_utilise;prenom_utilise"
)


def rows(*patients: Patient) -> list[dict[str, str]]:
    text = csv.render_all(patients, CONTEXT).decode("utf-8-sig")
    return list(standard_csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_exact_bytes() -> None:
    content = csv.render(a_corsican(), CONTEXT)
    header = ";".join(f'"{name}"' for name in HEADER.split(";"))
    row = (
        '"154082A24799161";"INS-NIR de test";"1.2.250.1.213.1.4.10";"D\'ORNANO";"ANGE-MARIE";'
        '"ANGE-MARIE DOMINIQUE";"M";"1954-08-15";"2A247";"QUAL";"2026-11-02";"CV";"2026-11-02";'
        '"ATTEST_LIB";"ORNANO";"Ange"'
    )
    assert content == b"\xef\xbb\xbf" + f"{header}\r\n{row}\r\n".encode()


def test_one_row_a_patient_in_the_order_given() -> None:
    people = [a_waiting_number(), a_child(), a_corsican()]
    found = rows(*people)
    assert [row["matricule"] for row in found] == [
        "891099935199403",
        "220027512099790",
        "154082A24799161",
    ]
    assert [row["nature"] for row in found] == ["INS-NIA", "INS-NIR de test", "INS-NIR de test"]
    assert [row["mode_obtention"] for row in found] == ["INSI", "CV", "CV"]
    assert [row["justificatif"] for row in found] == ["CS", "LE", "ATTEST_LIB"]
    assert csv.render(a_child(), CONTEXT) == csv.render_all([a_child()], CONTEXT)


@pytest.mark.parametrize(("oid", "nature"), [(NIR, "INS-NIR"), (NIA, "INS-NIA")])
def test_the_nature_travels_with_the_number(oid: str, nature: str) -> None:
    (row,) = rows(some_patient(retrieval=some_retrieval("1990399990018", oid)))
    assert (row["nature"], row["oid"]) == (nature, oid)


def test_a_missing_place_is_an_empty_cell() -> None:
    (row,) = rows(some_patient(some_traits(birth_place=None)))
    assert row["code_lieu_naissance"] == ""


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33", "@A1", "-2", "\t=1", "\r=1", " =1+1", "\n=1", '=HYPERLINK("x";"y")'],
)
def test_no_cell_starts_a_formula(text: str) -> None:
    patient = some_patient(
        control=some_control(some_traits(), text), used_name=text, used_first_name=text
    )
    (row,) = rows(patient)
    for column in ("nom_utilise", "prenom_utilise", "justificatif"):
        assert row[column] == f"'{text}"
    assert not [cell for cell in row.values() if cell.strip()[:1] in set("=+@-")]


@pytest.mark.parametrize("text", ['O"Exemple', "Du;rand", "Ligne\nsuivante", "Éléonore", "d'Ex"])
def test_local_text_comes_back_as_it_was(text: str) -> None:
    (row,) = rows(some_patient(used_name=text))
    assert row["nom_utilise"] == text


def test_a_refusal_keeps_the_whole_table() -> None:
    unqualified = replace(a_child(), identity=replace(a_child().identity, control=None))
    with pytest.raises(ExportRefused):
        csv.render_all([a_corsican(), unqualified], CONTEXT)


def test_nothing_in_the_table_says_fictitious() -> None:
    """The mark is in the name of the file: a column more would break the readers of the table."""
    production = replace(CONTEXT, environment=Environment.PRODUCTION)
    real = csv.render(a_real_patient(), production).decode("utf-8-sig")
    fictitious = csv.render(a_child(), CONTEXT).decode("utf-8-sig")
    assert real.splitlines()[0] == fictitious.splitlines()[0]
