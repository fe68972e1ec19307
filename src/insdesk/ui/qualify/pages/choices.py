"""A list of ways to control an identity: chosen by digit, greyed with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from insdesk.identity.evidence import Device
from insdesk.qualification.steps import Run
from insdesk.ui.formats import typographic
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import ChoiceButton, quiet_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.texts.rules import GREYED
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk, DeviceChoice


class ChoiceList(QFrame):
    """A heading and choices one below the other; `chosen(code)` when one is pressed."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, heading: str, *, closable: bool) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "plain")
        self.heading = text_label(heading, "strong")
        self.heading.setAccessibleName(heading)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.choices: dict[str, ChoiceButton] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(4))
        self.column.addWidget(self.heading)
        self.column.addStretch(1)
        if closable:
            back = quiet_button("Revenir au choix", icon="arrow-left", keys="Échap")
            back.clicked.connect(self.closed)
            self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)

    def set_tight(self, tight: bool) -> None:
        """Closer rows when room is short."""
        self.column.setSpacing(current().px(2 if tight else 4))

    def add(self, code: str, choice: ChoiceButton) -> ChoiceButton:
        """One more choice, at the end."""
        choice.clicked.connect(lambda _=False: self.chosen.emit(code))
        self.column.insertWidget(len(self.choices) + 1, choice)
        self.choices[code] = choice
        return choice

    def press(self, digit: int) -> bool:
        """Choose by digit; a choice that is greyed says why."""
        for code, choice in self.choices.items():
            if choice.digit == str(digit) and not choice.isHidden():
                if choice.isEnabled():
                    self.chosen.emit(code)
                else:
                    announce(choice, choice.accessibleName(), assertive=True)
                return True
        return False


def grey(choice: ChoiceButton, row: Device, why: str) -> None:
    """A document that cannot serve: fewer words and less room, the reason still said."""
    words = typographic(row.label)
    short = words.partition(" + ")[0]
    slim = bool(why) and short != words
    choice.setEnabled(not why)
    choice.set_words(f"{short} (mineur)" if slim else words, "" if slim else why)
    choice.set_slim(slim)
    if slim:
        choice.setAccessibleName(f"{choice.digit}, {words}, {why}")


def greyed(desk: Desk, run: Run) -> tuple[DeviceChoice, ...]:
    """The register of this desk for this patient, each row with what refuses it."""
    return desk.devices(run)


def why(choice: DeviceChoice) -> str:
    """A few words below a row that cannot serve; empty when it can."""
    if choice.refusal is None:
        return ""
    return GREYED.get(choice.refusal.reason) or typographic(choice.device.refusal)
