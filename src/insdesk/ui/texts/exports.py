"""Words of an export that is refused: one sentence per rule or code that the exports name."""

from __future__ import annotations

from collections.abc import Mapping

EXPORT_REFUSALS: Mapping[str, str] = {
    "IV-101": "Seule une identité qualifiée sort avec le matricule INS : qualifiez-la d’abord.",
    "IV-110": "Cette identité est marquée douteuse ou fictive : elle ne sort pas avec son INS.",
    "IV-033": "Ce matricule vient d’un environnement d’essai : il ne sort pas d’une base réelle.",
    "IV-050": "La date de naissance n’est pas un jour du calendrier : ce format ne sait pas la "
    "porter.",
    "IV-060": "Le sexe n’est ni féminin ni masculin : ce format ne sait pas le porter.",
    "IV-064": "INSi n’a pas donné le lieu de naissance, que ce format exige.",
    "IV-600": "Il manque un trait d’identité à ce dossier.",
    "ENVIRONNEMENT": "Cette identité ne vient pas de l’environnement de ce poste : les identités "
    "réelles et fictives ne sont jamais mélangées.",
    "IDENTITE_DE_TEST": "Ce matricule est celui d’une identité de test publiée : il ne sort pas "
    "d’une base réelle.",
    "FORMAT_INCONNU": "Ce format n’est pas proposé par cette version.",
    "AUCUNE_IDENTITE": "Aucune identité n’est choisie.",
    "UNE_SEULE_IDENTITE": "Ce format ne porte qu’une identité à la fois.",
    "NUMEROS_EPUISES": "Le dossier de destination contient déjà tous les numéros de fichier du "
    "jour : choisissez-en un autre.",
}
"""Rule or code of `ExportRefused` → why nothing was written."""

_FORM = "Un trait de ce dossier n’a pas la forme que les échanges demandent : relisez-le."
_NOTHING = "Rien n’a été écrit."


def export_sentence(rule: str) -> str:
    """Why the export is refused, and that nothing was written; a code of form says so."""
    return f"{EXPORT_REFUSALS.get(rule, _FORM)} {_NOTHING}"
