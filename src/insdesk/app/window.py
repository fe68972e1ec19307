"""The windows: shown first, the desk built behind them on the local lane, then joined.

Only Qt and the window itself are imported before the first paint (architecture.md §7): lanes,
pages and back end come after it.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from insdesk import cli
from insdesk.paths import Paths, private_dir
from insdesk.ui import qt_messages
from insdesk.ui.main_window import MainWindow
from insdesk.ui.theme import LIGHT, Theme, start

if TYPE_CHECKING:
    import argparse

    from PySide6.QtCore import QCoreApplication

    from insdesk.app.build import BuiltDesk, SettingsStore
    from insdesk.app.edges import Edges, OnCard
    from insdesk.app.loading import Loading
    from insdesk.errors import InsdeskError
    from insdesk.identity.patient import Patient
    from insdesk.identity.readings import Environment
    from insdesk.ui.collector import Collector
    from insdesk.ui.desk_window import DeskWindow
    from insdesk.ui.home_page import HomePage
    from insdesk.ui.tasks import Tasks

T = TypeVar("T")
HAND_OVER_S = 0.001
"""After how long a busy lane lets the window go on: at Python's 5 ms a page that takes 13 ms to
paint takes 35 beside a lane at work, at 1 ms it takes 22 (measured)."""

NEXT_TURN_MS = 1
"""At 0 ms PySide calls back within the same turn of the event loop."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a desk is made on: chosen before, built on the local lane. `records` fill a new base."""

    environment: Callable[[SettingsStore], Environment]
    edges: Callable[[SettingsStore, OnCard], Edges]
    records: Callable[[], tuple[Patient, ...]] = field(default=tuple)
    prepare: Callable[[SettingsStore], None] = field(default=lambda _store: None)
    settings_file: Callable[[Paths], Path] = field(default=lambda places: places.settings_file)


class OpenDesk(QObject):
    """One window with its desk. `ready` once the desk is joined, `broken(error)` if it cannot be.

    `documents` is where exports and notes go at first, the user's own documents unless told.
    `close` lets go of everything: cards, lanes, base. Use it on the GUI thread.
    """

    ready = Signal()
    broken = Signal(object)

    def __init__(
        self, places: Paths, world: World, theme: Theme, *, documents: Path | None = None
    ) -> None:
        super().__init__()
        self._places, self._world, self._documents = places, world, documents
        self.window = MainWindow(theme)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self, self._begin))
        self._tasks: Tasks | None = None
        self.desk_window: DeskWindow | None = None
        self._late: BuiltDesk | None = None
        self._loading: Loading | None = None
        self._home: HomePage | None = None
        self._collector: Collector | None = None

    @property
    def tasks(self) -> Tasks:
        """The lanes of this desk. Ask first on the GUI thread."""
        if self._tasks is None:
            from insdesk.ui.tasks import Tasks

            self._tasks = Tasks(self)
        return self._tasks

    def show(self) -> None:
        """Show the window; the desk is built once it is painted."""
        self.window.show()

    def close(self) -> None:
        """Refuse new work, stop the lanes, close the base (architecture.md §6.7)."""
        if self._loading is not None:
            self._loading.stop()
        if self.desk_window is not None:
            self.desk_window.close()
        elif self._tasks is not None:
            self._tasks.close()
        if self._late is not None:
            self._late.close()
            self._late = None
        if self._collector is not None:
            self._collector.stop()

    def _begin(self) -> None:
        from insdesk.app.loading import Loading
        from insdesk.ui.collector import Collector

        sys.setswitchinterval(HAND_OVER_S)
        gc.enable()  # held back since the program was started, see `__main__`
        self._collector = Collector(self)
        self._collector.start()
        self._loading = Loading(self)
        self._loading.done.connect(self._build_home)
        self._loading.start()

    def _build_home(self) -> None:
        from insdesk.ui.home_page import HomePage

        self._home = HomePage()
        QTimer.singleShot(NEXT_TURN_MS, self, self._build_desk)

    def _build_desk(self) -> None:
        from insdesk.ui.tasks import Lane

        self.tasks.run(Lane.LOCAL, self._build, self._join, self.broken.emit)

    def _build(self) -> BuiltDesk:
        from insdesk.app.build import SettingsStore, build_desk

        private_dir(self._places.home)
        file = self._world.settings_file(self._places)
        store = SettingsStore(self._places, file=file)
        self._world.prepare(store)
        edges = self._world.edges(store, self._on_card)
        built = build_desk(
            self._places, store, edges, self._world.environment(store), records=self._world.records
        )
        self._late = built
        return built

    def _on_card(self, work: Callable[[], T]) -> T:
        from insdesk.ui.tasks import Lane

        return self.tasks.submit(Lane.CARD, work).result()

    def _join(self, built: BuiltDesk) -> None:
        QTimer.singleShot(NEXT_TURN_MS, self, lambda: self._open_desk_window(built))

    def _open_desk_window(self, built: BuiltDesk) -> None:
        from insdesk.ui.desk_window import DeskWindow

        self.desk_window = DeskWindow(
            self.window,
            built.desk,
            self.tasks,
            settings=built.settings(),
            save_settings=lambda changed: self._save(built, changed),
            export_folder=self._documents,
            home=self._home,
            places=built.places.label,
        )
        if self._collector is not None:
            self._collector.settle()
        self._prepare_places(built)
        self.ready.emit()

    def _prepare_places(self, built: BuiltDesk) -> None:
        """The indexes of the places, so that the first letters typed do not wait for them."""
        from insdesk.ui.tasks import Lane

        self.tasks.run(Lane.LOCAL, built.places.prepare, lambda _none: None, self.broken.emit)

    def _save(self, built: BuiltDesk, changed: object) -> None:
        from insdesk.settings import Settings
        from insdesk.ui.tasks import Lane

        def work() -> None:
            if isinstance(changed, Settings):
                built.settings.save(changed)

        self.tasks.run(Lane.LOCAL, work, lambda _none: None, self.broken.emit)


def run(asked: argparse.Namespace) -> int:
    """Open the desk, real or découverte, until its window is closed."""
    from insdesk import log

    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and _needs_display():
        cli.complain("Il n'y a pas d'écran : essayez « insdesk tour --out DOSSIER ».")
        return 2
    os.umask(0o077)
    places = Paths(asked.home) if asked.home else Paths.default()
    theme = Theme(LIGHT)
    app = start(sys.argv, theme)
    app.setApplicationName("insdesk")
    private_dir(places.home)
    handler = log.start(private_dir(places.logs))
    sys.excepthook = _excepthook
    former = qt_messages.start()
    opened = _open(asked, places, theme)
    opened.broken.connect(lambda error: _tell(opened.window, error))
    opened.show()
    if asked.first_paint:
        _report_first_paint(opened.window, app)
    try:
        return app.exec()
    finally:
        opened.close()
        log.stop(handler)
        qt_messages.stop(former)


def _open(asked: argparse.Namespace, places: Paths, theme: Theme) -> OpenDesk:
    from insdesk.app import worlds

    if asked.command == "demo":
        return worlds.open_discovery(places, theme)
    return worlds.open_real(places, theme)


def _needs_display() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return sys.platform.startswith("linux") and not platform.startswith(("offscreen", "minimal"))


def _tell(window: MainWindow, error: InsdeskError) -> None:
    """The desk could not be built: say why in its own window; nothing was touched."""
    from insdesk.ui.parts.error_card import ErrorCard
    from insdesk.ui.texts import error_text

    card = ErrorCard()
    card.show_text(error_text(error))
    card.fix_pressed.connect(window.close)
    window.show_page(card)


def _report_first_paint(window: MainWindow, app: QCoreApplication) -> None:
    """For `make bench`: say when the first paint was done, by the machine's clock, and leave."""

    def look() -> None:
        cli.say(str(time.monotonic_ns()))
        app.quit()

    window.painted.connect(look)


def _excepthook(
    kind: type[BaseException], value: BaseException, trace: TracebackType | None
) -> None:
    """A defect: its kind and place go to the log, never its text, which may hold an identity."""
    place = trace
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    logger.critical("defect %s at %s", kind.__name__, where)
    del value
