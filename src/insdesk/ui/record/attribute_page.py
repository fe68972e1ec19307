"""Setting or removing a mark (attribut): what falls is said before, nothing is restored after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from insdesk.identity.patient import Attribut, Patient
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import Button, primary_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.record.act_page import ActPage
from insdesk.ui.record.choices import Choices
from insdesk.ui.record.falls import Falls, what_falls
from insdesk.ui.record.reason import ReasonField
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import record as words

if TYPE_CHECKING:
    from insdesk.qualification.desk import Desk

_LINES: Mapping[str, Callable[[Patient], list[str]]] = {
    "falls": what_falls,
    "stays": lambda _patient: [words.STATUS_STAYS],
    "calls": lambda _patient: [words.NO_MORE_CALLS],
    "lost": lambda patient: [words.NOT_RESTORED] if what_falls(patient) else [],
}
"""What `MARK_FALLS` announces → the lines of it that concern this record."""


class MarkPage(ActPage):
    """« Marquer homonyme / douteuse / fictive »."""

    NAME = "attribute_page"
    TITLE = "Marquer l’identité"

    def __init__(self, desk: Desk, tasks: Tasks, inside: QWidget | None = None) -> None:
        super().__init__(desk, tasks, inside)
        self._marks: tuple[Attribut, ...] = ()
        self.meaning = text_label("", "lead")
        self.falls = Falls()
        self.which = Choices("homonym", "Est-ce certain ?")
        for mark, (text, detail) in words.HOMONYMS.items():
            self.which.add(mark.value, "users", text, detail)
        self.reason = ReasonField()
        for widget in (self.meaning, self.falls, self.which, self.reason):
            self.body.addWidget(widget)
        self.which.group.buttonToggled.connect(lambda _button, _on: self.weigh())
        self.reason.changed.connect(self.weigh)

    def buttons(self) -> Sequence[QPushButton]:
        """One button, which says what it does."""
        self.set = primary_button("Marquer", keys=Shortcut.PRIMARY.words)
        self.set.setObjectName("btn_set_attribute")
        self.set.clicked.connect(self._set)
        return (self.set,)

    @property
    def primary(self) -> Button:
        """« Marquer… »."""
        return self.set

    @property
    def unsaved(self) -> bool:
        """A reason was given, or a choice made."""
        return bool(self.reason.words) or self.which.chosen is not None

    def begin(self, marks: Sequence[Attribut]) -> None:
        """Which mark is meant: one, or the two sorts of homonym; call before `open`."""
        self._marks = tuple(marks)

    def show_patient(self, patient: Patient) -> None:
        """What the mark means for this record."""
        mark = self._marks[0]
        self.title.setText(words.MARK_TITLES[mark])
        self.meaning.setText(words.MARK_MEANINGS[mark])
        held = patient.identity.attributes
        several = [one.value for one in self._marks if one not in held]
        self.which.reset()
        self.which.show_only(several if len(self._marks) > 1 else [])
        self.reason.offer(words.MARK_REASONS[mark])
        lost = [line for make in words.MARK_FALLS[mark] for line in _LINES[make](patient)]
        self.falls.show_fall(patient.status, None, lost)
        archives = words.INS_FALLS in lost
        self.set.setText("Marquer et archiver l’INS" if archives else "Marquer")
        self.set.updateGeometry()

    def first_focus(self) -> QWidget:
        """The first question."""
        shown = [one for one in self.which.buttons.values() if not one.isHidden()]
        return shown[0] if shown and not self.which.isHidden() else self.reason.edit

    def digit(self, digit: int) -> bool:
        """One of the two sorts of homonym."""
        return self.which.press(digit)

    def weigh(self) -> None:
        """A sort, where there are two, and a reason."""
        asks = not self.which.isHidden() and self.which.chosen is None
        asked = "Indiquez si c’est certain." if asks else ""
        if not asked and not self.reason.words:
            asked = words.REASON_ASKED
        self.set.setEnabled(not asked and not self.busy)
        self.say(words.MARK_NAMES[self._marks[0]] if self._marks else "", asked)

    def empty(self) -> None:
        """No reason and no choice stays."""
        self.which.reset()
        self.reason.edit.clear()
        self.falls.clear()

    def _set(self) -> None:
        if self.patient is None:
            return
        chosen = self.which.chosen
        mark = Attribut(chosen) if chosen is not None else self._marks[0]
        # This page is the confirmation: what falls stands above the button.
        work = partial(
            self.desk.set_attribute,
            self.patient.uid,
            mark,
            confirmed=True,
            reason=self.reason.words,
        )
        self.act(work, self._kept)

    def _kept(self, patient: Patient) -> None:
        self.done.emit(patient.uid, "La marque est posée.")


class UnmarkPage(ActPage):
    """« Retirer une marque »: says that it gives nothing back (IV-113)."""

    NAME = "unmark_page"
    TITLE = words.CLEAR_TITLE

    def __init__(self, desk: Desk, tasks: Tasks, inside: QWidget | None = None) -> None:
        super().__init__(desk, tasks, inside)
        self.which = Choices("unmark", "Quelle marque ?", digits=False)
        for mark, name in words.MARK_NAMES.items():
            self.which.add(mark.value, words.MARK_ICONS[mark], name)
        self.falls = Falls()
        self.reason = ReasonField()
        for widget in (self.which, self.falls, self.reason):
            self.body.addWidget(widget)
        self.which.group.buttonToggled.connect(lambda _button, _on: self._chosen())
        self.reason.changed.connect(self.weigh)

    def buttons(self) -> Sequence[QPushButton]:
        """« Retirer la marque »."""
        self.clear = primary_button("Retirer la marque", keys=Shortcut.PRIMARY.words)
        self.clear.setObjectName("btn_clear_attribute")
        self.clear.clicked.connect(self._clear)
        return (self.clear,)

    @property
    def primary(self) -> Button:
        """« Retirer la marque »."""
        return self.clear

    @property
    def unsaved(self) -> bool:
        """A reason was given, or a mark chosen among several."""
        held = len(self.patient.identity.attributes) if self.patient else 0
        return bool(self.reason.words) or (held > 1 and self.which.chosen is not None)

    def show_patient(self, patient: Patient) -> None:
        """The marks it has; of one alone there is nothing to choose."""
        held = sorted(one.value for one in patient.identity.attributes)
        self.which.reset()
        self.which.show_only(held)
        self.reason.offer(words.CLEAR_REASONS)
        if len(held) == 1:
            self.which.buttons[held[0]].setChecked(True)
        self._chosen()

    def first_focus(self) -> QWidget:
        """The marks, or the reason when there is one mark."""
        held = [one for one in self.which.buttons.values() if not one.isHidden()]
        return held[0] if len(held) > 1 else self.reason.edit

    def digit(self, digit: int) -> bool:
        """One of the marks."""
        return self.which.press(digit)

    def weigh(self) -> None:
        """A mark and a reason."""
        asked = "Indiquez la marque à retirer." if self.which.chosen is None else ""
        if not asked and not self.reason.words:
            asked = words.REASON_ASKED
        self.clear.setEnabled(not asked and not self.busy)
        self.say("", asked)

    def empty(self) -> None:
        """No reason and no choice stays."""
        self.which.reset()
        self.reason.edit.clear()
        self.falls.clear()

    def _chosen(self) -> None:
        mark, patient = self.which.chosen, self.patient
        if patient is not None:
            self.falls.setVisible(mark is not None)
            lines = [words.CLEARED[Attribut(mark)]] if mark is not None else []
            self.falls.show_fall(patient.status, None, lines)
        self.weigh()

    def _clear(self) -> None:
        mark = self.which.chosen
        if self.patient is None or mark is None:
            return
        work = partial(
            self.desk.clear_attribute, self.patient.uid, Attribut(mark), reason=self.reason.words
        )
        self.act(work, lambda kept: self.done.emit(kept.uid, "La marque est retirée."))
