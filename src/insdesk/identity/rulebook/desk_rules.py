"""Our own decisions that no text asks for and no other rule holds: D01 and following."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook.entry import ours

DECISIONS: Final = (
    ours(
        "D01",
        "Le résultat d’ensemble d’une comparaison est celui du trait le moins bon : il n’y a ni "
        "note ni moyenne.",
    ),
    ours(
        "D02",
        "Un trait que l’un des côtés n’a pas laisse l’ensemble « équivalent » au mieux, sans "
        "bloquer.",
    ),
    ours(
        "D03",
        "Une différence admise entre deux valeurs présentes est cochée une à une ; un simple "
        "complément ne l’est pas.",
    ),
    ours(
        "D04",
        "Quand un critère a été changé après une réponse sans identité, chaque ligne est à cocher.",
    ),
    ours("D05", "Une clé fausse reçue d’INSi est gardée telle quelle et signalée, jamais réparée."),
    ours(
        "D06",
        "Une réponse compte comme obtenue par la carte Vitale si la carte est restée dans le "
        "lecteur jusqu’à elle.",
    ),
    ours(
        "D07",
        "Une qualification peut être annulée d’ici pendant 60 secondes ; ensuite elle est retirée "
        "avec un motif.",
    ),
    ours("D08", "Une fusion peut être défaite pendant 30 jours."),
    ours(
        "D09",
        "Des jumeaux, même nom, même date et même lieu mais prénoms différents, ne sont jamais "
        "proposés comme doublon.",
    ),
    ours(
        "D10",
        "Un homonyme détecté ferme la procédure d’exception ; un homonyme confirmé par une "
        "personne ne la ferme pas.",
    ),
    ours(
        "D11",
        "Nommer la pièce et confirmer déclare que les cinq traits y ont été lus ; l’écran le dit "
        "avant.",
    ),
    ours(
        "D12",
        "Une même réponse acceptée à nouveau sur une identité récupérée la laisse récupérée, avec "
        "la date et le moyen du dernier appel.",
    ),
    ours(
        "D13",
        "Sur tout l’essai de prénoms voulu par l’utilisateur, chaque appel est noté et l’essai "
        "s’arrête à la première réponse autre que « aucune identité ».",
    ),
    ours("D14", "Le nom d’un fichier, d’une fenêtre ou d’un message ne contient aucun trait."),
    ours(
        "D15",
        "La vérification de toute la base se fait sans appel à INSi ; les appels restent un à un.",
    ),
    ours(
        "D16",
        "Quand INSi ne répond pas, le patient attend avec la pièce notée ; il est repris par les "
        "traits, et la pièce est confirmée à nouveau.",
    ),
    ours(
        "D17",
        "Seul le praticien, avec sa propre CPS, accorde au secrétariat les actes que le tableau "
        "des rôles laisse à son choix.",
    ),
    ours(
        "D18",
        "Pour une fusion, une identité récupérée et une identité validée se valent : l’une ou "
        "l’autre peut être gardée.",
    ),
    ours("D19", "Un dossier marqué douteux ou fictif n’est jamais fusionné avec un autre."),
    ours(
        "D20",
        "Mêmes noms, deux dates arrondies de la même année et une marque « date interprétée » : "
        "les deux dossiers sont un doublon possible.",
    ),
    ours(
        "D21",
        "Une lecture de l’application carte Vitale ne sert plus après 15 minutes : elle est à "
        "refaire.",
    ),
    ours(
        "D22",
        "Un rappel demandé pour la prochaine visite reste à traiter jusqu’à ce qu’INSi soit "
        "interrogé à nouveau pour ce patient.",
    ),
    ours(
        "D23",
        "Comme on ignore quand une collision a commencé, tout ce qui est parti avec l’INS des deux "
        "dossiers est dans la liste.",
    ),
)
