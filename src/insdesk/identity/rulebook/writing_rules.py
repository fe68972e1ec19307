"""Rules about how a trait is written: IV-040 to IV-064, and every code by which one is refused."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

WRITING: Final = (
    ours(
        "IV-040",
        "L’écran montre la forme qui sera enregistrée à côté de ce qui est tapé, avant "
        "l’enregistrement.",
    ),
    usual(
        "IV-041",
        "Un nom écrit dans un autre alphabet est repris de la forme latine visible de la pièce, "
        "pas de sa bande de lecture.",
    ),
    usual(
        "IV-042",
        "« SANS NOM », « SANS PRENOM » ou « X », pour une personne à un seul nom, sont gardés tels "
        "qu’INSi les donne.",
    ),
    usual(
        "IV-043",
        "Les traits d’identité sont enregistrés en capitales sans accent ; le nom utilisé peut "
        "garder ses accents à l’écran.",
    ),
    published(
        "IV-050",
        "La date de naissance est un jour complet du calendrier ; une date incomplète est "
        "complétée selon la règle, jamais enregistrée telle quelle.",
        of.guide("EXI ID 12"),
    ),
    published(
        "IV-051",
        "Jour inconnu : premier du mois ; mois inconnu : janvier, le jour est gardé ; les deux "
        "inconnus : 31 décembre ; la date est alors marquée « interprétée ».",
        of.guide("EXI ID 11") + " ; RNIV 1, EXI PP 19",
    ),
    usual(
        "IV-052",
        "Année inconnue : elle est estimée avec la personne, complétée au 31 décembre et marquée "
        "« interprétée ».",
    ),
    usual(
        "IV-053",
        "Dans une date reçue, un mois 00 ou au-delà de 12 vaut « mois inconnu », un jour 00 vaut "
        "« jour inconnu ».",
        f"{of.SCHEMAS}, type DateLunaire ; traitement : usage professionnel",
    ),
    ours(
        "IV-054",
        "Une date de naissance n’est jamais dans le futur ; au-delà de 120 ans le logiciel "
        "prévient sans bloquer.",
    ),
    published(
        "IV-055",
        "Le repère « date interprétée » n’est pas un défaut : il suit l’identité partout.",
        of.guide("EXI ID 11"),
    ),
    published(
        "IV-060",
        "Le sexe noté au dossier est féminin, masculin ou indéterminé ; « indéterminé » ne part "
        "pas vers INSi et n’entre pas dans une identité qualifiée.",
        f"{of.MOS} ; {of.FIELD} (rejet insi_24)",
    ),
    published(
        "IV-061",
        "Né en France : code INSEE de la commune au jour de la naissance ; né à l’étranger : code "
        "du pays en 99 ; inconnu : 99999.",
        f"{of.MOS} ; {of.fr_core_issue(262)}",
    ),
    published(
        "IV-062",
        "Le lieu inconnu, 99999, est admis tant que l’identité n’est pas qualifiée ; ensuite il "
        "est signalé.",
        of.fr_core_issue(262),
    ),
    ours(
        "IV-063",
        "Le lieu est choisi dans la table datée des communes et des pays ; un code postal est "
        "refusé.",
    ),
    published(
        "IV-064",
        "INSi peut ne pas donner le lieu : celui du dossier est gardé, noté comme non comparé.",
        of.SCHEMAS,
    ),
)

REJECTIONS: Final = (
    published(
        "CARACTERE_INTERDIT",
        "Un nom ou un prénom ne contient que des lettres, l’espace, le tiret et l’apostrophe ; "
        "tout autre caractère est nommé et refusé, jamais retiré en silence.",
        of.lexical("§2"),
    ),
    published(
        "PREMIER_CARACTERE",
        "Un nom ou un prénom ne commence ni par une espace ni par un tiret.",
        of.lexical("§3.4.1"),
    ),
    published(
        "DERNIER_CARACTERE",
        "Un prénom ne finit ni par un tiret ni par une apostrophe.",
        of.lexical("§3.4.1"),
    ),
    published(
        "DOUBLAGE",
        "Une apostrophe n’est ni doublée ni voisine d’une espace, et deux espaces ne se suivent "
        "pas.",
        of.lexical("§3.4.1"),
    ),
    published(
        "PRENOM_DOUBLE_TIRET",
        "Le double tiret est réservé au double nom : un prénom n’en a pas.",
        of.lexical("§3.4.1"),
    ),
    ours("TRIPLE_TIRET", "Trois tirets de suite sont refusés."),
    ours("AUCUNE_LETTRE", "Un nom ou un prénom contient au moins une lettre."),
    published("VIDE", "Un trait obligatoire n’est pas laissé vide.", of.PRIMARY),
    published(
        "LONGUEUR",
        "Un nom, un prénom ou la liste des prénoms tient en 100 caractères.",
        f"{of.lexical('§2')} ; {of.MOS}",
    ),
    published(
        "SEPARATEUR_INTERDIT",
        "Les prénoms de la liste sont séparés par une seule espace : ni virgule, ni point-virgule, "
        "ni barre.",
        of.MOS,
    ),
    published("FORMAT_DATE", "Une date est enregistrée sous la forme année-mois-jour.", of.SCHEMAS),
    published(
        "DATE_INCOMPLETE",
        "Une date sans jour ou sans mois n’entre pas telle quelle : elle est complétée selon la "
        "règle et marquée « interprétée ».",
        of.guide("EXI ID 12"),
    ),
    ours("DATE_IMPOSSIBLE", "Un jour qui n’existe pas dans le calendrier est refusé."),
    ours("DATE_FUTURE", "Une date de naissance dans le futur est refusée."),
    published(
        "SEXE",
        "Le sexe du dossier est M, F ou I, INSi ne donne que M ou F ; deux sexes différents "
        "bloquent toute procédure.",
        of.MOS,
    ),
    published(
        "SEXE_MANQUANT",
        "Sans sexe féminin ou masculin, INSi n’est pas interrogé : il refuserait la demande.",
        of.FIELD,
    ),
    published(
        "FORMAT_LIEU",
        "Le code du lieu a cinq caractères : des chiffres, ou 2A et 2B puis trois chiffres pour la "
        "Corse.",
        of.MOS,
    ),
    ours("LIEU_INCONNU", "Le code du lieu doit être connu de la table à la date de naissance."),
    published(
        "FORMAT_MATRICULE",
        "Un matricule a treize caractères, des chiffres ou une lettre de Corse en septième place, "
        "et une clé de deux chiffres.",
        f"{of.SCHEMAS} ; {of.MOS}",
    ),
)
