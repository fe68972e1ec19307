"""One process of the library and the pipe to it: numbered questions, numbered answers.

Every question carries a number that its answer must carry too: a line said twice, late or for
nobody is never taken for an answer. The process is in a group of its own, ended whole: a helper
that the library leaves behind holds neither the card nor the pipe. On Windows, where there is no
such group, the process alone is ended: what its library started may outlive it.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Full, Queue
from typing import IO

from insdesk.cards.cryptolib import wire
from insdesk.cards.cryptolib.wire import Garbage, Message

NUMBERS = 1 << 48
"""So many that no line said beforehand carries the number of the question to come."""

WAITING = 2
"""Lines that may wait: an answer and the end. Whoever says more is not listened to any longer."""

END_LIMIT = 5.0
"""Seconds that an ended process may take to be gone: the system may hold it in a driver."""


class Component:
    """A running process of the library. Raises `OSError` when it cannot start."""

    def __init__(self, program: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._said: Queue[bytes] = Queue(WAITING)
        self._gone = threading.Lock()
        self._over = False
        # Waiting on a pipe with a limit is not possible on every system: a thread waits.
        self._listener = threading.Thread(target=self._listen, name="cps-component", daemon=True)
        self._listener.start()

    @property
    def is_listening(self) -> bool:
        """Whether it may be asked: its end of the pipe is open and nothing unasked was said."""
        return self._listener.is_alive() and self._said.empty()

    def ask(self, question: Message, limit: float) -> Message:
        """One line there, one line back, in `limit` seconds each.

        Raises `TimeoutError`, `OSError`, `Garbage`; the process is then good for nothing.
        """
        number = secrets.randbelow(NUMBERS)
        asked = wire.line({**question, "number": number})
        if len(asked) > wire.LONGEST:
            raise Garbage("question too long")
        self._send(asked, limit)
        try:
            received = self._said.get(timeout=limit)
        except Empty as problem:
            raise TimeoutError from problem
        if not received.endswith(b"\n"):
            raise Garbage("ended" if not received else "too long")
        answer = wire.read(received)
        if wire.number(answer, "number") != number:
            raise Garbage("answer to another question")
        return answer

    def kill(self) -> None:
        """Any thread. End it now, and what it started; `ask` then raises."""
        with self._gone:
            if not self._over:
                _kill(self._process)

    def end(self) -> None:
        """End it and wait until it is gone; never fails."""
        with self._gone:
            self._over = True
            _kill(self._process)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_LIMIT)
        self._listener.join(END_LIMIT)
        if self._process.stdin is not None:
            with suppress(OSError):  # what was not sent yet is for nobody now
                self._process.stdin.close()

    def _send(self, asked: bytes, limit: float) -> None:
        pipe: IO[bytes] | None = self._process.stdin
        if pipe is None:
            raise OSError("no pipe")
        with self._ended_after(limit):  # nobody may be reading at the other end
            pipe.write(asked)
            pipe.flush()

    @contextmanager
    def _ended_after(self, limit: float) -> Iterator[None]:
        guard = threading.Timer(limit, self.kill)
        guard.daemon = True
        guard.start()
        try:
            yield
        finally:
            guard.cancel()
            guard.join()

    def _listen(self) -> None:
        """Pass on line after line; an empty one says that the process ended."""
        answers = self._process.stdout
        if answers is None:
            return
        with answers, suppress(Full):
            line = b"begin"
            while line:
                line = answers.readline(wire.LONGEST)
                self._said.put_nowait(line)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and its group; it is not reaped yet, so that its number is still its own."""
    if sys.platform != "win32" and process.returncode is None:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
