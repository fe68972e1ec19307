"""S10: search by typed traits. What is sent is shown live; errors are explained before the call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from insdesk.errors import InvalidTrait
from insdesk.qualification.forms import TraitsForm, iso_date
from insdesk.qualification.steps import Run
from insdesk.ui.formats import age_text
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.parts.place_field import PlaceField
from insdesk.ui.qualify.face import Page, scrolled, tab_order
from insdesk.ui.qualify.pages.banners import Banner, name_of_card
from insdesk.ui.qualify.passes import Work
from insdesk.ui.texts.traits import FIELD_HINTS, SEXES, TRAITS, problem_sentence
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.forms import Checked
    from insdesk.ui.qualify.conductor import Conductor

_REQUIRED = frozenset({"birth_name", "first_name", "sex", "birth_date"})
_EDITS = (
    "birth_name",
    "first_name",
    "other_names",
    "birth_date",
    "birth_place",
    "used_name",
    "used_first_name",
)
_FIELD_OF = {"first_names": "other_names"}


class TraitsPage(Page):
    """Keeps every character typed, whatever is wrong with it, until the run is left."""

    NAME = "traits_page"
    TITLE = "Rechercher par les traits"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._number = 0
        self._touched: set[str] = set()
        self.place = PlaceField(conduct.seek_place)
        self.edits = {name: self._edit(name) for name in _EDITS}
        self.problems = {name: text_label("", "error") for name in (*_EDITS, "sex")}
        self.age = text_label("", "reason")
        self.sexes = QButtonGroup(self)
        self.banner = Banner()
        self.preview = text_label("", "text")
        self.preview.setObjectName("traits_preview")
        self._build()
        conduct.work_changed.connect(self._work)
        self._check()

    def buttons(self) -> Sequence[QPushButton]:
        """Without INSi, or with."""
        self.app = plain_button("Application carte Vitale", icon="device-mobile")
        self.app.setObjectName("btn_traits_app")
        if not self.conduct.desk.reads_app:
            self.app.hide()
        self.app.clicked.connect(self.conduct.read_app)
        self.save = plain_button("Enregistrer sans INSi")
        self.save.setObjectName("btn_save_prov")
        self.call = primary_button("Interroger INSi", icon="search", keys=Shortcut.ASK_INSI.words)
        self.call.setObjectName("btn_call_insi")
        self.save.clicked.connect(lambda: self.conduct.save_typed(self.form()))
        self.call.clicked.connect(lambda: self.conduct.give_traits(self.form()))
        return self.app, self.save, self.call

    @property
    def primary(self) -> QPushButton:
        """« Interroger INSi »."""
        return self.call

    def form(self) -> TraitsForm:
        """What is typed, as typed."""
        chosen = self.sexes.checkedButton()
        texts = {name: edit.text() for name, edit in self.edits.items()}
        sex = str(chosen.property("code")) if chosen is not None else ""
        return TraitsForm(**texts, sex=sex)

    def show_run(self, run: Run) -> None:
        """Fill the form with what is known of the run; what was typed meanwhile stays."""
        if run.number == self._number:
            return
        self._number = run.number
        self._touched.clear()
        self.banner.say(name_of_card(run))
        self._fill(self.conduct.desk.form_of(run))

    def refill(self, run: Run) -> None:
        """Put back what the run asked with, on a new try."""
        self._number = run.number
        self._fill(self.conduct.desk.form_of(run))

    def first_focus(self) -> QWidget:
        """The first field that is empty."""
        empty = (edit for name, edit in self.edits.items() if name in _REQUIRED and not edit.text())
        return next(empty, self.edits["birth_name"])

    def forget(self) -> None:
        """Every field is emptied."""
        self._number = 0
        self._touched.clear()
        self._fill(TraitsForm())

    # --- checking --------------------------------------------------------------------------

    def _fill(self, form: TraitsForm) -> None:
        for field in fields(form):
            if field.name in self.edits:
                self.edits[field.name].setText(getattr(form, field.name))
        self.sexes.setExclusive(False)
        for button in self.sexes.buttons():
            button.setChecked(button.property("code") == form.sex)
        self.sexes.setExclusive(True)
        self._check()

    def _check(self) -> None:
        checked = self.conduct.desk.check_form(self.form())
        self.preview.setText("Envoyé : " + " | ".join(checked.sent))
        shown = {_FIELD_OF.get(one.trait or "", one.trait or ""): one for one in checked.problems}
        for name, label in self.problems.items():
            problem = shown.get(name) if name in self._touched else None
            self._show_problem(name, label, problem)
        self.place.set_birth_date(_typed_date(self.edits["birth_date"].text()))
        traits = checked.traits
        born = traits.birth_date if traits else _date_of(checked)
        self.age.setText(age_text(born, self.conduct.today()))
        ready = traits is not None and not self.conduct.busy
        self.call.setEnabled(ready)
        self.save.setEnabled(ready)
        self.say("Seuls ces traits sont envoyés.", self._missing(checked))

    def _show_problem(self, name: str, label: QWidget, problem: InvalidTrait | None) -> None:
        text = problem_sentence(problem) if problem is not None else ""
        if problem is not None and problem.code == "CODE_POSTAL" and self.place.note.text():
            text = ""  # the note under the field says it, with the communes
        self.problems[name].setText(text)
        label.setVisible(bool(text))
        if (edit := self.edits.get(name)) is not None:
            dress(edit, problem="true" if text else "false")
            edit.setAccessibleDescription(text or FIELD_HINTS.get(name, ""))

    @staticmethod
    def _missing(checked: Checked) -> str:
        if not checked.problems:
            return ""
        if checked.problems[0].code == "VIDE" or checked.problems[0].trait == "birth_date":
            words = TRAITS.get(checked.problems[0].trait or "", "un trait")
            return f"Il manque ou reste à corriger : {words.lower()}."
        return problem_sentence(checked.problems[0])

    def _touch(self, name: str) -> None:
        edit = self.edits.get(name)
        if edit is None or edit.text():
            self._touched.add(name)
        self._check()

    def _work(self, work: Work | None) -> None:
        for edit in self.edits.values():
            edit.setReadOnly(work is not None)
        self._check()

    # --- building --------------------------------------------------------------------------

    def _edit(self, name: str) -> QLineEdit:
        edit = self.place if name == "birth_place" else QLineEdit()
        edit.setObjectName(f"edit_{name}")
        edit.setAccessibleName(_label(name))
        edit.setAccessibleDescription(FIELD_HINTS.get(name, ""))
        edit.textEdited.connect(lambda _text: self._check())
        edit.editingFinished.connect(lambda: self._touch(name))
        return edit

    def _build(self) -> None:
        px = current().px
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(24), px(16), px(24), px(16))
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(8))
        places = {
            "birth_name": (0, 0),
            "first_name": (0, 1),
            "other_names": (1, 0),
            "sex": (1, 1),
            "birth_date": (2, 0),
            "birth_place": (2, 1),
            "used_name": (3, 0),
            "used_first_name": (3, 1),
        }
        inner = QFrame()
        inner.setProperty("role", "canvas")
        column_ = QVBoxLayout(inner)
        column_.setContentsMargins(0, 0, px(4), 0)
        column_.setSpacing(px(12))
        self.body.addWidget(self.title)
        column_.addWidget(self.banner)
        self.body.addWidget(self._view(inner), 1)  # in its place before it is filled
        column_.addWidget(card)
        for name, (row, column) in places.items():
            grid.addLayout(self._cell(name), row, column, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        well = QFrame()
        well.setProperty("role", "well")
        inside = QHBoxLayout(well)
        inside.setContentsMargins(px(16), px(10), px(16), px(10))
        inside.addWidget(self.preview, 1)
        column_.addWidget(well)
        column_.addStretch(1)
        first, last = ([self.edits[name] for name in part] for part in (_EDITS[:3], _EDITS[3:]))
        tab_order([*first, *self.sexes.buttons(), *last, self.app, self.save, self.call])

    def _view(self, inner: QFrame) -> QWidget:
        return scrolled(inner, self)

    def _cell(self, name: str) -> QVBoxLayout:
        px = current().px
        cell = QVBoxLayout()
        cell.setSpacing(px(3))
        label = text_label(_label(name), "label")
        head = QHBoxLayout()
        head.addWidget(label)
        if name == "birth_date":
            head.addWidget(self.age, 0, Qt.AlignmentFlag.AlignRight)
        cell.addLayout(head)
        if name == "sex":
            cell.addWidget(self._sex_group())
        else:
            label.setBuddy(self.edits[name])
            cell.addWidget(self.edits[name])
        hint = FIELD_HINTS.get(name, "")
        if hint:
            cell.addWidget(text_label(hint, "reason"))
        if name == "birth_place":
            cell.addWidget(self.place.note)
        cell.addWidget(self.problems[name])
        self.problems[name].hide()
        return cell

    def _sex_group(self) -> QFrame:
        group = QFrame()
        group.setObjectName("sex_group")
        group.setAccessibleName(_label("sex"))
        row = QHBoxLayout(group)
        row.setContentsMargins(0, current().px(6), 0, current().px(6))
        row.setSpacing(current().px(24))
        for code in ("F", "M"):
            button = QRadioButton(SEXES[code])
            button.setProperty("code", code)
            button.setObjectName(f"sex_{code}")
            button.setAccessibleName(f"{TRAITS['sex']} : {SEXES[code]}")
            button.toggled.connect(lambda _on: self._check())
            self.sexes.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return group


def _label(name: str) -> str:
    words = TRAITS[name] if name != "first_name" else "Premier prénom de naissance"
    return f"{words} (obligatoire)" if name in _REQUIRED else words


def _typed_date(text: str) -> str | None:
    """The date of the field as ISO, `00` where it says so; None while it is none."""
    try:
        return iso_date(text)
    except InvalidTrait:
        return None


def _date_of(checked: Checked) -> str | None:
    """The date as understood, while another trait is still wrong."""
    shown = checked.sent[3] if len(checked.sent) > 3 else ""
    return shown if len(shown) == 10 else None
