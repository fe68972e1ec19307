"""The library of the CPS that sees another card than the slot, is none, or is ended midway.

A real token behind the shim (`cps_bench`).
"""

from __future__ import annotations

import os
import signal
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cps_bench import CODE, SOFTHSM, TestCard, missing
from insdesk.cards import PcscCards
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.errors import (
    PinRequired,
    PractitionerCardAbsent,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")


def children() -> list[int]:
    """The processes of libraries that this one started; the card service is another's business."""
    tasks = Path("/proc/self/task").iterdir()
    found = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    return [pid for pid in found if b"cryptolib" in Path(f"/proc/{pid}/cmdline").read_bytes()]


# --- the card of the slot and the token of the library: two things ------------------------------


class Slot:
    """What the readers show of the CPS, moved by the test."""

    def __init__(self) -> None:
        self.state = CardsState(
            service=ServiceState.RUNNING,
            readers=("A", "B"),
            vitale=VitaleState.ABSENT,
            cps=CpsState.PIN_NEEDED,
            cps_insertion="c1",
            cps_generation="CPS4",
        )

    def holds(self, insertion: str | None) -> None:
        present = CpsState.ABSENT if insertion is None else CpsState.PIN_NEEDED
        self.state = CardsState(
            service=ServiceState.RUNNING, readers=("A",), cps=present, cps_insertion=insertion
        )


def test_a_card_that_left_its_slot_signs_no_more_though_its_token_stays(
    cps: CryptolibCps, card: TestCard
) -> None:
    slot = Slot()
    cards = PcscCards(open_link=lambda: None, events=slot, cps=cps)  # type: ignore[arg-type, return-value]
    cards.open_session(CODE)
    signer = cards.signer()
    slot.holds(None)
    with pytest.raises(PractitionerCardAbsent):
        signer.sign(b"x")
    assert children() == []  # the process is gone, and its session with it
    slot.holds("c2")
    with pytest.raises(PinRequired):
        signer.sign(b"x")
    with pytest.raises(PinRequired):
        cards.signer()
    assert card.sessions == (0, 1)
    assert card.logins == 1
    cards.open_session(CODE)
    assert cards.signer().sign(b"x")


def test_a_slot_that_shows_a_cps_the_library_does_not_see(
    cps: CryptolibCps, card: TestCard
) -> None:
    slot = Slot()
    cards = PcscCards(open_link=lambda: None, events=slot, cps=cps)  # type: ignore[arg-type, return-value]
    card.told("removed")
    for ask in (cards.practitioner, lambda: cards.open_session(CODE), cards.keypad, cards.signer):
        with pytest.raises(PractitionerCardAbsent):
            ask()
    assert card.logins == 0
    card.told("removed", on=False)
    assert cards.practitioner().name == "EXEMPLE"


# --- libraries that are not one -------------------------------------------------------------------


def elf_of_32_bits(path: Path) -> None:
    """The header of a 32-bit shared library for x86, and nothing after it."""
    head = (
        b"\x7fELF\x01\x01\x01"
        + bytes(9)
        + struct.pack("<HHIIIIIHHHHHH", 3, 3, 1, *[0] * 4, 52, *[0] * 5)
    )
    path.write_bytes(head.ljust(4096, b"\0"))


WRONG_KINDS: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("this is no library"),
    "empty": lambda path: path.write_bytes(b""),
    "32-bit": elf_of_32_bits,
    "folder": lambda path: path.mkdir(),
    "gone": lambda _path: None,
}


@pytest.mark.parametrize("kind", WRONG_KINDS)
def test_a_library_of_the_wrong_kind_is_said(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "library.so"
    WRONG_KINDS[kind](path)
    module = CryptolibCps(path)
    try:
        for ask in (module.identify, module.version, lambda: module.open(CODE)):
            with pytest.raises(PractitionerComponentAbsent):
                ask()
    finally:
        module.close()


def test_a_library_cut_short_ends_its_own_process_only(tmp_path: Path) -> None:
    """Loading it is a bus error: nobody can catch that, but it is not the desk that ends."""
    path = tmp_path / "library.so"
    path.write_bytes((SOFTHSM or Path()).read_bytes()[:5000])
    module = CryptolibCps(path)
    try:
        with pytest.raises((PractitionerComponentFailed, PractitionerComponentAbsent)):
            module.identify()
    finally:
        module.close()
    assert children() == []


def test_a_library_that_is_no_pkcs11_is_said() -> None:
    """Any library of the system: it loads, but has not the one function that is looked for."""
    other = next(Path("/usr/lib").glob("*/libz.so.1"), None)
    if other is None:
        pytest.skip("no such library here")
    module = CryptolibCps(other)
    try:
        with pytest.raises(PractitionerComponentAbsent):
            module.identify()
    finally:
        module.close()


def test_a_library_that_will_not_begin_is_said(
    card: TestCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPS_SHIM_REAL", "/nothing.so")
    module = card.module()
    try:
        with pytest.raises(PractitionerComponentAbsent):
            module.identify()
    finally:
        module.close()


# --- the process ended in the middle of a question ------------------------------------------------

ASKED: dict[str, tuple[str, Callable[[CryptolibCps], object]]] = {
    "identify": ("hang_at_find", lambda cps: cps.identify()),
    "situations": ("hang_at_find", lambda cps: cps.situations()),
    "open": ("hang_at_login", lambda cps: cps.open(CODE)),
    "sign": ("hang_at_sign", lambda cps: cps.sign(b"x")),
    "version": ("", lambda cps: cps.version()),
}


@pytest.mark.parametrize("verb", ASKED)
def test_a_process_killed_in_the_middle_is_an_error_and_the_next_one_works(
    verb: str, cps: CryptolibCps, card: TestCard
) -> None:
    trouble, ask = ASKED[verb]
    cps.identify()
    if verb == "sign":
        cps.open(CODE)
    logins = card.logins
    [pid] = children()
    if trouble:
        card.told(trouble)
    else:
        os.kill(pid, signal.SIGSTOP)  # this question never reaches the library: stop it before
    threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(PractitionerComponentFailed):
        ask(cps)
    if trouble:
        card.told(trouble, on=False)
    assert children() == []
    assert card.logins == logins + (verb == "open")  # never sent a second time by itself
    assert cps.identify().name == "EXEMPLE"
    with pytest.raises(PinRequired):
        cps.sign(b"x")
