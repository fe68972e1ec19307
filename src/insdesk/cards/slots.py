"""Which reader holds which card, from what the readers show: pure, no PC/SC (cards.md §3, §4.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from insdesk.cards.cps import is_cps, recognise
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState

_CONTACTLESS = re.compile(r"(?i)\bPICC\b|contactless|sans contact|[-_ ]CL\b")
_VITALE = re.compile(
    rb"\x3B\x75\x13\x00\x00[\x40-\x4F]\x09[\xEA\xFA]\x90\x00|\x3F\x65\x25\x00", re.DOTALL
)
"""Vitale 2 and Vitale 1 by ATR: a hint only, the list is community-made (cards.md §1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One reader at one moment. `counter` moves at each insertion and removal, where known."""

    reader: str
    present: bool = False
    mute: bool = False
    exclusive: bool = False
    counter: int = 0
    atr: bytes = b""

    @property
    def contactless(self) -> bool:
        """Whether the name announces the antenna of a dual reader: never a Vitale there."""
        return _CONTACTLESS.search(self.reader) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the Vitale lies, in which insertion, since when (seconds of the watch's clock)."""

    reader: str
    insertion: str
    since: float


@dataclass(slots=True)
class _Insertion:
    seen: Seen
    place: Place


def _fresh_id() -> str:
    return uuid4().hex


@dataclass(slots=True)
class Insertions:
    """Gives every insertion an opaque name of its own, even of the same card (decision 5)."""

    clock: Callable[[], float]
    name: Callable[[], str] = _fresh_id
    _known: dict[str, _Insertion] = field(default_factory=dict)

    def observe(self, seen: Sequence[Seen]) -> dict[str, Place]:
        """Take what the readers show now; give the place of each card by reader."""
        known = self._known
        self._known = {
            one.reader: self._follow(known.get(one.reader), one) for one in seen if one.present
        }
        return {reader: insertion.place for reader, insertion in self._known.items()}

    def forget(self) -> None:
        """The service went away: what comes back is a new insertion."""
        self._known = {}

    def _follow(self, before: _Insertion | None, now: Seen) -> _Insertion:
        if before is not None and _same_insertion(before.seen, now):
            return _Insertion(now, before.place)
        place = Place(reader=now.reader, insertion=self.name(), since=self.clock())
        return _Insertion(now, place)


def _same_insertion(before: Seen, now: Seen) -> bool:
    # A chip slow to wake shows its ATR a moment after its presence.
    same_atr = before.atr == now.atr or not before.atr or not now.atr
    return before.counter == now.counter and same_atr


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The desk as shown, and where the Vitale is to be read."""

    state: CardsState
    vitale: Place | None = None


def arrange(
    seen: Sequence[Seen],
    places: dict[str, Place],
    cps_state: Callable[[str], CpsState | None],
) -> Arrangement:
    """Give each card its slot by ATR: a CPS mark is the CPS, the other card is the Vitale.

    A second CPS is left in the Vitale slot, which says so; a second card that is no CPS shows as
    `NOT_A_CPS`. Of two alike, the card that came first keeps its place.
    """
    contact = [one for one in seen if not one.contactless]
    cards = sorted(
        (one for one in contact if one.present), key=lambda one: places[one.reader].since
    )
    cps_cards = [one for one in cards if is_cps(one.atr)]
    others = sorted((one for one in cards if not is_cps(one.atr)), key=_unlike_a_vitale)
    cps = cps_cards[0] if cps_cards else None
    vitale = next(iter(others or cps_cards[1:]), None)
    cps_insertion = None if cps is None else places[cps.reader].insertion
    state = CardsState(
        service=ServiceState.RUNNING,
        readers=tuple(one.reader for one in contact),
        vitale=_vitale_state(vitale),
        vitale_insertion=None if vitale is None else places[vitale.reader].insertion,
        cps=_cps_state(cps_insertion, len(others), cps_state),
        cps_insertion=cps_insertion,
        cps_generation="" if cps is None else recognise(cps.atr) or "",
    )
    return Arrangement(state=state, vitale=None if vitale is None else places[vitale.reader])


def looks_like_a_vitale(atr: bytes) -> bool:
    """Whether a card answers like a Vitale: a hint for words, nothing is decided by it."""
    return _VITALE.match(atr) is not None


def _unlike_a_vitale(one: Seen) -> int:
    if looks_like_a_vitale(one.atr):
        return 0
    return 2 if one.mute else 1


def _vitale_state(one: Seen | None) -> VitaleState:
    if one is None:
        return VitaleState.ABSENT
    if is_cps(one.atr):
        return VitaleState.IS_A_CPS
    if one.mute:
        return VitaleState.UNREADABLE
    return VitaleState.BUSY if one.exclusive else VitaleState.PRESENT


def _cps_state(
    insertion: str | None, others: int, known: Callable[[str], CpsState | None]
) -> CpsState:
    if insertion is None:
        return CpsState.NOT_A_CPS if others > 1 else CpsState.ABSENT
    return known(insertion) or CpsState.PIN_NEEDED
