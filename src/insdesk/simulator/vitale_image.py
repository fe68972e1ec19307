"""The files of a fictitious carte Vitale, byte for byte as cards.md §1.6 lays them out."""

from __future__ import annotations

from collections.abc import Sequence

from insdesk.cards.apdu import Aid, Fid
from insdesk.cards.tlv import encode
from insdesk.simulator.person import Person

Files = dict[str, dict[int, bytes]]
"""Application (`MF`, `VITALE`) → file identifier → whole file, padding included."""

IDENTITIES_SIZE, NUMBERS_SIZE, POINTERS_SIZE = 400, 300, 160
VALIDITY = 0x2003
VALID_FROM = "20210115"
_PERSON = 0x65


def identities_of(people: Sequence[Person]) -> bytes:
    """One `65` for each person: name, given name, day of birth (Latin-1)."""
    return b"".join(identity(*person.on_card) for person in people)


def numbers_of(people: Sequence[Person]) -> bytes:
    """One `65` for each person, in the same order; without `93` when the card carries none."""
    return b"".join(number(person.number_on_card) for person in people)


def identity(name: str, first_name: str, birth: str) -> bytes:
    """The `65` of one person in the file of identities."""
    texts = zip((0x80, 0x81, 0x82), (name, first_name, birth), strict=True)
    return encode(_PERSON, *(encode(tag, text.encode("latin-1")) for tag, text in texts))


def number(text: str) -> bytes:
    """The `65` of one person in the file of numbers."""
    country = encode(0x90, b"FR")
    return encode(_PERSON, country, *([encode(0x93, text.encode("ascii"))] if text else []))


def vitale_files(identities: bytes, numbers: bytes) -> Files:
    """All the files of a card from the contents of its two meaningful ones."""
    return {
        "MF": {
            Fid.DIR: encode(0x61, encode(0x4F, Aid.VITALE.value)),
            Fid.IDENTITIES: _padded(identities, IDENTITIES_SIZE),
        },
        "VITALE": {
            Fid.POINTERS: _padded(_pointers(), POINTERS_SIZE),
            Fid.NUMBERS: _padded(numbers, NUMBERS_SIZE),
            VALIDITY: encode(0x66, encode(0x80, VALID_FROM.encode("ascii"))),
        },
    }


def _pointers() -> bytes:
    """The table of applications and files; its references are our invention (cards.md §1.6)."""
    applications = (
        encode(0x82, ref, b"\x00\x00", aid.value)
        for ref, aid in ((b"\x00\x01", Aid.MF_VITALE), (b"\x00\x02", Aid.VITALE))
    )
    files = (
        encode(0x80, name.ljust(8).encode("ascii"), application, fid.to_bytes(2, "big"))
        for name, application, fid in (
            ("IDENT", b"\x00\x01", Fid.IDENTITIES),
            ("NIR", b"\x00\x02", Fid.NUMBERS),
            ("VALID", b"\x00\x02", VALIDITY),
        )
    )
    return encode(0xE0, encode(0xA0, *applications), *files)


def _padded(content: bytes, size: int) -> bytes:
    """Zeros up to `size`; a longer content keeps one zero at least, as a file has a fixed size."""
    return content.ljust(max(size, len(content) + 1), b"\x00")
