"""A search given up, and what the journal is told of a fault (insi.md §6.2, §8)."""

from __future__ import annotations

from typing import Any

import pytest
from insi_client_bench import TraitsOf, Watcher, family

from insdesk.errors import (
    Cancelled,
    InsiFault,
)
from insdesk.insi.client import CallFact, InsiClient


@pytest.mark.parametrize("while_prepared", [False, True], ids=["between", "while signing"])
@pytest.mark.parametrize("before", [1, 2, 4])
def test_cancelling_between_two_calls(
    before: int,
    while_prepared: bool,
    client: InsiClient,
    service: Any,
    a_traits: TraitsOf,
    facts: list[CallFact],
) -> None:
    control = Watcher(cancel_before=before, while_prepared=while_prepared)
    with pytest.raises(Cancelled):
        client.search_by_traits(family(a_traits, "PIERRE", "PAUL", "JACQUES"), control=control)
    assert len(service.received) == len(facts) == before - 1


def test_given_up_while_the_card_signs(service: Any, card: Any, a_traits: TraitsOf) -> None:
    """A card takes a second to sign: what is given up meanwhile does not leave (crypto.md §3)."""
    given_up: list[bool] = []

    class Impatient(Watcher):
        def cancelled(self) -> bool:
            return bool(given_up)

    sign = card.sign
    card.sign = lambda data: given_up.append(True) or sign(data)
    with pytest.raises(Cancelled):
        InsiClient(service, signer=lambda: card).search_by_traits(a_traits(), control=Impatient())
    assert given_up
    assert service.received == []


def test_what_the_journal_is_told_of_a_fault(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    fault = wire.fault("insi_20", role="Sender", subcode="siram_10", message_id="uuid:echo")
    service.answers["TOUSSAINT"] = (500, fault)
    with pytest.raises(InsiFault):
        client.search_by_traits(a_traits())
    [fact] = facts
    assert fact.fault_codes == ("insi_20", "siram_10")
    assert (fact.family, fact.severity) == ("contenu de la demande", "fatal")
    assert fact.answered_id == "uuid:echo" != fact.message_id


def test_a_severity_that_is_no_word_stays_out_of_the_journal(
    client: InsiClient, service: Any, wire: Any, a_traits: TraitsOf, facts: list[CallFact]
) -> None:
    fault = wire.fault("insi_20").replace(b"fatal", b"pour DURAND, 1 85")
    service.answers["TOUSSAINT"] = (500, fault)
    with pytest.raises(InsiFault) as caught:
        client.search_by_traits(a_traits())
    assert caught.value.severity == "pour DURAND, 1 85"
    assert facts[0].severity is None
