"""An identity that is not whole is shown and never qualifiable (insi.md §5, decision 1)."""

from __future__ import annotations

from typing import Any

import pytest

from insdesk.errors import InsiGarbled
from insdesk.identity.readings import Found
from insdesk.insi.answer import read

OID = "<OID>1.2.250.1.213.1.4.8</OID>"


def active(number: str, key: str | None = "40", oid: str = OID) -> str:
    tail = "" if key is None else f"<Cle>{key}</Cle>"
    return f"<IdIndividu><NumIdentifiant>{number}</NumIdentifiant>{tail}</IdIndividu>{oid}"


def found(data: bytes) -> Found:
    answer = read(200, data)
    assert isinstance(answer, Found)
    return answer


@pytest.mark.parametrize(
    ("block", "warnings"),
    [
        (active("181016322075140"), ("MATRICULE_INCOHERENT",)),
        (active("181016322075"), ("MATRICULE_INCOHERENT",)),
        (active("18101A3220751"), ("MATRICULE_INCOHERENT",)),
        (active("181012C020751"), ("MATRICULE_INCOHERENT",)),
        (active("181012a020751"), ("MATRICULE_INCOHERENT",)),
        (active("١٨١٠١٦٣٢٢٠٧٥١"), ("MATRICULE_INCOHERENT",)),
        (active("1810163220751", "4"), ("MATRICULE_INCOHERENT",)),
        (active("1810163220751", "٤٠"), ("MATRICULE_INCOHERENT",)),
        (active("1810163220751", oid="<OID>1.2.250.1.213.1.4.5</OID>"), ("OID_INCONNU",)),
        (active("1810163220751", oid="<OID>1.2.250.1.213.1.4.2</OID>"), ("OID_INCONNU",)),
        (active("1810163220751", oid=""), ("OID_INCONNU",)),
        (active("181016322075140", oid="<OID/>"), ("MATRICULE_INCOHERENT", "OID_INCONNU")),
        ("", ("MATRICULE_INCOHERENT", "OID_INCONNU")),
    ],
)
def test_a_matricule_that_is_none_is_shown_not_accepted(
    block: str, warnings: tuple[str, ...], wire: Any
) -> None:
    answer = found(wire.found(block))
    assert answer.matricule is None
    assert not answer.qualifiable
    assert answer.warnings == warnings


def test_the_incoherent_text_is_kept_to_be_shown(wire: Any) -> None:
    answer = found(wire.found(active("181016322075140", None)))
    assert answer.matricule_text == "181016322075140"
    assert "181016" not in repr(answer)


def test_a_wrong_key_is_kept_and_said(wire: Any) -> None:
    answer = found(wire.found(active("1810363220456", "60")))
    assert answer.matricule is not None
    assert answer.matricule.value == "181036322045660"
    assert answer.warnings == ("CLE_FAUSSE",)
    assert answer.qualifiable


@pytest.mark.parametrize(("number", "key"), [("1810163220751", "40"), ("160012B020777", "13")])
def test_an_absent_key_is_computed_and_said(number: str, key: str, wire: Any) -> None:
    answer = found(wire.found(active(number, None)))
    assert answer.matricule is not None
    assert answer.matricule.key == key
    assert answer.matricule_text == number
    assert answer.warnings == ("CLE_CALCULEE",)
    assert answer.qualifiable


def without(tiq: str, name: str) -> str:
    start, end = tiq.index(f"<{name}>"), tiq.index(f"</{name}>") + len(name) + 3
    return tiq[:start] + tiq[end:]


@pytest.mark.parametrize("trait", ["NomNaissance", "ListePrenom", "Sexe", "DateNaissance"])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_trait_forbids_to_qualify(trait: str, how: str, wire: Any) -> None:
    tiq = without(wire.tiq, trait) + (f"<{trait}> </{trait}>" if how == "empty" else "")
    answer = found(wire.found(tiq=tiq))
    assert answer.warnings == ("TRAIT_MANQUANT",)
    assert not answer.qualifiable
    assert answer.matricule is not None


def test_an_absent_place_is_only_said(wire: Any) -> None:
    answer = found(wire.found(tiq=without(wire.tiq, "LieuNaissance")))
    assert answer.birth_place is None
    assert answer.warnings == ("LIEU_ABSENT",)
    assert answer.qualifiable


def test_a_first_name_alone_does_not_stand_for_the_list(wire: Any) -> None:
    tiq = without(wire.tiq, "ListePrenom") + "<Prenom>LAURENT</Prenom>"
    answer = found(wire.found(tiq=tiq))
    assert answer.first_names is None
    assert not answer.qualifiable


def test_no_traits_at_all(wire: Any) -> None:
    answer = found(wire.code("00", f"<INDIVIDU><INSACTIF>{wire.active}</INSACTIF></INDIVIDU>"))
    assert answer.warnings == ("TRAIT_MANQUANT", "LIEU_ABSENT")
    assert not answer.qualifiable


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ADRDEUX", "Adrdeux"),
        ("ADRDEUX", "ADR&#200;DEUX"),
        ("LAURENT", "LAURENT,PAUL"),
        ("LAURENT", "LAURENT  PAUL"),
        ("<Sexe>M", "<Sexe>I"),
        ("<Sexe>M", "<Sexe>X"),
        ("1981-01-01", "01/01/1981"),
        ("1981-01-01", "1981-1-1"),
        ("63220", "6322"),
        ("63220", "632201"),
    ],
)
def test_a_trait_outside_its_profile_is_kept_and_forbids_to_qualify(
    old: str, new: str, wire: Any
) -> None:
    assert old in wire.tiq
    answer = found(wire.found(tiq=wire.tiq.replace(old, new)))
    assert answer.warnings == ("TRAIT_INVALIDE",)
    assert not answer.qualifiable
    assert answer.traits() is None


def test_code_00_without_anybody_is_garbled(wire: Any) -> None:
    with pytest.raises(InsiGarbled) as caught:
        read(200, wire.code("00"))
    assert caught.value.code == "00"


@pytest.mark.parametrize("code", ["0", "000", "OK", "٠١"])
def test_an_unknown_code_is_garbled_and_kept(code: str, wire: Any) -> None:
    with pytest.raises(InsiGarbled) as caught:
        read(200, wire.code(code))
    assert caught.value.code == code


@pytest.mark.parametrize("inside", ["", "<CR/>", "<CR><CodeCR> </CodeCR></CR>", "<INDIVIDU/>"])
def test_an_answer_without_a_code_is_garbled(inside: str, wire: Any) -> None:
    with pytest.raises(InsiGarbled) as caught:
        read(200, wire.result(inside))
    assert caught.value.code is None
