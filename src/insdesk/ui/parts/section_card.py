"""A card with a title, and the choices that stand in one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from insdesk.ui.formats import typographic
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current


class SectionCard(QFrame):
    """A title if any, then `widgets` one below the other; `column` takes what else it holds.

    `wide`: the margins of a card that stands alone in its page.
    """

    def __init__(
        self,
        title: str = "",
        name: str = "",
        widgets: Sequence[QWidget] = (),
        *,
        wide: bool = False,
    ) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "card")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        across, along, between = (32, 24, 10) if wide else (24, 16, 8)
        self.column.setContentsMargins(px(across), px(along), px(across), px(along))
        self.column.setSpacing(px(between))
        if title:
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
