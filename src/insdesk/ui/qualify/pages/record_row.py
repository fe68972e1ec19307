"""One record of the base as a row of the prior-record search: everything of IV-203."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPen

from insdesk.identity.patient import Patient
from insdesk.ui.flags import CENTRED
from insdesk.ui.formats import PlaceLabels, date_text, matricule_text, place_text, sex_text
from insdesk.ui.parts.buttons import ChoiceButton
from insdesk.ui.texts.words import FLAGS, STATUS
from insdesk.ui.theme import Theme


class RecordRow(ChoiceButton):
    """One record: its names first, what it has of the patient, then all of IV-203."""

    ROLES = ("value", "value")

    def _paint_digit(self, painter: QPainter, theme: Theme) -> None:
        """The digit stays: an open record is only being compared, nothing is chosen."""
        if self.digit:
            side = theme.px(22)
            tile = QRect(theme.px(12), (self.height() - side) // 2, side, side)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.tokens.field), 1))
            painter.drawRoundedRect(tile, theme.px(5), theme.px(5))
            painter.setFont(theme.font("label"))
            painter.setPen(QColor(theme.tokens.muted))
            painter.drawText(tile, CENTRED, self.digit)


def names_of(patient: Patient) -> str:
    """`TILLEUL  ELODIE`, the birth name first."""
    traits = patient.traits
    return "  ".join(part for part in (traits.birth_name, traits.first_name) if part)


def record_words(patient: Patient, places: PlaceLabels) -> str:
    """Everything of IV-203 but the names; the matricule of a qualified identity only."""
    traits, matricule = patient.traits, patient.active_matricule
    used = " ".join(part for part in (patient.used_first_name, patient.used_name) if part)
    born = date_text(traits.birth_date)
    flags = sorted({FLAGS.get(one.value, one.value) for one in patient.identity.attributes})
    parts = (
        f"utilisé : {used}" if used else "",
        f"{born}, {sex_text(traits.sex.value if traits.sex else None).lower()}",
        place_text(traits.birth_place, traits.birth_date, places) if traits.birth_place else "",
        matricule_text(matricule.number, matricule.key) if matricule else "",
        STATUS[patient.status],
        *flags,
    )
    return " · ".join(part for part in parts if part)
