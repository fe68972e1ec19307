"""Exemple de pont : du composant officiel de lecture Vitale à insdesk.

insdesk cherche un point d'entrée `insdesk.vitale_readers` : une fonction sans argument qui lit la
carte présente et rend un `VitaleReading`, ou lève une feuille de `insdesk.errors.CardError`.

Ce fichier n'a jamais rencontré le composant : il montre la forme. Pour l'essayer sans carte,
donnez le chemin d'une réponse enregistrée dans la variable `INSDESK_VITALE_XML`.
"""

from __future__ import annotations

import os
from pathlib import Path

from insdesk.cards.vitale_xml import read_xml
from insdesk.errors import CardAbsent, VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading


def read() -> VitaleReading:
    """Ask the component for the card now in the reader, and read its XML."""
    return read_xml(ask_component(), is_test=None)


def ask_component() -> bytes:
    """The XML of the component. Replace this by the call of your licensed library.

    The component also tells the nature of the card: pass it on as `is_test`, since test and
    demonstration cards must never reach the production service.
    """
    recorded = os.environ.get("INSDESK_VITALE_XML")
    if not recorded:
        raise VitaleComponentAbsent
    try:
        return Path(recorded).read_bytes()
    except FileNotFoundError as problem:
        raise CardAbsent from problem
