"""The faults of the téléservice: the table of insi.md §8 as data, and its reading.

A fault is never « not found ». Decisions are taken on codes; texts are only shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from insdesk.errors import (
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiRequestRefused,
    InsiUnavailable,
)
from insdesk.insi.soap import BLANKS, SOAP, local_name

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST_TEXT = 2000


class Family(Enum):
    """What a fault is about, hence what can be done."""

    CONFIGURATION = "autorisation du logiciel ou de la carte"
    CONTENT = "contenu de la demande"
    TEMPORARY = "service indisponible"
    UNKNOWN = "inconnue"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One known code. `field` is the trait to correct; `source` says where the row was read."""

    code: str
    family: Family
    error: type[InsiError]
    retryable: bool
    meaning: str
    source: str
    field: str | None = None


_CODES = (
    FaultRow(
        code="desir_550",
        family=Family.CONFIGURATION,
        error=InsiAccessDenied,
        retryable=False,
        meaning="numéro d'autorisation (IDAM) inconnu",
        source="insi.md §8, PADOA",
    ),
    FaultRow(
        code="desir_560",
        family=Family.CONFIGURATION,
        error=InsiAccessDenied,
        retryable=False,
        meaning="niveau d'accès insuffisant",
        source="insi.md §8, PADOA",
    ),
    FaultRow(
        code="insi_19",
        family=Family.CONTENT,
        error=InsiRequestRefused,
        retryable=False,
        meaning="nom de naissance absent",
        source="insi.md §8, ABAK",
        field="birth_name",
    ),
    FaultRow(
        code="insi_24",
        family=Family.CONTENT,
        error=InsiRequestRefused,
        retryable=False,
        meaning="format du sexe incorrect",
        source="insi.md §8, OPHTAO",
        field="sex",
    ),
    FaultRow(
        code="insi_102",
        family=Family.TEMPORARY,
        error=InsiUnavailable,
        retryable=True,
        meaning="erreur technique de la recherche par traits",
        source="insi.md §8, PADOA",
    ),
    FaultRow(
        code="insi_111",
        family=Family.TEMPORARY,
        error=InsiUnavailable,
        retryable=True,
        meaning="téléservices indisponibles",
        source="insi.md §8, ABAK",
    ),
)
FAULTS = {row.code: row for row in _CODES}
"""Detail codes, lower case."""

_SUBCODES = (
    FaultRow(
        code="siram_10",
        family=Family.CONTENT,
        error=InsiRequestRefused,
        retryable=False,
        meaning="contenu de la demande refusé",
        source="insi.md §8, ABAK",
    ),
    FaultRow(
        code="siram_40",
        family=Family.TEMPORARY,
        error=InsiUnavailable,
        retryable=True,
        meaning="service temporairement inaccessible",
        source="insi.md §8, PADOA",
    ),
    FaultRow(
        code="siram_100",
        family=Family.CONFIGURATION,
        error=InsiAccessDenied,
        retryable=False,
        meaning="logiciel non autorisé pour ce service",
        source="insi.md §8, PADOA",
    ),
)
SUBCODES = {row.code: row for row in _SUBCODES}
"""Subcodes of the gateway, lower case. They classify a fault whose own code is not known."""


def classify(code: str | None, subcode: str | None, role: str | None) -> FaultRow:
    """The row that decides for a fault.

    A known code has its own row. A fault without a code is classed by its subcode. A code that
    nobody listed stays `InsiFault`, so that it is shown as such; its family and whether a new
    try makes sense come from the subcode, else from `soap:Code` (Receiver: yes, Sender: no).
    """
    known = FAULTS.get((code or "").lower())
    if known is not None:
        return known
    group = SUBCODES.get((subcode or "").lower())
    if group is not None and code is None:
        return group
    return FaultRow(
        code=code or subcode or role or "",
        family=group.family if group else Family.UNKNOWN,
        error=InsiFault,
        retryable=group.retryable if group else role == "Receiver",
        meaning=group.meaning if group else "erreur que le bureau ne connaît pas",
        source="insi.md §8, rule for unknown codes",
    )


def error_of(fault: etree._Element) -> InsiError:
    """The failure that a SOAP 1.2 `Fault` announces, whatever its prefixes and its form."""
    role = as_code(local_name(fault.findtext(f"{{{SOAP}}}Code/{{{SOAP}}}Value")))
    announced = [
        as_code(local_name(node.findtext(f"{{{SOAP}}}Value")))
        for node in fault.iter(f"{{{SOAP}}}Subcode")
    ]
    subcodes = [name for name in announced if name]
    subcode = next((name for name in subcodes if name.lower() in SUBCODES), None)
    facts = _facts(fault.find(f"{{{SOAP}}}Detail"))
    code = (as_code(facts.get("code")) or "").lower() or None
    row = classify(code, subcode or next(iter(subcodes), None), role)
    error = row.error(
        " ".join(part for part in (code, *subcodes, role) if part)[:LONGEST_TEXT],
        code=code or row.code or None,
        severity=facts.get("severite"),
        retryable=row.retryable,
        message_id=facts.get("messageid"),
        user_text=_reason(fault),
        technical_text=facts.get("erreur") or facts.get("descriptif"),
    )
    error.family = row.family.value
    if isinstance(error, InsiRequestRefused):
        error.field = row.field
    return error


def as_code(text: str | None) -> str | None:
    """The code as sent; what does not look like one never reaches a journal, a log or a screen."""
    return text if text and re.fullmatch(r"[A-Za-z0-9_.-]{1,40}|\w{1,4}", text) else None


def _facts(detail: etree._Element | None) -> dict[str, str]:
    """Attributes and texts by local name, lower case; the first of a name wins.

    Live answers use attributes; child elements `Code`, `Severite`, `Descriptif` are tolerated.
    """
    facts: dict[str, str] = {}
    if detail is None:
        return facts
    for node in detail.iter("*"):
        texts = [*node.attrib.items(), (node.tag, node.text or "")]
        for name, text in texts:
            if text.strip(BLANKS):
                key = str(name).rpartition("}")[2].lower()
                facts.setdefault(key, text.strip(BLANKS)[:LONGEST_TEXT])
    return facts


def _reason(fault: etree._Element) -> str | None:
    """The sentence for the user. `xml:lang` says `fr` or `en`, the text is French in both."""
    texts = fault.findall(f"{{{SOAP}}}Reason/{{{SOAP}}}Text")
    french = [node for node in texts if (node.get(XML_LANG) or "").lower().startswith("fr")]
    said = [(node.text or "").strip(BLANKS) for node in (*french, *texts)]
    return next((text[:LONGEST_TEXT] for text in said if text), None)
