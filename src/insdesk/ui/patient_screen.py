"""The window the patient looks at: his own traits, large, and two answers (ux.md §6).

It holds one `PatientCard` while it is open and nothing before or after: no desk, no list, no other
person. It never qualifies anything; it only tells what the patient answered.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.deck import DeckLayout
from insdesk.ui.parts.patient_pages import ChoicePage, QuestionPage, WordPage
from insdesk.ui.patient_card import LANGUAGES, NOT_ME, TRAITS, PatientCard, words_in
from insdesk.ui.theme import Theme

__all__ = ["NOT_ME", "PatientCard", "PatientScreen"]

IDLE_MS: Final = 120_000
MASK_MS: Final = 15_000
THANKS_MS: Final = 8_000
_ZOOMS: Final = (1.0, 1.5, 2.0)
_DESIGN: Final = (1600, 900)


class PatientScreen(QWidget):
    """Opened for one person, blanked after him.

    Emits `confirmed()`, or `contested(frozenset of trait names, or NOT_ME)`; then thanks. Emits
    `closed()` once when it forgets the person: after `blank()`, Escape, or two idle minutes.
    On a display of its own it goes back to « En attente »; otherwise it hides itself, and the
    caller, who hid the main window, shows it again on `closed`.
    """

    confirmed = Signal()
    contested = Signal(object)
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        language: str = "fr",
        letters: bool = True,
        idle_ms: int = IDLE_MS,
        mask_ms: int = MASK_MS,
    ) -> None:
        super().__init__()
        self.setObjectName("patient_window")
        self.setWindowTitle("insdesk")
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._theme, self._usual, self._letters = theme, language, letters
        self._card: PatientCard | None = None
        self._language, self._zoom, self._masked, self._own_display = language, 0, True, False
        self.question = QuestionPage()
        self.what = ChoicePage("patient_what")
        self.tongues = ChoicePage("patient_language_page")
        self.waiting = WordPage("clock", "patient_muted")
        self.thanks = WordPage("circle-check", "yes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = DeckLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.waiting, self.question, self.what, self.tongues, self.thanks):
            self._pages.addWidget(page)
        self._idle = self._timer(idle_ms, self.blank)
        self._mask = self._timer(mask_ms, self._hide_number)
        self._after = self._timer(THANKS_MS, self.blank)
        self._connect()
        self._arrange()

    @property
    def is_open(self) -> bool:
        """Whether it shows somebody, or thanks him."""
        return self._card is not None or self._after.isActive()

    def open_for(self, card: PatientCard, screen: QScreen | None = None) -> None:
        """Show one person, full screen on `screen`, or over the practitioner's own display.

        Whoever was shown before is forgotten first. On a display of its own the window does not
        take the keyboard from the practitioner.
        """
        self._forget(arrange=False)
        self._card, self._own_display = card, screen is not None
        self._masked = not card.show_matricule
        self._show_person()
        self._turn_to(self.question)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, self._own_display)
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()
        self._pages.paint_later()
        self._idle.start()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # neither answer is put forward
        announce(self, self.question.title.text())

    def rehearse(self, screen: QScreen | None) -> None:
        """Dress, lay out and paint the question once, empty and out of sight."""
        if screen is not None and not self.isVisible():
            self.setGeometry(screen.geometry())
            self.question.resize(screen.size())
        self.question.grab()

    def blank(self) -> None:
        """Forget the person now: card withdrawn, lock, patient changed, nothing done for long."""
        was_open = self.is_open
        self._forget()
        if not self._own_display:
            self.hide()
        if was_open:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keyboard."""
        self._alive()
        key, asking = event.key(), self._pages.currentWidget() is self.question
        if key == Qt.Key.Key_Escape:
            self.blank()
        elif asking and self._letters and key == Qt.Key.Key_O:
            self._answer_yes()
        elif asking and self._letters and key == Qt.Key.Key_N:
            self._ask_what()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer a press."""
        self._alive()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave properly."""
        self.blank()
        super().closeEvent(event)

    def _connect(self) -> None:
        page = self.question
        page.yes.clicked.connect(self._answer_yes)
        page.no.clicked.connect(self._ask_what)
        page.larger.clicked.connect(self._enlarge)
        page.reveal.clicked.connect(self._reveal)
        page.language.clicked.connect(lambda: self._turn_to(self.tongues))
        self.what.chosen.connect(self._contest)
        self.tongues.chosen.connect(self._speak)
        for choice in (self.what, self.tongues):
            choice.back.connect(lambda: self._turn_to(self.question))
        self._pages.currentChanged.connect(self._alive)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._arrange()

    def _answer_yes(self) -> None:
        self._finish("thanks")
        self.confirmed.emit()

    def _ask_what(self) -> None:
        self._turn_to(self.what)
        self.what.buttons[TRAITS[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _contest(self, key: str) -> None:
        self._finish("noted")
        self.contested.emit(frozenset({key}))

    def _finish(self, sentence: str) -> None:
        """Thank, with nothing of the person left in any widget."""
        thanks = words_in(self._language).text(sentence)
        theme = self._sized()
        self._forget(keep_language=True)
        self.thanks.arrange(thanks, theme)
        self._pages.setCurrentWidget(self.thanks)
        self._after.start()
        announce(self, thanks)

    def _forget(self, *, keep_language: bool = False, arrange: bool = True) -> None:
        for timer in (self._idle, self._mask, self._after):
            timer.stop()
        self._card = None
        self.question.clear()
        self._masked, self._zoom = True, 0
        if not keep_language:
            self._language = self._usual
            self._pages.setCurrentWidget(self.waiting)
        if arrange:
            self._arrange()

    def _alive(self) -> None:
        if self._card is not None:
            self._idle.start()

    def _enlarge(self) -> None:
        self._zoom = (self._zoom + 1) % len(_ZOOMS)
        self._arrange()

    def _reveal(self) -> None:
        self._masked = not self._masked
        if self._masked:
            self._mask.stop()
        else:
            self._mask.start()
        self._show_person()
        self._arrange()

    def _hide_number(self) -> None:
        if not self._masked:
            self._reveal()

    def _speak(self, language: str) -> None:
        self._language = language
        self._show_person()
        self._turn_to(self.question)

    def _show_person(self) -> None:
        if self._card is not None:
            words = words_in(self._language)
            self.question.show_card(self._card, words, masked=self._masked)

    def _sized(self) -> Theme:
        """The text size that suits this display."""
        fit = min(self.width() / _DESIGN[0], self.height() / _DESIGN[1])
        return Theme(self._theme.tokens, min(max(fit, 0.7), 1.6))

    def _arrange(self) -> None:
        """Say the page on show in the language and at the size wanted; the others wait."""
        words, theme = words_in(self._language), self._sized()
        way = Qt.LayoutDirection
        self.setLayoutDirection(way.RightToLeft if words.right_to_left else way.LeftToRight)
        page = self._pages.currentWidget()
        if page is self.waiting:
            self.waiting.arrange(words.text("waiting"), theme)
        elif page is self.question:
            zoom = _ZOOMS[self._zoom]
            self.question.arrange(words, theme, masked=self._masked, zoom=zoom)
        elif page in {self.what, self.tongues}:
            self._arrange_choices()

    def _arrange_choices(self) -> None:
        words = words_in(self._language)
        theme = self._sized().zoomed(min(_ZOOMS[self._zoom], 1.5))
        child = self._card is not None and self._card.is_child
        choices = [(trait, words.asked(trait)) for trait in TRAITS]
        choices.append((NOT_ME, words.text("not_my_child" if child else "not_me")))
        self.what.arrange(words.text("what"), choices, words.text("back"), theme)
        tongues = [(code, words_in(code).text("language")) for code in LANGUAGES]
        self.tongues.arrange(words.text("language"), tongues, words.text("back"), theme)

    def _timer(self, milliseconds: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
