"""S15, one record: its traits and where each comes from, what happened to it, what left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from insdesk.identity.filing import JournalLine
from insdesk.identity.patient import Patient, Status
from insdesk.identity.traits import TRAIT_NAMES, Sexe
from insdesk.identity.transmission import may_leave
from insdesk.ui.formats import (
    PlaceLabels,
    date_text,
    matricule_text,
    no_labels,
    trait_text,
)
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import scrolled
from insdesk.ui.record.menu import MoreMenu, closed_entries
from insdesk.ui.record.origins import MATRICULE_FROM, full_origin, history_line, short_origin
from insdesk.ui.record.sent_list import SentList
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.record import SENT_TAB_NONE
from insdesk.ui.texts.traits import TRAITS
from insdesk.ui.texts.words import FLAGS, STATUS_TIPS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.leaving import Sending

LOCKED = "Verrouillé par INSi. Pour corriger, interrogez à nouveau INSi (F8)."
Loaded = tuple[Patient, list[JournalLine], "tuple[Sending, ...]"]


class PatientPage(QFrame):
    """Emits `ask_wanted(uid)`, `export_wanted(uid)`, `screen_wanted(Patient)`, `broke(error)`.

    « Plus… » emits `merge_wanted(uid)`, or `act_wanted(code, Patient)` for every other entry.
    """

    ask_wanted = Signal(str)
    export_wanted = Signal(str)
    screen_wanted = Signal(object)
    merge_wanted = Signal(str)
    act_wanted = Signal(str, object)
    broke = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        inside: QWidget | None = None,
        *,
        places: PlaceLabels = no_labels,
    ) -> None:
        super().__init__(inside)
        self.setObjectName("patient_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Fiche du patient")
        self._desk, self._tasks, self._places = desk, tasks, places
        self.patient: Patient | None = None
        self._wanted = ""
        self.name = text_label("", "headline")
        self.sub = text_label("", "text", tone="muted")
        self.badge = StatusBadge(Status.PROV)
        self.flags = text_label("", "label", tone="warn")
        self.origin = text_label("", "reason")
        self.values: dict[str, QLabel] = {}
        self.origins: dict[str, QLabel] = {}
        self.history = QListWidget()
        self.history.setObjectName("history_list")
        self.history.setAccessibleName("Historique")
        self.history.setWordWrap(True)
        self.history.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.history.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Fiche")
        self.tabs.tabBar().setAccessibleName("Identité, historique, exports")
        self.sent = SentList(ticks=False, title="Partis avec l’INS", none=SENT_TAB_NONE)
        self._make_buttons()
        self.menu = MoreMenu(self)
        self.menu.chosen.connect(self._act)
        self.bar = ActionBar(self.more, self.turn, self.export, self.ask)
        self.bar.set_reason(LOCKED)
        self._build()

    def open(self, uid: str) -> None:
        """Load a record on the local lane and show it; a later wish wins."""
        self._wanted = uid

        def load() -> Loaded:
            desk = self._desk
            return desk.patient(uid), desk.timeline(uid), desk.sent_with_ins(uid)

        self._tasks.run(Lane.LOCAL, load, partial(self._loaded, uid), self.broke.emit)

    def forget(self) -> None:
        """Nothing of the record stays."""
        self.patient, self._wanted = None, ""
        for label in (self.name, self.sub, self.flags, *self.values.values()):
            label.clear()
        self.history.clear()
        self.sent.show_sent(())
        self.menu.hide()

    def first_focus(self) -> QWidget:
        """« Interroger INSi »."""
        return self.ask

    def _loaded(self, uid: str, loaded: Loaded) -> None:
        if uid == self._wanted:
            self._show(*loaded)

    def _show(self, patient: Patient, lines: list[JournalLine], sent: tuple[Sending, ...]) -> None:
        self.patient = patient
        traits = patient.traits
        used = (
            patient.used_first_name or traits.first_name,
            patient.used_name or traits.birth_name,
        )
        self.name.setText(" ".join(part for part in used if part))
        born = f"{traits.birth_name or ''} {traits.first_names or traits.first_name or ''}"
        self.sub.setText(f"{born.strip()} · {date_text(traits.birth_date)}")
        self.badge.set_status(patient.status)
        flags = sorted(one.value for one in patient.identity.attributes)
        self.flags.setText(" · ".join(FLAGS.get(flag, flag) for flag in flags))
        self.flags.setVisible(bool(flags))
        retrieved = patient.identity.retrieval is not None
        self.origin.setText(full_origin(patient))
        for name in TRAIT_NAMES:
            value = getattr(traits, name)
            text = value.value if isinstance(value, Sexe) else value
            self.values[name].setText(trait_text(name, text, traits.birth_date, self._places))
            self.origins[name].setText(short_origin(patient) if text else "")
        retrieval = patient.identity.retrieval
        number = retrieval.matricule if retrieval else None
        self.values["matricule"].setText(
            matricule_text(number.number, number.key) if number else "non connu"
        )
        self.origins["matricule"].setText(MATRICULE_FROM[patient.status] if number else "")
        self.bar.set_reason(LOCKED if retrieved else STATUS_TIPS[patient.status])
        self.export.setVisible(may_leave(patient))
        self.history.clear()
        self.history.addItems([history_line(one) for one in lines])
        self.sent.show_sent(sent)

    def _make_buttons(self) -> None:
        self.turn = plain_button(
            "Montrer au patient", icon="screen-share", keys=Shortcut.PATIENT_SCREEN.words
        )
        self.export = plain_button("Exporter", icon="file-export", keys=Shortcut.EXPORT.words)
        self.ask = primary_button("Interroger INSi", icon="refresh", keys=Shortcut.ASK_INSI.words)
        self.more = plain_button("Plus…", icon="dots")
        self.more.setAccessibleDescription("Ouvre la liste des autres actions")
        for name, button in {
            "btn_record_more": self.more,
            "btn_record_screen": self.turn,
            "btn_record_export": self.export,
            "btn_record_ask": self.ask,
        }.items():
            button.setObjectName(name)
        self.turn.clicked.connect(self._turn)
        self.export.clicked.connect(self._export)
        self.ask.clicked.connect(self._ask)
        self.more.clicked.connect(self._more)

    def _more(self) -> None:
        """Everything else; what may not be done now says why."""
        if self.patient is not None:
            self.menu.show_above(self.more, closed_entries(self.patient, self._desk))

    def _act(self, code: str) -> None:
        if self.patient is None:
            return
        if code == "merge":
            self.merge_wanted.emit(self.patient.uid)
        else:
            self.act_wanted.emit(code, self.patient)

    def _turn(self) -> None:
        if self.patient is not None:
            self.screen_wanted.emit(self.patient)

    def _export(self) -> None:
        if self.patient is not None:
            self.export_wanted.emit(self.patient.uid)

    def _ask(self) -> None:
        if self.patient is not None:
            self.ask_wanted.emit(self.patient.uid)

    def _build(self) -> None:
        px = current().px
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.name)
        words.addWidget(self.sub)
        words.addWidget(self.flags)
        head.addLayout(words, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        self.tabs.addTab(self._make_identity(), "Identité")
        self.tabs.addTab(self.history, "Historique")
        self.tabs.addTab(self._make_exports(), "Exports")
        body = QVBoxLayout()
        body.setContentsMargins(px(32), px(24), px(32), px(16))
        body.setSpacing(px(12))
        body.addLayout(head)
        body.addWidget(self.tabs, 1)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(body, 1)
        root.addWidget(self.bar)

    def _make_identity(self) -> QWidget:
        px = current().px
        page = QFrame()
        page.setProperty("role", "canvas")
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(24), px(16), px(24), px(16))
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(12))
        for place, name in enumerate((*TRAIT_NAMES, "matricule")):
            self.values[name] = text_label("", "value")
            self.values[name].setObjectName(f"record_{name}")
            self.origins[name] = text_label("", "reason")
            grid.addWidget(text_label(TRAITS[name], "text", tone="muted", wrap=False), place, 0)
            grid.addWidget(self.values[name], place, 1)
            grid.addWidget(self.origins[name], place, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(10))
        column.addWidget(card)
        column.addWidget(self.origin)
        column.addStretch(1)
        return page

    def _make_exports(self) -> QWidget:
        page = QFrame()
        page.setProperty("role", "canvas")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, current().px(12), 0, 0)
        column.addWidget(self.sent)
        column.addStretch(1)
        return scrolled(page, self)
