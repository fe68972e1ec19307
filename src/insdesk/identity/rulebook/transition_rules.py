"""The sentence and the source of each transition T01 to T35; their rows are in `transitions`."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

TRANSITIONS: Final = (
    published(
        "T01",
        "Un dossier créé à la main, après recherche dans la base et avec ses cinq traits, est une "
        "identité provisoire.",
        of.PRIMARY,
    ),
    published(
        "T02",
        "Un dossier créé à partir d’une réponse d’INSi acceptée, après recherche dans la base, est "
        "une identité récupérée : rien n’est retapé.",
        of.GUYANA,
    ),
    published(
        "T03",
        "L’application carte Vitale, lue après recherche dans la base, donne une identité "
        "qualifiée : INSi n’est pas interrogé.",
        of.rniv("§4.3.4") + " ; dossier déjà connu : décision d’insdesk",
    ),
    ours(
        "T04",
        "Un dossier importé est une identité provisoire ; l’INS reçue est mise à part et n’est pas "
        "montrée comme une INS.",
    ),
    published(
        "T05",
        "Une identité provisoire dont les cinq traits sont lus sur une pièce de haut niveau de "
        "confiance devient validée.",
        f"{of.FR_CORE}, identity-reliability, citant {of.RNIV1}",
    ),
    published(
        "T06",
        "Une identité récupérée dont les cinq traits sont lus sur une pièce de haut niveau de "
        "confiance devient qualifiée.",
        f"{of.FR_CORE}, identity-reliability, citant {of.RNIV1}",
    ),
    published(
        "T07",
        "Une identité provisoire devient récupérée quand la réponse d’INSi concorde et que "
        "l’utilisateur l’accepte ; les traits d’INSi remplacent ceux du dossier.",
        f"{of.BRITTANY} ; {of.FR_CORE}",
    ),
    published(
        "T08",
        "Une identité validée devient qualifiée quand INSi donne exactement les traits contrôlés "
        "et que l’utilisateur accepte.",
        f"{of.FR_CORE}, identity-reliability",
    ),
    ours(
        "T09",
        "Une identité validée devient qualifiée avec des différences admises si chacune est "
        "vérifiée sur la pièce ; le journal les garde.",
    ),
    published(
        "T10",
        "Quand INSi ne concorde pas avec une identité validée, elle reste validée et la réponse "
        "est écartée.",
        f"{of.FR_CORE}, identity-reliability",
    ),
    published(
        "T11",
        "Quand INSi ne concorde pas avec une identité provisoire, elle reste provisoire : corrigez "
        "d’après une pièce, ou marquez-la douteuse.",
        of.BRITTANY,
    ),
    published(
        "T12",
        "Une réponse « aucune identité », « plusieurs identités » ou une panne ne change pas le "
        "statut.",
        of.BRITTANY,
    ),
    published(
        "T13",
        "Une identité récupérée par la carte Vitale devient qualifiée par l’attestation de la "
        "procédure d’exception, si toutes ses conditions sont remplies.",
        of.NOTE,
    ),
    published(
        "T14",
        "L’attestation est refusée quand INSi a été interrogé par les traits : il faut l’appel "
        "avec la carte Vitale.",
        of.NOTE,
    ),
    published(
        "T15",
        "L’attestation est refusée tant qu’INSi n’a pas été interrogé avec la carte Vitale.",
        of.NOTE,
    ),
    usual(
        "T16",
        "Un trait d’identité modifié à la main, après avertissement et avec un motif, rend "
        "l’identité provisoire ; son INS est gardée comme invalidée.",
        f"{of.VENDOR} ; archivage : {of.GUIDE}, EXI REC 08",
    ),
    usual(
        "T17",
        "Une INS retirée d’une identité qualifiée par une pièce, avec un motif, laisse l’identité "
        "validée.",
        of.VENDOR,
    ),
    ours(
        "T18",
        "Une INS retirée d’une identité qualifiée sans pièce, avec un motif, laisse l’identité "
        "provisoire.",
    ),
    usual(
        "T19",
        "Une INS retirée d’une identité récupérée, avec un motif, laisse l’identité provisoire.",
        of.VENDOR,
    ),
    usual(
        "T20",
        "Quand la vérification dit l’INS non concordante, l’identité devient provisoire : l’INS "
        "n’est plus utilisée ni transmise.",
    ),
    usual("T21", "Une INS confirmée garde son statut ; la date de vérification est mise à jour."),
    ours(
        "T22",
        "Une vérification qui n’aboutit pas ne change rien : elle est à refaire plus tard.",
    ),
    usual(
        "T23",
        "Un nouveau matricule est accepté quand les traits sont identiques et que l’ancien figure "
        "dans l’historique d’INSi ; l’ancien est gardé avec sa période.",
        f"{of.SCHEMAS}, INSHISTO ; {of.GUIDE}, EXI REC 08",
    ),
    ours(
        "T24",
        "Une identité qualifiée qui diffère peu d’une nouvelle réponse reste qualifiée si chaque "
        "différence est vérifiée sur une pièce, sinon elle devient récupérée.",
    ),
    ours(
        "T25",
        "Un autre matricule, absent de l’historique d’INSi, n’est pas enregistré : deux personnes "
        "sont peut-être mêlées dans ce dossier.",
    ),
    ours(
        "T26",
        "Retirer le contrôle, avec un motif, ramène une identité qualifiée à récupérée et une "
        "identité validée à provisoire.",
    ),
    ours("T27", "Annuler l’attestation, avec un motif, ramène l’identité à récupérée."),
    published(
        "T28",
        "Marquer une identité douteuse ou fictive, après confirmation, la rend provisoire ; son "
        "INS est gardée comme invalidée.",
        of.guide("EXI ID 26"),
    ),
    ours(
        "T29",
        "Retirer la marque « douteuse » ou « fictive », avec un motif, laisse l’identité "
        "provisoire.",
    ),
    published(
        "T30",
        "Poser ou retirer la marque « homonyme » ne change pas le statut.",
        of.fr_core_issue(335),
    ),
    usual("T31", "Modifier un renseignement complémentaire ne change pas le statut."),
    published(
        "T32",
        "Effacer après cinq ans la copie d’une pièce ne change pas le statut : le type de pièce et "
        "la date restent.",
        of.medical_devices("INS 46") + " ; maintien du statut : décision d’insdesk",
    ),
    usual(
        "T33",
        "Deux dossiers de la même personne sont fusionnés avec un motif, jamais avec deux "
        "matricules actifs différents qu’aucun historique ne relie.",
        f"{of.VENDOR} ; refus : décision d’insdesk",
    ),
    published(
        "T34",
        "Le refus de montrer une pièce est noté et ne change pas le statut.",
        of.NOTE,
    ),
    ours(
        "T35",
        "Quand une nouvelle réponse d’INSi contredit une identité récupérée ou qualifiée, elle "
        "n’est pas acceptée : l’écart est à régler d’après une pièce.",
    ),
)
