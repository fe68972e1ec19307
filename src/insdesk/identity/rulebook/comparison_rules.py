"""What each paragraph and each code of the comparison means; the rows are in `comparison_table`."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published

_TEN: Final = of.guide("EXI ID 10")

PARAGRAPHS: Final = (
    ours(
        "7.2-1",
        "Le nom de naissance est identique lettre pour lettre, ou équivalent si seuls tirets, "
        "apostrophes et espaces changent ; sinon il est différent.",
    ),
    published(
        "7.2-2",
        "Le premier prénom est comparé au début de la liste donnée par INSi, tiret et apostrophe "
        "valant une espace.",
        _TEN,
    ),
    published(
        "7.2-3",
        "La liste des prénoms peut être complétée par INSi ; elle est équivalente quand l’une est "
        "le début de l’autre.",
        f"{_TEN} ; {of.MOS}",
    ),
    published(
        "7.2-4",
        "La date est identique ou différente ; une date incomplète d’INSi est d’abord complétée "
        "selon la règle.",
        of.guide("EXI ID 11") + " ; sens des différences : décision d’insdesk",
    ),
    published("7.2-5", "Le sexe est identique, ou complété s’il était indéterminé.", of.MOS),
    published(
        "7.2-6",
        "Le lieu est identique, absent d’INSi, inconnu du dossier, ou équivalent par "
        "arrondissement ou ancien code ; sinon il est différent.",
        f"{of.SCHEMAS} ; équivalences : décision d’insdesk",
    ),
    published(
        "7.2-7",
        "Le matricule reçu est celui du dossier, ou celui du dossier figure dans l’historique "
        "d’INSi ; sinon deux personnes sont peut-être mêlées.",
        f"{of.SCHEMAS}, INSHISTO ; blocage : décision d’insdesk",
    ),
    published(
        "7.2-8",
        "Pour la procédure d’exception, le numéro du bénéficiaire lu sur la carte est comparé au "
        "matricule ; celui de l’assuré ne dit rien d’un enfant.",
        f"{of.NOTE} ; blocage : décision d’insdesk",
    ),
)

CODES: Final = (
    ours("ABSENT", "Un des deux côtés n’a pas ce trait : il n’est pas comparé."),
    published(
        "ABSENT_INSI",
        "INSi ne donne pas le lieu : celui du dossier est gardé, cela ne bloque pas.",
        of.SCHEMAS,
    ),
    ours("IDENTIQUE", "Les deux valeurs sont les mêmes, lettre pour lettre."),
    published(
        "CASSE_DIACRITIQUE",
        "Capitales et accents retirés, les deux valeurs sont les mêmes : Ü vaut U, jamais UE.",
        of.lexical("§2"),
    ),
    ours(
        "TYPOGRAPHIE",
        "Seule la forme de l’apostrophe, du tiret ou de l’espace change : les valeurs sont les "
        "mêmes.",
    ),
    published(
        "LIGATURE",
        "Œ et Æ valent deux lettres : les valeurs sont les mêmes.",
        of.lexical("§2"),
    ),
    published(
        "SEPARATEUR",
        "Tiret, apostrophe et espace se valent : la différence est admise, elle est à cocher.",
        _TEN,
    ),
    ours(
        "ESPACEMENT",
        "Mêmes lettres mais attachées autrement : c’est une autre écriture, à corriger d’après la "
        "pièce.",
    ),
    ours("NOM_TRONQUE", "Un des deux noms n’est qu’une partie de l’autre : cela bloque."),
    ours(
        "NOM_USAGE_POUR_NAISSANCE",
        "Le nom utilisé a sans doute été noté comme nom de naissance : cela bloque, le nom est à "
        "corriger d’après la pièce.",
    ),
    ours(
        "FAUTE_DE_FRAPPE",
        "Une seule lettre ou un seul chiffre change : cela bloque, l’indice aide à corriger.",
    ),
    ours(
        "TRANSLITTERATION_MRZ",
        "La valeur semble copiée de la bande de lecture du passeport : cela bloque.",
    ),
    ours("NOM_DIFFERENT", "Les deux noms de naissance sont différents : cela bloque."),
    published("PREMIER_DE_LISTE", "Le premier prénom ouvre la liste donnée par INSi.", _TEN),
    published(
        "PRENOM_COMPOSE",
        "INSi connaît un prénom composé qui commence par celui du dossier : admis, à cocher.",
        f"{_TEN} ; case à cocher : décision d’insdesk",
    ),
    published(
        "PRENOM_NON_PREMIER",
        "Ce prénom est dans la liste d’INSi sans en être le premier : cela bloque, il va dans le "
        "prénom utilisé.",
        _TEN,
    ),
    ours("DIMINUTIF", "Un diminutif n’est pas le prénom de naissance : cela bloque."),
    published("PRENOM_DIFFERENT", "Le prénom n’ouvre pas la liste d’INSi : cela bloque.", _TEN),
    published(
        "COMPLETION",
        "INSi complète une valeur que le dossier n’avait pas : rien ne contredit, rien n’est à "
        "cocher.",
        f"{of.MOS} ; absence de case : décision d’insdesk",
    ),
    published(
        "LISTE_INCOMPLETE",
        "Une des deux listes de prénoms est le début de l’autre : admis, à cocher.",
        f"{_TEN} ; case à cocher : décision d’insdesk",
    ),
    ours("ORDRE_PRENOMS", "Mêmes prénoms dans un autre ordre : cela bloque."),
    ours("LISTE_DIFFERENTE", "Les deux listes de prénoms sont différentes : cela bloque."),
    published(
        "DATE_INTERPRETEE",
        "INSi a une date incomplète qui, complétée selon la règle, est celle du dossier ; ou la "
        "date du dossier est marquée « interprétée » : admis, à cocher.",
        of.guide("EXI ID 11"),
    ),
    published(
        "MAUVAISE_COMPLETION",
        "La date incomplète d’INSi a été complétée autrement dans le dossier : cela bloque.",
        of.guide("EXI ID 11"),
    ),
    ours(
        "DATE_PRECISEE",
        "INSi connaît maintenant le jour exact : cela bloque, la date est à corriger d’après une "
        "pièce.",
    ),
    ours("INVERSION_JOUR_MOIS", "Le jour et le mois semblent inversés : cela bloque."),
    ours("DATE_DIFFERENTE", "Les deux dates sont différentes : cela bloque."),
    ours(
        "ARRONDISSEMENT",
        "Paris, Lyon ou Marseille d’un côté, un de ses arrondissements de l’autre : admis, à "
        "cocher.",
    ),
    ours(
        "CODE_ANCIEN",
        "Code d’avant le partage de la Corse, ou devenu un autre selon la table datée : admis, à "
        "cocher.",
    ),
    ours("PAYS", "Deux pays différents : cela bloque."),
    ours(
        "CODE_POSTAL",
        "Un code postal a été noté à la place du code du lieu de naissance : cela bloque.",
    ),
    ours("LIEU", "Les deux lieux sont différents : cela bloque."),
    published(
        "MATRICULE_HISTORISE",
        "Le matricule du dossier figure dans l’historique d’INSi : le nouveau le remplace, à "
        "cocher.",
        f"{of.SCHEMAS}, INSHISTO ; case à cocher : décision d’insdesk",
    ),
    ours(
        "COLLISION_POSSIBLE",
        "Un autre matricule, absent de l’historique : cela bloque, deux personnes sont peut-être "
        "mêlées.",
    ),
    ours("NON_APPLICABLE", "La carte ne donne que le numéro de l’assuré : rien à comparer."),
)
