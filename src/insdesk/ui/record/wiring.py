"""The acts on a record in their window: which page, in the record's place, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from insdesk.identity.patient import Patient
from insdesk.qualification.steps import Run
from insdesk.ui.parts.buttons import quiet_button
from insdesk.ui.parts.deck import Deck
from insdesk.ui.printing import Printing
from insdesk.ui.qualify.face import Page
from insdesk.ui.qualify.pages.compare import ComparePage
from insdesk.ui.qualify.pages.discord import DiscordPage
from insdesk.ui.qualify.pages.tries import NotFoundPage, SeveralPage
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.attribute_page import MarkPage, UnmarkPage
from insdesk.ui.record.collision_page import CollisionPage
from insdesk.ui.record.dequalify_page import DequalifyPage
from insdesk.ui.record.edit_page import EditPage
from insdesk.ui.record.recalls import Recalls
from insdesk.ui.record.situation_page import SituationPage
from insdesk.ui.texts import situations
from insdesk.ui.texts.record import MENU_MARKS

if TYPE_CHECKING:
    from insdesk.ui.desk_views import DeskViews
    from insdesk.ui.patient_page import PatientPage

SECTION = "patients"
REMIND = "remind"
DOORS = (ComparePage, NotFoundPage, SeveralPage)
"""The pages of a run from which the special situations are reached."""


class RecordActs(QObject):
    """Builds each page when it is first asked for. Emits `pin_wanted(then)`.

    `room` is what the window has in front while an act is under way.
    """

    pin_wanted = Signal(object)

    def __init__(self, views: DeskViews, folder: Callable[[], Path]) -> None:
        super().__init__(views)
        self._views = views
        self._printing = Printing(views.tasks, folder, self)
        self.room = Deck()
        self.room.setObjectName("record_acts")
        self.room.setProperty("role", "canvas")
        self._pages: dict[str, ActPage] = {}
        self._run: Run | None = None
        self._mark_next = ""
        self._doors: set[Page] = set()
        self._recalls = Recalls(views)
        views.host.shown.connect(self._run_page)
        views.conduct.run_changed.connect(self._run_changed)
        desk, tasks = views.desk, views.tasks
        self._makers: Mapping[str, Callable[[], ActPage]] = {
            "mark": lambda: MarkPage(desk, tasks, self.room),
            "clear": lambda: UnmarkPage(desk, tasks, self.room),
            "edit": lambda: EditPage(desk, tasks, views.conduct, self.room),
            "dequalify": lambda: DequalifyPage(desk, tasks, self._printing, self.room),
            "collision": lambda: CollisionPage(desk, tasks, self._printing, self.room),
            "situation": lambda: SituationPage(desk, tasks, self.room),
        }

    @property
    def page(self) -> ActPage | None:
        """The act in front, whether or not the window shows it."""
        page = self.room.page
        return page if isinstance(page, ActPage) else None

    def serve(self, record: PatientPage) -> None:
        """Listen to the menu of the record."""
        record.act_wanted.connect(self.begin)

    def chores(self) -> list[Callable[[], object]]:
        """The pages, each built while nothing is asked, then their own pieces."""
        return [partial(self._page, code) for code in self._makers]

    def press_primary(self) -> bool:
        """Ctrl+Entrée; False if another page is in front."""
        page = self._shown
        if page is not None:
            page.press_primary()
        return page is not None

    def escape(self) -> bool:
        """Échap: the page itself knows what would be lost; False if another is in front."""
        page = self._shown
        if page is not None:
            page.leave()
        return page is not None

    @property
    def _shown(self) -> ActPage | None:
        return self.page if self._views.window.page is self.room else None

    def forget(self) -> None:
        """Nothing of a patient stays on any of these pages."""
        self._run, self._mark_next = None, ""
        for page in self._pages.values():
            page.forget()

    def begin(self, code: str, patient: Patient) -> None:
        """Open the act `code` of the menu about this record."""
        self._run = None
        marks = MENU_MARKS.get(code)
        page = self._page("mark" if marks is not None else code)
        if isinstance(page, MarkPage) and marks is not None:
            page.begin(marks)
        page.open(patient)
        self._front(page, SECTION)

    # --- a run ------------------------------------------------------------------------------

    def _run_page(self) -> None:
        """The door of the situations on the pages of a run; the printer for the note."""
        page = self._views.host.page
        if isinstance(page, DiscordPage):
            page.serve(self._printing)
        if isinstance(page, DOORS) and page not in self._doors:
            self._doors.add(page)
            door = quiet_button(situations.DOOR, icon="info-circle")
            door.setObjectName("btn_situations")
            door.clicked.connect(self._situations_of_run)
            page.bar.lead(door)

    def _situations_of_run(self) -> None:
        run = self._views.conduct.run
        page = self._page("situation")
        if run is None or self._views.conduct.busy or not isinstance(page, SituationPage):
            return
        self._run = run
        page.open_run(run)
        self._front(page, None)

    def _run_changed(self, run: Run | None) -> None:
        """A run saved in order to be marked: its mark is next."""
        code = self._mark_next
        if run is None:
            self._mark_next = ""
        elif code and run.outcome is not None and run.patient is not None:
            self._mark_next = ""
            if code == REMIND:
                self._recalls.remind(run.patient.uid)
            else:
                self.begin(code, run.patient)

    def _deed(self, code: str) -> None:
        page, run, conduct = self._page("situation"), self._run, self._views.conduct
        patient = page.patient
        if run is None:
            self._deed_of_record(code, patient)
            return
        self._run = None
        self._views.show_run()
        page.forget()
        match code:
            case "keep":
                conduct.put_aside()
            case "later":
                conduct.keep()
            case "keep_doubtful" | "keep_fictitious":
                self._mark_next = code.removeprefix("keep_")
                conduct.put_aside()
            case "remind":
                self._mark_next = code
                conduct.put_aside()
            case "type":
                conduct.begin_typing(keep=True)
            case "leave":
                conduct.leave()

    def _deed_of_record(self, code: str, patient: Patient | None) -> None:
        if patient is None:
            return
        if code == "ask":
            self._views.qualify_record(patient.uid)
        elif code == "back":
            self._close()
        elif code == REMIND:
            self._close()
            self._recalls.remind(patient.uid)
        else:
            self.begin(code, patient)

    def _noted(self) -> None:
        self._views.window.notice.show_message(situations.REFUSAL_NOTED, "ok")
        patient = self._page("situation").patient
        if self._run is not None or patient is None:
            self._close()
        else:
            self._done(patient.uid, situations.REFUSAL_NOTED)

    # --- pages ------------------------------------------------------------------------------

    def _page(self, code: str) -> ActPage:
        if code not in self._pages:
            page = self._pages[code] = self._makers[code]()
            page.closed.connect(self._close)
            page.done.connect(self._done)
            page.pin_wanted.connect(self.pin_wanted)
            if isinstance(page, SituationPage):
                page.deed.connect(self._deed)
                page.noted.connect(self._noted)
            self.room.add(page)
        return self._pages[code]

    def _front(self, page: ActPage, section: str | None) -> None:
        self.room.bring(page)
        self._views.window.show_page(self.room, section=section)
        page.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        """Back where the act was asked for, as it was left."""
        views, page = self._views, self.page
        if page is not None:
            page.forget()
        if self._run is not None:
            self._run = None
            views.show_run()
            front = views.host.page
            if front is not None:
                front.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        views.window.show_page(views.record_room, section=SECTION)
        views.record.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, uid: str, words: str) -> None:
        """The record read again, and what was done said above it."""
        if self.page is not None:
            self.page.forget()
        self._run = None
        self._views.show_record(uid)
        self._views.record.more.setFocus(Qt.FocusReason.OtherFocusReason)
        self._views.window.notice.show_message(words, "ok")
