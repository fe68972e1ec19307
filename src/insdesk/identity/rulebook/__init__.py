"""The rule book as data: every rule the program applies, its French sentence and its source.

Guarantees one `Rule` for each id quoted anywhere in the program (by test). What a rule *does*
stays where it is executed: `transitions`, `comparison_table`, `guards`. Pure; imports nothing but
identity. `pages` makes the documentation from all of it, `audit` names the events of the journal.
The book itself is read when a name of it is first asked: a window opens without it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insdesk.identity.rulebook.book import RULES, THEMES, rule
    from insdesk.identity.rulebook.entry import Rule, Standing, Theme

__all__ = ["RULES", "THEMES", "Rule", "Standing", "Theme", "rule"]


def __getattr__(name: str) -> object:
    """The public names, brought by the first that asks (PEP 562)."""
    if name not in __all__:
        raise AttributeError(name)
    from insdesk.identity.rulebook import book, entry

    return getattr(book, name, None) or getattr(entry, name)
