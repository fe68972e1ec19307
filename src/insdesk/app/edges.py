"""What the desk stands on: real readers and the network, or cards and an INSi made of bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar, cast

from insdesk.cards import CardSigner, CpsModule, PcscCards
from insdesk.identity.desk_state import CardsState
from insdesk.identity.readings import VitaleSource
from insdesk.insi.assertion import PractitionerSigner
from insdesk.insi.client import Post
from insdesk.qualification.ports import CardEvents
from insdesk.settings import Settings
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders

T = TypeVar("T")


class OnCard(Protocol):
    """Runs work on the card lane and waits for its result."""

    def __call__(self, work: Callable[[], T]) -> T:
        """The result of `work`, or its exception."""


def directly(work: Callable[[], T]) -> T:
    """No lane: for tests and the command line, which have one thread."""
    return work()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The two cards, the reader watch, the signature of the CPS, the way to INSi.

    `address` is where INSi is called, None for the usual one of the environment.
    """

    cards: PcscCards
    events: CardEvents
    signer: Callable[[], PractitionerSigner]
    post: Post
    address: str | None = None
    close: Callable[[], None] = field(repr=False)


class DeskEvents:
    """The reader watch, with what the session of the CPS knows about the card now in."""

    def __init__(self, watch: CardEvents, enrich: Callable[[CardsState], CardsState]) -> None:
        self._watch = watch
        self._enrich = enrich

    def start(self, on_change: Callable[[CardsState], None]) -> None:
        """As the watch."""
        self._watch.start(lambda state: on_change(self._enrich(state)))

    def stop(self) -> None:
        """As the watch."""
        self._watch.stop()

    @property
    def state(self) -> CardsState:
        """The last state seen; safe from any thread."""
        return self._enrich(self._watch.state)


class LaneSigner:
    """The open CPS, each use of it made on the card lane (architecture.md §6.2)."""

    def __init__(self, signer: CardSigner, on_card: OnCard) -> None:
        self.national_id = signer.national_id
        self.qualifier = signer.qualifier
        self.certificate_der = signer.certificate_der
        self.attributes = signer.attributes
        self._signer = signer
        self._on_card = on_card

    def sign(self, data: bytes) -> bytes:
        """As the card."""
        return self._on_card(lambda: self._signer.sign(data))


def _edges(
    cards: PcscCards,
    watch: CardEvents,
    post: Post,
    *,
    on_card: OnCard,
    address: str | None,
    close: Callable[[], None],
) -> Edges:
    def enrich(state: CardsState) -> CardsState:
        known = cards.cps_state(state.cps_insertion) if state.cps_insertion else None
        return replace(state, cps=known) if known is not None else state

    def signer() -> PractitionerSigner:
        return LaneSigner(on_card(cards.signer), on_card)

    return Edges(
        cards=cards,
        events=DeskEvents(watch, enrich),
        signer=signer,
        post=post,
        address=address,
        close=close,
    )


def simulated(
    readers: SimulatedReaders, insi: SimulatedInsi, *, on_card: OnCard = directly
) -> Edges:
    """Mode découverte: only the bytes of cards and of INSi come from the simulator."""
    cards = PcscCards(
        open_link=readers.open_vitale,
        events=readers,
        cps=readers.cps,
        source=VitaleSource.SIMULATED,
        attributes=ATTRIBUTES,
    )
    return _edges(cards, readers, insi.post, on_card=on_card, address=None, close=insi.close)


ATTRIBUTES = {
    "identifiantFacturation": "991234567",
    "codeSpecialite": "SM26",
    "secteurActivite": "SA07",
}
"""Attributes of the assertion until they are read on the card (insi.md §7.1)."""


def real(
    current: Settings,
    *,
    cps: CpsModule | None = None,
    on_card: OnCard = directly,
) -> Edges:
    """Readers over PC/SC and INSi over TLS. Without a CPS module the desk says so (E-CPS-5)."""
    from insdesk.cards.pcsc import VitaleOpener
    from insdesk.cards.watch import ReaderWatch
    from insdesk.insi.transport import SecurePost

    watch = ReaderWatch()
    cards = PcscCards(
        open_link=VitaleOpener(watch),
        events=watch,
        cps=cps,
        look=watch.look,
        source=VitaleSource.DIRECT,
        attributes=ATTRIBUTES,
    )
    bundle = Path(current.insi_ca_bundle) if current.insi_ca_bundle else None
    post = SecurePost(ca_bundle=bundle, timeout=(10.0, float(current.insi_read_seconds)))
    address = current.insi_address or None
    return _edges(
        cards,
        watch,
        cast(Post, post),
        on_card=on_card,
        address=address,
        close=post.close,
    )
