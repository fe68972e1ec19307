"""Words of the acts on one record: the menu « Plus… », what falls with each act, the reasons."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.identity.patient import Attribut, Status
from insdesk.qualification.roles import Act

MENU: Mapping[str, tuple[str, str]] = {
    "edit": ("Corriger les traits", "pencil"),
    "homonym": ("Marquer homonyme", "users"),
    "doubtful": ("Marquer douteuse", "user-question"),
    "fictitious": ("Marquer fictive", "puzzle"),
    "clear": ("Retirer une marque", "eye-off"),
    "dequalify": ("Retirer la qualification", "shield-x"),
    "collision": ("Déclarer une collision", "alert-triangle"),
    "merge": ("Doublons et homonymes", "users-group"),
    "situation": ("Situation particulière", "info-circle"),
}
"""Code of an entry of « Plus… » → its words and its icon, in the order of the menu."""

MENU_ACTS: Mapping[str, Act] = {
    "edit": Act.SEARCH_CREATE,
    "homonym": Act.SET_ATTRIBUTE,
    "doubtful": Act.SET_ATTRIBUTE,
    "fictitious": Act.SET_ATTRIBUTE,
    "clear": Act.SET_ATTRIBUTE,
    "dequalify": Act.WITHDRAW,
    "collision": Act.SET_ATTRIBUTE,
    "merge": Act.SEARCH_CREATE,
    "situation": Act.SEARCH_CREATE,
}
"""The row of the table of roles that each entry asks for."""

MENU_MARKS: Mapping[str, tuple[Attribut, ...]] = {
    "homonym": (Attribut.HOMA, Attribut.HOMD),
    "doubtful": (Attribut.DOUT,),
    "fictitious": (Attribut.FICT,),
}
"""The marks that an entry sets."""

MARKED = "Ce dossier porte déjà cette marque."
NO_MARK = "Ce dossier ne porte aucune marque."
NOT_QUALIFIED: Mapping[Status, str] = {
    Status.PROV: "Cette identité est provisoire : il n’y a rien à retirer."
}

MARK_TITLES: Mapping[Attribut, str] = {
    Attribut.HOMD: "Marquer homonyme",
    Attribut.HOMA: "Marquer homonyme",
    Attribut.DOUT: "Marquer l’identité douteuse",
    Attribut.FICT: "Marquer l’identité fictive",
}

MARK_MEANINGS: Mapping[Attribut, str] = {
    Attribut.HOMD: "Un autre dossier lui ressemble beaucoup : la marque demande de l’attention, "
    "elle ne change pas le statut.",
    Attribut.HOMA: "Un autre dossier lui ressemble beaucoup : la marque demande de l’attention, "
    "elle ne change pas le statut.",
    Attribut.DOUT: "À poser quand vous doutez que cette identité soit celle de la personne : "
    "confusion, usage possible d’une autre identité, identité non prouvée.",
    Attribut.FICT: "À poser pour une identité imaginaire ou protégée : formation, test, "
    "anonymat prévu par la loi.",
}

MARK_NAMES: Mapping[Attribut, str] = {
    Attribut.HOMD: "Homonyme possible",
    Attribut.HOMA: "Homonyme confirmé",
    Attribut.DOUT: "Identité douteuse",
    Attribut.FICT: "Identité fictive",
}

HOMONYMS: Mapping[Attribut, tuple[str, str]] = {
    Attribut.HOMA: ("Homonyme confirmé", "Ce sont deux personnes : vous l’avez vérifié."),
    Attribut.HOMD: ("Homonyme possible", "La ressemblance reste à vérifier."),
}

MARK_REASONS: Mapping[Attribut, tuple[str, ...]] = {
    Attribut.HOMA: ("Jumeaux", "Même nom, même date", "Parent et enfant"),
    Attribut.HOMD: ("Jumeaux", "Même nom, même date", "Parent et enfant"),
    Attribut.DOUT: ("Confusion entre deux patients", "Identité non prouvée", "Usage suspect"),
    Attribut.FICT: ("Anonymat réglementé", "Formation ou test"),
}
"""Ready-made reasons: one press writes one, any other may be typed."""

CLEAR_REASONS = ("Identité établie par une pièce", "Marque posée par erreur")
CLEAR_TITLE = "Retirer une marque"
_GIVES_NOTHING_BACK = (
    "Retirer cette marque ne rend rien : l’identité reste provisoire. Il faudra interroger INSi et "
    "contrôler la pièce à nouveau."
)
_STAYS = "Le statut de l’identité ne change pas."
CLEARED: Mapping[Attribut, str] = {
    Attribut.HOMD: _STAYS,
    Attribut.HOMA: _STAYS,
    Attribut.DOUT: _GIVES_NOTHING_BACK,
    Attribut.FICT: _GIVES_NOTHING_BACK,
}
"""What removing a mark does (IV-113, T30)."""

MARK_FALLS: Mapping[Attribut, tuple[str, ...]] = {
    Attribut.HOMD: ("stays",),
    Attribut.HOMA: ("stays",),
    Attribut.DOUT: ("falls", "calls", "lost"),
    Attribut.FICT: ("falls", "calls", "lost"),
}
"""What setting a mark announces (IV-110, IV-111, T30)."""

MARK_ICONS: Mapping[Attribut, str] = {
    Attribut.HOMD: "users",
    Attribut.HOMA: "users",
    Attribut.DOUT: "user-question",
    Attribut.FICT: "puzzle",
}

STATUS_FALLS: Mapping[Status, str] = dict.fromkeys(
    (Status.RECUP, Status.VALI, Status.QUAL), "Le statut devient « Identité provisoire »."
)
STATUS_STAYS = "Le statut ne change pas."
INS_FALLS = "L’INS reçue est archivée : elle ne part plus d’ici et n’est plus affichée comme INS."
CONTROL_FALLS = "Le contrôle de l’identité ne compte plus : il sera à refaire."
NO_MORE_CALLS = "INSi n’est plus interrogé tant que la marque est là."
NOT_RESTORED = "Retirer la marque plus tard ne rendra ni l’INS ni le statut."

EDIT_TITLE = "Corriger les traits"
EDIT_LOCKED: Mapping[Status, str] = {
    Status.RECUP: "Verrouillé par INSi",
    Status.VALI: "Verrouillé par le contrôle de la pièce",
    Status.QUAL: "Verrouillé par INSi",
}
"""A provisional identity is not locked."""

EDIT_LOCKED_WHY = (
    "Ces traits ont été reçus ou contrôlés. Le nom et le prénom utilisés se modifient sans rien "
    "déverrouiller."
)
EDIT_WARNING = "Corriger un trait fait tomber ce qui a été contrôlé"
EDIT_REASONS = ("Lu sur la pièce d’identité", "Faute de frappe", "Changement d’état civil")
EDIT_SAVED = "Sera enregistré : "
EDIT_DONE = "Traits enregistrés."
EDIT_NOTHING = "Aucun trait n’est modifié."

DEQUALIFY_TITLE = "Retirer la qualification"
DEQUALIFY_ASK = "Pourquoi ?"
DEQUALIFIED = "La qualification est retirée"
DEQUALIFY_DONE = "La qualification est retirée. L’historique est conservé."
NOTHING_LEAVES = "Plus rien ne part d’ici avec cette INS."
DEQUALIFY_KEEPS = "L’historique est conservé."

COLLISION_TITLE = "Déclarer une collision"
COLLISION_MEANS = (
    "Une collision : ce dossier contient des informations de plusieurs personnes. L’identité est "
    "marquée douteuse et plus rien ne part d’ici avec cette INS."
)
COLLISION_REASONS = ("Deux patients dans ce dossier", "Mauvaise personne choisie")
COLLISION_OTHER = "L’autre personne a-t-elle un dossier ? (facultatif)"
COLLISION_SEARCH = "Nom, prénom ou date de naissance"
COLLISION_NO_OTHER = "Pas de dossier, ou pas connu"
COLLISION_OTHER_FOUND = "Dossiers proposés : ceux qui ressemblent, ou ceux de votre recherche."
COLLISION_OTHER_NONE = "Aucun dossier trouvé : tapez un autre nom, ou continuez sans."
COLLISION_DECLARED = "La collision est déclarée"
COLLISION_DONE = "La collision est déclarée : l’identité est douteuse."

SENT_TITLE = "À corriger chez les destinataires"
SENT_OF_OTHER = "autre dossier"
SENT_NONE = "Rien n’a quitté ce poste avec l’INS de ce patient."
SENT_TAB_NONE = (
    "Rien n’a quitté ce poste avec l’INS de ce patient. Les exports apparaîtront ici, avec leur "
    "date et leur fichier."
)

FORMATS: Mapping[str, str] = {
    "fhir": "FHIR Patient",
    "csv": "Liste CSV",
    "datamatrix": "Datamatrix INS",
    "datamatrix-image": "Datamatrix INS, image",
    "hl7": "Message HL7",
    "cda": "En-tête CDA",
    "label": "Étiquette",
}

LOSE = "Rien n’est enregistré : ce que vous avez saisi sera perdu."
REASON_LABEL = "Motif (obligatoire)"
REASON_ASKED = "Indiquez le motif."
BUSY = "Enregistrement…"


def format_name(code: str) -> str:
    """The words of an export format; an unknown one keeps its code."""
    return FORMATS.get(code, code)
