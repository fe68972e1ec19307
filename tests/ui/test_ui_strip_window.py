"""Each state of ux.md §2, reached through the window: which way leads there, and its words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from fakes import a_card, a_person, a_seat
from insdesk.errors import (
    CardUnreadable,
    InsiFault,
    InsiUnreachable,
    OtherPractitioner,
    ReaderBusy,
    VitaleComponentAbsent,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.ui.qualify.passes import Work
from insdesk.ui.tasks import Tasks

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Act = Callable[[object], None]


def state(**changes: object) -> Act:
    def act(seat) -> None:
        seat.events.state = replace(seat.events.state, **changes)

    return act


def whole(**facts: object) -> Act:
    def act(seat) -> None:
        seat.events.state = CardsState(**facts)

    return act


def inserted(*persons) -> Act:
    return lambda seat: seat.insert(*persons)


def reading_fails(problem) -> Act:
    def act(seat) -> None:
        seat.cards.failure = problem
        seat.insert()

    return act


def insi_fails(problem) -> Act:
    def act(seat) -> None:
        seat.insi.failure = problem
        seat.insert()

    return act


def slow_answer(seat) -> None:
    usual = seat.insi._reply

    def late(*asked):
        answer = usual(*asked)
        return replace(answer, trace=replace(answer.trace, duration_ms=6000))

    seat.insi._reply = late
    seat.insert()


def expired(seat) -> None:
    seat.cards.holder = replace(seat.cards.holder, not_after="2025-12-31")
    seat.cards.set_cps(CpsState.ABSENT)
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    state(cps=CpsState.EXPIRED)(seat)


def stranger(seat) -> None:
    seat.desk.code_wanted = lambda: (_ for _ in ()).throw(OtherPractitioner())
    seat.cards.set_cps(CpsState.ABSENT)
    seat.cards.set_cps(CpsState.PIN_NEEDED)


def nothing(_seat) -> None:
    """The desk as it opens, the code given."""


def no_session(seat) -> None:
    seat.cards.set_cps(CpsState.ABSENT)
    seat.cards.set_cps(CpsState.PIN_NEEDED)


ON = ServiceState.RUNNING
TWO = {"service": ON, "readers": ("A 00 00", "A 00 01")}
STATES: dict[tuple[str, str], Act] = {
    ("Service cartes", "actif"): nothing,
    ("Service cartes", "arrêté"): whole(service=ServiceState.STOPPED),
    ("Service cartes", "absent"): whole(service=ServiceState.ABSENT),
    ("Lecteur", "aucun"): whole(service=ON),
    ("Lecteur", "débranché"): whole(service=ON, unplugged=True),
    ("Lecteur", "lecteur de test"): nothing,
    ("Lecteur", "2 lecteurs"): whole(**TWO),
    ("CPS", "absente"): whole(**TWO),
    ("CPS", "présente, code à saisir"): no_session,
    ("CPS", "prête (code saisi)"): nothing,
    ("CPS", "code bloqué"): state(cps=CpsState.BLOCKED),
    ("CPS", "expirée"): state(cps=CpsState.EXPIRED),
    ("CPS", "expirée le 31/12/2025"): expired,
    ("CPS", "ce n’est pas une CPS"): state(cps=CpsState.NOT_A_CPS, cps_insertion=None),
    ("CPS", "autre titulaire"): stranger,
    ("Vitale", "absente"): nothing,
    ("Vitale", "lue (1 bénéficiaire)"): inserted(),
    ("Vitale", "lue (2 bénéficiaires)"): inserted(a_person(), a_person(position=2)),
    ("Vitale", "illisible"): reading_fails(CardUnreadable()),
    ("Vitale", "occupée par un autre logiciel"): reading_fails(ReaderBusy()),
    ("Vitale", "composant de lecture absent"): insi_fails(VitaleComponentAbsent()),
    ("Vitale", "c’est une CPS : échangez les cartes"): state(
        vitale=VitaleState.IS_A_CPS, vitale_insertion="v1"
    ),
    ("INSi", "non testé"): nothing,
    ("INSi", "joignable"): inserted(),
    ("INSi", "lent"): slow_answer,
    ("INSi", "injoignable"): insi_fails(InsiUnreachable()),
    ("INSi", "réponse en erreur"): insi_fails(InsiFault(code="insi_99")),
}
"""« lecture… » of both cards lasts while a lane works: see below."""


@pytest.mark.parametrize(("item", "words"), STATES)
def test_the_window_reaches_each_state(sit, item, words):
    seat = sit()
    if words == "expirée":
        seat.shown.session.reading = None
    STATES[item, words](seat)
    assert seat.window.strip.state_of(item) == words


@pytest.mark.parametrize(("item", "words"), STATES)
def test_its_button_leads_somewhere(sit, item, words):
    """S23 on its line, or the code porteur where it is what is waited for."""
    seat = sit()
    STATES[item, words](seat)
    if seat.shown.session.dialog is not None:
        seat.shown.session.dialog.reject()
    seat.window.strip.item(item).click()
    if item == "CPS" and words == "présente, code à saisir":
        assert seat.shown.session.dialog is not None
    else:
        assert seat.sees("diag_page")
        assert seat.shown.care.diagnostic.front(item).hasFocus()


def test_a_card_read_again_is_no_longer_unreadable(sit):
    seat = sit()
    reading_fails(CardUnreadable())(seat)
    seat.cards.failure = None
    seat.shown.conduct.read_card()
    assert seat.window.strip.state_of("Vitale") == "lue (1 bénéficiaire)"


def test_another_card_is_not_said_unreadable(sit):
    seat = sit()
    reading_fails(CardUnreadable())(seat)
    seat.cards.failure = None
    seat.cards.pull()
    assert seat.window.strip.state_of("Vitale") == "absente"
    seat.insert()
    assert seat.window.strip.state_of("Vitale") == "lue (1 bénéficiaire)"


@pytest.fixture
def lanes(qtbot, qapp):
    """A seat on real lanes, and the gate that both cards wait at."""
    seat, gate = a_seat(tasks=Tasks(), session=False), threading.Event()
    who = seat.cards.practitioner

    def slow():
        gate.wait(10)
        return who()

    seat.cards.practitioner = slow
    seat.cards.during_read = lambda: gate.wait(10)
    qtbot.addWidget(seat.window)
    yield seat, gate
    gate.set()
    seat.shown.close()


def test_a_cps_is_being_read_until_its_holder_is_known(lanes, qtbot):
    seat, gate = lanes
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    assert seat.window.strip.state_of("CPS") == "lecture…"
    gate.set()
    qtbot.waitUntil(lambda: seat.shown.session.dialog is not None)
    assert seat.window.strip.state_of("CPS") == "présente, code à saisir"
    seat.shown.session.dialog.reject()


def test_a_vitale_is_being_read_until_its_persons_are(lanes, qtbot):
    seat, gate = lanes
    seat.cards.insert(a_card(a_person(), a_person(position=2)))
    qtbot.waitUntil(lambda: seat.shown.conduct.work is Work.READING)
    assert seat.window.strip.state_of("Vitale") == "lecture…"
    gate.set()
    qtbot.waitUntil(lambda: seat.window.strip.state_of("Vitale") == "lue (2 bénéficiaires)")
