"""What may never be written, how it is looked for, and a desk that writes all it can.

INSi is called over real HTTPS, the log is open at its lowest level.
"""

from __future__ import annotations

import logging
import re
import unicodedata
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
from insdesk.simulator.cps import PIN
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import PEOPLE, Person
from insdesk.simulator.readers import SimulatedReaders
from insdesk.simulator.server import SimulatorServer

TYPED = "Filigrane-Fictif"
"""Typed in a field; known to nobody else."""

WRONG_PIN = "90817"
OUR_WORDS = {"matricule"}
"""A published test identity bears a word of the trade as a given name."""

lane = logging.getLogger("insdesk.essai")


def said_of(one: Person) -> Iterator[str]:
    """Every way to write what is known of a person."""
    day = one.birth_date
    year, month, of_month = day.split("-")
    yield from (one.birth_name, one.used_name or "", one.card_name or "", *one.first_names.split())
    yield from (one.number, one.number_on_card, one.insured or "", one.card_first_name or "")
    yield from (day, day.replace("-", ""), f"{of_month}/{month}/{year}", f"{of_month}{month}{year}")
    yield from (name.encode("latin-1").hex() for name in one.on_card)
    yield from (name.encode("latin-1").hex(" ") for name in one.on_card)


def bare(text: str) -> str:
    opened = unicodedata.normalize("NFD", text)
    return "".join(one for one in opened if not unicodedata.combining(one)).casefold()


def marks() -> re.Pattern[str]:
    words = {bare(word) for one in PEOPLE for word in said_of(one) if len(word) > 2}
    words = (words - OUR_WORDS) | {bare(TYPED), PIN, WRONG_PIN}
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(words)))})(?![\w-])")


MARKS = marks()
MESSAGE = re.compile(r"(?<!\")(?<! in )</?\w|Envelope|SignatureValue|NumIdentifiant|xmlns")
"""A tag, but for the frames of a traceback, such as `in <lambda>`."""

COMMAND = re.compile(r"(?i)\b00 ?(a4|b0) ?[0-9a-f]{2}|\b[0-9a-f]{24,}\b|\b([0-9a-f]{2} ){8}")


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


def leaks(text: str) -> list[str]:
    found = [MARKS.search(bare(text)), MESSAGE.search(text), COMMAND.search(text)]
    return [text[max(0, one.start() - 80) : one.end() + 60] for one in found if one is not None]


def searched(home: Path, base: str) -> int:
    """How many files below `home` hold nothing of anybody, their names included; not the base."""
    clean = 0
    for path in sorted(home.rglob("*")):
        assert leaks(str(path.relative_to(home))) == []
        if path.is_file() and not path.name.startswith(base):
            assert leaks(path.read_text(encoding="utf-8")) == []
            clean += 1
    return clean
