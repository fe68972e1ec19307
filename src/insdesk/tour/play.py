"""What every journey is played with, and the steps that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from insdesk.simulator.appcv import SimulatedAppReader
from insdesk.simulator.chip import Manners
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders
from insdesk.tour.stage import Stage
from insdesk.ui.desk_window import DeskWindow

CTRL = Qt.KeyboardModifier.ControlModifier
CARD_COMMANDS = 5
"""Commands of a short reading: the seconds of a card are shared between them."""

QUICK_S = 0.2
"""A card and an INSi that answer at once, for the journeys that are not about waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """What the journeys are played with."""

    stage: Stage
    readers: SimulatedReaders
    insi: SimulatedInsi
    phones: SimulatedAppReader
    desk_window: DeskWindow
    card_seconds: float
    insi_seconds: float
    patient_window: Callable[[], QWidget]

    def quick(self) -> Set:
        """The same, with a card and an INSi that answer at once."""
        seconds = min(self.insi_seconds, QUICK_S)
        self.insi.play("slow", seconds=seconds)
        return replace(self, card_seconds=min(self.card_seconds, QUICK_S), insi_seconds=seconds)

    def insert(self, name: str) -> None:
        """Put a card in: no action, the card does the work."""
        manners = Manners(delay=self.card_seconds / CARD_COMMANDS)
        self.stage.note(f"carte Vitale insérée ({name})")
        self.readers.insert_vitale(name, manners)

    def qualified(self, picture: str = "resultat") -> None:
        """Wait for the result, keep its picture, take the card out."""
        self.stage.wait_for("result_page")
        self.stage.picture(picture)
        self.stage.end()
        self.readers.remove_vitale()

    def next_patient(self) -> None:
        """Back to the desk at rest."""
        stage = self.stage
        stage.find("btn_next_patient", QWidget).setFocus()
        stage.quietly(Qt.Key.Key_Return)
        stage.wait_for("home_page")

    def leave(self) -> None:
        """Échap: back to the desk at rest, nothing is kept."""
        self.stage.quietly(Qt.Key.Key_Escape)
        self.stage.wait_for("home_page")

    def type_traits(
        self, name: str, first: str, sex: str, born: str, *, used: str | None = None
    ) -> None:
        """Fill the form before the journey begins: what is counted is what comes next."""
        stage = self.stage
        stage.begin("saisie", "")
        stage.quietly(Qt.Key.Key_F6)
        stage.wait_for("traits_page")
        stage.type_field("nom", "edit_birth_name", name)
        stage.type_field("prénom", "edit_first_name", first)
        stage.click("sexe", f"sex_{sex}")
        stage.type_field("date", "edit_birth_date", born)
        if used is not None:
            stage.type_field("nom utilisé", "edit_used_name", used)
        stage.played.pop()

    def open_record(self, text: str) -> None:
        """The record that this search finds first, through the list of patients."""
        stage = self.stage
        stage.begin("fiche", "")
        stage.quietly(Qt.Key.Key_F, CTRL)
        stage.wait_for("patients_page")
        stage.type_field("recherche", "patients_search", text)
        stage.settle()
        stage.quietly(Qt.Key.Key_Return)
        stage.wait_for("patient_page")
        stage.settle()
        stage.played.pop()
