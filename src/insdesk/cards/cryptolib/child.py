"""The process in which the library of the CPS lives. Run as a program, never imported by the desk.

One question a line on the standard input, one answer a line on what was the standard output: the
library itself is left without any, since what it prints would be taken for an answer. The process
ends when the desk closes its end. The code porteur is used once and kept nowhere.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from insdesk.cards.cryptolib import wire
from insdesk.cards.cryptolib.card import PUBLIC_DATA, SIGNATURE, SITUATIONS, Token, Trouble
from insdesk.cards.cryptolib.wire import Fault, Message, Verb

PARENT_S = 1.0
"""How often the process looks whether its desk is still there."""


class Answering:
    """Answers the questions of one desk; loads the library at the first that needs it."""

    def __init__(self, library: str) -> None:
        self._path = library
        self._token: Token | None = None
        self._verbs: dict[Verb, Callable[[Message], Message]] = {
            Verb.VERSION: self._version,
            Verb.IDENTIFY: self._identify,
            Verb.OPEN: self._open,
            Verb.SIGN: self._sign,
            Verb.SITUATIONS: self._situations,
            Verb.CLOSE: self._close,
        }

    def answer(self, question: bytes) -> Message:
        """The answer to one line, with its number; a fault is an answer too."""
        number = 0
        try:
            message = wire.read(question)
            number = wire.number(message, "number")
            found = self._verbs[Verb(wire.text(message, "verb"))](message)
        except Trouble as trouble:
            found = {"fault": trouble.fault.value, "left": trouble.left}
        except ValueError:
            found = {"fault": Fault.BROKEN.value, "left": None}
        return found | {"number": number}

    @property
    def _card(self) -> Token:
        if self._token is None:
            self._token = Token(self._path)
        return self._token

    def _version(self, _question: Message) -> Message:
        return {"version": list(self._card.version)}

    def _identify(self, _question: Message) -> Message:
        certificate = self._card.certificates().get(SIGNATURE)
        if certificate is None:
            raise Trouble(Fault.NOT_A_CPS)
        data = {label: wire.pack(value) for label, value in self._card.data(PUBLIC_DATA).items()}
        return self._card.facts() | {"certificate": wire.pack(certificate), "data": data}

    def _open(self, question: Message) -> Message:
        code = question.pop("code", None)
        serial = wire.text(question, "serial")
        self._card.open(code if isinstance(code, str) else None, serial)
        return {"open": True}

    def _sign(self, question: Message) -> Message:
        return {"signature": wire.pack(self._card.sign(wire.unpack(question, "data")))}

    def _situations(self, _question: Message) -> Message:
        found = self._card.data(SITUATIONS)
        return {"situations": [wire.pack(found[label]) for label in SITUATIONS if label in found]}

    def _close(self, _question: Message) -> Message:
        if self._token is not None:
            self._token.close()
        return {}


def serve(answering: Answering, questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the desk closes its end."""
    while question := questions.readline(wire.LONGEST):
        answers.write(wire.line(answering.answer(question)))
        answers.flush()


def leave_no_dump() -> None:
    """A crash writes no memory of this process anywhere: the code porteur may be in it.

    The collectors of the usual systems heed the limit too; Windows has no such limit.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_the_desk() -> None:
    """A desk that was killed leaves no process behind, even one whose library hangs on the card.

    On Windows the end of the pipe alone says so: a process there has no other parent to see.
    """
    desk = os.getppid()

    def watch() -> None:
        while os.getppid() == desk:
            time.sleep(PARENT_S)
        os._exit(1)

    if sys.platform != "win32":
        threading.Thread(target=watch, daemon=True).start()


def main(arguments: list[str]) -> int:
    """Serve the library named by the only argument."""
    leave_no_dump()
    end_with_the_desk()
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    serve(Answering(arguments[0]), sys.stdin.buffer, answers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
