"""The pages of the patient's screen. Words come in one language, at one text size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
)

from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.parts.patient_parts import BigButton, TraitList
from insdesk.ui.patient_card import TRAITS, PatientCard, PatientWords
from insdesk.ui.theme import Theme

MATRICULE = "matricule"


class QuestionPage(QFrame):
    """« Est-ce bien vous ? »: the traits, and two answers of equal weight."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "white")
        self.title = text_label("", "patient_title")
        self.called = text_label("", "patient_text")
        self.larger = BigButton("patient", size="patient_text")
        self.language = BigButton("patient", "language", size="patient_text")
        self.reveal = BigButton("patient", "eye", size="patient_text")
        self.yes = BigButton("yes", "check", size="patient_answer")
        self.no = BigButton("no", "x", size="patient_answer")
        self.traits = TraitList((*TRAITS, MATRICULE), {MATRICULE: self.reveal})
        for name in ("title", "called", "larger", "language", "reveal", "yes", "no"):
            getattr(self, name).setObjectName(f"patient_{name}")
        self._scroll = QScrollArea()
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._answers = QHBoxLayout()
        self._build()

    def show_card(self, card: PatientCard, words: PatientWords, *, masked: bool) -> None:
        """Put the traits of one person on the page."""
        child = card.is_child
        self.title.setText(words.text("title_child" if child else "title"))
        called = words.text("called_child" if child else "called", name=card.used_name)
        first = f"{called} " if card.used_name else ""
        self.called.setText(f"{first}{words.text('civil')}")
        for trait in TRAITS:
            self.traits.show_value(trait, card.value(trait, words))
        self.traits.show_value(MATRICULE, card.number(masked=masked))

    def clear(self) -> None:
        """Forget the person."""
        self.title.clear()
        self.called.clear()
        self.traits.clear()

    def arrange(self, words: PatientWords, theme: Theme, *, masked: bool, zoom: float) -> None:
        """Say everything in `words`, at the size of `theme` times `zoom`.

        What the patient asked to enlarge is what he reads; titles and tools grow less, so that
        the traits keep the room.
        """
        calm, theme = theme.zoomed(min(zoom, 1.2)), theme.zoomed(zoom)
        one = zoom > 1
        px = calm.px
        self.title.setFont(calm.font("patient_title"))
        self.called.setFont(theme.font("patient_text"))
        for trait in (*TRAITS, MATRICULE):
            self.traits.show_label(trait, words.text(trait))
        self.traits.arrange(theme, one_column=one)
        self.larger.show_words("A+", calm)
        self.larger.setAccessibleName(words.text("larger"))
        self.language.show_words(words.text("language"), calm)
        reveal, sign = ("show", "eye") if masked else ("hide", "eye-off")
        self.reveal.show_words(words.text(reveal), calm, icon=sign)
        self.yes.show_words(words.text("yes"), calm)
        self.no.show_words(words.text("no"), calm)
        side, top = (px(40), px(24)) if one else (px(110), px(52))
        self._column.setContentsMargins(side, top, side, top)
        self._column.setSpacing(px(12 if one else 28))
        self._answers.setSpacing(max(48, px(60)))
        self._head.setSpacing(px(14))

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.larger)
        tools.addWidget(self.language)
        self._head.addWidget(self.title, 1)
        self._head.addLayout(tools)
        self._head.setAlignment(tools, Qt.AlignmentFlag.AlignTop)
        body = QFrame()
        body.setProperty("role", "white")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.setSpacing(20)
        inside.addLayout(self._head)
        inside.addWidget(self.called)
        inside.addWidget(self.traits)
        inside.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        self._answers.addWidget(self.yes, 1)
        self._answers.addWidget(self.no, 1)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._answers)


class ChoicePage(QFrame):
    """A question and large buttons, two in a row; emits `chosen(key)` or `back`."""

    chosen = Signal(str)
    back = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "white")
        self.title = text_label("", "patient_title")
        self.leave = BigButton("patient", "arrow-left", size="patient_text")
        self.leave.setObjectName(f"{name}_back")
        self.leave.clicked.connect(self.back)
        self.buttons: dict[str, BigButton] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)

    def arrange(
        self, title: str, choices: Sequence[tuple[str, str]], back: str, theme: Theme
    ) -> None:
        """Show the choices, as (key, words) in reading order."""
        px = theme.px
        self._column.setContentsMargins(px(110), px(56), px(110), px(52))
        self._column.setSpacing(px(36))
        self._grid.setSpacing(px(24))
        self.title.setText(title)
        self.title.setFont(theme.font("patient_title"))
        for place, (key, words) in enumerate(choices):
            button = self.buttons.get(key)
            if button is None:
                button = self._add(key)
            button.show_words(words, theme)
            self._grid.addWidget(button, place // 2, place % 2)
        self.leave.show_words(back, theme)

    def _add(self, key: str) -> BigButton:
        button = BigButton("patient")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        button.setObjectName(f"{self.objectName()}_{key}")
        button.clicked.connect(lambda: self.chosen.emit(key))
        self.buttons[key] = button
        return button


class WordPage(QFrame):
    """One sign and one sentence in the middle: waiting, or thanks. Nothing of anybody."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self.setProperty("role", "white")
        self.words = text_label("", "patient_title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign = IconLabel(icon, tone, 72)
        column = QVBoxLayout(self)
        column.setContentsMargins(64, 64, 64, 64)
        column.setSpacing(32)
        column.addStretch(1)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        column.addStretch(1)

    def arrange(self, text: str, theme: Theme, role: str = "patient_title") -> None:
        """Say `text`."""
        self.words.setText(text)
        self.words.setFont(theme.font(role))
