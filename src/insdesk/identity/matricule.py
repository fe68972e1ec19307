"""The matricule INS and its authority (rule book §2.3, insi.md §5.2–5.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from insdesk.errors import InvalidMatricule

_CORSICA = re.compile(r"[0-9]{5}2[AB][0-9]{6}")
_PLAIN = re.compile(r"[0-9]{13}")


class Nature(Enum):
    """What kind of matricule an OID announces."""

    NIR = "NIR"
    NIA = "NIA"
    TEST = "NIR de test"
    DEMO = "NIR de démonstration"


OIDS = {
    "1.2.250.1.213.1.4.8": Nature.NIR,
    "1.2.250.1.213.1.4.9": Nature.NIA,
    "1.2.250.1.213.1.4.10": Nature.TEST,
    "1.2.250.1.213.1.4.11": Nature.DEMO,
}


@dataclass(frozen=True, slots=True)
class Matricule:
    """13 characters, 2 key digits, OID: inseparable (IV-010). Its pattern and OID are right.

    A wrong key is kept as sent and only said (decision 1 of the project).
    """

    number: str = field(repr=False)
    key: str = field(repr=False)
    oid: str

    def __post_init__(self) -> None:
        if not (_PLAIN.fullmatch(self.number) or _CORSICA.fullmatch(self.number)):
            raise InvalidMatricule("FORMAT_MATRICULE")
        if not re.fullmatch(r"[0-9]{2}", self.key):
            raise InvalidMatricule("FORMAT_CLE")
        if self.oid not in OIDS:
            raise InvalidMatricule("OID_INCONNU")

    @classmethod
    def parse(cls, text: str, oid: str) -> Matricule:
        """Read 15 characters (spaces allowed), or 13 whose key is then computed (IV-032)."""
        compact = "".join(text.split()).upper()
        if len(compact) == 13:
            return cls(compact, expected_key(compact), oid)
        if len(compact) != 15:
            raise InvalidMatricule("FORMAT_MATRICULE")
        return cls(compact[:13], compact[13:], oid)

    @property
    def nature(self) -> Nature:
        """NIR or NIA is told by the OID, never by the first digit (insi.md §5.2)."""
        return OIDS[self.oid]

    @property
    def key_is_right(self) -> bool:
        """Whether the key is 97 − (number mod 97), Corsica counted 2A→19, 2B→18 (IV-031)."""
        return self.key == expected_key(self.number)

    @property
    def masked(self) -> str:
        """First digit and last three, for lists and logs (IV-604)."""
        return f"{self.number[0]}…{self.number[-3:]}"

    @property
    def value(self) -> str:
        """The 15 characters that travel."""
        return self.number + self.key


def expected_key(number: str) -> str:
    """The two key digits of a 13-character number (IV-031).

    Raises `InvalidMatricule` when the number does not have the pattern.
    """
    if not (_PLAIN.fullmatch(number) or _CORSICA.fullmatch(number)):
        raise InvalidMatricule("FORMAT_MATRICULE")
    from stdnum.fr import nir  # a tenth of a second: not before the first window

    return str(nir.calc_check_digits(number))
