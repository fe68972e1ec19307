"""Every journey through the real windows, every logger of every library open: nobody is written.

The tour is played in a process of its own, whose home, user folder, temporary folder and current
folder are all searched afterwards; so are the values that the use cases hand about.
"""

from __future__ import annotations

import functools
import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from leak_bench import Scene
from leak_search import BURIED, MARKS, bare, disguised, leaks, searched
from PySide6.QtCore import QObject
from test_trouble_logs import the_five_journeys, troubles
from test_trouble_logs_of_records import played

from insdesk import log

HANDED = frozenset({".csv", ".json", ".png", ".pdf"})
"""What is made to be handed over holds somebody: its name may not."""

STILL = (
    "insdesk.simulator",
    "insdesk.identity.rulebook",
    "insdesk.identity.places",
    "insdesk.identity.situations",
    "insdesk.ui.texts",
)
"""Invented people, who are loaded with the program, the words of the rules, the communes."""


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that one process wrote while it played all journeys."""
    folder = tmp_path_factory.mktemp("watched")
    places = {name: folder / name for name in ("out", "user", "tmp", "here")}
    for place in places.values():
        place.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        kept.pop(display, None)
    kept |= {"TMPDIR": str(places["tmp"]), "HOME": str(places["user"])}
    script = Path(__file__).with_name("tour_under_watch.py")
    done = subprocess.run(
        [sys.executable, "-B", str(script), str(places["out"])],
        env={**kept, "QT_QPA_PLATFORM": "offscreen"},
        cwd=places["here"],
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    (folder / "said").mkdir()
    (folder / "said" / "out.txt").write_bytes(done.stdout)
    (folder / "said" / "err.txt").write_bytes(done.stderr)
    return folder


def test_no_file_of_the_desk_holds_anybody(toured: Path) -> None:
    assert searched(toured / "out" / "home", "insdesk-decouverte.db") >= 3
    written = (toured / "out" / "home" / "logs" / "insdesk.log").read_text(encoding="utf-8")
    for line in ("carte Vitale read", "INSi call", "sqlalchemy.engine.Engine a library spoke"):
        assert line in written, "the log was open, for us and for the libraries"


@pytest.mark.parametrize("place", ["user", "tmp", "here", "said"])
def test_nothing_is_left_elsewhere(toured: Path, place: str) -> None:
    searched(toured / place, "no base here")


def test_what_is_handed_over_names_nobody_outside(toured: Path) -> None:
    searched(toured / "out" / "tour", "no base here", only_names=HANDED)
    account = (toured / "out" / "tour" / "tour.json").read_bytes()
    assert (leaks(account.decode()), disguised(account)) == ([], [])


def the_main_job(scene: Scene, _folder: Path) -> None:
    the_five_journeys(scene.bench)
    troubles(scene)


BOTH = pytest.mark.parametrize("play", [the_main_job, played])
Play = Callable[[Scene, Path], None]


@BOTH
def test_every_logger_at_its_lowest_level_writes_nobody(
    scene: Scene, tmp_path: Path, play: Play
) -> None:
    """The rows of the base, the messages of INSi: libraries would print all of them."""
    names = [*logging.root.manager.loggerDict, *log.TALKATIVE, "zeep.transports"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        play(scene, tmp_path / "sortie")
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
    home = scene.bench.places.home
    assert searched(home, scene.bench.file.path.name) >= 2
    written = "".join(one.read_text("utf-8") for one in (home / "logs").iterdir())
    assert "sqlalchemy.engine.Engine a library spoke" in written


class Recorded:
    """A desk of which every value given and taken is kept."""

    def __init__(self, desk: object, kept: list[object]) -> None:
        self._desk, self._kept = desk, kept

    def __getattr__(self, name: str) -> object:
        found = getattr(self._desk, name)
        return functools.partial(self._call, found) if callable(found) else found

    def _call(self, act: Callable[..., object], *given: object, **named: object) -> object:
        self._kept += [*given, *named.values()]
        try:
            taken = act(*given, **named)
        except Exception as problem:
            self._kept.append(problem)
            raise
        self._kept.append(taken)
        return taken


def values(kept: list[object], before: frozenset[int]) -> Iterator[object]:
    """What was handed about, and every value of ours that came to life since `before`."""
    yield from (one for one in kept if not isinstance(one, str | int | bytes | list | tuple | dict))
    for many in (one for one in kept if isinstance(one, list | tuple)):
        yield from (one for one in many if not isinstance(one, str))
    for one in gc.get_objects():
        if id(one) in before:
            continue
        module = str(type(one).__module__)
        # A widget prints its kind alone, and one of an earlier test may be gone from under us.
        ours = module.startswith("insdesk.") and not isinstance(one, QObject)
        if ours and not module.startswith(STILL):
            yield one


@BOTH
def test_no_value_handed_about_prints_anybody(scene: Scene, tmp_path: Path, play: Play) -> None:
    """What a debugger, a crash report or a careless line would print."""
    kept: list[object] = []
    before = frozenset(map(id, gc.get_objects()))
    object.__setattr__(scene.bench.built, "desk", Recorded(scene.bench.built.desk, kept))
    play(scene, tmp_path / "sortie")
    telling: set[str] = set()
    seen = 0
    for one in values(kept, before):
        seen += 1
        for text in (repr(one), str(one)):
            said = bare(text)
            if MARKS.search(said) or BURIED.search(said):
                telling.add(f"{type(one).__module__}.{type(one).__qualname__}")
    assert seen > 300
    assert telling == set()
