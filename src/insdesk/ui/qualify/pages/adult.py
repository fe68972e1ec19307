"""The adult's side of a minor's evidence: whose device, what he is to the minor (IV-406)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from insdesk.identity.evidence import (
    ADULT_DEVICES,
    COURT_DECISION,
    LINK_LABELS,
    AdultLink,
    device,
)
from insdesk.ui.formats import typographic
from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.qualify.pages.choices import ChoiceList
from insdesk.ui.theme import current

ASK_DEVICE = "Indiquez la pièce du parent ou du représentant."
ASK_DECISION = "Cochez la décision de justice vue : elle désigne le tuteur ou le délégataire."
OTHER_LINK = str(len(ADULT_DEVICES) + 1)


class AdultPanel(QFrame):
    """A parent's device by one digit; a guardian's after the court decision. Nothing at first.

    `changed()` at each answer, `done()` once both parts are there, `closed()` to go back.
    """

    changed = Signal()
    done = Signal()
    closed = Signal()

    def __init__(self, icons: Mapping[str, str]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.device: str | None = None
        self.link: str | None = None
        self.parent_list = ChoiceList("Pièce du parent", closable=True)
        self.guardian_list = ChoiceList("Pièce du tuteur ou du délégataire", closable=True)
        self.decision = QCheckBox(COURT_DECISION)
        self.decision.setObjectName("proof_court_decision")
        self._fill(icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for listed in (self.parent_list, self.guardian_list):
            column.addWidget(listed)
        self.guardian_list.hide()
        self.parent_list.chosen.connect(self._of_parent)
        self.guardian_list.chosen.connect(self._of_guardian)
        self.parent_list.closed.connect(self.closed)
        self.guardian_list.closed.connect(self._back_to_parent)
        self.decision.toggled.connect(lambda _on: self._weigh())

    @property
    def front(self) -> ChoiceList:
        """The list on show."""
        return self.parent_list if self.guardian_list.isHidden() else self.guardian_list

    @property
    def is_complete(self) -> bool:
        """Whether a device and a link are named, with the decision where one is needed."""
        named = self.device is not None and self.link is not None
        return named and (self.link != AdultLink.REPRESENTANT or self.decision.isChecked())

    @property
    def waiting_for(self) -> str:
        """What is still asked, in words."""
        return ASK_DEVICE if self.device is None else "" if self.is_complete else ASK_DECISION

    @property
    def detail(self) -> str:
        """Both answers in a few words, empty while they are not complete."""
        row = device(self.device or "")
        if row is None or not self.is_complete:
            return ""
        who = "parent" if self.link == AdultLink.PARENT else "tuteur ou délégataire"
        return f"{who} : {typographic(row.label).lower()}"

    def reset(self) -> None:
        """Nothing answered."""
        self.device, self.link = None, None
        self.decision.blockSignals(True)
        self.decision.setChecked(False)
        self.decision.blockSignals(False)
        self._front(self.parent_list)
        self._mark()

    def offer(self, codes: Collection[str]) -> None:
        """Show only the devices of this desk's register."""
        for listed in (self.parent_list, self.guardian_list):
            for code, choice in listed.choices.items():
                choice.setVisible(code in codes or code == OTHER_LINK)

    def press(self, digit: int) -> bool:
        """A digit of the keyboard."""
        return self.front.press(digit)

    def back(self) -> bool:
        """Échap: from the guardian's list to the parent's."""
        if self.guardian_list.isHidden():
            return False
        self._back_to_parent()
        return True

    def _of_parent(self, code: str) -> None:
        if code == OTHER_LINK:
            self.device, self.link = None, None
            self._front(self.guardian_list)
            self._weigh()
            return
        self.device, self.link = code, AdultLink.PARENT.value
        self._weigh()

    def _of_guardian(self, code: str) -> None:
        self.device, self.link = code, AdultLink.REPRESENTANT.value
        self._weigh()

    def _back_to_parent(self) -> None:
        self.reset()
        self.changed.emit()

    def _weigh(self) -> None:
        self._mark()
        self.changed.emit()
        if self.is_complete:
            self.done.emit()

    def _mark(self) -> None:
        parent = self.link == AdultLink.PARENT
        for listed, ours in ((self.parent_list, parent), (self.guardian_list, not parent)):
            for code, choice in listed.choices.items():
                choice.setChecked(ours and code == self.device)

    def _front(self, listed: ChoiceList) -> None:
        for one in (self.parent_list, self.guardian_list):
            one.setVisible(one is listed)
        if self.isVisible():
            listed.heading.setFocus()

    def _fill(self, icons: Mapping[str, str]) -> None:
        lists = ((self.parent_list, "adult"), (self.guardian_list, "guardian"))
        for listed, kind in lists:
            for digit, code in enumerate(ADULT_DEVICES, 1):
                row = device(code)
                if row is not None:
                    words = typographic(row.label)
                    choice = ChoiceButton(str(digit), icons.get(code, "id"), words)
                    listed.add(code, choice).setObjectName(f"proof_{kind}_{digit}")
        words = typographic(LINK_LABELS[AdultLink.REPRESENTANT])
        other = ChoiceButton(OTHER_LINK, "users", f"{words}…")
        self.parent_list.add(OTHER_LINK, other).setObjectName("proof_guardian")
        self.guardian_list.column.insertWidget(1, self.decision)
        self.guardian_list.column.insertSpacing(1, current().px(6))
