"""Exemple de pont : du composant officiel de lecture Vitale à insdesk.

insdesk cherche un point d'entrée `insdesk.vitale_readers` : une fonction sans argument qui lit la
carte présente et rend un `VitaleReading`, ou lève une feuille de `insdesk.errors.CardError`.

Ce fichier n'a jamais rencontré le composant : il montre la forme. Il s'essaie sans carte ni
composant avec une réponse enregistrée : voir le README.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from insdesk.cards.vitale_xml import read_xml
from insdesk.errors import CardAbsent, CardUnreadable, VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading

RECORDED, NATURE, SERIAL = "INSDESK_VITALE_XML", "INSDESK_VITALE_NATURE", "INSDESK_VITALE_SERIE"
"""Environment of a trial: path of a recorded answer, nature and serial number of its card."""

NATURES: Mapping[str, bool | None] = {"": None, "reelle": False, "essai": True}
"""Whether it is a test or demonstration card; None when nothing says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the component gives of the card now in the reader.

    `is_test`: a test or demonstration card, which must never reach the production service.
    `serial`: the number of the card, for the assertion Vitale; without it that assertion is left
    out of the call.
    """

    xml: bytes = field(repr=False)
    is_test: bool | None = None
    serial: str | None = field(default=None, repr=False)


def read() -> VitaleReading:
    """Ask the component for the card now in the reader, and read its answer."""
    answer = ask_component()
    return read_xml(answer.xml, is_test=answer.is_test, serial=answer.serial)


def ask_component() -> Answer:
    """Replace this by the call of your licensed library; raise leaves of `CardError` only.

    `CardAbsent` without a card, `CardRemoved` when it leaves before the end, `CardUnreadable` when
    it does not answer, `VitaleComponentAbsent` when the library itself is not there.
    """
    return recorded_answer(os.environ)


def recorded_answer(said: Mapping[str, str]) -> Answer:
    """The answer kept in a file, as `said` describes it: to try the bridge without a card."""
    if not said.get(RECORDED):
        raise VitaleComponentAbsent
    nature = said.get(NATURE, "")
    if nature not in NATURES:
        raise CardUnreadable(f"{NATURE} : reelle, essai ou rien")
    try:
        xml = Path(said[RECORDED]).read_bytes()
    except FileNotFoundError as problem:
        raise CardAbsent from problem
    except OSError as problem:
        raise CardUnreadable("réponse enregistrée illisible") from problem
    return Answer(xml=xml, is_test=NATURES[nature], serial=said.get(SERIAL) or None)
