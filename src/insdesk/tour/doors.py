"""The other ways in: a discordance, a telephone, a guardian, a postcode, no document at all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from insdesk.tour.play import CTRL, Set


def discordance(play: Set) -> None:
    """J6: the document says as the record does; a note for the patient, nothing is qualified."""
    stage = play.stage
    stage.begin("J6", "Discordance : la pièce tranche, une note pour le patient")
    play.insert("nom-du-dossier")
    stage.wait_for("discord_page")
    stage.picture("discordance")
    stage.click("nom de naissance : la pièce dit comme le dossier", "discord_birth_name_as_record")
    stage.picture("discordance_tranchee")
    stage.click("imprimer la note pour le patient", "btn_print_note")
    stage.wait_for("btn_print_note_open")
    stage.picture("note_du_patient")
    stage.press("Ctrl+Entrée : enregistrer la discordance", Qt.Key.Key_Return, CTRL)
    play.qualified("discordance_gardee")
    play.next_patient()


def application(play: Set) -> None:
    """The application carte Vitale: qualified without INSi and without a document."""
    stage = play.stage
    play.phones.present("tirets")
    stage.begin("appli", "Application carte Vitale : qualifiée sans INSi")
    stage.note("le téléphone est présenté")
    stage.click("lire l'application carte Vitale", "btn_read_app")
    stage.wait_for("app_page")
    stage.picture("application_carte_vitale")
    stage.press("Espace : nom vérifié", Qt.Key.Key_Space)
    stage.quietly(Qt.Key.Key_Down)
    stage.press("Espace : prénom vérifié", Qt.Key.Key_Space)
    stage.picture("application_verifiee")
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified("application_resultat")
    play.next_patient()


def guardian(play: Set) -> None:
    """A minor with a guardian: the livret, the court decision, the guardian's own document."""
    stage = play.stage
    stage.begin("tuteur", "Mineur accompagné d'un tuteur : décision de justice et pièce")
    play.insert("parent")
    stage.wait_for("beneficiary_list")
    stage.press("2 : l'enfant", Qt.Key.Key_2)
    stage.wait_for("proof_5")
    stage.press("5 : livret de famille", Qt.Key.Key_5)
    stage.wait_for("proof_adult_1")
    stage.click("un tuteur ou un délégataire", "proof_guardian")
    stage.wait_for("proof_court_decision")
    stage.picture("tuteur")
    stage.click("décision de justice vue", "proof_court_decision")
    stage.press("1 : carte d'identité du tuteur", Qt.Key.Key_1)
    stage.picture("tuteur_complet")
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified("tuteur_resultat")
    play.next_patient()


def postcode(play: Set) -> None:
    """A postcode typed as the place of birth is recognised; the communes it serves are offered."""
    stage = play.stage
    play.type_traits("Exemple", "Basile", "M", "12031961")
    stage.begin("code-postal", "Code postal tapé à la place du lieu de naissance")
    stage.type_field("lieu de naissance : un code postal", "edit_birth_place", "69003")
    stage.picture("code_postal_reconnu")
    stage.press("bas : la première commune", Qt.Key.Key_Down)
    stage.press("Entrée : la choisir", Qt.Key.Key_Return)
    stage.picture("lieu_choisi")
    stage.end()
    play.leave()


def no_document(play: Set) -> None:
    """The patient shows no document: said calmly, noted, and what INSi said is kept."""
    stage = play.stage
    stage.begin("sans-piece", "La personne ne montre pas de pièce")
    play.insert("j3")
    stage.wait_for("beneficiary_list")
    stage.press("1 : l'assurée", Qt.Key.Key_1)
    stage.wait_for("proof_1")
    stage.click("pas de pièce ?", "btn_situations")
    stage.wait_for("situation_list")
    stage.picture("situations")
    rows = stage.find("situation_list", QListWidget)
    labels = [rows.item(place).text() for place in range(rows.count())]
    row = labels.index("La personne ne montre pas de pièce")
    stage.choose("la personne ne montre pas de pièce", "situation_list", row)
    stage.picture("situation_sans_piece")
    stage.press("Ctrl+Entrée : noter le refus", Qt.Key.Key_Return, CTRL)
    stage.wait_for("btn_later")
    stage.click("pas maintenant", "btn_later")
    play.qualified("gardee_sans_piece")
    play.next_patient()


DOORS = (discordance, application, guardian, postcode, no_document)
