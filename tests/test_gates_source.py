"""House rules of the source, read from its syntax trees: sizes, names, exceptions, logs."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate_tree import PACKAGE, ROOT, place, sources, tree

FILE_LINES = 300
FUNCTION_LINES = 40
Function = ast.FunctionDef | ast.AsyncFunctionDef

BROAD_CATCHES = {
    "cli.py": "the command line says it in one sentence",
    "app/": "the excepthook of the windows",
    "ui/tasks.py": "a lane hands the failure of a task to the thread that asked",
    "cards/official.py": "a foreign bridge raises what it likes",
    "qualification/diagnosis.py": "a check in trouble is a finding",
    "cards/bridges.py": "the import of a foreign bridge ends as it likes",
    "cards/worker.py": "the watchdog hands the failure of an exchange to the thread that asked",
}
"""The only places that may catch everything, once a file, and why."""

UNLOGGABLE = {
    "apdu",
    "birth_date",
    "birth_name",
    "birth_place",
    "birth_text",
    "body",
    "code_porteur",
    "envelope",
    "first_name",
    "first_name_text",
    "first_names",
    "matricule",
    "matricule_text",
    "name_text",
    "nir",
    "number",
    "person",
    "pin",
    "traits",
    "typed",
    "used_first_name",
    "used_name",
}
LATER = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}

package_files = pytest.mark.parametrize("path", sources(), ids=place)
python_files = pytest.mark.parametrize(
    "path", sources("src", "tests", "migrations", "packaging"), ids=place
)


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@python_files
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@package_files
def test_functions_are_short(path: Path) -> None:
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in _functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


@package_files
def test_nothing_is_printed(path: Path) -> None:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    printed = [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
    assert printed == []


@package_files
def test_no_file_is_an_attic(path: Path) -> None:
    attics = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "shared"}
    assert not attics & set(path.relative_to(PACKAGE).with_suffix("").parts)


@package_files
def test_every_module_says_what_it_guarantees(path: Path) -> None:
    assert ast.get_docstring(tree(path))


# --- exceptions -----------------------------------------------------------------------------------


def _names(node: ast.expr | None) -> set[str]:
    if node is None:
        return {"BaseException"}
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _broad_catches(path: Path) -> list[int]:
    broad = {"Exception", "BaseException"}
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler) and not _raises_again(node):
            found += [node.lineno] if _names(node.type) & broad else []
        elif isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func):
            found += [node.lineno] if any(_names(one) & broad for one in node.args) else []
    return found


@package_files
def test_foreign_failures_are_caught_by_name(path: Path) -> None:
    """Cleaning up and raising again is not catching."""
    allowed = 1 if place(path).startswith(tuple(BROAD_CATCHES)) else 0
    assert len(_broad_catches(path)) <= allowed, _broad_catches(path)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass", 1),
        ("try:\n    f()\nexcept (ValueError, Exception):\n    pass", 1),
        ("try:\n    f()\nexcept:\n    pass", 1),
        ("try:\n    f()\nexcept BaseException as e:\n    raise ValueError from e", 1),
        ("with contextlib.suppress(Exception):\n    f()", 1),
        ("try:\n    f()\nexcept BaseException:\n    undo()\n    raise", 0),
        ("try:\n    f()\nexcept OSError:\n    pass", 0),
    ],
)
def test_the_gate_on_broad_catches_sees_them(tmp_path: Path, code: str, count: int) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(code, encoding="utf-8")
    assert len(_broad_catches(planted)) == count


# --- comments -----------------------------------------------------------------------------------


@python_files
def test_silenced_checks_are_named(path: Path) -> None:
    """`# type: ignore[code]`, `# noqa: CODE`: never everything at once."""
    broad = re.compile(r"type:\s*ignore(?!\[)|\bnoqa\b(?!:)|mypy:|ruff:\s*noqa|pyright:")
    assert [line for line, text in _comments(path) if broad.search(text)] == []


@python_files
def test_nothing_is_left_for_later(path: Path) -> None:
    later = re.compile(
        r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b"
    )
    assert [line for line, text in _comments(path) if later.search(text)] == []


# --- logs ---------------------------------------------------------------------------------------


def _log_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr in LOG_METHODS and re.search(r"(^|\.)_?log(ger|ging)?$", owner, re.I):
                yield node


def _unloggable(call: ast.Call) -> set[str]:
    """Names of traits and secrets among the arguments, unless only counted or tested."""
    counted = [
        inner
        for one in call.args
        for node in ast.walk(one)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"len", "bool", "type"}
        for inner in ast.walk(node)
    ]
    named = set()
    for one in [*call.args, *call.keywords]:
        for node in ast.walk(one):
            if node not in counted and isinstance(node, ast.Name | ast.Attribute):
                named.add(node.id if isinstance(node, ast.Name) else node.attr)
    return named & UNLOGGABLE


@package_files
def test_logs_are_lazy_and_hold_no_trait(path: Path) -> None:
    for call in _log_calls(path):
        where = f"{place(path)}:{call.lineno}"
        assert isinstance(call.args[0], ast.Constant), f"{where} is no constant text"
        assert _unloggable(call) == set(), where


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("log.info('%s', traits.birth_name)", {"traits", "birth_name"}),
        ("self._log.debug('%s', pin)", {"pin"}),
        ("logger.info('%d persons', len(traits))", set()),
        ("logging.warning('%s', failure)", set()),
    ],
)
def test_the_gate_on_logs_sees_them(tmp_path: Path, code: str, found: set[str]) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(code, encoding="utf-8")
    (call,) = _log_calls(planted)
    assert _unloggable(call) == found


def test_the_tree_is_where_the_gates_look() -> None:
    assert len(sources()) > 20
    assert (ROOT / "pyproject.toml").is_file()
