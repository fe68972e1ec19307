"""The desk in its window: pages, cards, keyboard, session and patient's screen, wired to a `Desk`.

`MainWindow` may be on the screen long before: importing this module and building the desk belong
after the first paint. Card events come from another thread and are brought over by one signal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent

from insdesk.identity.desk_state import CardsState, VitaleState
from insdesk.qualification.setup import SetupStep
from insdesk.qualification.steps import Run
from insdesk.settings import Settings
from insdesk.ui.desk_views import DeskViews
from insdesk.ui.formats import PlaceLabels, no_labels
from insdesk.ui.granting import Granting
from insdesk.ui.home_page import HomePage
from insdesk.ui.insi_back import InsiBack
from insdesk.ui.keys import Shortcut, bind
from insdesk.ui.lock_page import LockPage
from insdesk.ui.main_window import MainWindow
from insdesk.ui.parts.buttons import Button
from insdesk.ui.patient_page import PatientPage
from insdesk.ui.qualify.pages.trouble import details_of
from insdesk.ui.qualify.patient_side import PatientSide
from insdesk.ui.qualify.remedies import REMEDIES, Remedy
from insdesk.ui.qualify.session import Session
from insdesk.ui.settings_page import SettingsPage
from insdesk.ui.setup.wiring import DeskCare
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import error_text
from insdesk.ui.texts.strip import VITALE, strip_of, trouble_of
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class DeskWindow(DeskViews):
    """Everything of one desk in one window. `close()` lets go of events, patient's screen, lanes.

    `save_settings` is called on the GUI thread with each change of the settings page. `home` may
    be built before the desk is there: the window then stands still for less long.
    """

    _cards = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        *,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        export_folder: Path | None = None,
        places: PlaceLabels = no_labels,
        home: HomePage | None = None,
    ) -> None:
        super().__init__(window, desk, tasks, settings, export_folder, places, home)
        self._offline = False
        self.session = Session(desk, tasks, window)
        self.patient_side = PatientSide(self.conduct, window, current())
        self._save_settings = save_settings
        self.insi_back = InsiBack(self)
        self.care = DeskCare(self, save_settings)
        self.host.rule_wanted.connect(self.show_help)
        self._wire()
        self._bind_keys()
        self.refresh_today()
        desk.events.start(self._cards.emit)
        if self.conduct.run is None and not self.conduct.busy:
            self.home.first_focus().setFocus()
        self.care.begin()
        self.host.warm_up([*self.patient_side.chores(), *self.chores(), *self.care.chores()])

    def _make_record(self) -> PatientPage:
        page = super()._make_record()
        page.screen_wanted.connect(self.patient_side.show_record)
        return page

    def _make_settings(self) -> SettingsPage:
        page = super()._make_settings()
        page.changed.connect(self._save_settings)
        page.setup_wanted.connect(self.care.show_setup)
        Granting(self, page)
        return page

    def _make_lock(self) -> LockPage:
        page = super()._make_lock()
        page.card.fix_pressed.connect(lambda: self.session.ask(None))
        return page

    def close(self) -> None:
        """Let go of everything; nothing is delivered afterwards."""
        self.desk.events.stop()
        self.care.stop()
        self.conduct.knocking.stop()
        self.patient_side.close()
        self.tasks.close()

    # --- cards and session -----------------------------------------------------------------

    def _on_cards(self, state: CardsState) -> None:
        self.session.on_cards(state)
        if not self.locked:
            self.conduct.on_cards(state)
        self._show_state()

    def _show_state(self) -> None:
        """The strip, the practitioner, and the home card follow what is on the desk."""
        state, is_open = self.session.seen(self.desk.events.state), self.session.is_open
        items = strip_of(state, session=is_open, reading_cps=self.session.asking)
        if state.vitale is VitaleState.PRESENT:
            items[VITALE] = self.conduct.vitale_said or items[VITALE]
        for item, (words, tone) in items.items():
            self.window.strip.show_item(item, words, tone)
        reading = self.session.reading
        who = f"{reading.display_name}, {reading.profession.lower()}" if reading else ""
        self.window.set_practitioner(who)
        trouble = trouble_of(state, session=is_open)
        if trouble is None:
            self._offline = False
        shown = trouble if not self._offline else None
        self.home.show_trouble(
            error_text(shown) if shown else None, details_of(shown) if shown else ""
        )

    def _session_changed(self) -> None:
        if self.session.is_open:
            self.host.code_given()
        if self.session.is_open and self.locked:
            self.locked = False
            self.show_home()
            self.conduct.on_cards(self.desk.events.state)
        self._show_state()

    def lock(self) -> None:
        """Ctrl+L: nothing of a patient stays on any screen."""
        self.locked = True
        self.conduct.leave()
        self.patient_side.blank()
        for held in (self.patients_room.built, self.record_room.built):
            if held is not None:
                held.forget()
        self.acts.forget()
        self.waiting.forget()
        self.care.stop()
        if self.export_room.built is not None:
            self.export_room.built.open_for(None)
        self.session.lock()
        self.window.notice.dismiss()

    def _home_remedy(self, label: str) -> None:
        match REMEDIES.get(label):
            case Remedy.PIN:
                self.session.ask(None)
            case Remedy.HOME | Remedy.BACK:
                self._offline = True
                self._show_state()
            case Remedy.READ | Remedy.AGAIN if self.desk.events.state.vitale_insertion:
                self.conduct.read_card()
            case Remedy.TYPE:
                self.conduct.begin_typing()
            case Remedy.HOW:
                self._show_how()
            case Remedy.SETUP:
                self.care.show_setup(SetupStep.CARD)
            case _:
                self._show_state()

    def _show_how(self) -> None:
        """The numbered steps are shown by the page of failures."""
        state = self.session.seen(self.desk.events.state)
        trouble = trouble_of(state, session=self.session.is_open)
        if trouble is not None:
            self.host.show_error(trouble, self.show_home)
            self.host.press_primary()

    def _asked(self, item: str) -> None:
        """A press on the strip opens what can be done about it."""
        self._offline = False
        self._show_state()
        self.care.pressed(item)

    # --- following the run -----------------------------------------------------------------

    def _run_changed(self, run: Run | None) -> None:
        if run is not None and run.outcome is not None:
            self.refresh_today()
        self._show_state()

    def _told(self, words: str) -> None:
        self.window.notice.show_message(words, "info")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that nobody had the focus for still belongs to the page in front."""
        if watched is self.window and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and self.window.page is self.work and not self.locked:
                self.host.keyPressEvent(event)
                return event.isAccepted()
        return super().eventFilter(watched, event)

    # --- keyboard --------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        keys: dict[Shortcut, Callable[[], None]] = {
            Shortcut.READ: self._unlocked(self.care.read),
            Shortcut.SEARCH_TRAITS: self._unlocked(self.conduct.begin_typing),
            Shortcut.NEW: self._unlocked(self.conduct.begin_typing),
            Shortcut.FIND: self.show_patients,
            Shortcut.PRIMARY: self._primary,
            Shortcut.CANCEL: self._escape,
            Shortcut.PATIENT_SCREEN: lambda: self._press(Shortcut.PATIENT_SCREEN),
            Shortcut.ASK_INSI: lambda: self._press(Shortcut.ASK_INSI),
            Shortcut.EXPORT: lambda: self._press(Shortcut.EXPORT),
            Shortcut.SETTINGS: self._unlocked(self.show_settings),
        }
        for shortcut, then in keys.items():
            bind(shortcut, self.window, then)
        self.window.installEventFilter(self)

    def _unlocked(self, then: Callable[[], None]) -> Callable[[], None]:
        def act() -> None:
            if not self.locked:
                then()

        return act

    def _press(self, shortcut: Shortcut) -> None:
        """Press the button on show that bears these keys."""
        page = self.window.page
        for button in page.findChildren(Button) if page is not None else ():
            if button.keys == shortcut.words and button.isVisible() and button.isEnabled():
                button.click()
                return

    def _primary(self) -> None:
        page = self.window.page
        if self.locked:
            self.session.ask(None)
        elif page is self.patients_room:
            self.patients.primary()
        elif page is self.export_room:
            self.export.primary()
        elif page is self.work and self.work.page is self.host:
            self.host.press_primary()
        elif not (self.waiting.primary() or self.acts.press_primary() or self.care.primary()):
            self._press(Shortcut.PRIMARY)

    def _escape(self) -> None:
        page = self.window.page
        if self.patient_side.is_open:
            self.patient_side.blank()
        elif page is self.work and self.work.page is self.host:
            self.host.escape()
        elif self.waiting.escape() or self.acts.escape() or self.care.escape():
            pass  # a step back there, or the pre-check stopped
        elif page is self.record_room:
            self.show_patients()
        elif page is self.help_room and not self.locked:
            self.leave_help()
        elif self.conduct.run is not None:
            self.show_run()
        elif not self.locked:
            self.show_home()

    def _wire(self) -> None:
        conduct, host, home = self.conduct, self.host, self.home
        self._cards.connect(self._on_cards)
        self.session.changed.connect(self._session_changed)
        self.session.failed.connect(host.show_error)
        self.session.moved.connect(host.cps_moved)
        self.acts.pin_wanted.connect(self.session.ask)
        conduct.run_changed.connect(self._run_changed)
        conduct.work_changed.connect(lambda _work: self._show_state())
        conduct.failed.connect(lambda *_: self._show_state())
        conduct.told.connect(self._told)
        conduct.record_wanted.connect(self.show_record)
        conduct.list_wanted.connect(self.show_patients)
        conduct.export_wanted.connect(self.show_export)
        host.home_wanted.connect(self.show_home)
        host.shown.connect(self.show_run)
        host.pin_wanted.connect(self.session.ask)
        host.list_wanted.connect(self.show_patients)
        home.read_wanted.connect(conduct.read_card)
        home.search_wanted.connect(conduct.begin_typing)
        home.open_wanted.connect(self.show_patients)
        home.fix_wanted.connect(lambda: self._home_remedy(home.card.fix.text()))
        home.go_on_wanted.connect(lambda: self._home_remedy(home.card.go_on.text()))
        self.window.section_asked.connect(self.show_section)
        self.window.lock_pressed.connect(self.lock)
        self.window.strip.opened.connect(self._asked)
