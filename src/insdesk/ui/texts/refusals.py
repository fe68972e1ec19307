"""Why something is refused: one sentence a reason, with the way to repair it or to go on."""

from __future__ import annotations

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    "SECRETARIAT": "Réservée aux praticiens qui qualifient eux-mêmes : contrôlez une pièce.",
    "DECLARATION": "Déclarez d’abord votre mode d’exercice dans les réglages (à renouveler chaque "
    "année).",
    "STRUCTURE": "Réservée aux libéraux : contrôlez une pièce. Hôpital, structure "
    "médico-sociale, centre de santé, "
    "officine, laboratoire et radiologie en sont exclus.",
    "CPS_AUTRE": "Votre CPS doit être dans le lecteur. Un collaborateur ne peut pas utiliser cette "
    "procédure.",
    "POSTE_SANS_TITULAIRE": "Ce poste n’a pas encore de titulaire : dites d’abord qui vous êtes "
    "dans les réglages, « Configurer mon poste ».",
    "CPS_ABSENTE": "Votre CPS doit être dans le lecteur, code saisi.",
    "CARTE_NON_ADMISE": "Cette carte professionnelle ne permet pas de qualifier : prenez la CPS.",
    "PAS_DE_REPONSE": "Il faut d’abord interroger INSi.",
    "CANAL_TRAITS": "Il faut interroger INSi avec la carte Vitale du patient.",
    "REPONSE_ANCIENNE": "La réponse d’INSi date de plus de 15 minutes : relisez la carte Vitale.",
    "TRAITS_NON_CONCORDANTS": "Les traits ne concordent pas : contrôlez une pièce.",
    "TRAIT_MANQUANT": "Il manque un trait au dossier : {trait}. Complétez-le.",
    "TRAITS_POSTERIEURS": "Les traits du dossier ont été notés ou corrigés après l’appel à INSi "
    ": contrôlez une pièce.",
    "NSS_DISCORDANT": "Le numéro de la carte Vitale n’est pas celui que donne INSi : contrôlez "
    "une pièce.",
    "DOUTEUSE": "Cette identité est marquée douteuse : levez d’abord le doute, depuis la fiche.",
    "FICTIVE": "Cette identité est marquée fictive : retirez d’abord la marque, depuis la fiche.",
    "HOMONYME": "Un homonyme est à lever d’abord : comparez les deux dossiers.",
    "PAS_CONNU": "Réservée aux patients que vous connaissez déjà : contrôlez une pièce.",
    "ATTESTATION_NON_COCHEE": "Cochez l’attestation.",
    "ATTESTATION_TEXTE": "La phrase affichée n’est pas la phrase officielle : rouvrez la "
    "comparaison.",
    "REGLAGE_DESACTIVE": "La procédure d’exception est désactivée : contrôlez une pièce, ou "
    "activez-la dans les réglages.",
    "CARTE_ABSENTE": "La carte Vitale a été retirée : remettez-la.",
    "LIGNES_A_COCHER": "Il reste {count} lignes à vérifier.",
    "AUCUNE_PIECE": "Indiquez comment vous avez contrôlé l’identité.",
    "PIECE_REFUSEE": "Cette pièce n’a pas le niveau de confiance demandé : choisissez-en une "
    "autre.",
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
    "PIECE_MINEUR": "Cette pièce ne vaut que pour un enfant mineur : choisissez-en une autre.",
    "TRAIT_DIFFERENT": "La pièce montre un trait différent : {trait}. Corrigez le dossier "
    "d’après elle.",
    "DEJA_CONTROLEE": "L’identité de ce patient est déjà contrôlée : l’attestation est inutile, "
    "continuez sans.",
    "TRAIT_ABSENT": "La pièce ne porte pas ce trait : {trait}. Choisissez une autre pièce.",
    "REPONSE_INCOMPLETE": "La réponse d’INSi n’est pas complète : elle ne peut pas qualifier, "
    "interrogez-le à nouveau.",
    "MATRICULE_INCOHERENT": "Le matricule reçu est incohérent : il ne peut pas qualifier, "
    "interrogez INSi à nouveau.",
    "CONTESTE_PATIENT": "Le patient a signalé une erreur : à lever avec lui, puis montrez-lui à "
    "nouveau l’écran.",
    "DISCORDANCE": "Les identités ne concordent pas : comparez-les avec la pièce.",
    "MATRICULE_PRIS": "Un autre dossier porte déjà ce matricule INS : ouvrez-le.",
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
    "RESERVE_PRATICIEN": "Cet acte est réservé au praticien : il se fait avec sa propre CPS.",
    "TROP_DE_RELANCES": "INSi a déjà été interrogé six fois pour ce patient : vérifiez la pièce, "
    "ou recommencez depuis l’accueil avec la carte Vitale.",
    "MOTIF_MANQUANT": "Indiquez le motif : il est gardé dans l’historique.",
    "RIEN_A_RETIRER": "Ce motif ne retire rien à cette identité : choisissez-en un autre.",
    "A_CONFIRMER": "Cette marque rend l’identité provisoire et invalide son INS : confirmez-la.",
    "ATTRIBUT_ABSENT": "Ce dossier ne porte pas cette marque : il n’y a rien à retirer.",
    "A_DEVERROUILLER": "Ces traits viennent d’INSi ou ont été contrôlés : déverrouillez-les "
    "d’abord.",
    "AVERTISSEMENT": "Cochez que vous avez lu ce que cette correction fait tomber.",
    "RIEN_DE_DISCORDANT": "Les identités concordent : il n’y a rien à noter, continuez.",
    "DOSSIER_A_CORRIGER": "La pièce dit comme INSi : corrigez le dossier et continuez.",
    "PIECE_SANS_EFFET": "L’identité est douteuse ou fictive : cette pièce sera notée, mais elle ne "
    "validera rien tant que la marque est là : levez d’abord le doute.",
    "PIECE_UTILE": "Cette identité n’est ni douteuse ni fictive : contrôlez la pièce depuis la "
    "comparaison.",
    "MEME_DOSSIER": "C’est deux fois le même dossier : choisissez l’autre dossier.",
    "DEUX_MATRICULES": "Les deux dossiers portent deux matricules INS actifs qu’aucun historique "
    "d’INSi ne relie : retirez d’abord l’INS qui n’est pas celle de cette personne.",
    "MOINS_BIEN_CLASSEE": "L’autre dossier a un meilleur statut : gardez celui-là, et fusionnez "
    "celui-ci dedans.",
    "DEJA_FUSIONNE": "Un de ces dossiers est déjà fusionné dans un autre : ouvrez celui qui reste.",
    "DEJA_ANNULEE": "Cette fusion est déjà annulée : il n’y a rien à refaire.",
    "DELAI_ANNULATION": "Plus de 30 jours ont passé : la fusion ne peut plus être annulée. Créez "
    "un dossier s’il en faut deux.",
    "FUSION_A_FAIRE": "Si c’est la même personne, fusionnez les deux dossiers.",
    "SE_LEVE_SEULE": "Cette ligne disparaît d’elle-même quand ce qu’elle demande est fait.",
    "ENVIRONNEMENT": "La réponse ne vient pas de l’environnement de cette base : vérifiez "
    "l’adresse d’INSi dans les réglages.",
}
"""One sentence per reason code of a refusal (rules of the use cases)."""

BY_RULE: Mapping[str, str] = {
    "IV-011": "Il manque un trait d’identité : complétez le dossier avant de l’enregistrer.",
    "IV-032": REFUSALS["MATRICULE_INCOHERENT"],
    "IV-112": "Une identité fictive ne porte aucune autre marque : retirez d’abord celle qui gêne.",
    "IV-101": "Il manque encore l’accord d’INSi ou le contrôle de l’identité : faites les deux.",
    "IV-110": "Identité douteuse ou fictive : l’appel à INSi n’est pas permis. Levez d’abord le "
    "doute.",
    "IV-200": "La base n’a pas encore été parcourue : recommencez depuis l’accueil.",
    "IV-210": REFUSALS["MATRICULE_PRIS"],
    "IV-300": "Choisissez d’abord le bénéficiaire de la carte.",
    "IV-304": "INSi n’est interrogé qu’avec un sexe féminin ou masculin, et jamais pour une INS "
    "venue de l’application carte Vitale : corrigez le dossier d’après la pièce.",
    "IV-321": REFUSALS["DISCORDANCE"],
    "T03": "L’application carte Vitale n’a pas pu qualifier cette identité : interrogez INSi.",
    "T25": "INSi donne un autre matricule que celui du dossier : rien n’a été remplacé, déclarez "
    "une collision depuis la fiche.",
    "T26": "La qualification ne peut plus être annulée d’ici : plus de 60 secondes ont passé. "
    "Déqualifiez-la depuis la fiche.",
}
"""For a refusal raised by its rule alone."""
