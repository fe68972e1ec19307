"""The state of the desk in twelve checks (ux.md S23): what is asked, how long, what is answered.

A finding holds words of ours, versions and delays: no identity, no number of a card, no path of a
person. Each check answers within its share of the limit, or « n'a pas répondu »: none stops
another.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

LIMIT_S = 7.0
"""Seconds for all the checks together; the bar is ten, the start of the program included."""

LOOK_S = 0.1
"""How often it is asked whether the findings are still wanted."""


class Check(Enum):
    """The twelve checks, in the order in which they are shown."""

    SERVICE = "Service de cartes"
    READERS = "Lecteurs"
    CARDS = "Carte dans chaque lecteur"
    CPS = "CPS"
    CPS_COMPONENT = "Composant CPS"
    VITALE_COMPONENT = "Composant de lecture Vitale"
    READER_SHARED = "Lecteur libre"
    NETWORK = "Réseau et proxy"
    SERVER = "Certificat du serveur INSi"
    CLOCK = "Horloge"
    BASE = "Base locale"
    BACKUP = "Sauvegarde"


class Health(Enum):
    """What a check found."""

    GOOD = "bon"
    WATCH = "à surveiller"
    BAD = "en panne"
    UNKNOWN = "non testé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer: `words` say what was found, `fix` what to do, empty when there is nothing."""

    check: Check
    health: Health
    words: str
    fix: str = ""
    ms: int = 0


Said = tuple[Health, str, str]
"""What one probe answers: health, words, fix."""

Probe = Callable[[], Said]
"""Whatever it raises is a check in trouble, never the end of the others."""

SILENT = "n'a pas répondu à temps"
NOT_BUILT = "sans objet sur ce poste"

RELAUNCH = "Relancez insdesk, puis refaites le test."
_READER = "Débranchez puis rebranchez le lecteur, et refaites le test."
_COMPONENT = (
    "Retirez la CPS, relancez insdesk, puis refaites le test ; si rien ne change, réinstallez le "
    "composant CPS."
)
_NETWORK = "Vérifiez la connexion à Internet et le proxy du réseau, puis refaites le test."

REMEDIES: Mapping[Check, str] = {
    Check.SERVICE: "Redémarrez le service de cartes de ce système, ou l'ordinateur.",
    Check.READERS: _READER,
    Check.CARDS: _READER,
    Check.CPS: "Retirez puis réinsérez la CPS, et refaites le test.",
    Check.CPS_COMPONENT: _COMPONENT,
    Check.VITALE_COMPONENT: "Relancez insdesk ; s'il le faut, réinstallez ce composant.",
    Check.READER_SHARED: "Fermez les autres logiciels de carte, puis refaites le test.",
    Check.NETWORK: _NETWORK,
    Check.SERVER: _NETWORK,
    Check.CLOCK: _NETWORK,
    Check.BASE: RELAUNCH,
    Check.BACKUP: "Vérifiez que le dossier des sauvegardes peut être lu, puis refaites le test.",
}
"""What to do about a check that is in trouble and says no more: no such line is without it."""


class Following(Protocol):
    """How a face follows a diagnostic, and stops it; both are called where it runs."""

    def found(self, finding: Finding, /) -> None:
        """One check has answered."""

    def given_up(self) -> bool:
        """Whether nobody waits for the findings any more; asked ten times a second."""


class Diagnosis(Protocol):
    """Looks at the desk: all the checks, or only some."""

    def __call__(
        self, following: Following | None = None, only: Collection[Check] = tuple(Check)
    ) -> tuple[Finding, ...]:
        """The findings of these checks, in order. Raises nothing."""


def nothing_known(
    following: Following | None = None, only: Collection[Check] = tuple(Check)
) -> tuple[Finding, ...]:
    """The diagnosis of a desk that has no probe: every check is « non testé »."""
    return diagnose({}, following=following, only=only)


def diagnose(
    probes: Mapping[Check, Probe],
    limit: float = LIMIT_S,
    *,
    following: Following | None = None,
    only: Collection[Check] = tuple(Check),
) -> tuple[Finding, ...]:
    """Run every probe at once; the findings in order, within `limit` seconds and a little.

    A probe that is still running is left behind, in a thread that keeps no program from ending.
    """
    wanted = {check: probe for check, probe in probes.items() if check in only}
    answers: SimpleQueue[Finding] = SimpleQueue()
    for check, probe in wanted.items():
        work = partial(_answer, check, probe, answers)
        Thread(target=work, name=f"diagnostic-{check.name.lower()}", daemon=True).start()
    found = {check: _late(check, limit) for check in wanted}
    for one in _coming(answers, len(wanted), time.monotonic() + limit, following):
        found[one.check] = one
        if following is not None:
            following.found(one)
    blank = Finding(check=Check.SERVICE, health=Health.UNKNOWN, words=NOT_BUILT)
    asked = [check for check in Check if check in only]
    return tuple(found.get(check, replace(blank, check=check)) for check in asked)


def _coming(
    answers: SimpleQueue[Finding], count: int, end: float, following: Following | None
) -> Iterator[Finding]:
    """The answers as they come, until the limit, or until nobody waits."""
    while count > 0:
        left = end - time.monotonic()
        if left <= 0 or (following is not None and following.given_up()):
            return
        try:
            yield answers.get(timeout=min(left, LOOK_S))
        except Empty:
            continue
        count -= 1


def _answer(check: Check, probe: Probe, answers: SimpleQueue[Finding]) -> None:
    begun = time.perf_counter()
    try:
        health, words, fix = probe()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 (a check in trouble stops nothing)
        health, fix = Health.BAD, ""
        words = f"le test n'a pas abouti ({type(problem).__name__})"
    if health in (Health.BAD, Health.WATCH):
        fix = fix or REMEDIES[check]
    ms = round((time.perf_counter() - begun) * 1000)
    answers.put(Finding(check=check, health=health, words=words, fix=fix, ms=ms))


def _late(check: Check, limit: float) -> Finding:
    ms = round(limit * 1000)
    return Finding(check=check, health=Health.BAD, words=SILENT, fix=REMEDIES[check], ms=ms)


SIGNS: Mapping[Health, str] = {
    Health.GOOD: "+",
    Health.WATCH: "!",
    Health.BAD: "X",
    Health.UNKNOWN: "?",
}
"""The sign of each state in a report: plain letters, that any console writes."""


def report(findings: tuple[Finding, ...], version: str, system: str) -> str:
    """The findings as a text to share with a support: nothing personal is in it."""
    lines = [f"insdesk {version} · {system}", ""]
    for number, one in enumerate(findings, start=1):
        state = one.health
        said = f"{one.check.value} : {state.value} — {one.words} ({one.ms} ms)"
        lines.append(f"[{SIGNS[state]}] {number:2d}. {said}")
        if one.fix:
            lines.append(f"        {one.fix}")
    return "\n".join(lines) + "\n"


def system() -> str:
    """System and Python, without the name of the machine or of its user."""
    return f"{platform.system()} {platform.release()}, Python {platform.python_version()}"


def as_facts(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    """The findings as values of JSON."""
    return [
        {
            "test": one.check.name.lower(),
            "titre": one.check.value,
            "etat": one.health.value,
            "constat": one.words,
            "remede": one.fix,
            "ms": one.ms,
        }
        for one in findings
    ]
