"""The journeys by carte Vitale: card bytes, real reader, real client, simulated INSi."""

from __future__ import annotations

import pytest
from simulator_questions import found

from insdesk.cards.reader import PcscCards
from insdesk.identity.compare import compare
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.readings import InsiAnswer, NotFound, Operation
from insdesk.identity.traits import Traits
from insdesk.insi.client import InsiClient
from insdesk.simulator.cards import VITALES
from insdesk.simulator.gateway import VitaleAsked
from insdesk.simulator.people import PEOPLE, person
from insdesk.simulator.readers import SimulatedReaders
from insdesk.simulator.search import Report, search


def by_vitale(
    readers: SimulatedReaders, cards: PcscCards, client: InsiClient, card: str, position: int = 1
) -> InsiAnswer:
    readers.insert_vitale(card)
    reading = cards.read_vitale()
    return client.search_by_vitale(reading.persons[position - 1], reading=reading)


UNKNOWN_CARDS = {"houilles"}


@pytest.mark.parametrize("card", sorted(VITALES.keys() - UNKNOWN_CARDS))
def test_the_first_person_of_every_card_is_found(
    readers: SimulatedReaders, open_cards: PcscCards, client: InsiClient, card: str
) -> None:
    answer = found(by_vitale(readers, open_cards, client, card))
    assert answer.trace is not None
    assert answer.trace.operation is Operation.BY_VITALE


@pytest.mark.parametrize(
    ("position", "handle"), [(1, "j3"), (2, "j3-noe"), (3, "j3-lise"), (4, "j3-mae")]
)
def test_each_child_of_the_family_has_its_own_matricule(
    readers: SimulatedReaders,
    open_cards: PcscCards,
    client: InsiClient,
    position: int,
    handle: str,
) -> None:
    answer = found(by_vitale(readers, open_cards, client, "j3", position))
    assert answer.matricule == person(handle).matricule
    assert answer.first_names == person(handle).first_names


def test_a_child_under_the_parents_number_has_its_own_matricule(
    readers: SimulatedReaders, open_cards: PcscCards, client: InsiClient
) -> None:
    answer = found(by_vitale(readers, open_cards, client, "parent", 2))
    assert answer.matricule == person("enfant").matricule
    assert answer.matricule_text != person("enfant").number_on_card


def test_a_card_that_insi_does_not_know(
    readers: SimulatedReaders, open_cards: PcscCards, client: InsiClient
) -> None:
    assert isinstance(by_vitale(readers, open_cards, client, "houilles"), NotFound)


@pytest.mark.parametrize(
    ("card", "trait", "verdict", "code"),
    [
        ("j1", "birth_name", Verdict.EGAL, "IDENTIQUE"),
        ("j1", "first_name", Verdict.EGAL, "PREMIER_DE_LISTE"),
        ("j5", "birth_name", Verdict.DISCORDANT, None),
        ("tirets", "birth_name", Verdict.ACCEPTABLE, "SEPARATEUR"),
        ("tirets", "first_name", Verdict.ACCEPTABLE, "SEPARATEUR"),
        ("accents", "first_name", Verdict.EGAL, None),
        ("second-prenom", "first_name", Verdict.DISCORDANT, "PRENOM_NON_PREMIER"),
    ],
)
def test_what_the_comparison_screen_will_show(
    readers: SimulatedReaders,
    open_cards: PcscCards,
    client: InsiClient,
    card: str,
    trait: str,
    verdict: Verdict,
    code: str | None,
) -> None:
    official = found(by_vitale(readers, open_cards, client, card)).traits()
    holder = open_cards.read_vitale().persons[0]
    known = Traits.from_text(
        birth_name=holder.name_text,
        first_name=holder.first_name_text,
        first_names=None,
        birth_date=holder.birth_date or "",
        sex=None,
        birth_place=None,
    )
    assert official is not None
    seen = compare(known, official)[trait]
    assert seen.verdict is verdict
    assert code is None or seen.code == code


def test_an_incoherent_matricule_is_shown_and_not_qualifiable(
    readers: SimulatedReaders, open_cards: PcscCards, client: InsiClient
) -> None:
    answer = found(by_vitale(readers, open_cards, client, "matricule-incoherent"))
    assert answer.matricule is None
    assert not answer.qualifiable


def test_asked_for_twins_by_the_parents_number_the_rank_decides() -> None:
    insured = person("j3").number
    without = VitaleAsked(insured=insured, birth_date="2015-06-12")
    assert search(PEOPLE, without) is Report.SEVERAL
    ranked = VitaleAsked(insured=insured, birth_date="2015-06-12", rank=2)
    assert search(PEOPLE, ranked) == person("j3-mae")
    own = VitaleAsked(own=person("j3-lise").number, birth_date="2015-06-12")
    assert search(PEOPLE, own) == person("j3-lise")
    elsewhere = VitaleAsked(own=person("j3-lise").number, birth_date="2015-06-13")
    assert search(PEOPLE, elsewhere) is Report.NOBODY
