"""`insdesk replay` as the conformance tests start it: a process, its code, its words (§9)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from insdesk.insi.answer import MAX_BYTES

SRC = Path(__file__).parents[2] / "src"
COMMAND = [sys.executable, "-m", "insdesk", "replay"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONUTF8": "1"}


def replay(*words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [*COMMAND, *words], env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_every_published_answer_in_words(shared_data: Path) -> None:
    for file in sorted((shared_data / "insi" / "responses").glob("*.xml")):
        code, out, err = replay(str(file))
        assert (code, err) == (int(file.name.startswith("FAULT")), ""), file.name
        lines = dict(line.split(" : ", 1) for line in out.splitlines())
        assert lines["reponse"] in ("00", "01", "erreur")
        assert all(lines.values())
        assert "{" not in out


@pytest.mark.parametrize(
    ("name", "code", "family"),
    [
        ("found", 0, None),
        ("nobody", 0, None),
        ("fault", 1, "InsiFault"),
        ("bare fault", 1, "InsiFault"),
        ("empty", 1, "InsiGarbled"),
        ("endless", 1, "InsiGarbled"),
        ("bomb", 1, "InsiGarbled"),
    ],
)
def test_any_file_as_facts(
    name: str, code: int, family: str | None, wire: Any, tmp_path: Path
) -> None:
    bodies = {
        "found": wire.found(),
        "nobody": b"\n" + b'<?xml version="1.0"?>' + wire.code("01"),
        "fault": wire.fault("insi_20", role="Sender", subcode="siram_10"),
        "bare fault": wire.envelope("<s:Fault/>"),
        "empty": b"",
        "endless": b" " * (3 * MAX_BYTES),
        "bomb": b'<!DOCTYPE a [<!ENTITY b "cc">]>' + wire.found(),
    }
    file = tmp_path / "reponse.xml"
    file.write_bytes(bodies[name])
    done, out, err = replay(str(file), "--json")
    facts = json.loads(out)
    assert (done, err, facts.get("famille")) == (code, "", family)
    for key in ("sens", "decision", *(("titre", "explication", "a_faire") if family else ())):
        assert len(facts[key]) > 5


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    unreadable = [tmp_path / "absent.xml", tmp_path, Path("/proc/self/mem")]
    for path in unreadable:
        assert replay(str(path)) == (2, "", "Ce fichier ne peut pas être lu.\n")


def test_a_reader_who_leaves_is_no_failure(wire: Any, tmp_path: Path) -> None:
    file = tmp_path / "reponse.xml"
    file.write_bytes(wire.fault("insi_102"))
    with subprocess.Popen(
        [*COMMAND, str(file)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1
