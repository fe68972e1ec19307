"""What becomes of a record: its menu, a qualification taken back, what waits, two made one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from insdesk.identity.todo import TodoKind
from insdesk.tour.play import CTRL, Set
from insdesk.tour.stage import TourStuck


def record(play: Set) -> None:
    """« Plus… »: everything that may be done to a record, and what a mark makes fall."""
    stage = play.stage
    play.open_record("duranval")
    stage.begin("fiche", "La fiche, son historique et « Plus… »")
    stage.picture("fiche")
    tabs = play.desk_window.record.tabs
    for place, name in ((1, "fiche_historique"), (2, "fiche_exports")):
        _turn_to(tabs, place)
        stage.picture(name)
    _turn_to(tabs, 0)
    stage.click("plus…", "btn_record_more")
    stage.wait_for("record_more_menu")
    stage.picture("fiche_plus")
    stage.press("3 : marquer douteuse", Qt.Key.Key_3)
    stage.wait_for("attribute_page")
    stage.picture("marquer_douteuse")
    stage.end()
    _escape(play, "patient_page")


def edit(play: Set) -> None:
    """A trait received from INSi is locked; unlocking says what falls."""
    stage = play.stage
    stage.begin("correction", "Corriger un trait verrouillé")
    stage.click("plus…", "btn_record_more")
    stage.wait_for("record_more_menu")
    stage.press("1 : corriger les traits", Qt.Key.Key_1)
    stage.wait_for("btn_unlock")
    stage.picture("traits_verrouilles")
    stage.click("déverrouiller", "btn_unlock")
    stage.wait_for("btn_unlock_sure")
    stage.picture("ce_qui_tombe")
    stage.end()
    _escape(play, "btn_unlock")
    _escape(play, "patient_page")
    _escape(play, "patients_page")
    _escape(play, "home_page")


def wrong_patient(play: Set) -> None:
    """J12: the wrong patient was qualified and exported; taken back, with the list of what left."""
    stage = play.stage
    play.open_record("augustin")
    stage.begin("export", "")
    stage.quietly(Qt.Key.Key_E, CTRL)
    stage.wait_for("export_fhir")
    stage.click("FHIR", "export_fhir")
    stage.wait_for("btn_export")
    stage.quietly(Qt.Key.Key_Return, CTRL)
    stage.wait_for("btn_show_folder")
    stage.picture("exporter_ce_patient")
    stage.played.pop()
    play.open_record("augustin")
    stage.begin("J12", "Mauvais patient qualifié : déqualifier, prévenir les destinataires")
    stage.click("plus…", "btn_record_more")
    stage.wait_for("record_more_menu")
    stage.press("6 : retirer la qualification", Qt.Key.Key_6)
    stage.wait_for("dequalify_page")
    stage.picture("dequalifier")
    stage.press("1 : mauvaise personne", Qt.Key.Key_1)
    stage.wait_for("btn_dequalify")
    stage.picture("dequalifier_consequences")
    stage.press("Ctrl+Entrée : retirer la qualification", Qt.Key.Key_Return, CTRL)
    stage.wait_for("btn_dequalify_back")
    stage.click("imprimer la liste", "btn_print_sent")
    stage.wait_for("btn_print_sent_open")
    stage.picture("destinataires_a_prevenir")
    stage.end()
    stage.quietly(Qt.Key.Key_Return, CTRL)
    stage.wait_for("patient_page")
    stage.picture("fiche_dequalifiee")
    _escape(play, "patients_page")
    _escape(play, "home_page")


def waiting(play: Set) -> None:
    """« À traiter »: one action a line, and the pre-check of the whole base without a call."""
    stage = play.stage
    stage.begin("a-traiter", "À traiter, et la vérification de la base sans appel")
    stage.click("à traiter", "nav_todo")
    stage.wait_for("todo_list")
    stage.settle()
    stage.picture("a_traiter")
    stage.click("vérifier les dossiers sans appel", "btn_precheck")
    stage.wait_for("btn_precheck_close")
    stage.wait("the anomalies", lambda: _kind(play) is TodoKind.ANOMALIE)
    stage.picture("anomalies")
    stage.click("discordances", "todo_group_discordance")
    stage.wait("the discordances", lambda: _kind(play) is TodoKind.DISCORDANCE)
    stage.picture("discordances_a_traiter")
    stage.end()


def merge(play: Set) -> None:
    """S14: the same person twice, seen side by side, merged after a preview, then parted again."""
    stage = play.stage
    stage.begin("doublon", "Doublon : comparer, prévisualiser, fusionner, annuler")
    stage.click("anomalies", "todo_group_anomalie")
    stage.wait("the anomalies", lambda: _kind(play) is TodoKind.ANOMALIE)
    stage.choose("le doublon", "todo_list", _row(play, "DOUBLON"))
    stage.press("Entrée : comparer", Qt.Key.Key_Return)
    stage.wait_for("pair_table")
    stage.settle()
    stage.picture("deux_dossiers")
    stage.press("1 : la même personne", Qt.Key.Key_1)
    stage.press("Ctrl+Entrée : prévisualiser la fusion", Qt.Key.Key_Return, CTRL)
    stage.wait_for("merge_reason")
    stage.type_field("raison", "merge_reason", "Un seul passeport pour les deux")
    stage.picture("apercu_de_la_fusion")
    stage.press("Ctrl+Entrée : fusionner", Qt.Key.Key_Return, CTRL)
    stage.wait_for("btn_merge_yes")
    stage.picture("confirmer_la_fusion")
    stage.click("oui, fusionner", "btn_merge_yes")
    stage.wait_for("notice_action")
    stage.settle()
    stage.picture("fusion_faite")
    stage.click("annuler la fusion", "notice_action")
    stage.wait("the undoing", lambda: "annulée" in _told(play))
    stage.settle()
    stage.picture("fusion_annulee")
    stage.end()
    _escape(play, "patients_page")
    _escape(play, "home_page")


def rules(play: Set) -> None:
    """F1: every rule that the program applies, by its number or by words."""
    stage = play.stage
    stage.begin("regles", "Règles appliquées")
    stage.press("F1 : aide", Qt.Key.Key_F1)
    stage.wait_for("help_page")
    stage.picture("regles_appliquees")
    stage.type_field("chercher", "help_search", "adulte")
    stage.picture("regles_cherchees")
    play.desk_window.help.search.clear()
    tabs = play.desk_window.help.tabs
    for place, name in ((1, "changements_de_statut"), (3, "comparaisons")):
        _turn_to(tabs, place)
        stage.picture(name)
    stage.end()
    _escape(play, "home_page")


def _turn_to(tabs: QTabWidget, place: int) -> None:
    tabs.setCurrentIndex(place)


def _escape(play: Set, name: str) -> None:
    play.stage.quietly(Qt.Key.Key_Escape)
    play.stage.wait_for(name)


def _kind(play: Set) -> TodoKind | None:
    model = play.desk_window.waiting.todo.model
    return model.kind if model.rowCount() else None


def _row(play: Set, reason: str) -> int:
    """The line of this reason in the list on show."""
    model = play.desk_window.waiting.todo.model
    for place in range(model.rowCount()):
        line = model.line_at(place)
        if line is not None and line.reason == reason:
            return place
    raise TourStuck(f"no line says {reason}")


def _told(play: Set) -> str:
    words = play.desk_window.window.notice.words
    return words.text() if words.isVisible() else ""


AFTERWARDS = (record, edit, wrong_patient, waiting, merge, rules)
