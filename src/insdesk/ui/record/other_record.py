"""The record of the other person of a collision: those that resemble, or those of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Patient
from insdesk.ui.formats import date_text
from insdesk.ui.parts.labels import text_label
from insdesk.ui.texts import record as words
from insdesk.ui.texts.words import STATUS
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk
    from insdesk.qualification.steps import Prior

ROLE = Qt.ItemDataRole.UserRole
SHOWN = 20
"""A search shows so many records; a longer name makes it shorter."""

PAUSE_MS = 150
Load = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""How the page that holds this fetches something; late answers are dropped there."""


class OtherRecord(QFrame):
    """Emits `changed()`. « Pas de dossier, ou pas connu » is always there, and is where it begins.

    Nothing is guessed: the record that resembles most is shown first and is not chosen.
    """

    changed = Signal()

    def __init__(self, desk: Desk, load: Load) -> None:
        super().__init__()
        px = current().px
        self._desk, self._load = desk, load
        self._patient: Patient | None = None
        self.setProperty("role", "plain")
        self.label = text_label(words.COLLISION_OTHER, "label")
        self.edit = QLineEdit()
        self.edit.setObjectName("collision_search")
        self.edit.setPlaceholderText(words.COLLISION_SEARCH)
        self.edit.setAccessibleName(f"{words.COLLISION_OTHER} {words.COLLISION_SEARCH}")
        self.list = QListWidget()
        self.list.setObjectName("collision_other")
        self.list.setAccessibleName(words.COLLISION_OTHER)
        self.list.setFixedHeight(px(34) * 4)
        self.said = text_label("", "reason")
        self.label.setBuddy(self.edit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.edit.textEdited.connect(lambda _text: self._pause.start())
        self.list.currentItemChanged.connect(lambda _now, _before: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        for widget in (self.label, self.edit, self.list, self.said):
            column.addWidget(widget)

    @property
    def uid(self) -> str | None:
        """The record chosen; None without one."""
        item = self.list.currentItem()
        return str(item.data(ROLE)) if item is not None and item.data(ROLE) else None

    def offer(self, patient: Patient) -> None:
        """Begin about this record, with those that resemble it."""
        self.clear()
        self._patient = patient
        self._search()

    def clear(self) -> None:
        """No name stays."""
        self._pause.stop()
        self._patient = None
        self.edit.clear()
        self._show(())

    def _search(self) -> None:
        patient, text = self._patient, self.edit.text().strip()
        if patient is None:
            return
        if not text:
            self._load(partial(self._desk.lookalikes, patient.uid), partial(self._found, ""))
            return
        work = partial(self._desk.patients, text, limit=SHOWN)
        self._load(work, partial(self._found, text))

    def _found(self, asked: str, records: Iterable[Prior | PatientRow]) -> None:
        """An answer to what is no longer typed is dropped."""
        if self._patient is None or asked != self.edit.text().strip():
            return
        mine = self._patient.uid
        lines = [_line(one) for one in records]
        self._show([line for line in lines if line[0] != mine])

    def _show(self, lines: Iterable[tuple[str, str]]) -> None:
        """The record chosen before stays chosen if it is still shown."""
        chosen = self.uid
        self.list.blockSignals(True)
        self.list.clear()
        for uid, text in (("", words.COLLISION_NO_OTHER), *lines):
            item = QListWidgetItem(text)
            item.setData(ROLE, uid)
            item.setSizeHint(QSize(0, current().px(34)))
            self.list.addItem(item)
            if self.list.count() == 1 or uid == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        found = self.list.count() > 1
        self.said.setText(words.COLLISION_OTHER_FOUND if found else words.COLLISION_OTHER_NONE)
        if self.uid != chosen:
            self.changed.emit()


def _line(one: Prior | PatientRow) -> tuple[str, str]:
    """The number of a record, then who it is: names, date, statut, nothing else."""
    if isinstance(one, PatientRow):
        uid, status, born = one.uid, one.status, one.birth_date
        names = (one.birth_name, one.first_name)
        used = one.used_name
    else:
        traits = one.patient.traits
        uid, status, born = one.patient.uid, one.patient.status, traits.birth_date or ""
        names = (traits.birth_name or "", traits.first_name or traits.first_names or "")
        used = one.patient.used_name or ""
    named = " ".join(filter(None, names)) + (f" (nom utilisé {used})" if used else "")
    return uid, f"{named} · {date_text(born)} · {STATUS[status]}"
