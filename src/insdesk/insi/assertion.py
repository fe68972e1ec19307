"""The SAML assertions that open the téléservice (insi.md §7.1–7.2, crypto.md §2, §6.2).

An assertion is bytes from the moment it is signed: it is never moved between XML trees, which
would rewrite its prefixes and break its digest (crypto.md P1). Nothing here touches a disk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol
from uuid import uuid4

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from insdesk.insi.soap import DS, SAML, canonical, parse

EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = DS + "enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SUBJECT_NAME = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"


class BrokenAssertion(ValueError):
    """An assertion does not say what was signed: a defect of the program, nothing is sent."""


class PractitionerSigner(Protocol):
    """The opened practitioner's card, for one user action.

    Its owner checks the code porteur and the validity; `sign` makes RSA PKCS#1 v1.5 over SHA-256
    of the bytes it receives. Every member may raise `PractitionerCardError` leaves.
    """

    @property
    def certificate_der(self) -> bytes:
        """The signature certificate of the card."""

    @property
    def national_id(self) -> str:
        """The national identifier: CN of that certificate."""

    @property
    def qualifier(self) -> str:
        """The kind of card as `NameQualifier`: CPS, CPF, CDE-CPE, CPA, CPX."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """`identifiantFacturation`, `secteurActivite`, `codeSpecialite`, in the order to write."""

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`."""


def timestamp(at: datetime) -> str:
    """`2026-01-31T08:05:09.123Z`: UTC, cut to milliseconds. `at` is aware."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=1)
def subject_name(certificate_der: bytes) -> str:
    """The subject of the certificate in RFC 4514 form, as in the published vector.

    The last one is kept: a card signs many times before another takes its place.
    """
    subject = x509.load_der_x509_certificate(certificate_der).subject
    return subject.rfc4514_string({NameOID.SURNAME: "SN", NameOID.TITLE: "T"})


def practitioner_assertion(signer: PractitionerSigner, at: datetime) -> bytes:
    """A fresh assertion PS, signed, as the exact bytes to put in the message.

    They are read again, with the message around them, before anything leaves (`check_tree`).
    """
    certificate = signer.certificate_der
    assertion = _blank(at)
    _add(assertion, SAML, "Issuer", subject_name(certificate), Format=SUBJECT_NAME)
    subject = _add(assertion, SAML, "Subject")
    _add(subject, SAML, "NameID", signer.national_id, NameQualifier=signer.qualifier)
    attributes = {name: value for name, value in signer.attributes.items() if value}
    if attributes:
        statement = _add(assertion, SAML, "AttributeStatement")
        for name, value in attributes.items():
            _add(_add(statement, SAML, "Attribute", Name=name), SAML, "AttributeValue", value)
    _sign(assertion, certificate, signer)
    return canonical(assertion)


def vitale_assertion(card_serial: str, practitioner_id: str, at: datetime) -> bytes:
    """The second assertion of the question by carte Vitale, unsigned, as far as it is known (§7.2).

    It must be made anew for each call: the national tests refuse one older than 20 minutes.
    """
    assertion = _blank(at)
    _add(assertion, SAML, "Issuer", practitioner_id)
    _add(_add(assertion, SAML, "Subject"), SAML, "NameID", card_serial, NameQualifier="VITALE")
    return canonical(assertion)


def check(message: bytes, *, signature: bool = False) -> int:
    """Recompute the digest of every signed assertion in `message`, on these very bytes.

    Returns how many are signed. With `signature`, each is also verified against its own
    certificate. Raises `BrokenAssertion` for any that does not hold, `NotXml` for no XML.
    """
    return check_tree(parse(message), signature=signature)


def check_tree(root: etree._Element, *, signature: bool = False) -> int:
    """`check` on a message just read from its bytes; the signatures are taken out of the tree."""
    signed = [
        a for a in root.iter(f"{{{SAML}}}Assertion") if a.find(f"{{{DS}}}Signature") is not None
    ]
    for assertion in signed:
        _check_one(assertion, signature=signature)
    return len(signed)


def _check_one(assertion: etree._Element, *, signature: bool) -> None:
    block = assertion.find(f"{{{DS}}}Signature")
    info = block.find(f"{{{DS}}}SignedInfo")
    reference = block.find(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
    if reference is None or reference.get("URI") != f"#{assertion.get('ID')}":
        raise BrokenAssertion("the signature is about something else")
    announced = reference.findtext(f"{{{DS}}}DigestValue")
    if signature:
        _check_signature(block, canonical(info))
    if block.tail:
        raise BrokenAssertion("text after the signature")
    assertion.remove(block)
    if _digest(assertion) != announced:
        raise BrokenAssertion("altered after signature")


def _check_signature(block: etree._Element, signed: bytes) -> None:
    try:
        value = base64.b64decode(block.findtext(f"{{{DS}}}SignatureValue") or "")
        path = f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
        certificate = x509.load_der_x509_certificate(base64.b64decode(block.findtext(path) or ""))
        key = certificate.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise BrokenAssertion("not an RSA certificate")
        key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as problem:
        raise BrokenAssertion("wrong signature") from problem
    except (binascii.Error, ValueError) as problem:
        raise BrokenAssertion("unreadable signature") from problem


def _blank(at: datetime) -> etree._Element:
    return etree.Element(
        f"{{{SAML}}}Assertion",
        nsmap={None: SAML},
        ID=f"_{uuid4()}",
        IssueInstant=timestamp(at),
        Version="2.0",
    )


def _sign(assertion: etree._Element, certificate: bytes, signer: PractitionerSigner) -> None:
    """Insert the enveloped signature second, where the SAML schema wants it.

    The digest is taken before the insertion: that is what the enveloped transform undoes.
    """
    digest = _digest(assertion)
    block = etree.Element(f"{{{DS}}}Signature", nsmap={None: DS})
    info = _add(block, DS, "SignedInfo")
    _add(info, DS, "CanonicalizationMethod", Algorithm=EXCLUSIVE_C14N)
    _add(info, DS, "SignatureMethod", Algorithm=RSA_SHA256)
    reference = _add(info, DS, "Reference", URI=f"#{assertion.get('ID')}")
    transforms = _add(reference, DS, "Transforms")
    _add(transforms, DS, "Transform", Algorithm=ENVELOPED)
    _add(transforms, DS, "Transform", Algorithm=EXCLUSIVE_C14N)
    _add(reference, DS, "DigestMethod", Algorithm=SHA256)
    _add(reference, DS, "DigestValue", digest)
    assertion.insert(1, block)
    value = base64.b64encode(signer.sign(canonical(info))).decode("ascii")
    _add(block, DS, "SignatureValue", value)
    holder = _add(_add(block, DS, "KeyInfo"), DS, "X509Data")
    _add(holder, DS, "X509Certificate", base64.b64encode(certificate).decode("ascii"))


def _digest(assertion: etree._Element) -> str:
    return base64.b64encode(hashlib.sha256(canonical(assertion)).digest()).decode("ascii")


def _add(
    parent: etree._Element, namespace: str, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{namespace}}}{name}", **attributes)
    child.text = text
    return child
