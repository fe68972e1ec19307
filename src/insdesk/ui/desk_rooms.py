"""S17 and S14 in the window: their rooms, the ways between them, the merges of a record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from insdesk.errors import Cancelled, InsdeskError, Refused
from insdesk.ui.formats import PlaceLabels
from insdesk.ui.merge_page import MergePage
from insdesk.ui.parts.room import Room
from insdesk.ui.record.menu import closed_entries
from insdesk.ui.tasks import Failed, Lane
from insdesk.ui.texts import error_text
from insdesk.ui.texts import todo as words
from insdesk.ui.todo.merges import MergesPanel
from insdesk.ui.todo_page import TodoPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from insdesk.identity.patient import Patient
    from insdesk.identity.todo import TodoKind
    from insdesk.qualification.desk import MergeDone
    from insdesk.ui.desk_views import DeskViews
    from insdesk.ui.patient_page import PatientPage

TODO = "todo"


class WaitingRooms(QObject):
    """« À traiter », two records side by side, and the merges of a record; none while locked."""

    def __init__(self, views: DeskViews, places: PlaceLabels, failed: Failed) -> None:
        super().__init__(views)
        self._views, self._places, self._failed = views, places, failed
        self.todo_room = Room(self._make_todo)
        self.merge_room = Room(self._make_merge)
        self.merges: MergesPanel | None = None
        self._back: Callable[[], None] = self.show_todo

    @property
    def rooms(self) -> tuple[Room[Any], ...]:
        """What may be built while nothing is asked."""
        return self.todo_room, self.merge_room

    @property
    def todo(self) -> TodoPage:
        """S17."""
        return self.todo_room.page

    @property
    def merge(self) -> MergePage:
        """S14 between two records."""
        return self.merge_room.page

    def add_section(self) -> None:
        """The entry of the menu."""
        self._views.window.add_section(TODO, "À traiter", "checklist", self.todo_room)

    # --- going there ------------------------------------------------------------------------

    def show_todo(self) -> None:
        """The lists, the first line ready for Entrée."""
        if self._views.locked:
            return
        self._views.window.show_section(TODO)
        self.todo.refresh()
        self.todo.first_focus().setFocus()

    def show_merge(self, uid: str, other_uid: str | None = None) -> None:
        """Two records, or those that resemble `uid`; « Fermer » goes back where it came from."""
        views = self._views
        if views.locked:
            return
        from_list = views.window.page is self.todo_room
        self._back = self.show_todo if from_list else lambda: views.show_record(uid)
        self.merge.open(uid, other_uid)
        views.window.show_page(self.merge_room, section=TODO if from_list else None)
        self.merge.first_focus().setFocus()

    def refresh(self) -> None:
        """Count what waits, for the number in the menu; the page too if it is in front."""
        views = self._views
        if views.window.page is self.todo_room and not views.locked:
            self.todo.refresh()
        else:
            views.tasks.run(Lane.LOCAL, views.desk.todo_counts, self._counted, self._broke)

    # --- keys and lock ----------------------------------------------------------------------

    def primary(self) -> bool:
        """Ctrl+Entrée; False if another page is in front."""
        page = self._views.window.page
        if page is self.todo_room:
            self.todo.primary()
        elif page is self.merge_room:
            self.merge.primary()
        return page in (self.todo_room, self.merge_room)

    def escape(self) -> bool:
        """Échap; False if there is nothing to leave or to stop here."""
        page = self._views.window.page
        if page is self.merge_room:
            self.merge.escape()
            return True
        return page is self.todo_room and self.todo.escape()

    def forget(self) -> None:
        """Lock: no name stays, no pre-check goes on."""
        for held in (self.todo_room.built, self.merge_room.built, self.merges):
            if held is not None:
                held.forget()

    # --- the merges of a record -------------------------------------------------------------

    def attach(self, page: PatientPage) -> None:
        """One more tab on the record, shown only where there is a merge to tell."""
        panel = MergesPanel(self._views.desk, self._views.tasks)
        place = page.tabs.addTab(panel, words.MERGES_TITLE)
        page.tabs.setTabVisible(place, False)
        page.merge_wanted.connect(self.show_merge)
        panel.known.connect(lambda number: page.tabs.setTabVisible(place, number > 0))
        panel.undone.connect(self._undone)
        panel.broke.connect(self._broke)
        self.merges = panel

    def record_shown(self, uid: str) -> None:
        """A record is in front."""
        if self.merges is not None:
            self.merges.show_for(uid)

    # --- inside -----------------------------------------------------------------------------

    def _make_todo(self) -> TodoPage:
        page = TodoPage(self._views.desk, self._views.tasks)
        page.qualify_wanted.connect(self._views.qualify_record)
        page.record_wanted.connect(self._correct)
        page.compare_wanted.connect(self.show_merge)
        page.counted.connect(lambda total: self._views.window.set_count(TODO, total))
        page.broke.connect(self._broke)
        return page

    def _correct(self, uid: str) -> None:
        """The record, and its correction at once where it is open."""
        views = self._views
        views.show_record(uid)

        def begin(patient: Patient) -> None:
            asked = views.window.page is views.record_room and not views.locked
            if asked and "edit" not in closed_entries(patient, views.desk):
                views.acts.begin("edit", patient)

        views.tasks.run(Lane.LOCAL, partial(views.desk.patient, uid), begin, self._failed)

    def _make_merge(self) -> MergePage:
        page = MergePage(self._views.desk, self._views.tasks, self.merge_room, places=self._places)
        page.closed.connect(self._leave)
        page.merged.connect(self._merged)
        page.judged.connect(self._judged)
        page.broke.connect(self._broke)
        return page

    def _counted(self, counts: Mapping[TodoKind, int]) -> None:
        self._views.window.set_count(TODO, sum(counts.values()))

    def _leave(self) -> None:
        self.merge.forget()
        self._back()

    def _judged(self, told: str) -> None:
        self._leave()
        self.refresh()
        self._views.window.notice.show_message(told, "ok")

    def _merged(self, done: MergeDone) -> None:
        """The record that was kept, and the way to take it back within reach."""
        self.merge.forget()
        self._views.show_record(done.kept_uid)
        self.refresh()
        undo = partial(self._undo, done.id)
        self._views.window.notice.show_message(words.MERGED, "ok", action=words.UNDO, then=undo)

    def _undo(self, merge_id: str) -> None:
        if self.merges is not None:
            self.merges.undo(merge_id)

    def _undone(self, uid: str) -> None:
        if not self._views.locked:
            self._views.show_record(uid)
            self._views.window.notice.show_message(words.UNDONE, "ok")
        self.refresh()

    def _broke(self, error: InsdeskError | Cancelled) -> None:
        """A refused merge is said as such; the page and what was typed stay."""
        if isinstance(error, Refused):
            said = words.MERGE_FAILED.format(why=error_text(error).explanation)
            self._views.window.notice.show_message(said, "error")
        else:
            self._failed(error)
