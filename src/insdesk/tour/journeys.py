"""Journeys J1 to J5 and J7 (ux.md §5), key by key, as a practitioner would play them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from insdesk.tour.play import CTRL, Set


def classic(play: Set) -> None:
    """J1: card, document, confirm."""
    stage = play.stage
    stage.begin("J1", "Procédure classique, carte Vitale, un bénéficiaire")
    play.insert("j1")
    stage.wait_for("insi_progress")
    stage.picture("appel_insi")
    stage.wait_for("proof_1")
    stage.picture("comparaison")
    stage.press("1 : carte nationale d'identité", Qt.Key.Key_1)
    stage.picture("comparaison_piece_choisie")
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()
    stage.picture("accueil_apres")


def exception(play: Set) -> None:
    """J2: the practitioner knows the patient; the sentence in full, never ticked beforehand."""
    stage = play.stage
    stage.begin("J2", "Procédure d'exception, patient déjà connu")
    play.insert("j2")
    stage.wait_for("exception_checkbox")
    stage.picture("exception")
    stage.press("7 : attestation cochée, à la place d'un document", Qt.Key.Key_7)
    stage.picture("exception_cochee")
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()


def exception_with_screen(play: Set) -> None:
    """J2 with the screen turned to the patient: two actions more."""
    stage = play.stage
    stage.begin("J2-ecran", "Procédure d'exception, écran montré au patient")
    play.insert("accents")
    stage.wait_for("exception_checkbox")
    stage.press("F7 : montrer au patient", Qt.Key.Key_F7)
    stage.wait_for("patient_yes")
    stage.picture("ecran_patient", play.patient_window())
    stage.press("O : oui, tout est exact (le patient)", Qt.Key.Key_O)
    stage.wait("the desk again", lambda: stage.sees("compare_page"))
    stage.picture("apres_le_patient")
    stage.press("7 : attestation cochée", Qt.Key.Key_7)
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()


def child(play: Set) -> None:
    """J3: a child on a parent's card; one of twins, so the digit is read with care."""
    stage = play.stage
    stage.begin("J3", "Enfant sur la carte d'un parent")
    play.insert("j3")
    stage.wait_for("beneficiary_list")
    stage.picture("beneficiaire")
    stage.press("3 : l'enfant", Qt.Key.Key_3)
    stage.wait_for("proof_1")
    stage.picture("comparaison_enfant")
    stage.press("2 : passeport", Qt.Key.Key_2)
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()


def child_family_book(play: Set) -> None:
    """J3 with the livret de famille: the parent's document too."""
    stage = play.stage
    stage.begin("J3-livret", "Enfant, livret de famille et pièce du parent")
    play.insert("j3")
    stage.wait_for("beneficiary_list")
    stage.press("2 : l'enfant", Qt.Key.Key_2)
    stage.wait_for("proof_5")
    stage.press("5 : livret de famille", Qt.Key.Key_5)
    stage.wait_for("proof_adult_1")
    stage.picture("piece_du_parent")
    stage.press("1 : carte d'identité du parent", Qt.Key.Key_1)
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()


def twins(play: Set) -> None:
    """The other twin: her sister's record is looked at before another one is created (S14)."""
    stage = play.stage
    stage.begin("J7", "Jumelles : l'autre dossier est regardé avant d'en créer un")
    play.insert("j3")
    stage.wait_for("beneficiary_list")
    stage.press("4 : l'autre jumelle", Qt.Key.Key_4)
    stage.wait_for("prior_list")
    stage.picture("dossiers_nes_le_meme_jour")
    stage.press("1 : comparer", Qt.Key.Key_1)
    stage.wait_for("beside_table")
    stage.picture("jumelles_comparees")
    stage.press("2 : deux personnes différentes", Qt.Key.Key_2)
    stage.press("1 : jumeaux", Qt.Key.Key_1)
    stage.wait_for("btn_none_of_these")
    stage.picture("jumelles_distinguees")
    stage.end()
    play.readers.remove_vitale()
    play.leave()


def typed(play: Set) -> None:
    """J4: no card, the traits are typed; the exception procedure is closed and says why."""
    stage = play.stage
    stage.quietly(Qt.Key.Key_F6)
    stage.wait_for("traits_page")
    stage.begin("J4", "Sans carte, par les traits")
    stage.note("S10 ouvert (F6) : le parcours J4 commence ici")
    stage.type_field("nom de naissance", "edit_birth_name", "Testini")
    stage.type_field("premier prénom", "edit_first_name", "Augustin")
    stage.click("sexe : masculin", "sex_M")
    stage.type_field("né le", "edit_birth_date", "05111972")
    stage.picture("saisie_des_traits")
    stage.press("F8 : interroger INSi", Qt.Key.Key_F8)
    stage.wait_for("proof_1")
    stage.picture("comparaison_par_traits")
    stage.press("1 : carte nationale d'identité", Qt.Key.Key_1)
    stage.press("Ctrl+Entrée : qualifier", Qt.Key.Key_Return, CTRL)
    play.qualified()
    play.next_patient()


def not_found(play: Set) -> None:
    """J5: the married name stood in the wrong field; one press is the next try."""
    stage = play.stage
    play.type_traits("Garanceau", "Élodie", "F", "09031978", used="Tilleul")
    stage.begin("J5", "Introuvable : un seul geste par nouvel essai")
    stage.quietly(Qt.Key.Key_F8)
    stage.wait_for("notfound_page")
    stage.picture("aucune_identite")
    stage.press("1 : utiliser l'autre nom comme nom de naissance", Qt.Key.Key_1)
    stage.wait_for("proof_1")
    stage.picture("trouvee_avec_un_autre_critere")
    stage.end()
    play.leave()


def several(play: Set) -> None:
    """J5: several persons; no list exists, one more trait is asked."""
    stage = play.stage
    play.type_traits("De Vinci", "Leonardo", "M", "01022014")
    stage.begin("J5-plusieurs", "Plusieurs identités : un trait de plus, jamais une liste")
    stage.quietly(Qt.Key.Key_F8)
    stage.wait_for("several_page")
    stage.picture("plusieurs_identites")
    stage.end()
    play.leave()


JOURNEYS = (
    classic,
    exception,
    exception_with_screen,
    child,
    child_family_book,
    twins,
    typed,
    not_found,
    several,
)
