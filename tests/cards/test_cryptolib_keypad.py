"""The keypad of a reader and the tries left, through the process of the library."""

from __future__ import annotations

import threading

import pytest

from cps_bench import CODE, TestCard, missing
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.errors import Cancelled, PinRejected

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")


def test_a_keypad_that_waits_is_given_up(cps: CryptolibCps, card: TestCard) -> None:
    card.told("keypad")
    cps.identify()
    card.told("hang")
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            cps.open("")
        except Cancelled as problem:
            ended.append(problem)

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        cps.interrupt()
        asking.join(0.05)
    assert len(ended) == 1
    card.told("hang", on=False)
    cps.identify()
    assert cps.keypad, "the next question finds a new process"


def test_nothing_under_way_nothing_is_given_up(cps: CryptolibCps) -> None:
    cps.interrupt()
    cps.identify()
    cps.interrupt()
    cps.open(CODE)


def test_the_tries_left_are_known_before_the_code(cps: CryptolibCps, card: TestCard) -> None:
    cps.identify()
    assert cps.tries_left is None
    for left in (2, 1):
        with pytest.raises(PinRejected) as refused:
            cps.open("0000")
        assert refused.value.attempts_left == left
        cps.identify()
        assert cps.tries_left == left
    assert card.logins == 2
