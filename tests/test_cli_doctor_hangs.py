"""`insdesk doctor` as a program of its own: whatever hangs, it ends within ten seconds.

Two and three things hang at once: the card service, the CPS component, the server of INSi.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cps_bench import TestCard, card, conf, missing, shim
from insdesk import settings
from insdesk.cards.cps import ATRS
from insdesk.paths import Paths, private_dir
from insdesk.settings import Settings
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.server import SimulatorServer
from test_cli_doctor import Still
from virtual_reader import Pcscd, VirtualCard, card_service, cards_seen, pcscd

__all__ = ["card", "card_service", "conf", "pcscd", "shim"]

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
BAR_S = 10.0
HUNG = """#include <unistd.h>
__attribute__((constructor)) static void hang(void) { for (;;) usleep(10000); }
"""
"""A component that hangs while it is loaded."""

Tests = dict[str, dict[str, Any]]


@pytest.fixture
def mute_server() -> Iterator[str]:
    """Takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"https://127.0.0.1:{server.getsockname()[1]}/lps"


@pytest.fixture
def home(tmp_path: Path, mute_server: str, card: TestCard) -> Path:
    """A desk whose CPS component is the shim and whose server never answers."""
    server = SimulatorServer(SimulatedInsi(), tmp_path / "insi")
    _, bundle = server.start()
    server.stop()
    told = Settings(
        insi_address=mute_server, insi_ca_bundle=str(bundle), cps_library=str(card.library)
    )
    places = Paths(private_dir(tmp_path / "home"))
    places.settings_file.write_text(settings.write(told), encoding="utf-8")
    return places.home


def use_library(home: Path, library: Path) -> None:
    """Write another CPS component into the settings."""
    file = Paths(home).settings_file
    told = replace(settings.read(file.read_text("utf-8")), cps_library=str(library))
    file.write_text(settings.write(told), encoding="utf-8")


def doctor(home: Path) -> tuple[float, Tests]:
    """How long the whole program took, start and end included, and what it said."""
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "insdesk", "--home", str(home), "doctor", "--json"],
        capture_output=True,
        env={**os.environ, "NO_PROXY": "*"},
        check=False,
    )
    took = time.monotonic() - begun
    assert ended.stderr == b"", "nothing but the findings is said"
    facts = json.loads(ended.stdout)
    assert ended.returncode == int(facts["en_panne"])
    return took, {one["test"]: one for one in facts["tests"]}


def until(seen: Callable[[], bool]) -> None:
    for _ in range(400):
        if seen():
            return
        time.sleep(0.025)
    raise AssertionError("the card was never seen")


def test_the_component_and_the_server_hang(home: Path, card: TestCard, card_service: Pcscd) -> None:
    card.told("hang")
    with VirtualCard(card_service.ports[0], Still(ATRS[0].atr)):
        until(cards_seen)
        took, tests = doctor(home)
    assert took <= BAR_S
    assert tests["service"]["constat"] == "actif"
    assert tests["cps"]["constat"] == "présente, mais le composant CPS n'a pas pu la lire"
    assert tests["cps"]["remede"]
    assert tests["server"]["constat"] == "serveur injoignable"
    assert tests["network"]["constat"] == "joignable"


def test_the_card_service_hangs_as_well(home: Path, card_service: Pcscd, tmp_path: Path) -> None:
    source, library = tmp_path / "hung.c", tmp_path / "hung.so"
    source.write_text(HUNG)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    use_library(home, library)
    process = card_service._process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        took, tests = doctor(home)
    finally:
        process.send_signal(signal.SIGCONT)
    assert took <= BAR_S
    for check in ("service", "readers", "cards", "cps", "reader_shared"):
        assert tests[check]["constat"] == "n'a pas répondu à temps", check
        assert tests[check]["remede"], check
    assert tests["cps_component"]["constat"] == "trouvé, ne répond pas"
    assert tests["backup"]["constat"] == "aucune"


def test_a_cps_that_reads_is_told_without_its_holder(
    home: Path, card: TestCard, card_service: Pcscd
) -> None:
    with VirtualCard(card_service.ports[1], Still(ATRS[0].atr)):
        until(cards_seen)
        _, tests = doctor(home)
    assert tests["cps"]["constat"].startswith("CPS (")
    assert tests["cps_component"]["constat"].startswith("version ")
    empty, full = "fente 1 : vide", "fente 2 : CPS"
    assert tests["cards"]["constat"].startswith(f"{empty} ; {full}")
    assert tests["readers"]["constat"] == "Virtual PCD (2 fentes)"
    said = json.dumps(tests, ensure_ascii=False)
    reading = card.module()
    try:
        held = reading.identify()
    finally:
        reading.close()
    for personal in (held.national_id, held.card_number, held.certificate_serial, str(home)):
        assert personal
        assert personal not in said
    assert card.logins == 0
