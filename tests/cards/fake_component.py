"""A process that answers as no library should: run as a program with a way to misbehave.

Every answer carries the number of its question, so that only what is wrong in it is wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

HELPER = [sys.executable, "-c", "import time; time.sleep(300)"]
"""What a library may leave behind: it keeps the pipe open."""


class Component:
    """Answers one question after the other; `way` says how."""

    def __init__(self, way: str, certificate: str, signature: str) -> None:
        self.way = way
        self.signed = {"signature": signature}
        self.shown: dict[str, Any] = {
            "certificate": certificate,
            "serial": "1",
            "model": "ChipDoc",
            "keypad": False,
            "left": None,
            "data": {},
        }
        self.asked = 0

    def answer(self, question: dict[str, Any]) -> None:
        self.asked += 1
        self.number = question["number"]
        self.verb = question["verb"]
        name, _, value = self.way.partition(":")
        getattr(self, name)(json.loads(value) if value else None)

    def say(self, answer: dict[str, Any], number: int | None = None) -> None:
        numbered = {**answer, "number": self.number if number is None else number}
        sys.stdout.write(json.dumps(numbered) + "\n")
        sys.stdout.flush()

    def right(self, _value: object = None) -> None:
        answers = {"identify": self.shown, "open": {"open": True}, "sign": self.signed}
        self.say(answers.get(self.verb, {}))

    def twice(self, _value: object) -> None:
        self.right()
        self.right()

    def ahead(self, _value: object) -> None:
        """The answer, and that of the next question before it is asked."""
        self.right()
        self.say({"open": True}, self.number + 1)

    def of_another_verb(self, _value: object) -> None:
        self.say(self.signed)

    def flood(self, _value: object) -> None:
        while True:
            sys.stdout.write("x" * 1000 + "\n")

    def partial(self, _value: object) -> None:
        sys.stdout.write('{"certificate": "AA')
        sys.stdout.flush()
        time.sleep(300)

    def late(self, _value: object) -> None:
        """The first process of this folder answers after its limit, the next ones at once."""
        time.sleep(300 if self.verb == "sign" else 0)
        self.right()

    def on_stderr(self, _value: object) -> None:
        sys.stderr.write("x" * 5_000_000)
        self.right()

    def exits(self, _value: object) -> None:
        raise SystemExit

    def helper(self, _value: object) -> None:
        """Ends, and leaves a process that holds the pipe."""
        left = subprocess.Popen(HELPER)
        with open(sys.argv[3], "w") as told:
            told.write(str(left.pid))
        raise SystemExit

    def left(self, value: object) -> None:
        if self.verb == "open":
            self.say({"fault": "pin_wrong", "left": value})
        else:
            self.say({**self.shown, "left": value})

    def fault(self, value: object) -> None:
        self.say({"fault": value})

    def says(self, value: dict[str, Any]) -> None:
        self.say({**self.shown, **value})

    def number_is(self, value: object) -> None:
        sys.stdout.write(json.dumps({**self.shown, "number": value}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    component = Component(sys.argv[1], sys.argv[2], sys.argv[4])
    for line in sys.stdin:
        component.answer(json.loads(line))
