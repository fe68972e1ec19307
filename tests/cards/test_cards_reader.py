"""The two cards for the use cases, with a fake desk: one reading per insertion, one session."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from fake_cps import CODE, FakeModule
from file_card import FileCard, family_card

from insdesk.cards import PcscCards
from insdesk.cards.link import CardLink, Trouble
from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardError,
    CardRemoved,
    CardServiceAbsent,
    CardServiceStopped,
    CardUnreadable,
    NoReader,
    NotAPractitionerCard,
    NotAVitale,
    PinRequired,
    PractitionerCardAbsent,
    ReaderUnplugged,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import VitaleSource
from insdesk.qualification.ports import CardsPort

FULL = CardsState(
    service=ServiceState.RUNNING,
    readers=("A", "B"),
    vitale=VitaleState.PRESENT,
    vitale_insertion="v1",
    cps=CpsState.PIN_NEEDED,
    cps_insertion="c1",
    cps_generation="CPS4",
)


@dataclass
class Desk:
    """A desk whose state the test moves, and whose Vitale is made of files."""

    state: CardsState = FULL
    card: CardLink = field(default_factory=family_card)
    module: FakeModule = field(default_factory=FakeModule)
    during: Callable[[], None] = lambda: None
    opened: int = 0
    closed: int = 0

    def cards(self, **options: object) -> PcscCards:
        return PcscCards(
            open_link=self.open_link,
            events=self,
            cps=self.module,
            today=lambda: date(2026, 3, 2),
            **options,  # type: ignore[arg-type]
        )

    def open_link(self) -> AbstractContextManager[CardLink]:
        return self._link()

    @contextmanager
    def _link(self) -> Iterator[CardLink]:
        self.opened += 1
        try:
            yield self.card
            self.during()
        finally:
            self.closed += 1

    def becomes(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]


def test_it_fits_the_port() -> None:
    port: CardsPort = Desk().cards()
    assert port.state() == FULL


def test_the_family_is_read_and_the_card_let_go() -> None:
    desk = Desk()
    assert len(desk.cards().read_vitale().persons) == 4
    assert (desk.opened, desk.closed) == (1, 1)


def test_the_source_is_passed_on() -> None:
    reading = Desk().cards(source=VitaleSource.SIMULATED).read_vitale()
    assert reading.source is VitaleSource.SIMULATED


@pytest.mark.parametrize(
    ("changes", "leaf"),
    [
        ({"service": ServiceState.STOPPED}, CardServiceStopped),
        ({"service": ServiceState.ABSENT}, CardServiceAbsent),
        ({"readers": ()}, NoReader),
        ({"vitale": VitaleState.ABSENT, "vitale_insertion": None}, CardAbsent),
        ({"vitale": VitaleState.UNREADABLE}, CardUnreadable),
        ({"vitale": VitaleState.IS_A_CPS}, NotAVitale),
    ],
)
def test_no_card_is_opened_when_there_is_none_to_read(
    changes: dict[str, object], leaf: type[CardError]
) -> None:
    desk = Desk()
    desk.becomes(**changes)
    with pytest.raises(leaf):
        desk.cards().read_vitale()
    assert desk.opened == 0


@pytest.mark.parametrize(
    ("changes", "leaf"),
    [
        ({"vitale": VitaleState.ABSENT, "vitale_insertion": None}, CardRemoved),
        ({"vitale_insertion": "v2"}, CardChanged),
        ({"readers": (), "vitale_insertion": None}, ReaderUnplugged),
        ({"service": ServiceState.STOPPED, "vitale_insertion": None}, CardServiceStopped),
    ],
)
def test_a_reading_belongs_to_one_insertion(
    changes: dict[str, object], leaf: type[CardError]
) -> None:
    desk = Desk()
    desk.during = lambda: desk.becomes(**changes)
    with pytest.raises(leaf):
        desk.cards().read_vitale()


class ResetOnce(FileCard):
    """A card that another program resets in the middle of the first reading."""

    times = 1

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if self.times and len(self.commands) == 3:
            self.times -= 1
            self.commands.clear()
            raise CardUnreadable(Trouble.RESET)
        return super().transmit(command)


def test_a_card_reset_by_another_program_is_read_again_once() -> None:
    desk = Desk(card=ResetOnce(family_card().files))
    assert len(desk.cards().read_vitale().persons) == 4
    assert (desk.opened, desk.closed) == (2, 2)


def test_a_card_reset_again_and_again_is_given_up() -> None:
    card = ResetOnce(family_card().files)
    card.times = 9
    desk = Desk(card=card)
    with pytest.raises(CardUnreadable):
        desk.cards().read_vitale()
    assert desk.opened == 2


def test_a_fresh_look_is_preferred() -> None:
    desk = Desk()
    fresh = replace(FULL, vitale_insertion="v9")
    assert desk.cards(look=lambda: fresh).state() == fresh


# --- the practitioner --------------------------------------------------------------------------


def test_the_practitioner_is_known_without_the_code() -> None:
    desk = Desk()
    assert desk.cards().practitioner().display_name == "Dr Maud EXEMPLE"
    assert desk.module.codes == []


def test_the_state_says_that_the_code_was_given() -> None:
    desk = Desk()
    cards = desk.cards()
    cards.open_session(CODE)
    assert cards.state().cps is CpsState.READY
    assert cards.cps_state("c1") is CpsState.READY
    desk.becomes(cps_insertion="c2")
    assert cards.state().cps is CpsState.PIN_NEEDED
    cards.close_session()


@pytest.mark.parametrize(
    ("changes", "leaf"),
    [
        ({"cps": CpsState.ABSENT, "cps_insertion": None}, PractitionerCardAbsent),
        ({"cps": CpsState.NOT_A_CPS, "cps_insertion": None}, NotAPractitionerCard),
        ({"service": ServiceState.STOPPED, "cps_insertion": None}, CardServiceStopped),
        ({"readers": (), "cps_insertion": None}, NoReader),
    ],
)
def test_without_a_cps_nothing_is_sent(changes: dict[str, object], leaf: type[CardError]) -> None:
    desk = Desk()
    desk.becomes(**changes)
    cards = desk.cards()
    for use in (cards.practitioner, lambda: cards.open_session(CODE), cards.signer):
        with pytest.raises(leaf):
            use()
    assert desk.module.codes == []


def test_the_signer_is_what_the_assertion_needs() -> None:
    desk = Desk(module=FakeModule(kind=CardKind.CPE))
    cards = desk.cards(card_attributes=lambda: {"secteurActivite": "SA07"})
    cards.open_session(CODE)
    signer = cards.signer()
    assert signer.certificate_der == b"certificate"
    assert signer.sign(b"x") == b"signed:x"
    assert signer.national_id == "899700000001"
    assert dict(signer.attributes) == {"secteurActivite": "SA07"}
    assert signer.qualifier == "CDE-CPE"


def test_a_closed_session_signs_nothing() -> None:
    cards = Desk().cards()
    with pytest.raises(PinRequired):
        cards.signer()
    cards.open_session(CODE)
    signer = cards.signer()
    cards.close_session()
    with pytest.raises(PinRequired):
        signer.sign(b"x")


def test_a_signer_does_not_outlive_its_card() -> None:
    desk = Desk()
    cards = desk.cards()
    cards.open_session(CODE)
    signer = cards.signer()
    desk.becomes(cps=CpsState.ABSENT, cps_insertion=None)
    with pytest.raises(PractitionerCardAbsent):
        signer.sign(b"x")
    desk.becomes(cps=CpsState.PIN_NEEDED, cps_insertion="c2")
    with pytest.raises(PinRequired):
        signer.sign(b"x")
    cards.open_session(CODE)
    with pytest.raises(PinRequired):
        signer.sign(b"x")
    assert cards.signer().sign(b"x") == b"signed:x"
    assert desk.module.codes == [CODE, CODE]
