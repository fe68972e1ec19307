"""What the patient is shown, and the words around it in his language (ux.md §6). Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from insdesk.paths import resource

LANGUAGES: Final = ("fr", "en", "es", "ar")
TRAITS: Final = ("birth_name", "first_names", "birth_date", "birth_place", "sex")
NOT_ME: Final = "not_me"
"""What `contested` carries when the person on the screen is somebody else."""

_HIDDEN: Final = "·"
_GROUPS: Final = (1, 2, 2, 2, 3, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientCard:
    """Five traits, the matricule, and how the person is called; nothing else ever.

    `birth_date` as ISO is written out in the patient's language, anything else is shown as it is;
    `sex` is F or M; `matricule` is 13 digits with or without the key; `used_name` is ready to
    read (« Mme MARTINEAU »). `show_matricule` lets it appear in full from the start.
    """

    birth_name: str = field(repr=False)
    first_names: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    matricule: str = field(default="", repr=False)
    used_name: str = field(default="", repr=False)
    is_child: bool = False
    show_matricule: bool = False

    def value(self, trait: str, words: PatientWords) -> str:
        """A trait as it is read on the screen."""
        text = str(getattr(self, trait))
        if trait == "birth_date":
            text = words.date(text)
        elif trait == "sex":
            text = words.sexes.get(text, text)
        return text or words.text("unknown")

    def number(self, *, masked: bool) -> str:
        """The matricule in groups; masked, only sex, year, month and key remain (ux.md §6)."""
        compact = "".join(c for c in self.matricule if c.isalnum())
        pieces, start = [], 0
        for place, length in enumerate(_GROUPS):
            piece = compact[start : start + length]
            start += length
            if piece:
                pieces.append(_HIDDEN * len(piece) if masked and 3 <= place <= 5 else piece)
        return " ".join(pieces)


@dataclass(frozen=True, slots=True)
class PatientWords:
    """The words of the patient's screen in one language, from `resources/patient/`."""

    code: str
    texts: dict[str, str]
    sexes: dict[str, str]
    months: tuple[str, ...]

    @property
    def right_to_left(self) -> bool:
        """Whether the page is mirrored."""
        return self.texts["direction"] == "rtl"

    def text(self, key: str, **facts: str) -> str:
        """One sentence; raises `KeyError` for a key that no language has."""
        return self.texts[key].format(**facts) if facts else self.texts[key]

    def asked(self, trait: str) -> str:
        """The name of a trait where it stands alone, as in « what is not correct? »."""
        return self.texts.get(f"ask_{trait}", self.texts[trait])

    def date(self, iso: str) -> str:
        """`12 mars 1985`; what is not a whole ISO date is shown as it is."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        number = self.texts["first_day"] if day.day == 1 else str(day.day)
        month = self.months[day.month - 1]
        return self.text("date", day=number, month=month, year=str(day.year))


@lru_cache(maxsize=len(LANGUAGES))
def words_in(code: str) -> PatientWords:
    """The words of one of `LANGUAGES`; raises `FileNotFoundError` for another."""
    raw = json.loads(resource("patient", f"{code}.json").read_text(encoding="utf-8"))
    texts = {key: value for key, value in raw.items() if isinstance(value, str)}
    return PatientWords(code, texts, dict(raw["sexes"]), tuple(raw["months"]))
