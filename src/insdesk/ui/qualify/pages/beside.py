"""One record beside the patient at the desk: the same signs as S05, then what it is (S14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from insdesk.identity.compare import Comparison, TraitComparison
from insdesk.qualification.steps import Judgement, Prior
from insdesk.ui.formats import PlaceLabels, trait_text
from insdesk.ui.parts.buttons import ChoiceButton, quiet_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.trait_table import TraitLine, TraitTable
from insdesk.ui.qualify.pages.rows import empty, side_by_side
from insdesk.ui.texts import prior as words
from insdesk.ui.theme import current

ROWS = 5
"""Above this number of rows the answers have room for fewer words."""

WHOSE = ("votre patient", "ce dossier")

SAME = "same"
"""The record is the patient's: no judgement, the run goes on with it."""


def beside_lines(rows: Comparison, born: str | None, places: PlaceLabels) -> list[TraitLine]:
    """The rows of two people; what neither side knows, or a list one side lacks, says nothing."""
    lists = [row for row in rows if row.trait == "first_names" and not (row.known and row.official)]
    known = [row for row in rows if row.known or row.official]
    return [_line(row, born, places) for row in known if row not in lists]


def _line(row: TraitComparison, born: str | None, places: PlaceLabels) -> TraitLine:
    known, official = row.known, row.official
    left = trait_text(row.trait, known, born, places) if known else ""
    right = trait_text(row.trait, official, born, places) if official else ""
    result, reason = words.beside_result(row)
    return side_by_side(row.trait, (left, right), WHOSE, result, reason)


class BesidePanel(QFrame):
    """Nothing is chosen at first. Emits `same()`, `judged(judgement, reason)`, `closed()`."""

    same = Signal()
    judged = Signal(object, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setObjectName("beside_panel")
        self.hint = text_label(words.CHOOSE, "text", tone="muted")
        self.name = text_label("", "section")
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.likeness = text_label("", "strong")
        self.table = TraitTable(words.HEADERS)
        self.table.setObjectName("beside_table")
        self.table.set_compact(True)
        self.choices = _choices(
            (SAME, "btn_same_person", "user", words.SAME, ""),
            ("OTHER_PERSON", "btn_different_person", "users", words.DIFFERENT, ""),
            ("UNKNOWN", "btn_unknown", "user-question", words.UNKNOWN, ""),
        )
        self.reasons = _choices(
            *((code, f"reason_{code}", "users", text, "") for code, text in words.REASONS.items())
        )
        self.why = text_label(words.WHY, "strong")
        self.back = quiet_button("Revenir à la liste", icon="arrow-left", keys="Échap")
        self.back.setObjectName("btn_back_to_list")
        self._build()
        self._closed, self._judgeable, self._tight = "", False, False
        self._connect()
        self.close_record()

    def _build(self) -> None:
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(6))
        head = QHBoxLayout()
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(px(4))
        self._words.addWidget(self.name, 1)
        self._words.addWidget(self.likeness, 1)
        head.addLayout(self._words, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.hint)
        column.addLayout(head)
        above: tuple[QWidget, ...] = (self.table, self.why)
        for widget in (*above, *self.choices.values(), *self.reasons.values()):
            column.addWidget(widget)
        column.addStretch(1)

    def _connect(self) -> None:
        self.choices[SAME].clicked.connect(self.same)
        self.choices["OTHER_PERSON"].clicked.connect(lambda: self._show_choices(asking_why=True))
        self.choices["UNKNOWN"].clicked.connect(lambda: self.judged.emit(Judgement.UNKNOWN, ""))
        for code, choice in self.reasons.items():
            choice.clicked.connect(
                lambda _=False, why=code: self.judged.emit(Judgement.OTHER_PERSON, why)
            )
        self.back.clicked.connect(self.step_back)

    # --- one record ------------------------------------------------------------------------

    def open_record(self, one: Prior, name: str, lines: Sequence[TraitLine], closed: str) -> None:
        """Show a record; `closed` says why it can only be opened, empty when it may be judged."""
        alike = words.likeness_words(one.resemblance)
        self.name.setText(name)
        self.likeness.setText(alike or words.NOTHING_ALIKE)
        dress(self.likeness, tone="warn" if alike else "muted")
        self.table.show_rows(lines)
        self._closed = closed
        for code in ("OTHER_PERSON", "UNKNOWN"):
            self.choices[code].setEnabled(not closed)
        self._detail()
        self._judgeable = one.resemblance is not None
        self._show_choices(asking_why=False)
        self.name.setAccessibleName(f"{name}. {self.likeness.text()}")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_tight(self, tight: bool) -> None:
        """Fewer words when room is short: one decision stays in one view."""
        self._tight = tight
        way = QBoxLayout.Direction
        self._words.setSpacing(current().px(16 if tight else 4))
        self._words.setDirection(way.LeftToRight if tight else way.TopToBottom)
        self.back.setVisible(self.is_open and not tight)
        if not self._closed:
            self._detail()

    def _detail(self) -> None:
        details = {"OTHER_PERSON": words.DIFFERENT_DETAIL, "UNKNOWN": words.UNKNOWN_DETAIL}
        for code, detail in details.items():
            self.choices[code].set_detail(self._closed or ("" if self._is_full else detail))

    @property
    def _is_full(self) -> bool:
        """Whether there is room for the answers in a few words only."""
        return self._tight or len(self.table.rows) > ROWS

    def close_record(self) -> None:
        """No record is open; nothing of one stays."""
        empty(self.table)
        self.name.clear()
        self.name.setAccessibleName("")
        self.likeness.clear()
        for widget in (self.name, self.likeness, self.table, self.why, self.back):
            widget.hide()
        for choice in (*self.choices.values(), *self.reasons.values()):
            choice.hide()
        self.hint.show()

    @property
    def is_open(self) -> bool:
        """Whether a record is shown."""
        return self.hint.isHidden()

    def press(self, digit: int) -> bool:
        """Choose what is asked now by its digit."""
        for choice in (*self.choices.values(), *self.reasons.values()):
            if choice.digit == str(digit) and not choice.isHidden() and choice.isEnabled():
                choice.click()
                return True
        return False

    def step_back(self) -> None:
        """From the reasons to the choices, from the choices to the list."""
        if self.why.isHidden():
            self.closed.emit()
        else:
            self._show_choices(asking_why=False)

    def _show_choices(self, *, asking_why: bool) -> None:
        self.hint.hide()
        self.name.show()
        self.likeness.show()
        self.back.setVisible(not self._tight)
        self.why.setVisible(asking_why)
        for code, choice in self.choices.items():
            choice.setChecked(False)
            choice.setVisible(not asking_why and (code == SAME or self._judgeable))
        for choice in self.reasons.values():
            choice.setChecked(False)
            choice.setVisible(asking_why)
        self.table.setVisible(not asking_why)


def _choices(*rows: tuple[str, str, str, str, str]) -> Mapping[str, ChoiceButton]:
    """Choices by code, numbered from 1."""
    made = {}
    for digit, (code, name, icon, text, detail) in enumerate(rows, 1):
        choice = ChoiceButton(str(digit), icon, text, detail)
        choice.setObjectName(name)
        made[code] = choice
    return made
