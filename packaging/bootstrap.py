"""Set up a bare Debian machine: system packages, `.venv`, the locked libraries, the project.

    python3 packaging/bootstrap.py run build [test]

The arguments are groups of `debian-packages.txt`. Does nothing, quickly, when all is in place.
Standard library only, and readable by an old Python, which must be able to say that it is too old.
Exit 1 with a French sentence when the user has something to do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
PACKAGES = ROOT / "packaging" / "debian-packages.txt"
STAMP = VENV / ".insdesk-setup"
OLDEST = (3, 11)


def main(groups: list[str]) -> None:
    """Bring the machine to the state that `groups` need."""
    python = suitable_python()
    install_packages(missing_packages(wanted_packages(groups)))
    fill_environment(python)


def suitable_python() -> str:
    """A Python of the right age: this one, or a newer one found on the machine."""
    if sys.version_info >= OLDEST:
        return sys.executable
    newer = filter(None, map(shutil.which, ("python3.13", "python3.12", "python3.11")))
    version = ".".join(map(str, sys.version_info[:2]))
    return next(newer, "") or stop(
        f"insdesk demande Python 3.11 ou plus récent ; cette machine n'a que Python {version}."
    )


def wanted_packages(groups: list[str]) -> list[str]:
    """The Debian packages of `groups`, in the order of the file."""
    wanted, group = [], ""
    for line in PACKAGES.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("["):
            group = text.strip("[]")
        elif text and group in groups:
            wanted.append(text)
    return wanted


def missing_packages(wanted: list[str]) -> list[str]:
    """Those of `wanted` that no installed package is or provides (names change over releases)."""
    if not shutil.which("dpkg-query"):
        say(
            "Cette machine n'est pas une Debian : installez vous-même l'équivalent de "
            + " ".join(wanted)
        )
        return []
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    present = set()
    for line in listing.splitlines():
        status, name, provides = line.split("\t")
        if status == "installed":
            present.add(name)
            present.update(one.split()[0] for one in provides.split(",") if one.strip())
    return [name for name in wanted if name not in present]


def install_packages(missing: list[str]) -> None:
    """Install `missing` as root; otherwise print the line to run, and stop."""
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        line = "sudo apt-get update && sudo " + " ".join(install)
        stop(f"Il manque des paquets Debian. Lancez cette ligne, puis recommencez :\n\n    {line}")
    say("Installation des paquets Debian : " + " ".join(missing))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "-q"], "La liste des paquets Debian n'a pas pu être lue.", quiet)
    run(install, "Les paquets Debian n'ont pas pu être installés.", quiet)


def fill_environment(python: str) -> None:
    """Make `.venv` hold exactly the locked libraries and the project, and remember it."""
    state = fingerprint()
    inside = VENV / "bin" / "python"
    sound = works(inside)
    if sound and STAMP.is_file() and STAMP.read_text(encoding="ascii") == state:
        return
    if not sound:
        say("Création de l'environnement Python dans .venv")
        options = ["--clear"] if VENV.exists() else []
        command = [python, "-m", "venv", *options, str(VENV)]
        run(command, "L'environnement Python n'a pas pu être créé.")
    say("Installation des bibliothèques (quelques minutes la première fois)")
    install = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = [*install, "--require-hashes", "-r", str(LOCK)]
    run(locked, "Les bibliothèques n'ont pas pu être installées.")
    project = [*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    run(project, "insdesk n'a pas pu être installé dans .venv.")
    STAMP.write_text(state, encoding="ascii")
    say("insdesk est prêt.")


def works(python: Path) -> bool:
    """Whether the interpreter of `.venv` starts, is recent enough, and has pip."""
    if not python.exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    done = subprocess.run([str(python), "-c", check], check=False, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def fingerprint() -> str:
    """What the environment depends on: the place of the checkout, the lock, the project's data."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(command: list[str], failure: str, env: dict[str, str] | None = None) -> None:
    """Run `command` to its end; if it fails, its own words stand above `failure`."""
    if subprocess.run(command, check=False, env=env).returncode != 0:
        stop(failure + " Le message ci-dessus en donne la cause ; corrigez, puis recommencez.")


def say(text: str) -> None:
    """One line of progress, at once."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End with a sentence for the user."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
