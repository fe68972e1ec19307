"""Words of the failures of rules, base and exports, and of each reason not to qualify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from insdesk.identity.rulebook import RULES
from insdesk.ui.parts.error_card import ErrorText
from insdesk.ui.texts.refusals import BY_RULE, REFUSALS
from insdesk.ui.texts.traits import TRAITS

__all__ = [
    "BY_RULE",
    "EXPORT_ERRORS",
    "GREYED",
    "REFUSALS",
    "RULE_ERRORS",
    "STORE_ERRORS",
    "STORE_FAMILY",
    "reason_sentence",
    "refusal_sentence",
]

_BACK = "Revenir à l’écran"
_HOME = "Revenir à l’accueil"
_RETRY = "Réessayer"

_NOT_DONE = "La qualification n’est pas faite. "

RULE_ERRORS: Mapping[str, ErrorText] = {
    "InvalidTrait": ErrorText(
        "E-RULE-2",
        "Un trait est à corriger : {field}",
        "Il n’est pas accepté tel qu’il est écrit. Rien n’est perdu de votre saisie.",
        "Corriger les traits",
        _BACK,
        "pencil",
    ),
    "InvalidMatricule": ErrorText(
        "E-RULE-3",
        "Matricule incohérent",
        "Le matricule reçu n’a pas la forme d’un matricule INS : il ne peut pas être utilisé.",
        "Interroger à nouveau INSi",
        _HOME,
        "alert-triangle",
    ),
    "Refused": ErrorText(
        "E-RULE-1",
        "Qualification impossible",
        "{reason}",
        _BACK,
        "Pas maintenant",
        "shield-x",
    ),
}

STORE_ERRORS: Mapping[str, ErrorText] = {
    "DiskFull": ErrorText(
        "E-DB-1",
        "Enregistrement impossible",
        _NOT_DONE + "Le disque est plein : libérez de la place, puis réessayez.",
        _RETRY,
        _BACK,
        "database",
    ),
    "DatabaseLocked": ErrorText(
        "E-DB-1",
        "Enregistrement impossible",
        _NOT_DONE + "Un autre programme tient la base : fermez-le, puis réessayez.",
        _RETRY,
        _BACK,
        "database",
    ),
    "DatabaseDamaged": ErrorText(
        "E-DB-2",
        "Base altérée",
        _NOT_DONE + "Le fichier n’est plus une base saine : reprenez la dernière sauvegarde.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "DatabaseNewer": ErrorText(
        "E-DB-3",
        "Base d’une version plus récente",
        "Ce fichier a été écrit par un insdesk plus récent : mettez ce poste à jour.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "DatabaseOfOtherEnvironment": ErrorText(
        "E-DB-4",
        "Base d’un autre environnement",
        "Ce fichier contient des données de {found}, ce poste travaille en {expected} : elles ne "
        "sont jamais mélangées.",
        "Voir comment faire",
        _BACK,
        "database",
    ),
    "MigrationFailed": ErrorText(
        "E-DB-5",
        "Mise à jour de la base impossible",
        "Le fichier est resté tel qu’il était : rien n’est perdu.",
        _RETRY,
        _BACK,
        "database",
    ),
    "PatientUnknown": ErrorText(
        "E-DB-6",
        "Dossier introuvable",
        "Ce dossier n’existe plus dans la base.",
        "Revenir à la liste",
        _HOME,
        "user-question",
    ),
    "PatientChanged": ErrorText(
        "E-DB-7",
        "Le dossier a changé entre-temps",
        _NOT_DONE + "Le dossier a été modifié depuis sa lecture : rien n’a été écrit par-dessus.",
        "Recommencer",
        _BACK,
        "database",
    ),
}

STORE_FAMILY = ErrorText(
    "E-DB-1",
    "Enregistrement impossible",
    _NOT_DONE + "La base n’a pas pu faire ce qui était demandé.",
    _RETRY,
    _BACK,
    "database",
)

EXPORT_ERRORS: Mapping[str, ErrorText] = {
    "ExportRefused": ErrorText(
        "E-EXP-2",
        "Cet export n’est pas possible",
        "Seule une identité qualifiée est transmise avec le matricule INS. Rien n’a été écrit.",
        _BACK,
        _HOME,
        "shield-x",
    ),
    "ExportIncomplete": ErrorText(
        "E-EXP-1",
        "Export incomplet",
        "Le fichier n’a pas pu être écrit en entier : rien n’a été livré à moitié, le fichier "
        "partiel est effacé.",
        _RETRY,
        _BACK,
        "file-x",
    ),
}

GREYED: Mapping[str, str] = {
    "PIECE_MINEUR": "pour un enfant mineur",
    "PIECE_REFUSEE": "niveau de confiance insuffisant",
}
"""The reasons that grey a document, short enough to stand below its name."""

_ONE_OF_FOUR = "Il manque un des quatre traits au dossier : complétez-le avant d’attester."
_ONE_ROW = "Il reste 1 ligne à vérifier."
_UNSAID = "{sentence} Revenez à l’écran : rien de ce que vous avez saisi n’est perdu."
_NO_RULE = "Une règle d’identitovigilance n’est pas remplie ({rule})."


class _Refusal(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def trait(self) -> str | None: ...
    @property
    def count(self) -> int: ...


def refusal_sentence(refusal: _Refusal) -> str:
    """The sentence of a refusal, its trait or its number of rows put in."""
    if refusal.reason == "TRAIT_MANQUANT" and refusal.trait is None:
        return _ONE_OF_FOUR
    if refusal.reason == "LIGNES_A_COCHER" and refusal.count == 1:
        return _ONE_ROW
    return reason_sentence(refusal.reason, refusal.rule, refusal.trait, refusal.count)


def reason_sentence(reason: str, rule: str, trait: str | None = None, count: int = 0) -> str:
    """The sentence of a reason code, else of its rule; an unknown one still names its rule."""
    text = REFUSALS.get(reason) or BY_RULE.get(rule) or _of_the_book(rule)
    return text.format(rule=rule, count=count, trait=TRAITS.get(trait or "", "un trait").lower())


def _of_the_book(rule: str) -> str:
    """A rule that has no words of its own here: those of the rule book, and the way back."""
    known = RULES.get(rule)
    return _UNSAID.replace("{sentence}", known.sentence) if known else _NO_RULE
