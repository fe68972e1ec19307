"""Certificates that a card in the slot of the CPS may show: right ones, odd ones, none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from insdesk.cards.cryptolib.holder import CARD_TYPE

NUMBER = "899900000117"
CN, SN, GN, TITLE = NameOID.COMMON_NAME, NameOID.SURNAME, NameOID.GIVEN_NAME, NameOID.TITLE


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def a_certificate(
    *numbers: str,
    title: str | None = "Médecin",
    surname: str | None = "EXEMPLE",
    kind: bytes | None = b"\x02\x01\x00",
    key: CertificatePublicKeyTypes | None = None,
    days: int = 700,
) -> bytes:
    """DER of a certificate of Maud EXEMPLE; `numbers` are its CN, none for no CN at all."""
    parts = [(CN, one) for one in numbers]
    parts += [(SN, surname)] if surname is not None else []
    parts += [(GN, "MAUD")] if surname is not None else []
    parts += [(TITLE, title)] if title is not None else []
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    until = datetime.now(UTC) + timedelta(days=days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(CN, "TEST AC EXEMPLE")]))
        .public_key(key or rsa_key().public_key())
        .serial_number(5)
        .not_valid_before(until - timedelta(days=900))
        .not_valid_after(until)
    )
    if kind is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(CARD_TYPE, kind), False)
    return builder.sign(rsa_key(), hashes.SHA256()).public_bytes(Encoding.DER)
