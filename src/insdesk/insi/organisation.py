"""The software certificate of a structure: mutual TLS, the second path (insi.md §7, crypto.md §2).

It opens the search and nothing more: to qualify, a CPS or a nominative CPE stays indispensable.
The file of the certificate is read where it is; its key never touches a disk in clear.
"""

from __future__ import annotations

import os
import secrets
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from insdesk.errors import OrganisationCertificateRefused
from insdesk.identity.readings import Environment
from insdesk.settings import LONGEST_FILE

SUBJECTS = frozenset({"INSI-AUTO", "INSI-MANU"})
"""The only subject CN that the téléservice takes, capitals and hyphen (else `desir_560`)."""

ADDRESSES: Mapping[Environment, str] = {
    Environment.DECOUVERTE: "https://insi.invalid/lps",
    Environment.ESSAI: "https://qualiflps-services-ps-tlsm.ameli.fr:443/lps",
    Environment.PRODUCTION: "https://services-ps-tlsm.ameli.fr/lps",
}
"""Where the certificate is used (insi.md §7.3); the production one is probable, configurable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCertificate:
    """An opened PKCS#12: key, certificate, chain. `emetteur` is the first OU of the subject."""

    emetteur: str
    not_after: datetime
    _pem: bytes = field(repr=False)
    _once: str = field(repr=False)

    def load_into(self, context: ssl.SSLContext) -> None:
        """Give the key to `context`. The file that OpenSSL asks for lives for that call only.

        It is ours alone (0600) and its key is encrypted under a password used once.
        """
        handle, name = tempfile.mkstemp(suffix=".pem")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._pem)
            context.load_cert_chain(name, password=self._once)
        except (OSError, ssl.SSLError) as problem:
            raise OrganisationCertificateRefused("ILLISIBLE") from problem
        finally:
            Path(name).unlink(missing_ok=True)


def open_pkcs12(content: bytes, password: str, now: datetime) -> OrganisationCertificate:
    """Open a PKCS#12 with its password.

    Raises `OrganisationCertificateRefused` with MOT_DE_PASSE, ILLISIBLE, INCOMPLET (no key or no
    certificate), SUJET (another CN than the two admitted), PERIME or PAS_ENCORE_VALABLE.
    """
    key, certificate, chain = _opened(content, password)
    names = [
        str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    ]
    if len(names) != 1 or names[0] not in SUBJECTS:
        raise OrganisationCertificateRefused("SUJET")
    if now > certificate.not_valid_after_utc:
        raise OrganisationCertificateRefused("PERIME")
    if now < certificate.not_valid_before_utc:
        raise OrganisationCertificateRefused("PAS_ENCORE_VALABLE")
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    once = secrets.token_urlsafe(32)
    hidden = ser.BestAvailableEncryption(once.encode())
    pem = key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, hidden)
    pem += b"".join(one.public_bytes(ser.Encoding.PEM) for one in (certificate, *chain))
    return OrganisationCertificate(
        emetteur=str(units[0].value) if units else "",
        not_after=certificate.not_valid_after_utc.astimezone(UTC),
        _pem=pem,
        _once=once,
    )


def _opened(
    content: bytes, password: str
) -> tuple[rsa.RSAPrivateKey, x509.Certificate, list[x509.Certificate]]:
    if len(content) > LONGEST_FILE:
        raise OrganisationCertificateRefused("ILLISIBLE")
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as problem:
        # The library tells a wrong password from a damaged file by its words only.
        wrong = "password" in str(problem).lower() or "mac" in str(problem).lower()
        raise OrganisationCertificateRefused("MOT_DE_PASSE" if wrong else "ILLISIBLE") from problem
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise OrganisationCertificateRefused("INCOMPLET")
    return key, certificate, chain
