"""Connections that can be cut from another thread, and answers that end in time (crypto.md P10).

`requests` and `http.client` bound each read, not the whole: a server that sends a byte now and
then would hold a call for ever. Here each read is given what is left of the call.
"""

from __future__ import annotations

import errno
import http.client
import io
import socket
import threading
import time
import weakref
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import allowed_gai_family
from urllib3.util.wait import wait_for_write

_BEGUN = (errno.EINPROGRESS, errno.EWOULDBLOCK)
_LOOK_UP_S = 0.1
Option = tuple[int, int, int | bytes]


class Lines:
    """The connections now open or being made. One call at a time; `cut` from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[Any] = weakref.WeakSet()
        self._dialled: list[socket.socket] = []
        self._kinds: dict[type, type] = {}
        self._cut, self._ends = False, float("inf")

    def begin(self, limit: float) -> None:
        """A call begins; all but the look-up of a name ends within `limit` seconds.

        An earlier cut is forgotten.
        """
        with self._lock:
            self._cut, self._ends = False, time.monotonic() + limit

    @property
    def was_cut(self) -> bool:
        """Whether the call was cut since it began."""
        return self._cut

    def left(self) -> float:
        """Seconds left of the call. Raises `TimeoutError` when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def cut(self) -> None:
        """Shut every connection down, made or being made: whoever waits on one gets an error."""
        with self._lock:
            self._cut = True
            made = [one.sock for one in self._open if one.sock is not None]
            for one in (*made, *self._dialled):
                with suppress(OSError):
                    # Not its own `shutdown`: that of TLS first gives the line back in clear.
                    socket.socket.shutdown(getattr(one, "socket", one), socket.SHUT_RDWR)

    def watched(self, kind: type) -> type:
        """`kind` of connection, known here from the moment it has a socket."""
        if kind in self._kinds.values():
            return kind
        if kind not in self._kinds:
            self._kinds[kind] = _watched(kind, self)
        return self._kinds[kind]

    def dial(
        self, where: tuple[str, int], timeout: float | None, options: Iterable[Option]
    ) -> socket.socket:
        """A socket connected to `where` within `timeout`, whatever the number of its addresses.

        Known here before it is connected. Raises `OSError`.
        """
        problem: OSError | None = None
        ends = time.monotonic() + (self.left() if timeout is None else min(timeout, self.left()))
        for family, kind, protocol, _, target in socket.getaddrinfo(
            *where, allowed_gai_family(), socket.SOCK_STREAM
        ):
            sock = socket.socket(family, kind, protocol)
            try:
                for option in options:
                    sock.setsockopt(*option)
                self._hold(sock)
                self._connect(sock, target, ends)
            except OSError as one:
                sock.close()
                problem = one
            else:
                sock.settimeout(timeout)
                return sock
        raise problem or OSError("no address")

    def _connect(self, sock: socket.socket, target: Any, ends: float) -> None:
        """As `connect`, looking up now and then: no system wakes who waits for an answer to it."""
        sock.setblocking(False)
        code = sock.connect_ex(target)
        while code in _BEGUN:
            if wait_for_write(sock, _LOOK_UP_S):
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            elif self._cut:
                raise ConnectionAbortedError
            elif time.monotonic() > ends:
                raise TimeoutError
        if code:
            raise OSError(code, errno.errorcode.get(code, ""))

    def _hold(self, sock: socket.socket) -> None:
        """A second handle: TLS takes the first one away while it shakes hands."""
        with self._lock:
            if self._cut:
                raise ConnectionAbortedError
            self._dialled.append(sock.dup())

    def settle(self, connection: Any) -> None:
        """The connection is made, or given up (without a socket). Raises `OSError` after a cut."""
        with self._lock:
            for one in self._dialled:
                one.close()
            self._dialled.clear()
            if self._cut:
                raise ConnectionAbortedError
            if connection.sock is not None:
                self._open.add(connection)


def _watched(kind: type, lines: Lines) -> type:
    class Answer(_Answer):
        def __init__(self, sock: Any, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            self.fp = io.BufferedReader(_InTime(self.fp.detach(), sock, lines))

    class Watched(kind):  # type: ignore[misc]
        response_class = Answer

        def connect(self) -> None:
            try:
                super().connect()
            finally:
                lines.settle(self)

        def _new_conn(self) -> socket.socket:
            """As urllib3's own, by `Lines.dial`."""
            try:
                where = (self._dns_host, self.port)
                return lines.dial(where, self.timeout, self.socket_options or ())
            except socket.gaierror as problem:
                raise NameResolutionError(self.host, self, problem) from problem
            except TimeoutError as problem:
                raise ConnectTimeoutError(self, "no connection in time") from problem
            except OSError as problem:
                raise NewConnectionError(self, type(problem).__name__) from problem

    return Watched


class _Answer(http.client.HTTPResponse):
    def _read_status(self) -> tuple[str, int, str]:
        """The final status: what comes before it (102, 103) is not the answer."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 101 < status < 200:
                return version, status, reason
            http.client.parse_headers(self.fp)


class _InTime(io.RawIOBase):
    """What a socket sends, each read bounded by what is left of the call."""

    def __init__(self, raw: Any, sock: Any, lines: Lines) -> None:
        super().__init__()
        self._raw, self._sock, self._lines = raw, sock, lines
        self._usual: float | None = sock.gettimeout()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """As the socket; raises `TimeoutError` when the call has lasted too long."""
        left = self._lines.left()
        self._sock.settimeout(left if self._usual is None else min(self._usual, left))
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        """Give the socket its own limit back, for the next call."""
        if not self.closed:
            with suppress(OSError):
                self._sock.settimeout(self._usual)
            self._raw.close()
        super().close()
