"""Finding a patient: the words kept for each record, and the order of the list.

The list is ordered by `sort_key`. The search index knows only numbers, so each record has a
`position`: the first letters of its sort key read as a number, then a slot. Ordering by position
is ordering by name, up to names that begin alike, which share a *shelf* and are sorted when read.
A search then reads what it shows and no more, however many records match.
"""

from __future__ import annotations

import re

from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.patient import Patient, Status
from insdesk.identity.traits import Traits

SHELF_LETTERS = 9
SLOT_BITS = 20
SLOTS = 1 << SLOT_BITS
LAST_POSITION = 27**SHELF_LETTERS * SLOTS - 1
"""Below 2⁶³: the largest number the base can hold."""

TAIL_MARK = "_"
"""Before a matricule written backwards, so that no typed letter or date can meet it."""

_NUMBER_TAIL, _KEYED_TAIL, _TAIL_MIN = 6, 8, 3
_MOST_WORDS = 12
_DATE_LIKE = re.compile(r"(?<!\d)\d{1,2}(?:[/.\-]\d{1,2})?[/.\-]\d{0,4}")


def sort_key(traits: Traits) -> str:
    """Form K of the birth name, then of the first given name: letters A to Z and spaces."""
    return comparison_key(f"{traits.birth_name or ''} {traits.first_name or ''}")


def first_position(key: str) -> int:
    """The first position of the shelf of `key`; shelves are in the order of the keys."""
    number = 0
    for character in key[:SHELF_LETTERS].ljust(SHELF_LETTERS):
        number = number * 27 + (0 if character == " " else ord(character) - ord("A") + 1)
    return number * SLOTS


def last_position(position: int) -> int:
    """The last position of the shelf on which `position` is."""
    return position | (SLOTS - 1)


def search_text(patient: Patient) -> str:
    """Every word by which `patient` is found: names, date, year, and the tail of a QUAL's INS."""
    traits = patient.traits
    strict = " ".join(filter(None, (traits.birth_name, traits.first_name, traits.first_names)))
    used = " ".join(filter(None, (patient.used_name, patient.used_first_name)))
    # Strict traits are in form N already; folding their accents again would be felt at a commit.
    words = {*comparison_key(strict).split(), *search_key(used).split()}
    words |= {search_key(chunk).replace(" ", "") for chunk in _compounds(f"{strict} {used}")}
    words.discard("")
    if traits.birth_date:
        year, month, day = traits.birth_date[:4], traits.birth_date[5:7], traits.birth_date[8:]
        words |= {f"{day}{month}{year}", year}
    if matricule := patient.active_matricule:
        words.add(TAIL_MARK + matricule.number[-_NUMBER_TAIL:][::-1])
        words.add(TAIL_MARK + matricule.value[-_KEYED_TAIL:][::-1])
    return " ".join(sorted(words))


def typed_words(text: str) -> tuple[str, ...]:
    """The words a person typed, form K; a date in parts (12/03/1985) becomes one word."""
    joined = _DATE_LIKE.sub(lambda found: _join_date(found.group()), text)
    return tuple(dict.fromkeys(search_key(joined).split()))[:_MOST_WORDS]


def word_prefixes(word: str) -> tuple[str, ...]:
    """What a kept word may begin with to match the typed `word`."""
    if word.isdigit() and len(word) >= _TAIL_MIN:
        return (word, TAIL_MARK + word[::-1])
    return (word,)


def status_word(status: Status | str) -> str:
    """The word under which a statut is indexed; the triggers write the same."""
    return TAIL_MARK + (status.value if isinstance(status, Status) else status)


def _compounds(names: str) -> set[str]:
    """Names of several pieces, also kept as one: « dalmeida » finds D'ALMEIDA."""
    return {chunk for chunk in names.split() if not chunk.isalpha()}


def _join_date(text: str) -> str:
    parts = re.split(r"[/.\-]", text)
    return "".join(part.zfill(2) for part in parts[:-1]) + parts[-1]
