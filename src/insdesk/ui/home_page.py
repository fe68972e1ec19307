"""S01, the desk at rest: an invitation to insert a card, or the one thing that is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from insdesk.identity.filing import JournalLine
from insdesk.ui.formats import ago, counted
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.deck import DeckLayout
from insdesk.ui.parts.error_card import ErrorCard, ErrorText
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.texts.journal import event_detail, event_title
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Today

READY = "Tout est prêt. Insérez une carte Vitale pour qualifier votre premier patient."
ALONE = "La lecture et l’appel à INSi partent seuls."

_SIGNS = {
    "PROV": ("circle-dashed", "neutral"),
    "RECUP": ("circle-half-2", "info"),
    "VALI": ("shield", "warn"),
    "QUAL": ("shield-check", "ok"),
}
_LINES = 5


class HomePage(QFrame):
    """Emits `read_wanted`, `search_wanted`, `open_wanted`, `app_wanted`, and the card's two."""

    read_wanted = Signal()
    search_wanted = Signal()
    open_wanted = Signal()
    app_wanted = Signal()
    fix_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("home_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Accueil")
        self.card = ErrorCard()
        self.card.setObjectName("home_error_card")
        self.card.fix_pressed.connect(self.fix_wanted)
        self.card.go_on_pressed.connect(self.go_on_wanted)
        self._trouble: ErrorText | None = None
        self._drop = self._make_drop()
        self._figures: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        self._lines = [_ActionLine() for _ in range(_LINES)]
        row = QHBoxLayout(self)
        row.setContentsMargins(px(32), px(24), px(32), px(24))
        row.setSpacing(px(24))
        missing = QWidget()
        centred = QVBoxLayout(missing)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(2)
        centred.addWidget(self.card)
        centred.addStretch(3)
        self._left = DeckLayout()
        row.addLayout(self._left, 1)  # first: a stack without a place shows its page as a window
        self._left.addWidget(self._drop)
        self._left.addWidget(missing)
        row.addWidget(self._make_side())

    def show_trouble(self, text: ErrorText | None, details: str = "") -> None:
        """Replace the invitation by the card of what is missing; None brings it back."""
        if text == self._trouble:
            return
        self._trouble = text
        if text is not None:
            self.card.show_text(text, details)
        self._left.setCurrentIndex(0 if text is None else 1)

    def offer_app(self, offered: bool) -> None:
        """Show the door of the application carte Vitale where something can read it."""
        self.app.setVisible(offered)

    def show_today(self, today: Today, now: datetime | None = None) -> None:
        """The counts of the day and its last actions, without a name."""
        counts = {
            "qualified": (today.qualified, "identité qualifiée", "identités qualifiées"),
            "to_check": (today.to_check, "pièce à voir", "pièces à voir"),
            "waiting": (today.waiting, "en attente d’INSi", "en attente d’INSi"),
            "discordant": (today.discordant, "discordance", "discordances"),
        }
        for name, (number, one, many) in counts.items():
            self._figures[name].setText(str(number))
            self._names[name].setText(one if number < 2 else many)
            self._figures[name].setAccessibleName(counted(number, one, many))
        moment = now or datetime.now(UTC)
        for place, line in enumerate(self._lines):
            line.show_line(today.latest[place] if place < len(today.latest) else None, moment)
        first = not today.latest
        self._nothing.setVisible(first)
        self.invitation.setText(READY if first else ALONE)

    def first_focus(self) -> QWidget:
        """« Lire », or the fix."""
        return self.card.fix if self._trouble is not None else self.read

    def _make_drop(self) -> QFrame:
        px = current().px
        drop = QFrame()
        drop.setProperty("role", "drop")
        drop.setObjectName("drop_area")
        title = text_label("Insérez la carte Vitale du patient", "headline")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.invitation = text_label(ALONE, "section", tone="muted")
        self.invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(drop)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(16))
        column.addStretch(1)
        column.addWidget(CardPicture(), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(title)
        column.addWidget(self.invitation)
        column.addLayout(self._make_doors())
        column.addWidget(self.app, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        return drop

    def _make_doors(self) -> QHBoxLayout:
        self.read = plain_button("Lire", icon="credit-card", keys=Shortcut.READ.words)
        self.search = plain_button(
            "Par les traits", icon="search", keys=Shortcut.SEARCH_TRAITS.words
        )
        self.open = plain_button("Patient", icon="user-search", keys=Shortcut.FIND.words)
        self.app = plain_button("Application carte Vitale", icon="device-mobile")
        self.app.hide()
        names = {
            "btn_read_vitale": (self.read, "Lire la carte"),
            "btn_search_traits": (self.search, "Rechercher par les traits"),
            "btn_open_patient": (self.open, "Ouvrir un patient"),
        }
        doors = QHBoxLayout()
        doors.setSpacing(current().px(12))
        doors.addStretch(1)
        for name, (button, words) in names.items():
            button.setObjectName(name)
            button.setAccessibleName(words)
            doors.addWidget(button)
        doors.addStretch(1)
        self.read.clicked.connect(self.read_wanted)
        self.search.clicked.connect(self.search_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.app.setObjectName("btn_read_app")
        self.app.setAccessibleName("Lire l’application carte Vitale")
        self.app.clicked.connect(self.app_wanted)
        return doors

    def _make_side(self) -> QWidget:
        px = current().px
        side = QWidget()
        side.setFixedWidth(px(300))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self._make_figures())
        column.addWidget(self._make_latest(), 1)
        return side

    def _make_figures(self) -> QFrame:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(20), px(18), px(20), px(18))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(2))
        grid.addWidget(text_label("Aujourd’hui", "section"), 0, 0, 1, 2)
        tones = {"qualified": "ok", "to_check": "warn", "waiting": "info", "discordant": "error"}
        for place, (name, tone) in enumerate(tones.items()):
            row, column = 1 + 2 * (place // 2), place % 2
            figure = text_label("0", "figure", tone=tone)
            figure.setObjectName(f"today_{name}")
            words = text_label("", "reason")
            grid.addWidget(figure, row, column)
            grid.addWidget(words, row + 1, column, Qt.AlignmentFlag.AlignTop)
            self._figures[name], self._names[name] = figure, words
        return card

    def _make_latest(self) -> QFrame:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        card.setObjectName("latest_actions")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(20), px(18), px(20), px(14))
        column.setSpacing(px(8))
        column.addWidget(text_label("Dernières actions", "section"))
        column.addWidget(text_label("sans les noms", "reason"))
        self._nothing = text_label("Les actions du jour s’afficheront ici.", "text", tone="muted")
        column.addWidget(self._nothing)
        for line in self._lines:
            column.addWidget(line)
        column.addStretch(1)
        return card


class CardPicture(QWidget):
    """A card with its chip, drawn in the colours of the theme; decorative."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(current().px(186), current().px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the theme."""
        theme = current()
        tokens, px = theme.tokens, theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.brand), px(3)))
        painter.setBrush(QColor(tokens.tint))
        painter.drawRoundedRect(QRectF(2, 2, px(182), px(116)), px(10), px(10))
        painter.setPen(QPen(QColor(tokens.warn), px(2)))
        painter.setBrush(QColor(tokens.warn_back))
        chip = QRectF(px(22), px(38), px(38), px(30))
        painter.drawRoundedRect(chip, px(6), px(6))
        middle = chip.center()
        painter.drawLine(QPointF(middle.x(), chip.top()), QPointF(middle.x(), chip.bottom()))
        painter.drawLine(QPointF(chip.left(), middle.y()), QPointF(chip.right(), middle.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.chip))
        for left, top, width in ((80, 42, 80), (80, 58, 56), (22, 90, 110)):
            painter.drawRoundedRect(QRectF(px(left), px(top), px(width), px(8)), px(4), px(4))
        painter.end()


class _ActionLine(QWidget):
    """One action of the day: a sign, what, when; no name ever."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self._tile = IconTile("shield-check", "ok", side=34, size=18)
        self._what = text_label("", "text")
        self._when = text_label("", "reason")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._when)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(4), 0, px(4))
        row.setSpacing(px(12))
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def show_line(self, line: JournalLine | None, now: datetime) -> None:
        """Show one line of the journal, or nothing."""
        self.setVisible(line is not None)
        if line is None:
            return
        detail = event_detail(line)
        when = ago(line.at, now)
        self._what.setText(event_title(line))
        self._when.setText(f"{when} · {detail}" if detail else when)
        reached = "QUAL" if line.type == "QUALIFIED" else line.status_after
        sign = _SIGNS.get(reached or "", ("history", "neutral"))
        self._tile.set_icon(*sign)
