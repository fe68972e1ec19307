"""The diagnostic and the set-up in the window: their rooms, and the ways there and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from insdesk.errors import InsdeskError
from insdesk.identity.desk_state import CpsState
from insdesk.qualification.setup import SetupStep
from insdesk.settings import Settings
from insdesk.ui.diagnostic_page import DiagnosticPage
from insdesk.ui.keys import Shortcut, bind
from insdesk.ui.parts.room import Room
from insdesk.ui.setup.owner import OwnerWanted
from insdesk.ui.setup.wizard import SetupWizard
from insdesk.ui.texts import error_text
from insdesk.ui.texts.strip import CPS

if TYPE_CHECKING:
    from insdesk.ui.desk_window import DeskWindow


class DeskCare(QObject):
    """Looks after the desk itself; does nothing while it is locked."""

    def __init__(self, views: DeskWindow, keep: Callable[[Settings], None]) -> None:
        super().__init__(views)
        self._views, self._keep = views, keep
        self.diagnostic_room = Room(self._make_diagnostic)
        self.setup_room = Room(self._make_setup)
        for room in (self.diagnostic_room, self.setup_room):
            views.window.hold_page(room)
        self._insertion: str | None = None
        self.owner = OwnerWanted(views, self.setup_room, partial(self.show_setup, SetupStep.CARD))
        bind(Shortcut.DIAGNOSTIC, views.window, self.show_diagnostic)
        views.host.setup_wanted.connect(partial(self.show_setup, SetupStep.CARD))
        views.host.diagnostic_wanted.connect(self.show_diagnostic)
        views.host.report_wanted.connect(self.save_report)
        views.session.changed.connect(self._session_changed)

    @property
    def diagnostic(self) -> DiagnosticPage:
        """S23."""
        return self.diagnostic_room.page

    @property
    def setup(self) -> SetupWizard:
        """S24."""
        return self.setup_room.page

    # --- going there ------------------------------------------------------------------------

    def begin(self) -> None:
        """A desk without a practitioner is set up first, outside mode découverte."""
        if self._views.desk.wants_setup:
            self.show_setup()

    def pressed(self, item: str) -> None:
        """An item of the strip: the code porteur at once where it is waited for, else S23."""
        views = self._views
        state = views.session.seen(views.desk.events.state)
        waits = state.cps in (CpsState.PIN_NEEDED, CpsState.READY) and not views.session.is_open
        if views.locked or (item == CPS and waits):
            views.session.ask(None)
        else:
            self.show_diagnostic(item)

    def show_diagnostic(self, item: str = "") -> None:
        """The twelve checks, begun at once, the focus on the line of this item of the strip."""
        if self._views.locked:
            return
        page = self.diagnostic
        self._views.window.show_page(self.diagnostic_room, section=None)
        if not page.run.running:
            page.start()
        page.front(item).setFocus(Qt.FocusReason.OtherFocusReason)

    def save_report(self) -> None:
        """The twelve checks, kept in a file for the support as soon as they are done."""
        if not self._views.locked:
            self.diagnostic.save_at_end()
            self.show_diagnostic()

    def show_setup(self, step: SetupStep | None = None) -> None:
        """The set-up, at this step or where it was left."""
        if self._views.locked:
            return
        page = self.setup
        self.owner.answer()
        self._views.window.show_page(self.setup_room, section=None)
        page.session_is(is_open=self._views.session.is_open)
        page.open(step)

    # --- keys, lock, end --------------------------------------------------------------------

    def read(self) -> None:
        """F5: look again at the desk, or read the card."""
        page = self._views.window.page
        if page is self.diagnostic_room:
            self.diagnostic.again.click()
        elif page is self.setup_room:
            self.setup.refresh()
        else:
            self._views.conduct.read_card()

    def primary(self) -> bool:
        """Ctrl+Entrée; False if another page is in front."""
        page = self._views.window.page
        if page is self.diagnostic_room:
            self.diagnostic.again.click()
        elif page is self.setup_room:
            self.setup.primary()
        return page in (self.diagnostic_room, self.setup_room)

    def escape(self) -> bool:
        """Échap; False if another page is in front."""
        page = self._views.window.page
        if page is self.diagnostic_room:
            self._leave()
        elif page is self.setup_room:
            self.setup.step_back()
        return page in (self.diagnostic_room, self.setup_room)

    def stop(self) -> None:
        """Lock or end: nothing goes on behind."""
        for held in (self.diagnostic_room.built, self.setup_room.built):
            if held is not None:
                held.stop()

    def chores(self) -> list[Callable[[], object]]:
        """What may be built while nothing is asked; the set-up is seen once, or never."""
        return self.diagnostic_room.chores()

    # --- inside -----------------------------------------------------------------------------

    def _make_diagnostic(self) -> DiagnosticPage:
        page = DiagnosticPage(
            self._views.desk, self._views.tasks, self._views.folder(), self.diagnostic_room
        )
        page.closed.connect(self._leave)
        page.told.connect(lambda said: self._views.window.notice.show_message(said, "ok"))
        page.broke.connect(self._broke)
        page.done.connect(self._views.insi_back.diagnosed)
        return page

    def _make_setup(self) -> SetupWizard:
        page = SetupWizard(self._views.desk, self._views.tasks, self._keep)
        page.left.connect(self._leave)
        page.pin_wanted.connect(partial(self._views.session.ask, None))
        page.code.seen.connect(self._views.insi_back.diagnosed)
        return page

    def _leave(self) -> None:
        """Back to the patient at the desk, else to the desk at rest."""
        self.stop()
        if self._views.conduct.run is not None:
            self._views.show_run()
        else:
            self._views.show_home()

    def _session_changed(self) -> None:
        """The set-up follows the CPS: its code given, or another card."""
        held, views = self.setup_room.built, self._views
        insertion, before = views.desk.events.state.cps_insertion, self._insertion
        self._insertion = insertion
        if held is not None:
            held.session_is(is_open=views.session.is_open)
            if insertion != before:
                held.card_moved()

    def _broke(self, error: object) -> None:
        if isinstance(error, InsdeskError):
            text = error_text(error)
            told = f"{text.title}. {text.explanation}"
            self._views.window.notice.show_message(told, "error")
