"""From a certificate and the data objects of a CPS to its holder (cards.md §2.3, §2.4).

Pure: bytes in, values out. Believes nothing of what a card says: a field that does not read is
left empty, a certificate that does not read is no CPS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from cryptography import x509
from cryptography.x509.oid import NameOID

from insdesk.cards import tlv
from insdesk.errors import CardUnreadable, NotAPractitionerCard
from insdesk.identity.readings import CardKind, PractitionerReading

CARD_TYPE = x509.ObjectIdentifier("1.2.250.1.71.1.2.2")
KINDS = {0: CardKind.CPS, 1: CardKind.CPF, 2: CardKind.CPE, 3: CardKind.CPA}
"""gipCardType. CDE and CPE share the value 2: no public text tells them apart by certificate."""

GENERATIONS = {"IAS ECC": "CPS3", "ChipDoc": "CPS4"}
ACTIVITY, STRUCTURE_NAME, STRUCTURE_ID, SECTOR = 0xEE, 0x84, 0x85, 0x86
_SECTOR = re.compile(r"SA[0-9]{2}")
_SPECIALITY = re.compile(r"(?:SM|SCD|PAC|SI)[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One situation d'exercice: structure and sector, as far as the object is known."""

    structure: str
    structure_id: str
    sector: str


def holder(certificate_der: bytes, *, serial: str, model: str) -> PractitionerReading:
    """Who holds the card, from its signature certificate.

    Raises `NotAPractitionerCard` when the bytes are no certificate of a person.
    """
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        subject, issuer = certificate.subject, certificate.issuer
        kind = _kind(certificate)
        not_after = certificate.not_valid_after_utc.astimezone(UTC).date().isoformat()
    except (ValueError, TypeError) as problem:
        raise NotAPractitionerCard from problem
    national_id = _one(subject, NameOID.COMMON_NAME)
    if not national_id.isascii() or not national_id.isalnum():
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
        card_number=serial,
        certificate_serial=f"{certificate.serial_number:x}",
        generation=GENERATIONS.get(model, model),
        is_test="TEST" in issuer.rfc4514_string().upper(),
    )


def situations(objects: Iterable[bytes]) -> tuple[Situation, ...]:
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
    return ending if _SPECIALITY.fullmatch(ending) else ""


def attributes(about: Situation | None, code: str) -> dict[str, str]:
    """Attributes of the assertion PS in the order to write them (insi.md §7.1); known ones only."""
    sector = about.sector if about else ""
    found = {"codeSpecialite": code, "secteurActivite": sector}
    return {name: value for name, value in found.items() if value}


def _kind(certificate: x509.Certificate) -> CardKind:
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
    return values[0].strip() if values else ""


def _situation(container: tlv.Tlv) -> Situation:
    sector = _words(container.first(SECTOR))
    return Situation(
        structure=_words(container.first(STRUCTURE_NAME)),
        structure_id=_words(container.first(STRUCTURE_ID)),
        sector=sector if _SECTOR.fullmatch(sector) else "",
    )


def _words(data: bytes | None) -> str:
    return (data or b"").decode("latin-1").strip(" \0")
