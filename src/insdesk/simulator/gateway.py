"""What the gateway checks before anybody is searched: headers, contexts, signed assertion.

Stricter than the page knows the real one to be (insi.md §3, §7): what is missing or wrong in a
message of ours must be noticed here, not in front of a patient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from insdesk.identity.readings import Operation
from insdesk.insi.soap import BAM, LPS, SANS, SOAP, VIT, WSA, NotXml, parse
from insdesk.simulator.security import Freshness, Turned, check_security, time_of

ACTION = "urn:ServiceIdentiteCertifiee:1.0.0:"
_MESSAGE_ID = re.compile(r"uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"\d{6}[AB0-9]\d{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitsAsked:
    """The content of `RECSANSVITALE`, as sent."""

    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    sex: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VitaleAsked:
    """The content of `RECVITALE`, as sent; the name does not decide (insi.md §4.2)."""

    own: str | None = field(default=None, repr=False)
    insured: str | None = field(default=None, repr=False)
    birth_date: str | None = field(default=None, repr=False)
    rank: int | None = None


Asked = TraitsAsked | VitaleAsked


def admit(headers: Mapping[str, str], envelope: bytes, fresh: Freshness | None = None) -> Asked:
    """The question of a message that passes every check. Raises `Turned`."""
    try:
        root = parse(envelope)
    except NotXml:
        raise Turned("simu_corps", "ce n'est pas du XML") from None
    header = root.find(f"{{{SOAP}}}Header")
    body = root.find(f"{{{SOAP}}}Body")
    if root.tag != f"{{{SOAP}}}Envelope" or header is None or body is None or len(body) != 1:
        raise Turned("simu_corps", "ce n'est pas un message SOAP 1.2 complet")
    operation = _operation(body[0])
    _check_http(headers, operation)
    _check_addressing(header, operation)
    _check_contexts(header, operation)
    check_security(header, fresh)
    return _asked(body[0], operation)


def message_id_of(envelope: bytes) -> str | None:
    """The `wsa:MessageID` of a message, echoed by the faults of the gateway; None if unreadable."""
    try:
        return parse(envelope).findtext(f".//{{{WSA}}}MessageID") or None
    except NotXml:
        return None


# --- headers -----------------------------------------------------------------------------------


def _operation(content: etree._Element) -> Operation:
    operations = {
        f"{{{SANS}}}RECSANSVITALE": Operation.BY_TRAITS,
        f"{{{VIT}}}RECVITALE": Operation.BY_VITALE,
    }
    if content.tag not in operations:
        raise Turned("simu_corps", "opération inconnue")
    return operations[content.tag]


def _check_http(headers: Mapping[str, str], operation: Operation) -> None:
    kind = next((text for name, text in headers.items() if name.lower() == "content-type"), "")
    if not kind.lower().startswith("application/soap+xml"):
        raise Turned("simu_entete", "Content-Type n'est pas application/soap+xml")
    action = re.search(r'action="?([^";]+)"?', kind)
    if action is not None and action[1] != ACTION + operation.value:
        raise Turned("simu_entete", "action du Content-Type différente de l'opération")


def _check_addressing(header: etree._Element, operation: Operation) -> None:
    if _one(header, WSA, "Action") != ACTION + operation.value:
        raise Turned("simu_entete", "wsa:Action différente de l'opération")
    if not _MESSAGE_ID.fullmatch(_one(header, WSA, "MessageID")):
        raise Turned("simu_entete", "wsa:MessageID n'est pas uuid:…")


def _check_contexts(header: etree._Element, operation: Operation) -> None:
    bam = _context(header, BAM, "ContexteBAM", "01_02")
    cover = bam.find(f"{{{BAM}}}COUVERTURE")
    if cover is None:
        raise Turned("simu_entete", "COUVERTURE absente")
    if operation is Operation.BY_TRAITS and len(cover):
        raise Turned("simu_entete", "COUVERTURE remplie pour une recherche par traits")
    insured = cover.findtext(f"{{{BAM}}}ASSURE/{{{BAM}}}Id/{{{BAM}}}Num") or ""
    if operation is Operation.BY_VITALE and not _NUMBER.fullmatch(insured):
        raise Turned("simu_entete", "ASSURE/Id/Num absent ou mal formé")
    lps = _context(header, LPS, "ContexteLPS", "01_00")
    software = lps.find(f"{{{LPS}}}LPS")
    told = {
        name: (software.findtext(f"{{{LPS}}}{name}") or "").strip() if software is not None else ""
        for name in ("IDAM", "Version", "Instance", "Nom")
    }
    if not told["IDAM"]:
        raise Turned("desir_550")
    if not all(told.values()):
        raise Turned("simu_entete", "LPS incomplet")


def _context(header: etree._Element, space: str, name: str, version: str) -> etree._Element:
    found = header.findall(f"{{{space}}}{name}")
    if len(found) != 1:
        raise Turned("simu_entete", f"{name}: {len(found)} fois au lieu d'une")
    if found[0].get("Version") != version:
        raise Turned("simu_entete", f"{name}: version")
    if not (found[0].findtext(f"{{{space}}}Id") or "").strip():
        raise Turned("simu_entete", f"{name}: Id absent")
    time_of(found[0].findtext(f"{{{space}}}Temps") or "", f"{name}: Temps")
    return found[0]


def _one(parent: etree._Element, space: str, name: str) -> str:
    found = parent.findall(f"{{{space}}}{name}")
    if len(found) != 1:
        raise Turned("simu_entete", f"{name}: {len(found)} fois au lieu d'une")
    return (found[0].text or "").strip()


# --- the question ------------------------------------------------------------------------------


def _asked(content: etree._Element, operation: Operation) -> Asked:
    if operation is Operation.BY_VITALE:
        rank = content.findtext(f"{{{VIT}}}RangNaissance")
        return VitaleAsked(
            own=content.findtext(f"{{{VIT}}}MatriculeIndividu/{{{VIT}}}NumIdentifiant"),
            insured=content.findtext(f"{{{VIT}}}MatriculeOD/{{{VIT}}}NumIdentifiant"),
            birth_date=content.findtext(f"{{{VIT}}}DateNaissance"),
            rank=int(rank) if rank and rank.isdecimal() else None,
        )
    names = [node.text or "" for node in content.findall(f"{{{SANS}}}Prenom")]
    asked = TraitsAsked(
        birth_name=content.findtext(f"{{{SANS}}}NomNaissance") or "",
        first_name=names[0] if names else "",
        sex=content.findtext(f"{{{SANS}}}Sexe") or "",
        birth_date=content.findtext(f"{{{SANS}}}DateNaissance") or "",
        birth_place=content.findtext(f"{{{SANS}}}LieuNaissance"),
    )
    if not asked.birth_name:
        raise Turned("insi_19")
    if asked.sex not in ("M", "F"):
        raise Turned("insi_24")
    if len(names) != 1 or not asked.first_name:
        raise Turned("simu_corps", f"{len(names)} Prenom au lieu d'un")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked.birth_date):
        raise Turned("simu_corps", "DateNaissance mal formée")
    if asked.birth_place is not None and not re.fullmatch(r"\d[0-9AB]\d{3}", asked.birth_place):
        raise Turned("simu_corps", "LieuNaissance mal formé")
    return asked
