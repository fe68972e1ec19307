"""What the desk makes of a recorded answer of INSi, in words and as facts (`insdesk replay`).

The national conformance tests inject such files (insi.md §9). The words are those of the windows:
the same reader, the same error card, the same warnings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from insdesk.errors import (
    Family,
    InsiError,
    InsiGarbled,
    InsiUntrusted,
)
from insdesk.identity.readings import Found, InsiAnswer, NotFound, SeveralFound
from insdesk.insi.answer import read
from insdesk.ui.texts import SEXES, error_text, warning_sentence

_SUBJECTS: Mapping[type[InsiError], str] = {
    InsiUntrusted: "serveur non reconnu",
    InsiGarbled: "réponse incompréhensible",
}
"""For a failure without a fault; a fault brings its own family."""

_QUALIFIES = "Cette identité peut être comparée au dossier, puis qualifiée."
_SHOWN_ONLY = "Cette identité est montrée, mais elle ne peut pas être qualifiée."
_NOBODY = (
    "Le statut du dossier ne change pas. La personne existe peut-être : vérifiez que le nom est "
    "bien le nom de naissance, puis le prénom, la date et le lieu."
)
_SEVERAL = (
    "Le statut du dossier ne change pas. Ajoutez les autres prénoms de la pièce d’identité, puis "
    "le lieu de naissance."
)
_FAILED = "Le statut du dossier ne change pas : une anomalie n’est jamais « personne trouvée »."


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One answer as facts for a program and as words for a person, and the exit code that says it.

    `exit_code` is 0 for an answer of the téléservice (00, 01, 02), 1 for a failure.
    """

    facts: Mapping[str, object] = field(repr=False)
    words: Mapping[str, object] = field(repr=False)
    exit_code: int


def replayed(status: int, body: bytes) -> Replayed:
    """What the desk makes of these bytes, whatever they are: never an exception."""
    try:
        facts = _answered(read(status, body))
    except InsiError as problem:
        facts = _failure(problem)
    told = dict(facts)
    if "sexe" in told:
        told["sexe"] = SEXES.get(str(told["sexe"]), told["sexe"])
    words = {_LABELS[name]: _in_words(value) for name, value in told.items() if name in _LABELS}
    return Replayed(facts=facts, words=words, exit_code=int(facts["reponse"] == "erreur"))


def _answered(answer: InsiAnswer) -> dict[str, object]:
    match answer:
        case Found():
            return _found(answer)
        case NotFound():
            return _empty("01", "aucune identité trouvée", _NOBODY)
        case SeveralFound():
            return _empty("02", "plusieurs identités", _SEVERAL)


def _empty(code: str, meaning: str, decision: str) -> dict[str, object]:
    return {"reponse": code, "sens": meaning, "qualifiable": False, "decision": decision}


def _found(answer: Found) -> dict[str, object]:
    matricule = answer.matricule
    return {
        "reponse": "00",
        "sens": "une seule identité",
        "qualifiable": answer.qualifiable,
        "decision": _QUALIFIES if answer.qualifiable else _SHOWN_ONLY,
        "matricule": answer.matricule_text,
        "cle": matricule.key if matricule else None,
        "oid": answer.oid_text or None,
        "nature": matricule.nature.value if matricule else None,
        "nom_naissance": answer.birth_name,
        "prenoms": answer.first_names,
        "sexe": answer.sex,
        "date_naissance": answer.birth_date,
        "lieu_naissance": answer.birth_place,
        "historique": [f"{one.number} {one.key or ''} {one.oid}" for one in answer.history],
        "avertissements": list(answer.warnings),
        "a_relire": [warning_sentence(code) for code in answer.warnings],
    }


def _failure(problem: InsiError) -> dict[str, object]:
    card = error_text(problem)
    return {
        "reponse": "erreur",
        "sens": "le bureau n’a pas de réponse",
        "qualifiable": False,
        "decision": _FAILED,
        "famille": type(problem).__name__,
        "sujet": _subject(problem),
        "fiche": card.id,
        "titre": card.title,
        "explication": card.explanation,
        "a_faire": card.fix,
        "pour_continuer": card.go_on,
        "code": problem.code,
        "severite": problem.severity,
        "a_refaire": problem.retryable,
        "message": problem.message_id,
        "texte": problem.user_text,
        "texte_technique": problem.technical_text,
    }


def _subject(problem: InsiError) -> str:
    family = problem.family or Family.UNKNOWN
    return _SUBJECTS.get(type(problem), family.value)


_LABELS: Mapping[str, str] = {
    "reponse": "reponse",
    "sens": "sens",
    "qualifiable": "peut être qualifiée",
    "decision": "ce que fait le bureau",
    "matricule": "matricule reçu",
    "oid": "autorité (OID)",
    "nature": "nature",
    "nom_naissance": "nom de naissance",
    "prenoms": "prénoms",
    "sexe": "sexe",
    "date_naissance": "date de naissance",
    "lieu_naissance": "lieu de naissance",
    "historique": "anciens matricules",
    "a_relire": "à relire",
    "sujet": "famille",
    "fiche": "fiche",
    "titre": "titre",
    "explication": "explication",
    "a_faire": "à faire",
    "pour_continuer": "pour continuer",
    "code": "code",
    "severite": "sévérité",
    "a_refaire": "nouvel essai utile",
    "message": "message",
    "texte": "texte d’INSi",
    "texte_technique": "texte technique",
}
"""What a person reads, one line each; the other facts are for programs only."""


def _in_words(value: object) -> object:
    """One printable line: texts of elsewhere may hold line ends, or orders for a terminal."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return [_in_words(one) for one in value]
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return "".join(one if one.isprintable() else "?" for one in line)
