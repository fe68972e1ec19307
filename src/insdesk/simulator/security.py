"""The signed assertion of a message: digest, signature and holder, by the certificate inside.

Independent of the code that signs (insi.md §7.1): the two must agree on the bytes of the wire.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from insdesk.insi.soap import DS, SAML, WSSE, canonical

SIGNATURE_METHOD = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
DIGEST_METHOD = "http://www.w3.org/2001/04/xmlenc#sha256"


class Turned(Exception):
    """The message is turned away: the code of a fault, and what is wrong, without any trait."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old an assertion may be, by which clock."""

    now: datetime
    max_age: timedelta


def time_of(text: str, what: str) -> datetime:
    """The aware instant written in `text`. Raises `Turned`."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Turned("simu_entete", f"{what} illisible") from None
    if moment.tzinfo is None:
        raise Turned("simu_entete", f"{what} sans fuseau")
    return moment


def check_security(header: etree._Element, fresh: Freshness | None) -> None:
    """Check the one assertion of a practitioner in `wsse:Security`. Raises `Turned`."""
    assertions = header.findall(f"{{{WSSE}}}Security/{{{SAML}}}Assertion")
    signed = [one for one in assertions if _name_id(one).get("NameQualifier") != "VITALE"]
    if len(signed) != 1:
        raise Turned("simu_assertion", f"{len(signed)} assertion de professionnel au lieu d'une")
    assertion = signed[0]
    issued = time_of(assertion.get("IssueInstant") or "", "IssueInstant")
    if fresh is not None and not -fresh.max_age <= fresh.now - issued <= fresh.max_age:
        raise Turned("simu_assertion", "assertion périmée, ou horloge décalée")
    holder = _name_id(assertion).text
    if _verified(assertion) != holder:
        raise Turned("simu_assertion", "NameID différent du certificat")


def _name_id(assertion: etree._Element) -> etree._Element:
    name = assertion.find(f"{{{SAML}}}Subject/{{{SAML}}}NameID")
    if name is None:
        raise Turned("simu_assertion", "NameID absent")
    return name


def _verified(assertion: etree._Element) -> str:
    """Check digest and signature with the certificate inside; the CN of that certificate."""
    signature = assertion.find(f"{{{DS}}}Signature")
    info = signature.find(f"{{{DS}}}SignedInfo") if signature is not None else None
    if signature is None or info is None:
        raise Turned("simu_assertion", "assertion non signée")
    reference = info.find(f"{{{DS}}}Reference")
    method = info.find(f"{{{DS}}}SignatureMethod")
    digest = info.find(f"{{{DS}}}Reference/{{{DS}}}DigestMethod")
    if (
        reference is None
        or reference.get("URI") != f"#{assertion.get('ID')}"
        or method is None
        or method.get("Algorithm") != SIGNATURE_METHOD
        or digest is None
        or digest.get("Algorithm") != DIGEST_METHOD
    ):
        raise Turned("simu_assertion", "référence ou algorithmes inattendus")
    signed = canonical(info)
    value = _decoded(signature, f"{{{DS}}}SignatureValue")
    path = f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
    certificate = _decoded(signature, path)
    announced = _decoded(reference, f"{{{DS}}}DigestValue")
    assertion.remove(signature)  # the enveloped-signature transform
    if hashlib.sha256(canonical(assertion)).digest() != announced:
        raise Turned("simu_assertion", "assertion altérée après sa signature")
    return _signer(certificate, value, signed)


def _signer(certificate_der: bytes, value: bytes, signed: bytes) -> str:
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        key = certificate.public_key()
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        raise Turned("simu_assertion", "certificat illisible") from None
    if not isinstance(key, rsa.RSAPublicKey) or len(names) != 1:
        raise Turned("simu_assertion", "certificat inattendu")
    try:
        key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise Turned("simu_assertion", "signature fausse") from None
    return str(names[0].value)


def _decoded(parent: etree._Element, path: str) -> bytes:
    try:
        return base64.b64decode("".join((parent.findtext(path) or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise Turned("simu_assertion", "base64 illisible") from None
