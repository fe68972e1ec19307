"""What the tests of the client share: a watcher, a sender, a family of given names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from insdesk.identity.traits import Traits
from insdesk.insi.envelope import Sender

LATER = datetime(2026, 1, 31, 8, 5, 10, tzinfo=UTC)
SENDER = Sender(
    idam="XX0123456789",
    version="1.0",
    instance="b3549edd-4ae9-472a-b26f-fd2fb4ef397f",
    emetteur="899900000009",
)
TraitsOf = Callable[..., Traits]


@dataclass
class Watcher:
    """A `control` that notes the steps and cancels before a given call.

    It is asked twice about each: before it is prepared, and before it leaves.
    """

    cancel_before: int | None = None
    while_prepared: bool = False
    steps: list[tuple[int, int]] = field(default_factory=list)
    asked: int = 0

    def progress(self, step: Any) -> None:
        self.steps.append((step.attempt, step.of))

    def cancelled(self) -> bool:
        self.asked += 1
        begins = 2 * ((self.cancel_before or 99) - 1) + self.while_prepared
        return self.asked > begins


def family(a_traits: TraitsOf, *names: str) -> Traits:
    return a_traits(first_name=names[0], first_names=" ".join(names))
