"""What is printed: the note that the patient takes away, and the list of what is to be corrected.

The note names what differs and whom to ask: no medical data, no matricule (ux.md S13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from insdesk.ui.press import Kind, Piece, Sheet

NOTE = "note"
LIST = "liste"
"""The middle of the names of the two files."""

NOTE_TITLE = "Votre identité est à faire corriger"
NOTE_INTRO = (
    "Elle ne s’écrit pas de la même façon sur votre pièce d’identité et dans le registre national. "
    "Rien ne change pour vos soins ni pour vos remboursements."
)
NOTE_DIFFERS = "Ce qui diffère"
NOTE_WHOM = "À qui vous adresser"
NOTE_INSURER = (
    "À votre organisme d’assurance maladie (votre caisse), avec un justificatif d’état civil : "
    "extrait d’acte de naissance ou pièce d’identité."
)
NOTE_REGISTER = (
    "Si l’erreur vient de l’état civil : à la mairie de votre lieu de naissance, qui prévient "
    "l’INSEE, responsable du registre."
)
NOTE_DOCUMENT = "Si c’est la pièce qui se trompe : au service qui vous l’a remise."
NOTE_BACK = "Rapportez ce papier à votre prochaine visite, une fois la correction faite."
NOTE_STAMP = "Cachet du praticien et date"
NOTE_FOOTER = "Ce papier ne contient ni donnée médicale ni numéro de sécurité sociale."
ON_DOCUMENT = "Sur votre pièce"
IN_REGISTER = "Dans le registre"
UNREAD = "à lire : . . . . . . . . . . ."
UNKNOWN = "non connu"

LIST_TITLE = "À corriger chez les destinataires"
LIST_INTRO = (
    "Ces documents sont partis avec une INS qui ne doit plus servir. Prévenez chaque destinataire, "
    "puis cochez."
)
LIST_EMPTY = "Rien n’a quitté ce poste avec cette INS."
LIST_FOOTER = "Liste tirée du journal d’insdesk. Elle ne contient pas le matricule."


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """One trait that differs: its label, what the document shows (empty: to be read), INSi's."""

    label: str
    document: str = field(repr=False)
    register: str = field(repr=False)


def patient_note(rows: Sequence[Differs]) -> Sheet:
    """The note for the patient, on one page."""
    pieces = [
        Piece(Kind.TITLE, NOTE_TITLE),
        Piece(Kind.TEXT, NOTE_INTRO),
        Piece(Kind.HEADING, NOTE_DIFFERS),
    ]
    pieces.append(Piece(Kind.HEAD, "", ON_DOCUMENT, IN_REGISTER))
    for row in rows:
        pieces.append(Piece(Kind.ROW, row.label, row.document or UNREAD, row.register or UNKNOWN))
    pieces += [
        Piece(Kind.HEADING, NOTE_WHOM),
        *(Piece(Kind.TEXT, one) for one in (NOTE_INSURER, NOTE_REGISTER, NOTE_DOCUMENT, NOTE_BACK)),
        Piece(Kind.STAMP, NOTE_STAMP),
    ]
    return Sheet(pieces=tuple(pieces), footer=NOTE_FOOTER, one_page=True)


def sent_list(who: str, reason: str, sent: Sequence[tuple[str, str]]) -> Sheet:
    """What left with an INS that falls: (when and what, file) of each, boxes to tick."""
    pieces = [
        Piece(Kind.TITLE, LIST_TITLE),
        Piece(Kind.VALUE, "Patient", who),
        Piece(Kind.VALUE, "Motif", reason),
        Piece(Kind.HEADING, "Documents"),
        Piece(Kind.TEXT, LIST_INTRO if sent else LIST_EMPTY),
        *(Piece(Kind.TICK, title, detail) for title, detail in sent),
    ]
    return Sheet(pieces=tuple(pieces), footer=LIST_FOOTER)
