"""S22: a group of settings that real calls to INSi need, so that no file is edited by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from insdesk.settings import Settings
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.section_card import SectionCard
from insdesk.ui.parts.setting_field import Read, SettingField
from insdesk.ui.texts.settings import DISCOVERY, CardWords


class CallsCard(SectionCard):
    """One field for each setting of the group. Emits `given(setting, text)`.

    In mode découverte (`real` false) nothing is called: the fields are shut, and it is said.
    """

    given = Signal(str, str)

    def __init__(self, words: CardWords, settings: Settings, read: Read, *, real: bool) -> None:
        super().__init__(words.title, words.name)
        why = words.why if real else f"{words.why} {DISCOVERY}"
        self.column.addWidget(text_label(why, "reason"))
        self.fields: dict[str, SettingField] = {}
        for row in words.fields:
            field = SettingField(row, str(getattr(settings, row.setting)), read)
            field.setEnabled(real)
            field.given.connect(partial(self.given.emit, row.setting))
            self.fields[row.setting] = field
            self.column.addWidget(field)

    def show_settings(self, settings: Settings) -> None:
        """The values in force."""
        for name, field in self.fields.items():
            field.show_value(str(getattr(settings, name)))
