"""Where the practitioner works, when his open CPS says several places: he alone chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton

from insdesk.identity.practitioner import Workplace, only_sector
from insdesk.settings import Settings
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.section_card import SectionCard
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import setup as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk


class WorkplaceChoice(SectionCard):
    """Hidden unless the card has situations of several sectors.

    Nothing is chosen beforehand but the place chosen before.
    The choice is kept at once by `keep`, as the sector told to INSi. Emits `changed` when it
    appears, goes or is made.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, keep: Callable[[Settings], None]) -> None:
        super().__init__(words.SITUATION_ASK, "setup_situations", wide=True)
        self._desk, self._tasks, self._keep = desk, tasks, keep
        self.found: tuple[Workplace, ...] = ()
        self._token = 0
        self.group = QButtonGroup(self)
        self.column.addWidget(text_label(words.SITUATION_MEANS, "text"))
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

    def _show(self, mark: int, told: Sequence[Workplace]) -> None:
        if mark != self._token:
            return
        known = tuple(dict.fromkeys(one for one in told if one.sector))
        found = () if only_sector(told) else known
        if found == self.found:
            return
        self.found = found
        for button in self.group.buttons():
            self.group.removeButton(button)
            self.column.removeWidget(button)
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
            self.column.addWidget(button)

    def _chosen(self, button: QAbstractButton, on: bool) -> None:
        if not on:
            return
        sector = self.found[self.group.id(button)].sector
        self._keep(replace(self._desk.settings, sector=sector))
        self.changed.emit()
