"""A card in a PC/SC reader as a `CardLink`: the only place that transmits (cards.md §4.2, §4.4).

Shared mode, one transaction, and LEAVE at the end: billing software on the same reader is never
disturbed. The PC/SC library is imported when a link opens, not before.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from insdesk.cards.codes import (
    Code,
    PcscFailure,
    ReaderFlag,
    Whereabouts,
    counter_of,
    leaf_of,
    without_changed,
)
from insdesk.cards.slots import Place
from insdesk.cards.watch import Context
from insdesk.cards.worker import Worker
from insdesk.errors import CardAbsent, CardError, CardServiceAbsent, CardSilent, ReaderBusy

log = logging.getLogger(__name__)

T = TypeVar("T")

SILENCE_S = 8.0
"""A card that says nothing for so long is given up: PC/SC itself has no time-out."""

FIRST_S = 0.1
"""A card is first read so soon after its insertion: most desks have no other program."""

SETTLE_S = 0.3
"""Read again, after another program reset the card, not sooner than this (cards.md §4.4)."""

REMOVAL_SHOWS_S = 0.6
"""A reader that is polled shows a removal up to 0.4 s after the exchange failed."""


@contextmanager
def translating_pcsc_errors(ask: Callable[[], Whereabouts]) -> Iterator[None]:
    """Turn every failure of the PC/SC library into one `CardError` leaf."""
    try:
        yield
    except PcscFailure as failure:
        log.info("PC/SC failure %s", failure)
        raise leaf_of(failure, ask) from failure
    except ImportError as error:
        raise CardServiceAbsent from error


class VitalePlaces(Protocol):
    """Who knows where the Vitale lies: the watch."""

    def vitale_place(self) -> Place | None:
        """Where the Vitale lies now."""


class VitaleOpener:
    """Opens the card now in the Vitale slot: soon, then not sooner than `settle_s` after insertion.

    Other programs power a card too when it comes in; one that they reset is read again.
    """

    def __init__(
        self, places: VitalePlaces, *, settle_s: float = SETTLE_S, silence_s: float = SILENCE_S
    ) -> None:
        self._places = places
        self._opened: str | None = None
        self._last: PcscLink | None = None
        self._settle_s = settle_s
        self._silence_s = silence_s

    def __call__(self) -> PcscLink:
        """A link to enter; raises `CardAbsent` when the slot is empty.

        Raises `CardSilent` for the card that hangs since it was last read, until it is pulled out.
        """
        place = self._places.vitale_place()
        if place is None:
            raise CardAbsent
        again, self._opened = place.insertion == self._opened, place.insertion
        if again and self._last is not None and self._last.hangs:
            raise CardSilent
        pause = self._settle_s if again else min(FIRST_S, self._settle_s)
        time.sleep(max(0.0, place.since + pause - time.monotonic()))
        self._last = PcscLink(place.reader, silence_s=self._silence_s)
        return self._last


class PcscLink:
    """One powered card, from `with` to its end, for the thread that entered.

    A card that stays silent is abandoned, not waited for: its exchange goes on in a thread of its
    own, which lets go of the card by itself when the card is pulled out.
    """

    def __init__(self, reader: str, *, silence_s: float = SILENCE_S) -> None:
        self._reader = reader
        self._silence_s = silence_s
        self._card = _Card(reader)
        self._worker: Worker | None = None
        self._hung: Worker | None = None
        self._owner: int | None = None

    def __enter__(self) -> Self:
        self._owner = threading.get_ident()
        self._worker = Worker(self._silence_s)
        try:
            with translating_pcsc_errors(self._whereabouts):
                # Powering waits, as the transaction does, while another program has its own.
                self._run(self._card.connect, ReaderBusy())
                self._run(self._card.begin, ReaderBusy())
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    @property
    def atr(self) -> bytes:
        """The answer to reset, as the reader gave it."""
        return self._card.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one command; raises `CardError` leaves only."""
        if threading.get_ident() != self._owner:
            raise RuntimeError("a card answers one thread only: the card lane")
        work = partial(self._card.transmit, command)
        with translating_pcsc_errors(self._whereabouts):
            try:
                return self._run(work, CardSilent())
            except CardSilent:
                self._hung = self._worker
                raise

    @property
    def hangs(self) -> bool:
        """Whether a command that was given up still waits for its answer."""
        return self._hung is not None and self._hung.is_alive()

    def _run(self, work: Callable[[], T], too_late: CardError) -> T:
        if self._worker is None:
            raise RuntimeError("the link is not open")
        return self._worker.run(work, too_late)

    def _leave(self) -> None:
        worker, self._worker, self._owner = self._worker, None, None
        if worker is not None:
            worker.finish(self._card.release)

    def _whereabouts(self) -> Whereabouts:
        """Ask the reader again, in a context of our own: its state alone says « removed »."""
        deadline = time.monotonic() + REMOVAL_SHOWS_S
        known = self._card.seen_as
        try:
            with Context() as context:
                while (left_s := deadline - time.monotonic()) > 0:
                    _, state, _ = context.wait([(self._reader, known)], int(left_s * 1000) + 1)[0]
                    if state & (ReaderFlag.UNKNOWN | ReaderFlag.UNAVAILABLE):
                        return Whereabouts.READER_GONE
                    same = counter_of(state) == counter_of(self._card.seen_as)
                    if not (state & ReaderFlag.PRESENT and same):
                        return Whereabouts.CARD_GONE
                    # Something else changed, such as « in use »: go on looking.
                    known = without_changed(state)
        except PcscFailure as failure:
            return _WHEN_ASKED.get(failure.code, Whereabouts.SERVICE_GONE)
        return Whereabouts.THERE


_WHEN_ASKED: Mapping[int, Whereabouts] = {
    Code.TIMEOUT: Whereabouts.THERE,
    Code.UNKNOWN_READER: Whereabouts.READER_GONE,
    Code.READER_UNAVAILABLE: Whereabouts.READER_GONE,
}


class _Card:
    """The native connection; every method runs in the worker's thread and raises `PcscFailure`."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._context = Context()
        self._scard: Any = None
        self._handle: int | None = None
        self._protocol = 0
        self._in_transaction = False
        self.atr = b""
        self.seen_as = 0

    def connect(self) -> None:
        """Power the card in shared mode; keeps what the reader shows, to know a removal."""
        from smartcard import scard

        self._context.__enter__()
        self._scard = scard
        _, state, self.atr = self._context.wait([(self._reader, 0)], 0)[0]
        self.seen_as = without_changed(state)
        code, handle, self._protocol = scard.SCardConnect(
            self._context.handle, self._reader, scard.SCARD_SHARE_SHARED, self._protocols
        )
        self._check(code)
        self._handle = handle

    def begin(self) -> None:
        """Keep other programs out until the end; once more when one of them reset the card."""
        code = self._scard.SCardBeginTransaction(self._handle)
        if code & 0xFFFFFFFF == Code.RESET_CARD:
            code, self._protocol = self._scard.SCardReconnect(
                self._handle,
                self._scard.SCARD_SHARE_SHARED,
                self._protocols,
                self._scard.SCARD_LEAVE_CARD,
            )
            self._check(code)
            code = self._scard.SCardBeginTransaction(self._handle)
        self._check(code)
        self._in_transaction = True

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Data and status word; a success without them is the failure 0 of a pulled card."""
        code, answer = self._scard.SCardTransmit(self._handle, self._protocol, list(command))
        self._check(code)
        if len(answer) < 2:
            raise PcscFailure(0)
        return bytes(answer[:-2]), answer[-2] << 8 | answer[-1]

    def release(self) -> None:
        """Let go of everything; results do not matter any more, the card may be gone."""
        if self._scard is None:
            return
        if self._in_transaction:
            self._scard.SCardEndTransaction(self._handle, self._scard.SCARD_LEAVE_CARD)
        if self._handle is not None:
            self._scard.SCardDisconnect(self._handle, self._scard.SCARD_LEAVE_CARD)
        self._context.__exit__(None, None, None)
        self._scard = None

    @property
    def _protocols(self) -> int:
        both: int = self._scard.SCARD_PROTOCOL_T0 | self._scard.SCARD_PROTOCOL_T1
        return both

    def _check(self, code: int) -> None:
        if code & 0xFFFFFFFF != Code.SUCCESS:
            raise PcscFailure(code)
