"""The CPS gone, changed or in the wrong slot: no call without it, no qualification without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from journey_bench import ATTESTED, DOCUMENT, Bench, told

from insdesk.errors import (
    CardError,
    NotAPractitionerCard,
    NotAVitale,
    PinBlocked,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardExpired,
    Refused,
)
from insdesk.qualification.steps import Evidence
from insdesk.simulator.cps import PIN, SoftwareCard


def _no_cps(bench: Bench) -> None:
    bench.readers.remove_cps()


def _other_cps(bench: Bench) -> None:
    other = SoftwareCard(name="AUTRE-FICTIF", national_id="899700000025")
    bench.readers.insert_cps(other)


def _cps_again(bench: Bench) -> None:
    bench.readers.insert_cps(bench.cps)


def _vitale_as_cps(bench: Bench) -> None:
    bench.readers.insert_vitale_as_cps()


CpsHand = Callable[[Bench], None]

CPS_GONE: Sequence[tuple[CpsHand, type[CardError]]] = (
    (_no_cps, PractitionerCardAbsent),
    (_other_cps, PinRequired),
    (_cps_again, PinRequired),
    (_vitale_as_cps, NotAPractitionerCard),
)


@pytest.mark.parametrize(("hand", "leaf"), CPS_GONE)
@pytest.mark.parametrize("by_card", [True, False])
def test_cps_gone_before_asking(
    whole_desk: Bench, hand: CpsHand, leaf: type[CardError], by_card: bool
) -> None:
    run = whole_desk.read("j1")
    if not by_card:
        run = whole_desk.desk.open_record(whole_desk.desk.patients("dostreval")[0].uid)
    hand(whole_desk)
    with whole_desk.trouble(leaf) as written:
        whole_desk.desk.ask_insi(run)
    assert "INSI_CALL" not in written
    whole_desk.put_cps()
    assert whole_desk.desk.ask_insi(run).answer is not None
    whole_desk.goes_on()


@pytest.mark.parametrize("hand", [hand for hand, _ in CPS_GONE])
@pytest.mark.parametrize(("card", "evidence"), [("j1", DOCUMENT), ("j2", ATTESTED)])
def test_cps_gone_before_qualifying(
    whole_desk: Bench, hand: CpsHand, card: str, evidence: Evidence
) -> None:
    run = whole_desk.compared(card)
    hand(whole_desk)
    with whole_desk.nothing_saved() as written, told(Refused) as refused:
        whole_desk.desk.qualify(run, evidence)
    assert isinstance(refused.value, Refused)
    assert (refused.value.rule, refused.value.reason) == (
        ("X5", "CPS_ABSENTE") if evidence.attested else ("IV-303", "CPS_ABSENTE")
    )
    assert written == (["ATTESTATION_REFUSED_BY_GUARD"] if evidence.attested else [])
    whole_desk.put_cps()
    whole_desk.qualified(run, evidence)


def test_cps_in_the_vitale_slot(whole_desk: Bench) -> None:
    whole_desk.readers.insert_vitale("cps")
    with whole_desk.trouble(NotAVitale) as written:
        whole_desk.desk.read_vitale()
    assert written == ["VITALE_READ_FAILED"]
    whole_desk.goes_on()


def test_vitale_in_the_cps_slot(whole_desk: Bench) -> None:
    whole_desk.readers.insert_vitale_as_cps()
    with whole_desk.trouble(NotAPractitionerCard):
        whole_desk.desk.practitioner()
    with whole_desk.trouble(NotAPractitionerCard) as written:
        whole_desk.desk.open_session(PIN)
    assert written == ["CPX_PIN_FAILED"]
    whole_desk.put_cps()
    whole_desk.goes_on()


def test_three_wrong_codes_lock_the_card_and_nothing_else(whole_desk: Bench) -> None:
    run = whole_desk.compared("j1")
    whole_desk.readers.insert_cps(SoftwareCard())
    for left in (2, 1):
        with whole_desk.nothing_saved() as written, told(PinRejected) as refused:
            whole_desk.desk.open_session("0000")
        assert isinstance(refused.value, PinRejected)
        assert refused.value.attempts_left == left
        assert written == ["CPX_PIN_FAILED"]
    for code in ("0000", PIN):
        with whole_desk.trouble(PinBlocked):
            whole_desk.desk.open_session(code)
    with whole_desk.trouble(Refused):
        whole_desk.desk.qualify(run, DOCUMENT)
    whole_desk.put_cps()
    whole_desk.qualified(run)


def test_an_expired_card_opens_nothing(whole_desk: Bench) -> None:
    old = SoftwareCard(valid_days=-2)
    whole_desk.readers.insert_cps(old)
    with whole_desk.trouble(PractitionerCardExpired):
        whole_desk.desk.open_session(PIN)
    assert old.tries_left == 3
    run = whole_desk.read("j1")
    with whole_desk.trouble(PractitionerCardExpired) as written:
        whole_desk.desk.ask_insi(run)
    assert "INSI_CALL" not in written
    whole_desk.put_cps()
    whole_desk.goes_on()
