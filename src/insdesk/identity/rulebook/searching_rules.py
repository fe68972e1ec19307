"""Rules about the prior search, duplicates and homonyms: IV-200 to IV-214."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

SEARCHING: Final = (
    published(
        "IV-200",
        "Avant toute création, par quelque moyen que ce soit, la base est parcourue : d’abord par "
        "la date de naissance, puis avec trois lettres au plus.",
        of.PRIMARY,
    ),
    usual(
        "IV-201",
        "La base est aussi parcourue par matricule et OID exacts, une fois INSi interrogé.",
        "RNIV 1, exigences EXI SI 01 et suivantes, texte non lu",
    ),
    usual(
        "IV-202",
        "Les lettres sont cherchées au début du nom de naissance, du nom utilisé, des prénoms et "
        "du prénom utilisé, sans tenir compte des accents.",
    ),
    usual(
        "IV-203",
        "Chaque dossier trouvé montre ses noms, ses prénoms, sa date, son sexe, son lieu, son "
        "statut et ses marques ; le matricule seulement s’il est qualifié.",
    ),
    ours(
        "IV-204",
        "Un dossier n’est créé qu’après une recherche par date faite dans le même parcours, ses "
        "résultats montrés et jugés.",
    ),
    ours(
        "IV-205",
        "Après une réponse d’INSi, la base est parcourue à nouveau par le matricule et la date "
        "reçus : un dossier classé sous le nom d’épouse est ainsi retrouvé.",
    ),
    ours(
        "IV-206",
        "Pour une date interprétée, le 1er janvier et le 31 décembre de la même année sont "
        "cherchés aussi.",
    ),
)

ALIKE: Final = (
    usual(
        "IV-210",
        "Un matricule n’est actif que sur un seul dossier : le second est refusé et le premier est "
        "proposé.",
        of.VENDOR,
    ),
    ours(
        "IV-211",
        "Même date, même nom et même premier prénom, ou même date et nom utilisé de l’un égal au "
        "nom de l’autre : doublon possible, montré, jamais fusionné seul.",
    ),
    ours(
        "IV-212",
        "Une fusion est décidée par une personne, avec un motif ; elle garde les deux historiques "
        "et est refusée entre deux matricules actifs différents.",
    ),
    ours(
        "IV-213",
        "Même nom, même premier prénom, même sexe et dates proches, d’un chiffre ou par échange du "
        "jour et du mois : homonyme possible.",
    ),
    ours(
        "IV-214",
        "Quand deux personnes sont mêlées dans un dossier, il est marqué douteux, rien n’est plus "
        "transmis et ce qui est parti est listé.",
    ),
)
