"""Makes a SoftHSM token that shows itself as a CPS: run as a program, with SOFTHSM2_CONF set.

Arguments: the library, and a JSON of what this card has of its own (`Card`).

Two key pairs, their certificates with the extension of the card kind, public and private data
objects (cards.md §2.3, §5.6). Nobody: the holder is fictitious.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pkcs11
from asn1crypto import keys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pkcs11 import Attribute, CertificateType, KeyType, ObjectClass
from pkcs11.util.rsa import encode_rsa_public_key

CODE = "1234"
NATIONAL_ID = "899900000117"
CARD_TYPE = x509.ObjectIdentifier("1.2.250.1.71.1.2.2")
PREFIX = bytes.fromhex("e828bd080f")


@dataclass(frozen=True)
class Card:
    """What one card has of its own; a situation is a structure, its number, its sector."""

    kind: int = 0
    title: str = "Médecin"
    situations: tuple[tuple[str, str, str], ...] = (("CABINET EXEMPLE", "499999", "SA07"),)
    odd: bool = False
    """Objects that no card has: one of a megabyte, one without a label."""


def activity(situation: tuple[str, str, str]) -> bytes:
    tags = zip((0x84, 0x85, 0x86), situation, strict=True)
    fields = b"".join(bytes((tag, len(words))) + words.encode("latin-1") for tag, words in tags)
    return bytes((0xEE, len(fields))) + fields


PUBLIC = {"CPS_INFO_PS": b"\x04\x08INFOSM26", "CPS_ID_CARD": b"\x00\x01", "CPS_NAME_PS": b"EXEMPLE"}
RUBBISH = {"CPS_ACTIVITY_15_PS": b"\xee\x05rubbish"}


def subject(name_title: str = "Médecin") -> x509.Name:
    country = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")])
    title = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.TITLE, name_title)])
    holder = x509.RelativeDistinguishedName(
        [
            x509.NameAttribute(NameOID.GIVEN_NAME, "MAUD"),
            x509.NameAttribute(NameOID.COMMON_NAME, NATIONAL_ID),
            x509.NameAttribute(NameOID.SURNAME, "EXEMPLE"),
        ]
    )
    return x509.Name([country, title, holder])


def certificate(public_der: bytes, card: Card, *, signs: bool) -> bytes:
    now = datetime.now(UTC)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TEST AC EXEMPLE")])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    purpose = ExtendedKeyUsageOID.EMAIL_PROTECTION if signs else ExtendedKeyUsageOID.CLIENT_AUTH
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject(card.title))
        .issuer_name(issuer)
        .public_key(serialization.load_der_public_key(public_der))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=700))
        .add_extension(
            x509.KeyUsage(digital_signature=not signs, content_commitment=signs, **usage), True
        )
        .add_extension(x509.ExtendedKeyUsage([purpose]), False)
    )
    if card.kind >= 0:
        extension = x509.UnrecognizedExtension(CARD_TYPE, bytes((2, 1, card.kind)))
        builder = builder.add_extension(extension, False)
    issuer_key = rsa.generate_private_key(65537, 2048)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def spki(public_key: object) -> bytes:
    decoded = keys.RSAPublicKey.load(encode_rsa_public_key(public_key))
    return bytes(keys.PublicKeyInfo.wrap(decoded, "rsa").dump())


def data_object(label: str, value: bytes, *, private: bool) -> dict[Attribute, object]:
    return {
        Attribute.CLASS: ObjectClass.DATA,
        Attribute.TOKEN: True,
        Attribute.PRIVATE: private,
        Attribute.LABEL: label,
        Attribute.VALUE: value,
    }


def main(library: str, card: Card) -> None:
    token = pkcs11.lib(library).get_token(token_label="CPS-TEST")
    with token.open(rw=True, user_pin=CODE) as session:
        for ending, label, signs in ((0x20, "AUT", False), (0x10, "SIG", True)):
            key_id = PREFIX + bytes((ending,))
            public, _private = session.generate_keypair(
                KeyType.RSA, 2048, store=True, id=key_id, label=f"CPS_PRIV_{label}"
            )
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,
                    Attribute.ID: key_id,
                    Attribute.LABEL: f"CERT_{label}",
                    Attribute.SUBJECT: subject(card.title).public_bytes(),
                    Attribute.VALUE: certificate(spki(public), card, signs=signs),
                }
            )
        for label, value in PUBLIC.items():
            session.create_object(data_object(label, value, private=False))
        situations = {
            f"CPS_ACTIVITY_{2 * rank + 1:02d}_PS": activity(one)
            for rank, one in enumerate(card.situations)
        }
        for label, value in (situations | RUBBISH).items():
            session.create_object(data_object(label, value, private=True))
        if card.odd:
            session.create_object(data_object("CPS_INFO_PS", bytes(1 << 20), private=False))
            nameless = data_object("", b"x", private=False)
            del nameless[Attribute.LABEL]
            session.create_object(nameless)


if __name__ == "__main__":
    told = json.loads(sys.argv[2])
    told["situations"] = tuple(map(tuple, told.get("situations", Card.situations)))
    main(sys.argv[1], Card(**told))
