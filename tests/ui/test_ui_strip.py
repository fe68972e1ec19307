"""Every state of the cards as the status strip says it: its own words, and its own fix."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from insdesk import errors
from insdesk.errors import InsdeskError
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.ui import texts
from insdesk.ui.texts.strip import CPS, READER, SERVICE, VITALE, strip_of, trouble_of

READY = CardsState(
    service=ServiceState.RUNNING,
    readers=("Lecteur 00 00", "Lecteur 00 01"),
    vitale=VitaleState.PRESENT,
    vitale_insertion="v1",
    cps=CpsState.READY,
    cps_insertion="c1",
)


@dataclass(frozen=True)
class Row:
    state: CardsState
    item: str
    words: str
    tone: str
    fix: type[InsdeskError] | None = None
    session: bool = True


def off(service: ServiceState) -> CardsState:
    return CardsState(service=service)


ROWS = {
    "service stopped": Row(
        off(ServiceState.STOPPED), SERVICE, "arrêté", "error", errors.CardServiceStopped
    ),
    "service absent": Row(
        off(ServiceState.ABSENT), SERVICE, "absent", "error", errors.CardServiceAbsent
    ),
    "no reader": Row(off(ServiceState.RUNNING), READER, "aucun", "error", errors.NoReader),
    "reader unplugged": Row(
        replace(off(ServiceState.RUNNING), unplugged=True),
        READER,
        "débranché",
        "error",
        errors.ReaderUnplugged,
    ),
    "one reader": Row(replace(READY, readers=("Lecteur 00",)), READER, "Lecteur 00", "ok"),
    "a long name": Row(
        replace(READY, readers=("Lecteur de cartes très long 00 00",)),
        READER,
        "Lecteur de cartes…",
        "ok",
    ),
    "two readers, all is ready": Row(READY, READER, "2 lecteurs", "ok"),
    "no CPS": Row(
        replace(READY, cps=CpsState.ABSENT, cps_insertion=None),
        CPS,
        "absente",
        "neutral",
        errors.PractitionerCardAbsent,
    ),
    "code wanted": Row(
        replace(READY, cps=CpsState.PIN_NEEDED),
        CPS,
        "présente, code à saisir",
        "warn",
        errors.PinRequired,
        session=False,
    ),
    "code blocked": Row(
        replace(READY, cps=CpsState.BLOCKED), CPS, "code bloqué", "error", errors.PinBlocked
    ),
    "CPS expired": Row(
        replace(READY, cps=CpsState.EXPIRED),
        CPS,
        "expirée",
        "error",
        errors.PractitionerCardExpired,
    ),
    "no CPS among two cards": Row(
        replace(READY, cps=CpsState.NOT_A_CPS, cps_insertion=None),
        CPS,
        "ce n’est pas une CPS",
        "error",
        errors.NotAPractitionerCard,
    ),
    "somebody else's CPS": Row(
        replace(READY, cps=CpsState.OTHER_HOLDER),
        CPS,
        "autre titulaire",
        "error",
        errors.OtherPractitioner,
    ),
    "no Vitale": Row(
        replace(READY, vitale=VitaleState.ABSENT, vitale_insertion=None),
        VITALE,
        "absente",
        "neutral",
    ),
    "Vitale unreadable": Row(
        replace(READY, vitale=VitaleState.UNREADABLE),
        VITALE,
        "illisible",
        "error",
        errors.CardUnreadable,
    ),
    "taken by another program": Row(
        replace(READY, vitale=VitaleState.BUSY),
        VITALE,
        "occupée par un autre logiciel",
        "warn",
        errors.ReaderBusy,
    ),
    "a CPS in its place": Row(
        replace(READY, vitale=VitaleState.IS_A_CPS),
        VITALE,
        "c’est une CPS : échangez les cartes",
        "error",
        errors.NotAVitale,
    ),
    "no component": Row(
        replace(READY, vitale=VitaleState.COMPONENT_ABSENT),
        VITALE,
        "composant de lecture absent",
        "warn",
        errors.VitaleComponentAbsent,
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_state_has_its_words_and_its_fix(name: str) -> None:
    row = ROWS[name]
    assert strip_of(row.state, session=row.session)[row.item] == (row.words, row.tone)
    trouble = trouble_of(row.state, session=row.session)
    assert (None if trouble is None else type(trouble)) is row.fix
    if trouble is not None:
        text = texts.error_text(trouble)
        assert text.title
        assert text.explanation
        assert text.fix


def test_no_two_states_are_said_alike() -> None:
    said = [tuple(strip_of(row.state, session=row.session).items()) for row in ROWS.values()]
    assert len(set(said)) == len(said)
    fixes = [row.fix for row in ROWS.values() if row.fix is not None]
    assert len(set(fixes)) == len(fixes)


def test_every_trouble_of_the_enums_has_its_row() -> None:
    states = [row.state for row in ROWS.values()]
    assert {one.service for one in states} == set(ServiceState)
    assert {one.cps for one in states} == set(CpsState)
    assert {one.vitale for one in states} == set(VitaleState)


def test_an_error_or_a_warning_is_never_left_without_a_fix() -> None:
    for row in ROWS.values():
        tones = {tone for _, tone in strip_of(row.state, session=row.session).values()}
        if tones & {"error", "warn"}:
            assert row.fix is not None


def test_a_code_given_elsewhere_is_not_a_session_of_this_window() -> None:
    assert strip_of(READY, session=False)[CPS] == ("présente, code à saisir", "warn")
    assert isinstance(trouble_of(READY, session=False), errors.PinRequired)


def test_what_comes_first_is_said_first() -> None:
    """The service before the reader, the reader before the CPS, the CPS before the Vitale."""
    worst = replace(READY, cps=CpsState.BLOCKED, vitale=VitaleState.UNREADABLE)
    assert isinstance(trouble_of(worst, session=True), errors.PinBlocked)
    assert isinstance(trouble_of(replace(worst, readers=()), session=True), errors.NoReader)
