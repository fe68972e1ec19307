"""Setting the desk up (J9) and looking at it (S23): what is asked, in which order, what follows.

The practitioner declares; nothing is chosen for him. The consequence of where and how he works is
told by the guards themselves, so that no window holds a second copy of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from insdesk import __version__, paths
from insdesk.errors import ExportIncomplete
from insdesk.identity.readings import Environment
from insdesk.qualification import rules
from insdesk.qualification.bench import Bench
from insdesk.qualification.diagnosis import Check, Finding, Following, Health, report, system
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Evidence, Run
from insdesk.settings import Settings

SETUP_CHECKS: Final = (
    Check.SERVICE,
    Check.READERS,
    Check.CPS_COMPONENT,
    Check.CPS,
    Check.VITALE_COMPONENT,
    Check.NETWORK,
)
"""The diagnostic in its simplified form: what a first start stumbles over."""

WAY_TO_INSI: Final = (Check.NETWORK, Check.SERVER, Check.CLOCK)
"""The trial of INSi: a connection, a certificate, the time. No message, nobody is asked about."""

PRACTICE: Final = frozenset({"X1", "X2"})
"""The guards of the exception procedure that depend on how the practitioner works alone."""


class SetupStep(Enum):
    """The steps of J9, in order; each may be left, and taken up again."""

    CHECK = "Votre poste"
    CARD = "Votre CPS"
    PRACTICE = "Votre exercice"
    CODE = "Code porteur et INSi"
    READY = "Prêt"


@dataclass(frozen=True, slots=True, kw_only=True)
class InsiTry:
    """What came of the trial of INSi; `ms` is the connection and the recognition of the server."""

    findings: tuple[Finding, ...]
    reached: bool
    ms: int = 0


def first_step(settings: Settings) -> SetupStep:
    """Where to begin, or begin again: what was declared is not asked twice."""
    if not settings.owner_national_id:
        return SetupStep.CHECK
    return SetupStep.CODE if settings.declared_on else SetupStep.PRACTICE


class SetupUse(Bench):
    """Use cases of the set-up and of the diagnostic."""

    @property
    def settings(self) -> Settings:
        """GUI. The settings in force."""
        return self._to.settings()

    @property
    def wants_setup(self) -> bool:
        """GUI. Whether this desk has no practitioner yet; mode découverte asks nothing."""
        real = self.environment is not Environment.DECOUVERTE
        return real and not self._to.settings().owner_national_id

    def diagnose(
        self, following: Following | None = None, only: Sequence[Check] = tuple(Check)
    ) -> tuple[Finding, ...]:
        """Its own lane, ten seconds at most. The twelve checks, or some of them, in order."""
        return self._to.diagnosis(following, only)

    def try_insi(self, following: Following | None = None) -> InsiTry:
        """Its own lane. Whether INSi is there, recognised and on time; nobody is asked about."""
        findings = self.diagnose(following, WAY_TO_INSI)
        health = {one.check: one for one in findings}
        server = health[Check.SERVER]
        bad = any(one.health is Health.BAD for one in findings)
        reached = server.health is Health.GOOD and not bad
        return InsiTry(findings=findings, reached=reached, ms=server.ms)

    def report(self, findings: tuple[Finding, ...]) -> str:
        """GUI. The findings as a text for a support: nothing personal is in it."""
        return report(findings, __version__, system())

    def save_report(self, findings: tuple[Finding, ...], folder: Path) -> Path:
        """Local lane. The report as a private file. Raises `ExportIncomplete`."""
        day = self._to.clock().astimezone()
        target = folder / f"insdesk_diagnostic_{day:%Y-%m-%d_%H%M%S}.txt"
        try:
            return paths.private_file(target, self.report(findings).encode())
        except OSError as problem:
            raise ExportIncomplete from problem

    def practice_refusals(self, structure: str, secretariat: bool) -> tuple[Refusal, ...]:
        """GUI. What working so closes of the exception procedure; empty when it stays open."""
        facts, now = self._facts(), self._to.clock()
        told = replace(
            facts.settings,
            structure=structure,
            secretariat=secretariat,
            declared_on=now.date().isoformat(),
        )
        facts = replace(facts, settings=told)
        nobody = Run(number=0, started_at=now)
        return tuple(
            Refusal(rule=guard.id, reason=guard.reason)
            for guard in rules.GUARDS
            if guard.id in PRACTICE and not guard.holds(nobody, Evidence(), facts)
        )

    def practising(self, structure: str, secretariat: bool) -> Settings:
        """GUI. The settings once this is declared today (X1, X2); the caller keeps them."""
        return replace(
            self._to.settings(),
            structure=structure,
            secretariat=secretariat,
            declared_on=self._to.clock().astimezone().date().isoformat(),
        )
