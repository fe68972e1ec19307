"""Special situations (rule book §10): a calm text for each, and the one thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.identity.patient import Patient
from insdesk.identity.readings import Found
from insdesk.identity.situations import CARE_GOES_ON, SITUATIONS, Situation
from insdesk.qualification.asides import RefusalKind
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, plain_button, primary_button
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import situations as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.steps import Run

ROLE = Qt.ItemDataRole.UserRole
REFUSALS = {"refuse_document": RefusalKind.DOCUMENT, "refuse_ins": RefusalKind.INS}


class SituationPage(ActPage):
    """About a record (`open`) or a run (`open_run`).

    Emits `deed(code)` for every act but a refusal, which it records itself and then says
    `noted()`.
    """

    NAME = "situation_page"
    TITLE = words.TITLE
    FILLS = True

    deed = Signal(str)
    noted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, inside: QWidget | None = None) -> None:
        super().__init__(desk, tasks, inside)
        self.run: Run | None = None
        self.list = QListWidget()
        self.list.setObjectName("situation_list")
        self.list.setAccessibleName("Situations")
        for row in SITUATIONS:
            item = QListWidgetItem(row.label)
            item.setData(ROLE, row.id)
            item.setSizeHint(QSize(0, current().px(34)))
            self.list.addItem(item)
        self.label = text_label(words.CHOOSE, "section")
        self.text = text_label("", "lead")
        self.does_title = text_label(words.DESK_DOES, "label")
        self.does = text_label("", "text")
        self.care = text_label(CARE_GOES_ON, "strong", tone="ok")
        self._build()
        self.list.itemSelectionChanged.connect(self.weigh)
        self.list.itemActivated.connect(lambda _item: self.press_primary())

    def buttons(self) -> Sequence[QPushButton]:
        """The one act of the situation, and before it « Rappeler à la prochaine visite »."""
        self.later = plain_button(words.REMIND, icon="clock")
        self.later.setObjectName("btn_remind")
        self.later.clicked.connect(lambda: self.deed.emit("remind"))
        self.go = primary_button(" ", keys=Shortcut.PRIMARY.words)
        self.go.setObjectName("btn_situation")
        self.go.clicked.connect(self._go)
        return self.later, self.go

    @property
    def primary(self) -> Button:
        """The one act."""
        return self.go

    @property
    def situation(self) -> Situation | None:
        """The row chosen, None at first."""
        chosen = next((item.data(ROLE) for item in self.list.selectedItems()), None)
        return next((row for row in SITUATIONS if row.id == chosen), None)

    def open_run(self, run: Run) -> None:
        """About the patient of this run, who may have no record yet."""
        if run.patient is not None:
            self.open(run.patient)
        else:
            self.forget()
        self.run = run
        self.badge.setVisible(run.patient is not None)
        self.weigh()

    def show_patient(self, patient: Patient) -> None:  # noqa: ARG002 - the head says who it is
        """Nothing is chosen."""
        self.run = None
        self.badge.show()
        self._unselect()

    def first_focus(self) -> QWidget:
        """The list; a row there is not chosen by the focus."""
        return self.list

    def weigh(self) -> None:
        """Show the situation chosen and name its act."""
        row = self.situation
        for label, text in (
            (self.label, row.label if row else words.CHOOSE),
            (self.text, row.text if row else ""),
            (self.does, row.does if row else ""),
        ):
            label.setText(text)
        for widget in (self.text, self.does_title, self.does):
            widget.setVisible(row is not None)
        code = self._code()
        self.later.setVisible(row is not None and row.id in words.CAN_WAIT and not self._found)
        self.later.setEnabled(not self.busy)
        self.go.setVisible(code is not None)
        if code is not None:
            text, icon = words.DEEDS[code]
            self.go.set_icon_name(icon)
            self.go.setText(text)
            self.go.setEnabled(not self.busy)
            self.go.updateGeometry()
        self.say("")

    def empty(self) -> None:
        """No situation stays chosen."""
        self.run = None
        self._unselect()

    def _unselect(self) -> None:
        self.list.setCurrentRow(-1)
        self.list.clearSelection()

    def _code(self) -> str | None:
        row = self.situation
        if row is None:
            return None
        if self.run is None:
            return words.OF_RECORD[row.id]
        code = words.OF_RUN[row.id]
        return words.ANSWERED.get(code, code) if self._found else code

    @property
    def _found(self) -> bool:
        """INSi has found the person of the run: there is nothing to come back for."""
        return self.run is not None and isinstance(self.run.answer, Found)

    def _go(self) -> None:
        code = self._code()
        if code is None:
            return
        refusal = REFUSALS.get(code)
        if refusal is None:
            self.deed.emit(code)
            return
        uid = self.patient.uid if self.patient is not None else None
        work = partial(self.desk.refuse, refusal, run=self.run, uid=uid)
        self.act(work, lambda _nothing: self.noted.emit())

    def _build(self) -> None:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        card.setObjectName("situation_card")
        care = QHBoxLayout()
        care.setSpacing(px(8))
        care.addWidget(IconLabel("circle-check", "ok"))
        care.addWidget(self.care, 1)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(10))
        for widget in (self.label, self.text):
            column.addWidget(widget)
        column.addSpacing(px(12))
        for widget in (self.does_title, self.does):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(care)
        self.list.setFixedWidth(px(330))
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self.list)
        row.addWidget(card, 1)
        self.body.addLayout(row, 1)
