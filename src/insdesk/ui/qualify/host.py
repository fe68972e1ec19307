"""The host of the qualification: one page per step, the keyboard, the error card.

`PAGES` says which class shows which step; each page is built once, when first needed. The
conductor owns the run; leaving a run empties every page that showed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit

from insdesk.errors import InsdeskError, PinRequired, PractitionerCardAbsent
from insdesk.qualification.steps import Run, Step
from insdesk.ui.keys import digit_of
from insdesk.ui.parts.deck import DeckLayout
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.qualify.face import Page
from insdesk.ui.qualify.pages.app_card import AppCardPage
from insdesk.ui.qualify.pages.compare import ComparePage
from insdesk.ui.qualify.pages.discord import DiscordPage
from insdesk.ui.qualify.pages.hold import HoldPage
from insdesk.ui.qualify.pages.holder import HolderPage
from insdesk.ui.qualify.pages.known import KnownPage
from insdesk.ui.qualify.pages.prior import PriorPage
from insdesk.ui.qualify.pages.result import ResultPage
from insdesk.ui.qualify.pages.traits import TraitsPage
from insdesk.ui.qualify.pages.tries import NotFoundPage, SeveralPage
from insdesk.ui.qualify.pages.trouble import TroublePage
from insdesk.ui.qualify.pages.wait import WaitPage
from insdesk.ui.qualify.passes import Work
from insdesk.ui.qualify.remedies import Remedy
from insdesk.ui.qualify.session import OF_ONE_CARD
from insdesk.ui.warming import Chore, Warming

PAGES: Mapping[Step, type[Page]] = {
    Step.CHOOSE_HOLDER: HolderPage,
    Step.PRIOR_RECORDS: PriorPage,
    Step.ALREADY_QUALIFIED: KnownPage,
    Step.TYPE_TRAITS: TraitsPage,
    Step.ASK_INSI: ComparePage,
    Step.COMPARE: ComparePage,
    Step.APP_CARD: AppCardPage,
    Step.DISCORDANCE: DiscordPage,
    Step.NOT_FOUND: NotFoundPage,
    Step.SEVERAL: SeveralPage,
    Step.DONE: ResultPage,
    Step.FAILED: TroublePage,
}
"""Every step but S01, which is the home page."""

WARM: tuple[type[Page], ...] = (WaitPage, ComparePage, ResultPage, TroublePage)
"""What the next card will need first."""


class QualifyHost(QFrame):
    """The pages of a run, one in front.

    Emits `home_wanted()` when no run is left, `shown()` when a page of it must be in front,
    `pin_wanted(again)` when the code porteur is asked, `list_wanted()`, `setup_wanted()` to change
    the practitioner, `diagnostic_wanted()`, `report_wanted()`, `rule_wanted(id)` to read a rule.
    """

    home_wanted = Signal()
    shown = Signal()
    pin_wanted = Signal(object)
    list_wanted = Signal()
    setup_wanted = Signal()
    diagnostic_wanted = Signal()
    report_wanted = Signal()
    rule_wanted = Signal(str)

    def __init__(self, conduct: Conductor) -> None:
        super().__init__()
        self.setObjectName("qualify_host")
        self.setProperty("role", "canvas")
        self.conduct = conduct
        self._pages: dict[type[Page], Page] = {}
        self._stack = DeckLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._run: Run | None = None
        self._step: Step | None = None
        self._warming = Warming(lambda: self._run is None and not self.conduct.busy, self)
        conduct.run_changed.connect(self._run_changed)
        conduct.work_changed.connect(self._work_changed)
        conduct.failed.connect(self.show_error)
        conduct.hold_wanted.connect(self._ask_to_hold)
        self._remedies: Mapping[Remedy, Callable[[], None]] = {
            Remedy.AGAIN: self._again,
            Remedy.READ: self._from_the_start,
            Remedy.FORM: lambda: conduct.begin_typing(keep=True),
            Remedy.TYPE: conduct.begin_typing,
            Remedy.PIN: lambda: self.pin_wanted.emit(self._trouble().again),
            Remedy.BACK: self._back_to_page,
            Remedy.HOME: conduct.leave,
            Remedy.ASIDE: conduct.ask_to_hold,
            Remedy.SETUP: self.setup_wanted.emit,
            Remedy.DIAGNOSE: self.diagnostic_wanted.emit,
            Remedy.REPORT: self.report_wanted.emit,
            Remedy.KEEP: self._keep,
            Remedy.ASK: conduct.ask_again,
            Remedy.LIST: self.list_wanted.emit,
        }

    @property
    def page(self) -> Page | None:
        """The page on show."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def page_of(self, kind: type[Page]) -> Page:
        """The page of this class, built if it was not yet."""
        if kind not in self._pages:
            page = kind(self.conduct, self)
            self._pages[kind] = page
            self._stack.addWidget(page)
            if isinstance(page, TroublePage):
                page.remedy.connect(self._remedy)
                page.rule_wanted.connect(self.rule_wanted)
        return self._pages[kind]

    def warm_up(self, others: Sequence[Chore] = ()) -> None:
        """Build the pages one by one while nothing is asked, so that the first card does not wait.

        One piece of work at each turn of the event loop; what is asked meanwhile goes first.
        """
        kinds = dict.fromkeys((*WARM, *PAGES.values()))
        self._warming.begin([*(partial(self.page_of, kind) for kind in kinds), *others])

    @property
    def warming(self) -> bool:
        """Whether pages are still to be built beforehand."""
        return self._warming.left > 0

    def show_error(self, error: InsdeskError, again: Callable[[], None] | None = None) -> None:
        """Put the error card in front; the page behind it keeps everything, unless its run is over.

        Of a card that left nothing stays, not even behind (cards.md §1.9).
        """
        if self.conduct.run is None:
            self._run = None
            self._forget()
        trouble = self._trouble()
        trouble.show_error(error, again)
        self._front(trouble)

    def code_given(self) -> None:
        """The code porteur was typed: what failed for want of it goes on, unless it did already."""
        QTimer.singleShot(0, self, self._goes_on)

    def cps_moved(self) -> None:
        """The CPS came or left: what was said of the one before is over."""
        page = self.page
        if isinstance(page, TroublePage) and isinstance(page.error, OF_ONE_CARD):
            self._back_to_page()

    def _goes_on(self) -> None:
        page = self.page
        if self._run is None or self.conduct.busy or not isinstance(page, TroublePage):
            return
        if isinstance(page.error, PinRequired | PractitionerCardAbsent) and page.isVisible():
            self._again()

    # --- keyboard --------------------------------------------------------------------------

    def press_primary(self) -> None:
        """Ctrl+Entrée."""
        button = self.page.primary if self.page is not None else None
        if button is not None and button.isVisible() and button.isEnabled():
            button.click()

    def escape(self) -> None:
        """Échap: close what is open, cancel what runs, else leave the run."""
        page = self.page
        if page is None or (self.conduct.work is None and page.back()):
            return
        if self.conduct.busy:
            self.conduct.cancel()
        elif isinstance(page, TroublePage) and self._run is not None:
            self._back_to_page()
        else:
            self.conduct.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, Entrée goes on; a text field keeps its own keys."""
        page = self.page
        if page is None or isinstance(QApplication.focusWidget(), QLineEdit):
            super().keyPressEvent(event)
            return
        digit = digit_of(event)
        if digit is not None and page.digit(digit):
            return
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and page.enter():
            return
        super().keyPressEvent(event)

    # --- following the run -----------------------------------------------------------------

    def _run_changed(self, run: Run | None) -> None:
        before, self._run = self._run, run
        if run is None or (before is not None and before.number != run.number):
            self._forget()
        if run is None:
            self.home_wanted.emit()
            return
        page = self.page_of(PAGES[self.conduct.step])
        self._stack.paint_later()
        page.show_run(run)
        self._front(page)

    def _work_changed(self, work: Work | None) -> None:
        if work in (Work.READING, Work.SCANNING) or (work is Work.LOOKING and self._run is None):
            wait = self.page_of(WaitPage)
            if isinstance(wait, WaitPage):
                wait.begin(work)
            self._front(wait)
        elif isinstance(self.page, TroublePage) and work is not None and self._run is not None:
            self._back_to_page()

    def _front(self, page: Page) -> None:
        step = self.conduct.step
        same, self._step = self._step is step, step
        old = self.page
        if old is page and same and page.isVisible():
            return
        if isinstance(old, WaitPage) and old is not page:
            old.forget()
        self._stack.setCurrentWidget(page)
        self.shown.emit()
        page.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        for page in self._pages.values():
            page.forget()

    # --- the error card --------------------------------------------------------------------

    def _trouble(self) -> TroublePage:
        page = self.page_of(TroublePage)
        if not isinstance(page, TroublePage):
            raise TypeError("the page of failures")
        return page

    def _remedy(self, remedy: Remedy) -> None:
        self._remedies[remedy]()

    def _again(self) -> None:
        again = self._trouble().again
        if again is None:
            self._back_to_page()
        else:
            again()

    def _from_the_start(self) -> None:
        """The same patient again: the card, or the record, from the start."""
        run = self._run
        if run is not None and run.reading is None and run.patient is not None:
            self.conduct.open_record(run.patient.uid)
        else:
            self.conduct.read_card()

    def _ask_to_hold(self, run: Run) -> None:
        page = self.page_of(HoldPage)
        page.show_run(run)
        self._front(page)

    def _keep(self) -> None:
        self._back_to_page()
        self.conduct.keep()

    def _back_to_page(self) -> None:
        """The page as it was left; home when the card took the run away meanwhile."""
        kind = PAGES.get(self.conduct.step)
        if self._run is None or kind is None:
            self.conduct.leave()
        else:
            self._front(self.page_of(kind))
