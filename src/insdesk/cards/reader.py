"""The two cards of the desk for the use cases: one reading, one practitioner, one signature.

Knows no PC/SC: it is given a way to power the Vitale, the state of the desk and the module of the
CPS, real or simulated. Runs on the card lane.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar

from insdesk.cards import vitale
from insdesk.cards.cps import CpsModule, CpsSession
from insdesk.cards.link import CardLink, Trouble
from insdesk.cards.official import OfficialReader
from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    CardUnreadable,
    NoReader,
    NotAPractitionerCard,
    NotAVitale,
    PinRequired,
    PractitionerCardError,
    ReaderUnplugged,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.practitioner import CardKind, PractitionerReading, Workplace
from insdesk.identity.readings import VitaleReading, VitaleSource

log = logging.getLogger(__name__)
_T = TypeVar("_T")

OpenLink = Callable[[], AbstractContextManager[CardLink]]
"""Powers the card now in the Vitale slot; entering and leaving raise `CardError` leaves only."""

QUALIFIERS: Mapping[CardKind, str] = MappingProxyType(
    {
        CardKind.CPS: "CPS",
        CardKind.CPF: "CPF",
        CardKind.CPE: "CDE-CPE",
        CardKind.CDE: "CDE-CPE",
        CardKind.CPA: "CPA",
        CardKind.CPX: "CPX",
    }
)
"""`NameQualifier` of the assertion by kind of card (insi.md §7.1)."""


class DeskWatch(Protocol):
    """What is asked of the watch: the last state it saw."""

    @property
    def state(self) -> CardsState:
        """The last state seen; safe from any thread."""


class CardSigner:
    """The open CPS as the téléservice sees it; good for this insertion and this session only."""

    def __init__(
        self,
        *,
        holder: PractitionerReading,
        certificate_der: bytes,
        attributes: Mapping[str, str],
        sign: Callable[[bytes], bytes],
    ) -> None:
        self.national_id = holder.national_id
        self.qualifier = QUALIFIERS[holder.kind]
        self.certificate_der = certificate_der
        self.attributes = attributes
        self._sign = sign

    def sign(self, data: bytes) -> bytes:
        """Sign `data`, if the same card is still there with its code given.

        Raises `PractitionerCardAbsent`, `PinRequired`, or another `PractitionerCardError` leaf.
        """
        return self._sign(data)


class PcscCards:
    """Reads the Vitale and uses the CPS, each bound to one insertion.

    `look` asks the readers for the state now; without it the watch's last state serves.
    With `official`, the licensed component reads the Vitale in place of the direct reading.
    `card_attributes` tells those of the assertion PS (`identifiantFacturation`, `secteurActivite`,
    …), once the card is open.
    """

    def __init__(
        self,
        *,
        open_link: OpenLink,
        events: DeskWatch,
        cps: CpsModule | None,
        look: Callable[[], CardsState] | None = None,
        source: VitaleSource = VitaleSource.DIRECT,
        official: OfficialReader | None = None,
        card_attributes: Callable[[], Mapping[str, str]] = dict,
        situations: Callable[[], tuple[Workplace, ...]] = tuple,
        today: Callable[[], date] | None = None,
    ) -> None:
        self._open_link = open_link
        self._look = look or (lambda: events.state)
        self._session = CpsSession(cps) if today is None else CpsSession(cps, today)
        self._source = source
        self._official = official
        self._card_attributes, self._situations = card_attributes, situations

    def state(self) -> CardsState:
        """The state now, with what the session of the CPS knows."""
        state = self._look()
        if state.cps_insertion is None:
            return state
        known = self.cps_state(state.cps_insertion)
        return state if known is None else replace(state, cps=known)

    def cps_state(self, insertion: str) -> CpsState | None:
        """What the session knows about this insertion of the CPS; safe from any thread."""
        return self._session.state(insertion)

    def read_vitale(self) -> VitaleReading:
        """Read the card now in the Vitale slot, whole and within one insertion.

        Raises `CardError` leaves only; nothing is kept of a reading that did not end.
        """
        insertion = self._vitale_insertion()
        try:
            reading = self._read_once()
        except CardUnreadable as error:
            if error.reason != Trouble.RESET:
                raise
            # Another program reset the card: the file selected is lost, the card is not.
            log.info("carte Vitale reset by another program, read again")
            reading = self._read_once()
        self._same_vitale(insertion)
        return reading

    def practitioner(self) -> PractitionerReading:
        """Who holds the CPS in the reader, without the code porteur."""
        return self._session.identify(self._cps_insertion())

    def open_session(self, pin: str) -> PractitionerReading:
        """Give the code porteur to the CPS, once, or let the keypad of the reader ask for it.

        Raises `PinRejected`, `PinBlocked`, `Cancelled` after `interrupt`.
        """
        return self._session.open(self._cps_insertion(), pin)

    def keypad(self) -> bool:
        """Whether the reader asks for the code porteur itself; raises as `practitioner`."""
        return self._session.keypad(self._cps_insertion())

    def tries_left(self) -> int | None:
        """Tries of the code that the card still allows, None when none was lost."""
        return self._session.tries_left(self._cps_insertion())

    def interrupt(self) -> None:
        """Any thread. Give up the code that a keypad waits for: `open_session` is `Cancelled`."""
        self._session.interrupt()

    def close_session(self) -> None:
        """Forget the session; without a session nothing happens."""
        self._session.close()

    def signer(self) -> CardSigner:
        """The open CPS. Raises `PractitionerCardAbsent`, `PinRequired`."""
        insertion = self._cps_insertion()
        holder = self._session.require_open(insertion)
        return CardSigner(
            holder=holder,
            certificate_der=self._session.certificate_der(insertion),
            attributes=MappingProxyType({**self._told(self._card_attributes)}),
            sign=lambda data: self._sign(insertion, data),
        )

    def situations(self) -> tuple[Workplace, ...]:
        """The situations d'exercice of the open CPS. Raises as `signer`."""
        self._session.require_open(self._cps_insertion())
        return self._told(self._situations)

    def _told(self, ask: Callable[[], _T]) -> _T:
        try:
            return ask()
        except PractitionerCardError:
            self._session.close()  # a card that does not answer has no session any more
            raise

    def _sign(self, insertion: str | None, data: bytes) -> bytes:
        now = self._cps_insertion()
        self._session.require_open(now)
        if now != insertion:
            raise PinRequired
        return self._session.sign(insertion, data)

    def _read_once(self) -> VitaleReading:
        if self._official is not None:
            return self._official()
        with self._open_link() as link:
            return vitale.read(link, self._source)

    def _vitale_insertion(self) -> str:
        state = self._running_state()
        if state.vitale_insertion is None:
            raise CardAbsent
        if state.vitale is VitaleState.UNREADABLE:
            raise CardUnreadable(Trouble.MUTE)
        if state.vitale is VitaleState.IS_A_CPS:
            raise NotAVitale("CPS")  # seen by its ATR: nothing connects to it (cards.md §4.4)
        return state.vitale_insertion

    def _same_vitale(self, insertion: str) -> None:
        state = self._look()
        if state.vitale_insertion == insertion:
            return
        if state.service is not ServiceState.RUNNING:
            raise CardServiceStopped
        if not state.readers:
            raise ReaderUnplugged
        raise CardRemoved if state.vitale_insertion is None else CardChanged

    def _cps_insertion(self) -> str | None:
        state = self._running_state()
        if state.cps is CpsState.NOT_A_CPS:
            raise NotAPractitionerCard
        return state.cps_insertion

    def _running_state(self) -> CardsState:
        state = self._look()
        if state.service is ServiceState.ABSENT:
            raise CardServiceAbsent
        if state.service is ServiceState.STOPPED:
            raise CardServiceStopped
        if not state.readers:
            raise NoReader
        return state
