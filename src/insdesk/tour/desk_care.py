"""The desk itself: INSi that does not answer, the diagnostic, the set-up of the practitioner."""

from __future__ import annotations

from PySide6.QtCore import Qt

from insdesk.qualification.setup import SetupStep
from insdesk.tour.play import CTRL, Set

CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def insi_down(play: Set) -> None:
    """J10, its beginning: INSi does not answer, what was seen is noted with its time."""
    stage = play.stage
    stage.begin("J10-attente", "INSi ne répond pas : le patient est mis en attente")
    play.insi.play("unavailable", times=1)
    play.insert("desordre")
    stage.wait_for("error_card")
    stage.click("mettre en attente", "error_go_on")
    stage.wait_for("hold_list")
    stage.press("2 : passeport", Qt.Key.Key_2)
    stage.picture("ce_qui_a_ete_vu")
    stage.press("Ctrl+Entrée : mettre en attente", Qt.Key.Key_Return, CTRL)
    stage.wait_for("result_page")
    stage.settle()
    stage.picture("mis_en_attente")
    stage.end()
    play.readers.remove_vitale()
    play.next_patient()


def diagnosis(play: Set) -> None:
    """S23: twelve checks, each with its sentence; nothing in them is about anybody."""
    stage = play.stage
    stage.begin("diagnostic", "Diagnostic du poste")
    stage.press("Ctrl+Maj+D : diagnostic", Qt.Key.Key_D, CTRL_SHIFT)
    stage.wait_for("btn_diag_save")
    stage.picture("diagnostic")
    stage.end()
    stage.quietly(Qt.Key.Key_Escape)
    stage.settle()


def first_setup(play: Set) -> None:
    """J9: the desk is looked at, « Êtes-vous bien … ? », the practice, the code and a trial."""
    stage = play.stage
    stage.begin("J9", "Configurer le poste")
    play.desk_window.care.show_setup(SetupStep.CHECK)
    stage.wait_for("btn_setup_on")
    for place, name in enumerate(("poste", "carte", "exercice", "code"), start=1):
        stage.wait_for("btn_setup_on")
        stage.picture(f"configuration_{place}_{name}")
        stage.press("Ctrl+Entrée : continuer", Qt.Key.Key_Return, CTRL)
        stage.settle()
    stage.picture("configuration_5_pret")
    stage.end()
    stage.quietly(Qt.Key.Key_Escape)
    stage.settle()


DESK_CARE = (insi_down, diagnosis, first_setup)
