"""Worked examples of §7.2-7: the matricule of the record against the one INSi sends."""

from __future__ import annotations

from dataclasses import dataclass

from insdesk.identity.comparison_table import Verdict
from insdesk.identity.matricule import Matricule
from insdesk.identity.readings import FormerMatricule

E, A, D = Verdict.EGAL, Verdict.ACCEPTABLE, Verdict.DISCORDANT
NIR, NIA, TEST = (f"1.2.250.1.213.1.4.{n}" for n in (8, 9, 10))
NUMBER, OTHER, THIRD = "1090763220000", "2090763220000", "1090763221000"


@dataclass(frozen=True)
class MatriculeExample:
    """The INS held, the INS received, the history received with it."""

    id: str
    held: Matricule
    new: Matricule
    history: tuple[FormerMatricule, ...]
    verdict: Verdict
    code: str


def _former(number: str, oid: str = TEST, *, start: str | None = None) -> FormerMatricule:
    return FormerMatricule(number=number, key=None, oid=oid, start_text=start)


def _example(
    label: str,
    held: tuple[str, str],
    new: tuple[str, str],
    verdict: Verdict,
    code: str,
    *history: FormerMatricule,
) -> MatriculeExample:
    one, other = (Matricule.parse(number, oid) for number, oid in (held, new))
    return MatriculeExample(label, one, other, history, verdict, code)


HISTORISED = "MATRICULE_HISTORISE"
COLLISION = "COLLISION_POSSIBLE"

MATRICULES = (
    _example("equal", (NUMBER, TEST), (NUMBER, TEST), E, "IDENTIQUE"),
    _example(
        "equal whatever its past", (NUMBER, NIR), (NUMBER, NIR), E, "IDENTIQUE", _former(OTHER)
    ),
    _example(
        "equal, and in its own history",
        (NUMBER, NIR),
        (NUMBER, NIR),
        E,
        "IDENTIQUE",
        _former(NUMBER, NIR),
    ),
    MatriculeExample(
        "a wrong key is only said",
        Matricule(NUMBER, "11", TEST),
        Matricule.parse(NUMBER, TEST),
        (),
        E,
        "IDENTIQUE",
    ),
    _example("G4", (NUMBER, TEST), (OTHER, TEST), A, HISTORISED, _former(NUMBER)),
    _example(
        "second of the history",
        (NUMBER, TEST),
        (OTHER, TEST),
        A,
        HISTORISED,
        _former(THIRD),
        _former(NUMBER),
    ),
    _example(
        "PADOA: an entry whose dates contradict each other",
        (NUMBER, TEST),
        (OTHER, TEST),
        A,
        HISTORISED,
        _former(NUMBER, start="2999-12-31"),
    ),
    _example(
        "NIA in the history of the NIR",
        (NUMBER, NIA),
        (OTHER, NIR),
        A,
        HISTORISED,
        _former(NUMBER, NIA),
    ),
    _example("NIA become NIR under its number", (NUMBER, NIA), (NUMBER, NIR), A, HISTORISED),
    _example("NIA against another NIR", (NUMBER, NIA), (OTHER, NIR), D, COLLISION),
    _example("a NIR never goes back to NIA", (NUMBER, NIR), (NUMBER, NIA), D, COLLISION),
    _example("a test number is not a NIR", (NUMBER, TEST), (NUMBER, NIR), D, COLLISION),
    _example("T25", (NUMBER, TEST), (OTHER, TEST), D, COLLISION),
    _example("another history", (NUMBER, TEST), (OTHER, TEST), D, COLLISION, _former(THIRD)),
    _example(
        "the new one in its own history",
        (NUMBER, TEST),
        (OTHER, TEST),
        D,
        COLLISION,
        _former(OTHER),
    ),
    _example(
        "the same number of another authority",
        (NUMBER, TEST),
        (OTHER, TEST),
        D,
        COLLISION,
        _former(NUMBER, NIR),
    ),
)
