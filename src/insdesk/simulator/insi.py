"""The simulated téléservice: SOAP bytes in, SOAP bytes out, about the people of the simulator.

`SimulatedInsi.post` is what `insdesk.insi.client` takes in place of the network; `server` puts
the same object behind HTTPS. Safe from any thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from insdesk.errors import InsiGarbled, InsiSilent, InsiUnreachable
from insdesk.identity.readings import Operation
from insdesk.simulator.gateway import TraitsAsked, admit, message_id_of
from insdesk.simulator.messages import fault_answer, fault_of, identity_answer, report_answer
from insdesk.simulator.people import PEOPLE
from insdesk.simulator.person import Person
from insdesk.simulator.search import Report, search
from insdesk.simulator.security import Freshness, Turned
from insdesk.simulator.trouble import Direction, Ending, Mode, Reply, troubled

PATIENCE = 30.0
"""Seconds after which the real transport gives up reading (insi.md §7.5)."""

_LAST_CALLS = 1000


def _now() -> datetime:
    return datetime.now(UTC)


class SimulatedInsi:
    """INSi about `people`. With `max_age`, an assertion older than that is refused by `clock`."""

    def __init__(
        self,
        people: Sequence[Person] = PEOPLE,
        *,
        patience: float = PATIENCE,
        max_age: timedelta | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._people = tuple(people)
        self._patience = patience
        self._max_age = max_age
        self._clock = clock
        self._told = threading.Condition()
        self._news = 0
        self._closed = False
        self._direction = Direction()
        self._injected: deque[Reply] = deque()
        self._operations: deque[Operation] = deque(maxlen=_LAST_CALLS)

    # --- the wire --------------------------------------------------------------------------

    def post(self, address: str, headers: Mapping[str, str], envelope: bytes) -> tuple[int, bytes]:
        """Answer one message, as the transport would give it: HTTP status and body.

        `address` is not looked at. Raises `InsiSilent`, `InsiUnreachable`, `InsiGarbled` as
        the transport does; a wait ends at once when the simulator is told something else or closed.
        """
        del address
        reply = self.reply(headers, envelope)
        if self.is_closed or reply.ending is Ending.RESET:
            raise InsiUnreachable("connection refused")
        silent = reply.ending is Ending.NEVER
        self.wait(self._patience if silent else min(reply.delay, self._patience))
        if self.is_closed:
            raise InsiUnreachable("connection closed")
        if silent or reply.delay > self._patience:
            raise InsiSilent("no answer")
        if reply.ending is Ending.CUT:
            raise InsiGarbled("the answer is cut short")
        return reply.status, reply.body

    def reply(self, headers: Mapping[str, str], envelope: bytes) -> Reply:
        """The reply to one message and the way it arrives; never waits, never fails."""
        normal, operation = self._normal(headers, envelope)
        with self._told:
            if operation is not None:
                self._operations.append(operation)
            if self._injected:
                return self._injected.popleft()
            return troubled(self._next_direction(), normal)

    # --- the régie -------------------------------------------------------------------------

    def play(
        self,
        mode: Mode | str,
        *,
        seconds: float = 0.0,
        code: str = "insi_102",
        times: int | None = None,
    ) -> None:
        """Behave so from now on, or for `times` answers. Raises `ValueError` for no such mode."""
        direction = Direction(mode=Mode(mode), seconds=seconds, code=code, times=times)
        with self._told:
            self._direction = direction
            self._wake()

    def inject(self, body: bytes, status: int = 200) -> None:
        """Give these bytes as the next answer, whatever is asked: a recorded file, for instance."""
        with self._told:
            self._injected.append(Reply(status=status, body=body))

    def close(self) -> None:
        """End every wait; from now on nobody can be reached."""
        with self._told:
            self._closed = True
            self._wake()

    def interrupt(self) -> None:
        """End every wait of this moment."""
        with self._told:
            self._wake()

    def wait(self, seconds: float | None, *, unless: Callable[[], bool] = lambda: False) -> None:
        """Wait (None: for ever), unless interrupted, told something else, closed, or `unless`."""
        with self._told:
            before = self._news
            self._told.wait_for(lambda: self._closed or self._news != before or unless(), seconds)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        with self._told:
            return self._closed

    @property
    def direction(self) -> Direction:
        """What the simulator does now."""
        with self._told:
            return self._direction

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The questions admitted so far, oldest first, without what was asked."""
        with self._told:
            return tuple(self._operations)

    # --- inside ----------------------------------------------------------------------------

    def _normal(
        self, headers: Mapping[str, str], envelope: bytes
    ) -> tuple[Reply, Operation | None]:
        operation = None
        fresh = Freshness(now=self._clock(), max_age=self._max_age) if self._max_age else None
        try:
            asked = admit(headers, envelope, fresh)
            by_traits = isinstance(asked, TraitsAsked)
            operation = Operation.BY_TRAITS if by_traits else Operation.BY_VITALE
            found = search(self._people, asked)
        except Turned as turned:
            fault = fault_of(turned.code)
            body = fault_answer(fault, message_id_of(envelope), turned.reason)
            return Reply(status=500, body=body), operation
        body = report_answer(found) if isinstance(found, Report) else identity_answer(found)
        return Reply(body=body), operation

    def _next_direction(self) -> Direction:
        direction = self._direction
        if direction.times is None:
            return direction
        left = direction.times - 1
        self._direction = replace(direction, times=left) if left > 0 else Direction()
        return direction

    def _wake(self) -> None:
        self._news += 1
        self._told.notify_all()
