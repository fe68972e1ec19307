"""Mode découverte: the hands that would hold fictitious cards. Knows names and words, no bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to take: the name the hands know, the words the user reads."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the panel can do; every call returns at once."""

    insert: Callable[[str], object]
    remove: Callable[[], object]
    toggle_cps: Callable[[], object]
    behave: Callable[[str], object]
    present: Callable[[str], object]


class DiscoveryPanel(QWidget):
    """A small window beside the desk: cards to put in and take out, moods of INSi."""

    def __init__(
        self,
        cards: Sequence[Choice],
        moods: Sequence[Choice],
        phones: Sequence[Choice],
        hands: Hands,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setObjectName("discovery_panel")
        self.setWindowTitle("insdesk")
        self.setProperty("role", "canvas")
        self._hands = hands
        self.cards = QListWidget()
        self.cards.setObjectName("discovery_cards")
        self.cards.setAccessibleName("Cartes Vitale fictives")
        self.cards.setWordWrap(True)
        for card in cards:
            item = QListWidgetItem(card.words)
            item.setData(Qt.ItemDataRole.UserRole, card.name)
            self.cards.addItem(item)
        self.moods = QComboBox()
        self.moods.setAccessibleName("Comportement d’INSi")
        for mood in moods:
            self.moods.addItem(mood.words, mood.name)
        self.phones = QComboBox()
        self.phones.setObjectName("discovery_phones")
        self.phones.setAccessibleName("Application carte Vitale présentée")
        for phone in phones:
            self.phones.addItem(phone.words.replace("'", "’"), phone.name)
        self._build()

    def _build(self) -> None:
        px = current().px
        insert = primary_button("Insérer la carte", icon="credit-card")
        remove = plain_button("Retirer la carte")
        cps = plain_button("Retirer ou remettre la CPS")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(12))
        column.addWidget(text_label("Cartes fictives", "section"))
        column.addWidget(
            text_label("Aucune n’appartient à quelqu’un. Code porteur de la CPS : 1234.", "reason")
        )
        column.addWidget(self.cards, 1)
        row = QHBoxLayout()
        row.addWidget(remove)
        row.addWidget(insert, 1)
        column.addLayout(row)
        column.addWidget(cps)
        label = text_label("Comportement d’INSi", "label")
        label.setBuddy(self.moods)
        column.addWidget(label)
        column.addWidget(self.moods)
        shown = text_label("Téléphone présenté (application carte Vitale)", "label")
        shown.setBuddy(self.phones)
        column.addWidget(shown)
        column.addWidget(self.phones)
        insert.clicked.connect(self._insert)
        self.cards.itemActivated.connect(lambda _item: self._insert())
        remove.clicked.connect(self._hands.remove)
        cps.clicked.connect(self._hands.toggle_cps)
        self.moods.activated.connect(lambda _row: self._hands.behave(self.moods.currentData()))
        self.phones.activated.connect(lambda _row: self._hands.present(self.phones.currentData()))
        self.resize(px(360), px(660))

    def _insert(self) -> None:
        item = self.cards.currentItem()
        if item is not None:
            self._hands.insert(item.data(Qt.ItemDataRole.UserRole))
