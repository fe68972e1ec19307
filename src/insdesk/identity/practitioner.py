"""Who holds the CPS, and where he works: frozen values, as the card says them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class CardKind(Enum):
    """Kinds of CPx, by extension 1.2.250.1.71.1.2.2 of the certificate; CDE and CPE share it."""

    CPS = "CPS"
    CPF = "CPF"
    CPE = "CPE"
    CDE = "CDE"
    CPA = "CPA"
    CPX = "CPX"


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerReading:
    """Who holds the CPS, read without the code porteur."""

    national_id: str = field(repr=False)
    name: str = field(repr=False)
    first_name: str = field(repr=False)
    profession: str
    kind: CardKind
    nominative: bool = True
    not_after: str = ""
    """Last day of validity, ISO."""
    card_number: str = field(default="", repr=False)
    certificate_serial: str = field(default="", repr=False)
    generation: str = ""
    is_test: bool = False

    def is_past(self, day: date) -> bool:
        """Whether the card is no longer valid on `day`; a card that does not tell is not past."""
        return bool(self.not_after) and self.not_after < day.isoformat()

    @property
    def display_name(self) -> str:
        """« Dr Maud EXEMPLE » as the top bar shows it."""
        title = "Dr " if self.profession.lower().startswith(("médecin", "chirurgien")) else ""
        return f"{title}{self.first_name} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A situation d'exercice of an open CPS, each part empty when the card does not tell it.

    `sector` is `SAxx`, `structure_id` the national number of the structure.

    Whether the work is liberal is not in it: the mode d'exercice of a card cannot be read today
    (cards.md §2.3), and nothing is concluded from its absence.
    """

    structure: str
    structure_id: str
    sector: str


def only_sector(found: Iterable[Workplace]) -> str:
    """The sector of all of them, empty when they have none or several: none is then guessed."""
    sectors = {one.sector for one in found}
    return sectors.pop() if len(sectors) == 1 else ""
