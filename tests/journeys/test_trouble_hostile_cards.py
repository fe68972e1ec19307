"""Cards whose content no reader should believe: a sentence each, never a stranger's identity."""

from __future__ import annotations

import random

import pytest
from journey_bench import DOCUMENT, Bench, told

from insdesk.errors import (
    CardError,
    CardSilent,
    CardUnreadable,
    CardWithoutNumber,
    InsdeskError,
    InvalidTrait,
    NotAVitale,
    Refused,
    UnknownCard,
    VitaleProtected,
    VitaleTooOld,
)
from insdesk.qualification.steps import Step, next_step
from insdesk.simulator.cards import HOSTILE_VITALES, VITALES, Vitale
from insdesk.simulator.chip import Manners

AT_READING: dict[str, type[CardError]] = {
    "nom-vide": CardUnreadable,
    "vide": CardUnreadable,
    "vide-04": CardUnreadable,
    "coupe": CardUnreadable,
    "longueur": CardUnreadable,
    "indefinie": CardUnreadable,
    "hasard": CardUnreadable,
    "protegee": VitaleProtected,
    "muette": CardSilent,
    "ancienne": VitaleTooOld,
    "autre-carte": UnknownCard,
    "cps": NotAVitale,
}
AT_ASKING: dict[str, type[InsdeskError]] = {
    "date-courte": InvalidTrait,
    "sans-numero": CardWithoutNumber,
    "comptes-differents": CardWithoutNumber,
    "cle-fausse": CardWithoutNumber,
    "numero-provisoire": CardWithoutNumber,
}
AT_QUALIFYING = {
    "lunaire": Step.NOT_FOUND,
    "date-impossible": Step.NOT_FOUND,
    "nom-long": Step.DISCORDANCE,
    "latin-1": Step.DISCORDANCE,
    "commandes": Step.COMPARE,
}
SOUND = ("douze", "atr-inconnu")


def test_every_hostile_card_is_played() -> None:
    played = [*AT_READING, *AT_ASKING, *AT_QUALIFYING, *SOUND]
    assert sorted(played) == sorted(HOSTILE_VITALES)


def test_no_name_is_in_both_catalogues() -> None:
    assert not HOSTILE_VITALES.keys() & VITALES.keys()


@pytest.mark.parametrize("name", AT_READING)
def test_refused_at_reading(whole_desk: Bench, name: str) -> None:
    whole_desk.readers.insert_vitale(name)
    with whole_desk.trouble(AT_READING[name]) as written:
        whole_desk.desk.read_vitale()
    assert written == ["VITALE_READ_FAILED"]
    whole_desk.goes_on()


@pytest.mark.parametrize("name", AT_ASKING)
def test_refused_at_asking(whole_desk: Bench, name: str) -> None:
    whole_desk.readers.insert_vitale(name)
    run = whole_desk.desk.choose_holder(whole_desk.desk.read_vitale(), 1)
    with whole_desk.trouble(AT_ASKING[name]) as written:
        whole_desk.desk.ask_insi(run)
    assert "INSI_CALL" not in written
    # Without the card the traits are still there to be typed.
    assert next_step(whole_desk.desk.type_traits(run)) is Step.TYPE_TRAITS
    whole_desk.goes_on()


@pytest.mark.parametrize("name", AT_QUALIFYING)
def test_refused_at_qualifying(whole_desk: Bench, name: str) -> None:
    run = whole_desk.compared(name)
    assert next_step(run) is AT_QUALIFYING[name]
    assert whole_desk.desk.refusals(run, DOCUMENT)
    for act in (lambda: whole_desk.desk.qualify(run, DOCUMENT), lambda: whole_desk.desk.keep(run)):
        with whole_desk.nothing_saved() as written, told(Refused):
            act()
        assert written == []
    whole_desk.goes_on()


@pytest.mark.parametrize("name", SOUND)
def test_strange_but_sound(whole_desk: Bench, name: str) -> None:
    whole_desk.qualified(whole_desk.compared(name, position=1))
    whole_desk.holds()


def test_bytes_that_change_while_read(whole_desk: Bench) -> None:
    """Any garbling ends in a `CardError` leaf, or in texts that are shown and never believed."""
    chance = random.Random(2026)
    for _ in range(60):
        seed = chance.random()

        def garble(block: bytes, seed: float = seed) -> bytes:
            dice = random.Random(f"{seed} {len(block)}")
            return bytes(dice.randrange(256) if dice.random() < 0.02 else byte for byte in block)

        garbled = Vitale(
            name="abimee", label="", files=VITALES["j3"].files, manners=Manners(garble=garble)
        )
        whole_desk.readers.insert_vitale(garbled)
        with whole_desk.nothing_saved():
            try:
                run = whole_desk.desk.read_vitale()
                for person in run.reading.persons if run.reading else ():
                    whole_desk.desk.choose_holder(run, person.position)
            except CardError as problem:
                with told(type(problem)):
                    raise
    whole_desk.goes_on()
