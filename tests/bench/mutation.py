"""`make mutation`: mutmut over the rules, in a copy of the tree; the score by module.

Two passes. The first forks each mutant from a process that has imported everything: fast, but a
function called while a module is imported (the rows of a table, the examples of a test) has then
already run, unmutated. The second tries again, in fresh processes, what survived the first.

Killed: a test failed, or the mutant never ended. Survivor: every test passed; a mutant that no
test of the selection reaches is one. Arguments name what to mutate (`insdesk.identity.hints.*`),
by default both packages; `--report` only reads the last run again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = ROOT / "build" / "mutation"
TREE = PLACE / "tree"
VENV = PLACE / "venv"
FOUND = PLACE / "found.json"
SURVIVORS = PLACE / "survivors.txt"
MUTMUT = "mutmut==3.8.1"
COPIED = ("src", "tests", "resources", "migrations", "packaging")
PACKAGES = ("insdesk.identity.*", "insdesk.qualification.*")
BAR = 0.90
KILLED = {1, 3, 24, 36, 152, 255, -24, -9, -11}
"""Exit codes of pytest, of the mutant's own crash, and of mutmut's time limit."""
NOT_TRIED = {None, 34}
FRESH = 'process_isolation = "forkserver"\nforkserver_warmup = "none"\n'


def main(arguments: list[str]) -> int:
    """Run both passes unless only the report is wanted; 1 below nine in ten."""
    if arguments[:1] != ["--report"]:
        os.nice(15)
        copy()
        tool = install()
        run(tool, arguments or list(PACKAGES))
        found = codes()
        if left := alive(found):
            settings = TREE / "pyproject.toml"
            text = settings.read_text(encoding="utf-8")
            settings.write_text(text.replace("[tool.mutmut]\n", f"[tool.mutmut]\n{FRESH}"), "utf-8")
            run(tool, left)
            found |= codes()  # mutmut may forget the rest when its settings change
        FOUND.write_text(json.dumps(found, indent=1, sort_keys=True), encoding="utf-8")
    return report(json.loads(FOUND.read_text(encoding="utf-8")))


def copy() -> None:
    """The tree as it is now: a run lasts long, and work goes on meanwhile."""
    shutil.rmtree(TREE, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, TREE / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "Makefile"):
        shutil.copy2(ROOT / name, TREE / name)


def install() -> Path:
    """mutmut in an environment of its own, which sees the packages of the project's."""
    if not VENV.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([VENV / "bin" / "pip", "install", "--quiet", MUTMUT], check=True)
        (ours,) = (Path(sys.prefix) / "lib").glob("python*/site-packages")
        (its,) = (VENV / "lib").glob("python*/site-packages")
        (its / "project.pth").write_text(f"{ours}\n", encoding="utf-8")
    return VENV / "bin" / "mutmut"


def run(tool: Path, names: list[str]) -> None:
    """One pass; the words of mutmut go to `mutmut.log`."""
    children = os.environ.get("CHILDREN", "1")
    with (PLACE / "mutmut.log").open("ab") as log:
        subprocess.run(
            [tool, "run", "--max-children", children, *names],
            cwd=TREE,
            stdout=log,
            stderr=log,
            check=True,
        )


def codes() -> dict[str, int]:
    """How the tests ended for each mutant that was tried, as mutmut wrote it down."""
    found: dict[str, int] = {}
    for meta in sorted((TREE / "mutants" / "src").rglob("*.py.meta")):
        ended = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        found |= {name: code for name, code in ended.items() if code not in NOT_TRIED}
    return found


def alive(found: dict[str, int]) -> list[str]:
    """Names of the survivors."""
    return sorted(name for name, code in found.items() if code not in KILLED)


def report(found: dict[str, int]) -> int:
    """Say the score of each module and of the whole, and where the survivors are named."""
    left = alive(found)
    tried, lived = Counter(map(_module, found)), Counter(map(_module, left))
    for module in sorted(tried):
        sys.stdout.write(_line(module, tried[module] - lived[module], tried[module]))
    sys.stdout.write(_line("total", len(found) - len(left), len(found)))
    SURVIVORS.write_text("".join(f"{name}\n" for name in left), encoding="utf-8")
    sys.stdout.write(f"{SURVIVORS.relative_to(ROOT)}\n")
    return 0 if found and len(found) - len(left) >= BAR * len(found) else 1


def _module(name: str) -> str:
    """`insdesk.identity.hints.x_glued__mutmut_7` is of `identity.hints`."""
    return name.rpartition(".")[0].removeprefix("insdesk.").partition(".xǁ")[0]


def _line(name: str, killed: int, tried: int) -> str:
    share = killed / tried if tried else 0.0
    return f"{name:36} {killed:5} tués sur {tried:5} : {share:6.1%}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
