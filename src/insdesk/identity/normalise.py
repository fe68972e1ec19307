"""Form N, stored and sent, and form K, for comparing only (rule book §3)."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from insdesk.errors import InvalidTrait

MAX_LENGTH = 100

# Step 1 to 4 of §3.1. One table, applied before the case is changed; lower case is covered too.
APOSTROPHES = "\u2019\u2018\u02bc\u02b9\u2032\u00b4\u0060\uff07"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SPACES = "\t\u00a0\u2007\u2009\u202f"
LETTERS = {
    "Œ": "OE", "Æ": "AE", "ẞ": "SS", "ß": "SS", "Ø": "O", "Ð": "D", "Đ": "D",
    "Þ": "TH", "Ł": "L", "ı": "I", "İ": "I", "Ħ": "H", "Ŧ": "T",
}  # fmt: skip
_TABLE = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(HYPHENS, "-")
    | dict.fromkeys(SPACES, " ")
    | LETTERS
    | {letter.lower(): text for letter, text in LETTERS.items() if len(letter.lower()) == 1}
)


class Profile(Enum):
    """The two lexical profiles of §3.1; a list of given names follows PRENOM."""

    NOM = "NOM"
    PRENOM = "PRENOM"


def normalise(profile: Profile, text: str) -> str:
    """Return form N of what a person typed, or raise `InvalidTrait` (§3.1).

    Nothing is dropped in silence: a character without an equivalent is refused by name.
    Normalising twice changes nothing.
    """
    opened = unicodedata.normalize("NFC", text).translate(_TABLE).upper()
    bare = "".join(c for c in unicodedata.normalize("NFD", opened) if not unicodedata.combining(c))
    # A decomposed letter may only now show its special form (Ǿ is Ø with an accent).
    bare = unicodedata.normalize("NFC", bare).translate(_TABLE)
    spaced = re.sub(" +", " ", bare).strip(" ")
    joined = re.sub(" ?(['-]) ?", r"\1", spaced)
    check(profile, joined)
    return joined


def check(profile: Profile, text: str) -> None:
    """Raise `InvalidTrait` unless `text` already is a valid form N (lexical profile of §3.1)."""
    if not 1 <= len(text) <= MAX_LENGTH:
        raise InvalidTrait("LONGUEUR" if text else "VIDE")
    for character in text:
        if not ("A" <= character <= "Z" or character in " '-"):
            raise InvalidTrait("CARACTERE_INTERDIT", character=character)
    if text[0] in " -":
        raise InvalidTrait("PREMIER_CARACTERE", character=text[0])
    for pattern in ("''", "  ", " '", "' "):
        if pattern in text:
            raise InvalidTrait("DOUBLAGE", character=pattern[0])
    if "---" in text:
        raise InvalidTrait("TRIPLE_TIRET", character="-")
    if text[-1] == " ":
        raise InvalidTrait("DERNIER_CARACTERE", character=" ")
    if profile is Profile.PRENOM:
        if "--" in text:
            raise InvalidTrait("PRENOM_DOUBLE_TIRET", character="-")
        if text[-1] in "-'":
            raise InvalidTrait("DERNIER_CARACTERE", character=text[-1])
    if not any("A" <= character <= "Z" for character in text):
        raise InvalidTrait("AUCUNE_LETTRE")


def comparison_key(text: str) -> str:
    """Form K of a form N: hyphens and apostrophes become spaces (§3.2). Never stored as a trait."""
    return " ".join(text.replace("-", " ").replace("'", " ").split())


def search_key(text: str) -> str:
    """Form K of any text, for searching: what cannot be in a name becomes a space."""
    opened = unicodedata.normalize("NFC", text).translate(_TABLE).upper()
    bare = unicodedata.normalize("NFD", opened)
    kept = "".join(c for c in bare if not unicodedata.combining(c)).translate(_TABLE)
    return " ".join("".join(c if c.isascii() and c.isalnum() else " " for c in kept).split())
