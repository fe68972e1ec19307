"""BER-TLV as cards write it: one or two bytes of tag, lengths up to 65 535 (cards.md §1.5).

Decoding believes nothing: only `CardUnreadable` leaves, whatever the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from insdesk.errors import CardUnreadable

MAX_DEPTH = 6
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_PADDING = frozenset(b"\x00\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tlv:
    """One object. A constructed one has `children`; its `value` is their bytes."""

    tag: int
    value: bytes = field(repr=False)
    children: tuple[Tlv, ...] = ()

    def first(self, tag: int) -> bytes | None:
        """The value of the first child with `tag`, None if there is none."""
        return next((child.value for child in self.children if child.tag == tag), None)


def decode(data: bytes) -> tuple[Tlv, ...]:
    """Read the objects of `data`; padding `00`/`FF` may only follow the last one.

    Raises `CardUnreadable` on an indefinite or over-long length form, a length that passes the
    end, a tag of three bytes, more than six levels, bytes after the padding.
    """
    return _decode(data, 1)


def encode(tag: int, *parts: bytes) -> bytes:
    """Write one object made of `parts`, with the shortest length form.

    Raises `ValueError` when the content passes 65 535 bytes.
    """
    content = b"".join(parts)
    head = tag.to_bytes(1 if tag < 0x100 else 2, "big")
    return head + _length_of(len(content)) + content


def _decode(data: bytes, depth: int) -> tuple[Tlv, ...]:
    if depth > MAX_DEPTH:
        raise CardUnreadable("TLV: trop de niveaux")
    found: list[Tlv] = []
    at = 0
    while at < len(data):
        if data[at] in _PADDING:
            if not _PADDING.issuperset(data[at:]):
                raise CardUnreadable("TLV: octets après le remplissage")
            break
        constructed = bool(data[at] & _CONSTRUCTED)
        tag, at = _read_tag(data, at)
        length, at = _read_length(data, at)
        value = data[at : at + length]
        if len(value) != length:
            raise CardUnreadable("TLV: longueur au-delà de la fin")
        children = _decode(value, depth + 1) if constructed else ()
        found.append(Tlv(tag=tag, value=value, children=children))
        at += length
    return tuple(found)


def _read_tag(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first & _LONG_TAG != _LONG_TAG:
        return first, at + 1
    if at + 1 >= len(data) or data[at + 1] & 0x80:
        raise CardUnreadable("TLV: étiquette illisible")
    return first << 8 | data[at + 1], at + 2


def _read_length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise CardUnreadable("TLV: longueur absente")
    first = data[at]
    if first < 0x80:
        return first, at + 1
    # 80 is the indefinite form, 83 and more announce what no card file can hold.
    if first not in (0x81, 0x82):
        raise CardUnreadable("TLV: forme de longueur refusée")
    end = at + 1 + (first & 0x7F)
    if end > len(data):
        raise CardUnreadable("TLV: longueur coupée")
    return int.from_bytes(data[at + 1 : end], "big"), end


def _length_of(length: int) -> bytes:
    if length < 0x80:
        return bytes((length,))
    if length < 0x100:
        return bytes((0x81, length))
    if length < 0x10000:
        return b"\x82" + length.to_bytes(2, "big")
    raise ValueError(f"{length} bytes do not fit in one object")


def outline(objects: Sequence[Tlv]) -> str:
    """Tags and lengths only, for the diagnostic: no value ever shows (cards.md §1.9)."""
    shown = []
    for one in objects:
        inner = f"{{{outline(one.children)}}}" if one.children else ""
        shown.append(f"{one.tag:02X}:{len(one.value)}{inner}")
    return " ".join(shown)
