"""Who may do what (R01 to R07) and the situations that ask for care (P01 to P14)."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

ROLES: Final = (
    ours(
        "R01",
        "Chercher, créer une identité provisoire et modifier un renseignement complémentaire est "
        "permis au praticien et au secrétariat.",
    ),
    published(
        "R02",
        "Interroger INSi est permis au praticien sous sa CPS et au secrétariat sous sa propre CPE "
        "nominative, à personne d’autre.",
        f"{of.NOTE} ; {of.GUYANA}",
    ),
    published(
        "R03",
        "Contrôler une pièce est permis au praticien, et au secrétariat formé à qui il le délègue.",
        f"{of.NOTE} ; identito-na.fr, exercice libéral",
    ),
    published(
        "R04",
        "L’attestation de la procédure d’exception n’est permise qu’au praticien en personne.",
        of.NOTE,
    ),
    ours(
        "R05",
        "Poser ou retirer une marque est permis au praticien et au secrétariat, carte présente.",
    ),
    ours(
        "R06",
        "Retirer une INS ou un contrôle et fusionner des dossiers est permis au praticien, et au "
        "secrétariat s’il y est autorisé.",
    ),
    ours(
        "R07",
        "Exporter avec l’INS est permis au praticien, et au secrétariat s’il y est autorisé.",
    ),
)

SITUATIONS: Final = (
    published(
        "P01",
        "Sans INS (touriste, personne non inscrite en France), l’identité reste provisoire, ou "
        "validée par une pièce ; les soins n’en dépendent pas.",
        f"{of.PHARMACY} ; identité validée : décision d’insdesk",
    ),
    published(
        "P02",
        "Une identité impossible à prouver ou suspecte est provisoire et marquée douteuse ; INSi "
        "n’est pas interrogé.",
        f"{of.PHARMACY} ; {of.fr_core_issue(335)}",
    ),
    published(
        "P03",
        "Sous anonymat prévu par la loi, l’identité est provisoire et fictive ; rien n’y relie la "
        "véritable identité.",
        f"{of.PHARMACY} ; absence de lien : décision d’insdesk",
    ),
    published(
        "P04",
        "Un patient inconnu qui refuse de montrer une pièce n’est pas qualifié et rien ne part "
        "vers Mon espace santé ; les soins continuent.",
        of.NOTE,
    ),
    published(
        "P05",
        "On ne peut pas s’opposer à l’INS : expliquez et notez, sans contraindre à montrer une "
        "pièce.",
        "iuct-oncopole.fr et segurnumerique.sante-idf.fr, pages INS",
    ),
    usual(
        "P06",
        "Un nouveau-né n’a souvent pas encore d’INS : son identité reste provisoire, INSi est "
        "interrogé plus tard.",
    ),
    usual(
        "P07",
        "Après un changement de nom ou de sexe à l’état civil, INSi donne les nouveaux traits et "
        "parfois un nouveau matricule ; l’ancien est gardé.",
        "Identité de test publiée avec le téléservice INSi ; usage professionnel",
    ),
    usual(
        "P08",
        "Après une adoption ou une mesure de protection, l’ancienne identité est masquée sur "
        "demande et son accès restreint.",
    ),
    ours(
        "P09",
        "Quand un conjoint présente la carte de l’autre, le sexe ou le prénom diffère : la réponse "
        "est refusée et rien n’est créé.",
    ),
    ours(
        "P10",
        "Des jumeaux ont même nom, même date et même lieu : le premier prénom décide, et la marque "
        "« homonyme » est proposée.",
    ),
    usual(
        "P11",
        "Une personne décédée n’est plus qualifiée ; l’INS déjà obtenue reste utilisable pour ses "
        "données.",
    ),
    published(
        "P12",
        "Un numéro d’attente (NIA) est remplacé un jour par un NIR : un nouvel appel change "
        "l’autorité, l’ancien numéro est gardé.",
        of.MOS,
    ),
    published(
        "P13",
        "Carte Vitale illisible ou absente : INSi est interrogé par les traits et une pièce est "
        "montrée ; la procédure d’exception est fermée.",
        of.NOTE,
    ),
    ours(
        "P14",
        "Quand un dossier porte plusieurs orthographes, aucune n’est choisie d’office : la pièce "
        "décide.",
    ),
)
"""In the order of the table of special situations."""
