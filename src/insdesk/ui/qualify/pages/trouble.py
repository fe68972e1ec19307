"""The one page for failures: a card with what, why, the fix and a way on. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from insdesk.errors import InsdeskError, InsiError, ReaderBusy, UnknownCard
from insdesk.identity.rulebook import RULES
from insdesk.qualification.steps import Run
from insdesk.ui.parts.error_card import ErrorCard, ErrorText
from insdesk.ui.qualify.face import Page, centred
from insdesk.ui.qualify.remedies import Remedy, remedy_of
from insdesk.ui.texts import HOW_TO, error_text

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor


TRIES_AGAIN = "Nouvel essai toutes les 2 secondes, pendant encore {seconds} s."


class TroublePage(Page):
    """Emits `remedy(Remedy)`; `again` is what to call to try once more.

    `rule_wanted(id)` asks S25 for the rule that says no; Échap there comes back here.
    """

    NAME = "trouble_page"
    TITLE = "Une difficulté"
    remedy = Signal(object)
    rule_wanted = Signal(str)

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self.card = ErrorCard()
        self.again: Callable[[], None] | None = None
        self.error: InsdeskError | None = None
        self._text: ErrorText | None = None
        self.bar.hide()
        self.body.addStretch(1)
        self.body.addLayout(centred(self.card))
        self.body.addStretch(2)
        self.card.rule_wanted.connect(self.rule_wanted)
        conduct.knocking.left.connect(self._tries_again)
        self.card.fix_pressed.connect(lambda: self._press(self._text.fix if self._text else ""))
        self.card.go_on_pressed.connect(lambda: self._press(self._text.go_on if self._text else ""))

    @property
    def primary(self) -> QPushButton:
        """The fix."""
        return self.card.fix

    def show_error(self, error: InsdeskError, again: Callable[[], None] | None) -> None:
        """Show the sentences of `error`."""
        self.error, self.again = error, again
        self._text = error_text(error)
        self.card.show_text(self._text, details_of(error), rule_of(error))
        self._tries_again(self.conduct.knocking.seconds)

    def show_run(self, run: Run) -> None:
        """The failure stays on show, whatever the run."""

    def first_focus(self) -> QWidget:
        """The fix."""
        return self.card.fix

    def _tries_again(self, seconds: int) -> None:
        """E-RDR-3 says how long the reader is still tried by itself."""
        if self._text is not None and isinstance(self.error, ReaderBusy):
            more = f" {TRIES_AGAIN.format(seconds=seconds)}" if seconds else ""
            self.card.explanation.setText(f"{self._text.explanation}{more}")

    def _press(self, label: str) -> None:
        remedy = remedy_of(label, self.error)
        if remedy is Remedy.HOW and self._text is not None:
            self._show_steps(self._text)
        else:
            self.remedy.emit(remedy)

    def _show_steps(self, text: ErrorText) -> None:
        steps = HOW_TO.get(type(self.error).__name__, text.explanation)
        self._text = replace(text, explanation=steps, fix="Refaire le test")
        error = self.error
        self.card.show_text(self._text, details_of(error) if error else "", rule_of(error))


def details_of(error: InsdeskError) -> str:
    """Code, name, message id and time: no identity data, hence no text of the service itself."""
    parts = [type(error).__name__, datetime.now().astimezone().strftime("%d/%m/%Y %H:%M:%S")]
    if isinstance(error, InsiError):
        parts += [part for part in (error.code, error.severity, error.message_id) if part]
    if isinstance(error, UnknownCard) and error.atr:
        parts.append(f"ATR {error.atr}")
    rule = getattr(error, "rule", None) or getattr(error, "reason", None)
    if isinstance(rule, str) and rule and not isinstance(error, InsiError):
        parts.append(rule)
    return "\n".join(parts)


def rule_of(error: InsdeskError | None) -> str:
    """The id of the rule that says no, if one of the rule book does."""
    rule = getattr(error, "rule", "")
    return rule if isinstance(rule, str) and rule in RULES else ""
