"""Rules about documents (IV-400 to IV-406) and the exception procedure (X1 to X11, IV-500…, Q1)."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

EVIDENCE: Final = (
    published(
        "IV-400",
        "La liste des pièces est réglable, chacune avec son niveau de confiance, et aucune n’est "
        "choisie d’avance ; une pièce sans ce niveau ne valide rien.",
        of.guide("EXI ID 19") + " ; RNIV 1, EXI SI 10 et 23",
    ),
    published(
        "IV-401",
        "Le type de pièce est noté avec l’acte ; sans lui l’identité n’est pas contrôlée.",
        f"{of.NOTE} ; RNIV 1, EXI SI 10, d’après healthcare-domain (GitHub)",
    ),
    published(
        "IV-402",
        "La pièce est celle de la personne présente et les cinq traits y sont lus un à un ; un "
        "trait qu’elle ne porte pas est marqué « absent du document ».",
        f"{of.NOTE} ; marque « absent » : décision d’insdesk",
    ),
    published(
        "IV-403",
        "Le numéro, la photo et la copie de la pièce ne sont pas nécessaires : insdesk n’en garde "
        "aucune copie.",
        of.medical_devices("INS 46") + " ; absence de copie : décision d’insdesk",
    ),
    usual(
        "IV-404",
        "Une pièce périmée est notée comme telle et le praticien décide : on vérifie une "
        "concordance, pas un droit de séjour.",
    ),
    published(
        "IV-405",
        "Le contrôle est fait une fois par professionnel et par patient : il n’est pas redemandé à "
        "chaque visite.",
        f"{of.NOTE} ; {of.AQUITAINE}",
    ),
    published(
        "IV-406",
        "Pour un mineur sans pièce, deux parts sont gardées : l’acte ou le livret de famille, et "
        "la pièce de l’adulte avec son lien ; une seule ne suffit pas.",
        f"{of.RHONE} ; refus d’une seule part : décision d’insdesk",
    ),
)

EXCEPTION: Final = (
    published(
        "X1",
        "La procédure d’exception est réservée au libéral qui qualifie seul, sans secrétariat à "
        "qui déléguer ; il le déclare chaque année.",
        f"{of.NOTE} ; renouvellement annuel : décision d’insdesk",
    ),
    published(
        "X2",
        "Elle est fermée à l’hôpital, au médico-social, au centre de santé, à l’officine, au "
        "laboratoire et au cabinet de radiologie.",
        of.NOTE,
    ),
    published(
        "X3",
        "Le patient est déjà connu : son dossier est plus ancien que l’appel, ou le praticien dit "
        "depuis quand il le suit.",
        f"{of.NOTE} ; preuve demandée : décision d’insdesk",
    ),
    published(
        "X4",
        "Le praticien agit lui-même, avec sa propre CPS, sur le poste dont il s’est dit "
        "titulaire : une CPE, même nominative, est refusée pour cet acte.",
        f"{of.NOTE} ; refus de la CPE et du poste sans titulaire : décision d’insdesk",
    ),
    published(
        "X5",
        "La CPS est dans le lecteur, code saisi, au moment de l’appel et de l’attestation.",
        of.NOTE,
    ),
    published(
        "X6",
        "INSi a été interrogé avec la carte Vitale dans ce parcours, depuis moins de 15 minutes.",
        f"{of.NOTE} ; délai : décision d’insdesk",
    ),
    published(
        "X7",
        "Nom de naissance, premier prénom, date de naissance et sexe du dossier concordent avec "
        "INSi ; un trait manquant bloque.",
        f"{of.NOTE} ; différences cochées : décision d’insdesk",
    ),
    ours(
        "X8",
        "Les quatre traits étaient notés avant l’appel : sans cela il n’y aurait rien à comparer.",
    ),
    published(
        "X9",
        "Le numéro de la carte et l’écran montré au patient sont notés ; un numéro qui contredit "
        "INSi bloque.",
        f"{of.NOTE} (conseil) ; blocage : décision d’insdesk",
    ),
    published(
        "X10",
        "L’identité n’est ni douteuse ni fictive, et aucun homonyme n’est à lever.",
        of.rniv("EXI SI 09", of.fr_core_issue(335)) + " ; homonyme : décision d’insdesk",
    ),
    published(
        "X11",
        "Le praticien coche lui-même l’attestation, jamais cochée d’avance, dans les termes exacts "
        "de l’Assurance Maladie.",
        of.NOTE,
    ),
    ours(
        "IV-500",
        "Le contrôle par une pièce est proposé d’abord, la procédure d’exception ensuite.",
    ),
    published(
        "IV-501",
        "Avec l’application carte Vitale la procédure d’exception est inutile : elle est proposée "
        "d’abord.",
        of.NOTE,
    ),
    published(
        "IV-502",
        "Le lieu n’est pas un des quatre traits ; s’il diffère, la réponse d’INSi n’est pourtant "
        "pas acceptée tant qu’il n’est pas corrigé.",
        f"{of.NOTE} ; conduite à tenir : décision d’insdesk",
    ),
    usual(
        "IV-503",
        "Un nouveau patient, celui d’un remplaçant ou celui que seul un confrère connaît n’est pas "
        "« déjà connu ».",
    ),
    usual(
        "IV-504",
        "Un mineur n’est pas exclu : le praticien doit connaître l’identité de l’enfant, le numéro "
        "de la carte étant souvent celui d’un parent.",
    ),
    ours(
        "IV-505",
        "La note date de 2023 : la procédure d’exception reste un réglage daté, qui montre sa "
        "source.",
    ),
    ours(
        "Q1",
        "Rien ne dit que la note de 2023 vaut encore sous le RNIV de 2024 : la procédure "
        "d’exception peut être fermée dans les réglages.",
    ),
)
