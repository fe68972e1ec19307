"""The simulated INSi as an HTTPS server on this machine, so that another process may call it.

`/lps` takes the messages; `/regie` takes JSON and says how INSi behaves from now on. Nothing is
logged: neither what is asked nor what is answered.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.tls import make_certificates
from insdesk.simulator.trouble import Ending, Reply

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
PATH = "/lps"
CONTROL = "/regie"
MAX_MESSAGE = 1024 * 1024
MAX_AGE = timedelta(hours=1)
"""An assertion PS is refused after about one hour (insi.md §7.1)."""

_WORDS = {"mode", "seconds", "code", "times"}


class SimulatorServer:
    """`insi` behind HTTPS on loopback; port 0 takes any free one. `folder` gets its certificate."""

    def __init__(self, insi: SimulatedInsi, folder: Path, *, port: int = 0) -> None:
        self._insi = insi
        self._folder = folder
        self._port = port
        self._http: _HttpsServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> tuple[str, Path]:
        """Listen; returns the address of INSi and the file of its authority (PEM).

        Raises `OSError` when the port is taken or the folder cannot be written.
        """
        if self._http is not None:
            raise RuntimeError("already started")
        ca_path, context = make_certificates(self._folder)
        http = _HttpsServer(self._insi, context, self._port)
        self._thread = threading.Thread(
            target=http.serve_forever, args=(0.02,), name="simulated-insi", daemon=True
        )
        self._thread.start()
        self._http = http
        return f"https://localhost:{http.server_address[1]}{PATH}", ca_path

    def stop(self) -> None:
        """Stop listening, end every wait and every connection, join every thread."""
        http, thread = self._http, self._thread
        self._http = self._thread = None
        if http is None or thread is None:
            return
        http.stopping.set()
        http.shutdown()
        self._insi.interrupt()
        http.hang_up()
        http.server_close()
        thread.join()


def serve(
    folder: Path,
    port: int,
    ready: Callable[[str, Path], None],
    *,
    stop: threading.Event | None = None,
) -> None:
    """Run until `stop` is set or Ctrl+C; `ready` gets the address and the authority's file."""
    server = SimulatorServer(SimulatedInsi(max_age=MAX_AGE), folder, port=port)
    address, ca_path = server.start()
    try:
        ready(address, ca_path)
        with contextlib.suppress(KeyboardInterrupt):
            (stop or threading.Event()).wait()
    finally:
        server.stop()


class _HttpsServer(ThreadingHTTPServer):
    """One thread for each connection, joined at the end; TLS begins in that thread."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, insi: SimulatedInsi, context: ssl.SSLContext, port: int) -> None:
        self.insi = insi
        self.stopping = threading.Event()
        self._context = context
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)

    def get_request(self) -> tuple[socket.socket, object]:
        """Accept without a handshake: a client that says nothing must not stop the others."""
        plain, client = super().get_request()
        line = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        with self._lock:
            self._lines.add(line)
        return line, client

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """End one connection."""
        with self._lock:
            self._lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up or distrusts us is no concern of the server."""
        del request, client_address
        log.debug("a connection ended before its answer")

    def hang_up(self) -> None:
        """Wake every handler that waits for its client."""
        with self._lock:
            for line in self._lines:
                with contextlib.suppress(OSError):
                    # Not SSLSocket's own: it would drop the TLS state under the other thread.
                    socket.socket.shutdown(line, socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One connection. Head and body leave in one segment, without Nagle's delay."""

    protocol_version = "HTTP/1.1"
    server_version = "insdesk-simulateur"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    server: _HttpsServer

    def do_POST(self) -> None:
        """A message for INSi, or a word of the régie."""
        body = self._body()
        if body is None:
            return
        if self.path == PATH:
            self._deliver(self.server.insi.reply(dict(self.headers.items()), body))
        elif self.path == CONTROL:
            self._direct(body)
        else:
            self._send(Reply(status=404))

    def do_GET(self) -> None:
        """What INSi does now; nothing else is shown."""
        if self.path == CONTROL:
            self._tell()
        else:
            self._send(Reply(status=404))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_MESSAGE:
            self.close_connection = True
            self._send(Reply(status=413 if length.isdecimal() else 411))
            return None
        return self.rfile.read(int(length))

    # --- INSi ------------------------------------------------------------------------------

    def _deliver(self, reply: Reply) -> None:
        if reply.ending is Ending.NEVER:
            self._wait(reply.delay or None)
            self.close_connection = True
            return
        if reply.delay:
            self._wait(reply.delay)
        if self.server.stopping.is_set():
            self.close_connection = True
        elif reply.ending is Ending.RESET:
            self._reset()
        else:
            self._send(reply)

    def _wait(self, seconds: float | None) -> None:
        self.server.insi.wait(seconds, unless=self.server.stopping.is_set)

    def _reset(self) -> None:
        """Close with a RST: the queue is thrown away instead of being sent."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def _send(self, reply: Reply) -> None:
        body = reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        if reply.location is not None:
            self.send_header("Location", reply.location)
        if reply.ending is Ending.CUT:
            body = body[: len(body) // 2]
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    # --- the régie -------------------------------------------------------------------------

    def _direct(self, body: bytes) -> None:
        try:
            self._obey(json.loads(body))
        except (ValueError, TypeError) as problem:
            text = json.dumps({"error": str(problem)}).encode()
            self._send(Reply(status=400, body=text, content_type="application/json"))
            return
        self._tell()

    def _obey(self, order: object) -> None:
        """`{"mode": "slow", "seconds": 2, "times": 1}` or `{"inject": "<xml…>", "status": 500}`."""
        insi = self.server.insi
        match order:
            case {"inject": str(text), **rest} if rest.keys() <= {"status"}:
                insi.inject(text.encode(), _whole(rest.get("status", 200)))
            case {"mode": str(mode), **rest} if rest.keys() <= _WORDS:
                seconds, times = rest.get("seconds", 0), rest.get("times")
                if not isinstance(seconds, int | float) or seconds < 0:
                    raise ValueError("seconds is a positive number")
                code = str(rest.get("code", "insi_102"))
                if not re.fullmatch(r"[a-z]+_[a-z0-9]+", code):
                    raise ValueError("code looks like insi_102")
                insi.play(
                    mode,
                    seconds=float(seconds),
                    code=code,
                    times=None if times is None else _whole(times),
                )
            case _:
                raise ValueError("expected mode, or inject")

    def _tell(self) -> None:
        insi = self.server.insi
        now = insi.direction
        state = {
            "mode": now.mode.value,
            "seconds": now.seconds,
            "code": now.code,
            "times": now.times,
            "calls": [operation.value for operation in insi.operations],
        }
        self._send(Reply(body=json.dumps(state).encode(), content_type="application/json"))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError("expected a whole number above zero")
    return value
