"""A qualified record in its window, with what left with its INS: what the acts are tested on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from builders import qualified_patient
from fakes import Seat
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Patient
from insdesk.ui.record.act_page import ActPage

CTRL = Qt.KeyboardModifier.ControlModifier
UID = "00000000-0000-4000-8000-00000000aaaa"


def qualified(**changes: object) -> Patient:
    """Élodie TILLEUL, qualified with her card and her identity card."""
    return replace(qualified_patient(), uid=UID, **changes)


def left(seat: Seat, count: int = 2) -> None:
    """So many exports with the INS of this record."""
    for number in range(count):
        facts = {
            "format": "fhir",
            "fichier": f"insdesk_fhir_2026-11-02_{number:04d}.json",
            "matricule": "2…000",
        }
        seat.journal.append(
            JournalEvent(type="EXPORT_WITH_INS", patient_uid=UID, facts=facts, status_before="QUAL")
        )


def act(seat: Seat, code: str) -> ActPage:
    """The page of this entry of « Plus… », about the record on show."""
    seat.shown.record.more.click()
    seat.shown.record.menu.entries[code].click()
    page = seat.shown.acts.page
    assert page is not None
    assert page.isVisible()
    return page


def stored(seat: Seat) -> Patient:
    """The record as it is kept."""
    return seat.patients.stored[UID]


def settle() -> None:
    """Let the event loop paint and deliver."""
    for _ in range(8):
        QApplication.processEvents()


def press_primary(seat: Seat) -> None:
    """Ctrl+Entrée."""
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
