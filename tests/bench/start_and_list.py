"""Start to first paint, and a keystroke in the list, each beside its floor."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench_people import a_patient
from measures import Figure, figure, milliseconds
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QLineEdit

from insdesk.identity.filing import Filing
from insdesk.identity.readings import Environment
from insdesk.store.database import Database
from insdesk.store.journal import Journal
from insdesk.store.patients import Patients
from insdesk.ui.patients.view import PatientsPage
from insdesk.ui.tasks import Tasks
from insdesk.ui.theme import LIGHT, Theme, start

HERE = Path(__file__).resolve().parent
START_BAR = 1.5
KEY_BAR = 2.5
TEXTS = ("ba", "bac", "du", "dum", "fi", "fig", "go", "gol", "la", "lam", "me", "ni")


def first_paint(folder: Path, runs: int = 9) -> Figure:
    """From before the process is started to the end of its first paint, in turn with a bare window.

    Both warm, as on a user's second start: what they import was compiled by the unmeasured first
    run, to a folder of this measure, even where the environment forbids Python to keep bytecode.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    desk = [
        sys.executable,
        "-m",
        "insdesk",
        "--home",
        str(folder / "home"),
        "--first-paint",
        "demo",
    ]
    bare = [sys.executable, str(HERE / "bare_window.py")]
    for command in (desk, bare):
        _paint_ms(command, environment)
    values, floors = [], []
    for _ in range(runs):
        floors.append(_paint_ms(bare, environment))
        values.append(_paint_ms(desk, environment))
    return figure("start to first paint", values, floors, START_BAR)


def _paint_ms(command: list[str], environment: dict[str, str]) -> float:
    before = time.monotonic_ns()
    ended = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    return (int(ended.stdout.split()[0]) - before) / 1e6


class _Records:
    """What the list asks of the desk: its pages and counts."""

    def __init__(self, database: Database) -> None:
        self.store = Patients(database)
        self.patients = self.store.page
        self.counts = self.store.counts
        self.patient = self.store.get
        self.journal = Journal(database)


def keystroke(folder: Path, sizes: tuple[int, int] = (1_000, 100_000)) -> Figure:
    """A new search text to the end of its repaint, at 100 000 patients beside 1 000."""
    app = start(sys.argv, Theme(LIGHT))
    pages = [_list_of(folder / f"{size}.db", size) for size in sizes]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(3):
        for text in TEXTS:
            for which, (page, _tasks, _database) in enumerate(pages):
                times[which].append(milliseconds(lambda page=page, text=text: _type(page, text)))
    for page, tasks, database in pages:
        page.close()
        tasks.close()
        database.close()
    app.processEvents()
    return figure("keystroke at 100 000 patients", times[1], times[0], KEY_BAR)


def _list_of(path: Path, size: int) -> tuple[PatientsPage, Tasks, Database]:
    database = Database.open(path, Environment.DECOUVERTE)
    fill(database, size)
    tasks = Tasks()
    page = PatientsPage(_Records(database), tasks)  # type: ignore[arg-type]
    page.resize(1068, 715)
    page.show()
    _shown(page, "", page.refresh)
    return page, tasks, database


def fill(database: Database, size: int) -> None:
    """Put `size` invented records in the base, a thousand at a time."""
    patients = Patients(database)
    for first in range(0, size, 1000):
        numbers = range(first, min(first + 1000, size))
        patients.file_all([Filing(patient=a_patient(n), expected_version=0) for n in numbers])


def _type(page: PatientsPage, text: str) -> None:
    """One more key: the text before it is already shown."""
    edit = page.findChild(QLineEdit, "patients_search")
    _shown(page, text, lambda: edit.setText(text))


def _shown(page: PatientsPage, text: str, act: Callable[[], object]) -> None:
    """Until the rows that match `text` are in the table and painted."""
    loop = QEventLoop()
    page.model.loaded.connect(lambda found: loop.quit() if found == text else None)
    act()
    loop.exec()
    page.repaint()
