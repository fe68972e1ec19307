"""What can be wrong with the answers of INSi, on demand, and the replies that show it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from insdesk.simulator.messages import code_answer, fault_answer, fault_of, identity_answer
from insdesk.simulator.person import Person, invented

SOAP_TYPE = "application/soap+xml; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"


class Mode(Enum):
    """How INSi behaves until told otherwise; the values are the words of the control endpoint."""

    NORMAL = "normal"
    SLOW = "slow"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    REDIRECT = "redirect"
    ERROR = "error"
    UNAVAILABLE = "unavailable"
    HTML = "html"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    CUT = "cut"
    ENTITIES = "entities"
    UNKNOWN_CODE = "unknown_code"
    INCOHERENT = "incoherent"
    UNKNOWN_FAULT = "unknown_fault"
    FAULT = "fault"


class Ending(Enum):
    """How a reply ends on the wire."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of the announced bytes, then the connection is closed."""
    RESET = "reset"
    """The connection is reset before any byte."""
    NEVER = "never"
    """Nothing comes, the connection stays open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of INSi with its way of arriving."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    content_type: str = SOAP_TYPE
    location: str | None = None
    delay: float = 0.0
    """Seconds before the first byte."""
    ending: Ending = Ending.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What the simulated INSi is told to do; `times` answers long, None = until told otherwise."""

    mode: Mode = Mode.NORMAL
    seconds: float = 0.0
    """SLOW: the wait before each answer. SILENT: how long the line is kept, 0 = for ever."""
    code: str = "insi_102"
    """FAULT: which one."""
    times: int | None = None


_PAGE = b"<!DOCTYPE html><html><head><title>Portail</title></head><body><p>Connexion</body></html>"

_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b ['
    + b'<!ENTITY a0 "boom">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b']><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">'
    b"<soap:Body>&a9;</soap:Body></soap:Envelope>"
)

_FIFTEEN: Person = invented(
    "incoherent",
    "BROUILLON-FICTIF, MAXENCE",
    "M",
    "1990-10-10",
    "63999",
    order=3,
    number="190109999900311",
)

_FIXED: dict[Mode, Reply] = {
    Mode.SILENT: Reply(ending=Ending.NEVER),
    Mode.UNREACHABLE: Reply(ending=Ending.RESET),
    Mode.REDIRECT: Reply(status=302, location="https://localhost/portail", content_type=HTML_TYPE),
    Mode.ERROR: Reply(status=500, body=_PAGE, content_type=HTML_TYPE),
    Mode.UNAVAILABLE: Reply(status=503, body=_PAGE, content_type=HTML_TYPE),
    Mode.HTML: Reply(body=_PAGE, content_type=HTML_TYPE),
    Mode.EMPTY: Reply(),
    Mode.ENTITIES: Reply(body=_BOMB),
    Mode.UNKNOWN_CODE: Reply(body=code_answer("99", "Code inconnu")),
    Mode.INCOHERENT: Reply(body=identity_answer(_FIFTEEN)),
    Mode.UNKNOWN_FAULT: Reply(status=500, body=fault_answer(fault_of("insi_999"))),
}


def troubled(direction: Direction, normal: Reply) -> Reply:
    """The reply that `direction` makes of the normal one."""
    match direction.mode:
        case Mode.NORMAL:
            return normal
        case Mode.SLOW:
            return replace(normal, delay=direction.seconds)
        case Mode.TRUNCATED:
            return replace(normal, body=normal.body[: len(normal.body) // 2])
        case Mode.CUT:
            return replace(normal, ending=Ending.CUT)
        case Mode.FAULT:
            return Reply(status=500, body=fault_answer(fault_of(direction.code)))
        case Mode.SILENT:
            return replace(_FIXED[Mode.SILENT], delay=direction.seconds)
        case _:
            return _FIXED[direction.mode]
