"""Reading what INSi sends back: bytes in, frozen values or `InsiError` leaves out (insi.md §5, §8).

Tolerant of form — prefixes, order, comments, unknown elements — and of nothing else: a value that
could be read in two ways is refused, and an identity that is not whole is never `qualifiable`.
"""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from insdesk.errors import (
    Family,
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiGarbled,
    InsiUnavailable,
    InsiUntrusted,
    InvalidMatricule,
    InvalidTrait,
)
from insdesk.identity.matricule import OIDS, Matricule, expected_key
from insdesk.identity.readings import FormerMatricule, Found, InsiAnswer, NotFound, SeveralFound
from insdesk.identity.traits import Traits
from insdesk.insi.faults import ERROR, LONGEST_TEXT, as_code, error_of, fault_in
from insdesk.insi.soap import (
    BLANKS,
    RESULT,
    SOAP,
    SOAP_11,
    NotXml,
    parse_received,
    parse_undeclared,
)

MAX_BYTES = 1024 * 1024
"""An answer is about a kilobyte; more than this is refused unread."""

_TIQ = ("NomNaissance", "ListePrenom", "Sexe", "DateNaissance", "LieuNaissance")
_NAMES = ("RESULTAT", "CR", "CodeCR", "LibelleCR", "INDIVIDU", "INSACTIF", "INSHISTO", "IdIndividu")
_INS = ("NumIdentifiant", "Cle", "TypeMatricule", "OID", "DateDeb", "DateFin", "TIQ", "Prenom")
_KNOWN = frozenset(f"{{{RESULT}}}{name}" for name in (*_NAMES, *_INS, *_TIQ))
_SPOILS = frozenset({"TRAIT_MANQUANT", "TRAIT_INVALIDE"})
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_DATE = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
"""An `xsd:date`: a time zone is allowed there."""


def read(http_status: int, body: bytes) -> InsiAnswer:
    """What INSi answered: `Found`, `NotFound` (01) or `SeveralFound` (02).

    Raises `InsiError` leaves only, whatever the bytes: a fault by its code (§8), a redirect as
    `InsiUntrusted`, an HTTP failure by its status, anything else as `InsiGarbled`.
    """
    if 300 <= http_status < 400:
        raise InsiUntrusted(f"HTTP {http_status}: redirect refused")
    failure = _failure(http_status)
    try:
        envelope = _envelope(body)
        fault = fault_in(envelope)
        if fault is not None:
            raise error_of(fault)
        result = _result(envelope)
    except InsiGarbled as garbled:
        if failure is None or garbled.code == "VersionMismatch":
            raise
        raise failure from garbled
    if failure is not None:
        raise failure
    return _answer(result)


def _failure(status: int) -> InsiError | None:
    """What the HTTP status alone says, when no SOAP fault says more; None for success."""
    if 200 <= status < 300:
        return None
    if status in (401, 403):
        return InsiAccessDenied(f"HTTP {status}")
    if status == 407:
        return InsiUntrusted(f"HTTP {status}: a proxy asks for a password")
    if status >= 500 or status in (408, 429):
        return InsiUnavailable(f"HTTP {status}")
    return InsiGarbled(f"HTTP {status}")


def _envelope(data: bytes) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise InsiGarbled("the answer is too long")
    try:
        envelope = parse_received(data)
    except NotXml as problem:
        raise _undeclared_fault(data) or InsiGarbled(f"no XML: {problem}") from None
    if envelope.tag == f"{{{SOAP_11}}}Envelope":
        raise _older_fault(envelope) or InsiGarbled("SOAP 1.1 answer", code="VersionMismatch")
    if envelope.tag != f"{{{SOAP}}}Envelope":
        raise InsiGarbled("not a SOAP 1.2 message")
    return envelope


def _older_fault(envelope: etree._Element) -> InsiError | None:
    """The fault of SOAP 1.1 that names an error of INSi; nothing else is read of that version."""
    fault = fault_in(envelope)
    if fault is None or next(fault.iter(ERROR), None) is None:
        return None
    return error_of(fault)


def _undeclared_fault(data: bytes) -> InsiError | None:
    """The fault in bytes whose encoding is not the one they say: an identity is not read so."""
    try:
        fault = fault_in(parse_undeclared(data))
    except NotXml:
        return None
    return None if fault is None else error_of(fault)


def _result(envelope: etree._Element) -> etree._Element:
    bodies = envelope.findall(f"{{{SOAP}}}Body")
    if len(bodies) != 1:
        raise InsiGarbled("not a SOAP 1.2 message")
    result = _only(bodies[0], "RESULTAT")
    if result is None:
        raise InsiGarbled("no RESULTAT in the SOAP body")
    return result


def _answer(result: etree._Element) -> InsiAnswer:
    report = _only(result, "CR")
    code = _text(report, "CodeCR")
    match code:
        case "00":
            individual = _only(result, "INDIVIDU")
            if individual is None:
                raise InsiGarbled("code 00 without INDIVIDU", code=code)
            return _found(individual, strange=_has_strangers(result))
        case "01":
            return NotFound()
        case "02":
            return SeveralFound()
        case _:
            raise _of_code(code, _text(report, "LibelleCR"))


def _of_code(code: str | None, label: str | None) -> InsiError:
    """Two digits that nobody listed are an unknown error, said with its label (§5, E-INSI-5)."""
    if code is None or not re.fullmatch("[0-9]{2}", code):
        return InsiGarbled("no CodeCR" if code is None else "unknown CodeCR", code=as_code(code))
    unknown = InsiFault("unknown CodeCR", code=code, user_text=(label or "")[:LONGEST_TEXT] or None)
    unknown.family, unknown.codes = Family.UNKNOWN, (code,)
    return unknown


def _found(individual: etree._Element, *, strange: bool) -> Found:
    warnings: list[str] = []
    number, key, oid = _ins(_only(individual, "INSACTIF"))
    matricule = _matricule(number, key, oid, warnings)
    traits = _only(individual, "TIQ")
    name, first_names, sex, birth_date, place = (_text(traits, trait) for trait in _TIQ)
    if None in (name, first_names, sex, birth_date):
        warnings.append("TRAIT_MANQUANT")
    try:
        Traits.as_received(
            birth_name=name,
            first_name=None,
            first_names=first_names,
            birth_date=birth_date,
            sex=sex,
            birth_place=place,
        )
    except InvalidTrait:
        warnings.append("TRAIT_INVALIDE")
    if place is None:
        # Tolerated (IV-064): the local place stays, recorded as not compared.
        warnings.append("LIEU_ABSENT")
    history = _history(individual)
    if strange or not all(map(_is_regular, history)):
        warnings.append("SCHEMA")
    return Found(
        matricule=matricule,
        matricule_text=number + (key or ""),
        oid_text=oid,
        history=history,
        birth_name=name,
        first_names=first_names,
        sex=sex,
        birth_date=birth_date,
        birth_place=place,
        qualifiable=matricule is not None and not _SPOILS.intersection(warnings),
        warnings=tuple(warnings),
    )


def _matricule(number: str, key: str | None, oid: str, warnings: list[str]) -> Matricule | None:
    """The matricule as sent, never repaired; a key that is absent is computed (§5, decision 1)."""
    coherent = _is_number(number) and _is_key(key)
    if not coherent:
        warnings.append("MATRICULE_INCOHERENT")
    if oid not in OIDS:
        warnings.append("OID_INCONNU")
    if not coherent or oid not in OIDS:
        return None
    matricule = Matricule(number, expected_key(number) if key is None else key, oid)
    if key is None:
        warnings.append("CLE_CALCULEE")
    elif not matricule.key_is_right:
        warnings.append("CLE_FAUSSE")
    return matricule


def _is_number(text: str) -> bool:
    """Thirteen characters, a letter only for Corsica; digits of other scripts are refused."""
    try:
        expected_key(text)
    except InvalidMatricule:
        return False
    return text.isascii()


def _is_key(text: str | None) -> bool:
    return text is None or re.fullmatch("[0-9]{2}", text) is not None


def _history(individual: etree._Element) -> tuple[FormerMatricule, ...]:
    """Former matricules as received (IV-700): dates are text, they may contradict each other.

    An empty entry, as some servers write « none », says nothing and is left out.
    """
    former = []
    for entry in individual.findall(f"{{{RESULT}}}INSHISTO"):
        if _is_empty(entry):
            continue
        number, key, oid = _ins(entry)
        former.append(
            FormerMatricule(
                number=number,
                key=key,
                oid=oid,
                start_text=_text(entry, "DateDeb"),
                end_text=_text(entry, "DateFin"),
            )
        )
    return tuple(former)


def _is_regular(former: FormerMatricule) -> bool:
    dates = all(_is_date(text) for text in (former.start_text, former.end_text) if text)
    return dates and _is_number(former.number) and _is_key(former.key) and former.oid in OIDS


def _is_date(text: str) -> bool:
    shaped = _DATE.fullmatch(text)
    try:
        return shaped is not None and bool(date.fromisoformat(shaped[1]))
    except ValueError:
        return False


def _ins(block: etree._Element | None) -> tuple[str, str | None, str]:
    identifier = _only(block, "IdIndividu")
    number = _text(identifier, "NumIdentifiant") or ""
    return number, _text(identifier, "Cle"), _text(block, "OID") or ""


def _has_strangers(result: etree._Element) -> bool:
    """Whether the answer carries elements its description does not know; they are not read."""
    return any(node.tag not in _KNOWN for node in result.iter("*"))


def _only(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The child `name`, or None; raises `InsiGarbled` when there are two, for neither is sure.

    Neither is what is filled and said to be nil.
    """
    found = [] if parent is None else parent.findall(f"{{{RESULT}}}{name}")
    if len(found) > 1:
        raise InsiGarbled(f"{name} is repeated")
    if found and found[0].get(_NIL) in ("true", "1") and not _is_empty(found[0]):
        raise InsiGarbled(f"{name} is nil and filled")
    return found[0] if found else None


def _is_empty(block: etree._Element) -> bool:
    return not len(block) and not (block.text or "").strip(BLANKS)


def _text(parent: etree._Element | None, name: str) -> str | None:
    """The stripped text of the child `name`; None when it is absent or empty."""
    child = _only(parent, name)
    if child is None:
        return None
    if len(child):
        raise InsiGarbled(f"{name} is not a simple text")
    return (child.text or "").strip(BLANKS) or None
