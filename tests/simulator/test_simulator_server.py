"""The same INSi behind HTTPS: reached by its authority, driven from outside, stopped cleanly."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from insdesk.cards.reader import PcscCards
from insdesk.errors import InsiError, InsiFault
from insdesk.identity.readings import Found
from insdesk.identity.traits import Traits
from insdesk.insi.client import InsiClient
from insdesk.insi.transport import SecurePost
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.server import SimulatorServer, serve
from insdesk.simulator.trouble import Mode, Reply

LONG = 10.0

TRAITS = Traits.from_text(
    birth_name="ADRUN",
    first_name="ZOE",
    first_names=None,
    birth_date="1975-12-31",
    sex="F",
    birth_place=None,
)


class Reached:
    """A running server, and how to speak to it."""

    def __init__(self, insi: SimulatedInsi, folder: Path) -> None:
        self.server = SimulatorServer(insi, folder)
        self.address, self.ca = self.server.start()
        self.control = self.address.replace("/lps", "/regie")
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(self.ca)

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])

    @contextmanager
    def line(self, name: str = "localhost") -> Iterator[ssl.SSLSocket]:
        """A bare TLS line to the server, whose certificate must be good for `name`."""
        context = ssl.create_default_context(cafile=str(self.ca))
        with (
            socket.create_connection(("127.0.0.1", self.port), LONG) as plain,
            context.wrap_socket(plain, server_hostname=name) as line,
        ):
            yield line

    def direct(self, **order: object) -> requests.Response:
        return self.session.post(self.control, json=order, timeout=LONG)


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Reached]:
    reached = Reached(SimulatedInsi(), tmp_path / "simulateur")
    yield reached
    reached.session.close()
    reached.server.stop()
    names = {thread.name for thread in threading.enumerate()}
    assert not any("simulated-insi" in name or "process_request" in name for name in names)


@pytest.fixture
def remote(reached: Reached, open_cards: PcscCards) -> Iterator[InsiClient]:
    with SecurePost(ca_bundle=reached.ca, timeout=(LONG, 0.5)) as post:
        yield InsiClient(post, signer=open_cards.signer, address=reached.address)


def test_the_real_transport_reaches_it(remote: InsiClient) -> None:
    for _ in range(3):
        assert isinstance(remote.search_by_traits(TRAITS), Found)


def test_it_answers_on_loopback_only_with_its_own_certificate(reached: Reached) -> None:
    for name in ("localhost", "127.0.0.1"):
        with reached.line(name) as line:
            assert line.version() in ("TLSv1.2", "TLSv1.3")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(reached.control, timeout=LONG)


def test_the_key_is_private_and_the_authority_is_not_signed_again(tmp_path: Path) -> None:
    first, second = Reached(SimulatedInsi(), tmp_path), None
    try:
        assert (tmp_path / "server.pem").stat().st_mode & 0o777 == 0o600
        assert b"PRIVATE" not in first.ca.read_bytes()
        kept = first.ca.read_bytes()
        second = Reached(SimulatedInsi(), tmp_path / "autre")
        assert second.ca.read_bytes() != kept
    finally:
        for one in (first, second):
            if one is not None:
                one.session.close()
                one.server.stop()


def test_head_and_body_leave_in_one_segment(reached: Reached) -> None:
    with reached.line() as line:
        line.sendall(b"GET /regie HTTP/1.1\r\nHost: localhost\r\n\r\n")
        # One TLS record: a single read gives the head and the whole JSON.
        answer = line.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"}")


FAILING = [mode for mode in Mode if mode not in (Mode.NORMAL, Mode.SLOW, Mode.INCOHERENT)]


@pytest.mark.parametrize("mode", FAILING)
def test_every_trouble_through_the_wire_is_that_of_the_function(
    reached: Reached, remote: InsiClient, open_cards: PcscCards, mode: Mode
) -> None:
    assert reached.direct(mode=mode.value, times=1).json()["mode"] == mode.value
    with pytest.raises(InsiError) as far:
        remote.search_by_traits(TRAITS)
    insi = SimulatedInsi(patience=0.01)
    insi.play(mode)
    with pytest.raises(InsiError) as near:
        InsiClient(insi.post, signer=open_cards.signer).search_by_traits(TRAITS)
    assert (type(far.value), far.value.code) == (type(near.value), near.value.code)
    assert isinstance(remote.search_by_traits(TRAITS), Found)


def test_slow_answers_come(reached: Reached, remote: InsiClient) -> None:
    reached.direct(mode="slow", seconds=0.05, times=1)
    answer = remote.search_by_traits(TRAITS)
    assert answer.trace is not None
    assert answer.trace.duration_ms >= 50


def test_an_answer_may_be_injected_from_outside(reached: Reached, remote: InsiClient) -> None:
    reached.direct(inject="<html/>", status=503)
    with pytest.raises(InsiError):
        remote.search_by_traits(TRAITS)
    assert isinstance(remote.search_by_traits(TRAITS), Found)


def test_the_state_tells_calls_and_no_identity(reached: Reached, remote: InsiClient) -> None:
    remote.search_by_traits(TRAITS)
    told = reached.session.get(reached.control, timeout=LONG)
    assert told.json() == {
        "mode": "normal",
        "seconds": 0.0,
        "code": "insi_102",
        "times": None,
        "calls": ["rechercherInsAvecTraitsIdentite"],
    }


@pytest.mark.parametrize(
    "order",
    [
        {"mode": "lent"},
        {"mode": "slow", "seconds": -1},
        {"mode": "slow", "seconds": "2"},
        {"mode": "fault", "code": '"><x>'},
        {"mode": "normal", "times": 0},
        {"mode": "normal", "autre": 1},
        {"inject": 3},
        {"inject": "<a/>", "status": True},
        ["normal"],
    ],
)
def test_a_word_that_makes_no_sense_changes_nothing(reached: Reached, order: object) -> None:
    answer = reached.session.post(reached.control, json=order, timeout=LONG)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert reached.session.get(reached.control, timeout=LONG).json()["mode"] == "normal"


@pytest.mark.parametrize(("path", "method"), [("/", "get"), ("/lps", "get"), ("/autre", "post")])
def test_nothing_else_is_there(reached: Reached, path: str, method: str) -> None:
    address = reached.address.replace("/lps", path)
    assert reached.session.request(method, address, timeout=LONG).status_code == 404


@pytest.mark.parametrize(("length", "status"), [("", b"411"), ("1000000000", b"413")])
def test_a_message_without_its_length_or_too_long_is_refused(
    reached: Reached, length: str, status: bytes
) -> None:
    told = f"Content-Length: {length}\r\n" if length else ""
    with reached.line() as line:
        line.sendall(f"POST /lps HTTP/1.1\r\nHost: localhost\r\n{told}\r\n".encode())
        assert line.recv(65536).split(b" ")[1] == status
        assert line.recv(65536) == b"", "and the line is closed"


def test_a_message_that_is_no_soap_gets_a_fault(reached: Reached) -> None:
    from insdesk.insi.answer import read

    answer = reached.session.post(reached.address, data=b"bonjour", timeout=LONG)
    with pytest.raises(InsiFault):
        read(answer.status_code, answer.content)


class Noticing(SimulatedInsi):
    """Tells when a message has arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.noticed = threading.Event()

    def reply(self, headers: Mapping[str, str], envelope: bytes) -> Reply:
        self.noticed.set()
        return super().reply(headers, envelope)


@pytest.mark.parametrize(("mode", "seconds"), [("silent", 0), ("silent", 3600), ("slow", 3600)])
def test_stopping_frees_a_client_that_waits(tmp_path: Path, mode: str, seconds: float) -> None:
    insi = Noticing()
    insi.play(mode, seconds=seconds)
    reached = Reached(insi, tmp_path)
    ended: list[type[Exception]] = []

    def ask() -> None:
        try:
            reached.session.post(reached.address, data=b"x", timeout=3600)
        except requests.RequestException as problem:
            ended.append(type(problem))

    asking = threading.Thread(target=ask)
    asking.start()
    assert insi.noticed.wait(LONG)
    # The handler may not wait yet: stopping must end it all the same.
    reached.server.stop()
    asking.join(LONG)
    assert ended == [requests.exceptions.ConnectionError]
    reached.session.close()
    reached.server.stop()


def test_idle_and_mute_connections_do_not_hold_the_stop(tmp_path: Path) -> None:
    reached = Reached(SimulatedInsi(), tmp_path)
    reached.direct(mode="normal")  # kept alive by the session
    with socket.create_connection(("127.0.0.1", reached.port), LONG):  # never begins its handshake
        reached.server.stop()
    reached.session.close()


def test_a_taken_port_is_an_os_error(reached: Reached, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=str(errno.EADDRINUSE)):
        SimulatorServer(SimulatedInsi(), tmp_path / "x", port=reached.port).start()
    with pytest.raises(RuntimeError):
        reached.server.start()


def test_the_command_serves_until_told_to_stop(tmp_path: Path, open_cards: PcscCards) -> None:
    stop, told = threading.Event(), threading.Event()
    where: list[tuple[str, Path]] = []

    def ready(address: str, ca_path: Path) -> None:
        where.append((address, ca_path))
        told.set()

    serving = threading.Thread(target=serve, args=(tmp_path, 0, ready), kwargs={"stop": stop})
    serving.start()
    try:
        assert told.wait(LONG)
        address, ca_path = where[0]
        with SecurePost(ca_bundle=ca_path) as post:
            client = InsiClient(post, signer=open_cards.signer, address=address)
            assert isinstance(client.search_by_traits(TRAITS), Found)
    finally:
        stop.set()
        serving.join(LONG)
    assert not serving.is_alive()
