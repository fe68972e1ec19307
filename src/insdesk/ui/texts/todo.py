"""Words of « À traiter » (S17) and of two records side by side (S14): what it is, what to do.

Anomalies are keyed by their row of the offline pre-check (A01 to A12), the other reasons by their
code; an unknown code takes the sentence of its group, so that no line is ever mute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insdesk.identity.compare import TraitComparison
from insdesk.identity.precheck import Proposal, proposal_of
from insdesk.identity.resemblance import Likeness
from insdesk.identity.todo import TodoKind, TodoLine
from insdesk.ui.texts.comparison import RESULTS, Result, reason_of
from insdesk.ui.texts.traits import TRAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of S17: its name and sign, its one next action, and its words when empty."""

    label: str
    icon: str
    action: str
    action_icon: str
    reason: str
    empty: str


GROUPS: Mapping[TodoKind, Group] = {
    TodoKind.ATTENTE_INSI: Group(
        label="En attente d’INSi",
        icon="hourglass",
        action="Interroger INSi",
        action_icon="refresh",
        reason="INSi n’a pas encore répondu pour ce patient : interrogez-le à nouveau.",
        empty="Aucun patient n’attend INSi. Insérez une carte Vitale pour le patient suivant.",
    ),
    TodoKind.PIECE_A_VOIR: Group(
        label="Récupérées : pièce à voir",
        icon="id",
        action="Contrôler la pièce",
        action_icon="shield-check",
        reason="L’INS est reçue d’INSi : il reste à voir une pièce d’identité.",
        empty="Aucune pièce à voir. Insérez une carte Vitale pour le patient suivant.",
    ),
    TodoKind.INSI_A_APPELER: Group(
        label="Validées : INSi à appeler",
        icon="shield",
        action="Interroger INSi",
        action_icon="refresh",
        reason="La pièce d’identité est contrôlée : il reste à interroger INSi.",
        empty="Aucun appel à faire. Insérez une carte Vitale pour le patient suivant.",
    ),
    TodoKind.DISCORDANCE: Group(
        label="Discordances",
        icon="alert-circle",
        action="Reprendre",
        action_icon="arrow-right",
        reason="La pièce, le dossier et INSi ne concordent pas : à reprendre avec le patient.",
        empty="Aucune discordance ouverte. Celles que vous enregistrez attendront ici.",
    ),
    TodoKind.DOUBLON: Group(
        label="Doublons possibles",
        icon="users",
        action="Comparer",
        action_icon="users",
        reason="Ressemble à {other} : dites si c’est la même personne.",
        empty="Aucun doublon possible. Depuis la fiche d’un patient, « Doublons… » en cherche.",
    ),
    TodoKind.A_REVERIFIER: Group(
        label="À revérifier",
        icon="clock",
        action="Interroger INSi",
        action_icon="refresh",
        reason="L’INS n’a pas été vérifiée depuis longtemps : interrogez INSi à la prochaine "
        "visite.",
        empty="Aucune INS à revérifier. Elles s’afficheront ici quand le délai sera passé.",
    ),
    TodoKind.ANOMALIE: Group(
        label="Anomalies détectées sans appel",
        icon="list-search",
        action="Corriger",
        action_icon="pencil",
        reason="Un trait du dossier est à relire : {trait}.",
        empty="Aucune anomalie connue. Lancez « Vérifier les dossiers sans appel ».",
    ),
}
"""In the order of ux.md S17."""

NOTHING = (
    "Rien à traiter. Insérez une carte Vitale pour le patient suivant, ou vérifiez les dossiers "
    "sans appel."
)

ANOMALIES: Mapping[str, Mapping[str, str]] = {
    "A01": {"SEXE_MANQUANT": "Le sexe manque. Indiquez-le : INSi refuse la demande sans lui."},
    "A02": {
        "SEXE_DU_MATRICULE": "Le sexe ne va pas avec le premier chiffre du matricule. "
        "Interrogez INSi.",
    },
    "A03": {
        "ANNEE_DU_MATRICULE": "L’année de naissance n’est pas celle du matricule. Interrogez INSi.",
    },
    "A04": {
        "MOIS_DU_MATRICULE": "Le mois de naissance n’est pas celui du matricule. Interrogez INSi.",
    },
    "A05": {
        "NOM_UTILISE_POUR_NAISSANCE": "Le nom de naissance est peut-être le nom utilisé. "
        "Demandez le nom de naissance.",
    },
    "A06": {
        "MATRICULE_DE_PARENT": "Cet enfant porte sans doute le numéro d’un parent. "
        "Interrogez INSi.",
    },
    "A07": {"CLE_FAUSSE": "La clé du matricule ne correspond pas à son numéro. Interrogez INSi."},
    "A08": {
        "CARACTERE_INTERDIT": "Un caractère n’est pas admis : {trait}. Écrivez-le comme sur la "
        "pièce.",
    },
    "A09": {
        "DATE_IMPOSSIBLE": "La date de naissance n’existe pas dans le calendrier. Relisez-la sur "
        "la pièce.",
        "DATE_FUTURE": "La date de naissance est dans le futur. Relisez-la sur la pièce.",
        "DATE_TRES_ANCIENNE": "La date de naissance a plus de 120 ans. Relisez-la sur la pièce.",
    },
    "A10": {
        "LIEU_SANS_CODE": "Le lieu de naissance n’est pas un code de commune ou de pays. "
        "Choisissez-le à nouveau.",
        "CODE_POSTAL": "Le lieu de naissance est un code postal. Choisissez le lieu à nouveau.",
        "LIEU_HORS_PERIODE": "Le lieu de naissance n’existait pas à cette date. Choisissez-le à "
        "nouveau.",
    },
    "A11": {
        "MATRICULE": "Porte le même matricule INS que {other}. Comparez les deux dossiers.",
        "DOUBLON": "Ressemble à {other}. Dites si c’est la même personne.",
        "JUMEAU": "Jumeau possible de {other}. Dites si ce sont deux personnes.",
        "HOMONYME": "Homonyme possible de {other}. Dites si ce sont deux personnes.",
    },
    "A12": {
        "TRAIT_MANQUANT": "Il manque au dossier : {trait}. Complétez-le d’après la pièce.",
        "LIEU_INCONNU": "Le lieu de naissance est inconnu d’une identité qualifiée. Complétez-le "
        "si la pièce le porte.",
    },
}
"""By row of the pre-check, then by what was found: what is wrong, and what to do."""

_REASONS: Mapping[tuple[TodoKind, str], str] = {
    (TodoKind.ATTENTE_INSI, "MATRICULE_ANCIEN"): "Le matricule du dossier a été remplacé : "
    "interrogez à nouveau INSi.",
    (TodoKind.ATTENTE_INSI, "PIECE_VUE"): "INSi ne répondait pas ; une pièce a été notée : "
    "interrogez INSi, puis confirmez-la.",
    (TodoKind.ATTENTE_INSI, "RAPPEL"): "À rappeler à la prochaine visite : interrogez INSi.",
    (TodoKind.DOUBLON, "MATRICULE"): "Porte le même matricule INS que {other} : dites si c’est la "
    "même personne.",
    (TodoKind.DOUBLON, "JUMEAU"): "Jumeau possible de {other} : dites si ce sont deux personnes.",
    (TodoKind.DOUBLON, "HOMONYME"): "Homonyme possible de {other} : dites si ce sont deux "
    "personnes.",
}
"""Reasons that say more than their group."""

OTHER_RECORD = "un autre dossier"

PRECHECK = "Vérifier les dossiers sans appel"
PRECHECK_ABOUT = "Lecture de tous les dossiers sur ce poste, sans interroger INSi."
PRECHECK_RUNS = "Vérification des dossiers, sans appel à INSi"
PRECHECK_CLEAN = "Aucune anomalie : aucun dossier n’est à corriger avant d’interroger INSi."
PRECHECK_STOPPED = "Vérification arrêtée. La liste des anomalies n’a pas changé."
_FOUND_ONE = "dossier a une anomalie que vous pouvez corriger avant d’interroger INSi."
_FOUND = "dossiers ont une anomalie que vous pouvez corriger avant d’interroger INSi."


def number_text(number: int) -> str:
    """`20 000`, its groups held together."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def precheck_result(found: int) -> str:
    """What the pre-check found, in records."""
    if not found:
        return PRECHECK_CLEAN
    return f"{number_text(found)} {_FOUND_ONE if found == 1 else _FOUND}"


_PROPOSED: Mapping[Proposal, TodoKind] = {
    Proposal.CORRIGER: TodoKind.ANOMALIE,
    Proposal.INTERROGER: TodoKind.INSI_A_APPELER,
    Proposal.COMPARER: TodoKind.DOUBLON,
}
"""The act of an anomaly, as the group that has the same one."""


def acts_as(line: TodoLine) -> TodoKind:
    """The group whose next action is that of the line: an anomaly proposes its own."""
    if line.kind is not TodoKind.ANOMALIE:
        return line.kind
    return _PROPOSED[proposal_of(line.reason)]


def action_of(line: TodoLine) -> tuple[str, str]:
    """The words and the sign of the one next action of a line."""
    group = GROUPS[acts_as(line)]
    return group.action, group.action_icon


def todo_sentence(line: TodoLine, other: str = "") -> str:
    """Why this record is here, in one sentence; `other` is how the other record is called."""
    text = ANOMALIES.get(line.rule, {}).get(line.reason)
    text = text or _REASONS.get((line.kind, line.reason), GROUPS[line.kind].reason)
    trait = TRAITS.get(line.trait or "", "un trait").lower()
    return text.format(other=other or OTHER_RECORD, trait=trait)


# --- two records side by side (S14) -----------------------------------------------------------

LIKENESSES: Mapping[Likeness, str] = {
    Likeness.MATRICULE: "Les deux dossiers portent le même matricule INS.",
    Likeness.DOUBLON: "Doublon possible : les noms et la date se ressemblent.",
    Likeness.JUMEAU: "Jumeaux possibles : même nom, même date, autre prénom.",
    Likeness.HOMONYME: "Homonymes possibles : mêmes noms, dates proches.",
}
"""What two records have in common."""

ONLY_A = Result("+", "Seulement dans A")
ONLY_B = Result("+", "Seulement dans B")
NEITHER = Result("=", "Inconnu des deux")

_PAIR_REASONS: Mapping[str, str] = {
    "IDENTIQUE": "",
    "PREMIER_DE_LISTE": "",
    "COLLISION_POSSIBLE": "Les deux dossiers portent des matricules différents.",
    "MATRICULE_HISTORISE": "Un des matricules a remplacé l’autre.",
    "DATE_INTERPRETEE": "Une des deux dates est incomplète (jour ou mois inconnu).",
    "DATE_PRECISEE": "Une des deux dates est plus précise que l’autre.",
    "MAUVAISE_COMPLETION": "Une date incomplète est complétée autrement dans l’autre dossier.",
    "CODE_POSTAL": "Un des dossiers porte un code postal, pas le code du lieu de naissance.",
    "DIMINUTIF": "Un des prénoms est un diminutif de l’autre.",
    "LISTE_INCOMPLETE": "Une des deux listes est plus longue. Le début est le même.",
    "NOM_USAGE_POUR_NAISSANCE": "Un des dossiers contient sans doute le nom utilisé.",
    "PRENOM_COMPOSE": "Un des prénoms est la suite d’un prénom composé.",
    "PRENOM_NON_PREMIER": "Ce prénom est dans l’autre liste, mais il n’est pas le premier.",
}
"""Where the sentences of S05 speak of INSi, these speak of two records."""


def pair_result(row: TraitComparison) -> tuple[Result, str]:
    """The sign, the word and the reason of one trait of two records."""
    if not (row.known and row.official):
        one = ONLY_A if row.known else ONLY_B
        return (one if row.known or row.official else NEITHER), ""
    text = _PAIR_REASONS.get(row.code)
    return RESULTS[row.verdict], reason_of(row) if text is None else text


SAME_PERSON = "C’est la même personne"
SAME_DETAIL = "Aperçu avant de fusionner"
DIFFERENT = "Deux personnes différentes"
DIFFERENT_DETAIL = "Marquées « Homonyme »"
UNKNOWN = "Je ne sais pas"
UNKNOWN_DETAIL = "À traiter plus tard"

ASK_REASON = "Pourquoi ? (obligatoire)"
ASK_WHICH = "Quel dossier voulez-vous comparer ?"
CHOOSE = "Choisissez une raison"
ASK_CHOICE = "Indiquez ce que sont ces deux dossiers."
ASK_WHY = "Indiquez pourquoi ce sont deux personnes différentes."
NO_LOOKALIKE = (
    "Aucun autre dossier ne ressemble à celui-ci. Revenez à la fiche, ou cherchez l’autre dossier "
    "dans Patients."
)
JUDGED_DIFFERENT = "Les deux dossiers sont marqués « Homonyme »."
JUDGED_UNKNOWN = "Les deux dossiers restent « Doublon possible »."

KEEP = "Quel dossier garder ?"
MERGE_REASON = "Raison de la fusion (obligatoire)"
MERGE_REASON_HINT = "par exemple : même pièce d’identité présentée"
MERGE_REFUSED = "Cette fusion n’est pas possible."
MERGE_ASK_REASON = "Écrivez la raison de la fusion."
MERGE_MEANS = "Vous pourrez annuler la fusion pendant 30 jours."
MERGE_CONFIRM = (
    "Fusionner les deux dossiers ? Le dossier {gone} quittera les listes ; les deux historiques "
    "sont gardés. Annulable pendant 30 jours."
)
MERGED = "Les deux dossiers sont fusionnés."
UNDO = "Annuler la fusion"
UNDONE = "La fusion est annulée : les deux dossiers sont de nouveau séparés."
MERGE_FAILED = "Fusion impossible. {why}"

MERGES_TITLE = "Dossiers fusionnés"
MERGE_LINE = "Un autre dossier a été réuni à celui-ci le {day}."
MERGE_AWAY = "Ce dossier a été réuni à un autre le {day}."
MERGE_UNDONE_LINE = "Fusion du {day}, annulée le {undone}."
MERGE_FINAL = "Plus de 30 jours : la fusion est définitive."
