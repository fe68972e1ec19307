"""What a rule is: its id, one French sentence, its source, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

OURS: Final = "décision d’insdesk"
"""The source of what no text asks for."""


class Standing(Enum):
    """How sure a rule is: read in a public text, usual but not read, or decided here."""

    CERTAIN = "règle publiée"
    PROBABLE = "usage probable"
    DECISION = "décision d’insdesk"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that the program applies. `source` says where a referent finds its text."""

    id: str
    sentence: str
    source: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Theme:
    """Rules that are read together; `code` names the group in links."""

    code: str
    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One type of event of the journal. `title` names it, `sentence` says when it is written.

    `facts` names those of the clear line, which hold no trait; `detail` those kept encrypted.
    """

    type: str
    title: str
    sentence: str
    facts: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()


def published(id_: str, sentence: str, source: str) -> Rule:
    """A rule read in the public text that `source` names."""
    return Rule(id_, sentence, source, Standing.CERTAIN)


def usual(id_: str, sentence: str, source: str = "usage professionnel, texte non lu") -> Rule:
    """A rule of the trade that was not read in an official text."""
    return Rule(id_, sentence, source, Standing.PROBABLE)


def ours(id_: str, sentence: str) -> Rule:
    """A rule of this program alone."""
    return Rule(id_, sentence, OURS, Standing.DECISION)
