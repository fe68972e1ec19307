"""The assertion PS: vectors, position, digest, and what moving it does (crypto.md §2, §5)."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from insdesk.insi.assertion import (
    BrokenAssertion,
    check,
    practitioner_assertion,
    subject_name,
    timestamp,
    vitale_assertion,
)
from insdesk.insi.soap import DS, SAML, NotXml

VECTOR = Path("insi/vectors/assertion_ps_signed_test_card.xml")


@pytest.fixture(scope="session")
def vector(shared_data: Path) -> bytes:
    return (shared_data / VECTOR).read_bytes()


def certificate_of(assertion: bytes) -> bytes:
    text = etree.fromstring(assertion).findtext(f".//{{{DS}}}X509Certificate")
    return base64.b64decode(text)


def test_the_published_assertion_holds(vector: bytes) -> None:
    assert check(vector, signature=True) == 1


def test_the_published_issuer_is_what_we_would_write(vector: bytes) -> None:
    issuer = etree.fromstring(vector).findtext(f"{{{SAML}}}Issuer")
    assert subject_name(certificate_of(vector)) == issuer


def test_the_issuer_follows_the_card(vector: bytes, card: Any) -> None:
    first, second = certificate_of(vector), card.certificate_der
    names = [subject_name(der) for der in (first, second, first)]
    assert names[0] == names[2] != names[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SA05", b"SA07"),
        (b"</Subject>", b"</Subject> "),
        (b"</Signature>", b"</Signature>x"),
        (b'URI="#_c6', b'URI="#_d6'),
        (b"my7wv1u8", b"my7wv1u9"),
    ],
)
def test_a_published_assertion_that_was_touched_does_not_hold(
    old: bytes, new: bytes, vector: bytes
) -> None:
    assert vector.count(old) == 1
    with pytest.raises(BrokenAssertion):
        check(vector.replace(old, new))


def test_a_signature_of_something_else_does_not_hold(
    vector: bytes, card: Any, now: datetime
) -> None:
    ours = practitioner_assertion(card, now)
    value = etree.fromstring(vector).findtext(f".//{{{DS}}}SignatureValue").encode()
    own = etree.fromstring(ours).findtext(f".//{{{DS}}}SignatureValue").encode()
    forged = ours.replace(own, value)
    assert check(forged) == 1
    for wrong in (forged, ours.replace(own, b"?"), ours.replace(own, b"")):
        with pytest.raises(BrokenAssertion):
            check(wrong, signature=True)


def test_ours_says_what_the_page_says(card: Any, now: datetime) -> None:
    signed = practitioner_assertion(card, now)
    assert check(signed, signature=True) == 1
    assert card.signatures == 1
    root = etree.fromstring(signed)
    assert [etree.QName(child).localname for child in root] == [
        "Issuer", "Signature", "Subject", "AttributeStatement",
    ]  # fmt: skip
    assert root.get("IssueInstant") == "2026-01-31T08:05:09.123Z"
    assert (root.get("Version"), root.get("ID")[0]) == ("2.0", "_")
    person, *rest = root[0].text.split(",")
    assert rest == ["T=Médecin", "C=FR"]
    # The order inside one RDN is that of its encoding, not ours.
    assert set(person.split("+")) == {"2.5.4.42=MAUD", "CN=899900000001", "SN=EXEMPLE"}
    name = root.find(f".//{{{SAML}}}NameID")
    assert (name.text, dict(name.attrib)) == ("899900000001", {"NameQualifier": "CPS"})
    said = {a.get("Name"): a[0].text for a in root.iter(f"{{{SAML}}}Attribute")}
    assert said == dict(card.attributes)
    assert certificate_of(signed) == card.certificate_der


def test_two_assertions_have_two_identifiers(card: Any, now: datetime) -> None:
    first, second = (etree.fromstring(practitioner_assertion(card, now)) for _ in range(2))
    assert first.get("ID") != second.get("ID")


def test_without_attributes_the_statement_is_left_out(card: Any, now: datetime) -> None:
    card.attributes = {"secteurActivite": ""}
    signed = practitioner_assertion(card, now)
    assert b"AttributeStatement" not in signed
    assert check(signed, signature=True) == 1


def test_official_saml_schema(card: Any, now: datetime, shared_data: Path) -> None:
    folder = shared_data / "insi" / "wsdl" / "xsd" / "SAML"
    schema = etree.XMLSchema(etree.parse(str(folder / "saml-schema-assertion-2.0.xsd")))
    for assertion in (
        practitioner_assertion(card, now),
        vitale_assertion("00000000000000000000", "899900000001", now),
    ):
        schema.assertValid(etree.fromstring(assertion))


def test_the_vitale_assertion_is_unsigned(now: datetime) -> None:
    assertion = vitale_assertion("00000000000000000000", "899900000001", now)
    root = etree.fromstring(assertion)
    assert check(assertion) == 0
    assert root.find(f"{{{SAML}}}Issuer").attrib == {}
    name = root.find(f".//{{{SAML}}}NameID")
    assert (name.text, name.get("NameQualifier")) == ("0" * 20, "VITALE")


HOSTILE = (
    b'<e xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" '
    b'xmlns:d="http://www.w3.org/2000/09/xmldsig#" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
)


def test_bytes_survive_hostile_prefixes(card: Any, now: datetime, vector: bytes) -> None:
    message = HOSTILE + practitioner_assertion(card, now) + vector + b"</e>"
    assert check(message, signature=True) == 2


def test_moving_between_trees_breaks_it_and_is_seen(vector: bytes) -> None:
    parent = etree.fromstring(HOSTILE + b"</e>")
    parent.append(etree.fromstring(vector))
    with pytest.raises(BrokenAssertion):
        check(etree.tostring(parent), signature=True)


def test_no_xml_is_said(now: datetime) -> None:
    with pytest.raises(NotXml):
        check(b"<a>")


def test_time_is_utc_with_milliseconds(now: datetime) -> None:
    assert timestamp(now) == "2026-01-31T08:05:09.123Z"
    assert (
        timestamp(datetime.fromisoformat("2026-06-01T10:00:00+02:00")) == "2026-06-01T08:00:00.000Z"
    )
