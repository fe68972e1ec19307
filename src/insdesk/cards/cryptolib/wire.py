"""What the desk and the process of the library say to each other: one line of JSON each way.

Bytes travel in Base64. A line that is not exactly such a message is `Garbage`: nothing of it is
believed.
"""

from __future__ import annotations

import base64
import json
from enum import Enum

LONGEST = 1 << 20
"""Bytes of one line: certificates and data objects of a card fit many times over."""


class Verb(Enum):
    """What may be asked of the library. Only `OPEN` carries the code porteur, and only once."""

    VERSION = "version"
    IDENTIFY = "identify"
    OPEN = "open"
    SIGN = "sign"
    SITUATIONS = "situations"
    CLOSE = "close"


class Fault(Enum):
    """How the library or the card may say no."""

    NO_LIBRARY = "no_library"
    ABSENT = "absent"
    NOT_A_CPS = "not_a_cps"
    PIN_WRONG = "pin_wrong"
    PIN_BLOCKED = "pin_blocked"
    PIN_MALFORMED = "pin_malformed"
    PIN_NEEDED = "pin_needed"
    CANCELLED = "cancelled"
    BROKEN = "broken"


class Garbage(ValueError):
    """What came back is no message of ours."""


Message = dict[str, object]


def line(message: Message) -> bytes:
    """One message as the bytes to send."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def read(data: bytes) -> Message:
    """One message back. Raises `Garbage`."""
    try:
        content = json.loads(data.decode("ascii"))
    except (UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise Garbage from problem
    if not isinstance(content, dict):
        raise Garbage
    return content


def text(message: Message, name: str) -> str:
    """A text of the message. Raises `Garbage` when it is not one."""
    value = message.get(name)
    if not isinstance(value, str):
        raise Garbage(name)
    return value


def number(message: Message, name: str) -> int:
    """A whole number of the message. Raises `Garbage` when it is not one."""
    value = message.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Garbage(name)
    return value


def pack(data: bytes) -> str:
    """Bytes as they travel."""
    return base64.b64encode(data).decode("ascii")


def unpack(message: Message, name: str) -> bytes:
    """Bytes of the message. Raises `Garbage`."""
    return unpacked(message.get(name))


def unpacked(packed: object) -> bytes:
    """Bytes as they travelled. Raises `Garbage` when they are none."""
    if not isinstance(packed, str):
        raise Garbage
    try:
        return base64.b64decode(packed, validate=True)
    except ValueError as problem:
        raise Garbage from problem
