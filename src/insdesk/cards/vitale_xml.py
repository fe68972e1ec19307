"""What the licensed component « API de lecture Vitale » answers: XML to a reading (cards.md §1.7).

For the bridge packages of `official`: the component itself cannot be shipped. Its grammar is known
from public programs only; names are taken without their namespace, both known places of `nir` are
accepted, and what is unknown is ignored. Only `CardUnreadable` leaves, whatever the bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from insdesk.errors import CardUnreadable, InvalidMatricule
from insdesk.identity import card_dates
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import USED_NAME, VitalePerson, VitaleReading, VitaleSource

LONGEST = 1 << 20
MOST = 99
"""People that one card may hold: more is no family."""

MAX_TEXT = 80
"""Characters of a name that are kept for the screen, as in direct reading (cards.md §1.5)."""

PERSON, IDENT, RIGHTS, BIRTH = "T_AsnBeneficiaire", "ident", "amo", "naissance"
ONCE = frozenset(
    {"nomPatronymique", "nomUsuel", "prenomUsuel", "nirCertifie", "date", "dateEnCarte"}
)
"""What makes an identity: said twice, differently, it is nobody's."""

_SEPARATORS = str.maketrans("", "", " -/.")
_PROVISIONAL = "555555"
_DATES = (card_dates.IMPOSSIBLE, card_dates.INCOMPLETE)


def read_xml(
    content: bytes, *, is_test: bool | None = None, serial: str | None = None
) -> VitaleReading:
    """All persons of the card, as the component says them.

    `is_test` is the nature it told apart, `serial` the number of the card: no public text says
    where the answer would hold it, so the bridge passes what its own licence lets it read.
    The number of a person is `nirCertifie`, his own, else `nir`, under which his rights are open
    and which is carried apart. Raises `CardUnreadable` when this is no such answer or names nobody.
    """
    said = [_Said.of(node) for node in _persons(content)]
    if not said:
        raise CardUnreadable("aucun bénéficiaire")
    if len(said) > MOST:
        raise CardUnreadable("trop de bénéficiaires")
    persons = [_person(one, at) for at, one in enumerate(said, start=1)]
    numbers = [number for one in said for number in one.numbers]
    warnings = {
        "CLE_FAUSSE": not all(_key_is_right(one) for one in numbers if not _is_provisional(one)),
        "NUMERO_PROVISOIRE": any(_is_provisional(one) for one in numbers),
        **{code: any(one.date_doubt == code for one in persons) for code in _DATES},
        "NOM_TRONQUE": any(one.is_cut for one in said),
        USED_NAME: any(one.name_is_used for one in persons),
    }
    return VitaleReading(
        source=VitaleSource.OFFICIAL,
        persons=_with_twins(persons),
        warnings=tuple(code for code, holds in warnings.items() if holds),
        is_test=is_test,
        serial=serial,
    )


def _persons(content: bytes) -> list[etree._Element]:
    if len(content) > LONGEST:
        raise CardUnreadable("réponse trop longue")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise CardUnreadable("réponse qui n'est pas du XML") from problem
    if root.getroottree().docinfo.doctype:
        raise CardUnreadable("réponse avec une DTD")
    return [node for node in root.iter("{*}*") if _name(node) == PERSON]


@dataclass(frozen=True, slots=True)
class _Said:
    """The texts of one person, each with the names that lead to it, in the order of the answer."""

    texts: tuple[tuple[tuple[str, ...], str], ...] = field(repr=False)

    @classmethod
    def of(cls, person: etree._Element) -> _Said:
        """Raises `CardUnreadable` for a person who is two at once."""
        said = cls(tuple(_leaves(person, ())))
        identity = {(path, text) for path, text in said.texts if path[0] == IDENT}
        names = Counter(path[-1] for path, _ in identity)
        if any(names[one] > 1 for one in ONCE):
            raise CardUnreadable("personne dite deux fois")
        return said

    def text(self, name: str, inside: str = "") -> str:
        """The first text of that name, anywhere or inside an element; `""` when there is none."""
        found = (
            text
            for path, text in self.texts
            if path[-1] == name and (not inside or inside in path[:-1])
        )
        return next(found, "")

    @property
    def is_cut(self) -> bool:
        """Whether a name is longer than what is kept of it."""
        names = ("nomPatronymique", "nomUsuel", "prenomUsuel")
        return any(len(self.text(name)) > MAX_TEXT for name in names)

    @property
    def own(self) -> str | None:
        """His own number, certified."""
        return _number(self.text("nirCertifie"))

    @property
    def beside(self) -> str | None:
        """The number beside him, wherever it stands."""
        return _number(self.text("nir"))

    @property
    def rights(self) -> str | None:
        """The number under which his rights are open: of the block of the rights, if it says it."""
        return _number(self.text("nir", RIGHTS)) or self.beside

    @property
    def numbers(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(one for one in (self.own, self.beside, self.rights) if one)


def _leaves(node: etree._Element, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text below `node`, but those of a person inside it: that one speaks for himself."""
    for child in node.iterchildren("{*}*"):
        name = _name(child)
        if name == PERSON:
            continue
        if len(child):
            yield from _leaves(child, (*path, name))
        elif child.text and (text := " ".join(child.text.split())):
            yield (*path, name), text


def _person(said: _Said, position: int) -> VitalePerson:
    birth_name, used_name = said.text("nomPatronymique"), said.text("nomUsuel")
    if not birth_name and not used_name:
        raise CardUnreadable("personne sans nom")
    own = said.own
    number = own or said.beside
    if number is not None and _is_provisional(number):
        number = None
    birth, lacks_century = _birth(said)
    rank = said.text("rangDeNaissance").lstrip("0")
    return VitalePerson(
        position=position,
        name_text=(birth_name or used_name)[:MAX_TEXT],
        name_is_used=not birth_name,
        first_name_text=said.text("prenomUsuel")[:MAX_TEXT],
        birth_text=birth,
        number=number,
        number_key_is_right=number is None or _key_is_right(number),
        number_is_own=own is not None if number else None,
        insured_number=_trusted(said.rights),
        twin_rank=int(rank) if len(rank) == 1 and rank in "123456789" else None,
        lacks_century=lacks_century,
    )


def _with_twins(persons: list[VitalePerson]) -> tuple[VitalePerson, ...]:
    """A date without its century may be that of anybody born the same day of another."""
    short = any(one.lacks_century for one in persons)
    days = [one.birth_text[-6:] if short else one.birth_text for one in persons]
    births = Counter(day for day in days if day)
    return tuple(
        replace(one, has_twin=births[day] > 1) for one, day in zip(persons, days, strict=True)
    )


def _birth(said: _Said) -> tuple[str, bool]:
    """AAAAMMJJ as read, lunar or not; or AAMMJJ, the century missing on the card (§1.5).

    Dates also come reversed: with four figures of the year at the end, or JJ/MM/AA. Without a
    separator, JJMMAAAA is never a day read as AAAAMMJJ: 19 and 20 are no months.
    """
    full, on_card = (
        card_dates.in_order(_digits(said.text(name, BIRTH))) for name in ("date", "dateEnCarte")
    )
    if full and on_card and full[-6:] != on_card[-6:]:
        raise CardUnreadable("personne née deux fois")
    short = not full and len(on_card) == 6 and on_card.isascii() and on_card.isdigit()
    return full or on_card, short


def _digits(text: str) -> str:
    parts = text.replace("/", "-").split("-")
    widths = [len(part) for part in parts]
    if widths == [2, 2, 4] or (widths == [2, 2, 2] and "/" in text):
        parts.reverse()
    return "".join(parts).translate(_SEPARATORS)[:8]


def _number(text: str) -> str | None:
    digits = text.translate(_SEPARATORS).upper()
    return digits if len(digits) == 15 and digits.isascii() and digits.isalnum() else None


def _is_provisional(number: str) -> bool:
    """No key to trust, no INS (cards.md §1.5)."""
    return number.startswith(_PROVISIONAL)


def _trusted(number: str | None) -> str | None:
    if number is None or _is_provisional(number) or not _key_is_right(number):
        return None
    return number


def _key_is_right(number: str) -> bool:
    try:
        return expected_key(number[:13]) == number[13:]
    except InvalidMatricule:
        return False


def _name(node: etree._Element) -> str:
    return str(etree.QName(node).localname)
