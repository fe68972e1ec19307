"""Fixed words used everywhere (ux.md §3): statuts, flags, tries, ways of reading, limits."""

from __future__ import annotations

import re
from collections.abc import Mapping

from insdesk.identity.patient import Status

STATUS: Mapping[Status, str] = {
    Status.PROV: "Identité provisoire",
    Status.RECUP: "Identité récupérée",
    Status.VALI: "Identité validée",
    Status.QUAL: "Identité qualifiée",
}

STATUS_TIPS: Mapping[Status, str] = {
    Status.PROV: "Ni INSi ni pièce d’identité contrôlée. Matricule INS non transmissible.",
    Status.RECUP: "INS reçue d’INSi. Il reste à contrôler l’identité.",
    Status.VALI: "Pièce contrôlée. Il reste à interroger INSi.",
    Status.QUAL: "INSi et identité contrôlées. Vous pouvez partager avec l’INS.",
}

STATUS_FILTERS: Mapping[str, str] = {
    "": "Toutes",
    "QUAL": "Qualifiées",
    "RECUP": "Récupérées",
    "VALI": "Validées",
    "PROV": "Provisoires",
}

FLAGS: Mapping[str, str] = {
    "HOMD": "Homonyme",
    "HOMA": "Homonyme",
    "DOUT": "Identité douteuse",
    "FICT": "Identité fictive",
    "JUMEAU": "Jumeau possible",
    "DOUBLON": "Doublon possible",
    "REVERIFIER": "À revérifier",
    "ATTENTE": "En attente d’INSi",
    "DISCORDANCE": "Discordance ouverte",
}

SUGGESTIONS: Mapping[str, str] = {
    "NOM_UTILISE": "Utiliser {shown} comme nom de naissance",
    "DEMANDER_NOM": "Demander le nom de naissance",
    "TIRET": "Écrire le prénom composé {shown}",
    "PREMIER_PRENOM_SEUL": "Utiliser seulement le premier prénom : {shown}",
    "AJOUTER_PRENOMS": "Ajouter les autres prénoms de la pièce",
    "RETIRER_LIEU": "Retirer le lieu de naissance",
    "AJOUTER_LIEU": "Ajouter le lieu de naissance",
    "INVERSER_JOUR_MOIS": "Inverser jour et mois : {shown}",
    "VERIFIER_SEXE": "Vérifier le sexe",
    "CARTE_VITALE": "Essayer avec la carte Vitale",
}
"""Ready-made next tries (S11, S12); `{shown}` is the exact changed value."""


def suggestion_sentence(code: str, shown: str) -> str:
    """The words of a ready-made try, with the exact change."""
    text = SUGGESTIONS.get(code, "Modifier les traits")
    if shown and "{shown}" not in text:
        return f"{text} : {shown}"
    return text.format(shown=shown or "…")


SOURCES: Mapping[str, str] = {
    "composant officiel": "Carte lue par le composant officiel",
    "lecture directe": "Carte lue directement, sans le composant officiel",
    "carte simulée": "Carte simulée",
}

UNPROVEN: tuple[str, ...] = (
    "La lecture directe des cartes Vitale suit une description publique : elle n’a encore "
    "rencontré aucune carte réelle.",
    "La CPS passe par la bibliothèque PKCS#11 du poste : elle n’a été essayée que sur un jeton "
    "logiciel, jamais sur une vraie CPS.",
    "Le téléservice INSi réel n’a jamais été appelé par ce programme : ses messages sont vérifiés "
    "contre les descriptions officielles et contre un serveur simulé.",
    "Aucune application carte Vitale réelle n’a été lue : il y faut un composant sous licence. Le "
    "bouton n’apparaît que s’il est installé ; en mode découverte, les téléphones sont simulés.",
    "L’attestation de la procédure d’exception vient d’une note de juin 2023 de l’Assurance "
    "Maladie : vérifiez qu’elle est toujours en vigueur.",
)
"""Said plainly in the settings: what has never met a real card or the real téléservice."""

MODES: Mapping[str, str] = {
    "découverte": "Mode découverte – patients fictifs, aucun appel réel",
    "essai": "Mode test – environnement d’essai INSi",
    "production": "",
}

_STUCK = re.compile(r" (?=[;:?!»])|(?<=«) ")


def unbroken(text: str) -> str:
    """`text` with no-break spaces before « ; : ? ! » and inside quotes: no line ends there."""
    return _STUCK.sub("\N{NO-BREAK SPACE}", text)
