"""Words about a place of birth: what was typed, what to choose, what to look at on the document."""

from __future__ import annotations

from insdesk.identity.places import Place
from insdesk.qualification.birthplaces import Meaning, PlaceLook
from insdesk.ui.formats import date_text, place_text

_WARNED = frozenset(
    {
        Meaning.NOT_THEN,
        Meaning.UNKNOWN_CODE,
        Meaning.POSTCODE,
        Meaning.ALSO_POSTCODE,
        Meaning.OTHER_TIME,
        Meaning.NO_NAME,
    }
)


def tone_of(look: PlaceLook) -> str:
    """How the note is dressed: something to look at, or nothing special."""
    return "warn" if look.meaning in _WARNED else ""


def where(place: Place) -> str:
    """`63113 · département 63`, `99350 · pays`, `97411 · département 974`."""
    code = place.code
    if code.startswith("99"):
        return f"{code} · pays"
    return f"{code} · département {code[:3] if code.startswith(('97', '98')) else code[:2]}"


def spelt(place: Place) -> str:
    """What the field holds once a place is chosen: `CLERMONT-FERRAND (63113)`."""
    return f"{place.label} ({place.code})"


def place_note(look: PlaceLook, born: str | None) -> str:
    """The sentence under the field; empty when there is nothing to say."""
    named = ", ".join(spelt(one) for one in look.choices)
    on = f"au {date_text(born)}" if born else "à cette date"
    match look.meaning:
        case Meaning.KNOWN:
            return (
                place_text(look.code, born, lambda _code, _born: look.label) if look.label else ""
            )
        case Meaning.NOT_THEN:
            known = f"{look.label} n’avait pas le code {look.code} {on}"
            return f"{known} : relisez la pièce. Cela n’empêche pas de continuer."
        case Meaning.UNKNOWN_CODE:
            return (
                f"Le code {look.code} n’est pas dans la table des lieux : relisez-le sur la pièce."
            )
        case Meaning.POSTCODE:
            return f"{look.code} est un code postal. Commune(s) : {named}."
        case Meaning.ALSO_POSTCODE:
            return f"{look.code} : {look.label}. C’est aussi le code postal de {named}."
        case Meaning.OTHER_TIME:
            return f"Aucun lieu de ce nom {on}. À une autre date : {named}."
        case Meaning.NO_NAME:
            return "Aucune commune ni aucun pays de ce nom."
        case Meaning.NAMES | Meaning.NOTHING:
            return ""
