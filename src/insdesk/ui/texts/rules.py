"""Words of the failures of rules, base and exports, and of each reason not to qualify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from insdesk.ui.parts.error_card import ErrorText
from insdesk.ui.texts.traits import TRAITS

_BACK = "Revenir à l’écran"
_HOME = "Revenir à l’accueil"
_RETRY = "Réessayer"

_NOT_DONE = "La qualification n’est pas faite. "

RULE_ERRORS: Mapping[str, ErrorText] = {
    "InvalidTrait": ErrorText(
        "E-RULE-2",
        "Un trait est à corriger : {field}",
        "Il n’est pas accepté tel qu’il est écrit. Rien n’est perdu de votre saisie.",
        "Corriger les traits",
        _BACK,
        "pencil",
    ),
    "InvalidMatricule": ErrorText(
        "E-RULE-3",
        "Matricule incohérent",
        "Le matricule reçu n’a pas la forme d’un matricule INS : il ne peut pas être utilisé.",
        "Interroger à nouveau INSi",
        _HOME,
        "alert-triangle",
    ),
    "Refused": ErrorText(
        "E-RULE-1",
        "Qualification impossible",
        "{reason}",
        _BACK,
        "Pas maintenant",
        "shield-x",
    ),
}

STORE_ERRORS: Mapping[str, ErrorText] = {
    "DiskFull": ErrorText(
        "E-DB-1",
        "Enregistrement impossible",
        _NOT_DONE + "Le disque est plein : libérez de la place, puis réessayez.",
        _RETRY,
        _BACK,
        "database",
    ),
    "DatabaseLocked": ErrorText(
        "E-DB-1",
        "Enregistrement impossible",
        _NOT_DONE + "Un autre programme tient la base : fermez-le, puis réessayez.",
        _RETRY,
        _BACK,
        "database",
    ),
    "DatabaseDamaged": ErrorText(
        "E-DB-2",
        "Base altérée",
        _NOT_DONE + "Le fichier n’est plus une base saine : reprenez la dernière sauvegarde.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "DatabaseNewer": ErrorText(
        "E-DB-3",
        "Base d’une version plus récente",
        "Ce fichier a été écrit par un insdesk plus récent : mettez ce poste à jour.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "DatabaseOfOtherEnvironment": ErrorText(
        "E-DB-4",
        "Base d’un autre environnement",
        "Ce fichier contient des données de {found}, ce poste travaille en {expected} : elles ne "
        "sont jamais mélangées.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "MigrationFailed": ErrorText(
        "E-DB-5",
        "Mise à jour de la base impossible",
        "Le fichier est resté tel qu’il était : rien n’est perdu.",
        _RETRY,
        _BACK,
        "database",
    ),
    "PatientUnknown": ErrorText(
        "E-DB-6",
        "Dossier introuvable",
        "Ce dossier n’existe plus dans la base.",
        "Revenir à la liste",
        _HOME,
        "user-question",
    ),
    "PatientChanged": ErrorText(
        "E-DB-7",
        "Le dossier a changé entre-temps",
        _NOT_DONE + "Le dossier a été modifié depuis sa lecture : rien n’a été écrit par-dessus.",
        "Recommencer",
        _BACK,
        "database",
    ),
}

STORE_FAMILY = ErrorText(
    "E-DB-1",
    "Enregistrement impossible",
    _NOT_DONE + "La base n’a pas pu faire ce qui était demandé.",
    _RETRY,
    _BACK,
    "database",
)

EXPORT_ERRORS: Mapping[str, ErrorText] = {
    "ExportRefused": ErrorText(
        "E-EXP-2",
        "Cet export n’est pas possible",
        "Seule une identité qualifiée est transmise avec le matricule INS. Rien n’a été écrit.",
        _BACK,
        _HOME,
        "shield-x",
    ),
    "ExportIncomplete": ErrorText(
        "E-EXP-1",
        "Export incomplet",
        "Le fichier n’a pas pu être écrit en entier : rien n’a été livré à moitié, le fichier "
        "partiel est effacé.",
        _RETRY,
        _BACK,
        "file-x",
    ),
}

REFUSALS: Mapping[str, str] = {
    "SECRETARIAT": "Réservée aux praticiens qui qualifient eux-mêmes.",
    "DECLARATION": "Déclarez d’abord votre mode d’exercice dans les réglages (à renouveler chaque "
    "année).",
    "STRUCTURE": "Réservée aux libéraux. Hôpital, structure médico-sociale, centre de santé, "
    "officine, laboratoire et radiologie en sont exclus.",
    "CPS_AUTRE": "Votre CPS doit être dans le lecteur. Un collaborateur ne peut pas utiliser cette "
    "procédure.",
    "CPS_ABSENTE": "Votre CPS doit être dans le lecteur, code saisi.",
    "CARTE_NON_ADMISE": "Cette carte professionnelle ne permet pas de qualifier.",
    "PAS_DE_REPONSE": "Il faut d’abord interroger INSi.",
    "CANAL_TRAITS": "Il faut interroger INSi avec la carte Vitale du patient.",
    "REPONSE_ANCIENNE": "La réponse d’INSi date de plus de 15 minutes : relisez la carte Vitale.",
    "TRAITS_NON_CONCORDANTS": "Les traits ne concordent pas.",
    "TRAIT_MANQUANT": "Il manque un trait au dossier : {trait}.",
    "TRAITS_POSTERIEURS": "Les traits du dossier ont été notés ou corrigés après l’appel à INSi.",
    "NSS_DISCORDANT": "Le numéro de la carte Vitale n’est pas celui que donne INSi.",
    "DOUTEUSE": "Cette identité est marquée douteuse.",
    "FICTIVE": "Cette identité est marquée fictive.",
    "HOMONYME": "Un homonyme est à lever d’abord.",
    "PAS_CONNU": "Réservée aux patients que vous connaissez déjà.",
    "ATTESTATION_NON_COCHEE": "Cochez l’attestation.",
    "ATTESTATION_TEXTE": "La phrase affichée n’est pas la phrase officielle.",
    "REGLAGE_DESACTIVE": "La procédure d’exception est désactivée dans les réglages.",
    "CARTE_ABSENTE": "La carte Vitale a été retirée : remettez-la.",
    "LIGNES_A_COCHER": "Il reste {count} lignes à vérifier.",
    "AUCUNE_PIECE": "Indiquez comment vous avez contrôlé l’identité.",
    "PIECE_REFUSEE": "Cette pièce n’a pas le niveau de confiance demandé.",
    "PIECE_HORS_LISTE": "Cette pièce n’est pas dans votre liste : remettez-la dans les réglages.",
    "LIEN_ADULTE": "Dites ce que cet adulte est pour l’enfant : parent, ou tuteur ou délégataire.",
    "DECISION_JUSTICE": "Pour un tuteur ou un délégataire, la décision de justice doit être vue.",
    "PAS_DE_SCAN": "Lisez d’abord l’application carte Vitale du patient.",
    "PAS_DE_RECHERCHE": "La base n’a pas encore été parcourue : recommencez depuis l’accueil.",
    "SCAN_EXPIRE": "Le code de l’application carte Vitale a expiré : demandez au patient d’en "
    "afficher un nouveau.",
    "SCAN_ANCIEN": "Cette lecture date de plus de 15 minutes : lisez à nouveau l’application carte "
    "Vitale.",
    "SCAN_INCOHERENT": "Ce que dit l’application carte Vitale n’est pas complet : interrogez INSi.",
    "DEJA_QUALIFIEE": "Cette identité est déjà qualifiée : il n’y a rien à refaire.",
    "DISCORDANCE_APP": "L’application carte Vitale et le dossier ne concordent pas : corrigez le "
    "dossier d’après une pièce, puis relisez l’application.",
    "PIECE_PARENT": "Indiquez la pièce du parent ou du représentant.",
    "PIECE_MINEUR": "Cette pièce ne vaut que pour un enfant mineur.",
    "TRAIT_DIFFERENT": "La pièce montre un trait différent : {trait}.",
    "DEJA_CONTROLEE": "L’identité de ce patient est déjà contrôlée : l’attestation est inutile.",
    "TRAIT_ABSENT": "La pièce ne porte pas ce trait : {trait}.",
    "REPONSE_INCOMPLETE": "La réponse d’INSi n’est pas complète : elle ne peut pas qualifier.",
    "MATRICULE_INCOHERENT": "Le matricule reçu est incohérent : il ne peut pas qualifier.",
    "CONTESTE_PATIENT": "Le patient a signalé une erreur : à lever avec lui.",
    "DISCORDANCE": "Les identités ne concordent pas.",
    "MATRICULE_PRIS": "Un autre dossier porte déjà ce matricule INS.",
    "RECHERCHE_A_JUGER": "Des dossiers du même jour de naissance, ou homonymes, n’ont pas été "
    "regardés : dites d’abord si l’un d’eux est celui du patient.",
    "RESSEMBLANCE_A_JUGER": "Un dossier ressemble à votre patient : comparez-le et dites si "
    "c’est la même personne.",
    "LISTE_TROP_LONGUE": "Trop de dossiers sont nés ce jour-là : tapez les premières lettres du "
    "nom ou du prénom.",
    "TROIS_LETTRES": "Tapez une, deux ou trois lettres du nom ou du prénom, sans autre signe.",
    "HORS_LISTE": "Ce dossier n’est pas dans la liste de la recherche : recommencez-la.",
    "COLLISION_POSSIBLE": "INSi donne un autre matricule que celui du dossier : deux personnes y "
    "sont peut-être mêlées. Rien n’est remplacé ; déclarez une collision depuis la fiche.",
    "NON_CONFIE": "Cet acte n’est pas confié au secrétariat : il se fait avec la CPS du praticien, "
    "ou s’accorde dans les réglages.",
    "NON_ACCORDABLE": "Cet acte ne s’accorde pas au secrétariat : choisissez parmi ceux proposés.",
    "RESERVE_PRATICIEN": "Cet acte est réservé au praticien, avec sa propre CPS.",
    "TROP_DE_RELANCES": "INSi a déjà été interrogé six fois pour ce patient : vérifiez la pièce, "
    "ou recommencez depuis l’accueil avec la carte Vitale.",
    "MOTIF_MANQUANT": "Indiquez le motif : il est gardé dans l’historique.",
    "RIEN_A_RETIRER": "Ce motif ne retire rien à cette identité : choisissez-en un autre.",
    "A_CONFIRMER": "Cette marque rend l’identité provisoire et invalide son INS : confirmez-la.",
    "ATTRIBUT_ABSENT": "Ce dossier ne porte pas cette marque : il n’y a rien à retirer.",
    "A_DEVERROUILLER": "Ces traits viennent d’INSi ou ont été contrôlés : déverrouillez-les "
    "d’abord.",
    "AVERTISSEMENT": "Cochez que vous avez lu ce que cette correction fait tomber.",
    "RIEN_DE_DISCORDANT": "Les identités concordent : il n’y a pas de discordance à noter.",
    "DOSSIER_A_CORRIGER": "La pièce dit comme INSi : corrigez le dossier et continuez.",
    "PIECE_SANS_EFFET": "L’identité est douteuse ou fictive : cette pièce sera notée, mais elle ne "
    "validera rien tant que la marque est là.",
    "PIECE_UTILE": "Cette identité n’est ni douteuse ni fictive : la pièce se contrôle depuis la "
    "comparaison.",
    "MEME_DOSSIER": "C’est deux fois le même dossier : choisissez l’autre dossier.",
    "DEUX_MATRICULES": "Les deux dossiers portent deux matricules INS actifs qu’aucun historique "
    "d’INSi ne relie : retirez d’abord l’INS qui n’est pas celle de cette personne.",
    "MOINS_BIEN_CLASSEE": "L’autre dossier a un meilleur statut : gardez celui-là, et fusionnez "
    "celui-ci dedans.",
    "DEJA_FUSIONNE": "Un de ces dossiers est déjà fusionné dans un autre : ouvrez celui qui reste.",
    "DEJA_ANNULEE": "Cette fusion est déjà annulée.",
    "DELAI_ANNULATION": "Plus de 30 jours ont passé : la fusion ne peut plus être annulée.",
    "FUSION_A_FAIRE": "Si c’est la même personne, fusionnez les deux dossiers.",
    "SE_LEVE_SEULE": "Cette ligne disparaît d’elle-même quand ce qu’elle demande est fait.",
    "ENVIRONNEMENT": "La réponse ne vient pas de l’environnement de cette base.",
}
"""One sentence per reason code of a refusal (rules of the use cases)."""

BY_RULE: Mapping[str, str] = {
    "IV-011": "Il manque un trait d’identité : complétez le dossier avant de l’enregistrer.",
    "IV-032": REFUSALS["MATRICULE_INCOHERENT"],
    "IV-112": "Une identité fictive ne porte aucune autre marque : retirez d’abord celle qui gêne.",
    "IV-101": "Il manque encore l’accord d’INSi ou le contrôle de l’identité.",
    "IV-110": "Identité douteuse ou fictive : l’appel à INSi n’est pas permis.",
    "IV-200": "La base n’a pas encore été parcourue : recommencez depuis l’accueil.",
    "IV-210": REFUSALS["MATRICULE_PRIS"],
    "IV-300": "Choisissez d’abord le bénéficiaire de la carte.",
    "IV-304": "INSi n’est interrogé qu’avec un sexe féminin ou masculin, et jamais pour une INS "
    "venue de l’application carte Vitale.",
    "IV-321": REFUSALS["DISCORDANCE"],
    "T03": "L’application carte Vitale n’a pas pu qualifier cette identité.",
    "T25": "INSi donne un autre matricule que celui du dossier : rien n’a été remplacé.",
    "T26": "La qualification ne peut plus être annulée d’ici : plus de 60 secondes ont passé.",
}
"""For a refusal raised by its rule alone."""

GREYED: Mapping[str, str] = {
    "PIECE_MINEUR": "pour un enfant mineur",
    "PIECE_REFUSEE": "niveau de confiance insuffisant",
}
"""The reasons that grey a document, short enough to stand below its name."""

_ONE_OF_FOUR = "Il manque un des quatre traits au dossier."
_ONE_ROW = "Il reste 1 ligne à vérifier."
_UNSAID = "Une règle d’identitovigilance n’est pas remplie ({rule})."


class _Refusal(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def trait(self) -> str | None: ...
    @property
    def count(self) -> int: ...


def refusal_sentence(refusal: _Refusal) -> str:
    """The sentence of a refusal, its trait or its number of rows put in."""
    if refusal.reason == "TRAIT_MANQUANT" and refusal.trait is None:
        return _ONE_OF_FOUR
    if refusal.reason == "LIGNES_A_COCHER" and refusal.count == 1:
        return _ONE_ROW
    return reason_sentence(refusal.reason, refusal.rule, refusal.trait, refusal.count)


def reason_sentence(reason: str, rule: str, trait: str | None = None, count: int = 0) -> str:
    """The sentence of a reason code, else of its rule; an unknown one still names its rule."""
    text = REFUSALS.get(reason) or BY_RULE.get(rule, _UNSAID)
    return text.format(rule=rule, count=count, trait=TRAITS.get(trait or "", "un trait").lower())
