"""The French words of what the tables execute: events, guards, effects, statuts, traits, verdicts.

Keyed by the name of the class or function, so that the tables stay where they are executed; a
name that is not here yet is said by the first line of its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from insdesk.identity.comparison_table import Verdict
from insdesk.identity.events import Event
from insdesk.identity.patient import Identity, Status

Named = Callable[[Identity, Event], object]

STATUSES: Final[Mapping[Status | None, str]] = {
    None: "aucun dossier",
    Status.PROV: "provisoire",
    Status.RECUP: "récupérée",
    Status.VALI: "validée",
    Status.QUAL: "qualifiée",
}

TRAITS: Final[Mapping[str, str]] = {
    "birth_name": "nom de naissance",
    "first_name": "premier prénom",
    "first_names": "liste des prénoms",
    "birth_date": "date de naissance",
    "sex": "sexe",
    "birth_place": "lieu de naissance",
    "matricule": "matricule INS",
}

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.EGAL: "= identique",
    Verdict.ACCEPTABLE: "≈ admis",
    Verdict.DISCORDANT: "≠ différent, bloque",
    Verdict.NON_COMPARE: "non comparé",
}

EVENTS: Final[Mapping[str, str]] = {
    "AttestationAnnulee": "l’attestation est annulée",
    "AttestationSignee": "le praticien signe l’attestation de la procédure d’exception",
    "AttributPose": "une marque est posée",
    "AttributRetire": "une marque est retirée",
    "CopiePurgee": "la copie d’une pièce est effacée",
    "CreationDepuisAppCarteVitale": "le dossier est créé avec l’application carte Vitale",
    "CreationDepuisInsi": "le dossier est créé à partir d’une réponse d’INSi acceptée",
    "CreationManuelle": "le dossier est créé à la main",
    "Fusion": "un autre dossier est fusionné avec celui-ci",
    "Import": "le dossier est importé d’un fichier",
    "InsInvalidee": "l’utilisateur retire l’INS",
    "LectureAppCarteVitale": "l’application carte Vitale est lue pour un dossier connu",
    "PieceConcordante": "une pièce est montrée et ses traits sont lus",
    "PreuveRetiree": "le contrôle de l’identité est retiré",
    "RefusDePiece": "le patient refuse de montrer une pièce",
    "ReponseInsi": "INSi donne une identité, l’utilisateur veut l’accepter",
    "ReponseInsiSansIdentite": "INSi ne donne pas une identité, ou ne répond pas",
    "TraitComplementaireModifie": "un renseignement complémentaire est modifié",
    "TraitStrictModifie": "un trait d’identité est modifié à la main",
    "VerificationConcordante": "INSi confirme l’INS du dossier",
    "VerificationImpossible": "la vérification n’aboutit pas",
    "VerificationNonConcordante": "INSi ne confirme pas l’INS du dossier",
}
"""By class of event."""

GUARDS: Final[Mapping[str, str]] = {
    "adult_missing": "pièce d’un mineur sans la pièce de l’adulte",
    "all_confirmed": "chaque différence admise est vérifiée sur une pièce vue maintenant",
    "always": "aucune condition",
    "app_agrees": "lecture valide, aucune différence qui bloque, chaque différence admise est "
    "vérifiée",
    "app_discordant": "l’application carte Vitale contredit le dossier",
    "app_other_number": "le matricule de l’application n’est pas celui du dossier",
    "attestation_holds": "appel par la carte Vitale, conditions X1 à X11 remplies, phrase exacte",
    "attested": "un motif, et le contrôle repose sur l’attestation",
    "by_app": "l’INS vient de l’application carte Vitale",
    "concordant": "aucune différence qui bloque",
    "confirmed_and_intact": "chaque différence admise est vérifiée, et les traits sont ceux qui "
    "ont été contrôlés",
    "discordant": "au moins une différence qui bloque",
    "document_holds": "pièce de haut niveau de confiance, cinq traits lus, ni douteuse ni fictive",
    "doubt_confirmed": "« douteuse » ou « fictive », après confirmation",
    "doubt_lifted": "« douteuse » ou « fictive » était posée, un motif est donné",
    "doubtful": "l’identité est douteuse ou fictive",
    "equal": "tous les traits sont identiques",
    "equal_and_intact": "tous les traits sont identiques à ceux qui ont été contrôlés",
    "equal_new_matricule": "traits identiques, autre matricule, l’ancien figure dans l’historique",
    "homonym_cleared": "la marque est « homonyme »",
    "homonym_set": "la marque est « homonyme »",
    "incompatible": "marques qui ne vont pas ensemble",
    "low_trust": "pièce sans le niveau de confiance demandé",
    "mergeable": "un motif, et pas deux matricules actifs qu’aucun historique ne relie",
    "not_all_ticked": "un des cinq traits n’est ni lu ni « absent du document »",
    "not_by_card": "INSi n’a pas été interrogé avec la carte Vitale",
    "other_person": "autre matricule, absent de l’historique donné par INSi",
    "reason_and_document": "un motif, et le contrôle repose sur une pièce",
    "reason_given": "un motif est donné",
    "scanned": "recherche faite dans la base, lecture valide",
    "searched": "recherche faite dans la base",
    "snapshot_stale": "les traits ne sont plus ceux qui ont été contrôlés",
    "unconfirmed": "une différence admise n’est pas vérifiée",
    "unknown_device": "la pièce n’est pas nommée, ou pas dans la liste",
    "warned": "avertissement accepté et motif donné",
}
"""By guard; those of X1 to X11 are said by the id of their row."""

EFFECTS: Final[Mapping[str, str]] = {
    "accept": "les traits d’INSi remplacent ceux du dossier, le contrôle reste, l’ancienne INS est "
    "archivée",
    "accept_app": "les traits et l’INS de l’application remplacent ceux du dossier",
    "accept_without_control": "les traits d’INSi remplacent ceux du dossier, le contrôle tombe",
    "attest": "l’identité est contrôlée par l’attestation",
    "check_document": "l’identité est contrôlée par la pièce, pour les traits de ce moment",
    "clear_attribute": "la marque est retirée, aucun ancien statut ne revient",
    "create": "le dossier commence",
    "create_app": "le dossier commence, INS et contrôle reposent sur l’application",
    "date_verification": "la date de vérification est mise à jour",
    "edit": "les traits changent, INS et contrôle tombent, l’INS est archivée comme invalidée",
    "merge": "le dossier gardé conserve son statut, les deux historiques sont gardés",
    "nothing": "rien ne change",
    "refuse": "l’acte est refusé",
    "set_attribute": "la marque est posée",
    "set_doubt": "la marque est posée, INS et contrôle tombent, l’INS est archivée",
    "withdraw_both": "INS et contrôle tombent, l’INS est archivée comme invalidée",
    "withdraw_control": "le contrôle tombe, l’INS reste mais ne sert plus",
    "withdraw_ins": "l’INS est archivée comme invalidée, le contrôle reste",
}
"""By effect."""


def event_words(event: type[Event]) -> str:
    """What happened."""
    return EVENTS.get(event.__name__) or _first_line(event.__doc__)


def guard_words(guard: Named, id_: str) -> str:
    """Under which condition; `id_` names the row, for the guards of the exception procedure."""
    if id_.startswith("X"):
        return f"la condition {id_} n’est pas remplie"
    return GUARDS.get(guard.__name__) or _first_line(guard.__doc__)


def effect_words(effect: Named) -> str:
    """What becomes of the identity."""
    return EFFECTS.get(effect.__name__) or _first_line(effect.__doc__)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].removesuffix(".")
