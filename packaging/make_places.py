r"""Make `resources/places/places.tsv` from public files; run by hand when a new year comes out.

    python3 packaging/make_places.py --history historique-communes.json --history-year 2019 \
        --edition 2021=communes.json --edition 2026=communes.json --countries countries.py \
        --out resources/places/places.tsv

The files are those of the packages that `resources/places/SOURCE.txt` names. Where the official
files of INSEE are at hand, `--insee-communes v_commune_depuis_1943.csv` replaces the history and
`--insee-countries v_pays_et_territoire_depuis_1943.csv` the countries; the last edition still gives
postcodes, population, arrondissements and overseas territories. Standard library only.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HEADER = "code\tlabel\tstart\tend\tthousands\tpostcodes"
SINCE = "1943-01-01"
"""First day of every history of INSEE: what begins then began before."""

OVERSEAS = ("975", "977", "978", "98")
WHOLE_CITIES = {"75056", "69123", "13055"}
"""Their postcodes belong to the arrondissements."""

Commune = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One label of one code; the end is the first day after, empty sides are open."""

    code: str
    label: str
    start: str = ""
    end: str = ""


# Algeria before its independence: the place codes that registers hold for births there.
ALGERIA = [
    Row("91352", "ALGER (ALGERIE)", end="1962-07-03"),
    Row("92352", "ORAN (ALGERIE)", end="1962-07-03"),
    Row("93352", "CONSTANTINE (ALGERIE)", end="1962-07-03"),
    Row("94352", "TERRITOIRES DU SUD (ALGERIE)", end="1962-07-03"),
]

# States that ended, by the label that the list of countries gives them: history, not INSEE's file.
ENDED = {
    ("99115", "TCHECOSLOVAQUIE"): "1993-01-01",
    ("99141", "REPUBLIQUE DEMOCRATIQUE ALLEMANDE"): "1990-10-03",
    ("99142", "REPUBLIQUE FEDERALE D'ALLEMAGNE"): "1990-10-03",
    ("99156", "EX-REPUBLIQUE YOUGOSLAVE DE MACEDOINE"): "2019-02-12",
    ("99202", "YEMEN (REPUBLIQUE ARABE DU)"): "1990-05-22",
    ("99233", "YEMEN DEMOCRATIQUE"): "1990-05-22",
    ("99244", "VIET NAM DU NORD"): "1976-07-02",
    ("99245", "VIET NAM DU SUD"): "1976-07-02",
    ("99325", "TANGER"): "1956-10-29",
    ("99402", "TERRE-NEUVE"): "1949-03-31",
    ("99403", "LABRADOR"): "1949-03-31",
    ("99431", "ANTILLES NEERLANDAISES"): "2010-10-10",
    ("99504", "HAWAII (ILES)"): "1959-08-21",
}

# Other names that a code of the list had or has: history too.
NAMES = [
    Row("99121", "YOUGOSLAVIE", end="2003-02-04"),
    Row("99121", "SERBIE-ET-MONTENEGRO", "2003-02-04", "2006-06-03"),
    Row("99123", "UNION DES REPUBLIQUES SOCIALISTES SOVIETIQUES (URSS)", end="1991-12-26"),
    Row("99156", "MACEDOINE DU NORD"),
    Row("99235", "CEYLAN", end="1972-05-22"),
    Row("99310", "RHODESIE", end="1980-04-18"),
    Row("99312", "CONGO BELGE", end="1960-06-30"),
    Row("99312", "ZAIRE", "1971-10-27", "1997-05-17"),
    Row("99314", "GUINEE ESPAGNOLE", end="1968-10-12"),
    Row("99327", "DAHOMEY", end="1975-11-30"),
    Row("99329", "COTE DE L'OR", end="1957-03-06"),
    Row("99331", "HAUTE-VOLTA", end="1984-08-04"),
    Row("99334", "NYASSALAND", end="1964-07-06"),
    Row("99346", "RHODESIE DU NORD", end="1964-10-24"),
    Row("99347", "BECHUANALAND", end="1966-09-30"),
    Row("99348", "BASUTOLAND", end="1966-10-04"),
    Row("99391", "SWAZILAND", end="2018-04-19"),
    Row("99392", "GUINEE PORTUGAISE", end="1974-09-10"),
    Row("99428", "GUYANE BRITANNIQUE", end="1966-05-26"),
    Row("99429", "HONDURAS BRITANNIQUE", end="1973-06-01"),
    Row("99514", "NOUVELLES-HEBRIDES", end="1980-07-30"),
]


def capitals(name: str) -> str:
    """`Œuilly` → `OEUILLY`, `Lyon 3e Arrondissement` → `LYON 3E`; raises for what is left over."""
    short = re.sub(r" Arrondissement$", "", name.replace("’", "'"))
    opened = short.upper().replace("Œ", "OE").replace("Æ", "AE")
    bare = "".join(c for c in unicodedata.normalize("NFD", opened) if not unicodedata.combining(c))
    if not bare.isascii() or "\t" in bare:
        raise ValueError(f"no plain capitals for {name!r}")
    return " ".join(bare.split())


def _open(day: str | None) -> str:
    return "" if not day or day <= SINCE else day


def history(records: Iterable[Commune]) -> list[Row]:
    """Communes from `historique-communes.json`; other kinds of entities are left out."""
    return [
        Row(one["code"], capitals(one["nom"]), _open(one.get("dateDebut")), one.get("dateFin", ""))
        for one in records
        if one["type"] == "COM"
    ]


def insee_communes(lines: Iterable[str]) -> list[Row]:
    """Communes from INSEE's `v_commune_depuis_1943.csv`."""
    return [
        Row(one["COM"], capitals(one["LIBELLE"]), _open(one["DATE_DEBUT"]), one["DATE_FIN"] or "")
        for one in csv.DictReader(lines)
    ]


def insee_countries(lines: Iterable[str]) -> list[Row]:
    """Countries from INSEE's `v_pays_et_territoire_depuis_1943.csv`.

    The present label of a code loses its start: registers give it to births before that day too.
    """
    rows = [
        Row(one["COG"], capitals(one["LIBCOG"]), _open(one["DATE_DEBUT"]), one["DATE_FIN"] or "")
        for one in csv.DictReader(lines)
        if re.fullmatch(r"99\d{3}", one["COG"])
    ]
    return [row if row.end else replace(row, start="") for row in rows]


def countries(source: str) -> list[Row]:
    """Countries from the module with a dictionary `COUNTRIES`: code → labels, the first is its own.

    The module is read, never run.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COUNTRIES":
            names: dict[str, list[str]] = ast.literal_eval(node.value)
            break
    else:
        raise ValueError("no COUNTRIES there")
    rows = [Row(code, capitals(label)) for code, labels in names.items() for label in labels]
    return [replace(row, end=ENDED.get((row.code, row.label), "")) for row in rows] + NAMES


def follow(rows: list[Row], year: int, edition: list[Commune], before: int) -> list[Row]:
    """`rows` brought to 1 January of `year`, by comparing with the communes of that day.

    Between two editions the day is not known. What ended ends as late, and what began began as
    early, as possible, so that no code is called wrong that was right; a name changes at the end.
    """
    now = {
        one["code"]: capitals(one["nom"])
        for one in edition
        if one["type"] == "commune-actuelle" and not one["code"].startswith(OVERSEAS)
    }
    day = f"{year}-01-01"
    present = {row.code: row for row in rows if not row.end}
    kept = []
    for row in rows:
        name = now.get(row.code)
        if row.end or name == row.label:
            kept.append(row)
        elif name is not None and _words(name) == _words(row.label):
            kept.append(replace(row, label=name))
        else:
            kept.append(replace(row, end=day))
            kept += [Row(row.code, name, start=day)] if name is not None else []
    return kept + [
        Row(code, name, start=f"{before}-01-01")
        for code, name in now.items()
        if code not in present
    ]


def _words(label: str) -> list[str]:
    return re.findall(r"\w+", label)


def joined(rows: Iterable[Row]) -> list[Row]:
    """Rows by code, former labels first; periods that touch under one label become one."""
    order = enumerate(rows)
    ranked = sorted(order, key=lambda one: (one[1].code, one[1].end or "9999", one[0]))
    result: list[Row] = []
    for _, row in ranked:
        last = result[-1] if result else None
        if last and (last.code, last.label) == (row.code, row.label) and last.end == row.start:
            result[-1] = replace(last, end=row.end)
        else:
            result.append(row)
    return result


def places_of_today(edition: list[Commune]) -> list[Row]:
    """Arrondissements and overseas territories: always there, as far as the edition knows."""
    return [
        Row(one["code"], capitals(one["nom"]))
        for one in edition
        if one["type"] == "arrondissement-municipal" or one["code"].startswith(OVERSEAS)
    ]


def lines(rows: list[Row], edition: list[Commune]) -> Iterator[str]:
    """The lines of the table; postcodes stand at the present label of a code only.

    A former code or label has the population of what it is now, to be found as easily.
    """
    kinds = {"commune-actuelle", "arrondissement-municipal"}
    today = {one["code"]: one for one in edition if one["type"] in kinds}
    named: dict[str, list[Commune]] = {}
    for one in today.values():
        named.setdefault(capitals(one["nom"]), []).append(one)
    yield HEADER
    for row in rows:
        heirs = named.get(row.label, [])
        now = today.get(row.code) or (heirs[0] if len(heirs) == 1 else {})
        thousands = round(now.get("population", 0) / 1000) or ""
        codes = [] if row.end or row.code in WHOLE_CITIES else now.get("codesPostaux", [])
        cells = (row.code, row.label, row.start, row.end, str(thousands), " ".join(codes))
        yield "\t".join(cells).rstrip("\t")


def main(arguments: list[str]) -> None:
    """Read, join, write; says how many rows there are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--history", type=Path)
    parser.add_argument("--history-year", type=int, default=2019)
    parser.add_argument("--insee-communes", type=Path)
    parser.add_argument("--edition", action="append", required=True, metavar="YEAR=FILE")
    parser.add_argument("--countries", type=Path)
    parser.add_argument("--insee-countries", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    pairs = (one.split("=", 1) for one in asked.edition)
    editions = {int(year): json.loads(Path(name).read_text("utf-8")) for year, name in pairs}
    newest = editions[max(editions)]
    if asked.insee_communes:
        rows = insee_communes(asked.insee_communes.read_text("utf-8-sig").splitlines())
    else:
        rows, before = history(json.loads(asked.history.read_text("utf-8"))), asked.history_year
        for year in sorted(editions):
            rows, before = follow(rows, year, editions[year], before), year
    if asked.insee_countries:
        abroad = insee_countries(asked.insee_countries.read_text("utf-8-sig").splitlines())
    else:
        abroad = countries(asked.countries.read_text("utf-8"))
    table = joined(rows + places_of_today(newest) + ALGERIA + abroad)
    asked.out.write_text("\n".join(lines(table, newest)) + "\n", encoding="ascii")
    print(f"{len(table)} rows, {asked.out.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
