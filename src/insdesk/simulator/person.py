"""One fictitious person: what INSi knows, what the card carries, how INSi behaves about her."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from insdesk.identity.matricule import Matricule, expected_key
from insdesk.identity.readings import FormerMatricule

OID_PRODUCTION = "1.2.250.1.213.1.4.8"
"""What the qualification platform sends even for its fictitious people (insi.md §5.3)."""

OID_NIA = "1.2.250.1.213.1.4.9"
OID_TEST = "1.2.250.1.213.1.4.10"


class Shape(Enum):
    """How an answer is written; real answers vary so (insi.md §5.4)."""

    LIVE = "one line, three prefixes for one namespace"
    TABBED = "indented, with the optional Prenom and a comment"
    PREFIXED = "RESULTAT prefixed, the default namespace being another"
    TYPED = "TypeMatricule on every matricule"
    SHUFFLED = "children of an INS block out of the schema's order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Nobody real. `handle` is the only name a log or a message may use.

    `number` is the 13-character matricule as INSi sends it: one row of the table sends 15, on
    purpose. `insured` is the number under which the person's rights are open, when it is a
    parent's. `card_*` is what the carte Vitale carries where it differs from INSi.
    """

    handle: str
    birth_name: str = field(repr=False)
    first_names: str = field(repr=False)
    sex: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place: str | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    key: str | None = field(default=None, repr=False)
    """As INSi sends it; None when this answer leaves it out."""
    oid: str = OID_TEST
    history: tuple[FormerMatricule, ...] = field(default=(), repr=False)
    used_name: str | None = field(default=None, repr=False)
    also_asked: tuple[str, ...] = field(default=(), repr=False)
    """Other birth names under which INSi finds the person."""
    twin_rank: int = 1
    insured: str | None = field(default=None, repr=False)
    card_name: str | None = field(default=None, repr=False)
    card_first_name: str | None = field(default=None, repr=False)
    card_number: str | None = field(default=None, repr=False)
    shape: Shape = Shape.LIVE
    unknown_to_insi: bool = False
    """Code 01 whatever is asked."""
    fault: str | None = None
    """INSi answers this fault about the person instead of an identity."""

    @property
    def first_name(self) -> str:
        """The first given name as this fiction decides it: up to the first space of the list."""
        return self.first_names.split(" ")[0]

    @property
    def on_card(self) -> tuple[str, str, str]:
        """Name, given name and AAAAMMJJ as the card spells them (cards.md §1.5)."""
        name = self.card_name or self.birth_name
        given = self.card_first_name or self.first_name
        return name, given, self.birth_date.replace("-", "")

    @property
    def number_on_card(self) -> str:
        """The 15 characters beside the person on the card; empty when it carries none."""
        if self.card_number is not None:
            return self.card_number
        return self.number + (self.key or expected_key(self.number)) if self.number else ""

    @property
    def matricule(self) -> Matricule:
        """As a value; raises `InvalidMatricule` for the rows made wrong on purpose."""
        return Matricule(self.number, self.key or expected_key(self.number), self.oid)


def invented(
    handle: str,
    identity: str,
    sex: str,
    birth_date: str,
    birth_place: str | None,
    *,
    order: int,
    place_digits: str = "99999",
    **facts: object,
) -> Person:
    """A person of ours: `identity` is « NAME, GIVEN NAMES »; the number has a valid key.

    Its place digits are not attributed, so that the number belongs to nobody.
    """
    name, given = (part.strip() for part in identity.split(","))
    month = birth_date[5:7] if birth_date[5:7] != "00" else "20"  # month unknown (insi.md §5.2)
    first = "1" if sex == "M" else "2"
    number = f"{first}{birth_date[2:4]}{month}{place_digits}{order:03d}"
    known = {"number": number, "key": expected_key(number)} | facts
    return Person(
        handle=handle,
        birth_name=name,
        first_names=given,
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        **known,  # type: ignore[arg-type]  # the facts are checked by the dataclass itself
    )
