"""A card with a title, and the choices that stand in one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from insdesk.ui.formats import typographic
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current


class SectionCard(QFrame):
    """A title, then `widgets` one below the other; `column` takes what else it holds."""

    def __init__(self, title: str, name: str = "", widgets: Sequence[QWidget] = ()) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "card")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(16), px(24), px(16))
        self.column.setSpacing(px(8))
        self.column.addWidget(text_label(title, "section"))
        for widget in widgets:
            self.column.addWidget(widget)


def radio(group: QButtonGroup, kind: str, code: str, words: str) -> QRadioButton:
    """One choice of `group`, unticked: its `code` is kept, its words begin with a capital."""
    button = QRadioButton(typographic(words[0].upper() + words[1:]))
    button.setProperty("code", code)
    button.setObjectName(f"{kind}_{code}")
    button.setAccessibleName(button.text())
    group.addButton(button)
    return button
