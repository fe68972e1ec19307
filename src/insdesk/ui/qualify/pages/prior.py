"""S14 in the run: the records born that day, looked at before a new one is created (IV-204)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.qualification.prior import MOST_LETTERS
from insdesk.qualification.steps import Judgement, Prior, Run
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import Page, scrolled
from insdesk.ui.qualify.pages.banners import gone
from insdesk.ui.qualify.pages.beside import BesidePanel, beside_lines
from insdesk.ui.qualify.pages.record_row import RecordRow, names_of, record_words
from insdesk.ui.qualify.pages.rows import warming
from insdesk.ui.texts import error_text
from insdesk.ui.texts import prior as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.ui.qualify.conductor import Conductor

LEFT, LEFT_TIGHT = 372, 300
DIGITS = 9


class PriorPage(Page):
    """Every record is shown, none is chosen; what resembles the patient is judged one by one."""

    NAME = "duplicate_page"
    TITLE = words.TITLE

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._run: Run | None = None
        self._open = ""
        self._said: dict[str, tuple[Judgement, str]] = {}
        self.rows: dict[str, RecordRow] = {}
        self.sub = text_label("", "text", tone="muted")
        self.letters = QLineEdit()
        self.letters.setObjectName("edit_prior_letters")
        self.letters.setMaxLength(MOST_LETTERS)
        self.search = plain_button("Chercher", icon="search", compact=True)
        self.search.setObjectName("btn_narrow")
        self.narrowing = self._make_letters()
        self.list = QFrame()
        self.list.setObjectName("prior_list")
        self.list.setProperty("role", "plain")
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self.list)
        self.panel = BesidePanel()
        self._build()
        self.search.clicked.connect(self._narrow)
        self.letters.returnPressed.connect(self._narrow)
        self.panel.same.connect(lambda: conduct.open_prior(self._open))
        self.panel.judged.connect(self._judge)
        self.panel.closed.connect(self._close)
        conduct.work_changed.connect(lambda _work: self._weigh())

    def buttons(self) -> Sequence[QPushButton]:
        """Leave without a trace, or go on to a new record."""
        self.leave = plain_button(words.LEAVE)
        self.leave.setObjectName("btn_leave_prior")
        self.next = primary_button(words.NEXT, keys=Shortcut.PRIMARY.words)
        self.next.setObjectName("btn_none_of_these")
        self.leave.clicked.connect(self.conduct.leave)
        self.next.clicked.connect(self._go_on)
        return self.leave, self.next

    @property
    def primary(self) -> QPushButton:
        """« Aucun de ces dossiers : continuer »."""
        return self.next

    def chores(self) -> Sequence[Callable[[], object]]:
        """The rows of the record beside, then the whole."""
        return (*warming(self.panel.table), self.panel.grab, self.rehearse)

    # --- showing ---------------------------------------------------------------------------

    def show_run(self, run: Run) -> None:
        """List the records; what was said of those still shown is kept."""
        before, self._run = self._run, run
        same = before is not None and before.number == run.number
        shown = before.prior if before is not None and same else ()
        said = {uid: (one, run.reasons.get(uid, "")) for uid, one in run.judged.items()}
        # What was said of a record stands only while it resembles the patient as it did.
        self._said = {uid: self._said[uid] for uid in _alike(shown, run.prior) & set(self._said)}
        self._said = said | self._said
        if before is None or not same or shown is not run.prior:
            self._fill(run)
        self._weigh()

    def first_focus(self) -> QWidget:
        """The letters when the list is too long, else the list itself: no record is chosen."""
        return self.list if self.narrowing.isHidden() else self.letters

    def digit(self, digit: int) -> bool:
        """A record of the list, or an answer about the open one."""
        if self.panel.is_open:
            return self.panel.press(digit)
        for row in self.rows.values():
            if row.digit == str(digit):
                row.click()
                return True
        return False

    def back(self) -> bool:
        """Échap: from the reasons to the answers, from there to the list."""
        if not self.panel.is_open:
            return False
        self.panel.step_back()
        return True

    def forget(self) -> None:
        """Nothing of this patient, nor of any record, stays."""
        self._run, self._open = None, ""
        self._said.clear()
        self._empty()
        self.panel.close_record()
        self.letters.clear()
        self.sub.clear()
        self.say("")

    def _fill(self, run: Run) -> None:
        self._empty()
        self._close()
        self.sub.setText(words.found_words(len(run.prior), run.letters))
        self.narrowing.setVisible(run.listed or self.conduct.list_is_too_long())
        groups = (
            (words.TO_JUDGE, [one for one in run.prior if one.resemblance is not None]),
            (words.OTHERS, [one for one in run.prior if one.resemblance is None]),
        )
        for heading, records in groups:
            if records:
                self._column.addWidget(text_label(heading, "label"))
            for one in records:
                self._column.addWidget(self._row(one))
        self._column.addStretch(1)

    def _row(self, one: Prior) -> RecordRow:
        place = len(self.rows) + 1
        digit = str(place) if place <= DIGITS else ""
        icon = "users" if one.resemblance is not None else "user"
        row = RecordRow(digit, icon, names_of(one.patient), self._detail(one))
        row.setObjectName(f"prior_{place}")
        row.setMinimumHeight(current().px(56))
        row.clicked.connect(lambda _=False, uid=one.patient.uid: self._show(uid))
        self.rows[one.patient.uid] = row
        return row

    def _detail(self, one: Prior) -> str:
        said = self._said.get(one.patient.uid)
        first = words.judged_words(*said) if said else words.likeness_words(one.resemblance)
        return "\n".join(
            part for part in (first, record_words(one.patient, self.conduct.places)) if part
        )

    # --- one record ------------------------------------------------------------------------

    def _prior(self, uid: str) -> Prior | None:
        run = self._run
        return next((one for one in run.prior if one.patient.uid == uid), None) if run else None

    def _show(self, uid: str) -> None:
        one = self._prior(uid)
        if one is None or self._run is None:
            return
        if uid == self._open:
            self._close()
            return
        self._open = uid
        for other, row in self.rows.items():
            row.setChecked(other == uid)
        rows = self.conduct.desk.beside(self._run, uid)
        born = one.patient.traits.birth_date
        lines = beside_lines(rows, born, self.conduct.places)
        problem = self.conduct.why_only_opened(uid)
        closed = error_text(problem).explanation if problem is not None else ""
        self.panel.open_record(one, names_of(one.patient), lines, closed)
        self._arrange()

    def _close(self) -> None:
        self._open = ""
        for row in self.rows.values():
            row.setChecked(False)
        self.panel.close_record()
        self._arrange()
        (self.next if self.next.isEnabled() else self.list).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _judge(self, judgement: Judgement, reason: str) -> None:
        one = self._prior(self._open)
        if one is None:
            return
        self._said[one.patient.uid] = (judgement, reason)
        self.rows[one.patient.uid].set_detail(self._detail(one))
        announce(self, f"{names_of(one.patient)} : {words.judged_words(judgement, reason)}")
        self._weigh()
        self._close()

    def _weigh(self) -> None:
        """Ask the use cases what is missing and say it beside the button."""
        if self._run is None:
            return
        problem = self.conduct.why_not_none(self._said)
        closed = gone() if self.conduct.card_gone else ""
        if not closed and problem is not None:
            closed = error_text(problem).explanation
        self.next.setEnabled(not closed and not self.conduct.busy)
        self.say(words.MEANS, closed)

    def _go_on(self) -> None:
        if not self.conduct.card_gone:
            self.conduct.none_of_these(self._said)

    def _narrow(self) -> None:
        self.conduct.narrow(self.letters.text())

    # --- building --------------------------------------------------------------------------

    def _empty(self) -> None:
        self.rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _make_letters(self) -> QFrame:
        px = current().px
        box = QFrame()
        box.setProperty("role", "plain")
        label = text_label(words.LETTERS, "label")
        label.setBuddy(self.letters)
        self.letters.setAccessibleName(words.LETTERS)
        self.letters.setFixedWidth(px(96))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(label, 1)
        row.addWidget(self.letters)
        row.addWidget(self.search)
        box.hide()
        return box

    def _build(self) -> None:
        px = current().px
        self.list.setAccessibleName("Dossiers nés le même jour")
        self._column.setContentsMargins(px(4), 0, px(4), px(4))
        self._column.setSpacing(px(6))
        self.area = scrolled(self.list, self)
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self.area)
        columns.addWidget(scrolled(self.panel, self), 1)
        for widget in (self.title, self.sub, self.narrowing):
            self.body.addWidget(widget)
        self.body.addLayout(columns, 1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer words when room is short."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The comparison and its answers stay in one view, in the smallest window too."""
        tight = self.tight
        self.area.setFixedWidth(current().px(LEFT_TIGHT if tight else LEFT))
        self.sub.setVisible(not (tight and self.panel.is_open))
        self.panel.set_tight(tight)


def _alike(before: Sequence[Prior], now: Sequence[Prior]) -> set[str]:
    """The records that have of the patient what they had."""
    resembled = {one.patient.uid: one.resemblance for one in before}
    return {
        one.patient.uid
        for one in now
        if one.patient.uid in resembled and resembled[one.patient.uid] == one.resemblance
    }
