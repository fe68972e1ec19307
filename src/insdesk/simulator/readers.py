"""Two slots and a card service that never were: fits `CardEvents`, and powers the Vitale.

Hands of a user (insert, pull, unplug) may come from any thread; the desk hears of them in the
readers' own thread, in order, and never after `stop`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from insdesk.cards.cps import recognise
from insdesk.cards.link import CardLink
from insdesk.errors import CardAbsent, CardError, CardServiceStopped, NoReader, ReaderUnplugged
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.simulator.cards import Vitale, vitale
from insdesk.simulator.chip import ATR_VITALE, Chip, Manners
from insdesk.simulator.cps import SoftwareCard, SoftwareCps

READERS = ("Lecteur simulé 00 00", "Lecteur simulé 00 01")
"""Two names of one device, as PC/SC lists a dual reader (cards.md §3)."""

READING_COMMANDS = 10
"""What it takes to read a card of a few persons, 61xx and 6Cxx included."""

OnChange = Callable[[CardsState], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slots:
    """What is physically there, whether or not the service and the reader let it be seen."""

    service: ServiceState = ServiceState.RUNNING
    plugged: bool = True
    vitale: str | None = None
    cps: str | None = None
    cps_atr: bytes = b""


class SimulatedReaders:
    """The desk's two slots. `cps` is the module to give to the reader of the practitioner.

    With `card_seconds`, reading a card of a few persons takes about that long.
    """

    def __init__(self, *, card_seconds: float = 0.0) -> None:
        self.cps = SoftwareCps()
        self.card_seconds = card_seconds
        self._lock = threading.Lock()
        self._slots = _Slots()
        self._chip: Chip | None = None
        self._practitioner: SoftwareCard | None = None
        self._usual = SoftwareCard()
        self._insertions = 0
        self._news: queue.SimpleQueue[CardsState | None] | None = None
        self._thread: threading.Thread | None = None

    # --- CardEvents ------------------------------------------------------------------------

    def start(self, on_change: OnChange) -> None:
        """Begin; `on_change` gets the state at once, then at each change, in our own thread."""
        with self._lock:
            if self._thread is not None:
                raise RuntimeError("already started")
            news: queue.SimpleQueue[CardsState | None] = queue.SimpleQueue()
            news.put(self._state())
            self._news = news
            self._thread = threading.Thread(
                target=_tell, args=(news, on_change), name="simulated-readers", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End; nobody is called afterwards. Without a start, or from `on_change`, harmless."""
        with self._lock:
            thread, news = self._thread, self._news
            self._thread = self._news = None
            if news is not None:
                while not news.empty():
                    news.get()
                news.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    @property
    def state(self) -> CardsState:
        """What the readers show now; safe from any thread."""
        with self._lock:
            return self._state()

    # --- the carte Vitale ------------------------------------------------------------------

    def insert_vitale(self, card: str | Vitale, manners: Manners | None = None) -> str:
        """Put a card in, by name or itself; returns the name of this insertion.

        A card already there is taken out first.
        """
        chosen = vitale(card) if isinstance(card, str) else card
        with self._lock:
            self._take_vitale()
            return self._put_vitale(chosen, manners)

    def remove_vitale(self) -> None:
        """Pull the card out: a reading under way ends with `CardRemoved`."""
        with self._lock:
            self._take_vitale()

    def swap_vitale(self, card: str | Vitale) -> str:
        """Pull the card and put another in, without a moment in between that anybody is told."""
        chosen = vitale(card) if isinstance(card, str) else card
        with self._lock:
            if self._chip is not None:
                self._chip.pull()
            return self._put_vitale(chosen, None)

    @contextmanager
    def open_vitale(self) -> Iterator[CardLink]:
        """Power the card in the Vitale slot: the link opener of `insdesk.cards.PcscCards`.

        Raises `CardServiceStopped`, `NoReader`, `CardAbsent`.
        """
        with self._lock:
            if self._slots.service is not ServiceState.RUNNING:
                raise CardServiceStopped
            if not self._slots.plugged:
                raise NoReader
            if self._chip is None:
                raise CardAbsent
            chip = self._chip
            chip.reset()
        yield chip

    # --- the CPS ---------------------------------------------------------------------------

    def insert_cps(self, card: SoftwareCard | None = None) -> str:
        """Put a CPS in, that of the fictitious practitioner unless told; returns the insertion."""
        with self._lock:
            self._practitioner = card or self._usual
            insertion = self._next("C")
            self._change(cps=insertion, cps_atr=self._practitioner.atr)
        return insertion

    def insert_vitale_as_cps(self) -> None:
        """Put a carte Vitale in the slot of the CPS, by mistake."""
        with self._lock:
            self._practitioner = None
            self._change(cps=self._next("C"), cps_atr=ATR_VITALE)

    def remove_cps(self) -> None:
        """Pull the CPS out: its session is gone."""
        with self._lock:
            self._practitioner = None
            self._change(cps=None, cps_atr=b"")

    # --- the reader and the service --------------------------------------------------------

    def unplug_reader(self) -> None:
        """Pull the cable; the cards stay in the slots, unpowered."""
        with self._lock:
            self._power_off(ReaderUnplugged)
            self._change(plugged=False)

    def plug_reader(self) -> None:
        """Put the cable back: the cards in the slots are inserted anew."""
        with self._lock:
            self._power_on(plugged=True)

    def stop_service(self, *, absent: bool = False) -> None:
        """Stop the card service, or make it as if it had never been installed."""
        with self._lock:
            self._power_off(CardServiceStopped)
            self._change(service=ServiceState.ABSENT if absent else ServiceState.STOPPED)

    def start_service(self) -> None:
        """Start the card service again: the cards in the slots are inserted anew."""
        with self._lock:
            self._power_on(service=ServiceState.RUNNING)

    # --- under the lock --------------------------------------------------------------------

    def _state(self) -> CardsState:
        slots = self._slots
        readers = READERS if slots.plugged and slots.service is ServiceState.RUNNING else ()
        if not readers:
            running = slots.service is ServiceState.RUNNING
            return CardsState(service=slots.service, unplugged=running and not slots.plugged)
        generation = recognise(slots.cps_atr)
        cps = CpsState.PIN_NEEDED if generation else CpsState.NOT_A_CPS
        return CardsState(
            service=slots.service,
            readers=readers,
            vitale=VitaleState.PRESENT if slots.vitale else VitaleState.ABSENT,
            vitale_insertion=slots.vitale,
            cps=cps if slots.cps else CpsState.ABSENT,
            cps_insertion=slots.cps,
            cps_generation=generation or "",
        )

    def _change(self, **facts: object) -> None:
        before = self._state()
        self._slots = replace(self._slots, **facts)  # type: ignore[arg-type]  # fields of _Slots
        after = self._state()
        visible = bool(after.readers) and after.cps is CpsState.PIN_NEEDED
        if (before.cps_insertion, before.readers) != (after.cps_insertion, after.readers):
            self.cps.put(self._practitioner if visible else None)
        if self._news is not None and before != after:
            self._news.put(after)

    def _put_vitale(self, card: Vitale, manners: Manners | None) -> str:
        pace = replace(card.manners, delay=self.card_seconds / READING_COMMANDS)
        insertion = self._next("V")
        self._chip = card.chip(manners or (pace if self.card_seconds else None))
        self._change(vitale=insertion)
        return insertion

    def _take_vitale(self) -> None:
        if self._chip is not None:
            self._chip.pull()
        self._chip = None
        self._change(vitale=None)

    def _power_off(self, why: type[CardError]) -> None:
        if self._chip is not None:
            self._chip.pull(why)

    def _power_on(self, **facts: object) -> None:
        slots = self._slots
        if self._chip is not None:
            self._chip = Chip(
                files=self._chip.files, atr=self._chip.atr, manners=self._chip.manners
            )
        renewed = {"vitale": slots.vitale and self._next("V"), "cps": slots.cps and self._next("C")}
        self._change(**renewed, **facts)

    def _next(self, slot: str) -> str:
        self._insertions += 1
        return f"{slot}{self._insertions}"


def _tell(news: queue.SimpleQueue[CardsState | None], on_change: OnChange) -> None:
    while (state := news.get()) is not None:
        on_change(state)
