"""The pages of the desk and the ways between them; a locked desk shows nothing but its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from insdesk.errors import Cancelled, InsdeskError
from insdesk.settings import Settings
from insdesk.ui.export_page import ExportPage
from insdesk.ui.formats import PlaceLabels
from insdesk.ui.home_page import HomePage
from insdesk.ui.main_window import MainWindow
from insdesk.ui.parts.error_card import ErrorCard, ErrorText
from insdesk.ui.patient_page import PatientPage
from insdesk.ui.patients.view import PatientsPage
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.qualify.face import centred
from insdesk.ui.qualify.host import QualifyHost
from insdesk.ui.settings_page import SettingsPage
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts.words import MODES

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk, Today

HOME, PATIENTS, EXPORT, SETTINGS = "home", "patients", "export", "settings"
LOCKED = ErrorText(
    "S27",
    "insdesk est verrouillé",
    "Saisissez votre code porteur pour reprendre.",
    "Saisir le code",
    "",
    "lock",
)


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
    ) -> None:
        super().__init__(window)
        self.window, self.desk, self.tasks = window, desk, tasks
        self.locked = False
        self.conduct = Conductor(desk, tasks, places=places, auto_call=settings.call_on_insertion)
        self.home, self.host = HomePage(), QualifyHost(self.conduct)
        self.patients = PatientsPage(desk, tasks)
        self.record = PatientPage(desk, tasks, places=places)
        self.export = ExportPage(desk, tasks, export_folder or _documents())
        self.settings = SettingsPage(settings)
        self.lock_page, self.lock_card = _lock_page()
        self.work = QStackedWidget()
        self.work.addWidget(self.home)
        self.work.addWidget(self.host)
        window.add_section(HOME, "Accueil", "home", self.work)
        window.add_section(PATIENTS, "Patients", "users", self.patients)
        window.add_section(EXPORT, "Exporter", "file-export", self.export)
        window.add_section(SETTINGS, "Réglages", "settings", self.settings)
        window.set_mode(MODES.get(desk.environment.value, ""))

    def show_home(self) -> None:
        """The desk at rest."""
        if self.locked:
            self.window.show_page(self.lock_page, section=HOME)
            return
        self.work.setCurrentWidget(self.home)
        self.window.show_section(HOME)
        self.home.first_focus().setFocus()
        self.refresh_today()

    def show_run(self) -> None:
        """The qualification in front."""
        if not self.locked:
            self.work.setCurrentWidget(self.host)
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
        self.window.show_page(self.record, section=PATIENTS)
        self.record.first_focus().setFocus()

    def show_export(self, uid: str | None) -> None:
        """The export page, for one record or for none."""
        if self.locked:
            return
        self.export.open_for(uid)
        self.window.show_section(EXPORT)
        self.export.first_focus().setFocus()

    def qualify_record(self, uid: str) -> None:
        """A run about a known record."""
        if not self.locked:
            self.conduct.open_record(uid)

    def refresh_today(self) -> None:
        """The counts of the day."""

        def show(today: Today) -> None:
            self.home.show_today(today)

        self.tasks.run(Lane.LOCAL, self.desk.today, show, self._broke)

    def show_section(self, key: str) -> None:
        """The menu was used."""
        if self.locked:
            self.show_home()
        elif key == PATIENTS:
            self.show_patients()
        elif key == EXPORT:
            self.show_export(None)
        elif key == HOME and self.work.currentWidget() is self.home:
            self.show_home()

    def _broke(self, error: InsdeskError | Cancelled) -> None:
        """A failure outside a run: its sentence in the notification bar, the page is kept."""
        if isinstance(error, InsdeskError):
            text = error_text(error)
            self.window.notice.show_message(f"{text.title}. {text.explanation}", "error")


def _lock_page() -> tuple[QFrame, ErrorCard]:
    """S27: neutral, nothing of a patient behind."""
    page = QFrame()
    page.setObjectName("lock_page")
    page.setProperty("role", "canvas")
    page.setAccessibleName(LOCKED.title)
    card = ErrorCard()
    card.setObjectName("lock_card")
    card.show_text(LOCKED)
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addLayout(centred(card))
    column.addStretch(2)
    return page, card


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
