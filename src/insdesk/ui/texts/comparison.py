"""Words of the comparison: symbols, results, one reason per code of the table (rule book §7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insdesk.identity.compare import TraitComparison
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.readings import VitaleReading, VitaleSource


@dataclass(frozen=True, slots=True)
class Result:
    """What the result column shows: a symbol and its word, never a colour alone."""

    symbol: str
    word: str


SAME = Result("=", "Identique")
ALIKE = Result("≈", "Équivalent")
ADDED = Result("+", "Ajouté par INSi")
TO_CHECK = Result("!", "À vérifier")
DIFFERENT = Result("≠", "Différent")
PENDING = Result("…", "En attente")
LACKING = Result("+", "Absent d’INSi")

REASONS: Mapping[str, str] = {
    "ABSENT": "Un seul des deux côtés connaît ce trait.",
    "ABSENT_INSI": "INSi ne donne pas ce trait : celui du dossier est gardé.",
    "ARRONDISSEMENT": "Même ville : commune entière d’un côté, arrondissement de l’autre.",
    "CASSE_DIACRITIQUE": "Même écriture, sans les accents. Ce n’est pas une différence.",
    "CODE_ANCIEN": "Code du lieu d’avant 1976 : la Corse a changé de code.",
    "CODE_POSTAL": "Le dossier porte un code postal, pas le code du lieu de naissance.",
    "COLLISION_POSSIBLE": "Le dossier porte un autre matricule, qu’INSi ne connaît pas comme "
    "ancien : deux personnes sont peut-être mêlées.",
    "COMPLETION": "INSi complète le dossier.",
    "DATE_DIFFERENTE": "Les deux dates ne sont pas les mêmes.",
    "DATE_INTERPRETEE": "Date incomplète dans le registre (jour ou mois inconnu).",
    "DATE_PRECISEE": "Le registre connaît maintenant la date complète.",
    "DIMINUTIF": "Le dossier contient un diminutif du premier prénom.",
    "ESPACEMENT": "Mêmes lettres, coupées autrement : à lire sur la pièce.",
    "FAUTE_DE_FRAPPE": "Une seule lettre change : sans doute une faute de frappe.",
    "IDENTIQUE": "",
    "INVERSION_JOUR_MOIS": "Jour et mois semblent inversés : à lire sur la pièce.",
    "LIEU": "Les deux lieux ne sont pas les mêmes.",
    "LIGATURE": "Même écriture, Œ et Æ notés en deux lettres. Ce n’est pas une différence.",
    "LISTE_DIFFERENTE": "Les deux listes de prénoms ne sont pas les mêmes.",
    "LISTE_INCOMPLETE": "Une des deux listes est plus longue. Le début est le même.",
    "MATRICULE_HISTORISE": "Ce matricule a remplacé celui du dossier.",
    "MAUVAISE_COMPLETION": "Date incomplète dans le registre, complétée autrement dans le dossier.",
    "NOM_DIFFERENT": "Les deux noms ne sont pas les mêmes.",
    "NOM_TRONQUE": "Un des deux noms n’est qu’une partie de l’autre.",
    "NOM_USAGE_POUR_NAISSANCE": "Votre dossier contient sans doute le nom utilisé. Le nom de "
    "naissance est {official}.",
    "ORDRE_PRENOMS": "Mêmes prénoms, dans un autre ordre.",
    "PAYS": "Les deux pays ne portent pas le même code.",
    "PREMIER_DE_LISTE": "",
    "PRENOM_COMPOSE": "INSi connaît un prénom composé plus long.",
    "PRENOM_DIFFERENT": "Les deux prénoms ne sont pas les mêmes.",
    "PRENOM_NON_PREMIER": "Ce prénom est dans la liste d’INSi, mais il n’est pas le premier.",
    "SEPARATEUR": "Même écriture, avec ou sans tiret.",
    "SEXE": "Le sexe n’est pas le même.",
    "TRANSLITTERATION_MRZ": "Copié de la bande de lecture du passeport, qui écrit autrement.",
    "TYPOGRAPHIE": "Apostrophe, tiret ou espace notés autrement. Ce n’est pas une différence.",
}
"""One sentence per code; empty where the word « Identique » says all."""

_BY_TRAIT: Mapping[tuple[str, str], str] = {
    ("birth_name", "CASSE_DIACRITIQUE"): "Même nom, sans les accents. Ce n’est pas une différence.",
    ("birth_name", "TYPOGRAPHIE"): "Même nom, apostrophe ou tiret notés autrement.",
    ("birth_name", "SEPARATEUR"): "Même nom, avec ou sans tiret ou apostrophe.",
    ("first_name", "SEPARATEUR"): "Même prénom composé, écrit avec ou sans tiret.",
    ("first_name", "PREMIER_DE_LISTE"): "",
    ("first_names", "COMPLETION"): "La liste complète de l’état civil.",
    ("first_names", "LISTE_INCOMPLETE"): "INSi connaît d’autres prénoms. Le premier prénom est "
    "identique.",
    ("birth_date", "FAUTE_DE_FRAPPE"): "Un seul chiffre change : à relire sur la pièce.",
    ("birth_place", "COMPLETION"): "Le lieu n’était pas connu du dossier.",
    ("birth_place", "ABSENT_INSI"): "Lieu inconnu du registre : ne bloque pas, à signaler.",
    ("sex", "ABSENT"): "La carte ne dit pas le sexe.",
    ("sex", "COMPLETION"): "Le sexe n’était pas déterminé dans le dossier.",
}

MATRICULE_REASONS: Mapping[str, str] = {
    "SAME": "",
    "NEW": "Le dossier n’en avait pas.",
    "INSURED": "Ce numéro est celui de l’assuré, pas celui de l’enfant.",
    "OTHER": "Le numéro de la carte n’est pas celui d’INSi.",
    "MATRICULE_HISTORISE": REASONS["MATRICULE_HISTORISE"],
    "NIR": "Le numéro d’attente (NIA) est devenu un numéro définitif (NIR).",
    "COLLISION_POSSIBLE": REASONS["COLLISION_POSSIBLE"],
    "KEY": "La clé ne correspond pas au numéro : gardé tel que reçu.",
    "INCOHERENT": "Ce texte n’a pas la forme d’un matricule INS.",
}

CONTESTED = "Signalé par le patient."
TICK = "Vérifié sur la pièce"

RESULTS: Mapping[Verdict, Result] = {
    Verdict.EGAL: SAME,
    Verdict.ACCEPTABLE: ALIKE,
    Verdict.DISCORDANT: DIFFERENT,
    Verdict.NON_COMPARE: ADDED,
}
"""By verdict, for a trait that both sides give."""


def result_of(row: TraitComparison) -> Result:
    """The symbol and word of one compared trait (decision 7)."""
    if row.completed:
        return LACKING if not row.official else ADDED
    return RESULTS[row.verdict]


def reason_of(row: TraitComparison) -> str:
    """Why this result, in one sentence; empty when the word says all."""
    text = _BY_TRAIT.get((row.trait, row.code), REASONS.get(row.code, ""))
    return text.format(official=row.official or "", known=row.known or "")


WARNINGS: Mapping[str, str] = {
    "CLE_FAUSSE": "La clé du matricule ne correspond pas à son numéro : gardée telle que reçue.",
    "CLE_CALCULEE": "INSi n’a pas donné la clé du matricule : elle est calculée.",
    "MATRICULE_INCOHERENT": "Le matricule reçu n’a pas la forme attendue : il ne peut pas "
    "qualifier.",
    "OID_INCONNU": "L’autorité du matricule n’est pas reconnue : il ne peut pas qualifier.",
    "TRAIT_MANQUANT": "INSi n’a pas donné tous les traits.",
    "LIEU_ABSENT": "INSi n’a pas donné le lieu de naissance : ne bloque pas, à signaler.",
    "TRAIT_INVALIDE": "Un trait reçu d’INSi n’a pas la forme attendue.",
    "SCHEMA": "La réponse d’INSi s’écarte de sa description officielle.",
    "NUMEROS_ECARTES": "Les numéros de la carte ne correspondent pas à ses bénéficiaires : ils "
    "sont laissés de côté.",
    "DATE_IMPOSSIBLE": "Date impossible : la date de naissance lue sur la carte n’existe pas dans "
    "le calendrier.",
    "DATE_INCOMPLETE": "Date incomplète : la carte ne dit pas le jour ou le mois de naissance.",
    "NUMERO_AUTRE_NAISSANCE": "Le numéro de la carte n’est pas de cette année et de ce mois de "
    "naissance : c’est peut-être celui d’un parent, vérifiez la pièce.",
    "NUMERO_PROVISOIRE": "La carte porte un numéro provisoire.",
    "SIECLE_DECLARE": "La carte n’indique pas le siècle de naissance : il a été choisi au poste.",
    "NATURE_INCONNUE": "Le poste ne peut pas savoir si c’est une carte de test : vérifiez que "
    "c’est bien la carte du patient.",
    "NOM_TRONQUE": "Le nom lu sur la carte est peut-être coupé.",
    "NOM_UTILISE": "Le nom lu sur la carte est peut-être le nom utilisé : lisez le nom de "
    "naissance sur la pièce.",
}
"""One sentence per warning code of a card or of an answer."""

_OTHER_WARNING = "Un point de la carte ou de la réponse est à relire ({code})."


def warning_sentence(code: str) -> str:
    """The sentence of a warning; an unknown code is still shown."""
    return WARNINGS.get(code, _OTHER_WARNING.format(code=code))


_OF_A_CARD: Mapping[VitaleSource, Mapping[str, str]] = {
    VitaleSource.OFFICIAL: {
        "CLE_FAUSSE": "La clé d’un numéro de la carte est fausse : ce numéro n’est pas envoyé.",
    }
}
_DROPPED: Mapping[str, str] = {
    "CLE_FAUSSE": "La clé d’un numéro de la carte est fausse : ses numéros sont laissés de côté.",
}


def card_sentences(reading: VitaleReading) -> list[str]:
    """What is to be said of a card: a wrong key is not that of a matricule received."""
    own = _OF_A_CARD.get(reading.source, _DROPPED)
    return [own.get(code, warning_sentence(code)) for code in reading.warnings]
