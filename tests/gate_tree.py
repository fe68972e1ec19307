"""The source tree as the gates see it: files, syntax trees, imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "insdesk"


@dataclass(frozen=True)
class Import:
    """One import statement: what it names in full, and where."""

    name: str
    line: int

    @property
    def library(self) -> str:
        """The top-level package."""
        return self.name.partition(".")[0]

    @property
    def is_foreign(self) -> bool:
        """Whether it comes neither from Python nor from insdesk."""
        return self.library not in sys.stdlib_module_names | {"insdesk", "__future__"}


def sources(*folders: str) -> list[Path]:
    """Every Python file of the package, or of `folders` of the project."""
    roots = [ROOT / folder for folder in folders] or [PACKAGE]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def place(path: Path) -> str:
    """`cards/pcsc.py`: the path inside the package, or inside the project."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[Import]:
    """Every import of a file, wherever it stands; `from a.b import c` gives `a.b` and `a.b.c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno} relative import"
            assert node.module
            yield Import(node.module, node.lineno)
            yield from (Import(f"{node.module}.{a.name}", node.lineno) for a in node.names)


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps, or would keep at the next commit."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    chosen = ["--cached", "--others", "--exclude-standard"]
    done = subprocess.run([*listing, *chosen], cwd=ROOT, capture_output=True, check=True)
    names = {name for name in done.stdout.decode().split("\0") if name}
    return tuple(sorted(path for name in names if (path := ROOT / name).is_file()))
