"""Every variation of form that real answers show is read; nothing doubtful is (insi.md §5.4)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from insdesk.errors import InsiGarbled
from insdesk.identity.readings import Found, NotFound, SeveralFound
from insdesk.insi.answer import read

HISTORY = (
    "<INSHISTO><IdIndividu><NumIdentifiant>1810163220751</NumIdentifiant></IdIndividu>"
    "<OID>1.2.250.1.213.1.4.8</OID></INSHISTO>"
)


def found(data: bytes) -> Found:
    answer = read(200, data)
    assert isinstance(answer, Found)
    return answer


def is_laurent(answer: Found) -> bool:
    traits = (answer.birth_name, answer.first_names, answer.sex, answer.birth_date)
    return traits == ("ADRDEUX", "LAURENT", "M", "1981-01-01") and answer.qualifiable


def test_a_prefix_while_the_default_namespace_is_another_one(wire: Any) -> None:
    text = wire.found().decode()
    inside = text[text.index("<RESULTAT") : text.index("</s:Body>")]
    for name in ("RESULTAT", "CR", "CodeCR", "LibelleCR", "INDIVIDU", "INSACTIF", "IdIndividu",
                 "NumIdentifiant", "Cle", "OID", "TIQ", "NomNaissance", "ListePrenom", "Sexe",
                 "DateNaissance", "LieuNaissance"):  # fmt: skip
        inside = inside.replace(f"<{name}>", f"<r:{name}>").replace(f"</{name}>", f"</r:{name}>")
    inside = inside.replace(
        '<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat"',
        '<r:RESULTAT xmlns="http://www.cnamts.fr/INSiRecVit" '
        'xmlns:r="http://www.cnamts.fr/INSiResultat"',
    )
    assert is_laurent(found(wire.envelope(inside)))


def test_children_in_any_order(wire: Any) -> None:
    active = (
        "<OID>1.2.250.1.213.1.4.8</OID><IdIndividu><Cle>40</Cle>"
        "<NumIdentifiant>1810163220751</NumIdentifiant></IdIndividu>"
    )
    traits = re.findall(r"<\w+>[^<]*</\w+>", wire.tiq)
    assert len(traits) == 5
    answer = found(wire.found(active, "".join(reversed(traits))))
    assert is_laurent(answer)
    assert answer.warnings == ()


def test_individual_before_the_report(wire: Any) -> None:
    data = wire.result(
        f"<INDIVIDU><TIQ>{wire.tiq}</TIQ><INSACTIF>{wire.active}</INSACTIF></INDIVIDU>"
        "<CR><LibelleCR>OK</LibelleCR><CodeCR>00</CodeCR></CR>"
    )
    assert is_laurent(found(data))


def test_comments_tabs_and_blanks(wire: Any) -> None:
    tiq = wire.tiq.replace("ADRDEUX", "\n\t ADR<!-- coupé -->DEUX \r\n").replace("><", ">\n\t<")
    data = wire.found(tiq=tiq).replace(b"<CodeCR>00", b"<CodeCR> \t00 <!-- fin -->")
    assert is_laurent(found(b"<!-- tete -->" + data))


def test_a_processing_instruction_does_not_hide_a_text(wire: Any) -> None:
    assert is_laurent(found(wire.found(tiq=wire.tiq.replace("ADRDEUX", "ADR<?x y?>DEUX"))))


def test_history_may_be_repeated_and_may_repeat_the_active_one(wire: Any) -> None:
    answer = found(wire.found(history=HISTORY * 3))
    assert [entry.number for entry in answer.history] == ["1810163220751"] * 3
    assert answer.history[0].key is None
    assert answer.qualifiable


def test_an_odd_history_entry_is_kept_and_said(wire: Any) -> None:
    odd = HISTORY.replace("</OID>", "</OID><DateDeb>2019-13-45</DateDeb>")
    answer = found(wire.found(history=odd))
    assert answer.history[0].start_text == "2019-13-45"
    assert answer.warnings == ("SCHEMA",)
    assert answer.qualifiable


@pytest.mark.parametrize("place", ["2A020", "2B020", "20020", "99100"])
def test_every_form_of_place_is_kept_as_sent(place: str, wire: Any) -> None:
    answer = found(wire.found(tiq=wire.tiq.replace("63220", place)))
    assert answer.birth_place == place
    assert answer.qualifiable


def test_unknown_elements_are_ignored_and_said(wire: Any) -> None:
    tiq = wire.tiq + "<Nouveau><NomNaissance>AUTRE</NomNaissance></Nouveau>"
    data = wire.found(tiq=tiq).replace(b"<s:Body>", b'<s:Body><x xmlns="urn:autre"/>')
    answer = found(data)
    assert is_laurent(answer)
    assert answer.warnings == ("SCHEMA",)


def test_the_prenom_element_is_never_required_nor_used(wire: Any) -> None:
    answer = found(wire.found(tiq=wire.tiq + "<Prenom>AUTRE</Prenom>"))
    assert answer.first_names == "LAURENT"
    assert answer.warnings == ()


def test_a_lunar_date_stays_a_text(wire: Any) -> None:
    answer = found(wire.found(tiq=wire.tiq.replace("1981-01-01", "1936-00-00")))
    assert answer.birth_date == "1936-00-00"
    assert answer.qualifiable


def test_another_encoding_is_understood(wire: Any) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + wire.found().decode()
    assert is_laurent(found(text.encode("utf-16")))


def test_codes_01_and_02_are_answers_whatever_else_is_inside(wire: Any) -> None:
    assert read(200, wire.code("01", "<INDIVIDU/>")) == NotFound()
    assert read(200, wire.code(" 02\n")) == SeveralFound()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</TIQ>", "</TIQ><TIQ/>"),
        ("</INSACTIF>", "</INSACTIF><INSACTIF/>"),
        ("</INDIVIDU>", "</INDIVIDU><INDIVIDU/>"),
        ("<NomNaissance>", "<NomNaissance>AUTRE</NomNaissance><NomNaissance>"),
        ("<Cle>", "<Cle>99</Cle><Cle>"),
        ("<CodeCR>", "<CodeCR>01</CodeCR><CodeCR>"),
        ("ADRDEUX", "ADR<b>DEUX</b>"),
        ("</RESULTAT>", '</RESULTAT><RESULTAT xmlns="http://www.cnamts.fr/INSiResultat"/>'),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(old: str, new: str, wire: Any) -> None:
    text = wire.found().decode()
    assert old in text
    with pytest.raises(InsiGarbled):
        read(200, text.replace(old, new).encode())
