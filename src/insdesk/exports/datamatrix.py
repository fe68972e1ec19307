"""The Datamatrix INS: its string, its symbol, a strict reader of the string (exchange.md §7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ppf.datamatrix import DataMatrix

from insdesk.errors import InvalidMatricule, InvalidTrait, Refused
from insdesk.exports import picture
from insdesk.exports.context import Context
from insdesk.exports.gate import Qualified, leaving, qualified
from insdesk.identity.matricule import Matricule
from insdesk.identity.normalise import Profile, check
from insdesk.identity.patient import Patient
from insdesk.identity.traits import Sexe, calendar_date, place

HEADER = "IS01" + "0" * 22
SEPARATOR = "\x1d"
CAPTION = "INS à scanner"
FICTITIOUS = "FICTIF"
READER_RULE = "IV-608"

QUIET_MODULES = 4
_SQUARES_PER_MODULE = 2  # a dot of the caption is half a module
_PIXELS_PER_SQUARE = 4
_PIXELS_PER_METRE = 16_000  # 8 pixels for a printed module of 0.5 mm


@dataclass(frozen=True, slots=True)
class _Block:
    """One field of the message: its length is `longest`, or `shortest` to `longest`."""

    shortest: int
    longest: int

    def ends_with_separator(self, value: str) -> bool:
        """A separator follows a variable field that is not full (unless it is the last)."""
        return self.shortest != self.longest and len(value) < self.longest


BLOCKS = {
    "S1": _Block(15, 15),
    "S2": _Block(19, 20),
    "S3": _Block(1, 100),
    "S4": _Block(1, 100),
    "S5": _Block(1, 1),
    "S6": _Block(10, 10),
    "S7": _Block(5, 5),
}
OPTIONAL = frozenset({"S7"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedIdentity:
    """What a symbol says, checked. Received, to be verified: a scan never qualifies (IV-030)."""

    matricule: Matricule
    first_names: str = field(repr=False)
    birth_name: str = field(repr=False)
    sex: Sexe = field(repr=False)
    birth_date: str = field(repr=False)
    """ISO, a real day."""
    birth_place: str | None = field(repr=False)


def payload(patient: Patient) -> str:
    """The bare string of the symbol, never marked; raises `ExportRefused`."""
    return _message(qualified(patient))


def render(patient: Patient, context: Context) -> bytes:
    """A PNG of the symbol and its caption, and « FICTIF » when it is; raises `ExportRefused`.

    Module 0.5 mm when printed at the size the file announces, quiet zone of four modules.
    """
    symbol = picture.enlarged(modules(_message(leaving(patient, context))), _SQUARES_PER_MODULE)
    captions = [CAPTION] if context.is_real else [CAPTION, FICTITIOUS]
    quiet = QUIET_MODULES * _SQUARES_PER_MODULE
    drawn = picture.stacked(
        [symbol, *(picture.lettering(text) for text in captions)], margin=quiet, gap=quiet
    )
    return picture.png(drawn, scale=_PIXELS_PER_SQUARE, pixels_per_metre=_PIXELS_PER_METRE)


def modules(text: str) -> picture.Grid:
    """The modules of the square symbol of `text`, no quiet zone, C40 from the first codeword."""
    symbol: _Symbol = DataMatrix(text, codecs=["C40"])
    return [[bool(module) for module in row] for row in symbol.matrix]


def decode(text: str) -> ScannedIdentity:
    """Read the string of a symbol, blocks in any order, or refuse it whole.

    Raises `Refused("IV-608", reason)`; `reason` is EN_TETE, BLOC_INCONNU, BLOC_DOUBLE,
    BLOC_MANQUANT, LONGUEUR, SEPARATEUR, CLE_FAUSSE, or the code of the wrong field (OID_INCONNU,
    FORMAT_MATRICULE, DATE_IMPOSSIBLE, SEXE, …).
    """
    if not text.startswith(HEADER):
        raise Refused(READER_RULE, "EN_TETE")
    values = _split(text[len(HEADER) :])
    if BLOCKS.keys() - OPTIONAL - values.keys():
        raise Refused(READER_RULE, "BLOC_MANQUANT")
    try:
        return _identity(values)
    except (InvalidTrait, InvalidMatricule) as problem:
        raise Refused(READER_RULE, problem.code) from problem


class _Symbol(Protocol):
    """The part of the untyped library that is used."""

    matrix: list[list[int]]


def _message(identity: Qualified) -> str:
    year, month, day = identity.birth_date.split("-")
    values = {
        "S1": identity.matricule.value,
        "S2": identity.matricule.oid,
        "S3": identity.first_names,
        "S4": identity.birth_name,
        "S5": identity.sex.value,
        "S6": f"{day}-{month}-{year}",
    }
    if identity.birth_place is not None:
        values["S7"] = identity.birth_place
    parts = (
        name + value + (SEPARATOR if BLOCKS[name].ends_with_separator(value) else "")
        for name, value in values.items()
    )
    # S5 to S7 have a fixed length: the last block never carries a separator.
    return HEADER + "".join(parts)


def _split(message: str) -> dict[str, str]:
    values: dict[str, str] = {}
    rest = message
    while rest:
        name, rest = rest[:2], rest[2:]
        block = BLOCKS.get(name)
        if block is None:
            raise Refused(READER_RULE, "BLOC_INCONNU")
        if name in values:
            raise Refused(READER_RULE, "BLOC_DOUBLE")
        values[name] = value = rest[: block.longest].partition(SEPARATOR)[0]
        if len(value) < block.shortest:
            raise Refused(READER_RULE, "LONGUEUR")
        rest = _after(block, value, rest[len(value) :])
    return values


def _after(block: _Block, value: str, rest: str) -> str:
    """What follows a block, once its separator has been read; a needless separator is refused."""
    if not rest.startswith(SEPARATOR):
        return rest
    if rest == SEPARATOR or not block.ends_with_separator(value):
        raise Refused(READER_RULE, "SEPARATEUR")
    return rest[1:]


def _identity(values: dict[str, str]) -> ScannedIdentity:
    number = values["S1"]
    matricule = Matricule(number[:13], number[13:], values["S2"])
    if not matricule.key_is_right:
        raise Refused(READER_RULE, "CLE_FAUSSE")
    check(Profile.PRENOM, values["S3"])
    check(Profile.NOM, values["S4"])
    if values["S5"] not in ("F", "M"):
        raise InvalidTrait("SEXE", trait="sex")
    if values["S6"][2] != "-" or values["S6"][5] != "-":
        raise InvalidTrait("FORMAT_DATE", trait="birth_date")
    day, month, year = values["S6"][:2], values["S6"][3:5], values["S6"][6:]
    written_place = values.get("S7")
    if written_place is not None and place(written_place) != written_place:
        raise InvalidTrait("FORMAT_LIEU", trait="birth_place")
    return ScannedIdentity(
        matricule=matricule,
        first_names=values["S3"],
        birth_name=values["S4"],
        sex=Sexe(values["S5"]),
        birth_date=calendar_date(f"{year}-{month}-{day}"),
        birth_place=written_place,
    )
