"""Who may import whom: the contracts of `pyproject.toml`, one owner for each foreign library."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gate_tree import PACKAGE, ROOT, imports, place, sources

OWNERS: dict[str, tuple[str, ...]] = {
    # `app` opens the first window, `tour` plays on it.
    "PySide6": ("ui/", "app/window.py", "app/loading.py", "tour/"),
    "shiboken6": ("ui/",),
    "smartcard": ("cards/pcsc.py", "cards/watch.py"),
    "pkcs11": ("cards/cryptolib/card.py",),
    "zeep": ("insi/",),
    "requests": ("insi/",),
    "urllib3": ("insi/",),
    # The simulator answers as INSi does, in bytes, and signs as a CPS does.
    "lxml": ("insi/", "simulator/", "cards/vitale_xml.py"),
    "cryptography": (
        "store/vault.py",
        "insi/organisation.py",
        "insi/assertion.py",
        "cards/cryptolib/holder.py",
        "simulator/",
    ),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "sqlcipher3": ("store/",),
    "stdnum": ("identity/matricule.py",),
    "ppf": ("exports/",),
    "platformdirs": ("paths.py",),
}
"""One foreign library, one owner (architecture §3). A library that is not here has no place yet."""

LEAVES = ("__version__", "errors", "log", "paths", "settings")
MAY_IMPORT = {
    "ui": ("ui", "qualification", "identity", *LEAVES),
    "cli.py": ("qualification", "identity", *LEAVES),
    "simulator": (
        "simulator",
        "qualification",
        "cards",
        "insi",
        "store",
        "exports",
        "identity",
        *LEAVES,
    ),
    "qualification": ("qualification", "identity", *LEAVES),
    "cards": ("cards", "identity", *LEAVES),
    "insi": ("insi", "identity", *LEAVES),
    "store": ("store", "identity", *LEAVES),
    "exports": ("exports", "identity", *LEAVES),
    "identity": ("identity", *LEAVES),
    "errors": ("errors",),
    "log.py": (),
    "paths.py": (),
    "settings.py": (),
}


def _ring(path: Path) -> str:
    return place(path).partition("/")[0]


def test_the_contracts_hold() -> None:
    kept = _lint(ROOT)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("cards/planted.py", "import insdesk.store", "insdesk.cards.planted"),
        ("identity/planted.py", "import insdesk.qualification", "insdesk.identity.planted"),
        ("ui/planted.py", "import insdesk.insi", "insdesk.ui.planted"),
        ("exports/planted.py", "import sqlalchemy", "insdesk.exports.planted"),
        ("paths/planted.py", "import insdesk.identity", "insdesk.paths"),
        ("misplaced/__init__.py", "", "misplaced"),
    ],
    ids=["sibling", "upwards", "face to device", "core to library", "leaf", "unplaced package"],
)
def test_a_planted_import_breaks_the_contracts(
    tmp_path: Path, file: str, content: str, said: str
) -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = tomllib.loads(settings)["tool"]["importlinter"]["contracts"][0]["layers"]
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    package = tmp_path / "src" / "insdesk"
    for name in ["", *" | ".join(layers).split(" | ")]:
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    kept = _lint(tmp_path)
    assert kept.returncode == 0, kept.stdout
    (package / file).parent.mkdir(exist_ok=True)
    (package / file).write_text(content + "\n", encoding="utf-8")
    broken = _lint(tmp_path)
    assert broken.returncode == 1
    assert said in broken.stdout


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts on the project in `folder`.

    In a process of its own: import-linter disables every logger that exists when it starts.
    """
    code = "import importlinter.cli as cli; raise SystemExit(cli.lint_imports(no_cache=True))"
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", sources(), ids=place)
def test_a_foreign_library_has_one_owner(path: Path) -> None:
    strangers = [
        f"{place(path)}:{one.line} imports {one.library}"
        for one in imports(path)
        if one.is_foreign and not place(path).startswith(OWNERS.get(one.library, ("\0",)))
    ]
    assert strangers == []


@pytest.mark.parametrize("path", sources(), ids=place)
def test_a_ring_sees_only_the_rings_below(path: Path) -> None:
    allowed = MAY_IMPORT.get(_ring(path))
    if allowed is None:  # the composition root sees everything
        assert _ring(path) in {"__init__.py", "__main__.py", "app", "tour"}
        return
    own = [one for one in imports(path) if one.name.startswith("insdesk.")]
    strangers = [
        f"{place(path)}:{one.line} imports {one.name}"
        for one in own
        if one.name.split(".")[1] not in allowed
    ]
    assert strangers == []


@pytest.mark.parametrize("path", sources("migrations"), ids=place)
def test_migrations_import_nothing_of_the_program(path: Path) -> None:
    assert [one.name for one in imports(path) if one.library == "insdesk"] == []


def test_the_windows_load_no_heavy_library() -> None:
    modules = [
        ".".join(("insdesk", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in sources()
        if _ring(path) == "ui"
    ]
    names = ", ".join(name.removesuffix(".__init__") for name in modules)
    heavy = "{'zeep', 'sqlalchemy', 'alembic', 'cryptography', 'smartcard', 'lxml', 'requests'}"
    code = f"import sys, {names}; print(*({heavy} & {{n.split('.')[0] for n in sys.modules}}))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
