"""Asking INSi: one user action, one assertion, one call or the national sequence (insi.md §6–7).

Nothing is retried by itself: the sequence of given names goes on after 01 only, and stops at the
first 00, at 02, at any failure, or when the user cancels between two calls.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from insdesk.errors import (
    Cancelled,
    Family,
    HolderNotOnCard,
    InsiAccessDenied,
    InsiClockWrong,
    InsiError,
    InsiFault,
)
from insdesk.identity.readings import (
    CallTrace,
    Environment,
    InsiAnswer,
    NotFound,
    VitalePerson,
    VitaleReading,
)
from insdesk.identity.traits import Traits
from insdesk.insi.answer import read
from insdesk.insi.assertion import PractitionerSigner, practitioner_assertion
from insdesk.insi.call_fact import CallFact, Way, code_of, failed
from insdesk.insi.clock import CLOCK_LIMIT
from insdesk.insi.envelope import Envelopes, Message, Sender, headers_for
from insdesk.insi.question import Question, VitaleQuestion, goes_on, questions_by_traits
from insdesk.insi.vitale_proof import CardInReader, VitaleProof

__all__ = [
    "ADDRESSES",
    "CLOCK_LIMIT",
    "UNREGISTERED",
    "CallFact",
    "CallProgress",
    "Control",
    "InsiClient",
    "Post",
]

log = logging.getLogger(__name__)

Post = Callable[[str, dict[str, str], bytes], tuple[int, bytes]]
"""Carry an envelope to an address with these headers; returns HTTP status and body."""

ADDRESSES: Mapping[Environment, str] = {
    Environment.DECOUVERTE: "https://insi.invalid/lps",
    Environment.ESSAI: "https://qualiflps.services-ps.ameli.fr:443/lps",
    Environment.PRODUCTION: "https://services-ps.ameli.fr/lps",
}
"""Where the card is used (§7.3); the production one is to be confirmed, hence configurable."""

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
        """Whether the user cancelled; asked before each call, and once more before it leaves.

        May raise what forbids the call by then, such as a carte Vitale that was changed.
        """


class InsiClient:
    """The téléservice for one practitioner in one environment; used from one thread at a time.

    `signer` gives the opened card, once per user action; without it no assertion is sent.
    `read_vitale` reads the card now in the reader: asked just before a call by a carte Vitale whose
    serial is known, for the assertion Vitale (§7.2). Without it that assertion is left out.
    `way` is told of each call: the CPS, or the certificate that `post` shows.
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
        read_vitale: Callable[[], VitaleReading] | None = None,
        way: Way = Way.CPS,
    ) -> None:
        self._post = post
        self._signer = signer
        self._sender = sender
        self._environment = environment
        self._clock = clock
        self._on_call = on_call
        self._address = address or ADDRESSES[environment]
        self._read_vitale, self._way = read_vitale, way
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

        Raises `HolderNotOnCard` when `holder` is not one of the persons of `reading`, or of the
        card now in the reader; `CardChanged`, `VitaleAssertionTooOld` and the other `CardError`
        leaves when that card can no longer speak for him.
        """
        if reading is not None and holder not in reading.persons:
            raise HolderNotOnCard
        card = self._card(holder, reading)
        return self._ask((VitaleQuestion.about(holder, reading),), control, card)

    def _card(self, holder: VitalePerson, reading: VitaleReading | None) -> CardInReader | None:
        """The card to speak for `holder`, when an assertion Vitale can be made of it."""
        if reading is None or reading.serial is None or self._read_vitale is None:
            return None
        return CardInReader(holder=holder, chosen_on=reading, read_now=self._read_vitale)

    def _ask(
        self,
        questions: tuple[Question, ...],
        control: Control | None,
        card: CardInReader | None = None,
    ) -> InsiAnswer:
        answer: InsiAnswer = NotFound()
        emetteur, assertion = self._sender.emetteur, b""
        for attempt, question in enumerate(questions, start=1):
            _may_go(control)
            if control is not None:
                control.progress(CallProgress(attempt=attempt, of=len(questions)))
            if self._signer is not None:
                # Asked before each call: a card that left ends the sequence (crypto.md P10).
                signer = self._signer()
                emetteur = signer.national_id
                # One assertion per user action: the calls of the sequence share it (§7.1).
                assertion = assertion or practitioner_assertion(signer, self._clock())
            proof = card.proof(emetteur, self._clock) if card and assertion else None
            assertions = (assertion, proof.content if proof else b"")
            message = Message(
                question=question,
                sender=self._sender,
                emetteur=emetteur,
                message_id=f"uuid:{uuid4()}",
                at=self._clock(),
                assertions=tuple(one for one in assertions if one),
            )
            # Again: a card takes its time to sign, and the user may change his mind meanwhile.
            _may_go(control)
            answer = self._call(message, attempt, len(questions), proof)
            if not goes_on(answer):
                break
        return answer

    def _call(
        self, message: Message, attempt: int, of: int, proof: VitaleProof | None
    ) -> InsiAnswer:
        """One HTTP request; its fact is reported whatever its end."""
        operation = message.question.operation
        envelope = self._envelopes.build(message)
        if proof is not None:
            proof.check(self._clock())
        fact = self._begun(message, attempt, of)
        started = time.perf_counter()
        try:
            status, body = self._post(self._address, headers_for(operation), envelope)
            fact = replace(fact, answer_sha256=hashlib.sha256(body).hexdigest())
            answer = read(status, body)
            fact = replace(fact, result=code_of(answer))
        except InsiError as problem:
            failure = self._of_the_clock(problem)
            # The correlation key of the gateway; faults of the service itself do not echo it.
            failure.message_id = failure.message_id or message.message_id
            fact = failed(fact, failure)
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
            way=self._way,
        )

    def _of_the_clock(self, failure: InsiError) -> InsiError:
        """A refusal without a reason, when this clock is off by more than `CLOCK_LIMIT`."""
        gap = self._clock_gap()
        if gap is None or abs(gap) <= CLOCK_LIMIT:
            return failure
        if self._way is Way.CPS and _may_be_of_the_clock(failure):
            wrong = InsiClockWrong(round(gap.total_seconds() / 60))
            wrong.code, wrong.message_id = failure.code, failure.message_id
            wrong.family, wrong.severity = failure.family, failure.severity
            wrong.codes = failure.codes
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


def _may_go(control: Control | None) -> None:
    if control is not None and control.cancelled():
        raise Cancelled


def _may_be_of_the_clock(failure: InsiError) -> bool:
    """A fault that the table lists says its reason itself (§8): the others may be the signature's.

    So may a refusal by the HTTP status alone.
    """
    if isinstance(failure, InsiAccessDenied):
        return failure.code is None
    unlisted = isinstance(failure, InsiFault) and failure.family is not Family.CONTENT
    return unlisted and not failure.retryable
