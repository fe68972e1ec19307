"""The pages of the desk and the ways between them; a locked desk shows nothing but its lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from insdesk.errors import Cancelled, InsdeskError
from insdesk.settings import Settings
from insdesk.ui.desk_rooms import TODO, WaitingRooms
from insdesk.ui.export_page import ExportPage
from insdesk.ui.formats import PlaceLabels
from insdesk.ui.home_page import HomePage
from insdesk.ui.keys import Shortcut, bind
from insdesk.ui.lock_page import LockPage
from insdesk.ui.main_window import MainWindow
from insdesk.ui.parts.deck import Deck
from insdesk.ui.parts.room import Room
from insdesk.ui.patient_page import PatientPage
from insdesk.ui.patients.view import PatientsPage
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.qualify.host import QualifyHost
from insdesk.ui.record.wiring import RecordActs
from insdesk.ui.settings_page import SettingsPage
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts.words import MODES

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk, Today
    from insdesk.ui.help_page import HelpPage

HOME, PATIENTS, EXPORT, SETTINGS = "home", "patients", "export", "settings"
HELP = "help"
HELP_MODULES = ("insdesk.identity.rulebook.pages", "insdesk.ui.help_page")


class DeskViews(QObject):
    """Builds the pages, puts them in the window, and goes from one to another."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        settings: Settings,
        export_folder: Path | None,
        places: PlaceLabels,
        home: HomePage | None,
    ) -> None:
        super().__init__(window)
        self.window, self.desk, self.tasks = window, desk, tasks
        self.locked = False
        self._places, self._export_folder, self._first_settings = places, export_folder, settings
        self.conduct = Conductor(desk, tasks, places=places, auto_call=settings.call_on_insertion)
        self.home, self.host = home or HomePage(), QualifyHost(self.conduct)
        self.home.offer_app(desk.reads_app)
        self.home.app_wanted.connect(self.conduct.read_app)
        self.patients_room = Room(self._make_patients)
        self.record_room = Room(self._make_record)
        self.export_room = Room(self._make_export)
        self.settings_room = Room(self._make_settings)
        self.help_room: Room[HelpPage] = Room(self._make_help)
        self._before_help: tuple[QWidget, str] | None = None
        self.lock_room = Room(self._make_lock)
        self.waiting = WaitingRooms(self, places, self._broke)
        self.acts = RecordActs(self, self.folder)
        self.work = Deck()
        # In its place before it is filled: whatever changes place is dressed again.
        window.add_section(HOME, "Accueil", "home", self.work)
        self.work.add(self.home)
        self.work.add(self.host)
        window.add_section(PATIENTS, "Patients", "users", self.patients_room)
        self.waiting.add_section()
        window.add_section(EXPORT, "Exporter", "file-export", self.export_room)
        window.add_section(SETTINGS, "Réglages", "settings", self.settings_room)
        window.add_section(HELP, "Aide", "info-circle", self.help_room)
        self._hold_pages()
        bind(Shortcut.HELP, window, self.show_help)
        window.set_mode(MODES.get(desk.environment.value, ""))

    def _hold_pages(self) -> None:
        """The places of the pages without an entry in the menu."""
        for page in (self.record_room, self.lock_room, self.waiting.merge_room, self.acts.room):
            self.window.hold_page(page)

    @property
    def patients(self) -> PatientsPage:
        """S16."""
        return self.patients_room.page

    @property
    def record(self) -> PatientPage:
        """S15."""
        return self.record_room.page

    @property
    def export(self) -> ExportPage:
        """S19."""
        return self.export_room.page

    @property
    def settings(self) -> SettingsPage:
        """S22."""
        return self.settings_room.page

    def _make_patients(self) -> PatientsPage:
        page = PatientsPage(self.desk, self.tasks)
        page.opened.connect(self.show_record)
        page.qualify_wanted.connect(self.qualify_record)
        page.new_wanted.connect(self.conduct.begin_typing)
        page.model.broke.connect(self._broke)
        return page

    def _make_record(self) -> PatientPage:
        page = PatientPage(self.desk, self.tasks, self.record_room, places=self._places)
        page.ask_wanted.connect(self.qualify_record)
        page.export_wanted.connect(self.show_export)
        page.broke.connect(self._broke)
        self.acts.serve(page)
        self.waiting.attach(page)
        return page

    def _make_export(self) -> ExportPage:
        page = ExportPage(self.desk, self.tasks, self.folder())
        page.broke.connect(self._broke)
        return page

    def folder(self) -> Path:
        """Where files are handed over: the folder chosen, else the documents of the user."""
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return self._export_folder or Path(QStandardPaths.writableLocation(place) or Path.home())

    def _make_settings(self) -> SettingsPage:
        environment = self.desk.environment.value
        page = SettingsPage(self._first_settings, environment, self.settings_room, tasks=self.tasks)
        page.rules_wanted.connect(self.show_help)
        return page

    def _make_help(self) -> HelpPage:
        from insdesk.ui.help_page import HelpPage  # only asked for by F1 and its neighbours

        return HelpPage(self.help_room)

    def _make_lock(self) -> LockPage:
        return LockPage()

    def chores(self) -> list[Callable[[], object]]:
        """What may be built while nothing is asked."""
        rooms: tuple[Room[Any], ...] = (
            self.patients_room,
            self.record_room,
            self.export_room,
            self.settings_room,
            self.lock_room,
            *self.waiting.rooms,
        )
        steps = [step for room in rooms for step in room.chores()]
        # Its modules apart: nothing else asks for them.
        loading = [partial(import_module, name) for name in HELP_MODULES]
        return [*steps, *self.acts.chores(), *loading, *self.help_room.chores()]

    def show_home(self) -> None:
        """The desk at rest."""
        if self.locked:
            self.lock_room.page.card.focus_first()
            self.window.show_page(self.lock_room, section=HOME)
            return
        self.work.bring(self.home)
        self.window.show_section(HOME)
        self.home.first_focus().setFocus()
        self.refresh_today()

    def show_run(self) -> None:
        """The qualification in front."""
        if not self.locked:
            self.work.bring(self.host)
            self.window.show_section(HOME)

    def show_patients(self) -> None:
        """The list, its search box focused."""
        if self.locked:
            return
        self.window.show_section(PATIENTS)
        self.patients.refresh()
        self.patients.first_focus().setFocus()

    def show_record(self, uid: str) -> None:
        """One record."""
        if self.locked:
            return
        self.record.open(uid)
        self.waiting.record_shown(uid)
        self.window.show_page(self.record_room, section=PATIENTS)
        self.record.first_focus().setFocus()

    def show_merge(self, uid: str, other: str | None = None) -> None:
        """Two records side by side, or those that resemble this one."""
        self.waiting.show_merge(uid, other)

    def show_export(self, uid: str | None) -> None:
        """The export page, for one record or for none."""
        if self.locked:
            return
        self.export.open_for(uid)
        self.window.show_section(EXPORT)
        self.export.first_focus().setFocus()

    def show_settings(self) -> None:
        """S22."""
        if self.locked:
            return
        self.settings.show_settings(self.desk.settings)
        self.settings.first_focus().setFocus()
        self.window.show_section(SETTINGS)

    @property
    def help(self) -> HelpPage:
        """S25."""
        return self.help_room.page

    def show_help(self, rule: str | None = None) -> None:
        """S25, on one rule if it is given; `leave_help` goes back to the page of before."""
        if self.locked:
            return
        before = self.window.page
        if before is not None and before is not self.help_room:
            self._before_help = before, self.window.section
        page = self.help
        self.window.show_section(HELP)
        if rule is None:
            page.first_focus().setFocus()
        else:
            page.show_rule(rule)

    def leave_help(self) -> None:
        """Back to the page that was in front when the help was opened; home without one."""
        if self._before_help is None:
            self.show_home()
            return
        (page, section), self._before_help = self._before_help, None
        self.window.show_page(page, section=section)

    def qualify_record(self, uid: str) -> None:
        """A run about a known record."""
        if not self.locked:
            self.conduct.open_record(uid)

    def refresh_today(self) -> None:
        """The counts of the day."""

        def show(today: Today) -> None:
            self.home.show_today(today)

        self.tasks.run(Lane.LOCAL, self.desk.today, show, self._broke)
        self.waiting.refresh()

    def show_section(self, key: str) -> None:
        """The menu was used."""
        if self.locked:
            self.show_home()
        elif key == PATIENTS:
            self.show_patients()
        elif key == TODO:
            self.waiting.show_todo()
        elif key == EXPORT:
            self.show_export(None)
        elif key == SETTINGS:
            self.show_settings()
        elif key == HELP:
            self._before_help = None  # the menu leads anywhere, there is nowhere to go back to
            self.show_help()
        elif key == HOME and self.work.page is self.home:
            self.show_home()

    def _broke(self, error: InsdeskError | Cancelled) -> None:
        """A failure outside a run: its sentence in the notification bar, the page is kept."""
        if isinstance(error, InsdeskError):
            text = error_text(error)
            self.window.notice.show_message(f"{text.title}. {text.explanation}", "error")
