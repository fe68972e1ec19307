"""Where the practitioner works, when his open CPS says several places: he alone chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from insdesk.identity.practitioner import Situation, only_sector
from insdesk.settings import Settings
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.labels import text_label
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import setup as words
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class SituationChoice(QFrame):
    """Hidden unless the card has situations of several sectors; nothing is chosen beforehand.

    The choice is kept at once by `keep`, as the sector told to INSi. Emits `changed` when it
    appears, goes or is made.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self._desk, self._tasks, self._keep = desk, tasks, keep
        self.found: tuple[Situation, ...] = ()
        self._token = 0
        self.group = QButtonGroup(self)
        self.setObjectName("setup_situations")
        self.setProperty("role", "card")
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(32), px(24), px(32), px(24))
        self._column.setSpacing(px(8))
        self._column.addWidget(text_label(words.SITUATION_ASK, "section"))
        self._column.addWidget(text_label(words.SITUATION_MEANS, "text"))
        self.group.buttonToggled.connect(self._chosen)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is asked and was not answered."""
        return bool(self.found) and self.group.checkedButton() is None

    def look(self) -> None:
        """Ask the open card; one that does not answer is an error elsewhere, not here."""
        self._token += 1
        shown = partial(self._show, self._token)
        self._tasks.run(Lane.CARD, self._desk.situations, shown, lambda _error: None)

    def forget(self) -> None:
        """The card left."""
        self._token += 1
        self._show(self._token, ())

    def _show(self, mark: int, told: Sequence[Situation]) -> None:
        if mark != self._token:
            return
        known = tuple(dict.fromkeys(one for one in told if one.sector))
        found = () if only_sector(told) else known
        if found == self.found:
            return
        self.found = found
        for button in self.group.buttons():
            self.group.removeButton(button)
            self._column.removeWidget(button)
            button.deleteLater()
        self._offer()
        self.setVisible(bool(found))
        if found:
            announce(self, words.SITUATION_ASK)
        self.changed.emit()

    def _offer(self) -> None:
        kept = self._desk.settings.sector
        before = [place for place, one in enumerate(self.found) if one.sector == kept]
        for place, one in enumerate(self.found):
            button = QRadioButton(words.situation_text(one))
            button.setObjectName(f"setup_situation_{place + 1}")
            button.setAccessibleName(button.text())
            button.setChecked(before == [place])
            self.group.addButton(button, place)
            self._column.addWidget(button)

    def _chosen(self, button: QAbstractButton, on: bool) -> None:
        if not on:
            return
        sector = self.found[self.group.id(button)].sector
        self._keep(replace(self._desk.settings, sector=sector))
        self.changed.emit()
