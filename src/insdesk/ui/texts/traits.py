"""Words of the traits and of the form: labels, hints, and what to repair when one is refused."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.errors import InvalidTrait

TRAITS: Mapping[str, str] = {
    "birth_name": "Nom de naissance",
    "first_name": "Premier prénom",
    "first_names": "Prénoms de naissance",
    "other_names": "Autres prénoms",
    "birth_date": "Né(e) le",
    "sex": "Sexe",
    "birth_place": "Lieu de naissance",
    "matricule": "Matricule INS",
    "used_name": "Nom utilisé",
    "used_first_name": "Prénom utilisé",
}

FIELD_HINTS: Mapping[str, str] = {
    "birth_name": "celui de l’acte de naissance, pas le nom d’épouse",
    "first_name": "prénom composé : gardez le tiret",
    "other_names": "dans l’ordre de la pièce, séparés par une espace",
    "birth_date": "12031985, 12/03/1985 ou 1985-03-12 ; 00/00/1948 si le jour est inconnu",
    "birth_place": "commune ou pays, tel qu’à la naissance ; ou son code INSEE ; facultatif",
    "used_name": "facultatif",
    "used_first_name": "facultatif",
}

SEXES: Mapping[str, str] = {"F": "Féminin", "M": "Masculin", "I": "Indéterminé"}

_PROBLEMS: Mapping[str, str] = {
    "VIDE": "À remplir : {trait}.",
    "LONGUEUR": "Plus de 100 caractères : gardez ce qui figure sur la pièce.",
    "CARACTERE_INTERDIT": "Le caractère « {character} » n’est pas admis : lettres, espace, tiret "
    "et apostrophe seulement.",
    "PREMIER_CARACTERE": "Ne commencez pas par « {character} » : retirez ce caractère.",
    "DERNIER_CARACTERE": "Ne finissez pas par « {character} » : retirez ce caractère.",
    "DOUBLAGE": "« {character} » ne peut pas se suivre ni toucher une espace : gardez-en un seul.",
    "TRIPLE_TIRET": "Trois tirets « {character} » de suite : gardez-en deux au plus.",
    "PRENOM_DOUBLE_TIRET": "Un prénom n’a pas de double tiret « {character} » : gardez-en un seul.",
    "AUCUNE_LETTRE": "Il faut au moins une lettre.",
    "SEPARATEUR_INTERDIT": "Séparez les prénoms par une espace, sans « {character} ».",
    "FORMAT_DATE": "Écrivez la date ainsi : 12/03/1985, 12031985 ou 1985-03-12.",
    "DATE_INCOMPLETE": "Jour ou mois inconnu : la date incomplète est à confirmer sur la pièce.",
    "DATE_IMPOSSIBLE": "Ce jour n’existe pas dans le calendrier : relisez la pièce.",
    "DATE_FUTURE": "Cette date est dans le futur : relisez la pièce.",
    "SEXE": "« {character} » n’est pas un sexe attendu : Féminin ou Masculin.",
    "SEXE_MANQUANT": "Indiquez le sexe : INSi refuse la demande sans lui.",
    "FORMAT_LIEU": "Choisissez le lieu dans la liste, ou tapez son code : cinq caractères, 69383, "
    "2A004, 99350…",
    "CODE_POSTAL": "C’est un code postal, pas le code de la commune : choisissez-la dans la liste.",
    "FORMAT_MATRICULE": "Le numéro de la carte n’a pas la forme d’un matricule : cherchez par les "
    "traits.",
    "LIEU_INCONNU": "Ce code de lieu n’est pas connu : relisez-le ou laissez le lieu vide.",
}

TRAIT_PROBLEMS: Mapping[str, str] = _PROBLEMS
"""One repair per `InvalidTrait.code` (rule book §3); `{character}` and `{trait}` are filled."""

_UNSAID = "Ce trait n’est pas accepté tel qu’il est écrit : relisez-le sur la pièce."

_NAMED_CHARACTERS = {" ": "espace", "-": "-", "'": "'", "\t": "tabulation"}


def problem_sentence(problem: InvalidTrait) -> str:
    """What is wrong with a typed trait and how to repair it, naming the character."""
    character = problem.character or ""
    return TRAIT_PROBLEMS.get(problem.code, _UNSAID).format(
        character=_NAMED_CHARACTERS.get(character, character),
        trait=TRAITS.get(problem.trait or "", "ce trait").lower(),
    )
