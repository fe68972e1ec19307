"""Asking INSi: one user action, one assertion, one call or the national sequence (insi.md §6–7).

Nothing is retried by itself: the sequence of given names goes on after 01 only, and stops at the
first 00, at 02, at any failure, or when the user cancels between two calls.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from insdesk.errors import (
    Cancelled,
    HolderNotOnCard,
    InsiAccessDenied,
    InsiClockWrong,
    InsiError,
    InsiFault,
)
from insdesk.identity.readings import (
    CallTrace,
    Environment,
    Found,
    InsiAnswer,
    NotFound,
    Operation,
    SeveralFound,
    VitalePerson,
    VitaleReading,
)
from insdesk.identity.traits import Traits
from insdesk.insi.answer import read
from insdesk.insi.assertion import PractitionerSigner, practitioner_assertion, vitale_assertion
from insdesk.insi.envelope import Envelopes, Message, Sender, headers_for
from insdesk.insi.question import Question, VitaleQuestion, goes_on, questions_by_traits

log = logging.getLogger(__name__)

Post = Callable[[str, dict[str, str], bytes], tuple[int, bytes]]
"""Carry an envelope to an address with these headers; returns HTTP status and body."""

ADDRESSES: Mapping[Environment, str] = {
    Environment.DECOUVERTE: "https://insi.invalid/lps",
    Environment.ESSAI: "https://qualiflps.services-ps.ameli.fr:443/lps",
    Environment.PRODUCTION: "https://services-ps.ameli.fr/lps",
}
"""Where the card is used (§7.3); the production one is to be confirmed, hence configurable."""

CLOCK_LIMIT = timedelta(minutes=2)
"""A clock this far from the server's explains a refused signature (crypto.md P16)."""

UNREGISTERED = Sender(
    idam="000000000000", version="0", instance="00000000-0000-4000-8000-000000000000"
)
"""A software nobody authorised: good for the simulator, refused by the service (desir_550)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProgress:
    """One call of the sequence is about to be made."""

    attempt: int
    of: int


class Control(Protocol):
    """How a face follows and stops a search.

    The step is a `CallProgress`; its type is left open because the port of the use cases, which
    this package may not import, names its own value with the same `attempt` and `of`.
    """

    def progress(self, step: Any) -> None:
        """A call starts."""

    def cancelled(self) -> bool:
        """Whether the user cancelled; asked before each call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """One call that was made, whatever its end, without identity data: for the journal.

    `result` is 00, 01, 02 or the class name of the failure; `fault_code` the code of INSi.
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
    fault_code: str | None = None
    criteria: tuple[str, ...] = ()
    answer_sha256: str = ""
    """Seal of the body received; empty when nothing came back."""
    user_text: str = field(default="", repr=False)
    technical_text: str = field(default="", repr=False)


class InsiClient:
    """The téléservice for one practitioner in one environment; used from one thread at a time.

    `signer` gives the opened card, once per user action; without it no assertion is sent.
    `vitale_serial` gives the serial of the card in the reader when its reading knows it.
    """

    def __init__(
        self,
        post: Post,
        *,
        signer: Callable[[], PractitionerSigner] | None = None,
        sender: Sender = UNREGISTERED,
        environment: Environment = Environment.DECOUVERTE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_call: Callable[[CallFact], None] | None = None,
        address: str | None = None,
        vitale_serial: Callable[[], str | None] | None = None,
    ) -> None:
        self._post = post
        self._signer = signer
        self._sender = sender
        self._environment = environment
        self._clock = clock
        self._on_call = on_call
        self._address = address or ADDRESSES[environment]
        self._vitale_serial = vitale_serial
        self._envelopes = Envelopes()

    def search_by_traits(self, traits: Traits, *, control: Control | None = None) -> InsiAnswer:
        """The national sequence of given names (§6.2), with the place only if `traits` has one.

        Raises `InvalidTrait` before any call, `InsiError` and `PractitionerCardError` leaves,
        `Cancelled`.
        """
        return self._ask(questions_by_traits(traits), control)

    def search_by_vitale(
        self,
        holder: VitalePerson,
        *,
        reading: VitaleReading | None = None,
        control: Control | None = None,
    ) -> InsiAnswer:
        """One call about one beneficiary of the card; raises as `search_by_traits`.

        Raises `HolderNotOnCard` when `holder` is not one of the persons of `reading`.
        """
        if reading is not None and holder not in reading.persons:
            raise HolderNotOnCard
        return self._ask((VitaleQuestion.about(holder, reading),), control)

    def _ask(self, questions: tuple[Question, ...], control: Control | None) -> InsiAnswer:
        answer: InsiAnswer = NotFound()
        emetteur, assertion = self._sender.emetteur, b""
        for attempt, question in enumerate(questions, start=1):
            if control is not None:
                if control.cancelled():
                    raise Cancelled
                control.progress(CallProgress(attempt=attempt, of=len(questions)))
            if self._signer is not None and not assertion:
                # One assertion per user action: the calls of the sequence share it (§7.1).
                signer = self._signer()
                emetteur = signer.national_id
                assertion = practitioner_assertion(signer, self._clock())
            message = Message(
                question=question,
                sender=self._sender,
                emetteur=emetteur,
                message_id=f"uuid:{uuid4()}",
                at=self._clock(),
                assertions=self._assertions(question, assertion, emetteur),
            )
            answer = self._call(message, attempt, len(questions))
            if not goes_on(answer):
                break
        return answer

    def _assertions(self, question: Question, own: bytes, emetteur: str) -> tuple[bytes, ...]:
        if not own:
            return ()
        if question.operation is Operation.BY_TRAITS or self._vitale_serial is None:
            return (own,)
        serial = self._vitale_serial()
        return (own, vitale_assertion(serial, emetteur, self._clock())) if serial else (own,)

    def _call(self, message: Message, attempt: int, of: int) -> InsiAnswer:
        """One HTTP request; its fact is reported whatever its end."""
        operation = message.question.operation
        envelope = self._envelopes.build(message)
        fact = self._begun(message, attempt, of)
        started = time.perf_counter()
        try:
            status, body = self._post(self._address, headers_for(operation), envelope)
            fact = replace(fact, answer_sha256=hashlib.sha256(body).hexdigest())
            answer = read(status, body)
            fact = replace(fact, result=_code(answer))
        except InsiError as problem:
            failure = self._of_the_clock(problem)
            # The correlation key of the gateway; faults of the service itself do not echo it.
            failure.message_id = failure.message_id or message.message_id
            fact = _failed(fact, failure)
            if failure is not problem:
                raise failure from problem
            raise
        finally:
            fact = replace(fact, duration_ms=round((time.perf_counter() - started) * 1000))
            self._report(fact)
        trace = CallTrace(
            operation=operation,
            message_id=message.message_id,
            received_at=self._clock(),
            environment=self._environment,
            duration_ms=fact.duration_ms,
            attempt=attempt,
            answer_sha256=fact.answer_sha256,
        )
        return replace(answer, trace=trace)

    def _begun(self, message: Message, attempt: int, of: int) -> CallFact:
        return CallFact(
            operation=message.question.operation,
            environment=self._environment,
            message_id=message.message_id,
            attempt=attempt,
            of=of,
            started_at=message.at,
            duration_ms=0,
            result="interrompu",
            criteria=message.question.criteria,
        )

    def _of_the_clock(self, failure: InsiError) -> InsiError:
        """A refusal, when this clock is off by more than `CLOCK_LIMIT`, is about the clock."""
        gap = self._clock_gap()
        if gap is None or abs(gap) <= CLOCK_LIMIT:
            return failure
        if isinstance(failure, InsiAccessDenied | InsiFault) and not failure.retryable:
            wrong = InsiClockWrong(round(gap.total_seconds() / 60))
            wrong.code, wrong.message_id = failure.code, failure.message_id
            wrong.user_text, wrong.technical_text = failure.user_text, failure.technical_text
            return wrong
        return failure

    def interrupt(self) -> None:
        """Cut the call in progress, if the way to INSi can; safe from any thread."""
        interrupt = getattr(self._post, "interrupt", None)
        if interrupt is not None:
            interrupt()

    def _clock_gap(self) -> timedelta | None:
        gap = getattr(self._post, "clock_gap", None)
        return gap if isinstance(gap, timedelta) else None

    def _report(self, fact: CallFact) -> None:
        log.info(
            "INSi call %d/%d: %s in %d ms", fact.attempt, fact.of, fact.result, fact.duration_ms
        )
        if self._on_call is not None:
            self._on_call(fact)


def _failed(fact: CallFact, failure: InsiError) -> CallFact:
    """The fact with what INSi said of the failure: both texts go to the journal (insi.md §8)."""
    return replace(
        fact,
        result=type(failure).__name__,
        fault_code=failure.code,
        user_text=failure.user_text or "",
        technical_text=failure.technical_text or "",
    )


def _code(answer: InsiAnswer) -> str:
    match answer:
        case Found():
            return "00"
        case NotFound():
            return "01"
        case SeveralFound():
            return "02"
