"""One user action: sequence, stops, assertion, trace and facts (insi.md §6–7)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from insi_client_bench import LATER, SENDER, TraitsOf, Watcher, family
from lxml import etree

from insdesk.errors import (
    HolderNotOnCard,
    InsiError,
    InsiGarbled,
    InsiSilent,
    InsiUnavailable,
    InvalidTrait,
    PinRequired,
)
from insdesk.identity.readings import (
    Environment,
    Found,
    NotFound,
    Operation,
    SeveralFound,
    VitalePerson,
    VitaleReading,
    VitaleSource,
)
from insdesk.insi.assertion import check
from insdesk.insi.client import ADDRESSES, CallFact, InsiClient
from insdesk.insi.soap import LPS, SAML, WSA


def test_cnda_2_07_case_1_found_at_the_second_name(
    client: InsiClient, service: Any, a_traits: TraitsOf, sample: Callable[[str], bytes]
) -> None:
    service.answers["CATARINA"] = (200, sample("OK_TCHITCHI_CATARINA"))
    watcher = Watcher()
    answer = client.search_by_traits(family(a_traits, "OLA", "CATARINA", "BELLA"), control=watcher)
    assert isinstance(answer, Found)
    assert service.first_names == ["OLA", "CATARINA"]
    assert watcher.steps == [(1, 4), (2, 4)]
    assert answer.trace is not None
    assert answer.trace.attempt == 2


def test_cnda_2_07_case_2_never_found(
    client: InsiClient, service: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    answer = client.search_by_traits(family(a_traits, "PIERRE", "PAUL", "JACQUES"))
    assert isinstance(answer, NotFound)
    assert service.first_names == ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"]
    assert [(fact.attempt, fact.of, fact.result) for fact in facts] == [
        (n, 4, "01") for n in (1, 2, 3, 4)
    ]
    assert len({fact.message_id for fact in facts}) == 4


def test_one_prenom_element_per_call(client: InsiClient, service: Any, a_traits: TraitsOf) -> None:
    client.search_by_traits(family(a_traits, "PIERRE-ALAIN", "MURIEL"))
    for data in service.received:
        assert len(etree.fromstring(data).findall(".//{*}Prenom")) == 1
    assert service.first_names == ["PIERRE-ALAIN", "MURIEL", "PIERRE-ALAIN MURIEL"]


def test_several_stops_the_sequence(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    service.answers["OLA"] = (200, wire.code("02"))
    answer = client.search_by_traits(family(a_traits, "OLA", "CATARINA"))
    assert isinstance(answer, SeveralFound)
    assert service.first_names == ["OLA"]
    assert facts[0].result == "02"


def test_a_fault_stops_the_sequence_and_is_reported(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    service.answers["CATARINA"] = (500, wire.fault("insi_102"))
    with pytest.raises(InsiUnavailable) as caught:
        client.search_by_traits(family(a_traits, "OLA", "CATARINA", "BELLA"))
    assert service.first_names == ["OLA", "CATARINA"]
    assert [(f.result, f.fault_codes[:1], f.family) for f in facts] == [
        ("01", (), None),
        ("InsiUnavailable", ("insi_102",), "service indisponible"),
    ]
    # The service does not echo the message id: ours is kept.
    assert caught.value.message_id == facts[1].message_id


def test_the_message_id_echoed_by_the_gateway_is_kept(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf
) -> None:
    service.answers["TOUSSAINT"] = (500, wire.fault("insi_111", message_id="uuid:echo"))
    with pytest.raises(InsiUnavailable) as caught:
        client.search_by_traits(a_traits())
    assert caught.value.message_id == "uuid:echo"


@pytest.mark.parametrize("failure", [InsiSilent("x"), InsiGarbled("x")])
def test_a_failure_of_the_way_stops_the_sequence_and_is_reported(
    failure: InsiError, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    def broken(address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        raise failure

    client = InsiClient(broken, on_call=facts.append)
    with pytest.raises(type(failure)):
        client.search_by_traits(family(a_traits, "OLA", "CATARINA"))
    assert [fact.result for fact in facts] == [type(failure).__name__]


def test_even_a_defect_of_the_way_leaves_a_fact(a_traits: TraitsOf, facts: list[CallFact]) -> None:
    def defective(address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        InsiClient(defective, on_call=facts.append).search_by_traits(a_traits())
    assert [fact.result for fact in facts] == ["interrompu"]


def test_nothing_is_sent_for_a_trait_that_may_not_be(
    client: InsiClient, service: Any, a_traits: TraitsOf
) -> None:
    with pytest.raises(InvalidTrait):
        client.search_by_traits(a_traits(sex=None))
    assert service.received == []


def test_the_trace_and_the_fact(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    body = wire.found()
    service.answers["TOUSSAINT"] = (200, body)
    answer = client.search_by_traits(a_traits(birth_place="2B020"))
    assert answer.trace is not None
    trace, fact = answer.trace, facts[0]
    assert trace.operation is fact.operation is Operation.BY_TRAITS
    assert trace.environment is fact.environment is Environment.ESSAI
    assert trace.received_at == fact.started_at == LATER
    assert trace.answer_sha256 == hashlib.sha256(body).hexdigest()
    assert re.fullmatch(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", trace.message_id)
    sent = etree.fromstring(service.received[0]).findtext(f".//{{{WSA}}}MessageID")
    assert trace.message_id == fact.message_id == sent
    assert trace.duration_ms == fact.duration_ms >= 0
    assert fact.criteria == ("birth_name", "first_name", "sex", "birth_date", "birth_place")
    for secret in ("ADRTROIS", "TOUSSAINT", "1960", "2B020"):
        assert secret not in repr(fact) + repr(trace)


def test_without_a_card_there_is_no_security(
    client: InsiClient, service: Any, a_traits: TraitsOf
) -> None:
    client.search_by_traits(a_traits())
    assert b"Security" not in service.received[0]
    emetteurs = etree.fromstring(service.received[0]).findall(".//{*}Emetteur")
    assert [node.text for node in emetteurs] == ["899900000009"] * 2
    assert service.addresses == [ADDRESSES[Environment.ESSAI]]


def test_one_assertion_per_user_action(service: Any, card: Any, a_traits: TraitsOf) -> None:
    opened: list[Any] = []

    def open_card() -> Any:
        opened.append(card)
        return card

    client = InsiClient(service, signer=open_card, sender=SENDER, address="https://insi.invalid/x")
    client.search_by_traits(family(a_traits, "PIERRE", "PAUL"))
    # The card is looked for before each call, and signs once (crypto.md P10).
    assert (len(opened), card.signatures) == (3, 1)
    roots = [etree.fromstring(data) for data in service.received]
    identifiers = {root.find(f".//{{{SAML}}}Assertion").get("ID") for root in roots}
    assert (len(roots), len(identifiers)) == (3, 1)
    assert all(check(data, signature=True) == 1 for data in service.received)
    assert {root.findtext(f".//{{{LPS}}}Emetteur") for root in roots} == {card.national_id}
    client.search_by_traits(a_traits())
    assert (len(opened), card.signatures) == (4, 2)
    assert set(service.addresses) == {"https://insi.invalid/x"}


def test_p10_a_card_that_left_ends_the_sequence(
    service: Any, card: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    def there() -> Any:
        if service.received:
            raise PinRequired
        return card

    client = InsiClient(service, signer=there, on_call=facts.append)
    with pytest.raises(PinRequired):
        client.search_by_traits(family(a_traits, "PIERRE", "PAUL"))
    assert (service.first_names, len(facts)) == (["PIERRE"], 1)


def test_the_refusals_of_the_card_pass_through(service: Any, a_traits: TraitsOf) -> None:
    def closed() -> Any:
        raise PinRequired

    with pytest.raises(PinRequired):
        InsiClient(service, signer=closed).search_by_traits(a_traits())
    assert service.received == []


HOLDER = VitalePerson(
    position=1, name_text="DUPRE-FICTIF", first_name_text="CAMILLE", birth_text="19810324",
    number="181039999900058",
)  # fmt: skip


def test_by_vitale_is_one_call(client: InsiClient, service: Any, facts: list[CallFact]) -> None:
    watcher = Watcher()
    reading = VitaleReading(source=VitaleSource.SIMULATED, persons=(HOLDER,))
    answer = client.search_by_vitale(HOLDER, reading=reading, control=watcher)
    assert isinstance(answer, NotFound)
    assert answer.trace is not None
    assert answer.trace.operation is Operation.BY_VITALE
    assert watcher.steps == [(1, 1)]
    assert len(service.received) == len(facts) == 1
    assert facts[0].criteria == ("insured_number", "birth_name", "birth_date")
    assert "CarteVitale" in service.headers[0]["Content-Type"]


def test_somebody_who_is_not_on_the_card_is_refused(client: InsiClient, service: Any) -> None:
    other = VitaleReading(source=VitaleSource.SIMULATED, persons=())
    with pytest.raises(HolderNotOnCard):
        client.search_by_vitale(HOLDER, reading=other)
    assert service.received == []
