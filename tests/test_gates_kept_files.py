"""What no kept file may hold: a place of some machine, or the address of a package registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gate_tree import ROOT, kept_files

# Written in pieces, so that this file passes its own gate.
_HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("debian", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("crates", "io"),
    ("yarnpkg", "com"),
]
_REGISTRY = re.compile("|".join(rf"\b{name}\.{end}\b" for name, end in _HOSTS).encode())
_FOLDERS = ["work", "root", "home/[a-z]+", "opt/pypi", "opt/wheels", "Users/[A-Za-z]+"]
_MACHINE = re.compile(("(?<![\\w/.~*>])/(?:" + "|".join(_FOLDERS) + ")/").encode())
_OUTSIDE = re.compile((r"\.\./" + r"shared|\b" + r"shared/(?:data|domain|design)\b").encode())
_TOP_FOLDERS = {".ci", "migrations", "packaging", "resources", "src", "tests"}
_TOP_FILES = {".gitignore", "LICENSE", "Makefile", "README.md", "pyproject.toml"}
_NOT_TEXT = {".png", ".ttf", ".otf", ".woff2", ".qm", ".db", ".ico", ".icns"}


def _holding(pattern: re.Pattern[bytes], files: list[Path]) -> list[str]:
    found = []
    for path in files:
        for match in pattern.finditer(path.read_bytes()):
            found.append(f"{path.relative_to(ROOT).as_posix()}: {match.group().decode()}")
    return found


def _texts() -> list[Path]:
    return [path for path in kept_files() if path.suffix not in _NOT_TEXT]


def test_no_kept_file_names_a_registry() -> None:
    assert _holding(_REGISTRY, list(kept_files())) == []


def test_no_kept_file_names_a_place_of_a_machine() -> None:
    assert _holding(_MACHINE, _texts()) == []


def test_the_product_does_not_know_the_reference_data() -> None:
    outside = ("src/", "resources/", "migrations/", "packaging/", "README", "Makefile", ".ci/")
    product = [p for p in _texts() if p.relative_to(ROOT).as_posix().startswith(outside)]
    assert len(product) > 20
    assert _holding(_OUTSIDE, product) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (_REGISTRY, "https://files.python" + "hosted.org/x.whl"),
        (_REGISTRY, "deb http://deb.deb" + "ian.org/ bookworm"),
        (_MACHINE, "path = '/wo" + "rk/main'"),
        (_MACHINE, "/ro" + "ot/.venv"),
        (_MACHINE, "at /ho" + "me/maud/insdesk"),
        (_OUTSIDE, "../sha" + "red/data"),
    ],
)
def test_the_gate_sees_them(pattern: re.Pattern[bytes], text: str) -> None:
    assert pattern.search(text.encode())


@pytest.mark.parametrize("text", ["//work/", "a/root/b", "../work/x", "https://example.test/home/"])
def test_the_gate_lets_ordinary_text_pass(text: str) -> None:
    assert not _MACHINE.search(text.encode())


def test_no_kept_file_is_huge_or_generated() -> None:
    generated = {".pyc", ".egg-info", ".log", ".part"}
    assert [p.name for p in kept_files() if p.suffix in generated] == []
    assert [p.name for p in kept_files() if p.stat().st_size > 2_000_000] == []


def test_only_what_belongs_there_stands_at_the_top() -> None:
    """What a test forgot beside its own folder would be kept by the next commit."""
    parts = [path.relative_to(ROOT).parts for path in kept_files()]
    assert {one[0] for one in parts if len(one) > 1} <= _TOP_FOLDERS
    assert {one[0] for one in parts if len(one) == 1} <= _TOP_FILES
