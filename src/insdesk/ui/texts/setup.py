"""Words of the set-up of the practitioner (J9) and of INSi that comes back (J10)."""

from __future__ import annotations

from typing import Final

from insdesk.identity.evidence import device
from insdesk.identity.practitioner import PractitionerReading, Workplace
from insdesk.qualification.rules import Refusal
from insdesk.qualification.setup import InsiTry
from insdesk.qualification.waiting import Reminder
from insdesk.ui.formats import counted, typographic
from insdesk.ui.texts.rules import refusal_sentence
from insdesk.ui.texts.words import unbroken

TITLE: Final = "Configurer mon poste"
PROGRESS: Final = "Étape {place} sur {count}"
LATER: Final = "Vous pouvez quitter à tout moment : les étapes déjà faites restent faites."

CHECK_LEAD: Final = (
    "insdesk regarde ce qu’il lui faut pour travailler. Chaque ligne dit quoi faire."
)
CHECK_WITHOUT: Final = "Continuer sans carte"
CHECK_ON: Final = "Continuer"

CARD_WAIT: Final = "Insérez votre CPS dans le lecteur."
CARD_READING: Final = "Lecture de la CPS…"
CARD_QUESTION: Final = "Êtes-vous bien {first} {name}, {profession}, {number} ?"
CARD_YES: Final = "Oui, c’est moi"
CARD_NO: Final = "Non"
CARD_NOT_MINE: Final = "Retirez cette carte et insérez la vôtre : elle sera lue aussitôt."
CARD_WITHOUT: Final = "Continuer sans carte"
CARD_MEANS: Final = (
    "Ce poste sera le vôtre : la procédure d’exception n’y sera ouverte qu’à votre CPS."
)
CARD_OTHER_KIND: Final = (
    "C’est une {kind}, pas une CPS : elle peut servir ici, mais le poste est celui d’un praticien. "
    "Insérez votre CPS."
)
CARD_NO_RIGHT: Final = (
    "C’est une {kind}, pas une CPS : elle ne permet ni d’interroger INSi ni de qualifier. "
    "Insérez votre CPS."
)
CARD_UNNAMED: Final = " sans titulaire nommé"
OWNER_WANTED: Final = (
    "Ce poste n’a pas encore de titulaire : la procédure d’exception y est fermée."
)
OWNER_SAY: Final = "Dire qui je suis"
CARD_DONE: Final = "Ce poste est celui de {first} {name}."

PRACTICE_WHERE: Final = "Vous exercez…"
PRACTICE_WHO: Final = "Un secrétariat qualifie-t-il les INS pour vous ?"
PRACTICE_ASKED: Final = "Répondez aux deux questions."
PRACTICE_OPEN: Final = (
    "Procédure d’exception ouverte : pour un patient que vous connaissez déjà, avec sa carte "
    "Vitale, vous pourrez attester son identité sans pièce."
)
PRACTICE_CLOSED: Final = "Procédure d’exception fermée. {why} Une pièce d’identité sera demandée."

CODE_LEAD: Final = (
    "Votre code porteur ouvre la CPS : il est demandé une fois, et n’est gardé nulle part."
)
CODE_ASK: Final = "Saisir le code"
CODE_WITHOUT: Final = "Continuer sans le code"
CODE_OPEN: Final = "Code accepté : la CPS est prête."
CODE_CLOSED: Final = "Code à saisir."
SITUATION_ASK: Final = "Votre CPS donne plusieurs lieux d’exercice. Où exercez-vous ici ?"
SITUATION_MEANS: Final = "Le secteur d’activité choisi accompagne vos appels à INSi."
SITUATION_ASKED: Final = "Choisissez votre lieu d’exercice."
SECTORS: Final = {
    "SA05": "centre de santé",
    "SA07": "cabinet individuel",
    "SA08": "cabinet de groupe",
    "SA09": "société",
    "SA33": "officine",
    "SA52": "maison de santé",
}
"""Sectors of the table R02 that are known (cards.md §2.4)."""

TRY_ABOUT: Final = (
    "Essai d’INSi : une connexion, le certificat du serveur et l’heure. Aucun patient n’est "
    "interrogé."
)
TRY_RUNNING: Final = "Essai d’INSi en cours…"
TRY_AGAIN: Final = "Refaire l’essai"
TRY_REACHED: Final = "INSi répond en {seconds}."
TRY_MISSED: Final = "L’essai n’a pas abouti. {why}"

READY_TITLE: Final = "Prêt"
READY_LEAD: Final = "Insérez une carte Vitale pour qualifier votre premier patient."
READY_LEFT: Final = "Il restera à faire, dans Réglages : {left}."
FINISH: Final = "Terminer"

BACK_AGAIN: Final = "INSi est revenu : {waiting} à reprendre."
RESUME: Final = "Reprendre"
HELD: Final = "Mis en attente d’INSi : ce patient vous attend dans « À traiter »."
REMINDER: Final = (
    "Pièce notée le {day} à {hour} : {device}. INSi ne répondait pas ; confirmez-la à nouveau."
)

_IDENTIFIERS: Final = {"8": "RPPS", "0": "ADELI"}


def identifier_text(reading: PractitionerReading) -> str:
    """`RPPS 99900000017`: the national number with its kind (cards.md §2.4)."""
    kind = _IDENTIFIERS.get(reading.national_id[:1])
    return f"{kind} {reading.national_id[1:]}" if kind else f"n° {reading.national_id}"


def question_text(reading: PractitionerReading) -> str:
    """The question, with name, profession and national number as the card says them."""
    question = CARD_QUESTION.format(
        first=reading.first_name,
        name=reading.name,
        profession=reading.profession.lower(),
        number=identifier_text(reading),
    )
    return unbroken(question)


def other_kind_text(reading: PractitionerReading, *, serves: bool) -> str:
    """A card that has no desk of its own; `serves` when it may be used here at all (§11)."""
    kind = reading.kind.value + ("" if reading.nominative else CARD_UNNAMED)
    return unbroken((CARD_OTHER_KIND if serves else CARD_NO_RIGHT).format(kind=kind))


def situation_text(one: Workplace) -> str:
    """« CABINET EXEMPLE, cabinet individuel (SA07) »: the structure and its sector."""
    sector = f"{SECTORS[one.sector]} ({one.sector})" if one.sector in SECTORS else one.sector
    return ", ".join(part for part in (one.structure, sector) if part)


def consequence_text(refusals: tuple[Refusal, ...]) -> str:
    """What working so means for the exception procedure, in one sentence and its reason."""
    if not refusals:
        return PRACTICE_OPEN
    return PRACTICE_CLOSED.format(why=refusal_sentence(refusals[0]))


def try_text(tried: InsiTry) -> str:
    """What came of the trial of INSi."""
    if tried.reached:
        seconds = f"{max(tried.ms, 100) / 1000:.1f} s".replace(".", ",")
        return TRY_REACHED.format(seconds=seconds)
    worst = [one for one in tried.findings if one.fix] or list(tried.findings)
    why = f"{worst[0].check.value} : {worst[0].words}. {worst[0].fix}" if worst else ""
    return TRY_MISSED.format(why=why).replace("'", "’").strip()


def waiting_text(count: int) -> str:
    """INSi is back, and how many patients wait for it."""
    return BACK_AGAIN.format(waiting=counted(count, "patient", "patients"))


def reminder_text(reminder: Reminder) -> str:
    """The document noted while INSi was silent: shown, and to be confirmed again."""
    at, row = reminder.at.astimezone(), device(reminder.device)
    label = row.label if row is not None else reminder.device
    return typographic(REMINDER.format(day=f"{at:%d/%m/%Y}", hour=f"{at:%H:%M}", device=label))
