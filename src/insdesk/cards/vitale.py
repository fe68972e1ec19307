"""Direct reading of a carte Vitale 2: the clear zones, unproven on real cards (cards.md §1).

Nothing is stored, nothing is logged but tags and lengths. Identities and numbers are two files
paired by position: at the first doubt the identities stay and *all* numbers go, never shifted.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from insdesk.cards.apdu import (
    BLOCK,
    SFI_IDENTITIES,
    SFI_NUMBERS,
    Aid,
    Command,
    Fid,
    Sw,
    read_file,
    read_on,
    select_application,
    select_file,
)
from insdesk.cards.cps import is_cps
from insdesk.cards.link import CardLink, Trouble, exchange
from insdesk.cards.tlv import Tlv, decode, outline
from insdesk.errors import (
    CardUnreadable,
    InvalidMatricule,
    NotAVitale,
    UnknownCard,
    VitaleProtected,
    VitaleTooOld,
)
from insdesk.identity import card_dates
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import OTHER_NUMBER, VitalePerson, VitaleReading, VitaleSource

log = logging.getLogger(__name__)

MAX_FILE = 4096
"""A file longer than this is not believed to hold a family."""

MAX_TEXT = 80
"""Characters of a text that are kept for the screen (cards.md §1.5)."""

VITALE_1_START = bytes.fromhex("3F652500")

PERSON, NAME, FIRST_NAME, BIRTH, NUMBER = 0x65, 0x80, 0x81, 0x82, 0x93

_EMPTY_STARTS = (b"\x00", b"\x04\x00")
_READ = frozenset({Sw.OK, Sw.END_OF_FILE})
_OTHER_CARD = frozenset({Sw.NOT_FOUND, Sw.WRONG_INSTRUCTION, Sw.WRONG_CLASS})
_CLOSED = frozenset({Sw.PROTECTED, Sw.CONDITIONS, Sw.NO_CURRENT_FILE, Sw.NOT_FOUND})
_PROVISIONAL = "555555"
_DATES = (card_dates.IMPOSSIBLE, card_dates.INCOMPLETE)


def read(link: CardLink, source: VitaleSource = VitaleSource.DIRECT) -> VitaleReading:
    """Read everybody on the card, in the order of the card.

    Raises leaves of `CardError` only: `NotAVitale` (a CPS gets no command at all, cards.md §2.1),
    `VitaleTooOld`, `UnknownCard`, `VitaleProtected` (the identities are not in clear),
    `CardUnreadable` (hostile or empty content), and what the link raises.
    """
    if is_cps(link.atr):
        raise NotAVitale("CPS")
    if link.atr.startswith(VITALE_1_START):
        raise VitaleTooOld
    identities = _identities(link)
    numbers = _numbers(link)
    persons, warnings = _pair(identities, numbers)
    log.info("carte Vitale read: %d persons, %s", len(persons), ",".join(warnings) or "clean")
    return VitaleReading(source=source, persons=persons, warnings=warnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    """What one `93` says; `text` is None when it is missing or not to be trusted."""

    text: str | None = field(default=None, repr=False)
    missing: bool = False
    key_is_right: bool = True
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identity:
    """The three texts of one person."""

    name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth: str = field(repr=False)
    was_cut: bool = False


# --- the files ---------------------------------------------------------------------------------


def _identities(link: CardLink) -> list[_Identity]:
    _select(link, select_file(Fid.MF))
    try:
        content = _read_whole(link, SFI_IDENTITIES)
    except CardUnreadable as error:
        if error.status_word == Sw.PROTECTED:
            raise VitaleProtected from error
        if error.status_word in _OTHER_CARD:
            raise UnknownCard(link.atr.hex(" ").upper()) from error
        raise
    persons = [one for one in _objects(content) if one.tag == PERSON]
    if not persons:
        raise CardUnreadable(Trouble.EMPTY)
    return [_identity(person) for person in persons]


def _numbers(link: CardLink) -> list[_Number]:
    """The numbers in the order of the file; none at all when the zone is closed to us."""
    _select(link, select_application(Aid.VITALE))
    try:
        content = _read_whole(link, SFI_NUMBERS)
    except CardUnreadable as error:
        if error.status_word not in _CLOSED:
            raise
        log.info("numbers not accessible: %04X", error.status_word)
        return []
    return [_number(one) for one in _objects(content) if one.tag == PERSON]


def _select(link: CardLink, command: Command) -> None:
    """A refusal means another kind of card, but for a closed one and for a chip in trouble."""
    try:
        exchange(link, command)
    except CardUnreadable as error:
        if error.status_word in (None, Sw.CARD_TROUBLE):
            raise
        if error.status_word == Sw.PROTECTED:
            raise VitaleProtected from error
        raise UnknownCard(link.atr.hex(" ").upper()) from error


def _read_whole(link: CardLink, sfi: int) -> bytes:
    """Read block after block until a short one, the end, or 4 KiB."""
    content = b""
    command = read_file(sfi)
    while len(content) < MAX_FILE:
        try:
            block = exchange(link, command, _READ)
        except CardUnreadable as error:
            if error.status_word != Sw.PAST_THE_END:
                raise
            break
        content += block
        if len(block) != BLOCK:
            break
        command = read_on(len(content))
    return content[:MAX_FILE]


def _objects(content: bytes) -> tuple[Tlv, ...]:
    if content.startswith(_EMPTY_STARTS):
        return ()
    objects = decode(content)
    log.debug("file: %s", outline(objects))
    return objects


# --- the texts ---------------------------------------------------------------------------------


def _identity(person: Tlv) -> _Identity:
    name, first_name, birth = (_text(person.first(tag)) for tag in (NAME, FIRST_NAME, BIRTH))
    if not name:
        raise CardUnreadable("personne sans nom")
    return _Identity(
        name=name[:MAX_TEXT],
        first_name=first_name[:MAX_TEXT],
        birth=birth[:MAX_TEXT],
        was_cut=max(len(name), len(first_name)) > MAX_TEXT,
    )


def _text(value: bytes | None) -> str:
    """Latin-1 without its control characters, trimmed; `""` when absent."""
    decoded = (value or b"").decode("latin-1")
    return "".join(one for one in decoded if one.isprintable() or one == "\xa0").strip()


def _number(person: Tlv) -> _Number:
    text = _text(person.first(NUMBER))
    if not text:
        return _Number(missing=True)
    if text.startswith(_PROVISIONAL):
        return _Number(provisional=True)
    try:
        key_is_right = expected_key(text[:13]) == text[13:]
    except InvalidMatricule:
        key_is_right = False
    return _Number(text=text, key_is_right=key_is_right)


# --- the pairing -------------------------------------------------------------------------------


def _pair(
    identities: Sequence[_Identity], numbers: Sequence[_Number]
) -> tuple[tuple[VitalePerson, ...], tuple[str, ...]]:
    pairs_up = len(identities) == len(numbers) and not any(one.missing for one in numbers)
    same_twice = len(set(identities)) < len(identities)
    pairs_up = pairs_up and not same_twice and not _are_crossed(identities, numbers)
    keys_are_right = all(one.key_is_right for one in numbers)
    kept = numbers if pairs_up and keys_are_right else [_Number()] * len(identities)
    births = Counter(one.birth for one in identities if one.birth)
    persons = tuple(
        VitalePerson(
            position=position,
            name_text=identity.name,
            first_name_text=identity.first_name,
            birth_text=identity.birth,
            number=number.text,
            has_twin=births[identity.birth] > 1,
        )
        for position, (identity, number) in enumerate(zip(identities, kept, strict=True), 1)
    )
    said = {
        "NUMEROS_ECARTES": not pairs_up,
        "CLE_FAUSSE": not keys_are_right,
        "NUMERO_PROVISOIRE": any(one.provisional for one in numbers),
        OTHER_NUMBER: _number_is_strange(persons),
        **{code: any(one.date_doubt == code for one in persons) for code in _DATES},
        "NOM_TRONQUE": any(one.was_cut for one in identities),
    }
    return persons, tuple(code for code, holds in said.items() if holds)


def _are_crossed(identities: Sequence[_Identity], numbers: Sequence[_Number]) -> bool:
    """Whether a number is born with somebody else of the card than the person beside it (§1.5).

    A number that is that other person's too is the insured's, as children often have it.
    """
    births = [one.birth[2:6] for one in identities]
    for own, number in zip(births, numbers, strict=True):
        born = (number.text or "")[1:5]
        if born == own or not "01" <= born[2:] <= "12":
            continue
        for other, beside in zip(births, numbers, strict=True):
            if born == other and beside.text != number.text:
                return True
    return False


def _number_is_strange(persons: Sequence[VitalePerson]) -> bool:
    """Whether a number is born another month than the person, and is of nobody else on the card."""
    settled = {one.number for one in persons if not one.number_disagrees}
    return any(one.number_disagrees and one.number not in settled for one in persons)
