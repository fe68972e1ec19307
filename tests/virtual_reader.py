"""The real card service of the system with two virtual readers, and cards made of bytes.

`Pcscd` starts a private `pcscd` that listens on a socket of this process alone: several test runs,
and the daemon of the system, live side by side. `VirtualCard` is a card in one of its slots (the
driver's TCP protocol); any `CardLink` can be one. Import the fixture `pcscd` in the `conftest.py`
of a folder to use it there.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol, Self

import pytest

PCSCD = "/usr/sbin/pcscd"
DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
NAME = "Virtual PCD"
READY_S = 5.0


class Card(Protocol):
    """What sits in a slot: anything with the two members of a `CardLink`."""

    @property
    def atr(self) -> bytes:
        """The answer to reset."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Data and status word of one command."""


class VirtualCard:
    """A card in a slot from construction to `remove()`.

    `delay` seconds pass before each answer; the card is pulled instead of answering its command
    number `die_after` + 1; command number `hang_at` is never answered. Counts from 1.
    """

    def __init__(
        self,
        port: int,
        card: Card,
        *,
        delay: float = 0,
        die_after: int | None = None,
        hang_at: int | None = None,
    ) -> None:
        self._card, self._delay = card, delay
        self._die_after, self._hang_at = die_after, hang_at
        self._gone = threading.Event()
        self.answered = 0
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._socket.settimeout(None)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, name="virtual-card", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Pull the card out; may be called twice."""
        self._gone.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        try:
            while True:
                message = self._receive(struct.unpack(">H", self._receive(2))[0])
                if message == b"\x04":
                    self._send(self._card.atr)
                elif len(message) > 1:
                    self._command(message)
        except (EOFError, OSError):
            self._socket.close()

    def _command(self, command: bytes) -> None:
        number = self.answered + 1
        if number == self._hang_at:
            self._gone.wait()
        if self._die_after is not None and number > self._die_after:
            raise EOFError
        if self._delay:
            self._gone.wait(self._delay)
        data, status = self._card.transmit(command)
        self._send(data + status.to_bytes(2, "big"))
        self.answered = number

    def _send(self, data: bytes) -> None:
        self._socket.sendall(struct.pack(">H", len(data)) + data)

    def _receive(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            if hasattr(socket, "TCP_QUICKACK"):
                # Not sticky; without it each command costs 45 ms of delayed acknowledgement.
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._socket.recv(length - len(data))
            if not part:
                raise EOFError
            data += part
        return data


class Pcscd:
    """A private card service with two empty virtual readers, `ports` being their doors.

    Started as systemd does: it inherits a listening socket whose path the PC/SC library reads in
    `PCSCLITE_CSOCK_NAME`. The library keeps that path, so there is one per process for good.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.socket_path = folder / "pcscd.comm"
        self.ports = (0, 0)
        os.environ["PCSCLITE_CSOCK_NAME"] = str(self.socket_path)

    @property
    def readers(self) -> tuple[str, str]:
        """The names of the two readers, in the order of `ports`."""
        return f"{NAME} 00 00", f"{NAME} 00 01"

    @property
    def is_running(self) -> bool:
        """Whether the daemon started here is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def threads(self) -> int:
        """Threads of the daemon: it gives one to each conversation (context) with it."""
        process = self._process
        return len(list(Path(f"/proc/{process.pid}/task").iterdir())) if process else 0

    def start(self) -> None:
        """Start it unless it runs; returns when it answers and both slots listen."""
        if self.is_running:
            return
        for _ in range(5):
            # Below the range of client sockets, so that nobody takes the pair meanwhile.
            first = random.SystemRandom().randrange(20000, 32000, 2)
            if _is_free(first) and _is_free(first + 1) and self._start_on(first):
                self.ports = (first, first + 1)
                return
        raise RuntimeError(f"no private pcscd: {self.log()}")

    def stop(self) -> None:
        """End it in order; may be called twice."""
        self._end(lambda process: process.terminate())

    def kill(self) -> None:
        """End it the hard way, as a crash does."""
        self._end(lambda process: process.kill())

    def log(self) -> str:
        """What the daemon said: errors only, never an APDU."""
        path = self._folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _end(self, how: Callable[[subprocess.Popen[bytes]], None]) -> None:
        process, self._process = self._process, None
        if process is not None:
            how(process)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self.socket_path.unlink(missing_ok=True)

    def _start_on(self, port: int) -> bool:
        (self._folder / "conf").mkdir(exist_ok=True)
        (self._folder / "conf" / "vpcd").write_text(
            f'FRIENDLYNAME "{NAME}"\nDEVICENAME /dev/null:0x{port:X}\n'
            f"LIBPATH {DRIVER}\nCHANNELID 0x{port:X}\n"
        )
        Path("/run/pcscd").mkdir(exist_ok=True)
        self.socket_path.unlink(missing_ok=True)
        with (
            socket.socket(socket.AF_UNIX) as door,
            (self._folder / "log").open("wb") as log,
        ):
            door.bind(str(self.socket_path))
            door.listen(16)
            # The descriptor must be number 3 and the pid its own: a shell can say both.
            adopt = "exec 3<&0 </dev/null; export LISTEN_FDS=1 LISTEN_PID=$$"
            run = f"exec {PCSCD} --foreground --error --config '{self._folder / 'conf'}'"
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", f"{adopt}; {run}"],
                stdin=door,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_S
        while self.is_running and time.monotonic() < deadline:
            if _listens(port) and _listens(port + 1):
                return True
            self._pause()
        self.stop()
        return False

    def _pause(self) -> None:
        threading.Event().wait(0.01)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def _listens(port: int) -> bool:
    # Looked up, not tried: a connection would be a card inserted.
    table = Path("/proc/net/tcp").read_text()
    return any(f":{port:04X} 00000000:0000 0A" in line for line in table.splitlines())


def missing() -> str:
    """What this machine lacks for a private card service, `""` when all is there."""
    for path in (PCSCD, DRIVER):
        if not Path(path).exists():
            return f"{path} is not installed"
    try:
        Path("/run/pcscd").mkdir(exist_ok=True)
    except OSError:
        return "the folder /run/pcscd cannot be made"
    return "" if os.access("/run/pcscd", os.W_OK) else "the folder /run/pcscd cannot be written"


@cache
def the_daemon() -> Pcscd:
    """The one card service of this process; its folder goes away with the fixture."""
    return Pcscd(Path(tempfile.mkdtemp(prefix="insdesk-pcscd-")))


@pytest.fixture(scope="session")
def pcscd() -> Iterator[Pcscd]:
    """The private card service, running; a test that stops it starts it again."""
    lacking = missing()
    if lacking:
        if os.environ.get("INSDESK_REQUIRE_PCSC") == "1":
            pytest.fail(f"card service required: {lacking}")
        pytest.skip(f"no card service here: {lacking}")
    daemon = the_daemon()
    daemon.start()
    yield daemon
    daemon.stop()
    shutil.rmtree(daemon.socket_path.parent, ignore_errors=True)


@pytest.fixture
def card_service(pcscd: Pcscd) -> Iterator[Pcscd]:
    """The private card service, running with both slots empty, whatever the last test did."""
    pcscd.start()
    deadline = time.monotonic() + READY_S
    while cards_seen() and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    yield pcscd
    pcscd.start()


def cards_seen() -> bool:
    """Whether the service still shows a card: the driver is asked for it every 0.4 s."""
    from smartcard import scard

    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if code != scard.SCARD_S_SUCCESS:
        return True
    try:
        _, names = scard.SCardListReaders(context, [])
        asked = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        code, found = scard.SCardGetStatusChange(context, 0, asked)
        return any(state & scard.SCARD_STATE_PRESENT for _, state, _ in found)
    finally:
        scard.SCardReleaseContext(context)
