"""The command line: what may be asked, and how an answer is said. Knows no device."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from insdesk import __version__


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command asked, with `home` and the options of each. Exits with 2 and a usage line."""
    return _window(arguments) or _any(arguments)


def _window(arguments: Sequence[str]) -> argparse.Namespace | None:
    """What opens a window, or `None`: told without the whole grammar, which takes 6 ms to make."""
    demo = arguments[-1:] == ["demo"]
    asked = argparse.Namespace(command="demo" if demo else None, home=None, first_paint=False)
    words = iter(arguments[:-1] if demo else arguments)
    for word in words:
        folder = next(words, "-") if word == "--home" else "-"
        if word == "--first-paint":
            asked.first_paint = True
        elif folder.startswith("-"):
            return None
        else:
            asked.home = Path(folder)
    return asked


def _any(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="insdesk",
        description="Le bureau où l'on qualifie l'Identité Nationale de Santé de ses patients.",
    )
    parser.add_argument("--version", action="version", version=f"insdesk {__version__}")
    parser.add_argument("--home", type=Path, help="dossier de la base, des réglages et du journal")
    parser.add_argument("--first-paint", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="commande")
    commands.add_parser("demo", help="ouvrir le bureau en mode découverte (patients fictifs)")
    _tour(commands.add_parser("tour", help="jouer les parcours et en garder les images"))
    _simulator(commands.add_parser("simulator", help="INSi simulé, en HTTPS sur cette machine"))
    _replay(commands.add_parser("replay", help="montrer ce que le bureau fait d'une réponse"))
    _rules(commands.add_parser("rules", help="écrire les règles appliquées et leurs sources"))
    _doctor(commands.add_parser("doctor", help="contrôler le poste : lecteurs, CPS, réseau, base"))
    verify = commands.add_parser("verify-journal", help="vérifier la chaîne du journal")
    verify.add_argument("--json", action="store_true", help="réponse en JSON")
    verify.add_argument("--environment", default="découverte", help="base à vérifier")
    return parser.parse_args(arguments)


def _tour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="dossier des images")
    parser.add_argument("--card-seconds", type=float, default=3.0, help="lenteur des cartes")
    parser.add_argument("--insi-seconds", type=float, default=5.0, help="lenteur d'INSi")


def _simulator(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, required=True, help="dossier du certificat")
    parser.add_argument("--port", type=int, default=0, help="port, 0 pour le premier libre")


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="réponse en JSON")
    parser.add_argument("--out", type=Path, help="dossier où écrire les pages")


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Contrôle le poste en douze points, dix secondes au plus. Fermez d'abord insdesk : ce "
        "contrôle lit la CPS, et pourrait fermer la session d'un bureau ouvert. Le rapport ne "
        "porte ni identité, ni numéro de carte ou de lecteur, ni nom de dossier : il peut être "
        "transmis."
    )
    parser.epilog = (
        "Code de sortie : 0 si rien n'est en panne, 1 si un point l'est, 2 si le rapport ne peut "
        "pas être écrit. En JSON : version, systeme, environnement, en_panne (vrai ou faux) et "
        "tests, douze valeurs toujours dans le même ordre, chacune avec test (nom fixe), titre, "
        "etat (bon, à surveiller, en panne, non testé), constat, remede et ms (millisecondes)."
    )
    parser.add_argument("--json", action="store_true", help="réponse en JSON")
    parser.add_argument("--out", type=Path, help="fichier où écrire le rapport")


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.description = "Dit ce que le bureau fait d'une réponse d'INSi enregistrée."
    parser.epilog = (
        "Code de sortie : 0 pour une réponse du téléservice (00, 01 ou 02), 1 pour une anomalie ou "
        "une réponse que le bureau refuse, 2 si le fichier ne peut pas être lu."
    )
    parser.add_argument("file", type=Path, help="réponse enregistrée (XML)")
    parser.add_argument("--status", type=int, default=200, help="code HTTP de la réponse")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")


def say(text: str) -> None:
    """One line on standard output; what its encoding lacks is written « ? », never a failure.

    Nor is a reader who leaves in the middle (`| head`): the rest is said to nobody.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(text + "\n")


def as_json_text(facts: Mapping[str, object]) -> str:
    """Facts as the JSON that commands answer with."""
    import json  # only commands answer in JSON: a window opens without it

    return json.dumps(facts, ensure_ascii=False, indent=1)


def say_facts(facts: Mapping[str, object], *, as_json: bool) -> None:
    """Facts as JSON, or one « name : value » a line."""
    if as_json:
        say(as_json_text(facts))
        return
    for name, value in facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        say(f"{name} : {'–' if shown in (None, '') else shown}")
