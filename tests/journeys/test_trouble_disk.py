"""No room, or another program in the file, at the moment of qualifying: said, nothing saved."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from journey_bench import ATTESTED, DOCUMENT, Bench, BenchMaker

from insdesk.errors import DatabaseLocked, DiskFull, ExportIncomplete, InsdeskError
from insdesk.qualification.steps import Evidence, Run

resource = pytest.importorskip("resource", reason="limits of file size are of Unix")

ENDS = [("j1", DOCUMENT), ("j2", ATTESTED)]
FRAME = 4096 + 24
"""One page in the write-ahead file, with its header."""


def whole_file_of(bench: Bench) -> Path:
    return bench.file.path.with_name(bench.file.path.name + "-wal")


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system itself refuses to write further: as a full disk, at one exact byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def room_needed(make_bench: BenchMaker, card: str, evidence: Evidence) -> int:
    """Bytes that one qualification adds to the file."""
    bench = make_bench()
    run = bench.compared(card)
    before = whole_file_of(bench).stat().st_size
    bench.desk.qualify(run, evidence)
    return whole_file_of(bench).stat().st_size - before


@pytest.mark.parametrize(("card", "evidence"), ENDS, ids=["document", "attested"])
def test_disk_full_at_each_page_of_the_qualification(
    make_bench: BenchMaker, card: str, evidence: Evidence
) -> None:
    needed = room_needed(make_bench, card, evidence)
    assert needed > 4 * FRAME
    bench = make_bench()
    run = bench.compared(card)
    size = whole_file_of(bench).stat().st_size
    for room in [*range(0, needed, FRAME), needed - 1]:
        with bench.trouble(DiskFull) as written, no_file_longer_than(size + room):
            bench.desk.qualify(run, evidence)
        assert written == []
    # Room again, the same screen, the same press.
    bench.qualified(run, evidence)
    bench.holds()


def test_disk_full_at_every_other_moment(whole_desk: Bench) -> None:
    """Reading, recognising, asking: each leaves its line in the journal, hence needs room."""
    desk = whole_desk.desk
    whole_desk.readers.insert_vitale("j1")
    for act in journey(whole_desk):
        size = whole_file_of(whole_desk).stat().st_size
        with whole_desk.trouble(DiskFull), no_file_longer_than(size):
            act()
        act()
    assert desk.today().qualified == 1
    whole_desk.holds()


def journey(bench: Bench) -> Iterator[Callable[[], Run]]:
    """Each act of J1, keeping what it gives for the next."""
    done: list[Run] = []

    def keep(run: Run) -> Run:
        done.append(run)
        return run

    yield lambda: keep(bench.desk.read_vitale())
    yield lambda: keep(bench.desk.recognise(done[-1]))
    yield lambda: keep(bench.desk.ask_insi(done[-1]))
    yield lambda: keep(bench.desk.qualify(done[-1], DOCUMENT))
    yield lambda: keep(bench.desk.undo_qualification(done[-1]))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here; the limits above did run")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True, capture_output=True)


def fill(place: Path, leaving: int = 0) -> Path:
    """Take all the room but `leaving` bytes."""
    filler = place / "filler"
    free = os.statvfs(place)
    filler.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - leaving))
    return filler


@pytest.fixture
def on_small_disk(
    small_disk: Path, filled_home: Path, make_bench: BenchMaker
) -> Iterator[tuple[Bench, Path]]:
    shutil.copytree(filled_home, small_disk / "home")
    bench = make_bench(place=small_disk / "home")
    yield bench, small_disk
    # Closed here, before the disk is taken away.
    make_bench.open_ones.remove(bench.built)
    bench.built.close()


def test_a_disk_really_full(on_small_disk: tuple[Bench, Path]) -> None:
    bench, disk = on_small_disk
    run = bench.compared("j2")
    filler = fill(disk)
    with bench.trouble(DiskFull) as written:
        bench.desk.qualify(run, ATTESTED)
    assert written == []
    with bench.trouble(DiskFull):
        bench.desk.read_vitale()
    filler.unlink()
    bench.qualified(run, ATTESTED)
    bench.goes_on()


def test_an_export_on_a_full_disk_leaves_no_file(on_small_disk: tuple[Bench, Path]) -> None:
    bench, disk = on_small_disk
    done = bench.qualified(bench.compared("j1"))
    assert done.patient is not None
    folder = disk / "sortie"
    folder.mkdir()
    filler = fill(disk)
    with bench.trouble(ExportIncomplete) as written:
        bench.desk.export([done.patient.uid], "fhir", folder)
    assert "EXPORT_WITH_INS" not in written
    assert list(folder.iterdir()) == []
    filler.unlink()
    assert bench.desk.export([done.patient.uid], "fhir", folder).exists()


# --- a page limit of the base itself -----------------------------------------------------------


def test_the_base_itself_full(make_bench: BenchMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own « full », of the main file: its limit is set on the desk's connections."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    bench = make_bench()
    monkeypatch.undo()
    run = bench.compared("j2")
    (pages,) = bench.file.ask("PRAGMA page_count")[0]
    limited = limit(opened, int(str(pages)))
    assert limited
    # The record may fit in the room left in its pages; the journal, which grows, soon does not.
    with bench.trouble(DiskFull):
        until_full(bench, run)
    with bench.trouble(DiskFull):
        bench.desk.qualify(run, ATTESTED)
    limit(opened, 2**30)
    bench.qualified(run, ATTESTED)
    bench.holds()


def until_full(bench: Bench, run: Run) -> None:
    """Write journal lines until there is no room, two hundred at most."""
    for _ in range(200):
        bench.desk.abandon(bench.desk.recognise(run))


def limit(connections: list[sqlite3.Connection], pages: int) -> int:
    """Set the limit on those still open; how many there are."""
    count = 0
    for one in connections:
        try:
            one.execute(f"PRAGMA max_page_count={pages}")
        except sqlite3.ProgrammingError:
            continue
        count += 1
    return count


# --- another program ---------------------------------------------------------------------------

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
held.close()
"""


@contextmanager
def held_by_another_program(bench: Bench, how: str) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDER, str(bench.file.path), how]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.communicate("go\n")
    assert other.returncode == 0


def test_the_base_held_by_another_program(whole_desk: Bench) -> None:
    run = whole_desk.compared("j2")
    uid = run.patient.uid if run.patient else ""
    with (
        whole_desk.trouble(DatabaseLocked) as written,
        held_by_another_program(whole_desk, "BEGIN IMMEDIATE"),
    ):
        # What only looks is not disturbed.
        assert whole_desk.desk.patient(uid) == run.patient
        assert whole_desk.desk.refusals(run, ATTESTED) == ()
        whole_desk.desk.qualify(run, ATTESTED)
    assert written == []
    whole_desk.qualified(run, ATTESTED)
    whole_desk.goes_on()


def test_the_folder_may_not_be_written(whole_desk: Bench, tmp_path: Path) -> None:
    """An export where nothing can be written is refused whole."""
    done = whole_desk.qualified(whole_desk.compared("j1"))
    assert done.patient is not None
    for target in (tmp_path / "nowhere", whole_desk.file.path):
        with pytest.raises(InsdeskError) as problem, whole_desk.nothing_saved() as written:
            whole_desk.desk.export([done.patient.uid], "csv", target)
        assert type(problem.value) is ExportIncomplete
        assert "EXPORT_WITH_INS" not in written
