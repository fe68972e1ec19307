"""The faults of the téléservice: the table of insi.md §8 as data, and its reading.

A fault is never « not found ». Decisions are taken on codes; texts are only shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from insdesk.errors import (
    Family,
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiRequestRefused,
    InsiUnavailable,
)
from insdesk.insi.soap import BLANKS, SOAP, SOAP_11, local_name

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST_TEXT = 2000
ERROR = "{urn:siram}Erreur"
_CHILDREN = frozenset({"code", "severite", "descriptif", "messageid"})
_WORDS = ("descriptif", "libelle", "description")
_MAY_RETRY = frozenset({"receiver", "server"})


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
    nobody listed stays `InsiFault`, so that it is shown as such: its family comes from the subcode;
    whether a new try makes sense from `soap:Code` (Receiver: yes, Sender: no), else from it too.
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
        retryable=role.lower() in _MAY_RETRY if role else bool(group and group.retryable),
        meaning=group.meaning if group else "erreur que le bureau ne connaît pas",
        source="insi.md §8, rule for unknown codes",
    )


def fault_in(envelope: etree._Element) -> etree._Element | None:
    """The failure a message announces, wherever it stands: beside an answer it still is one.

    Normally a `Fault` in the body; an `Erreur` of the gateway alone tells one too.
    """
    return next(envelope.iter(f"{{{SOAP}}}Fault", f"{{{SOAP_11}}}Fault", ERROR), None)


def error_of(fault: etree._Element) -> InsiError:
    """The failure that a `Fault` announces, whatever its prefixes, its form and its version."""
    reason, role, subcodes = _announced(fault)
    subcode = next((name for name in subcodes if name.lower() in SUBCODES), None)
    facts = _facts(fault if fault.tag == ERROR else _part(fault, "Detail"))
    code = (as_code(facts.get("code")) or "").lower() or None
    row = classify(code, subcode or next(iter(subcodes), None), role)
    error = row.error(
        " ".join(part for part in (code, *subcodes, role) if part)[:LONGEST_TEXT],
        code=code or row.code or None,
        severity=facts.get("severite"),
        retryable=row.retryable,
        message_id=_as_message_id(facts.get("messageid")),
        user_text=reason,
        technical_text=facts.get("texte"),
    )
    error.family = row.family
    error.codes = tuple(one for one in (code, *subcodes) if one)
    if isinstance(error, InsiRequestRefused):
        error.field = row.field
    return error


def _announced(fault: etree._Element) -> tuple[str | None, str | None, list[str]]:
    """Sentence for the user, role and subcodes, outer first; what is no code is left out."""
    if fault.tag == f"{{{SOAP_11}}}Fault":
        role = as_code(local_name(fault.findtext("faultcode")))
        return _reason(fault.find("faultstring")), role, []
    code = _part(fault, "Code")
    values: list[str | None] = []
    while code is not None:
        value = _part(code, "Value")
        values.append(None if value is None else as_code(local_name(value.text)))
        code = _part(code, "Subcode")
    role, *subcodes = values or [None]
    return _reason(_part(fault, "Reason")), role, [name for name in subcodes if name]


def _part(parent: etree._Element, name: str) -> etree._Element | None:
    """The child `name` of SOAP, else one that bears its name, capitals or not, for want of it."""
    found = parent.find(f"{{{SOAP}}}{name}")
    if found is not None:
        return found
    return next((one for one in parent if _bare_name(one.tag) == name.lower()), None)


def as_code(text: str | None) -> str | None:
    """The code as sent; what does not look like one never reaches a journal, a log or a screen."""
    return text if text and re.fullmatch(r"[A-Za-z0-9_.-]{1,40}|\w{1,4}", text) else None


def _as_message_id(text: str | None) -> str | None:
    """The correlation key as echoed; what cannot be one is as if it were missing."""
    return text if text and re.fullmatch(r"[A-Za-z0-9:._{}-]{1,80}", text) else None


def _facts(detail: etree._Element | None) -> dict[str, str]:
    """Code, severity, message id and text of one error, by local name, lower case.

    Live answers use attributes; child elements `Code`, `Severite`, `Descriptif` are tolerated.
    Of several errors the first that has a code speaks: facts of two are never mixed.
    """
    if detail is None:
        return {}
    errors = [node for node in detail.iter("*") if _bare_name(node.tag) == "erreur"]
    told = [_told(node) for node in errors or [detail]]
    return next((facts for facts in told if "code" in facts), told[0])


def _told(error: etree._Element) -> dict[str, str]:
    facts: dict[str, str] = {}
    for node in error.iter("*"):
        inside = "" if node is error else node.text or ""
        for name, text in (*node.attrib.items(), (node.tag, inside)):
            if text.strip(BLANKS):
                facts.setdefault(_bare_name(name), text.strip(BLANKS)[:LONGEST_TEXT])
    in_children = any(_bare_name(node.tag) in _CHILDREN for node in error.iter("*"))
    own = _own_text(error) if in_children else _text_of(error)
    said = own or next((facts[name] for name in _WORDS if name in facts), "")
    return facts | {"texte": said} if said else facts


def _own_text(node: etree._Element) -> str:
    """The text that stands in `node` itself, not in what it holds."""
    return "".join((node.text or "", *(one.tail or "" for one in node))).strip(BLANKS)


def _bare_name(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _text_of(node: etree._Element) -> str:
    """All the text inside, whatever dresses it."""
    return "".join(map(str, node.itertext())).strip(BLANKS)[:LONGEST_TEXT]


def _reason(reason: etree._Element | None) -> str | None:
    """The sentence for the user. `xml:lang` says `fr` or `en`, the text is French in both."""
    if reason is None:
        return None
    texts = [node for node in reason if _bare_name(node.tag) == "text"]
    french = [node for node in texts if re.match("fr(-|$)", (node.get(XML_LANG) or "").lower())]
    said = map(_text_of, (*french, *texts, reason))
    return next((text for text in said if text), None)
