"""What is told of one call to INSi, for the journal: no identity data (rule book §14)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from insdesk.errors import InsiError
from insdesk.identity.readings import (
    Environment,
    Found,
    InsiAnswer,
    NotFound,
    Operation,
    SeveralFound,
)
from insdesk.insi.faults import as_code


class Way(StrEnum):
    """What opened INSi for a call (insi.md §7)."""

    CPS = "CPS"
    CERTIFICATE = "certificat"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """One call that was made, whatever its end, without identity data: for the journal.

    `result` is 00, 01, 02 or the class name of the failure; `fault_codes` those of INSi.
    `criteria` names what was sent, never its value.
    """

    operation: Operation
    environment: Environment
    message_id: str
    attempt: int
    of: int
    started_at: datetime
    duration_ms: int
    result: str
    fault_codes: tuple[str, ...] = ()
    severity: str | None = None
    family: str | None = None
    answered_id: str | None = field(default=None, repr=False)
    """The message id that the fault names, when it is not that of this call."""
    criteria: tuple[str, ...] = ()
    way: Way = Way.CPS
    answer_sha256: str = ""
    """Seal of the body received; empty when nothing came back."""
    user_text: str = field(default="", repr=False)
    technical_text: str = field(default="", repr=False)


def failed(fact: CallFact, failure: InsiError) -> CallFact:
    """The fact with what INSi said of the failure: both texts go to the journal (insi.md §8)."""
    return replace(
        fact,
        result=type(failure).__name__,
        fault_codes=failure.codes or ((failure.code,) if failure.code else ()),
        severity=as_code(failure.severity),
        family=failure.family.value if failure.family else None,
        answered_id=None if failure.message_id == fact.message_id else failure.message_id,
        user_text=failure.user_text or "",
        technical_text=failure.technical_text or "",
    )


def code_of(answer: InsiAnswer) -> str:
    """00, 01 or 02."""
    match answer:
        case Found():
            return "00"
        case NotFound():
            return "01"
        case SeveralFound():
            return "02"
