"""The script that makes the table: official files of INSEE, editions compared, rows joined."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from insdesk.identity import places

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "make_places.py"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("insdesk_make_places", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def commune(code: str, name: str, **more: object) -> dict[str, object]:
    return {"code": code, "nom": name, "type": "commune-actuelle", **more}


def test_both_sides_agree_on_the_header(make: ModuleType) -> None:
    assert make.HEADER == places.HEADER


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Œuilly", "OEUILLY"),
        ("L’Haÿ-les-Roses", "L'HAY-LES-ROSES"),
        ("Lyon 3e Arrondissement", "LYON 3E"),
        ("Paris 1er Arrondissement", "PARIS 1ER"),
        ("Curaçao", "CURACAO"),
    ],
)
def test_capitals(make: ModuleType, name: str, label: str) -> None:
    assert make.capitals(name) == label


def test_a_letter_without_plain_form_stops_the_script(make: ModuleType) -> None:
    with pytest.raises(ValueError, match="no plain capitals"):
        make.capitals("Þing")


def test_official_file_of_communes(make: ModuleType) -> None:
    lines = [
        "COM,TNCC,NCC,NCCENR,LIBELLE,DATE_DEBUT,DATE_FIN",
        "01004,1,AMBERIEU,Ambérieu,Ambérieu,1943-01-01,1955-03-31",
        "01004,1,AMBERIEU EN BUGEY,Ambérieu-en-Bugey,Ambérieu-en-Bugey,1955-03-31,",
    ]
    assert make.insee_communes(lines) == [
        make.Row("01004", "AMBERIEU", "", "1955-03-31"),
        make.Row("01004", "AMBERIEU-EN-BUGEY", "1955-03-31", ""),
    ]


def test_official_file_of_countries_leaves_the_present_one_open(make: ModuleType) -> None:
    lines = [
        "COG,CRPAY,LIBCOG,LIBENR,DATE_DEBUT,DATE_FIN",
        "99331,,Haute-Volta,République de Haute-Volta,1960-08-05,1984-08-04",
        "99331,,Burkina,Burkina Faso,1984-08-04,",
        "XXXXX,99100,Guadeloupe,Guadeloupe,1943-01-01,",
    ]
    assert make.insee_countries(lines) == [
        make.Row("99331", "HAUTE-VOLTA", "1960-08-05", "1984-08-04"),
        make.Row("99331", "BURKINA", "", ""),
    ]


def test_history_keeps_communes_only(make: ModuleType) -> None:
    records = [
        {"type": "COM", "code": "60580", "nom": "Ancienne", "dateFin": "1943-02-19"},
        {"type": "COMD", "code": "60581", "nom": "Déléguée", "dateDebut": "2016-01-01"},
        {"type": "COM", "code": "60582", "nom": "Nouvelle", "dateDebut": "2016-01-01"},
    ]
    assert make.history(records) == [
        make.Row("60580", "ANCIENNE", "", "1943-02-19"),
        make.Row("60582", "NOUVELLE", "2016-01-01", ""),
    ]


def test_following_an_edition_never_makes_a_right_code_wrong(make: ModuleType) -> None:
    rows = [make.Row("01001", "RESTE"), make.Row("01002", "PART"), make.Row("01003", "CHANGE"),
            make.Row("01004", "LES TROIS BOIS")]  # fmt: skip
    edition = [
        commune("01001", "Reste"),
        commune("01003", "Changée"),
        commune("01004", "Les Trois-Bois"),
        commune("01005", "Arrive"),
        commune("98735", "Papeete"),
    ]
    assert make.follow(rows, 2021, edition, 2019) == [
        make.Row("01001", "RESTE"),
        make.Row("01002", "PART", "", "2021-01-01"),
        make.Row("01003", "CHANGE", "", "2021-01-01"),
        make.Row("01003", "CHANGEE", "2021-01-01", ""),
        make.Row("01004", "LES TROIS-BOIS"),
        make.Row("01005", "ARRIVE", "2019-01-01", ""),
    ]


def test_periods_that_touch_under_one_label_are_one(make: ModuleType) -> None:
    row = make.Row
    rows = [row("01002", "B"), row("01001", "A", "1980-01-01"), row("01001", "A", "", "1980-01-01")]
    assert make.joined(rows) == [row("01001", "A"), row("01002", "B")]
    apart = [row("01001", "A", "", "1970-01-01"), row("01001", "A", "1980-01-01")]
    assert make.joined(apart) == apart


def test_countries_are_read_without_running_the_module(make: ModuleType) -> None:
    source = 'raise SystemExit\nCOUNTRIES = {"99115": ["TCHECOSLOVAQUIE"], "99350": ["MAROC"]}\n'
    rows = make.countries(source)
    assert make.Row("99115", "TCHECOSLOVAQUIE", "", "1993-01-01") in rows
    assert make.Row("99350", "MAROC") in rows
    with pytest.raises(ValueError, match="COUNTRIES"):
        make.countries("X = 1")


def test_from_official_files_to_a_table_that_reads(
    make: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = [
        commune("2B050", "Calvi", population=5_900, codesPostaux=["20260"]),
        commune("75056", "Paris", population=2_100_000, codesPostaux=["75001"]),
        {"code": "75101", "nom": "Paris 1er Arrondissement", "type": "arrondissement-municipal",
         "codesPostaux": ["75001"], "population": 15_000},
    ]  # fmt: skip
    (tmp_path / "now.json").write_text(json.dumps(edition), encoding="utf-8")
    (tmp_path / "communes.csv").write_text(
        "\ufeffCOM,TNCC,NCC,NCCENR,LIBELLE,DATE_DEBUT,DATE_FIN\n"
        "20050,0,CALVI,Calvi,Calvi,1943-01-01,1976-01-01\n"
        "2B050,0,CALVI,Calvi,Calvi,1976-01-01,\n"
        "75056,0,PARIS,Paris,Paris,1943-01-01,\n",
        encoding="utf-8",
    )
    (tmp_path / "pays.csv").write_text(
        "COG,CRPAY,LIBCOG,LIBENR,DATE_DEBUT,DATE_FIN\n99350,,Maroc,Maroc,1956-03-02,\n",
        encoding="utf-8",
    )
    out = tmp_path / "places.tsv"
    make.main(
        ["--insee-communes", str(tmp_path / "communes.csv"), "--insee-countries",
         str(tmp_path / "pays.csv"), "--edition", f"2026={tmp_path / 'now.json'}",
         "--out", str(out)]
    )  # fmt: skip
    assert "9 rows" in capsys.readouterr().out
    table = places.Places.read(out.read_text(encoding="ascii"))
    assert table.valid_at("20050", "1980-01-01") is False
    assert table.valid_at("99350", "1950-01-01") is True
    assert [one.code for one in table.postcode("75001")] == ["75101"]
    assert "20050\tCALVI\t\t1976-01-01\t6" in out.read_text(encoding="ascii").splitlines()
