"""Two records side by side: the rows A and B with their signs and sentences (S14)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from insdesk.identity.compare import Comparison
from insdesk.identity.patient import Patient, Status
from insdesk.identity.traits import TRAIT_NAMES, Sexe
from insdesk.ui.formats import PlaceLabels, date_text, matricule_text, trait_text
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.labels import text_label
from insdesk.ui.parts.trait_table import TraitLine
from insdesk.ui.qualify.pages.rows import side_by_side
from insdesk.ui.texts.comparison import DIFFERENT, SAME, Result
from insdesk.ui.texts.todo import NEITHER, ONLY_A, ONLY_B, pair_result
from insdesk.ui.texts.words import FLAGS
from insdesk.ui.theme import current

WHOSE = ("dossier A", "dossier B")
CALLED = ("used_name", "used_first_name")
FIELDS = (*TRAIT_NAMES, "matricule", *CALLED)
"""What is shown of a record, in this order."""


def value_of(patient: Patient, name: str, places: PlaceLabels) -> str:
    """One field as the screen shows it, empty if unknown; the matricule of a QUAL only (IV-203)."""
    if name == "matricule":
        held = patient.active_matricule
        return matricule_text(held.number, held.key) if held else ""
    value = getattr(patient if name in CALLED else patient.traits, name)
    text = value.value if isinstance(value, Sexe) else value
    return trait_text(name, text, patient.traits.birth_date, places) if text else ""


def pair_lines(
    one: Patient, other: Patient, rows: Comparison, places: PlaceLabels
) -> list[TraitLine]:
    """Every row of A and B: the traits as the rules compare them, then what is only shown."""
    compared = {row.trait: row for row in rows}
    lines = []
    for name in FIELDS:
        left, right = value_of(one, name, places), value_of(other, name, places)
        row = compared.get(name)
        result, reason = pair_result(row) if row is not None else (_seen(left, right), "")
        if name in CALLED and not left and not right:
            continue
        lines.append(side_by_side(name, (left, right), WHOSE, result, reason))
    return lines


def _seen(left: str, right: str) -> Result:
    """The sign of a field that no rule compares: the two texts, no more."""
    if left == right:
        return SAME if left else NEITHER
    if left and right:
        return DIFFERENT
    return ONLY_A if left else ONLY_B


def short_name(patient: Patient) -> str:
    """`TILLEUL Élodie`."""
    traits = patient.traits
    return " ".join(part for part in (traits.birth_name, traits.first_name) if part)


def made_on(patient: Patient) -> str:
    """`créé le 02/11/2026`."""
    return f"créé le {date_text(patient.created_at.astimezone().date().isoformat())}"


class RecordHead(QFrame):
    """Which record a letter stands for: its name, statut, flags, and when it was made."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "card")
        self.setObjectName(f"record_head_{letter.lower()}")
        self._letter = letter
        tile = QLabel(letter)
        tile.setProperty("role", "symbol")
        tile.setProperty("tone", "info")
        tile.setFixedSize(px(28), px(28))
        tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tile.setAccessibleName(f"Dossier {letter}")
        self.name = text_label("", "value")
        self.about = text_label("", "reason")
        self.badge = StatusBadge(Status.PROV)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_record(self, patient: Patient) -> None:
        """Show another record."""
        flags = sorted({FLAGS.get(one.value, one.value) for one in patient.identity.attributes})
        self.name.setText(short_name(patient))
        self.about.setText(" · ".join([made_on(patient), *flags]))
        self.badge.set_status(patient.status)
        self.setAccessibleName(f"Dossier {self._letter} : {short_name(patient)}")

    def forget(self) -> None:
        """Nothing of the record stays."""
        self.name.clear()
        self.about.clear()
        self.setAccessibleName(f"Dossier {self._letter}")
