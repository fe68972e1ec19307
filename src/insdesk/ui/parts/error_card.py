"""The one card for everything that fails: what, why, the fix, and how to go on (ux.md §7)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button, primary_button, quiet_button
from insdesk.ui.parts.labels import IconTile, text_label
from insdesk.ui.theme import current


@dataclass(frozen=True, slots=True)
class ErrorText:
    """The words of one error; an empty `fix` or `go_on` shows no such button."""

    id: str
    title: str
    explanation: str
    fix: str
    go_on: str
    icon: str = "alert-triangle"


class ErrorCard(QFrame):
    """Never a dead end: emits `fix_pressed`, `go_on_pressed`, or `rule_wanted(id)`.

    « Détails » is folded at first; « Copier » puts it in the clipboard. The caller keeps identity
    data out of `details`.
    """

    fix_pressed = Signal()
    go_on_pressed = Signal()
    rule_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("error_card")
        self.setProperty("role", "card")
        self.setMaximumWidth(px(680))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._details = self._rule = ""
        self._tile = IconTile("alert-triangle", "error")
        self.title = text_label("", "title")
        self.explanation = text_label("", "lead")
        self.fix = primary_button(" ", keys=Shortcut.PRIMARY.words)
        self.go_on = plain_button(" ")
        self.more = quiet_button("Détails", icon="chevron-right")
        self.copy = plain_button("Copier", icon="copy", compact=True)
        self.rule = quiet_button(" ", icon="file-text")
        self.facts = text_label("", "reason")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._well = self._make_well()
        self._build()
        self.fix.clicked.connect(self.fix_pressed)
        self.go_on.clicked.connect(self.go_on_pressed)
        self.more.clicked.connect(self._unfold)
        self.copy.clicked.connect(self._copy)
        self.rule.clicked.connect(lambda: self.rule_wanted.emit(self._rule))
        for name in ("title", "fix", "go_on", "more", "copy", "rule"):
            getattr(self, name).setObjectName(f"error_{name}")

    def show_text(self, text: ErrorText, details: str = "", rule: str = "") -> None:
        """Show one error; it is announced, the focus is left to the caller (`focus_first`).

        `rule` is the id of the rule that says no: the details lead to its sentence and source.
        """
        self._rule = rule
        self.rule.setText(f"Règle {rule}" if rule else " ")
        self.rule.setAccessibleName(f"Règle {rule} : lire la règle appliquée" if rule else "")
        self.rule.setVisible(bool(rule))
        self._details = "\n".join(part for part in (text.id, details) if part)
        self._tile.set_icon(text.icon, "error")
        self.title.setText(text.title)
        self.explanation.setText(text.explanation)
        for button, words in ((self.fix, text.fix), (self.go_on, text.go_on)):
            button.setText(words)
            button.setVisible(bool(words))
            button.updateGeometry()
        self.facts.setText(self._details)
        self.more.setVisible(bool(self._details))
        self._show_details(shown=False)
        self.setAccessibleName(text.title)
        announce(self, f"{text.title}. {text.explanation}", assertive=True)

    def focus_first(self) -> None:
        """Put the focus on the fix, or on the way round it."""
        button = self.fix if self.fix.text() else self.go_on
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        self._show_details(shown=self._well.isHidden())

    def _show_details(self, *, shown: bool) -> None:
        self._well.setVisible(shown)
        self.more.set_icon_name("chevron-down" if shown else "chevron-right")
        self.more.setAccessibleDescription("déplié" if shown else "replié")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    def _make_well(self) -> QFrame:
        px = current().px
        well = QFrame()
        well.setProperty("role", "well")
        row = QHBoxLayout(well)
        row.setContentsMargins(px(16), px(12), px(12), px(12))
        row.setSpacing(px(12))
        row.addWidget(self.facts, 1)
        row.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        return well

    def _build(self) -> None:
        px = current().px
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(self.title)
        words.addWidget(self.explanation)
        head = QHBoxLayout()
        head.setSpacing(px(20))
        head.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        doors = QHBoxLayout()
        doors.setSpacing(px(12))
        doors.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        doors.addStretch(1)
        doors.addWidget(self.go_on)
        doors.addWidget(self.fix)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(32), px(32), px(28))
        column.setSpacing(px(24))
        column.addLayout(head)
        column.addLayout(doors)
        column.addWidget(self._well)
