"""Words of the list of records that the prior-record search shows (S14, in the run)."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.identity.compare import TraitComparison
from insdesk.identity.resemblance import Likeness, Resemblance
from insdesk.qualification.steps import Judgement
from insdesk.ui.texts.comparison import Result
from insdesk.ui.texts.todo import ONLY_A, ONLY_B, pair_result

TITLE = "Ce patient a-t-il déjà un dossier ?"
ONE = "1 dossier du même jour de naissance, ou homonyme : regardez-le avant d’en créer un autre."
SEVERAL = (
    "{count} dossiers du même jour de naissance, ou homonymes : regardez-les avant d’en créer "
    "un autre."
)
NOBODY = "Aucun dossier de ce jour de naissance ne commence par « {letters} »."
TO_JUDGE = "Ressemble à votre patient : à comparer"
OTHERS = "Né le même jour, sans autre ressemblance"
LETTERS = "Premières lettres du nom ou du prénom (3 au plus)"
NEXT = "Aucun de ces dossiers : continuer"
LEAVE = "Fermer sans rien enregistrer"
MEANS = "Continuer déclare qu’aucun de ces dossiers n’est celui du patient."

HEADERS = ("Trait", "Votre patient", "Ce dossier", "Résultat")
CHOOSE = "Choisissez un dossier pour le comparer à votre patient, avec la souris ou le chiffre."
NOTHING_ALIKE = "Rien ne le rapproche de votre patient, sauf la date."

SAME = "C’est la même personne : ouvrir ce dossier"
DIFFERENT = "Deux personnes différentes"
DIFFERENT_DETAIL = "Les deux dossiers seront marqués « Homonyme »."
UNKNOWN = "Je ne sais pas : laisser en doublon possible"
UNKNOWN_DETAIL = "La paire restera dans « À traiter »."
WHY = "Pourquoi sont-elles différentes ?"

REASONS: Mapping[str, str] = {
    "JUMEAUX": "Jumeaux",
    "MEME_NOM_MEME_DATE": "Même nom, même date",
    "PERE_ET_FILS": "Père et fils, mère et fille",
    "AUTRE": "Autre raison, vérifiée sur la pièce",
}
"""Why two people alike are two: chosen from this list, kept by its code."""

LIKENESSES: Mapping[Likeness, str] = {
    Likeness.MATRICULE: "Même matricule INS : c’est le dossier de cette personne",
    Likeness.DOUBLON: "Doublon possible : même personne ou homonyme",
    Likeness.JUMEAU: "Jumeau possible : vérifiez le prénom",
    Likeness.HOMONYME: "Homonyme possible : vérifiez la date",
}
"""What a record has of the patient at the desk."""

JUDGED: Mapping[Judgement, str] = {
    Judgement.OTHER_PERSON: "Vous avez dit : autre personne",
    Judgement.UNKNOWN: "Vous avez dit : doublon possible",
}

ONLY_HERE = Result("+", "Non connu du dossier")
ONLY_THERE = Result("+", "Connu du dossier seul")
_PAIR: Mapping[Result, Result] = {ONLY_A: ONLY_HERE, ONLY_B: ONLY_THERE}
_REASONS: Mapping[str, str] = {
    "CODE_POSTAL": "Un code postal d’un côté, le code du lieu de naissance de l’autre.",
    "NOM_USAGE_POUR_NAISSANCE": "L’un des deux est sans doute le nom utilisé.",
}


def likeness_words(resemblance: Resemblance | None) -> str:
    """What the record has of the patient, in a few words; empty for nothing but the date."""
    return LIKENESSES[resemblance.likeness] if resemblance is not None else ""


def judged_words(judgement: Judgement, reason: str) -> str:
    """What was said of a record, as its row repeats it."""
    why = REASONS.get(reason, "")
    return f"{JUDGED[judgement]}, {why.lower()}" if why else JUDGED[judgement]


def found_words(count: int, letters: str) -> str:
    """How many records are shown, and what to do with them."""
    if not count:
        return NOBODY.format(letters=letters.upper())
    return ONE if count == 1 else SEVERAL.format(count=count)


def beside_result(row: TraitComparison) -> tuple[Result, str]:
    """The sign, the word and the reason of one trait of the patient beside that of a record."""
    result, reason = pair_result(row)
    return _PAIR.get(result, result), _REASONS.get(row.code, reason)
