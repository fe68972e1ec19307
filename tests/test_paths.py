"""Files of the desk: one base per environment, private files, whole files."""

from __future__ import annotations

import errno
import os
import stat
import sys
from enum import Enum
from pathlib import Path

import pytest

from insdesk import paths
from insdesk.identity.readings import Environment
from insdesk.paths import Paths, migrations_dir, private_dir, private_file, resource

REPOSITORY = Path(paths.__file__).resolve().parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_of_the_desk_is_below_its_home(tmp_path: Path) -> None:
    desk = Paths(tmp_path)
    files = [desk.settings_file, desk.logs, desk.backups, *map(desk.database, Environment)]
    assert all(tmp_path in file.parents for file in files)
    assert len(set(files)) == len(files)


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ("découverte", "insdesk-decouverte.db"),
        ("de\u0301couverte", "insdesk-decouverte.db"),
        (Environment.ESSAI, "insdesk-essai.db"),
        ("PRODUCTION", "insdesk-production.db"),
    ],
)
def test_one_base_per_environment(environment: str | Enum, name: str, tmp_path: Path) -> None:
    assert Paths(tmp_path).database(environment).name == name


@pytest.mark.parametrize("environment", ["", "../essai", "essai 2", "es/sai"])
def test_a_name_that_leaves_the_folder_is_refused(environment: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="environment"):
        Paths(tmp_path).database(environment)


def test_default_home_is_named_after_the_program() -> None:
    assert Paths.default().home.name == "insdesk"


def test_private_dir_is_private_with_its_new_parents(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = private_dir(tmp_path / "a" / "b")
    assert (mode(folder), mode(folder.parent), mode(tmp_path)) == (0o700, 0o700, 0o755)


def test_private_dir_closes_a_folder_left_open(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert mode(private_dir(tmp_path / "open")) == 0o700


def test_private_file_replaces_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "export.json"
    target.write_bytes(b"old")
    target.chmod(0o644)
    assert private_file(target, b"new") == target
    assert target.read_bytes() == b"new"
    assert mode(target) == 0o600
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    target = tmp_path / "export.json"
    target.write_bytes(b"old")
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), no_room)
    with pytest.raises(OSError, match="no room"):
        private_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        private_file(tmp_path / "absent" / "export.json", b"")


def test_editable_layout_finds_the_repository() -> None:
    assert (migrations_dir() / "env.py").is_file()
    assert resource("licences").is_dir()


def test_wheel_layout_wins_over_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "insdesk"
    (package / "_resources").mkdir(parents=True)
    (package / "_migrations").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert resource("insi", "x.wsdl") == package / "_resources" / "insi" / "x.wsdl"
    assert migrations_dir() == package / "_migrations"


def test_frozen_layout_wins_over_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("icons") == tmp_path / "resources" / "icons"
    assert migrations_dir() == REPOSITORY / "migrations"


def test_a_program_without_its_resources_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "src" / "insdesk")
    with pytest.raises(FileNotFoundError, match="resources"):
        resource("insi")
