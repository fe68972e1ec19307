"""What the licensed component « API de lecture Vitale » answers: XML to a reading (cards.md §1.7).

For the bridge packages of `official`: the component itself cannot be shipped. Its grammar is known
from public programs only; names are taken without their namespace, both known places of `nir` are
accepted, and what is unknown is ignored. Only `CardUnreadable` leaves, whatever the bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from insdesk.errors import CardUnreadable, InvalidMatricule
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import VitalePerson, VitaleReading, VitaleSource

LONGEST = 1 << 20
PERSON = "T_AsnBeneficiaire"
_SEPARATORS = str.maketrans("", "", " -/.")


def read_xml(
    content: bytes, *, is_test: bool | None = None, serial: str | None = None
) -> VitaleReading:
    """All persons of the card, as the component says them.

    `is_test` is the nature it told apart, `serial` the number of the card: no public text says
    where the answer would hold it, so the bridge passes what its own licence lets it read.
    The number of a person is `nirCertifie`, his own, else `nir`, under which his rights are open.
    Raises `CardUnreadable` when this is no such answer or names nobody.
    """
    persons = [_person(node, at) for at, node in enumerate(_persons(content), start=1)]
    if not persons:
        raise CardUnreadable("aucun bénéficiaire")
    births = Counter(one.birth_text for one in persons if one.birth_text)
    keys = all(one.number_key_is_right for one in persons)
    shown = tuple(replace(one, has_twin=births[one.birth_text] > 1) for one in persons)
    return VitaleReading(
        source=VitaleSource.OFFICIAL,
        persons=shown,
        warnings=() if keys else ("CLE_FAUSSE",),
        is_test=is_test,
        serial=serial,
    )


def _persons(content: bytes) -> Iterator[etree._Element]:
    if len(content) > LONGEST:
        raise CardUnreadable("réponse trop longue")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise CardUnreadable("réponse qui n'est pas du XML") from problem
    if root.getroottree().docinfo.doctype:
        raise CardUnreadable("réponse avec une DTD")
    return (node for node in root.iter("{*}*") if _name(node) == PERSON)


def _person(node: etree._Element, position: int) -> VitalePerson:
    name = _text(node, "nomPatronymique") or _text(node, "nomUsuel")
    if not name:
        raise CardUnreadable("personne sans nom")
    own, rights = _number(_text(node, "nirCertifie")), _number(_text(node, "nir"))
    number = own or rights
    rank = _text(node, "rangDeNaissance")
    return VitalePerson(
        position=position,
        name_text=name,
        first_name_text=_text(node, "prenomUsuel"),
        birth_text=_birth(node),
        number=number,
        number_key_is_right=number is None or _key_is_right(number),
        number_is_own=own is not None if number else None,
        twin_rank=int(rank) if len(rank) == 1 and rank in "123456789" else None,
    )


def _birth(node: etree._Element) -> str:
    """AAAAMMJJ as read, lunar or not, from `date` or `dateEnCarte`; dates also come reversed."""
    birth = next((one for one in node.iter("{*}*") if _name(one) == "naissance"), None)
    if birth is None:
        return ""
    text = _text(birth, "date") or _text(birth, "dateEnCarte")
    parts = text.replace("/", "-").split("-")
    if [len(part) for part in parts] == [2, 2, 4]:
        parts.reverse()
    return "".join(parts).translate(_SEPARATORS)[:8]


def _number(text: str) -> str | None:
    digits = text.translate(_SEPARATORS).upper()
    return digits if len(digits) == 15 and digits.isascii() and digits.isalnum() else None


def _key_is_right(number: str) -> bool:
    try:
        return expected_key(number[:13]) == number[13:]
    except InvalidMatricule:
        return False


def _text(node: etree._Element, name: str) -> str:
    """The first text of that name below the node, blanks around it left out."""
    for one in node.iter("{*}*"):
        if _name(one) == name and one.text and one.text.strip():
            return str(one.text).strip()
    return ""


def _name(node: etree._Element) -> str:
    return str(etree.QName(node).localname)
