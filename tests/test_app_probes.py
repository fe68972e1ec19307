"""Each check of the diagnostic on this machine: sound, broken, silent; nothing personal is said."""

from __future__ import annotations

import errno
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from insdesk.app import network_probes, probes
from insdesk.app.network_probes import NetworkProbes
from insdesk.app.probes import Probes
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.diagnosis import Check, Health, as_facts, diagnose
from insdesk.settings import Settings
from insdesk.store.database import Database


@pytest.fixture
def desk(tmp_path: Path) -> Probes:
    return Probes(
        Paths(tmp_path), Settings(insi_address="https://127.0.0.1:1/lps"), Environment.ESSAI
    )


def a_base(places: Paths, environment: Environment = Environment.ESSAI) -> Path:
    path = places.database(Environment.ESSAI)
    Database.open(path, environment).close()
    return path


def test_all_twelve_answer_well_within_ten_seconds(desk: Probes) -> None:
    begun = time.monotonic()
    findings = diagnose(desk.all())
    assert time.monotonic() - begun <= 10
    assert {one.check for one in findings} == set(Check)
    assert all(one.words for one in findings)


def test_nothing_personal_is_said(desk: Probes) -> None:
    said = json.dumps(as_facts(diagnose(desk.all())), ensure_ascii=False)
    assert str(desk.places.home) not in said
    assert socket.gethostname() not in said.replace("hôte", "")


def test_a_sound_base_and_a_damaged_one(desk: Probes) -> None:
    assert desk.base()[0] is Health.GOOD
    path = a_base(desk.places)
    assert desk.base()[:2] == (Health.GOOD, desk.base()[1])
    assert desk.base()[1].startswith("saine, ")
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    health, words, fix = desk.base()
    assert health is Health.BAD
    assert words.startswith("altérée")
    assert fix


def test_a_relative_home_is_looked_at_too(
    desk: Probes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_base(desk.places)
    monkeypatch.chdir(tmp_path.parent)
    near = Probes(Paths(Path(tmp_path.name)), desk.settings, desk.environment)
    assert near.base()[0] is Health.GOOD


def test_a_home_that_is_not_there_yet(desk: Probes) -> None:
    far = Probes(Paths(desk.places.home / "a" / "b"), desk.settings, desk.environment)
    assert far.base()[0] is Health.GOOD
    assert far.base()[1].startswith("pas encore créée")
    assert far.backup()[1] == "aucune"
    assert list(desk.places.home.iterdir()) == [], "looking makes nothing"


def test_a_base_made_of_noise_is_not_said_sound(desk: Probes) -> None:
    """This program opens no encrypted base: what begins like noise is lost for it."""
    desk.places.database(Environment.ESSAI).write_bytes(os.urandom(8192))
    health, words, fix = desk.base()
    assert health is Health.BAD
    assert "chiffrée" in words
    assert fix


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", b"PK" * 300])
def test_what_is_no_base_raises_nothing(desk: Probes, content: bytes) -> None:
    desk.places.database(Environment.ESSAI).write_bytes(content)
    health, words, fix = desk.base()
    assert words
    assert health is Health.GOOD or fix


def test_a_base_held_by_another_program_is_not_said_damaged(desk: Probes, monkeypatch) -> None:
    monkeypatch.setattr(probes, "WAIT_S", 0.01)
    path = a_base(desk.places)
    with sqlite3.connect(path, isolation_level=None) as line:
        line.execute("PRAGMA journal_mode=DELETE")
        line.execute("BEGIN EXCLUSIVE")
        assert desk.base()[:2] == (Health.WATCH, "occupée par un autre programme")
    line.close()


def test_a_look_lets_go_of_no_lock_of_a_desk_at_work(desk: Probes) -> None:
    """Closing the file by hand would drop every lock that this process holds on it."""
    path = a_base(desk.places)
    line = sqlite3.connect(path, isolation_level=None)
    line.execute("SELECT count(*) FROM patient").fetchone()
    assert desk.base()[0] is Health.GOOD
    taken = (
        "import sqlite3, sys; line = sqlite3.connect(sys.argv[1], timeout=0);"
        "print(line.execute('PRAGMA journal_mode=DELETE').fetchone()[0])"
    )
    other = subprocess.run(
        [sys.executable, "-c", taken, str(path)], capture_output=True, text=True, check=False
    )
    assert "database is locked" in other.stderr, "another program took the base from the desk"
    line.close()


def test_a_base_of_another_environment_and_a_newer_one(desk: Probes) -> None:
    path = a_base(desk.places)
    other = Probes(desk.places, desk.settings, Environment.PRODUCTION)
    path.rename(desk.places.database(Environment.PRODUCTION))
    assert other.base()[:2] == (Health.BAD, "base d'un autre environnement")
    path = a_base(desk.places)
    with sqlite3.connect(path) as line:
        line.execute("UPDATE alembic_version SET version_num = '9999'")
    line.close()
    assert "plus récente" in desk.base()[1]


def test_a_folder_that_takes_nothing(desk: Probes, monkeypatch: pytest.MonkeyPatch) -> None:
    a_base(desk.places)

    def refused(code: int) -> Callable[..., object]:
        def open_none(*_: object, **__: object) -> object:
            raise OSError(code, "no")

        return open_none

    for code, said in (
        (errno.EROFS, "ne peut pas être lu et écrit"),
        (errno.ENOSPC, "disque plein"),
    ):
        monkeypatch.setattr(probes.tempfile, "TemporaryFile", refused(code))
        health, words, fix = desk.base()
        assert health is Health.BAD
        assert said in words
        assert fix


def test_a_home_that_is_a_file(desk: Probes) -> None:
    (desk.places.home / "file").touch()
    file = Probes(Paths(desk.places.home / "file"), desk.settings, desk.environment)
    for found in (file.base(), file.backup()):
        assert found[0] is Health.BAD
        assert found[2]


def test_a_base_that_may_not_be_written(desk: Probes, monkeypatch: pytest.MonkeyPatch) -> None:
    a_base(desk.places)
    monkeypatch.setattr(probes.os, "access", lambda _path, _mode: False)
    health, words, fix = desk.base()
    assert (health, words) == (Health.BAD, "la base ne peut pas être lue et écrite")
    assert fix


def test_a_full_disk_is_watched(desk: Probes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1

    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: Usage)
    assert desk.base()[0] is Health.WATCH, "before the base is there as well"
    a_base(desk.places)
    assert desk.base()[0] is Health.WATCH


def test_the_age_of_the_backup(desk: Probes) -> None:
    assert desk.backup()[0] is Health.WATCH
    desk.places.backups.mkdir()
    copy = desk.places.backups / "copie"
    copy.touch()
    (desk.places.backups / "dossier").mkdir()
    assert desk.backup()[1] == "aucune", "an empty file and a folder are no copy"
    copy.write_bytes(b"une copie")
    assert desk.backup() == (Health.GOOD, "aujourd'hui", "")
    old = time.time() - 20 * 86400
    os.utime(copy, (old, old))
    assert desk.backup()[:2] == (Health.WATCH, "il y a 20 jours")
    old = time.time() - 86400 - 60
    os.utime(copy, (old, old))
    assert desk.backup()[:2] == (Health.GOOD, "il y a 1 jour")


def test_nobody_at_the_address(desk: Probes, monkeypatch: pytest.MonkeyPatch) -> None:
    way = NetworkProbes(desk.settings, desk.environment)
    monkeypatch.setattr(network_probes, "system_proxies", lambda _address: {})
    assert way.network()[:2] == (Health.BAD, "injoignable")
    proxy = {"https": "http://127.0.0.1:1"}
    monkeypatch.setattr(network_probes, "system_proxies", lambda _address: proxy)
    assert way.network()[:2] == (Health.BAD, "proxy injoignable")


def test_the_proxy_of_the_settings_goes_before_that_of_the_system() -> None:
    chosen = Settings(insi_address="https://127.0.0.1:1/lps", proxy="http://127.0.0.1:2")
    way = NetworkProbes(chosen, Environment.ESSAI)
    assert way.network()[:2] == (Health.BAD, "proxy injoignable")


def test_somebody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_probes, "system_proxies", lambda _address: {})
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://127.0.0.1:{server.getsockname()[1]}/lps"
        desk = Probes(Paths(tmp_path), Settings(insi_address=address), Environment.ESSAI)
        assert desk.all()[Check.NETWORK]() == (Health.GOOD, "joignable", "")


@pytest.mark.parametrize(
    ("minutes", "health", "words"),
    [
        (0, Health.GOOD, "à l'heure"),
        (1, Health.GOOD, "à l'heure"),
        (7, Health.BAD, "avance de 7 min : INSi refusera"),
        (-90, Health.BAD, "retard de 90 min : INSi refusera"),
    ],
)
def test_the_clock_says_how_far_it_is_and_which_way(
    minutes: int, health: Health, words: str
) -> None:
    now = datetime.now(UTC)
    theirs = now.replace(microsecond=0) - timedelta(minutes=minutes)
    gap = network_probes.gap_of(format_datetime(theirs, usegmt=True), now)
    assert gap is not None
    assert network_probes.clock_said(gap)[:2] == (health, words)


@pytest.mark.parametrize("dated", ["", "200 OK", "hier", "-", "Sun, 99 Nov 2026 01:00:00 GMT"])
def test_a_server_without_a_date_measures_nothing(dated: str) -> None:
    assert network_probes.gap_of(dated, datetime.now(UTC)) is None
