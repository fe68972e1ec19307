"""What each button of an error card does: one action per label, whatever the failure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from insdesk.errors import CardWithoutNumber, InsdeskError, VitaleComponentAbsent


class Remedy(Enum):
    """What the host does when a button of the error card is pressed."""

    AGAIN = auto()
    """Do once more what failed."""
    READ = auto()
    """Read the card from the start."""
    FORM = auto()
    """Open the form with what is known."""
    TYPE = auto()
    """Open an empty form."""
    PIN = auto()
    """Ask for the code porteur, then do once more what failed."""
    HOW = auto()
    """Show the numbered steps in the card."""
    BACK = auto()
    """Return to the page as it was left."""
    HOME = auto()
    """Close the run."""
    ASIDE = auto()
    """Keep what is known without INSi."""
    KEEP = auto()
    """« Pas maintenant »."""
    ASK = auto()
    """Ask INSi anew."""
    LIST = auto()
    """Open the list of patients."""
    SETUP = auto()
    """Change the practitioner of this desk."""
    DIAGNOSE = auto()
    """Look at the desk."""
    REPORT = auto()
    """Look at the desk and keep what was seen in a file, for the support."""


REMEDIES: Mapping[str, Remedy] = {
    "Réessayer": Remedy.AGAIN,
    "Refaire le test": Remedy.AGAIN,
    "Réessayer (F5)": Remedy.READ,
    "Recommencer": Remedy.READ,
    "Rechercher par les traits": Remedy.TYPE,
    "Corriger les traits": Remedy.FORM,
    "Saisir le code": Remedy.PIN,
    "Ressaisir le code": Remedy.PIN,
    "Voir comment faire": Remedy.HOW,
    "Voir comment installer": Remedy.HOW,
    "Que faire ?": Remedy.HOW,
    "Comment débloquer": Remedy.HOW,
    "Comment corriger": Remedy.HOW,
    "Revenir à l’écran": Remedy.BACK,
    "Annuler": Remedy.BACK,
    "J’arrête ici": Remedy.HOME,
    "Revenir à l’accueil": Remedy.HOME,
    "Travailler hors ligne": Remedy.HOME,
    "Mettre en attente": Remedy.ASIDE,
    "Pas maintenant": Remedy.KEEP,
    "Interroger à nouveau INSi": Remedy.ASK,
    "Revenir à la liste": Remedy.LIST,
    "Changer de praticien": Remedy.SETUP,
    "Diagnostic": Remedy.DIAGNOSE,
    "Enregistrer le rapport": Remedy.REPORT,
}
"""Label of a button → what it does; a test finds every label of the error texts here."""


def remedy_of(label: str, error: InsdeskError | None) -> Remedy:
    """What a button does on the card of `error`: what the card gave is never typed again."""
    remedy = REMEDIES.get(label, Remedy.BACK)
    if remedy is Remedy.TYPE and isinstance(error, CardWithoutNumber | VitaleComponentAbsent):
        return Remedy.FORM
    return remedy
