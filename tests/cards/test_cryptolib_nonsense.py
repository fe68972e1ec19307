"""A process that answers nonsense: never taken for an answer, never anything but an error card."""

from __future__ import annotations

import base64
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cps_certificates import NUMBER, a_certificate, rsa_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from witness import eventually

from insdesk.cards.cryptolib import CryptolibCps
from insdesk.errors import (
    PinBlocked,
    PinRejected,
    PractitionerCardError,
    PractitionerComponentFailed,
)

HERE = Path(__file__).resolve().parent
CODE = "1234"
NOT_OURS = base64.b64encode(bytes(256)).decode("ascii")

Start = Callable[..., CryptolibCps]


def children() -> list[bytes]:
    """The command line of each process that this one started."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    pids = [pid for task in tasks for pid in (task / "children").read_text().split()]
    return [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids]


@pytest.fixture(scope="module")
def certificate() -> str:
    return base64.b64encode(a_certificate(NUMBER)).decode("ascii")


@pytest.fixture(scope="module")
def signed() -> bytes:
    """What the card of that certificate signs when it is given `x`."""
    return rsa_key().sign(b"x", PKCS1v15(), SHA256())


@pytest.fixture
def start(certificate: str, signed: bytes, tmp_path: Path) -> Iterator[Start]:
    """Start a process that misbehaves in this way; it is ended, and nothing of it is left."""
    begun: list[CryptolibCps] = []
    threads = threading.active_count()

    def program(way: str, limit: float = 10.0) -> CryptolibCps:
        command = [sys.executable, str(HERE / "fake_component.py"), way, certificate]
        command += [str(tmp_path / "helper"), base64.b64encode(signed).decode("ascii")]
        begun.append(CryptolibCps(None, program=command, limit=limit))
        return begun[-1]

    yield program
    for one in begun:
        one.close()
    gc.collect()  # a pipe left open says so here
    assert threading.active_count() == threads
    assert not any(b"fake_component" in one for one in children())


def test_this_process_can_answer_rightly(start: Start, signed: bytes) -> None:
    cps = start("right")
    assert cps.identify().name == "EXEMPLE"
    assert any(b"fake_component" in one for one in children())
    cps.open(CODE)
    assert cps.sign(b"x") == signed


@pytest.mark.parametrize("way", ["twice", "ahead"])
def test_a_line_too_many_is_the_answer_to_nothing(way: str, start: Start) -> None:
    """The code would otherwise be believed right, on a line said before it was sent."""
    cps = start(way)
    assert cps.identify().name == "EXEMPLE"
    eventually(lambda: cps._component is None or not cps._component.is_listening)
    cps.open(CODE)  # another process: the first one is not believed any longer


@pytest.mark.parametrize("way", ["twice", "ahead"])
def test_a_line_too_many_that_comes_during_the_next_question(
    way: str, start: Start, signed: bytes
) -> None:
    """Right, or an error: never the answer to what was not asked yet."""
    cps = start(way)
    right = 0
    for _ in range(20):
        for ask in (lambda: cps.identify().name == "EXEMPLE", lambda: cps.sign(b"x") == signed):
            try:
                assert ask()
            except PractitionerComponentFailed:
                continue
            right += 1
    assert right, "never an answer at all"


def test_an_answer_to_another_question_opens_nothing(start: Start) -> None:
    cps = start("of_another_verb")
    for ask in (cps.identify, lambda: cps.open(CODE), cps.version, cps.situations):
        with pytest.raises(PractitionerComponentFailed):
            ask()


@pytest.mark.parametrize("number", ["0", "99", '"1"', "true", "null", "1.0", "[]"])
def test_an_answer_without_the_number_of_its_question(number: str, start: Start) -> None:
    with pytest.raises(PractitionerComponentFailed):
        start(f"number_is:{number}").identify()


def test_a_late_answer_is_never_that_of_the_next_question(start: Start) -> None:
    cps = start("late", limit=1.0)
    assert cps.identify().name == "EXEMPLE"
    with pytest.raises(PractitionerComponentFailed):
        cps.sign(b"x")
    assert cps.identify().name == "EXEMPLE"


@pytest.mark.parametrize("way", ["flood", "exits"])
def test_too_much_or_nothing_said(way: str, start: Start) -> None:
    cps = start(way)
    for _ in range(2):
        with pytest.raises(PractitionerComponentFailed):
            cps.identify()


def test_half_a_line_is_no_answer(start: Start) -> None:
    with pytest.raises(PractitionerComponentFailed):
        start("partial", limit=1.0).identify()


def test_what_is_written_on_stderr_fills_no_pipe(start: Start) -> None:
    assert start("on_stderr").identify().name == "EXEMPLE"


def test_a_helper_left_behind_holds_neither_the_pipe_nor_the_desk(
    start: Start, tmp_path: Path
) -> None:
    """A library may start a process of its own: it goes with the library."""
    cps = start("helper", limit=1.0)
    with pytest.raises(PractitionerComponentFailed):
        cps.identify()
    helper = Path(f"/proc/{(tmp_path / 'helper').read_text()}/stat")
    eventually(lambda: not helper.exists() or " Z " in helper.read_text())


@pytest.mark.parametrize("left", ["-1", "99", '"2"', "true", "null", "1e400", "[]", "2.0"])
def test_tries_that_cannot_be_are_not_believed(left: str, start: Start) -> None:
    """The card allowed three: after the first wrong code two stay, then one, never more."""
    cps = start(f"left:{left}")
    cps.identify()
    assert cps.tries_left is None
    for stay in (2, 1, 1):
        with pytest.raises(PinRejected) as refused:
            cps.open(CODE)
        assert refused.value.attempts_left == stay
        assert type(refused.value.attempts_left) is int


def test_a_wrong_code_without_a_try_left_is_a_blocked_card(start: Start) -> None:
    cps = start("left:0")
    with pytest.raises(PinBlocked):
        cps.open(CODE)
    assert cps.tries_left == 0


@pytest.mark.parametrize("fault", ['"whatever"', "null", "3", "{}", '"PIN_WRONG"'])
def test_a_fault_that_is_none_of_ours(fault: str, start: Start) -> None:
    cps = start(f"fault:{fault}")
    for ask in (cps.identify, lambda: cps.open(CODE), lambda: cps.sign(b"x")):
        with pytest.raises(PractitionerComponentFailed):
            ask()


@pytest.mark.parametrize(
    "told",
    [
        '{"signature": ""}',
        '{"signature": 3}',
        '{"signature": "!"}',
        '{"signature": null}',
        f'{{"signature": "{NOT_OURS}"}}',
    ],
)
def test_a_signature_that_is_none(told: str, start: Start) -> None:
    with pytest.raises(PractitionerComponentFailed):
        start(f"says:{told}").sign(b"x")


def test_what_a_card_says_of_itself_can_be_shown(start: Start) -> None:
    told = r'{"serial": "12\ud800\n3", "model": "\u202eMODEL\u0000", "data": {"CPS_INFO_PS": 4}}'
    reading = start(f"says:{told}").identify()
    assert (reading.card_number, reading.generation) == ("123", "MODEL")
    f"{reading.card_number}{reading.generation}".encode()


@pytest.mark.parametrize("data", ["[]", '"x"', '{"CPS_INFO_PS": "!"}', "null"])
def test_data_objects_of_the_wrong_type_are_not_believed(data: str, start: Start) -> None:
    cps = start(f'says:{{"data": {data}, "situations": []}}')
    assert cps.identify().name == "EXEMPLE"
    assert cps.attributes() == {}


def test_a_question_too_long_is_not_sent_in_two(start: Start) -> None:
    cps = start("right")
    with pytest.raises(PractitionerComponentFailed):
        cps.sign(bytes(1 << 20))
    assert cps.identify().name == "EXEMPLE"


def test_a_process_that_reads_nothing_does_not_hold_the_desk(tmp_path: Path) -> None:
    """More than a pipe holds, and nobody at the other end."""
    asleep = [sys.executable, "-c", "import time; time.sleep(300)"]
    cps = CryptolibCps(None, program=asleep, limit=1.0)
    with pytest.raises(PractitionerComponentFailed):
        cps.sign(bytes(500_000))
    cps.close()


def test_a_program_that_does_not_start_is_an_error(tmp_path: Path) -> None:
    cps = CryptolibCps(None, program=[str(tmp_path / "nothing")])
    with pytest.raises(PractitionerCardError):
        cps.identify()
    cps.close()
