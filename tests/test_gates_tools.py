"""ruff and mypy on the whole tree, and the settings that make every warning a failure."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from gate_tree import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [["mypy"], ["ruff", "check", "."], ["ruff", "format", "--check", "."]],
    ids=["mypy --strict", "ruff check", "ruff format"],
)
def test_tool_has_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_is_strict() -> None:
    mypy = SETTINGS["mypy"]
    assert mypy["strict"] is True
    assert mypy["packages"] == ["insdesk"]
    relaxed = [key for rule in mypy["overrides"] for key in rule if key != "module"]
    assert set(relaxed) <= {"ignore_missing_imports"}


def test_warnings_are_failures() -> None:
    pytest_options = SETTINGS["pytest"]["ini_options"]
    assert pytest_options["filterwarnings"][0] == "error"
    assert pytest_options["qt_log_level_fail"] == "WARNING"
    assert pytest_options["xfail_strict"] is True
    assert "--strict-markers" in pytest_options["addopts"]


def test_the_import_map_is_exhaustive() -> None:
    layers = SETTINGS["importlinter"]["contracts"][0]
    assert layers["type"] == "layers"
    assert layers["exhaustive"] is True
    assert layers["exhaustive_ignores"] == ["__main__"]
