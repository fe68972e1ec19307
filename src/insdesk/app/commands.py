"""The commands without windows: simulator, replay, rules, doctor, verify-journal."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from insdesk import cli
from insdesk.errors import InsdeskError
from insdesk.identity.readings import Environment
from insdesk.paths import Paths, private_file


def run(asked: argparse.Namespace) -> int:
    """Run one command; 0 when it went well, 1 when the answer is « no », 2 when it could not."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "simulator": simulator,
        "replay": replay,
        "rules": rules,
        "doctor": doctor,
        "verify-journal": verify_journal,
    }
    return commands[asked.command](asked)


def simulator(asked: argparse.Namespace) -> int:
    """The simulated INSi over HTTPS on loopback, until interrupted."""
    from insdesk.simulator.server import serve

    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    try:
        serve(asked.folder, asked.port, _announce, stop=end)
    except (OSError, OverflowError):
        cli.complain("Le port est pris ou n'existe pas, ou le dossier ne peut pas être écrit.")
        return 2
    return 0


def _announce(url: str, bundle: Path) -> None:
    cli.say(f"INSi simulé : {url}")
    cli.say(f"Certificat à donner au bureau : {bundle}")


def replay(asked: argparse.Namespace) -> int:
    """Say what the desk makes of a recorded answer: 0 for an answer, 1 for a failure, 2 unread."""
    from insdesk.app.replaying import Replayed, replayed
    from insdesk.insi.answer import MAX_BYTES

    try:
        with asked.file.open("rb") as file:
            # One byte more than an answer may have: a file without end is refused like a long one.
            body = file.read(MAX_BYTES + 1)
    except OSError:
        cli.complain("Ce fichier ne peut pas être lu.")
        return 2
    told: Replayed = replayed(asked.status, body)
    cli.say_facts(told.facts if asked.json else told.words, as_json=asked.json)
    return told.exit_code


def rules(asked: argparse.Namespace) -> int:
    """The rule book: said rule by rule, as JSON, or written as pages below `--out`."""
    from insdesk.identity.rulebook import RULES, Standing, pages

    if asked.out is not None:
        try:
            asked.out.mkdir(parents=True, exist_ok=True)
            for name, page in pages.PAGES.items():
                # Documentation for everybody: nobody's data is in it.
                (asked.out / name).write_text(page(), encoding="utf-8", newline="\n")
        except OSError:
            cli.complain("Ce dossier ne peut pas être écrit.")
            return 2
        cli.say_facts({"pages": list(pages.PAGES)}, as_json=asked.json)
    elif asked.json:
        cli.say_facts(pages.everything(), as_json=True)
    else:
        cli.say(pages.NATURE)
        for one in RULES.values():
            named = one.standing is Standing.DECISION
            told = one.source if named else f"{one.standing.value} : {one.source}"
            cli.say(f"{one.id} : {one.sentence} [{told}]")
    return 0


def doctor(asked: argparse.Namespace) -> int:
    """The twelve checks of this desk, said or written: 0 when nothing is broken, 1 otherwise.

    Nothing of anybody is in it, no number of a card, no folder of this machine.
    """
    from insdesk import __version__
    from insdesk.app.build import SettingsStore
    from insdesk.app.probes import Probes
    from insdesk.app.worlds import real_world
    from insdesk.qualification.diagnosis import Health, as_facts, diagnose, report, system

    places = Paths(asked.home) if asked.home else Paths.default()
    store = SettingsStore(places)
    environment = real_world().environment(store)
    with _unheard():
        findings = diagnose(Probes(places, store(), environment).all())
    broken = any(one.health is Health.BAD for one in findings)
    text = report(findings, __version__, system())
    if asked.json:
        facts = {"version": __version__, "systeme": system(), "environnement": environment.value}
        text = cli.as_json_text(facts | {"en_panne": broken, "tests": as_facts(findings)})
    if asked.out is None:
        cli.say(text.rstrip("\n"))
        return int(broken)
    try:
        private_file(asked.out.absolute(), text.encode())
    except OSError:
        cli.complain("Ce fichier ne peut pas être écrit.")
        return 2
    return int(broken)


@contextmanager
def _unheard() -> Iterator[None]:
    """Without a log, warnings would go to the terminal: the findings say the same, in words."""
    silence = logging.NullHandler()
    logging.getLogger().addHandler(silence)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(silence)


def verify_journal(asked: argparse.Namespace) -> int:
    """Check the chain of the journal: 0 and a count, or 1 and the first broken entry."""
    from insdesk.store.database import Database
    from insdesk.store.journal import verify

    places = Paths(asked.home) if asked.home else Paths.default()
    try:
        environment = Environment(asked.environment)
    except ValueError:
        cli.complain(f"Bases possibles : {', '.join(one.value for one in Environment)}.")
        return 2
    path = places.database(environment.value)
    if not path.exists():
        cli.complain("Il n'y a pas encore de base à vérifier.")
        return 2
    try:
        database = Database.open(path, environment)
    except InsdeskError as problem:
        cli.complain(f"La base ne s'ouvre pas ({type(problem).__name__}).")
        return 2
    try:
        verdict = verify(database)
    finally:
        database.close()
    broken = verdict.first_broken
    facts = {"entrees": verdict.entries, "intact": broken is None, "premiere_alteree": broken}
    cli.say_facts(facts, as_json=asked.json)
    return 0 if broken is None else 1
