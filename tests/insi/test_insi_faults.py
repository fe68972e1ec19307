"""Faults are read by code, whatever their form; every row of the table is a case (insi.md §8)."""

from __future__ import annotations

from typing import Any

import pytest

from insdesk.errors import (
    Family,
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiRequestRefused,
    InsiUnavailable,
)
from insdesk.insi.answer import read
from insdesk.insi.faults import FAULTS, SUBCODES, classify
from insdesk.ui.texts import error_text

# The table of insi.md §8, written a second time by hand.
ROWS = [
    ("desir_550", "siram_100", "Sender", InsiAccessDenied, False, None),
    ("desir_560", None, "Sender", InsiAccessDenied, False, None),
    ("insi_19", "siram_10", "Sender", InsiRequestRefused, False, "birth_name"),
    ("insi_24", None, "Sender", InsiRequestRefused, False, "sex"),
    ("insi_102", "siram_40", "Receiver", InsiUnavailable, True, None),
    ("insi_111", "siram_40", "Receiver", InsiUnavailable, True, None),
]


def fault(data: bytes, status: int = 500) -> InsiError:
    with pytest.raises(InsiError) as caught:
        read(status, data)
    return caught.value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
@pytest.mark.parametrize("status", [200, 500, 403])
@pytest.mark.parametrize("upper", [False, True])
def test_every_row(row: tuple[Any, ...], status: int, upper: bool, wire: Any) -> None:
    code, subcode, role, kind, retryable, trait = row
    sent = code.upper() if upper else code
    error = fault(wire.fault(sent, role=role, subcode=subcode, message_id="uuid:abc"), status)
    assert type(error) is kind
    assert (error.code, error.retryable, error.message_id) == (code, retryable, "uuid:abc")
    assert error.user_text == "phrase pour la personne"
    assert error.technical_text == "texte\ntechnique"
    assert getattr(error, "field", None) == trait


def test_the_table_has_these_rows_and_says_where_they_come_from() -> None:
    assert set(FAULTS) == {row[0] for row in ROWS}
    assert set(SUBCODES) == {"siram_10", "siram_40", "siram_100"}
    for key, row in {**FAULTS, **SUBCODES}.items():
        assert key == row.code == row.code.lower()
        assert row.source
        assert row.meaning
        assert row.retryable == (row.family is Family.TEMPORARY)


@pytest.mark.parametrize(
    ("subcode", "role", "retryable", "family"),
    [
        ("siram_40", "Receiver", True, Family.TEMPORARY),
        ("siram_40", "Sender", False, Family.TEMPORARY),
        ("siram_10", "Sender", False, Family.CONTENT),
        ("siram_10", "Receiver", True, Family.CONTENT),
        ("siram_100", "Sender", False, Family.CONFIGURATION),
        ("siram_77", "Sender", False, Family.UNKNOWN),
        ("siram_77", "Receiver", True, Family.UNKNOWN),
        (None, "Receiver", True, Family.UNKNOWN),
        (None, "MustUnderstand", False, Family.UNKNOWN),
    ],
)
def test_an_unknown_code_is_classed_and_shown(
    subcode: str | None, role: str, retryable: bool, family: Family, wire: Any
) -> None:
    error = fault(wire.fault("insi_9999", role=role, subcode=subcode))
    assert type(error) is InsiFault
    assert (error.code, error.retryable) == ("insi_9999", retryable)
    assert (error.user_text, error.technical_text) == (
        "phrase pour la personne",
        "texte\ntechnique",
    )
    assert classify("insi_9999", subcode, role).family is family


@pytest.mark.parametrize(
    ("subcode", "kind"),
    [
        ("siram_10", InsiRequestRefused),
        ("siram_40", InsiUnavailable),
        ("SIRAM_100", InsiAccessDenied),
        ("siram_77", InsiFault),
        (None, InsiFault),
    ],
)
def test_without_a_code_the_subcode_decides(
    subcode: str | None, kind: type[InsiError], wire: Any
) -> None:
    assert type(fault(wire.fault(None, subcode=subcode))) is kind


def test_a_nested_subcode_is_found(wire: Any) -> None:
    data = wire.fault(None, subcode="passerelle").replace(
        b"</s:Subcode>", b"<s:Subcode><s:Value>q:siram_40</s:Value></s:Subcode></s:Subcode>"
    )
    assert type(fault(data)) is InsiUnavailable


@pytest.mark.parametrize("severity", ["fatal", "fatale", "erreur", "jamais vue"])
def test_any_severity_is_kept(severity: str, wire: Any) -> None:
    assert fault(wire.fault("insi_102", severity=severity)).severity == severity


@pytest.mark.parametrize("space", ['xmlns="urn:siram"', 'xmlns=""'])
def test_the_form_with_child_elements(space: str, wire: Any) -> None:
    detail = (
        f"<Erreur {space}><Code>insi_24</Code><Severite>erreur</Severite>"
        "<Descriptif>sexe absent</Descriptif></Erreur>"
    )
    error = fault(wire.fault(None, role="Sender", subcode="siram_10", detail=detail))
    assert isinstance(error, InsiRequestRefused)
    assert (error.code, error.severity, error.field) == ("insi_24", "erreur", "sex")
    assert error.technical_text == "sexe absent"


def test_other_prefixes_change_nothing() -> None:
    data = (
        b'<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope"><b:Body '
        b'xmlns:b="http://www.w3.org/2003/05/soap-envelope"><Fault '
        b'xmlns="http://www.w3.org/2003/05/soap-envelope"><Code><Value>a:Sender</Value><Subcode>'
        b'<Value>z:siram_100</Value></Subcode></Code><Reason><Text xml:lang="en">non</Text>'
        b'<Text xml:lang="fr">refus</Text></Reason><Detail><q:Erreur xmlns:q="urn:siram" '
        b'code=" desir_550 " severite="erreur"/></Detail></Fault></b:Body></a:Envelope>'
    )
    error = fault(data)
    assert type(error) is InsiAccessDenied
    assert (error.code, error.user_text, error.technical_text) == ("desir_550", "refus", None)


def test_a_bare_fault_is_still_one(wire: Any) -> None:
    error = fault(wire.envelope("<s:Fault/>"), 200)
    assert type(error) is InsiFault
    assert (error.code, error.retryable) == (None, False)


def test_a_fault_is_never_an_answer_even_beside_one(wire: Any) -> None:
    both = wire.code("01").replace(b"</s:Body>", b"<s:Fault/></s:Body>")
    assert type(fault(both, 200)) is InsiFault


def test_the_exception_text_holds_no_sentence(wire: Any) -> None:
    error = fault(wire.fault("insi_102"))
    assert str(error) == "insi_102 siram_40 Receiver"


@pytest.mark.parametrize(
    ("subcode", "role", "fix"),
    [
        ("siram_40", "Receiver", "Réessayer"),
        ("siram_40", "Sender", "Diagnostic"),
        ("siram_77", "Receiver", "Réessayer"),
        ("siram_10", "Sender", "Corriger les traits"),
        ("siram_100", "Sender", "Diagnostic"),
        ("siram_77", "Sender", "Diagnostic"),
    ],
)
def test_the_card_of_an_unknown_code_proposes_by_family(
    subcode: str, role: str, fix: str, wire: Any
) -> None:
    error = fault(wire.fault("insi_9999", role=role, subcode=subcode))
    card = error_text(error)
    assert (card.id, card.fix) == ("E-INSI-5", fix)
    assert (fix == "Réessayer") == error.retryable
