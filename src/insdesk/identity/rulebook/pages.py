"""The documentation of the rules, made from the tables that the program executes. Pure.

`PAGES` gives each page of `resources/rules/` its maker; the windows show the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from insdesk.identity.comparison_table import MATRICULE_TABLE, TABLE
from insdesk.identity.rulebook import wording
from insdesk.identity.rulebook.audit import EVENTS
from insdesk.identity.rulebook.book import THEMES, rule
from insdesk.identity.rulebook.entry import Standing
from insdesk.identity.transitions import REFUSALS, TRANSITIONS, Transition

Rows = tuple[tuple[str, ...], ...]

NATURE: Final = (
    "Chaque règle dit sa nature : « règle publiée » quand elle a été lue dans la source publique "
    "nommée, « usage probable » quand c’est une pratique du métier dont le texte n’a pas été lu, "
    "« décision d’insdesk » quand c’est notre choix. Rien de ceci n’a été validé par l’Agence du "
    "numérique en santé (ANS)."
)
"""What is ours and what is not: the first thing that every page says."""

MADE: Final = (
    "Cette page est produite à partir des tables que le programme exécute (commande « insdesk "
    "rules ») : elle n’est pas à modifier à la main."
)

TRANSITION_HEADERS: Final = (
    *("Règle", "Départ", "Ce qui arrive", "Condition", "Arrivée"),
    *("Ce que devient l’identité", "Source"),
)
COMPARISON_HEADERS: Final = (
    "Trait",
    "Règle",
    "Code",
    "Résultat",
    "Ce que cela veut dire",
    "Source",
)
RULE_HEADERS: Final = ("Règle", "Ce qu’elle dit", "Source", "Nature")
EVENT_HEADERS: Final = ("Événement", "Titre", "Quand il est noté", "Faits notés", "Détail chiffré")


def transition_rows() -> Rows:
    """The transitions in the order in which the program tries them."""
    return tuple(_transition(row) for row in TRANSITIONS)


def refusal_rows() -> Rows:
    """The moves that are refused, looked at before the transitions."""
    return tuple(_transition(row) for row in REFUSALS)


def comparison_rows() -> Rows:
    """The comparison, trait by trait: the first row that holds gives the result."""
    named = [(one.rule, one.trait, one.code, one.verdict) for one in TABLE]
    named += [(one.rule, one.trait, one.code, one.verdict) for one in MATRICULE_TABLE]
    return tuple(
        (
            wording.TRAITS[trait],
            paragraph,
            code,
            wording.VERDICTS[verdict],
            rule(code).sentence,
            _source(code),
        )
        for paragraph, trait, code, verdict in named
    )


def event_rows() -> Rows:
    """The events of the journal."""
    return tuple(
        (one.type, one.title, one.sentence, ", ".join(one.facts), ", ".join(one.detail))
        for one in EVENTS.values()
    )


def transitions_page() -> str:
    """How a statut changes, and what is refused."""
    return _page(
        "Les changements de statut",
        _table(TRANSITION_HEADERS, transition_rows()),
        "## Ce qui est refusé",
        "Ces lignes sont examinées d’abord : si l’une s’applique, l’acte est refusé sous son "
        "numéro et rien ne change.",
        _table(TRANSITION_HEADERS, refusal_rows()),
        before="Pour un dossier et un événement, la première ligne dont le statut de départ et la "
        "condition conviennent est appliquée. Rien d’autre ne change un statut, pas même le temps "
        "qui passe.",
    )


def comparisons_page() -> str:
    """How two identities are compared."""
    return _page(
        "La comparaison des traits",
        _table(COMPARISON_HEADERS, comparison_rows()),
        before="Pour chaque trait, la première ligne dont la condition est remplie donne le "
        "résultat ; celui de l’ensemble est celui du trait le moins bon. Un indice explique, il ne "
        "lève jamais un blocage.",
    )


def rules_page() -> str:
    """Every rule, by theme."""
    parts = []
    for theme in THEMES:
        rows = tuple((r.id, r.sentence, r.source, r.standing.value) for r in theme.rules)
        parts += [f"## {theme.title}", _table(RULE_HEADERS, rows)]
    return _page("Les règles appliquées", *parts)


def events_page() -> str:
    """Every event of the journal."""
    return _page(
        "Les événements du journal",
        _table(EVENT_HEADERS, event_rows()),
        before="Chaque ligne porte aussi sa date, celui qui agit et sa carte, le poste, la version "
        "du logiciel, le dossier, le statut et les marques avant et après, et le sceau de la "
        "ligne précédente. Les valeurs des traits ne sont que dans le détail chiffré.",
    )


PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "regles.md": rules_page,
        "transitions.md": transitions_page,
        "comparaisons.md": comparisons_page,
        "journal.md": events_page,
    }
)
"""Name of the file in `resources/rules/`, and what makes its text."""


def everything() -> Mapping[str, object]:
    """The book as plain values, for those who read JSON."""
    named = {
        "transitions": (TRANSITION_HEADERS, transition_rows()),
        "refus": (TRANSITION_HEADERS, refusal_rows()),
        "comparaisons": (COMPARISON_HEADERS, comparison_rows()),
        "journal": (EVENT_HEADERS, event_rows()),
    }
    rules = [
        {
            "id": one.id,
            "theme": theme.title,
            "phrase": one.sentence,
            "source": one.source,
            "nature": one.standing.value,
        }
        for theme in THEMES
        for one in theme.rules
    ]
    tables = {
        name: [dict(zip(headers, row, strict=True)) for row in rows]
        for name, (headers, rows) in named.items()
    }
    return {"nature": NATURE, "regles": rules, **tables}


def _transition(row: Transition) -> tuple[str, ...]:
    reached = wording.STATUSES[row.to] if row.to else "inchangé"
    return (
        row.id,
        ", ".join(wording.STATUSES[one] for one in row.origin),
        wording.event_words(row.event),
        wording.guard_words(row.guard, row.id),
        "refusé" if row.refusal else reached,
        wording.effect_words(row.effect),
        _source(row.id),
    )


def _source(id_: str) -> str:
    """The source, and that it is usage when no text was read."""
    found = rule(id_)
    probable = found.standing is Standing.PROBABLE and Standing.PROBABLE.value not in found.source
    return f"{found.source} (usage probable)" if probable else found.source


def _page(title: str, *parts: str, before: str = "") -> str:
    return "\n\n".join([f"# {title}", NATURE, *([before] if before else []), *parts, MADE]) + "\n"


def _table(headers: Iterable[str], rows: Rows) -> str:
    heads = tuple(headers)
    lines = [_line(heads), _line(("---",) * len(heads)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") or "–" for cell in cells) + " |"
