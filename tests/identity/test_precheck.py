"""The offline pre-check of one record: each row of the table, and what is no anomaly."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builders import a_control, a_matricule, a_patient, a_retrieval, some_traits
from insdesk.identity import precheck
from insdesk.identity.matricule import expected_key
from insdesk.identity.places import HEADER, Places
from insdesk.identity.precheck import ANOMALIES, BETWEEN, Proposal, check, proposal_of
from insdesk.identity.resemblance import Likeness
from insdesk.identity.rulebook import RULES
from insdesk.identity.survey import Surveyed, surveyed

TODAY = date(2026, 11, 2)
TABLE = f"""{HEADER}
63113\tAUTREVILLE-FICTIF\t\t\t1\t63000
63998\tENDED-FICTIF\t\t1970-01-01
63999\tFICTIVILLE\t\t
99352\tALGERIE\t1962-07-03\t
"""
PLACES = Places.read(TABLE)
ELODIE = Surveyed(
    uid="p1",
    birth_name="TILLEUL",
    first_name="ELODIE",
    first_names="ELODIE MARTHE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
)


def elodie(number: str | None = None, **changes: Any) -> Surveyed:
    """Her record as stored; `number` is the 13 characters of its INS, the key right by default."""
    if number is not None:
        ins = {"number": number, "key": expected_key(number), "oid": "1.2.250.1.213.1.4.10"}
        changes = ins | changes
    return replace(ELODIE, **changes)


def found(one: Surveyed) -> list[str]:
    return [f"{line.id} {line.code} {line.trait}" for line in check(one, TODAY, PLACES)]


def child(number: str, born: str = "2015-03-09", **changes: Any) -> Surveyed:
    return elodie(number, birth_date=born, **changes)


def test_a_sound_record_has_no_anomaly() -> None:
    assert found(ELODIE) == found(elodie("2780363999000", status="QUAL")) == []


ANOMALOUS = [
    (elodie(sex=None), "A01 SEXE_MANQUANT sex"),
    (elodie(sex=""), "A01 SEXE_MANQUANT sex"),
    (elodie(sex="I"), "A01 SEXE_MANQUANT sex"),
    (elodie(sex="féminin"), "A01 SEXE_MANQUANT sex"),
    (elodie("1780363999000"), "A02 SEXE_DU_MATRICULE sex"),
    (elodie("7780363999000"), "A02 SEXE_DU_MATRICULE sex"),
    (elodie("2780363999000", sex="M"), "A02 SEXE_DU_MATRICULE sex"),
    (elodie("8780363999000", sex="M"), "A02 SEXE_DU_MATRICULE sex"),
    (elodie("2770363999000"), "A03 ANNEE_DU_MATRICULE birth_date"),
    (elodie("2780463999000"), "A04 MOIS_DU_MATRICULE birth_date"),
    (elodie(used_name="Tilleul"), "A05 NOM_UTILISE_POUR_NAISSANCE birth_name"),
    (
        elodie(used_name="tilleul", birth_date="1996-11-02"),
        "A05 NOM_UTILISE_POUR_NAISSANCE birth_name",
    ),
    (child("2850363999000"), "A06 MATRICULE_DE_PARENT None"),
    (child("2030463999000"), "A06 MATRICULE_DE_PARENT None"),
    (elodie("2780363999000", key="00"), "A07 CLE_FAUSSE None"),
    (elodie("2780363999000", key=None), "A07 CLE_FAUSSE None"),
    (replace(ELODIE, number="27803ABC99000", key="12"), "A07 CLE_FAUSSE None"),
    (elodie(birth_name="Tilleul"), "A08 CARACTERE_INTERDIT birth_name"),
    (elodie(birth_name="TILLEUL2"), "A08 CARACTERE_INTERDIT birth_name"),
    (elodie(first_name="ÉLODIE"), "A08 CARACTERE_INTERDIT first_name"),
    (elodie(first_names="ELODIE, MARTHE"), "A08 CARACTERE_INTERDIT first_names"),
    (elodie(birth_date="1978-02-30"), "A09 DATE_IMPOSSIBLE birth_date"),
    (elodie(birth_date="1978-00-00"), "A09 DATE_IMPOSSIBLE birth_date"),
    (elodie(birth_date="09/03/1978"), "A09 DATE_IMPOSSIBLE birth_date"),
    (elodie(birth_date="2026-11-03"), "A09 DATE_FUTURE birth_date"),
    (elodie(birth_date="1905-11-01"), "A09 DATE_TRES_ANCIENNE birth_date"),
    (elodie(birth_place="FICTIVILLE"), "A10 LIEU_SANS_CODE birth_place"),
    (elodie(birth_place="2b050"), "A10 LIEU_SANS_CODE birth_place"),
    (elodie(birth_place="63000"), "A10 CODE_POSTAL birth_place"),
    (elodie(birth_place="63998"), "A10 LIEU_HORS_PERIODE birth_place"),
    (elodie(birth_name=None), "A12 TRAIT_MANQUANT birth_name"),
    (elodie(birth_name=""), "A12 TRAIT_MANQUANT birth_name"),
    (elodie(first_name=None), "A12 TRAIT_MANQUANT first_name"),
    (elodie(birth_date=None), "A12 TRAIT_MANQUANT birth_date"),
    (elodie(birth_place=None), "A12 TRAIT_MANQUANT birth_place"),
    (elodie(birth_place="99999", status="QUAL"), "A12 LIEU_INCONNU birth_place"),
]


@pytest.mark.parametrize(("one", "wanted"), ANOMALOUS)
def test_each_anomaly_is_said_and_nothing_else(one: Surveyed, wanted: str) -> None:
    assert found(one) == [wanted]


SOUND = [
    elodie("5780363999000"),
    elodie("2782063999000"),
    elodie("2783063999000"),
    elodie("2784263999000"),
    elodie("2785063999000"),
    elodie("2789963999000"),
    elodie("2780463999000", interpreted=True),
    elodie(used_name="Garanceau"),
    elodie(used_name="Tilleul", sex="M"),
    elodie(used_name="Tilleul", birth_date="1996-11-03"),
    elodie(used_name=""),
    child("2150363999000"),
    elodie(birth_date="1905-11-03"),
    elodie(birth_date="2026-11-02"),
    elodie(birth_place="63998", birth_date="1969-12-31"),
    elodie(birth_place="12345"),
    elodie(birth_place="99999"),
    elodie(birth_place="2B050"),
    elodie(first_names=None),
    elodie(birth_name="PONTVERT--SABLE"),
    elodie(birth_name="'T HOOFTIN"),
    elodie("2780399350000", birth_place="99352"),
]


@pytest.mark.parametrize("one", SOUND)
def test_what_is_lawful_is_no_anomaly(one: Surveyed) -> None:
    assert found(one) == []


@pytest.mark.parametrize("month", [*range(13, 100), 0])
def test_a_month_above_twelve_is_lawful(month: int) -> None:
    assert found(elodie(f"278{month:02d}63999000")) == []


def test_a_parents_number_is_said_once_and_not_as_a_wrong_year() -> None:
    assert found(child("1850463999000")) == [
        "A02 SEXE_DU_MATRICULE sex",
        "A06 MATRICULE_DE_PARENT None",
    ]
    adult = elodie("2500363999000")
    assert found(adult) == ["A03 ANNEE_DU_MATRICULE birth_date"]
    near = child("2140363999000")
    assert found(near) == ["A03 ANNEE_DU_MATRICULE birth_date"]


@pytest.mark.parametrize(
    ("born", "year", "parent"),
    [
        ("2008-11-03", 96, True),  # 17 years old, 12 years apart
        ("2008-11-02", 96, False),  # 18 today
        ("2008-11-03", 97, False),  # 11 years apart
        ("2015-03-09", 50, True),  # 65 years apart
        ("2015-03-09", 49, False),
    ],
)
def test_the_ages_of_a_parent(born: str, year: int, parent: bool) -> None:
    said = found(child(f"2{year:02d}0363999000", born))
    assert ("A06 MATRICULE_DE_PARENT None" in said) is parent


def test_several_anomalies_of_one_record_are_all_said() -> None:
    one = elodie(
        "2780363999000", key="00", sex=None, birth_name="Tilleul2", birth_place="Fictiville"
    )
    assert {line.split()[0] for line in found(one)} == {"A01", "A07", "A08", "A10"}


def test_a_record_merged_away_has_none() -> None:
    assert found(elodie(sex=None, merged_into="p2")) == []


def test_the_texts_of_a_record_of_today_have_none() -> None:
    strict = some_traits().without_typed()
    one = a_patient(
        traits=strict,
        used_name="Garanceau",
        retrieval=a_retrieval(matricule=a_matricule()),
        control=a_control(snapshot=strict),
    )
    texts = surveyed(one)
    assert (texts.status, texts.number, texts.birth_name) == ("QUAL", "2780363999000", "TILLEUL")
    assert found(texts) == []
    assert "TILLEUL" not in repr(texts)


def test_every_row_is_in_the_book_and_shown_by_an_example() -> None:
    ids = [f"A{number:02d}" for number in range(1, 13)]
    assert list(dict.fromkeys(row.id for row in ANOMALIES)) == ids
    assert {row.id for row in ANOMALIES} | {row.rule for row in ANOMALIES} <= RULES.keys()
    alone = {f"{row.id} {row.code} {row.trait}" for row in ANOMALIES if row.holds}
    assert {wanted for _, wanted in ANOMALOUS} == alone
    assert set(BETWEEN) == {likeness.value for likeness in Likeness}


def test_each_anomaly_proposes_one_act() -> None:
    assert proposal_of("CLE_FAUSSE") is Proposal.INTERROGER
    assert proposal_of("SEXE_MANQUANT") is Proposal.CORRIGER
    assert all(proposal_of(code) is Proposal.COMPARER for code in BETWEEN)
    by_code = {
        row.code: {other.proposal for other in ANOMALIES if other.code == row.code}
        for row in ANOMALIES
    }
    assert all(len(acts) == 1 for acts in by_code.values())


def test_iv_034_nothing_makes_a_trait_out_of_a_matricule() -> None:
    """The module compares and says; it makes no `Traits` and changes no record."""
    names = {
        node.id
        for node in ast.walk(ast.parse(inspect.getsource(precheck)))
        if isinstance(node, ast.Name)
    }
    assert not names & {"Traits", "replace", "Patient", "adopt"}
