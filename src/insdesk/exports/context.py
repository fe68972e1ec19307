"""What an export needs to know besides the identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from insdesk.identity.readings import Environment

FHIR_VERSIONS = ("2.2.0", "2.1.0")
"""Versions of FR Core that can be written, default first (decision 11)."""


def no_label(_code: str) -> str | None:
    """No place has a name: only the codes are written."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """When, for whom and in which dialect an export is made.

    `generated_at` is aware; its zone is the one in which an instant becomes a day.
    `local_system` is the URI under which `Patient.uid` is known (`urn:oid:…`), None to leave it
    out. `place_label` gives the name of a COG code, or None. `allow_fictitious` says whether
    identities of découverte and essai may leave, marked, from a desk that is not in production;
    in production they never do. Raises `ValueError` for a naive time or an unknown version.
    """

    generated_at: datetime
    environment: Environment
    fhir_version: str = FHIR_VERSIONS[0]
    local_system: str | None = None
    place_label: Callable[[str], str | None] = no_label
    allow_fictitious: bool = True

    def __post_init__(self) -> None:
        if self.generated_at.tzinfo is None:
            raise ValueError("generated_at must be aware")
        if self.fhir_version not in FHIR_VERSIONS:
            raise ValueError(f"FR Core {self.fhir_version} cannot be written")

    @classmethod
    def example(cls) -> Context:
        """A context of the découverte desk at a fixed instant, for tests and demonstrations."""
        return cls(
            generated_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
            environment=Environment.DECOUVERTE,
        )

    @property
    def is_real(self) -> bool:
        """Whether what leaves is about real persons; else it must say so itself (decision 3)."""
        return self.environment is Environment.PRODUCTION

    def day(self, instant: datetime) -> date:
        """The calendar day of `instant` where the desk is."""
        return instant.astimezone(self.generated_at.tzinfo).date()
