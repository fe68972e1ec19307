"""One French sentence per failure of the téléservice and of the way to it (ux.md §7)."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.errors import Family, InsiFault
from insdesk.ui.parts.error_card import ErrorText

_RETRY = "Réessayer"
_DIAGNOSE = "Diagnostic"
_CORRECT = "Corriger les traits"
_WAIT = "Mettre en attente"


INSI_ERRORS: Mapping[str, ErrorText] = {
    "InsiUnreachable": ErrorText(
        "E-NET-1",
        "Pas d’accès à INSi",
        "Le serveur ne se laisse pas joindre : vérifiez la connexion à Internet. Ce que vous avez "
        "vu et saisi est gardé.",
        _RETRY,
        _WAIT,
        "plug-connected-x",
    ),
    "InsiUntrusted": ErrorText(
        "E-NET-2",
        "Le serveur INSi n’est pas reconnu",
        "Certificat inattendu ou serveur intermédiaire : l’appel est refusé par sécurité.",
        _DIAGNOSE,
        _WAIT,
        "shield-x",
    ),
    "OrganisationCertificateRefused": ErrorText(
        "E-NET-4",
        "Certificat de la structure refusé",
        "{why}",
        _RETRY,
        "Revenir à l’écran",
        "shield-x",
    ),
    "VitaleAssertionTooOld": ErrorText(
        "E-VIT-3",
        "La lecture de la carte Vitale est trop ancienne",
        "La preuve de présence de la carte a plus de 20 minutes : rien n’est envoyé. La carte sera "
        "relue à la nouvelle demande.",
        _RETRY,
        "Revenir à l’écran",
        "clock",
    ),
    "InsiClockWrong": ErrorText(
        "E-NET-3",
        "L’horloge de l’ordinateur est fausse",
        "Elle {way} de {minutes} min : INSi refuse la signature.",
        "Comment corriger",
        _WAIT,
        "clock",
    ),
    "InsiSilent": ErrorText(
        "E-INSI-1",
        "INSi ne répond pas",
        "Aucune réponse dans le délai. Ce que vous avez vu et saisi est gardé.",
        _RETRY,
        _WAIT,
        "plug-connected-x",
    ),
    "InsiUnavailable": ErrorText(
        "E-INSI-1",
        "INSi ne répond pas",
        "Le service est indisponible ou très lent. Ce que vous avez vu et saisi est gardé.",
        _RETRY,
        _WAIT,
        "plug-connected-x",
    ),
    "InsiRequestRefused": ErrorText(
        "E-INSI-2",
        "Demande refusée : {field}",
        "INSi n’accepte pas ce trait tel qu’il est envoyé. Corrigez-le, le reste est gardé.",
        _CORRECT,
        "Revenir à l’accueil",
    ),
    "InsiAccessDenied": ErrorText(
        "E-INSI-3",
        "Accès refusé par INSi",
        "Votre carte ou le numéro d’autorisation du logiciel n’est pas accepté.",
        _DIAGNOSE,
        _WAIT,
        "shield-x",
    ),
    "InsiGarbled": ErrorText(
        "E-INSI-4",
        "Réponse d’INSi incompréhensible",
        "La réponse n’a pas la forme attendue : rien n’est enregistré, ce que vous avez saisi est "
        "gardé.",
        "Enregistrer le rapport",
        _WAIT,
    ),
    "InsiFault": ErrorText(
        "E-INSI-5",
        "Réponse d’INSi en erreur ({code})",
        "{label}",
        _RETRY,
        _WAIT,
    ),
}


def fix_of(fault: InsiFault) -> str:
    """What the card of a fault without its own row proposes: by family (ux.md §7, E-INSI-5).

    To try again is proposed only where that makes sense (insi.md §8: never after `Sender`).
    """
    if fault.retryable:
        return _RETRY
    return _CORRECT if fault.family is Family.CONTENT else _DIAGNOSE


CERTIFICATE_REASONS: Mapping[str, str] = {
    "MOT_DE_PASSE": "Le mot de passe ne l’ouvre pas. Vérifiez-le : il est fourni avec le fichier.",
    "MOT_DE_PASSE_ATTENDU": "Son mot de passe n’a pas encore été donné. Saisissez-le, puis "
    "refaites la recherche ; avec votre CPS, il n’est pas demandé.",
    "ILLISIBLE": "Le fichier ne se lit pas. Reprenez le fichier d’origine (.p12 ou .pfx).",
    "INCOMPLET": "Il manque sa clé ou son certificat. Demandez un fichier complet (.p12).",
    "SUJET": "Il n’est pas fait pour INSi : son nom doit être INSI-AUTO ou INSI-MANU. Demandez "
    "celui-là pour votre structure.",
    "PERIME": "Il n’est plus valable. Demandez le suivant ; la recherche par votre CPS reste "
    "possible.",
    "PAS_ENCORE_VALABLE": "Il n’est pas encore valable. Vérifiez sa date, et l’horloge de "
    "l’ordinateur.",
}
"""Why the software certificate of a structure cannot serve, by reason code."""

CERTIFICATE_OTHER = "Il ne peut pas servir à appeler INSi. Demandez-en un autre, ou prenez la CPS."
"""For a reason without its own sentence."""
