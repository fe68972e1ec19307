"""The one act offered in each special situation (rule book §10), for a record or for a run.

The calm sentences themselves belong to the rule book: `identity.situations`.
"""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "Situation particulière"
CHOOSE = "Choisissez la situation dans la liste."
DESK_DOES = "Ce que fait ce poste"
DOOR = "Pas de pièce ?"
REFUSAL_NOTED = "Le refus est noté. Rien ne change pour les soins."

REMIND = "Rappeler à la prochaine visite"
REMINDED = (
    "C’est noté : ce patient est dans « À traiter », et un rappel s’affichera à sa prochaine "
    "visite."
)
RECALL = "À la dernière visite, vous aviez demandé à interroger INSi aujourd’hui pour ce patient."
CAN_WAIT = frozenset({"P06", "P13"})
"""Situations in which asking INSi again at the next visit is all there is to do."""

DEEDS: Mapping[str, tuple[str, str]] = {
    "keep": ("Enregistrer en identité provisoire", "circle-dashed"),
    "later": ("Garder sans pièce", "clock"),
    "refuse_document": ("Noter le refus", "check"),
    "refuse_ins": ("Noter l’opposition", "check"),
    "doubtful": ("Marquer douteuse", "user-question"),
    "fictitious": ("Marquer fictive", "puzzle"),
    "keep_doubtful": ("Enregistrer, puis marquer douteuse", "user-question"),
    "keep_fictitious": ("Enregistrer, puis marquer fictive", "puzzle"),
    "homonym": ("Marquer homonyme", "users"),
    "ask": ("Interroger INSi", "refresh"),
    "type": ("Rechercher par les traits", "search"),
    "edit": ("Corriger les traits", "pencil"),
    "leave": ("Fermer sans rien enregistrer", "x"),
    "back": ("Revenir à l’écran", "arrow-back-up"),
}
"""Code of an act → its words and its icon."""

OF_RECORD: Mapping[str, str] = {
    "P01": "back",
    "P02": "doubtful",
    "P03": "fictitious",
    "P04": "refuse_document",
    "P05": "refuse_ins",
    "P06": "ask",
    "P07": "ask",
    "P08": "ask",
    "P09": "ask",
    "P10": "homonym",
    "P11": "back",
    "P12": "ask",
    "P13": "ask",
    "P14": "edit",
}
"""Situation → the act from the record."""

OF_RUN: Mapping[str, str] = {
    "P01": "keep",
    "P02": "keep_doubtful",
    "P03": "keep_fictitious",
    "P04": "refuse_document",
    "P05": "refuse_ins",
    "P06": "keep",
    "P07": "back",
    "P08": "back",
    "P09": "leave",
    "P10": "back",
    "P11": "back",
    "P12": "back",
    "P13": "type",
    "P14": "back",
}
"""Situation → the act from the run (S05, S11, S12)."""

ANSWERED: Mapping[str, str] = {"keep": "later"}
"""Once INSi has found the person, what it said is kept too."""
