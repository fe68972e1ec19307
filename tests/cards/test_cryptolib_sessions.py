"""What is open on a card, and what is left of it: after a wrong code, a removal, a dead desk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cryptolib_hostile import children
from witness import eventually

from cps_bench import CODE, TestCard, card_at, make_token, missing
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.errors import (
    PinBlocked,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerComponentFailed,
)

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")


def test_a_wrong_code_leaves_no_session_open(cps: CryptolibCps, card: TestCard) -> None:
    for _ in range(2):
        with pytest.raises(PinRejected):
            cps.open("9999")
        assert children() == []
    cps.open(CODE)
    assert card.sessions == (1, 1)
    cps.close()
    with pytest.raises(PinRejected):
        cps.open("9999")
    cps.identify()
    assert card.sessions == (0, 1)


def test_closing_tells_the_card_before_its_process_ends(cps: CryptolibCps, card: TestCard) -> None:
    """A card may keep the right to sign when its program dies: other programs could use it."""
    cps.open(CODE)
    cps.close()
    assert card.sessions == (0, 1)
    assert children() == []


def test_a_card_pulled_out_is_forgotten_by_whatever_asks_next(
    cps: CryptolibCps, card: TestCard
) -> None:
    """The shim keeps the old session alive, as a library may: the desk does not."""
    for ask in (cps.identify, cps.situations, lambda: cps.sign(b"x")):
        cps.open(CODE)
        card.told("removed")
        with pytest.raises(PractitionerCardAbsent):
            ask()
        card.told("removed", on=False)
        with pytest.raises(PinRequired):
            cps.sign(b"x")
        assert cps.situations() == ()
        assert cps.identify().name == "EXEMPLE"


def test_a_card_pulled_out_while_the_code_is_typed(cps: CryptolibCps, card: TestCard) -> None:
    cps.identify()
    card.told("removed")
    with pytest.raises(PractitionerCardAbsent):
        cps.open(CODE)
    card.told("removed", on=False)
    assert card.logins == 0
    with pytest.raises(PinRequired):
        cps.sign(b"x")


def test_a_code_goes_to_the_card_that_was_identified_and_to_no_other(
    monkeypatch: pytest.MonkeyPatch, shim: Path, conf: Path, tmp_path: Path
) -> None:
    """Swapped between the name shown and the code typed: the other card loses no try."""
    mine = card_at(monkeypatch, shim, conf, tmp_path / "told")
    module = mine.module()
    try:
        module.identify()
        other = card_at(monkeypatch, shim, make_token(tmp_path / "hsm"), tmp_path / "told")
        module._end()  # its process ends, another one finds the other card
        with pytest.raises(PractitionerCardAbsent):
            module.open("9999")
        assert other.logins == 0
        module.identify()
        module.open(CODE)
        assert other.logins == 1
    finally:
        module.close()


def test_three_wrong_codes_and_a_new_process_still_sends_nothing(card: TestCard) -> None:
    for refused in (PinRejected, PinRejected, PinBlocked, PinBlocked):
        module = card.module()
        with pytest.raises(refused):
            module.open("9999")
        module.close()
    assert card.logins == 3


def test_a_crash_in_the_middle_of_the_code_asks_nothing_by_itself(
    cps: CryptolibCps, card: TestCard
) -> None:
    cps.identify()
    card.told("crash_at_login")
    with pytest.raises(PractitionerComponentFailed):
        cps.open(CODE)
    assert children() == [], "no process is started again to ask the card anew"
    assert card.logins == 1


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch, shim: Path, tmp_path: Path) -> Iterator[CryptolibCps]:
    """A card with objects that no card has."""
    conf = make_token(tmp_path / "hsm", odd=True, situations=[("DÉPÔT FICTIF", "1", "SA99")])
    module = card_at(monkeypatch, shim, conf, tmp_path / "told").module()
    yield module
    module.close()


def test_objects_that_do_not_read_do_not_hide_the_others(odd: CryptolibCps) -> None:
    assert odd.identify().name == "EXEMPLE"
    odd.open(CODE)
    [one] = odd.situations()
    assert (one.structure, one.sector) == ("DÉPÔT FICTIF", "SA99")
    assert odd.sign(b"x")


DESK = """
import sys
from pathlib import Path
from insdesk.cards.cryptolib import CryptolibCps
module = CryptolibCps(Path(sys.argv[1]))
module.identify()
Path(sys.argv[2], "hang_at_sign").touch()
module.open(sys.argv[3])
print(module._component._process.pid, flush=True)
module.sign(b"x")
"""


def test_a_desk_that_is_killed_leaves_no_library_behind(card: TestCard) -> None:
    """Even one that hangs on the card, with its session open."""
    command = [sys.executable, "-c", DESK, str(card.library), str(card.folder), CODE]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as desk:
        assert desk.stdout is not None
        library = int(desk.stdout.readline())
        os.kill(desk.pid, signal.SIGKILL)
    eventually(lambda: not Path(f"/proc/{library}").exists() or _is_dead(library))
    card.told("hang_at_sign", on=False)


def _is_dead(pid: int) -> bool:
    """Ended, and waiting for whoever took its parent's place to see it."""
    try:
        return " Z " in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
