"""What the desk stands on: real readers and the network, or cards and an INSi made of bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from insdesk.app.organisation_way import OrganisationDoor, organisation_door
from insdesk.cards import CardSigner, CpsModule, PcscCards
from insdesk.identity.desk_state import CardsState
from insdesk.identity.readings import Environment, VitaleReading, VitaleSource
from insdesk.insi.assertion import PractitionerSigner
from insdesk.insi.client import Post
from insdesk.qualification.diagnosis import Check, Probe
from insdesk.qualification.ports import AppCvPort, CardEvents
from insdesk.settings import Settings
from insdesk.simulator.appcv import SimulatedAppReader
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders

if TYPE_CHECKING:
    from insdesk.app.probes import Probes
    from insdesk.cards.official import OfficialReader
    from insdesk.cards.watch import ReaderWatch
    from insdesk.insi.organisation import OrganisationCertificate
    from insdesk.insi.transport import SecurePost

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
    read_vitale: Callable[[], VitaleReading] | None = None
    """Reads the Vitale now in the reader, for the assertion Vitale; not from the card lane."""
    address: str | None = None
    organisation: OrganisationDoor | None = None
    """The certificate of a structure, for who searches without a CPS; None when none is set."""
    app_cv: AppCvPort | None = None
    """Reads the application carte Vitale; None when nothing on this machine can."""
    probes: Callable[[Probes], Mapping[Check, Probe]] = field(default=lambda own: own.all())
    """What the diagnostic looks at, from the probes of the real desk."""
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
    app_cv: AppCvPort | None,
    close: Callable[[], None],
    probes: Callable[[Probes], Mapping[Check, Probe]] = lambda own: own.all(),
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
        read_vitale=lambda: on_card(cards.read_vitale),
        address=address,
        app_cv=app_cv,
        probes=probes,
        close=close,
    )


class SimulatedPost:
    """The way to the simulated INSi, with the cut that the real way has."""

    def __init__(self, insi: SimulatedInsi) -> None:
        self._insi = insi

    def __call__(self, address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        """As `SimulatedInsi.post`."""
        return self._insi.post(address, headers, envelope)

    def interrupt(self) -> None:
        """End the call under way."""
        self._insi.interrupt()


def simulated(
    readers: SimulatedReaders,
    insi: SimulatedInsi,
    *,
    app_cv: AppCvPort | None = None,
    official: OfficialReader | None = None,
    on_card: OnCard = directly,
) -> Edges:
    """Mode découverte: only the bytes of cards, telephones and INSi come from the simulator.

    `official` reads the Vitale in the place of the licensed component, for tests.
    """
    cards = PcscCards(
        open_link=readers.open_vitale,
        events=readers,
        cps=readers.cps,
        source=VitaleSource.OFFICIAL if official else VitaleSource.SIMULATED,
        official=official,
        card_attributes=lambda: ATTRIBUTES,
    )

    def probes(own: Probes) -> Mapping[Check, Probe]:
        from insdesk.app.simulated_probes import SimulatedProbes

        return SimulatedProbes(readers, insi, own).all()

    return _edges(
        cards,
        readers,
        SimulatedPost(insi),
        probes=probes,
        on_card=on_card,
        address=None,
        app_cv=app_cv or SimulatedAppReader(),
        close=insi.close,
    )


ATTRIBUTES = {
    "identifiantFacturation": "991234567",
    "codeSpecialite": "SM26",
    "secteurActivite": "SA07",
}
"""Attributes of the assertion of the fictitious practitioner (insi.md §7.1)."""


def real(
    current: Settings,
    *,
    cps: CpsModule | None = None,
    on_card: OnCard = directly,
    password: Callable[[], str] | None = None,
    now: Callable[[], Settings] | None = None,
) -> Edges:
    """Readers over PC/SC and INSi over TLS, by the proxy of the system when it has one.

    `password` gives that of the certificate of a structure, if the settings name one. `now` gives
    the settings in force: what they tell of the practitioner holds from the next call on.
    The CPS is driven by its PKCS#11 library, `cps` in its place in tests; without a library the
    desk says so (E-CPS-5). The Vitale is read by the licensed component when one is declared.
    """
    from insdesk.cards.appcv import find_app_reader
    from insdesk.cards.watch import ReaderWatch

    watch = ReaderWatch()
    cards = _real_cards(current, watch, cps, now or (lambda: current))
    address = current.insi_address or None
    post = _secure_post(current, address)
    door = organisation_door(current, password, partial(_secure_post, current))

    def close() -> None:
        cards.close_session()
        post.close()
        if door is not None:
            door.close()

    edges = _edges(
        cards,
        watch,
        cast(Post, post),
        on_card=on_card,
        address=address,
        app_cv=find_app_reader(),
        close=close,
    )
    return replace(edges, organisation=door)


def _real_cards(
    current: Settings, watch: ReaderWatch, cps: CpsModule | None, now: Callable[[], Settings]
) -> PcscCards:
    from insdesk.cards.cryptolib import CryptolibCps, find
    from insdesk.cards.official import find_official
    from insdesk.cards.pcsc import VitaleOpener

    official = find_official()
    library = find(current.cps_library) if cps is None else None
    card = CryptolibCps(library) if library is not None else None

    def attributes() -> dict[str, str]:
        return named(now(), card.attributes() if card is not None else {})

    return PcscCards(
        open_link=VitaleOpener(watch),
        events=watch,
        cps=cps or card,
        look=watch.look,
        source=VitaleSource.OFFICIAL if official else VitaleSource.DIRECT,
        official=official,
        card_attributes=attributes,
        situations=card.situations if card is not None else tuple,
    )


def _secure_post(
    current: Settings, address: str | None, organisation: OrganisationCertificate | None = None
) -> SecurePost:
    from insdesk.insi.client import ADDRESSES
    from insdesk.insi.pinned import system_proxies
    from insdesk.insi.transport import SecurePost

    bundle = Path(current.insi_ca_bundle) if current.insi_ca_bundle else None
    called = address or ADDRESSES[Environment.PRODUCTION]
    proxies = {"https": current.proxy} if current.proxy else system_proxies(called)
    timeout = (10.0, float(current.insi_read_seconds))
    return SecurePost(ca_bundle=bundle, timeout=timeout, proxies=proxies, organisation=organisation)


def named(current: Settings, told: Mapping[str, str]) -> dict[str, str]:
    """The attributes of the assertion PS in their order (insi.md §7.1), by the names to write.

    What the card has told of itself goes before what the settings say.
    """
    known = {
        "identifiantFacturation": current.billing_id,
        "codeSpecialite": current.speciality,
        "secteurActivite": current.sector,
    } | dict(told)
    written = {"codeSpecialite": current.speciality_attribute}
    return {written.get(name, name): value for name, value in known.items()}
