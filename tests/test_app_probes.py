"""Each check of the diagnostic on this machine: sound, broken, silent; nothing personal is said."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import time
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


@pytest.fixture
def desk(tmp_path: Path) -> Probes:
    return Probes(
        Paths(tmp_path), Settings(insi_address="https://127.0.0.1:1/lps"), Environment.ESSAI
    )


def a_base(places: Paths) -> Path:
    path = places.database(Environment.ESSAI)
    with sqlite3.connect(path) as line:
        line.execute("create table t (x)")
        line.executemany("insert into t values (?)", [(os.urandom(200).hex(),) for _ in range(500)])
    line.close()
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
    assert desk.base()[0] is Health.GOOD
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)
    health, words, fix = desk.base()
    assert (health, words) == (Health.BAD, "altérée ou illisible")
    assert fix


def test_an_encrypted_base_is_said_to_be_one(desk: Probes) -> None:
    desk.places.database(Environment.ESSAI).write_bytes(os.urandom(8192))
    assert desk.base()[0] is Health.GOOD
    assert "chiffrée" in desk.base()[1]


def test_a_full_disk_is_watched(desk: Probes, monkeypatch: pytest.MonkeyPatch) -> None:
    a_base(desk.places)

    class Usage:
        free = 1

    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: Usage)
    assert desk.base()[0] is Health.WATCH


def test_the_age_of_the_backup(desk: Probes) -> None:
    assert desk.backup()[0] is Health.WATCH
    desk.places.backups.mkdir()
    copy = desk.places.backups / "copie"
    copy.touch()
    assert desk.backup() == (Health.GOOD, "aujourd'hui", "")
    old = time.time() - 20 * 86400
    os.utime(copy, (old, old))
    assert desk.backup()[:2] == (Health.WATCH, "il y a 20 jours")


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


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Gemalto PC Twin Reader (70D7E2EE) 00 00", "Gemalto PC Twin Reader 00 00"),
        ("Ingenico TL TEO 123456789 00 01", "Ingenico TL TEO 00 01"),
        ("Virtual PCD 00 00", "Virtual PCD 00 00"),
    ],
)
def test_a_serial_number_of_a_reader_is_left_out(name: str, model: str) -> None:
    assert probes._model(name) == model


def test_no_library_is_said_so(desk: Probes) -> None:
    health, words, fix = desk.cps_component()
    assert (health, words) == (Health.BAD, "introuvable")
    assert "Cryptolib" in fix
