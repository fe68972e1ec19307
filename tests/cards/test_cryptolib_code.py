"""The CPS asked by two at once, and every place where its code porteur is not.

A real token behind the shim (`cps_bench`). The code is looked for wherever a process may leave one.
"""

from __future__ import annotations

import logging
import os
import resource
import threading
import traceback
from pathlib import Path

import pytest
from test_cryptolib_hostile import children
from witness import eventually

import insdesk
from cps_bench import CODE, TestCard, missing
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.cards.cryptolib.process import command
from insdesk.errors import (
    PinRejected,
    PinRequired,
    PractitionerCardError,
    PractitionerComponentFailed,
)

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")

WRONG = "97531864"
"""A wrong code that no other number of a process looks like."""


# --- two at once ----------------------------------------------------------------------------------


def test_two_windows_asking_at_once_are_answered_one_after_the_other(
    cps: CryptolibCps, card: TestCard
) -> None:
    cps.open(CODE)
    wrong: list[object] = []

    def ask(window: int) -> None:
        for turn in range(15):
            said = b"%d %d" % (window, turn)
            if cps.identify().name != "EXEMPLE" or len(cps.sign(said)) != 256:
                wrong.append(said)

    windows = [threading.Thread(target=ask, args=(rank,)) for rank in range(4)]
    for one in windows:
        one.start()
    for one in windows:
        one.join(60)
    assert not any(one.is_alive() for one in windows)
    assert wrong == []
    assert len(children()) == 1
    assert card.sessions == (1, 1)


def test_the_diagnostic_beside_an_open_session_does_not_close_it(
    cps: CryptolibCps, card: TestCard
) -> None:
    """A second process on the same token, as the diagnostic starts one."""
    cps.open(CODE)
    for _ in range(3):
        other = card.module()
        assert other.identify().name == "EXEMPLE"
        with pytest.raises(PinRequired):
            other.sign(b"x")
        other.close()
        assert cps.sign(b"x")
    assert card.logins == 1


# --- where the code is not ------------------------------------------------------------------------


def test_the_code_is_in_no_argument_and_no_variable(card: TestCard) -> None:
    module, seen = card.module(), list[bytes]()
    try:
        module.identify()
        card.told("hang_at_login")
        asking = threading.Thread(target=_swallow, args=(module, WRONG))
        asking.start()
        eventually(lambda: card.logins == 1)
        [pid] = children()
        for name in ("cmdline", "environ", "status"):
            seen.append(Path(f"/proc/{pid}/{name}").read_bytes())
        card.told("hang_at_login", on=False)
        asking.join(10)
        assert not asking.is_alive()
    finally:
        module.close()
    assert all(seen)
    assert not any(WRONG.encode() in one for one in seen)
    assert not any(WRONG in one for one in (*command(card.library), *os.environ.values()))


def test_the_code_is_in_no_file_that_a_crash_leaves(
    card: TestCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dump of the process holds the code: none is written, however the machine is set."""
    place = tmp_path / "crash"
    place.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(Path(insdesk.__file__).parents[1]))
    monkeypatch.chdir(place)
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        module = card.module()
        module.identify()
        [pid] = children()
        limit = Path(f"/proc/{pid}/limits").read_text().splitlines()
        card.told("crash_at_login")
        with pytest.raises(PractitionerComponentFailed):
            module.open(WRONG)
        module.close()
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
    [core] = [line.split() for line in limit if "core file" in line]
    assert core[4:6] == ["0", "0"]
    assert list(place.iterdir()) == []


def test_the_code_is_in_no_log_and_no_error(
    cps: CryptolibCps, card: TestCard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cps.identify()
    shown = []
    for trouble in ("", "crash_at_login", "removed"):
        if trouble:
            card.told(trouble)
        with pytest.raises(PractitionerCardError) as caught:
            cps.open(WRONG)
        error: BaseException | None = caught.value
        while error is not None:
            shown += [repr(error), str(error), repr(error.args), repr(vars(error))]
            error = error.__cause__ or error.__context__
        shown += traceback.format_exception(caught.value)
        if trouble:
            card.told(trouble, on=False)
        else:
            assert isinstance(caught.value, PinRejected)
    assert WRONG not in "".join(shown) + caplog.text + repr(cps) + repr(vars(cps))


def _swallow(module: CryptolibCps, code: str) -> None:
    try:
        module.open(code)
    except PractitionerCardError:
        return
