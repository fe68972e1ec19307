"""Builds the stage, plays the journeys, keeps pictures, exports and `tour.json`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from insdesk import cli
from insdesk.app.window import OpenDesk
from insdesk.app.worlds import Discovery
from insdesk.paths import Paths
from insdesk.simulator.cps import PIN
from insdesk.tour.afterwards import AFTERWARDS
from insdesk.tour.desk_care import DESK_CARE
from insdesk.tour.doors import DOORS
from insdesk.tour.journeys import JOURNEYS
from insdesk.tour.play import CTRL, Set
from insdesk.tour.stage import Stage, TourStuck
from insdesk.ui.tasks import GapMeter
from insdesk.ui.theme import LIGHT, Theme, start

SCREENS = [
    {"name": "praticien", "x": 0, "y": 0, "width": 1280, "height": 800},
    {"name": "patient", "x": 1280, "y": 0, "width": 1600, "height": 900},
]


def play(folder: Path, *, card_seconds: float, insi_seconds: float) -> int:
    """Play everything into `folder`; says what was played. 1 when a journey stopped on its way."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        theme = Theme(LIGHT)
        app = _application(Path(home), theme)
        tour = _Tour(app, theme, folder, Path(home), card_seconds, insi_seconds)
        try:
            tour.play()
        except TourStuck as stuck:
            cli.complain(f"Le tour s'est arrêté : {stuck}.")
            return 1
        finally:
            tour.close()
    cli.say(f"Images, exports et tour.json : {folder}")
    return 0


def _application(home: Path, theme: Theme) -> QApplication:
    """The application; without a display, two screens that only exist in memory."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        # The last screen of the file becomes the primary one (desktop.md §9).
        screens = [
            {**screen, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
            for screen in reversed(SCREENS)
        ]
        layout = {"synchronousWindowSystemEvents": False, "screens": screens}
        described = home / "screens.json"
        described.write_text(json.dumps(layout), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"
    return start(sys.argv, theme)


class _Tour:
    """One tour: the desk in mode découverte, in a folder of its own that goes away."""

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
        folder: Path,
        home: Path,
        card_seconds: float,
        insi_seconds: float,
    ) -> None:
        self._folder = folder
        self._seconds = (card_seconds, insi_seconds)
        self._discovery = Discovery()
        self._handed = folder / "exports"
        self._handed.mkdir(exist_ok=True)
        world = self._discovery.world()
        self._opened = OpenDesk(Paths(home / "desk"), world, theme, documents=self._handed)
        self._meter = GapMeter()
        self._stage = Stage(app, self._opened.window, folder, self._meter)
        self._exports: list[str] = []
        self._opening_gap_ms = 0.0

    def play(self) -> None:
        """Open, play every journey, look at the list, hand over, write `tour.json`."""
        stage = self._stage
        stage.begin("ouverture", "Ouverture du bureau")
        ready: list[bool] = []
        self._opened.ready.connect(lambda: ready.append(True))
        self._opened.broken.connect(lambda _error: ready.append(False))
        self._meter.start()
        self._opened.show()
        stage.wait("the desk", lambda: bool(ready))
        if not all(ready):
            raise TourStuck("the desk could not be built")
        stage.settle()
        self._opening_gap_ms = self._meter.longest_ms
        self._meter.reset()
        self._session()
        set_ = self._set()
        for journey in JOURNEYS:
            journey(set_)
        quick = set_.quick()
        for journey in DOORS:
            journey(quick)
        self._records()
        self._trouble(quick)
        for journey in (*AFTERWARDS, *DESK_CARE):
            journey(quick)
        stage.close()
        self._report()

    def close(self) -> None:
        """Let go of the desk."""
        self._meter.stop()
        self._opened.close()

    def _session(self) -> None:
        stage = self._stage
        stage.wait_for("pin_edit")
        stage.picture("code_porteur", stage.find("pin_dialog", QWidget))
        stage.type_code("pin_edit", PIN)
        stage.quietly(Qt.Key.Key_Return)
        stage.wait("the session", lambda: not stage.sees("pin_dialog"))
        stage.wait_for("home_page")
        stage.picture("accueil")
        stage.played.clear()

    def _set(self) -> Set:
        world, desk_window = self._discovery, self._opened.desk_window
        readers, insi, phones = world.readers, world.insi, world.phones
        if readers is None or insi is None or phones is None or desk_window is None:
            raise TourStuck("the desk is not open")
        card_seconds, insi_seconds = self._seconds
        insi.play("slow", seconds=insi_seconds)
        return Set(
            stage=self._stage,
            readers=readers,
            insi=insi,
            phones=phones,
            desk_window=desk_window,
            card_seconds=card_seconds,
            insi_seconds=insi_seconds,
            patient_window=lambda: desk_window.patient_side.screen,
        )

    def _records(self) -> None:
        """The list, a record, and the hand-over of qualified identities in every format."""
        stage = self._stage
        stage.begin("registre", "Patients et remise des identités qualifiées")
        stage.press("Ctrl+F : patients", Qt.Key.Key_F, CTRL)
        stage.wait_for("patients_page")
        stage.settle()
        stage.picture("patients")
        stage.type_field("d : recherche", "patients_search", "d")
        stage.settle()
        stage.picture("patients_recherche")
        stage.end()
        stage.played.pop()
        desk_window = self._opened.desk_window
        if desk_window is None:
            raise TourStuck("the desk is not open")
        self._hand_over()

    def _hand_over(self) -> None:
        from insdesk.ui.desk_views import EXPORT, SETTINGS
        from insdesk.ui.tasks import Lane

        window, stage = self._opened.window, self._stage
        window.show_section(EXPORT)
        stage.picture("exporter")
        window.show_section(SETTINGS)
        stage.picture("reglages")
        desk_window = self._opened.desk_window
        if desk_window is None:
            raise TourStuck("the desk is not open")
        desk, done = desk_window.desk, []  # type: ignore[var-annotated]

        def all_formats() -> list[str]:
            from insdesk.identity.patient import Status

            rows = desk.patients("DURANVAL", limit=1, status=Status.QUAL)
            uids = [row.uid for row in rows]
            return [desk.export(uids, fmt, self._handed).name for fmt in desk.formats()]

        self._opened.tasks.run(Lane.LOCAL, all_formats, done.append, done.append)
        stage.wait("the exports", lambda: bool(done))
        if not isinstance(done[0], list):
            raise TourStuck("an export was refused")
        self._exports = [f"exports/{name}" for name in done[0]]

    def _trouble(self, set_: Set) -> None:
        """Two things that go wrong, each with its sentence."""
        stage = self._stage
        stage.begin("incidents", "Quand quelque chose ne va pas")
        self._opened.window.show_section("home")
        set_.insi.play("unavailable")
        set_.insert("j1")
        stage.wait("the known patient", lambda: stage.sees("already_page"))
        stage.picture("deja_qualifiee")
        set_.readers.remove_vitale()
        set_.insert("desordre")
        stage.wait_for("error_card")
        stage.picture("insi_ne_repond_pas")
        set_.quick()
        stage.quietly(Qt.Key.Key_Escape)
        stage.settle()
        set_.readers.remove_vitale()
        stage.settle()
        if not stage.sees("home_page"):
            set_.leave()
        stage.end()
        stage.played.pop()

    def _report(self) -> None:
        stage = self._stage
        report = {
            "journeys": [one.as_json() for one in stage.played],
            "screens": stage.screens,
            "exports": self._exports,
            "longest_gap_ms": round(stage.longest_gap_ms, 1),
            "opening_gap_ms": round(self._opening_gap_ms, 1),
            "card_seconds": self._seconds[0],
            "insi_seconds": self._seconds[1],
        }
        text = json.dumps(report, ensure_ascii=False, indent=1)
        (self._folder / "tour.json").write_text(text + "\n", encoding="utf-8")
