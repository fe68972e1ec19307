"""`insdesk tour` as a user runs it: through the real windows, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

BUDGETS = {
    "J1": 2,
    "J2": 2,
    "J2-ecran": 4,
    "J3": 3,
    "J3-livret": 4,
    "J4": 7,
    "J5": 1,
    "J5-plusieurs": 1,
    "J6": 3,
    "J7": 4,
    "appli": 4,
    "tuteur": 6,
    "code-postal": 3,
    "sans-piece": 5,
    "fiche": 2,
    "correction": 3,
    "J12": 5,
    "a-traiter": 3,
    "doublon": 9,
    "regles": 2,
    "J10-attente": 3,
    "diagnostic": 1,
    "J9": 12,
}
"""Actions a journey may take (ux.md §1); J6 counts the note for the patient. The last ones, which
ux.md does not count, may not grow."""


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour")
    command = [sys.executable, "-m", "insdesk", "tour", "--out", str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(display, None)
    done = subprocess.run(
        [*command, "--card-seconds", "0.2", "--insi-seconds", "0.2"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def report(toured: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((toured / "tour.json").read_text(encoding="utf-8"))
    return said


def test_every_journey_is_within_its_budget(report: dict[str, Any]) -> None:
    played = {one["id"]: one["actions"] for one in report["journeys"]}
    assert played.keys() == BUDGETS.keys()
    over = {id_: count for id_, count in played.items() if count > BUDGETS[id_]}
    assert not over


def test_every_screen_is_a_picture_of_something(toured: Path, report: dict[str, Any]) -> None:
    assert len(report["screens"]) >= 80
    for name in report["screens"]:
        with Image.open(toured / name) as picture:
            assert picture.width >= 400
            colours = picture.convert("RGB").getcolors(maxcolors=1 << 24)
            assert colours is not None
            assert len(colours) > 50


def test_the_exports_are_there_and_say_that_they_are_fictitious(
    toured: Path, report: dict[str, Any]
) -> None:
    suffixes = sorted(Path(name).suffix for name in report["exports"])
    assert suffixes == [".csv", ".json", ".png"]
    assert all("-FICTIF" in name for name in report["exports"])
    symbol = next(name for name in report["exports"] if name.endswith(".png"))
    with Image.open(toured / symbol) as picture:
        read = zxingcpp.read_barcodes(picture.convert("L"))
    assert read[0].bytes.startswith(b"IS01")


def test_the_note_and_the_list_are_printed_without_a_name(toured: Path) -> None:
    printed = sorted(path.name.split("_")[1] for path in toured.glob("exports/*.pdf"))
    assert printed == ["liste", "note"]


def test_no_file_name_carries_a_name(toured: Path) -> None:
    names = " ".join(path.name.lower() for path in toured.rglob("*"))
    shown = "duranval dostreval dupre testini garanceau tilleul lavoisin ormessel leroc belleteste"
    for marked in shown.split():
        assert marked not in names


def test_the_gap_of_the_event_loop_is_reported(report: dict[str, Any]) -> None:
    assert report["longest_gap_ms"] > 0
    assert report["card_seconds"] == report["insi_seconds"] == 0.2
