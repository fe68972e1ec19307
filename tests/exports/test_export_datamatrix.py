"""The Datamatrix INS: the exact string, its edges, its strict reader."""

from __future__ import annotations

import pytest
from export_patients import (
    DEMO,
    NIA,
    NIR,
    a_child,
    a_corsican,
    a_waiting_number,
    some_patient,
    some_retrieval,
    some_traits,
)

from insdesk.errors import ExportRefused, Refused
from insdesk.exports import datamatrix
from insdesk.identity.matricule import Nature
from insdesk.identity.traits import Sexe

GS = "\x1d"
HEADER = "IS01" + "0" * 22

# The worked strings of exchange.md §7.
CHILD = (
    "IS010000000000000000000000S1220027512099790S21.2.250.1.213.1.4.10S3INES LOU MARIE"
    f"{GS}S4ROUSSEL-KERGOAT{GS}S5FS629-02-2020S775120"
)
WAITING = (
    f"IS010000000000000000000000S1891099935199403S21.2.250.1.213.1.4.9{GS}S3THI MAI"
    f"{GS}S4NGUYEN{GS}S5FS609-09-1991S799243"
)


def test_the_worked_strings() -> None:
    assert datamatrix.payload(a_child()) == CHILD
    assert datamatrix.payload(a_waiting_number()) == WAITING


def test_corsica_and_an_apostrophe() -> None:
    text = datamatrix.payload(a_corsican())
    assert "S1154082A24799161S2" in text
    assert text.endswith(f"S3ANGE-MARIE DOMINIQUE{GS}S4D'ORNANO{GS}S5MS615-08-1954S72A247")


@pytest.mark.parametrize(
    ("oid", "written"), [(NIR, NIR + GS), (NIA, NIA + GS), (DEMO, DEMO)], ids=["NIR", "NIA", "demo"]
)
def test_the_separator_follows_a_short_oid_only(oid: str, written: str) -> None:
    patient = some_patient(retrieval=some_retrieval("1990399990018", oid))
    assert f"S2{written}S3" in datamatrix.payload(patient)


@pytest.mark.parametrize(("length", "separator"), [(1, GS), (99, GS), (100, "")])
def test_the_separator_follows_a_short_name_only(length: int, separator: str) -> None:
    name = "A" * length
    for field, block, after in (("birth_name", "S4", "S5F"), ("first_names", "S3", "S4R")):
        text = datamatrix.payload(some_patient(some_traits(**{field: name})))
        assert f"{block}{name}{separator}{after}" in text
        assert getattr(datamatrix.decode(text), field) == name


def test_a_name_of_101_characters_is_refused_both_ways() -> None:
    for field, block in (("birth_name", "S4"), ("first_names", "S3")):
        with pytest.raises(ExportRefused) as refused:
            datamatrix.payload(some_patient(some_traits(**{field: "A" * 101})))
        assert refused.value.rule == "LONGUEUR"
        value = {"S4": "ROUSSEL-KERGOAT", "S3": "INES LOU MARIE"}[block]
        assert reason(CHILD.replace(value, "A" * 101)) == "BLOC_INCONNU"


def test_without_a_place_the_date_ends_the_string() -> None:
    text = datamatrix.payload(some_patient(some_traits(birth_place=None)))
    assert text.endswith("S629-02-2020")
    assert datamatrix.decode(text).birth_place is None


def test_what_was_written_is_read() -> None:
    scanned = datamatrix.decode(CHILD)
    assert (scanned.matricule.value, scanned.matricule.nature) == ("220027512099790", Nature.TEST)
    assert (scanned.birth_name, scanned.first_names) == ("ROUSSEL-KERGOAT", "INES LOU MARIE")
    assert (scanned.sex, scanned.birth_date, scanned.birth_place) == (
        Sexe.F,
        "2020-02-29",
        "75120",
    )


def test_blocks_are_read_in_any_order() -> None:
    moved = (
        f"{HEADER}S775120S3INES LOU MARIE{GS}S629-02-2020S5FS1220027512099790"
        "S21.2.250.1.213.1.4.10S4ROUSSEL-KERGOAT"
    )
    assert datamatrix.decode(moved) == datamatrix.decode(CHILD)


def reason(text: str) -> str:
    with pytest.raises(Refused) as caught:
        datamatrix.decode(text)
    assert caught.value.rule == "IV-608"
    return caught.value.reason


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("IS01", "IS02", "EN_TETE"),
        ("IS0100", "IS0110", "EN_TETE"),
        ("S775120", "S875120", "BLOC_INCONNU"),
        ("S775120", "S775120S775120", "BLOC_DOUBLE"),
        ("S5F", "", "BLOC_MANQUANT"),
        ("S1220027512099790", "", "BLOC_MANQUANT"),
        (f"S3INES LOU MARIE{GS}", "", "BLOC_MANQUANT"),
        ("S775120", "S77512", "LONGUEUR"),
        ("S775120", "S7", "LONGUEUR"),
        (f"S4ROUSSEL-KERGOAT{GS}", f"S4{GS}", "LONGUEUR"),
        ("S21.2.250.1.213.1.4.10", f"S21.2.250.1.213.1{GS}", "LONGUEUR"),
        ("S5F", f"S5F{GS}", "SEPARATEUR"),
        ("S21.2.250.1.213.1.4.10", f"S21.2.250.1.213.1.4.10{GS}", "SEPARATEUR"),
        ("S775120", f"S775120{GS}", "SEPARATEUR"),
        ("S21.2.250.1.213.1.4.10", f"S21.2.250.1.213.1.4.2{GS}", "OID_INCONNU"),
        ("S21.2.250.1.213.1.4.10", "S21.2.250.1.213.1.4.13", "OID_INCONNU"),
        ("S1220027512099790", "S1220027512099791", "CLE_FAUSSE"),
        ("S1220027512099790", "S122002C512099790", "FORMAT_MATRICULE"),
        ("S1220027512099790", "S12200275120997A0", "FORMAT_CLE"),
        ("S629-02-2020", "S629-02-2021", "DATE_IMPOSSIBLE"),
        ("S629-02-2020", "S600-02-2020", "DATE_INCOMPLETE"),
        ("S629-02-2020", "S62020-02-29", "FORMAT_DATE"),
        ("S629-02-2020", "S629/02/2020", "FORMAT_DATE"),
        ("S5F", "S5I", "SEXE"),
        ("S775120", "S775 20", "FORMAT_LIEU"),
        ("S775120", "S72a247", "FORMAT_LIEU"),
        ("ROUSSEL", "Roussel", "CARACTERE_INTERDIT"),
        ("INES LOU", "INES  LOU", "DOUBLAGE"),
        ("INES LOU", "INÈS LOU", "CARACTERE_INTERDIT"),
    ],
)
def test_a_wrong_symbol_is_refused_whole(before: str, after: str, expected: str) -> None:
    assert CHILD.count(before) == 1
    assert reason(CHILD.replace(before, after)) == expected


def test_the_letters_of_a_separator_are_no_separator() -> None:
    """A published viewer writes « <GS> » in four characters: such a symbol is refused."""
    assert reason(CHILD.replace(GS, "<GS>")) == "BLOC_MANQUANT"


def test_a_separator_at_the_very_end_is_refused() -> None:
    moved = f"{HEADER}S775120S1220027512099790S21.2.250.1.213.1.4.10S3A{GS}S5FS629-02-2020S4B"
    assert datamatrix.decode(moved).birth_name == "B"
    assert reason(moved + GS) == "SEPARATEUR"


@pytest.mark.parametrize("text", ["", "IS01", HEADER, "S1", GS, CHILD[1:]])
def test_a_fragment_is_refused(text: str) -> None:
    assert reason(text) in {"EN_TETE", "BLOC_MANQUANT"}


def test_every_truncation_is_refused() -> None:
    whole = len(CHILD)
    without_place = whole - len("S775120")
    for end in range(whole):
        if end != without_place:
            assert reason(CHILD[:end])
