"""The real readers and the real client, over the simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from insdesk.cards.reader import PcscCards
from insdesk.identity.readings import VitaleSource
from insdesk.insi.client import InsiClient
from insdesk.simulator.cps import PIN, SoftwareCard
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders


@pytest.fixture(scope="session")
def practitioner_card() -> SoftwareCard:
    """One key for the whole run: it takes a tenth of a second to make."""
    return SoftwareCard()


@pytest.fixture
def readers() -> Iterator[SimulatedReaders]:
    readers = SimulatedReaders()
    yield readers
    readers.stop()


@pytest.fixture
def cards(readers: SimulatedReaders) -> PcscCards:
    return PcscCards(
        open_link=readers.open_vitale,
        events=readers,
        cps=readers.cps,
        source=VitaleSource.SIMULATED,
        card_attributes=lambda: {"secteurActivite": "SA07", "codeSpecialite": "SM26"},
    )


@pytest.fixture
def open_cards(
    readers: SimulatedReaders, cards: PcscCards, practitioner_card: SoftwareCard
) -> PcscCards:
    """The CPS in its slot, its code given."""
    practitioner_card.tries_left = 3
    readers.insert_cps(practitioner_card)
    cards.open_session(PIN)
    return cards


@pytest.fixture
def insi() -> Iterator[SimulatedInsi]:
    insi = SimulatedInsi(patience=0.2)
    yield insi
    insi.close()


Client = Callable[..., InsiClient]


@pytest.fixture
def client(insi: SimulatedInsi, open_cards: PcscCards) -> InsiClient:
    return InsiClient(insi.post, signer=open_cards.signer)
