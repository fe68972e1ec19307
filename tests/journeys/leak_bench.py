"""A desk that writes all it can, for those who look for what may never be written.

INSi is called over real HTTPS, the log is open at its lowest level.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from journey_bench import Bench, BenchMaker, open_desk

from insdesk import log
from insdesk.app.edges import simulated
from insdesk.errors import InsdeskError
from insdesk.insi.transport import SecurePost
from insdesk.paths import private_dir
from insdesk.simulator.appcv import SimulatedAppReader
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders
from insdesk.simulator.server import SimulatorServer

lane = logging.getLogger("insdesk.essai")


@dataclass
class Scene:
    """A desk whose INSi is called over HTTPS, and every failure met, logged as a lane would."""

    bench: Bench
    failures: set[str]
    phones: SimulatedAppReader

    @contextmanager
    def trouble(self) -> Iterator[None]:
        try:
            yield
        except InsdeskError as problem:
            lane.exception("the work of a lane failed")
            self.failures.add(type(problem).__name__)


@pytest.fixture
def scene(
    make_bench: BenchMaker, filled_home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Scene]:
    caplog.set_level(logging.DEBUG)
    places = make_bench.copy_home(tmp_path / "home")
    handler = log.start(private_dir(places.logs))
    logging.getLogger().setLevel(logging.DEBUG)
    insi, readers, phones = SimulatedInsi(), SimulatedReaders(), SimulatedAppReader()
    server = SimulatorServer(insi, tmp_path / "insi")
    address, bundle = server.start()
    post = SecurePost(ca_bundle=bundle, timeout=(5.0, 0.2))
    usual = simulated(readers, insi, app_cv=phones)
    edges = replace(usual, post=post, address=address, close=post.close)
    built = open_desk(places, edges)
    bench = Bench(built, readers, insi, places, make_bench.card)
    bench.put_cps()
    readers.start(lambda _state: None)
    try:
        yield Scene(bench, set(), phones)
    finally:
        readers.stop()
        built.close()
        server.stop()
        log.stop(handler)
