"""Cards put in and pulled out at random moments of the journey, with the real card service.

`INSDESK_CARD_EVENTS` says how many movements (`make soak`: 1 000); the suite plays a few dozen.
Patients' cards come, go and are swapped, the CPS leaves now and then, with its token or without,
and the service dies once, while a practitioner reads, asks and qualifies. Whatever happens: only
failures that have their sentence, no event lost for longer than two seconds, nothing half-saved,
never another patient than the one whose card was read, nothing left behind.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from journey_bench import File
from real_bench import Seen, real_desk
from soak_bench import Counts, Hand, Practitioner, crowd

from cps_bench import CODE, TestCard, missing
from insdesk.identity.desk_state import CpsState
from insdesk.identity.readings import Environment
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.person import Person
from insdesk.store.database import Database
from insdesk.store.journal import verify
from insdesk.ui.texts import ERRORS
from virtual_reader import Pcscd

pytestmark = [
    pytest.mark.pcsc,
    pytest.mark.skipif(bool(missing()), reason=missing() or "all there"),
]

EVENTS = int(os.environ.get("INSDESK_CARD_EVENTS", "28"))
SEED = int(os.environ.get("INSDESK_CARD_SEED", "20261122"))
REPORT = os.environ.get("INSDESK_CARD_REPORT", "")
LOST_S = 2.0
ENDS = {"QUALIFIED", "ALREADY_QUALIFIED", "CardRemoved", "CardChanged", "PinRequired"}
ALL_ENDS_FROM = 500
"""Movements from which chance has brought every end of `ENDS`."""

A_CPS_EVERY = 7
"""Patients between two departures of the CPS."""


@dataclass
class Office:
    """A desk as a practitioner's machine has it, on an empty base."""

    desk: Desk
    seen: Seen
    pcscd: Pcscd
    token: TestCard
    file: File
    people: list[Person]


@pytest.fixture
def office(card_service: Pcscd, tmp_path: Path, card: TestCard) -> Iterator[Office]:
    people = crowd(EVENTS // 2 + 2)
    own = {"cps_library": str(card.library), "billing_id": "991234567"}
    with real_desk(tmp_path, SimulatedInsi(people), **own) as real:
        file = File(real.places.database(Environment.DECOUVERTE))
        yield Office(real.desk, real.seen, card_service, card, file, people)


def test_many_cards(office: Office) -> None:
    chance = random.Random(SEED)
    hand = Hand(office, chance, office.people)
    before = _warm(office, hand)
    person = Practitioner(office, random.Random(SEED + 1))
    thread = threading.Thread(target=person.run, name="practitioner")
    begun = time.monotonic()
    thread.start()
    try:
        _play(hand, person, chance)
    finally:
        person.stop.set()
        thread.join(60)
    seconds = time.monotonic() - begun
    after = _same_again(office, hand)
    _report(hand, person, seconds, before, after, office.token)
    assert not thread.is_alive()
    assert person.broken == []
    assert hand.slowest <= LOST_S, f"{hand.slowest:.2f} s"
    assert [name for name in person.ends if _unsaid(name)] == []
    if EVENTS >= ALL_ENDS_FROM:
        assert person.ends.keys() >= ENDS
    assert after == before
    assert office.token.sessions[1] <= 1
    _the_right_patients(person, hand)
    _nothing_half_saved(office, person)
    office.desk.lock()
    assert Counts.now(office).children == before.children - 1
    if hand.cps is not None:
        hand.cps.remove()


def _warm(office: Office, hand: Hand) -> Counts:
    """One whole J1, so that what is opened once is open; then the counts."""
    hand.put_cps()
    office.desk.open_session(CODE)
    hand.put_vitale()
    desk = office.desk
    run = desk.ask_insi(desk.recognise(desk.read_vitale()))
    assert desk.qualify(run, Evidence(device="CN")).outcome
    hand.pull_vitale()
    hand.moves.clear()
    return Counts.now(office)


def _play(hand: Hand, person: Practitioner, chance: random.Random) -> None:
    """Patients one after the other, until there were enough movements."""
    patients = 0
    while (done := hand.movements) < EVENTS:
        patients += 1
        hand.put_vitale()
        person.stop.wait(chance.expovariate(2))
        if chance.random() < 0.15:
            hand.swap_vitale()
            person.stop.wait(chance.expovariate(2))
        if "service in" not in hand.moves and done >= EVENTS // 2:
            hand.kill_service()
            hand.put_cps()
        elif patients % A_CPS_EVERY == A_CPS_EVERY // 2:
            hand.pull_cps()
            person.stop.wait(chance.expovariate(4))
            hand.put_cps()
            person.stop.wait(chance.expovariate(2))
        hand.pull_vitale()
        assert not person.broken, person.broken


def _same_again(office: Office, hand: Hand) -> Counts:
    """The desk as it was counted: CPS in, its code given, no Vitale."""
    office.seen.wait(lambda state: state.cps is not CpsState.ABSENT)
    office.desk.open_session(CODE)
    hand.put_vitale()
    office.desk.ask_insi(office.desk.recognise(office.desk.read_vitale()))
    hand.pull_vitale()
    return Counts.now(office)


def _unsaid(name: str) -> bool:
    """Whether an end is a failure without a sentence; steps and outcomes are in capitals."""
    leaf = name.removeprefix("code: ").partition(" ")[0]
    return not leaf.isupper() and leaf not in ERRORS


def _the_right_patients(person: Practitioner, hand: Hand) -> None:
    assert person.saved
    for insertion, number in person.saved:
        assert number == hand.whose[insertion].number


def _nothing_half_saved(office: Office, person: Practitioner) -> None:
    """As many whole qualifications in the file as came back whole, the one of the warming too."""
    qualified, again = person.ends["QUALIFIED"] + 1, person.ends["QUALIFIED_AGAIN"]
    assert office.file.statuses() == {"QUAL": qualified}
    assert office.file.ask("SELECT count(DISTINCT matricule_number) FROM patient") == [(qualified,)]
    assert office.file.ask("SELECT count(*) FROM evidence") == [(qualified + again,)]
    events = office.file.events()
    assert events.count("IDENTITY_CREATED") == qualified
    shown, attached = events.count("EVIDENCE_RECORDED"), events.count("INS_ATTACHED")
    assert shown == attached == qualified + again
    database = Database.open(office.file.path, Environment.DECOUVERTE)
    try:
        assert verify(database).is_intact
    finally:
        database.close()


def _report(
    hand: Hand,
    person: Practitioner,
    seconds: float,
    before: Counts,
    after: Counts,
    token: TestCard,
) -> None:
    """What `make soak` leaves in `build/`; no identity in it."""
    if not REPORT:
        return
    said = {
        "movements": hand.movements,
        "moves": dict(hand.moves),
        "seconds": round(seconds, 1),
        "slowest_event_s": round(hand.slowest, 3),
        "ends": dict(person.ends),
        "saved": len(person.saved),
        "before": repr(before),
        "after": repr(after),
        "sessions_now_and_most": token.sessions,
    }
    Path(REPORT).write_text(json.dumps(said, indent=2), "utf-8")
