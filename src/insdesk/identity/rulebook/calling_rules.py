"""Rules about the calls to INSi and their answers: IV-300 to IV-332."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

CALLING: Final = (
    published(
        "IV-300",
        "L’appel avec la carte Vitale est préféré ; s’il y a plusieurs bénéficiaires, la personne "
        "concernée est choisie avant l’appel.",
        of.GUYANA,
    ),
    published(
        "IV-301",
        "Sans carte Vitale, INSi est interrogé par le nom de naissance, un prénom au moins, le "
        "sexe et la date ; le lieu est facultatif.",
        f"{of.BRITTANY} ; {of.GUYANA} ; {of.SCHEMAS}",
    ),
    published(
        "IV-302",
        "INSi est interrogé pour un patient à la fois, au fil des venues : jamais en série sur un "
        "fichier.",
        of.GUYANA,
    ),
    published(
        "IV-303",
        "L’appel est fait sous la carte nominative de celui qui agit, CPS ou CPE présente dans le "
        "lecteur, jamais sous un simple mot de passe.",
        f"{of.NOTE} ; {of.GUYANA}",
    ),
    published(
        "IV-304",
        "INSi n’est pas interrogé pour une identité douteuse ou fictive, sans sexe M ou F, avec un "
        "nom mal écrit, une date incomplète ou une INS venue de l’application.",
        f"{of.FR_CORE}, citant {of.RNIV1} ; {of.FIELD}",
    ),
    published(
        "IV-305",
        "Les traits partent vers INSi en capitales sans accent : un accent n’est jamais la cause "
        "d’une réponse « aucune identité ».",
        of.lexical("§2"),
    ),
    published(
        "IV-310",
        "Le premier essai porte sur le premier prénom ; les relances avec d’autres prénoms sont "
        "voulues par l’utilisateur, comptées et notées au journal.",
        "Client INSi public de Padoa (GitHub) ; nombre de relances : décision d’insdesk",
    ),
    ours("IV-311", "Le sexe ou la date ne sont jamais devinés en essayant des valeurs."),
    ours(
        "IV-320",
        "Une réponse fermée sans décision est écartée ; la rouvrir demande un nouvel appel.",
    ),
    published(
        "IV-321",
        "Une réponse n’est acceptée que si elle donne une seule identité et que la comparaison ne "
        "relève aucune différence qui bloque ; les anciennes valeurs restent dans l’historique.",
        f"{of.BRITTANY} ; historique : décision d’insdesk",
    ),
    usual(
        "IV-322",
        "Les traits venus d’INSi sont en lecture seule ; les déverrouiller est un acte voulu, avec "
        "un avertissement.",
        of.VENDOR,
    ),
    ours(
        "IV-323",
        "Corriger un trait du dossier refait la comparaison sur la même réponse, sans nouvel "
        "appel ; corriger un des quatre traits ferme la procédure d’exception.",
    ),
    ours(
        "IV-330",
        "Les deux identités sont montrées côte à côte, trait par trait, avec le résultat et sa "
        "raison ; chaque différence admise est cochée une à une.",
    ),
    published(
        "IV-331",
        "Le patient peut relire ses traits sur un écran qui ne montre que lui ; ce qu’il conteste "
        "bloque la qualification.",
        f"{of.NOTE} ; écran et blocage : décision d’insdesk",
    ),
    ours(
        "IV-332",
        "Accepter la réponse d’INSi et contrôler l’identité sont deux actes, notés séparément même "
        "quand ils se suivent.",
    ),
)
