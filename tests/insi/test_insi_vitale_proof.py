"""The assertion Vitale: made, fresh, of the card in the reader (insi.md §7.2, CNDA 1.01–1.03)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from insdesk.errors import CardChanged, CardRemoved, HolderNotOnCard, VitaleAssertionTooOld
from insdesk.identity.readings import VitalePerson, VitaleReading, VitaleSource
from insdesk.identity.traits import Traits
from insdesk.insi.assertion import check
from insdesk.insi.client import CallFact, InsiClient
from insdesk.insi.soap import SAML

NOW = datetime(2026, 1, 31, 8, 5, 9, tzinfo=UTC)
HOLDER = VitalePerson(
    position=1,
    name_text="DURANVAL",
    first_name_text="TESTINI",
    birth_text="19810324",
    number="181039999900058",
)
OTHER = replace(HOLDER, name_text="FICTIF")
SERIAL = "99250000000000000001"
READING = VitaleReading(source=VitaleSource.OFFICIAL, persons=(HOLDER,), serial=SERIAL)


@dataclass
class Reader:
    """The licensed reader: what is in the slot now, and how often it was looked at."""

    there: VitaleReading | None = READING
    reads: int = 0

    def __call__(self) -> VitaleReading:
        self.reads += 1
        if self.there is None:
            raise CardRemoved
        return self.there


@dataclass
class Hours:
    """A clock that is told how long each look at it takes."""

    now: datetime = NOW
    jump: timedelta = timedelta()

    def __call__(self) -> datetime:
        now, self.now = self.now, self.now + self.jump
        return now


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def facts() -> list[CallFact]:
    return []


@pytest.fixture
def client(service: Any, card: Any, reader: Reader, hours: Hours, facts: Any) -> InsiClient:
    return InsiClient(
        service, signer=lambda: card, clock=hours, read_vitale=reader, on_call=facts.append
    )


def assertions(message: bytes) -> list[Any]:
    return etree.fromstring(message).findall(f".//{{{SAML}}}Assertion")


def test_cnda_1_01_it_is_made_beside_that_of_the_practitioner(
    client: InsiClient, service: Any, card: Any, reader: Reader
) -> None:
    client.search_by_vitale(HOLDER, reading=READING)
    practitioner, vitale = assertions(service.received[0])
    assert vitale.getparent() is practitioner.getparent()
    name = vitale.find(f"{{{SAML}}}Subject/{{{SAML}}}NameID")
    assert (name.text, name.get("NameQualifier")) == (SERIAL, "VITALE")
    issuer = vitale.find(f"{{{SAML}}}Issuer")
    assert (issuer.text, issuer.get("Format")) == (card.national_id, None)
    assert check(service.received[0], signature=True) == 1
    assert reader.reads == 1


def test_cnda_1_01_it_is_made_anew_for_each_call(
    client: InsiClient, service: Any, hours: Hours
) -> None:
    client.search_by_vitale(HOLDER, reading=READING)
    hours.now += timedelta(minutes=21)
    client.search_by_vitale(HOLDER, reading=READING)
    first, second = (assertions(message)[1] for message in service.received)
    assert first.get("ID") != second.get("ID")
    assert second.get("IssueInstant") > first.get("IssueInstant")


def test_by_traits_there_is_none(
    client: InsiClient, service: Any, reader: Reader, a_traits: Callable[..., Traits]
) -> None:
    client.search_by_traits(a_traits())
    assert (len(assertions(service.received[0])), reader.reads) == (1, 0)


@pytest.mark.parametrize("how", ["no serial", "no reading", "no reader", "no card"])
def test_without_a_serial_or_a_practitioner_there_is_none(
    how: str, service: Any, card: Any, reader: Reader
) -> None:
    client = InsiClient(
        service,
        signer=None if how == "no card" else lambda: card,
        read_vitale=None if how == "no reader" else reader,
    )
    read = replace(READING, serial=None) if how == "no serial" else READING
    client.search_by_vitale(HOLDER, reading=None if how == "no reading" else read)
    assert len(assertions(service.received[0])) == (how != "no card")
    assert reader.reads == 0


@pytest.mark.parametrize("back", [False, True], ids=["forward", "back"])
def test_cnda_1_02_older_than_20_minutes_is_never_sent(
    back: bool, client: InsiClient, service: Any, hours: Hours, facts: list[CallFact]
) -> None:
    """The computer slept, or its clock was put back, between the assertion and the sending."""
    hours.jump = timedelta(minutes=-21 if back else 21)
    with pytest.raises(VitaleAssertionTooOld):
        client.search_by_vitale(HOLDER, reading=READING)
    assert (service.received, facts) == ([], [])


def test_cnda_1_02_younger_than_20_minutes_is_sent(
    client: InsiClient, service: Any, hours: Hours
) -> None:
    # From the assertion to the sending the clock is looked at twice after it.
    hours.jump = timedelta(minutes=10)
    client.search_by_vitale(HOLDER, reading=READING)
    assert len(assertions(service.received[0])) == 2


@pytest.mark.parametrize(
    ("there", "leaf"),
    [
        (replace(READING, persons=(OTHER,)), HolderNotOnCard),
        (replace(READING, persons=(replace(HOLDER, number="181039999900155"),)), HolderNotOnCard),
        (replace(READING, persons=()), HolderNotOnCard),
        (replace(READING, serial="99250000000000000002"), CardChanged),
        (replace(READING, serial=None), CardChanged),
        (None, CardRemoved),
    ],
    ids=["another person", "another insured", "nobody", "a copy", "no serial", "pulled"],
)
def test_cnda_1_03_the_beneficiary_is_on_the_card_in_the_reader(
    there: VitaleReading | None,
    leaf: type[Exception],
    client: InsiClient,
    reader: Reader,
    service: Any,
    facts: list[CallFact],
) -> None:
    reader.there = there
    with pytest.raises(leaf):
        client.search_by_vitale(HOLDER, reading=READING)
    assert (service.received, facts) == ([], [])


def test_the_serial_shows_nowhere(client: InsiClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    answer = client.search_by_vitale(HOLDER, reading=READING)
    assert SERIAL not in repr(READING) + repr(answer) + caplog.text
