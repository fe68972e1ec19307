"""From a certificate and the data objects of a CPS to its holder (cards.md §2.3, §2.4).

Pure: bytes in, values out. Believes nothing of what a card says: a field that does not read is
left empty, a certificate that does not read is no CPS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from insdesk.cards import tlv
from insdesk.errors import CardUnreadable, NotAPractitionerCard
from insdesk.identity.practitioner import CardKind, PractitionerReading, Workplace
from insdesk.settings import SECTOR_CODE, SPECIALITY_CODE

CARD_TYPE = x509.ObjectIdentifier("1.2.250.1.71.1.2.2")
KINDS = {0: CardKind.CPS, 1: CardKind.CPF, 2: CardKind.CPE, 3: CardKind.CPA}
"""gipCardType. CDE and CPE share the value 2: see `_kind`."""

GENERATIONS = {"IAS ECC": "CPS3", "ChipDoc": "CPS4"}
ACTIVITY, STRUCTURE_NAME, STRUCTURE_ID, SECTOR = 0xEE, 0x84, 0x85, 0x86
_NATIONAL_ID = re.compile(r"[0-9A-Za-z]+(?:[/.-][0-9A-Za-z]+)*")
"""A PS has twelve digits; staff « FINESS/registre » or « SIRET/registre » (cards.md §2.4, G08)."""

_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


def holder(certificate_der: bytes, *, serial: str, model: str) -> PractitionerReading:
    """Who holds the card, from its signature certificate.

    Raises `NotAPractitionerCard` when the bytes are no certificate of one person who signs by RSA.
    """
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        subject, issuer = certificate.subject, certificate.issuer
        kind = _kind(certificate, _one(subject, NameOID.TITLE))
        not_after = certificate.not_valid_after_utc.astimezone(UTC).date().isoformat()
        signs = isinstance(certificate.public_key(), RSAPublicKey)
    except _UNREADABLE as problem:
        raise NotAPractitionerCard from problem
    national_id = _one(subject, NameOID.COMMON_NAME)
    several = len(subject.get_attributes_for_oid(NameOID.COMMON_NAME)) > 1
    if several or not signs or not _NATIONAL_ID.fullmatch(national_id):
        raise NotAPractitionerCard
    name, first_name = _one(subject, NameOID.SURNAME), _one(subject, NameOID.GIVEN_NAME)
    return PractitionerReading(
        national_id=national_id,
        name=name,
        first_name=first_name,
        profession=_one(subject, NameOID.TITLE),
        kind=kind,
        nominative=bool(name and first_name),
        not_after=not_after,
        card_number=_shown(serial),
        certificate_serial=f"{certificate.serial_number:x}",
        generation=GENERATIONS.get(model, _shown(model)),
        is_test="TEST" in issuer.rfc4514_string().upper(),
    )


def verifies(certificate_der: bytes, data: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `data` by the key of this certificate, which `holder` read."""
    key = x509.load_der_x509_certificate(certificate_der).public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, data, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def situations(objects: Iterable[bytes]) -> tuple[Workplace, ...]:
    """The situations d'exercice of the card; an object that does not read is left out."""
    found = []
    for data in objects:
        try:
            containers = tlv.decode(data)
        except CardUnreadable:
            continue
        found += [_situation(one) for one in containers if one.tag == ACTIVITY]
    return tuple(found)


def speciality(info: bytes) -> str:
    """Code of speciality at the end of `CPS_INFO_PS` (`SM26`), empty when it is not one.

    A trick that two public programs share, not a grammar: hence the strict shape.
    """
    ending = info.rstrip(b"\0 ").decode("ascii", "replace")[-4:]
    return ending if SPECIALITY_CODE.fullmatch(ending) else ""


def attributes(sector: str, code: str) -> dict[str, str]:
    """Attributes of the assertion PS in the order to write them (insi.md §7.1); known ones only."""
    found = {"codeSpecialite": code, "secteurActivite": sector}
    return {name: value for name, value in found.items() if value}


def _kind(certificate: x509.Certificate, title: str) -> CardKind:
    """The kind by gipCardType, then by title: the card of a director is a CDE, not a CPE.

    Our decision, not verified: no public text gives the mark of a CDE (cards.md §2.4). A wrong
    guess only takes rights away, since a CDE is neither practitioner nor secretary (§11).
    """
    kind = _typed(certificate)
    return CardKind.CDE if kind is CardKind.CPE and _directs(title) else kind


def _directs(title: str) -> bool:
    """« Directeur… », « Directrice… », whatever the case and the accents."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.match(r"\W*direct(?:eur|rice)", letters) is not None


def _typed(certificate: x509.Certificate) -> CardKind:
    try:
        value = certificate.extensions.get_extension_for_oid(CARD_TYPE).value
    except x509.ExtensionNotFound:
        return CardKind.CPX
    data = value.value if isinstance(value, x509.UnrecognizedExtension) else b""
    if len(data) != 3 or data[:2] != b"\x02\x01":
        return CardKind.CPX
    return KINDS.get(data[2], CardKind.CPX)


def _one(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The only value of a field; the last part of the subject is multi-valued on real cards."""
    values = [str(one.value) for one in name.get_attributes_for_oid(oid)]
    return _shown(values[0]) if values else ""


def _shown(text: str) -> str:
    """What can be shown of a text: no control, no turn of the direction, no half character."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _situation(container: tlv.Tlv) -> Workplace:
    sector = _words(container.first(SECTOR))
    return Workplace(
        structure=_words(container.first(STRUCTURE_NAME)),
        structure_id=_words(container.first(STRUCTURE_ID)),
        sector=sector if SECTOR_CODE.fullmatch(sector) else "",
    )


def _words(data: bytes | None) -> str:
    return _shown((data or b"").decode("latin-1"))
