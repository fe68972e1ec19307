"""A server that says the bytes it is told, over TLS or not, for answers that nobody would give."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

Play = Callable[["RawServer", socket.socket], None]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<bon/>"


class RawServer:
    """Each connection is one `play`, in its own thread; `close` ends them all."""

    def __init__(self, play: Play, context: ssl.SSLContext | None) -> None:
        self._play, self._context = play, context
        self._listen = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._lines: list[socket.socket] = []
        self.released, self.arrived = threading.Event(), threading.Event()
        self.connections = self.requests = 0
        self.port: int = self._listen.getsockname()[1]
        self._door = threading.Thread(target=self._serve)
        self._door.start()

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}/lps"

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def read(self, line: socket.socket) -> bool:
        """One whole request; False when the client left instead."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = line.recv(65536)
            if not more:
                return False
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(one[15:]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-le")),
            0,
        )
        while len(body) < length:
            body += line.recv(65536)
        self.requests += 1
        self.arrived.set()
        return True

    def close(self) -> None:
        self.released.set()
        with suppress(OSError):
            self._listen.shutdown(socket.SHUT_RDWR)
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._door.join()
        for thread in self._threads:
            thread.join()
        self._listen.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listen.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._one, args=(line,))
            self._threads.append(thread)
            thread.start()

    def _one(self, line: socket.socket) -> None:
        try:
            if self._context is not None:
                line = self._context.wrap_socket(line, server_side=True)
            self._lines.append(line)
            self._play(self, line)
        except (OSError, ValueError):
            pass  # refused handshakes and clients that leave are what is tested
        finally:
            line.close()


def says(answer: bytes) -> Play:
    """One request, these bytes, the end."""

    def play(server: RawServer, line: socket.socket) -> None:
        if server.read(line):
            line.sendall(answer)
            # What the client still sends is read: closed over unread bytes, a line is reset, and
            # the answer may be lost with it.
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass

    return play


def trickles(head: bytes, byte: bytes) -> Play:
    """One request, `head`, then `byte` for ever, a little faster than any limit of one read."""

    def play(server: RawServer, line: socket.socket) -> None:
        if server.read(line):
            line.sendall(head)
            while not server.released.wait(0.02):
                line.sendall(byte)

    return play
