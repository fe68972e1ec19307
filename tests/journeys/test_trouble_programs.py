"""`insdesk replay`, `verify-journal` and `simulator` as a user runs them, troubles included."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from journey_bench import ENVIRONMENT, Bench, BenchMaker, open_desk

from insdesk.__main__ import main
from insdesk.app.edges import simulated
from insdesk.errors import InsiError, InsiUnavailable, InsiUnreachable, InsiUntrusted
from insdesk.insi.transport import SecurePost
from insdesk.paths import Paths
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders

COMMAND = [sys.executable, "-m", "insdesk"]
LIMIT_S = 20


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """The command in this process: exit code, standard output, standard error."""

    def run_(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["insdesk", *map(str, arguments)])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


# --- replay ------------------------------------------------------------------------------------

SAMPLES = {
    "FAULT_insi_102_technical.xml": (1, "erreur"),
    "OK_ADRTROIS_DOMINIQUE_2A.xml": (0, "00"),
    "OK_ADRTROIS_TOUSSAINT_2B.xml": (0, "00"),
    "OK_ECETINSI_live_one_INSHISTO.xml": (0, "00"),
    "OK_ECETINSI_two_INSHISTO_TypeMatricule.xml": (0, "00"),
    "OK_TCHITCHI_CATARINA.xml": (0, "00"),
    "REP_CR01.xml": (0, "01"),
    "TEST_2.05.xml": (0, "00"),
    "TEST_2.08_cas1.xml": (0, "00"),
}


def test_every_published_answer_is_replayed(shared_data: Path) -> None:
    there = {path.name for path in (shared_data / "insi" / "responses").glob("*.xml")}
    assert there == SAMPLES.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_replay(shared_data: Path, run, name: str) -> None:  # type: ignore[no-untyped-def]
    file = shared_data / "insi" / "responses" / name
    status = 500 if name.startswith("FAULT") else 200
    code, out, err = run("replay", file, "--json", "--status", status)
    facts = json.loads(out)
    assert (code, facts["reponse"]) == SAMPLES[name]
    assert err == ""
    if facts["reponse"] == "00":
        assert facts["qualifiable"] is True
        assert len(facts["matricule"]) == 15
    if code == 1:
        assert (facts["code"], facts["famille"]) == ("insi_102", "InsiUnavailable")
    words = run("replay", file, "--status", status)
    assert words[0] == code
    assert words[1].startswith("reponse : ")


def test_replay_of_nonsense(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "reponse.xml"
    for content in (b"", b"<a/>", b"\x00" * 100, b"<html>"):
        file.write_bytes(content)
        code, out, err = run("replay", file, "--json")
        assert (code, json.loads(out)["famille"], err) == (1, "InsiGarbled", "")
    code, out, _ = run("replay", file, "--json", "--status", 302)
    assert (code, json.loads(out)["famille"]) == (1, "InsiUntrusted")
    for missing in (tmp_path / "absent.xml", tmp_path):
        code, out, err = run("replay", missing, "--json")
        assert (code, out) == (2, "")
        assert err.endswith(".\n")


def test_replay_in_a_process_of_its_own(shared_data: Path) -> None:
    file = shared_data / "insi" / "responses" / "OK_TCHITCHI_CATARINA.xml"
    command = [*COMMAND, "replay", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reponse"] == "00"
    assert done.stderr == ""


# --- verify-journal ----------------------------------------------------------------------------


def test_the_journal_after_journeys(whole_desk: Bench, run) -> None:  # type: ignore[no-untyped-def]
    whole_desk.goes_on()
    home = whole_desk.places.home
    # While the desk is open, as an auditor would.
    code, out, err = run("--home", home, "verify-journal", "--json")
    assert (code, err) == (0, "")
    facts = json.loads(out)
    assert facts == {
        "entrees": whole_desk.file.last(),
        "intact": True,
        "premiere_alteree": None,
    }


@pytest.mark.parametrize("how", ["changed", "removed", "added"])
def test_a_journal_that_was_touched(whole_desk: Bench, run, how: str) -> None:  # type: ignore[no-untyped-def]
    whole_desk.goes_on()
    last = whole_desk.file.last()
    with closing(sqlite3.connect(whole_desk.file.path)) as intruder, intruder:
        with pytest.raises(sqlite3.DatabaseError):
            intruder.execute("UPDATE journal SET type = 'X' WHERE seq = 5")
        triggers = intruder.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            intruder.execute(f"DROP TRIGGER {name}")
        if how == "changed":
            intruder.execute("UPDATE journal SET facts = '{}' WHERE seq = 5")
        elif how == "removed":
            intruder.execute("DELETE FROM journal WHERE seq = 5")
        else:
            intruder.execute("INSERT INTO journal SELECT seq + 1000, at, type, patient_uid, actor,"
                             " facts, status_before, status_after, transition, detail_hash, scheme,"
                             " prev_hash, hash FROM journal WHERE seq = 5")  # fmt: skip
    code, out, err = run("--home", whole_desk.places.home, "verify-journal", "--json")
    assert (code, err) == (1, "")
    facts = json.loads(out)
    assert facts["intact"] is False
    assert facts["premiere_alteree"] == {"changed": 5, "removed": 6, "added": 1005}[how]
    assert facts["entrees"] == (last if how == "added" else 4)


def test_a_base_that_cannot_be_verified(run, tmp_path: Path, filled_home: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("--home", tmp_path / "nowhere", "verify-journal", "--json")[0] == 2
    assert not (tmp_path / "nowhere").exists()
    home = Path(shutil.copytree(filled_home, tmp_path / "home"))
    Paths(home).database(ENVIRONMENT).write_bytes(b"not a base" * 100)
    code, out, err = run("--home", home, "verify-journal", "--json")
    assert (code, out) == (2, "")
    assert "DatabaseDamaged" in err
    code, out, err = run("--home", home, "verify-journal", "--environment", "ailleurs")
    assert (code, out) == (2, "")
    assert "découverte" in err


# --- the simulator, another process ------------------------------------------------------------


@dataclass
class Program:
    """`insdesk simulator` as it announces itself."""

    process: subprocess.Popen[str]
    address: str
    bundle: Path

    def play(self, mode: str, **order: object) -> None:
        """Tell the régie, as another program would."""
        answer = requests.post(
            self.control, json={"mode": mode, **order}, verify=str(self.bundle), timeout=5
        )
        assert answer.status_code == 200

    def calls(self) -> int:
        answer = requests.get(self.control, verify=str(self.bundle), timeout=5)
        return len(answer.json()["calls"])

    @property
    def control(self) -> str:
        return self.address.replace("/lps", "/regie")

    @property
    def port(self) -> str:
        return self.address.split(":")[2].split("/")[0]


@contextmanager
def simulator(folder: Path, port: str = "0") -> Iterator[Program]:
    command = [*COMMAND, "simulator", "--folder", str(folder), "--port", port]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().split(" : ")[-1].strip() for _ in range(2)]
        try:
            yield Program(process, said[0], Path(said[1]))
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
            process.wait(LIMIT_S)


def calling(make_bench: BenchMaker, home: Path, program: Program) -> Bench:
    """A desk whose INSi is that program, over HTTPS."""
    places = make_bench.copy_home(home)
    post = SecurePost(ca_bundle=program.bundle, timeout=(5.0, 5.0))
    readers = SimulatedReaders()
    edges = simulated(readers, SimulatedInsi())
    built = open_desk(places, replace(edges, post=post, address=program.address, close=post.close))
    make_bench.open_ones.append(built)
    bench = Bench(built, readers, SimulatedInsi(), places, make_bench.card)
    bench.put_cps()
    return bench


def test_a_desk_and_an_insi_in_two_processes(make_bench: BenchMaker, tmp_path: Path) -> None:
    with simulator(tmp_path / "insi") as program:
        bench = calling(make_bench, tmp_path / "home", program)
        run = bench.read("j2")
        program.play("unavailable", times=1)
        with bench.trouble(InsiUnavailable):
            bench.desk.ask_insi(run)
        program.play("redirect", times=1)
        with bench.trouble(InsiUntrusted):
            bench.desk.ask_insi(run)
        bench.goes_on()
        killed_while_it_waits(bench, bench.read("j2"), program)
        run = bench.read("j2")
        with bench.trouble(InsiUnreachable):
            bench.desk.ask_insi(run)
    # Another INSi at the same address, with another certificate: not to be trusted.
    with simulator(tmp_path / "other", program.port) as other:
        assert other.address == program.address
        with bench.trouble(InsiUntrusted):
            bench.desk.ask_insi(run)
        calling(make_bench, tmp_path / "home-2", other).goes_on()
    bench.holds()


def killed_while_it_waits(bench: Bench, run: object, program: Program) -> None:
    """INSi dies in the middle of a call: a failure that may be tried again, nothing saved."""
    program.play("silent")
    before, ended = program.calls(), list[BaseException]()

    def ask() -> None:
        try:
            bench.desk.ask_insi(run)  # type: ignore[arg-type]
        except InsiError as problem:
            ended.append(problem)

    with bench.nothing_saved() as written:
        asking = threading.Thread(target=ask)
        asking.start()
        while program.calls() == before:
            assert asking.is_alive()
        os.kill(program.process.pid, signal.SIGKILL)
        asking.join(LIMIT_S)
    assert [type(one) for one in ended] == [InsiUnreachable]
    assert written.count("INSI_RESULT") == 1


def test_the_simulator_ends_when_told(tmp_path: Path) -> None:
    with simulator(tmp_path / "insi") as program:
        assert program.calls() == 0
    assert program.process.returncode == 0


@pytest.mark.parametrize("port", ["taken", "70000"])
def test_a_simulator_that_cannot_start(run, tmp_path: Path, port: str) -> None:  # type: ignore[no-untyped-def]
    """Its handlers of signals are put back: this process goes on with others."""
    usual = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        with socket.create_server(("127.0.0.1", 0)) as other:
            number = other.getsockname()[1] if port == "taken" else port
            code, out, err = run("simulator", "--folder", tmp_path / "insi", "--port", number)
    finally:
        for one, handler in usual.items():
            signal.signal(one, handler)
    assert (code, out) == (2, "")
    assert "port" in err
