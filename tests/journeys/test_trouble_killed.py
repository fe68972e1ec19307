"""The program killed at any moment: the next start shows a whole qualification, or none of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from journey_bench import DOCUMENT, ENVIRONMENT, OF_A_RECORD, Bench, BenchMaker, File, told

from insdesk.errors import DatabaseDamaged
from insdesk.paths import Paths
from insdesk.simulator.people import known_records, person
from insdesk.store.database import Database
from insdesk.store.journal import verify
from insdesk.store.patients import Patients

HERE = Path(__file__).resolve().parent
PROOFS = {"j1": "EVIDENCE_RECORDED", "j2": "ATTESTATION_SIGNED"}
ALWAYS = {"STATUS_CHANGED", "INSI_TRAITS_ACCEPTED", "INS_ATTACHED", "QUALIFIED"}


@dataclass
class Killer:
    """The program that plays and dies; `wholes` tells the steps of each play in all."""

    process: subprocess.Popen[str]
    wholes: dict[str, dict[str, object]] = field(default_factory=dict)

    def line(self) -> dict[str, object]:
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said, "the playing program ended"
        told: dict[str, object] = json.loads(said)
        return told

    def at(self, what: str, moment: int) -> tuple[Path, list[str]]:
        """Kill at this moment; the home it leaves, and the acts that had come back."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what} {moment}\n")
        self.process.stdin.flush()
        told = self.line()
        acts = told["acts"]
        assert isinstance(acts, list)
        # Two plays differ by some steps: the last moments may come after the end.
        assert told["killed"] or acts[-1] == "end"
        return Path(str(told["home"])), acts


@pytest.fixture(scope="module")
def killer(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    search = os.pathsep.join(["src", "tests", "tests/journeys"])
    command = [sys.executable, str(HERE / "journey_killed.py"), str(filled_home)]
    with subprocess.Popen(
        [*command, str(tmp_path_factory.mktemp("killed"))],
        cwd=HERE.parent.parent,
        env={**os.environ, "PYTHONPATH": search},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        killer = Killer(process)
        for _ in range(2):
            told = killer.line()
            killer.wholes[str(told["play"])] = told
        yield killer
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def moments(killer: Killer, what: str, many: int) -> list[int]:
    """`many` moments, evenly spread, from the first step to the last."""
    steps = int(str(killer.wholes[what]["steps"]))
    return sorted({1 + (steps - 1) * one // (many - 1) for one in range(many)})


def bounds(killer: Killer, act: str) -> tuple[int, int]:
    """The steps of an act: after the one before it, until it came back."""
    acts = killer.wholes["journey"]["acts"]
    assert isinstance(acts, list)
    names = [name for name, _ in acts]
    at = names.index(act)
    return acts[at - 1][1] + 1, acts[at][1]


def qualified(file: File, handle: str) -> bool:
    """Whether this person is qualified, in every table; fails on anything in between."""
    number = person(handle).number
    rows = file.ask("SELECT uid, status FROM patient WHERE matricule_number = ?", number)
    if not rows:
        others = [one for one in PROOFS if one != handle]
        mine = file.ask(
            "SELECT journal.type FROM journal LEFT JOIN patient ON patient.uid = patient_uid "
            "WHERE patient_uid IS NOT NULL AND coalesce(matricule_number, '') NOT IN (?)",
            *(person(one).number for one in others),
        )
        assert not OF_A_RECORD.intersection(kind for (kind,) in mine)
        return False
    assert len(rows) == 1
    uid, status = rows[0]
    assert status == "QUAL"
    assert len(file.ask("SELECT 1 FROM evidence WHERE patient_uid = ?", uid)) == 1
    lines = file.ask("SELECT type, status_after FROM journal WHERE patient_uid = ?", uid)
    assert {*ALWAYS, PROOFS[handle]} <= {kind for kind, _ in lines}
    assert [after for kind, after in lines if kind == "STATUS_CHANGED"][-1] == "QUAL"
    return True


def sound(home: Path) -> File:
    """The base opens at the next start, its journal holds, counts and search agree with it."""
    database = Database.open(Paths(home).database(ENVIRONMENT), ENVIRONMENT)
    file = File(database.path)
    try:
        assert verify(database).is_intact
        for handle in PROOFS:
            name = person(handle).birth_name
            rows = file.ask("SELECT uid FROM patient WHERE birth_name = ?", name)
            assert [(row.uid,) for row in Patients(database).page(name)] == rows
    finally:
        database.close()
    counts = file.ask("SELECT status, patients FROM status_count WHERE patients > 0")
    assert {str(status): count for status, count in counts} == file.statuses()
    return file


def check(home: Path, acts: list[str]) -> list[bool]:
    """All or nothing for both patients; what had come back to the user is there."""
    file = sound(home)
    done = [qualified(file, handle) for handle in PROOFS]
    for handle, there in zip(PROOFS, done, strict=True):
        if f"{handle} qualified" in acts:
            assert there, "a qualification that was shown is lost"
        if f"{handle} asked" not in acts:
            assert not there
    drafts = [path.name for path in home.iterdir() if path.name.endswith(".part")]
    assert drafts == []
    return done


def test_killed_all_along_the_journeys(killer: Killer) -> None:
    seen = [check(*killer.at("journey", moment)) for moment in moments(killer, "journey", 40)]
    assert seen[0] == [False, False]
    assert [True, False] in seen
    assert seen[-1] == [True, True]


@pytest.mark.parametrize("handle", PROOFS)
def test_killed_inside_the_qualification(killer: Killer, handle: str) -> None:
    first, last = bounds(killer, f"{handle} qualified")
    inside = 0
    for moment in range(first, last + 1, 10):
        home, acts = killer.at("journey", moment)
        check(home, acts)
        inside += f"{handle} asked" in acts and f"{handle} qualified" not in acts
    assert inside >= 20


def test_the_desk_goes_on_after_a_kill(killer: Killer, make_bench: BenchMaker) -> None:
    first, last = bounds(killer, "j1 qualified")
    for moment in ((first + last) // 2, last - 1):
        home, _ = killer.at("journey", moment + 1)
        bench = make_bench(place=home)
        bench.qualified(bench.compared("adrun"))
        bench.holds()


def test_killed_during_the_first_start(killer: Killer, make_bench: BenchMaker) -> None:
    """The base of the demo is there whole at the next start, never half of it."""
    everybody = known_records()
    for moment in moments(killer, "birth", 10):
        home, _ = killer.at("birth", moment)
        bench = make_bench(place=home, records=everybody)
        assert sum(bench.file.statuses().values()) == len(everybody)
        bench.goes_on()


# --- inside the commit: the write-ahead file cut at every page ---------------------------------


def cut(bench: Bench, length: int, home: Path) -> Path:
    """A home as it is when the write-ahead file got no further than `length`."""
    shutil.copytree(bench.places.home, home, ignore=shutil.ignore_patterns("*-shm"))
    log = File(Paths(home).database(ENVIRONMENT)).path
    os.truncate(log.with_name(log.name + "-wal"), length)
    return home


def test_killed_inside_the_commit(whole_desk: Bench, tmp_path: Path) -> None:
    run = whole_desk.compared("j1")
    log = whole_desk.file.path.with_name(whole_desk.file.path.name + "-wal")
    before = log.stat().st_size
    whole_desk.desk.qualify(run, DOCUMENT)
    after = log.stat().st_size
    lengths = {*range(before, after, 1373), before + 24, after - 1, after}
    acts = ["j1 asked"]
    seen = [check(cut(whole_desk, at, tmp_path / f"cut-{at}"), acts)[0] for at in sorted(lengths)]
    assert seen == sorted(seen)
    assert seen[-1] is True
    assert seen.count(True) == 1


def test_a_damaged_base_is_refused_and_left_as_it_is(
    whole_desk: Bench, make_bench: BenchMaker, tmp_path: Path
) -> None:
    whole_desk.qualified(whole_desk.compared("j1"))
    home = shutil.copytree(whole_desk.places.home, tmp_path / "damaged")
    path = Paths(home).database(ENVIRONMENT)
    for name in (path.name + "-wal", path.name + "-shm"):
        (home / name).unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 6] = random.Random(1984).randbytes(4096 * 4)
    path.write_bytes(content)
    with told(DatabaseDamaged):
        make_bench(place=home)
    assert path.read_bytes() == content
