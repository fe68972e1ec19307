"""What goes on by itself: the same card back, a reader let go, a reader or a service back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fakes import a_card, a_person
from insdesk.errors import CardUnreadable, ReaderBusy
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.qualification.steps import Run
from insdesk.ui.qualify.receiving import CHANGED, RESUMED
from insdesk.ui.qualify.resuming import FOR_S, LONGEST_S, SameCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ELODIE, LEO = a_person(), a_person(position=2, first_name_text="LEO", birth_text="20190102")
ZOE = a_person(position=2, first_name_text="ZOE", birth_text="20190102")


def title(seat) -> str:
    return seat.shown.host.page.card.title.text()


def said(seat) -> str:
    return seat.shown.host.page.card.explanation.text()


def chosen(seat, *persons) -> None:
    """Léo, the second of the card, chosen; INSi has answered."""
    seat.insert(*(persons or (ELODIE, LEO)))
    seat.key(Qt.Key.Key_2)
    assert seat.shown.conduct.run.holder.position == 2


# --- E-VIT-4: the card that left ---------------------------------------------------------------


def test_the_same_card_resumes_with_the_same_beneficiary(sit):
    seat = sit()
    chosen(seat)
    asked = len(seat.insi.asked)
    seat.cards.pull()
    seat.insert(ELODIE, LEO)
    assert seat.shown.conduct.run.holder == LEO
    assert len(seat.insi.asked) == asked + 1, "INSi is asked anew, for this insertion"
    assert seat.window.notice.words.text() == RESUMED


def test_another_card_does_not_resume(sit):
    seat = sit()
    chosen(seat)
    seat.cards.pull()
    seat.insert(ELODIE, ZOE)
    assert seat.sees("beneficiary_page")
    assert seat.shown.conduct.run.holder is None
    assert seat.window.notice.words.text() == CHANGED, "E-VIT-3: nothing is kept of the first"
    seat.cards.pull()
    seat.insert(ELODIE, LEO)
    assert seat.sees("beneficiary_page"), "another card in between ends it"


def test_the_century_once_declared_is_not_asked_again(sit):
    seat = sit()
    old = a_person(position=2, birth_text="780309", lacks_century=True)
    seat.insert(ELODIE, old)
    seat.key(Qt.Key.Key_2)
    seat.key(Qt.Key.Key_1)
    year = seat.shown.conduct.run.holder.birth_date
    seat.cards.pull()
    seat.insert(ELODIE, old)
    assert seat.shown.conduct.run.holder.birth_date == year


@pytest.mark.parametrize("way", ["leave", "begin_typing"])
def test_what_the_practitioner_left_is_not_resumed(sit, way):
    seat = sit()
    chosen(seat)
    getattr(seat.shown.conduct, way)()
    seat.cards.pull()
    seat.shown.conduct.leave()
    seat.insert(ELODIE, LEO)
    assert seat.sees("beneficiary_page")
    assert seat.shown.conduct.run.holder is None


def test_f5_with_the_card_in_asks_again(sit):
    seat = sit()
    chosen(seat)
    seat.key(Qt.Key.Key_F5)
    assert seat.sees("beneficiary_page")
    assert seat.shown.conduct.run.holder is None


def test_a_minute_later_the_beneficiary_is_asked_again():
    now = [0.0]
    memory = SameCard(lambda: now[0])
    run = _run()
    memory.read(run.reading)
    memory.left(run)
    now[0] = FOR_S + 1
    assert memory.read(run.reading) is None


@pytest.mark.parametrize(("away", "resumes"), [(FOR_S - 1, True), (FOR_S + 1, False)])
def test_the_minute_begins_when_the_card_leaves_a_page_that_stays(sit, away, resumes):
    now = [0.0]
    seat = sit()
    seat.shown.conduct._same_card = SameCard(lambda: now[0])
    chosen(seat)
    asked = len(seat.insi.asked)
    seat.cards.pull()
    assert seat.shown.conduct.run is not None, "the page stays in front without its card"
    now[0] = away
    seat.insert(ELODIE, LEO)
    assert seat.sees("beneficiary_page") is not resumes
    assert len(seat.insi.asked) == asked + resumes


def test_a_choice_serves_once_and_holds_no_identity():
    memory = SameCard()
    run = _run()
    assert memory.read(run.reading) is None
    memory.left(run)
    choice = memory.read(run.reading)
    assert (choice.position, choice.year) == (2, None)
    assert "LEO" not in repr(choice)
    assert memory.read(run.reading) is None


def _run() -> Run:
    card = a_card(ELODIE, LEO)
    return Run(number=1, started_at=datetime.now(UTC), reading=card, holder=LEO)


# --- E-RDR-3: the reader taken by another program ----------------------------------------------


def busy(seat) -> None:
    seat.cards.failure = ReaderBusy()
    seat.insert()
    assert title(seat) == "Lecteur occupé par un autre logiciel"


def tick(seat, seconds: int = 1) -> None:
    for _ in range(seconds):
        seat.shown.conduct.knocking.tick()


def test_it_is_tried_every_two_seconds_and_said(sit):
    seat = sit()
    busy(seat)
    assert f"encore {LONGEST_S} s" in said(seat)
    reads: list[int] = []
    read = seat.desk.read_vitale

    def counted():
        reads.append(seat.shown.conduct.knocking.seconds)
        return read()

    seat.desk.read_vitale = counted
    tick(seat, 3)
    assert "encore 17 s" in said(seat)
    assert reads == [18]
    tick(seat, LONGEST_S)
    assert reads == list(range(18, 0, -2))
    assert "encore" not in said(seat)
    assert seat.shown.conduct.knocking.seconds == 0


def test_it_goes_on_as_soon_as_the_reader_is_free(sit):
    seat = sit()
    busy(seat)
    tick(seat)
    seat.cards.failure = None
    tick(seat)
    assert seat.sees("compare_page")
    assert seat.insi.asked
    tick(seat, 4)
    assert len(seat.insi.asked) == 1


def test_cancel_ends_it(sit):
    seat = sit()
    busy(seat)
    seat.find("trouble_page").findChild(QAbstractButton, "error_go_on").click()
    assert seat.shown.conduct.knocking.seconds == 0
    assert seat.sees("home_page")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F6])
def test_another_wish_ends_it(sit, key):
    seat = sit()
    busy(seat)
    seat.key(key)
    assert seat.shown.conduct.knocking.seconds == 0


def test_a_card_pulled_meanwhile_ends_it(sit):
    seat = sit()
    busy(seat)
    seat.cards.pull()
    tick(seat)
    assert seat.shown.conduct.knocking.seconds == 0


def test_a_window_that_closes_ends_it(sit):
    seat = sit()
    busy(seat)
    seat.shown.close()
    assert seat.shown.conduct.knocking.seconds == 0
    tick(seat, 4)


def test_after_another_patient_the_reader_let_go_is_read(sit):
    seat = sit()
    seat.insert()
    busy(seat)
    seat.cards.failure = None
    tick(seat, 2)
    assert seat.sees("compare_page")


def test_another_failure_takes_its_place(sit):
    seat = sit()
    busy(seat)
    seat.cards.failure = CardUnreadable()
    tick(seat, 2)
    assert title(seat) == "Carte Vitale illisible"
    assert seat.shown.conduct.knocking.seconds == 0


def test_a_reader_that_shows_itself_taken_is_not_disturbed(sit):
    seat = sit()
    busy(seat)
    seat.desk.read_vitale = lambda: pytest.fail("the card was touched")
    seat.events.state = replace(seat.events.state, vitale=VitaleState.BUSY)
    tick(seat, 6)


def test_a_card_taken_since_it_came_is_read_once_let_go(sit):
    seat = sit()
    seat.cards.card = replace(_run().reading, persons=(ELODIE,))
    taken = replace(seat.events.state, vitale=VitaleState.BUSY, vitale_insertion="v9")
    seat.events.state = taken
    assert not seat.insi.asked
    seat.events.state = replace(taken, vitale=VitaleState.PRESENT)
    assert seat.insi.asked
    seat.shown.conduct.leave()
    asked = len(seat.insi.asked)
    seat.events.state = taken
    seat.events.state = replace(taken, vitale=VitaleState.PRESENT)
    assert len(seat.insi.asked) == asked, "a card already read is not read by itself again"


# --- E-RDR-2, E-PCSC-1: the reader and the service that come back -------------------------------

GONE = {
    "Le lecteur a été débranché": CardsState(service=ServiceState.RUNNING, unplugged=True),
    "Le service de cartes est arrêté": CardsState(service=ServiceState.STOPPED),
    "Le service de cartes n’est pas installé": CardsState(service=ServiceState.ABSENT),
}


@pytest.mark.parametrize("wanted", GONE)
def test_the_reason_is_said_and_the_same_card_is_asked_again(sit, wanted):
    seat = sit()
    seat.insert(ELODIE, LEO)
    before, here = seat.events.state, seat.cards.card
    seat.events.state = GONE[wanted]
    assert title(seat) == wanted
    assert seat.shown.conduct.run is None
    back = replace(before, vitale_insertion="again", cps=CpsState.PIN_NEEDED, cps_insertion="c2")
    seat.cards.card = here
    seat.events.state = back
    assert seat.sees("beneficiary_page")


@pytest.mark.parametrize("wanted", GONE)
def test_the_beneficiary_chosen_before_is_not_asked_again(sit, wanted):
    seat = sit()
    chosen(seat)
    before, here = seat.events.state, seat.cards.card
    seat.events.state = GONE[wanted]
    back = replace(before, vitale_insertion="again", cps=CpsState.PIN_NEEDED, cps_insertion="c2")
    seat.cards.card = here
    seat.events.state = back
    assert seat.shown.conduct.run.holder == LEO
