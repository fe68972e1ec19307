"""The reader watch: tells what lies in the readers, never talks to a card (cards.md §4.3).

Not pyscard's `CardMonitor`, which dies with the card service and cannot be stopped quickly: an own
thread and context, waits of at most one second, and « service stopped » is a state, then a retry.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from insdesk.cards.codes import Code, PcscFailure, ReaderFlag, counter_of, without_changed
from insdesk.cards.slots import Arrangement, Insertions, Place, Seen, arrange
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState

log = logging.getLogger(__name__)

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""Pseudo reader that changes when a reader comes or goes; unknown to some systems."""

MAX_STRANGERS = 3
"""« Unknown reader » so often in a row means the pseudo reader; less, a reader just unplugged."""

STOP_S = 1.0
_CANCEL_EVERY_S = 0.02


class Context:
    """One open conversation with the card service, for one thread; `cancel` from any.

    Raises `PcscFailure`; entering raises `ImportError` when there is no PC/SC library.
    """

    def __init__(self) -> None:
        self._scard: Any = None
        self._handle: int | None = None

    def __enter__(self) -> Self:
        from smartcard import scard

        self._scard = scard
        code, handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(code)
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        handle, self._handle = self._handle, None
        self._scard.SCardReleaseContext(handle)

    @property
    def handle(self) -> int:
        """The native handle, for who connects to a card."""
        if self._handle is None:
            raise PcscFailure(Code.INVALID_HANDLE)
        return self._handle

    def readers(self) -> list[str]:
        """Names of the readers plugged in; empty when there is none."""
        code, names = self._scard.SCardListReaders(self.handle, [])
        if _unsigned(code) == Code.NO_READERS:
            return []
        _check(code)
        return list(names)

    def wait(self, known: Sequence[tuple[str, int]], limit_ms: int) -> list[tuple[str, int, bytes]]:
        """Wait until a reader differs from what is `known` of it; 0 everywhere gives all now."""
        code, found = self._scard.SCardGetStatusChange(self.handle, limit_ms, list(known))
        _check(code)
        return [(name, state, bytes(atr)) for name, state, atr in found]

    def cancel(self) -> None:
        """End a wait of another thread."""
        handle = self._handle
        if handle is not None:
            self._scard.SCardCancel(handle)


def _unsigned(code: int) -> int:
    return code & 0xFFFFFFFF


def _check(code: int) -> None:
    if _unsigned(code) != Code.SUCCESS:
        raise PcscFailure(code)


def _nothing_known(_insertion: str) -> CpsState | None:
    return None


class ReaderWatch:
    """Watches all readers from its own thread, through every stop of service and unplugging.

    `cps_state` says what the session of the CPS knows about one insertion (code given, blocked…).
    """

    def __init__(
        self,
        *,
        cps_state: Callable[[str], CpsState | None] = _nothing_known,
        retry_s: float = 1.0,
        slice_ms: int = 1000,
    ) -> None:
        self._cps_state = cps_state
        self._retry_s = retry_s
        self._slice_ms = slice_ms
        self._lock = threading.Lock()
        self._insertions = Insertions(clock=time.monotonic)
        self._arrangement = Arrangement(state=CardsState())
        self._stopping = threading.Event()
        self._context: Context | None = None
        self._thread: threading.Thread | None = None
        self._told: CardsState | None = None
        self._had_readers = False

    def start(self, on_change: Callable[[CardsState], None]) -> None:
        """Begin; `on_change` is called from the watch's thread with the state, then at changes."""
        if self._thread is not None:
            raise RuntimeError("the watch has already started")
        self._thread = threading.Thread(
            target=self._run, args=(on_change,), name="reader-watch", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End within a second; no call back afterwards. May be called twice, or before start."""
        self._stopping.set()
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        deadline = time.monotonic() + STOP_S
        while thread.is_alive() and time.monotonic() < deadline:
            # Again and again: a cancel that comes just before the wait begins is lost.
            context = self._context
            if context is not None:
                context.cancel()
            thread.join(_CANCEL_EVERY_S)
        if thread.is_alive():
            log.warning("the reader watch did not end within %.0f s", STOP_S)

    @property
    def state(self) -> CardsState:
        """The last state seen; safe from any thread."""
        return self._arrangement.state

    def look(self) -> CardsState:
        """The state now, asked from the readers with a context of its own; from any thread."""
        try:
            with Context() as context:
                return self._look(context)[0].state
        except PcscFailure:
            return self._service_is(ServiceState.STOPPED)
        except ImportError:
            return self._service_is(ServiceState.ABSENT)

    def vitale_place(self) -> Place | None:
        """Where the Vitale lies now, None if there is none or no service."""
        self.look()
        return self._arrangement.vitale

    # --- the thread ----------------------------------------------------------------------------

    def _run(self, on_change: Callable[[CardsState], None]) -> None:
        while not self._stopping.is_set():
            try:
                with Context() as context:
                    self._context = context
                    self._follow(context, on_change)
            except PcscFailure as failure:
                log.info("card service lost: %s", failure)
                self._service_is(ServiceState.STOPPED)
            except ImportError:
                log.warning("no PC/SC library on this machine")
                self._service_is(ServiceState.ABSENT)
            finally:
                self._context = None
            self._tell(on_change)
            self._stopping.wait(self._retry_s)

    def _follow(self, context: Context, on_change: Callable[[CardsState], None]) -> None:
        plug_and_play = 0
        strangers = 0
        while not self._stopping.is_set():
            _, known = self._look(context)
            self._tell(on_change)
            if strangers < MAX_STRANGERS:
                known = [*known, (PLUG_AND_PLAY, plug_and_play)]
            elif not known:
                self._stopping.wait(self._slice_ms / 1000)
                continue
            try:
                found = context.wait(known, self._slice_ms)
            except PcscFailure as failure:
                if failure.code == Code.UNKNOWN_READER:
                    strangers += 1
                elif failure.code not in (Code.TIMEOUT, Code.CANCELLED):
                    raise
                continue
            strangers = 0
            shown = {name: state for name, state, _ in found}
            plug_and_play = without_changed(shown.get(PLUG_AND_PLAY, plug_and_play))

    def _tell(self, on_change: Callable[[CardsState], None]) -> None:
        state = self.state
        if state != self._told and not self._stopping.is_set():
            self._told = state
            on_change(state)

    # --- what is seen --------------------------------------------------------------------------

    def _look(self, context: Context) -> tuple[Arrangement, list[tuple[str, int]]]:
        # Asked under the lock: an older answer never overwrites a newer one of another thread.
        with self._lock:
            found = _shown(context)
            seen = [_seen(name, state, atr) for name, state, atr in found]
            places = self._insertions.observe(seen)
            self._arrangement = self._remembering(arrange(seen, places, self._cps_state))
            known = [(name, without_changed(state)) for name, state, _ in found]
            return self._arrangement, known

    def _remembering(self, arranged: Arrangement) -> Arrangement:
        """« Débranché » and « aucun » are two things: whether a reader was ever there."""
        self._had_readers = self._had_readers or bool(arranged.state.readers)
        gone = self._had_readers and not arranged.state.readers
        return replace(arranged, state=replace(arranged.state, unplugged=gone))

    def _service_is(self, service: ServiceState) -> CardsState:
        with self._lock:
            self._insertions.forget()
            self._arrangement = Arrangement(state=CardsState(service=service))
            return self._arrangement.state


def readers_seen() -> list[Seen]:
    """What each reader shows now, with a context of its own; from any thread.

    Raises `PcscFailure` without a card service, `ImportError` without a PC/SC library.
    """
    with Context() as context:
        return [_seen(name, state, atr) for name, state, atr in _shown(context)]


def _shown(context: Context) -> list[tuple[str, int, bytes]]:
    """Each reader, the flags of its state now, the ATR of its card."""
    names = context.readers()
    return context.wait([(name, 0) for name in names], 0) if names else []


def _seen(name: str, state: int, atr: bytes) -> Seen:
    usable = not state & (ReaderFlag.UNKNOWN | ReaderFlag.UNAVAILABLE)
    return Seen(
        reader=name,
        present=usable and bool(state & ReaderFlag.PRESENT),
        mute=bool(state & ReaderFlag.MUTE),
        exclusive=bool(state & ReaderFlag.EXCLUSIVE),
        counter=counter_of(state),
        atr=atr,
    )
