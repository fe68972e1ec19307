"""One French sentence per failure of the readers and of the two cards (ux.md §7)."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.ui.parts.error_card import ErrorText

OFFLINE = "Travailler hors ligne"
BY_TRAITS = "Rechercher par les traits"
HOME = "Revenir à l’accueil"
BACK = "Revenir à l’écran"
RETRY = "Réessayer"
TEST_AGAIN = "Refaire le test"
HOW = "Voir comment faire"


_READERS = {
    "CardServiceStopped": ErrorText(
        "E-PCSC-1",
        "Le service de cartes est arrêté",
        "L’ordinateur n’a pas démarré le service qui parle aux lecteurs de cartes.",
        HOW,
        OFFLINE,
        "plug-connected-x",
    ),
    "CardServiceAbsent": ErrorText(
        "E-PCSC-2",
        "Le service de cartes n’est pas installé",
        "Il manque un composant du système pour lire les cartes.",
        HOW,
        OFFLINE,
        "plug-connected-x",
    ),
    "NoReader": ErrorText(
        "E-RDR-1",
        "Aucun lecteur détecté",
        "Branchez le lecteur. S’il est branché, changez de prise USB et évitez les multiprises : "
        "il sera reconnu aussitôt.",
        TEST_AGAIN,
        OFFLINE,
        "device-usb",
    ),
    "ReaderUnplugged": ErrorText(
        "E-RDR-2",
        "Le lecteur a été débranché",
        "L’opération est interrompue, rien n’est enregistré. Rebranchez le lecteur.",
        RETRY,
        BACK,
        "device-usb",
    ),
    "ReaderBusy": ErrorText(
        "E-RDR-3",
        "Lecteur occupé par un autre logiciel",
        "Un autre programme, souvent celui de facturation, utilise la carte. Terminez-y "
        "l’opération en cours.",
        RETRY,
        "Annuler",
        "lock",
    ),
}

_VITALE = {
    "CardAbsent": ErrorText(
        "E-VIT-6",
        "Aucune carte Vitale dans le lecteur",
        "Insérez la carte Vitale du patient : la lecture part toute seule.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card",
    ),
    "CardRemoved": ErrorText(
        "E-VIT-4",
        "Carte retirée trop tôt",
        "Rien n’est enregistré. Remettez la carte et laissez-la jusqu’à la fin.",
        "Réessayer (F5)",
        HOME,
        "credit-card-off",
    ),
    "CardChanged": ErrorText(
        "E-VIT-3",
        "Carte changée pendant l’opération",
        "Ce n’est plus la carte qui a été lue. Par sécurité, tout est annulé : rien n’est "
        "enregistré.",
        "Recommencer",
        HOME,
        "credit-card-off",
    ),
    "CardUnreadable": ErrorText(
        "E-VIT-1",
        "Carte Vitale illisible",
        "Essuyez la puce et réinsérez la carte, puce en avant. Sans carte Vitale, la procédure "
        "d’exception n’est pas possible.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card-off",
    ),
    "CardSilent": ErrorText(
        "E-VIT-12",
        "La carte Vitale ne répond plus",
        "L’échange reste ouvert tant qu’elle est dans le lecteur : retirez la carte, puis "
        "remettez-la. Rien n’est enregistré.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card-off",
    ),
    "VitaleProtected": ErrorText(
        "E-VIT-10",
        "Cette carte Vitale protège son identité",
        "C’est normal, la carte n’a pas de défaut : sa lecture demande le composant officiel "
        "fourni sous licence. Recherchez le patient par ses traits.",
        BY_TRAITS,
        HOME,
        "lock",
    ),
    "CardWithoutNumber": ErrorText(
        "E-VIT-13",
        "Cette carte ne donne pas de numéro utilisable",
        "INSi ne peut pas être interrogé avec elle : cherchez par les traits, déjà remplis avec "
        "ce qui a été lu. La procédure d’exception n’est pas possible.",
        BY_TRAITS,
        HOME,
        "credit-card-off",
    ),
    "NotAVitale": ErrorText(
        "E-CPS-2",
        "Cette carte n’est pas une carte Vitale",
        "Une CPS se trouve dans la fente de la carte Vitale : échangez les deux cartes.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card-off",
    ),
    "UnknownCard": ErrorText(
        "E-VIT-11",
        "Carte non reconnue",
        "Elle répond, mais pas comme une carte Vitale. Insérez la carte Vitale du patient. Les "
        "détails gardent ce qui désigne ce modèle de carte.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card-off",
    ),
    "VitaleTooOld": ErrorText(
        "E-VIT-7",
        "Carte d’ancienne génération, à faire remplacer",
        "insdesk ne lit pas cette première génération de carte Vitale : le patient demande la "
        "nouvelle à sa caisse. Cherchez-le par ses traits.",
        BY_TRAITS,
        HOME,
        "credit-card-off",
    ),
    "VitaleComponentAbsent": ErrorText(
        "E-VIT-2",
        "Composant de lecture Vitale absent",
        "La lecture de la carte demande un composant officiel fourni sous licence, absent de ce "
        "poste.",
        BY_TRAITS,
        HOME,
        "puzzle",
    ),
    "TestCardRefused": ErrorText(
        "E-VIT-9",
        "Carte de test refusée",
        "Cette carte Vitale est une carte de test : en production elle ne désigne personne. Rien "
        "n’en est gardé.",
        "Réessayer (F5)",
        HOME,
        "credit-card-off",
    ),
    "AppCodeRefused": ErrorText(
        "E-VIT-8",
        "Code de l’application carte Vitale refusé",
        "Il n’est pas authentique ou ne se lit pas : rien n’en est gardé. Demandez au patient d’en "
        "afficher un nouveau, ou prenez sa carte Vitale.",
        RETRY,
        BY_TRAITS,
        "device-mobile",
    ),
    "HolderNotOnCard": ErrorText(
        "E-VIT-5",
        "Mon patient n’est pas sur cette carte",
        "Le bénéficiaire choisi n’appartient pas à la carte qui est dans le lecteur.",
        "Réessayer (F5)",
        BY_TRAITS,
        "credit-card-off",
    ),
}

_CPS = {
    "PractitionerCardAbsent": ErrorText(
        "E-CPS-1",
        "Insérez votre CPS",
        "Elle doit rester dans le lecteur pendant la qualification. insdesk attend la carte.",
        TEST_AGAIN,
        OFFLINE,
        "id",
    ),
    "NotAPractitionerCard": ErrorText(
        "E-CPS-2",
        "Cette carte n’est pas une CPS",
        "La carte Vitale se trouve peut-être dans la mauvaise fente : échangez les deux cartes.",
        TEST_AGAIN,
        OFFLINE,
        "id",
    ),
    "OtherPractitioner": ErrorText(
        "E-CPS-3",
        "CPS d’un autre titulaire",
        "Ce poste est réglé pour un autre praticien. Aucun code n’a été envoyé à cette carte. "
        "Insérez la sienne, ou changez de praticien.",
        "Changer de praticien",
        OFFLINE,
        "id",
    ),
    "PractitionerCardExpired": ErrorText(
        "E-CPS-4",
        "CPS expirée{since}",
        "INSi la refusera. Demandez votre nouvelle carte.",
        "Que faire ?",
        OFFLINE,
        "id",
    ),
    "PractitionerComponentAbsent": ErrorText(
        "E-CPS-5",
        "Composant CPS introuvable",
        "La bibliothèque de la carte CPS n’est pas installée sur ce poste.",
        "Voir comment installer",
        OFFLINE,
        "puzzle",
    ),
    "PractitionerComponentFailed": ErrorText(
        "E-CPS-6",
        "Le composant CPS ne répond plus",
        "La bibliothèque de la carte CPS s’est arrêtée ou bloquée. insdesk l’a fermée : rien n’a "
        "été signé, et aucun code ne sera renvoyé sans vous.",
        TEST_AGAIN,
        OFFLINE,
        "puzzle",
    ),
    "PinRejected": ErrorText(
        "E-PIN-1",
        "Code incorrect, {attempts_left} essais restants",
        "La CPS a refusé le code porteur. Il n’est jamais envoyé une seconde fois sans vous.",
        "Ressaisir le code",
        "Annuler",
        "lock",
    ),
    "PinBlocked": ErrorText(
        "E-PIN-3",
        "Code bloqué",
        "La carte est bloquée après trois codes faux. Il faut le code de déblocage reçu par "
        "courrier avec le code porteur.",
        "Comment débloquer",
        OFFLINE,
        "lock",
    ),
    "PinRequired": ErrorText(
        "E-PIN-4",
        "Code à ressaisir",
        "La CPS attend votre code porteur : il est demandé une fois, tant que la carte reste dans "
        "le lecteur, et de nouveau une fois le délai dépassé.",
        "Saisir le code",
        OFFLINE,
        "lock",
    ),
    "PinMalformed": ErrorText(
        "E-PIN-5",
        "Ce code ne peut pas être un code porteur",
        "Un code porteur a quatre chiffres. Rien n’a été envoyé à la carte : aucun essai n’est "
        "perdu.",
        "Ressaisir le code",
        "Annuler",
        "lock",
    ),
}

CARD_ERRORS: Mapping[str, ErrorText] = _READERS | _VITALE | _CPS

LAST_TRY = ErrorText(
    "E-PIN-2",
    "Dernier essai",
    "Un nouveau code faux bloquera la carte.",
    "Ressaisir le code",
    "J’arrête ici",
    "lock",
)
