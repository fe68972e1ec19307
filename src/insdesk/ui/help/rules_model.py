"""The rules as a list: themes as headings, and below each the rules that match what is sought."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from insdesk.identity.rulebook import THEMES, Rule, Standing
from insdesk.ui.parts.roles import ACCESSIBLE, DISPLAY, OWN, Index

ENTRY = OWN
"""Role of the `Rule`, or of the title of a theme."""

SIGNS: Final = {
    Standing.CERTAIN: ("file-text", "ok"),
    Standing.PROBABLE: ("circle-dashed", "warn"),
    Standing.DECISION: ("pencil", "info"),
}
"""Sign and tone of each nature; its words always stand beside."""

Entry = Rule | str


_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
_MARKS: Final = re.compile("[\u0300-\u036f]")
_BETWEEN: Final = re.compile("[^0-9a-z]+")


def search_key(text: str) -> str:
    """The words of `text` without case, accents nor signs, a space before each.

    That of the patients reads names by the letter: too slow for a book of them.
    """
    bare = unicodedata.normalize("NFD", text.casefold().translate(_LIGATURES))
    return " " + _BETWEEN.sub(" ", _MARKS.sub("", bare)).strip()


def matches(key: str, text: str) -> bool:
    """Whether `key`, made by `search_key`, holds every word of `text`, from its beginning.

    What is typed without a space stays together: `IV-11` is no `11` of another rule.
    """
    return all(search_key(word) in key for word in text.split())


class RulesModel(QAbstractListModel):
    """Every rule in reading order; `seek` keeps those that match.

    What is sought in is made when it is first needed, or before by `prepare`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple((theme.title, rule) for theme in THEMES for rule in theme.rules)
        self._themes = {rule.id: title for title, rule in self._all}
        self._keys: dict[str, tuple[str, str]] = {}
        self._entries: list[Entry] = []
        self.total = len(self._all)
        self.seek("")

    def seek(self, text: str) -> int:
        """Show the rules that match, a rule named by its id alone first; returns how many."""
        kept = self._found(text) if text.strip() else self._all
        self.beginResetModel()
        self._entries = []
        last = ""
        for title, rule in kept:
            if title != last:
                self._entries.append(title)
                last = title
            self._entries.append(rule)
        self.endResetModel()
        return len(kept)

    def _found(self, text: str) -> Sequence[tuple[str, Rule]]:
        self.prepare(0, self.total)
        wanted = search_key(text)
        named = [one for one in self._all if self._keys[one[1].id][0] == wanted]
        return named or [one for one in self._all if matches(self._keys[one[1].id][1], text)]

    def prepare(self, first: int, last: int) -> None:
        """Make what is sought in for these rules, those of `first` to before `last`."""
        for title, rule in self._all[first:last]:
            if rule.id not in self._keys:
                whole = f"{rule.id} {rule.sentence} {rule.source} {title}"
                self._keys[rule.id] = search_key(rule.id), search_key(whole)

    def row_of(self, id_: str) -> int | None:
        """The row on show of the rule of this id."""
        shown = (
            r for r, one in enumerate(self._entries) if isinstance(one, Rule) and one.id == id_
        )
        return next(shown, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own shape
        """Headings and rules on show."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over by the arrows."""
        held = self._entries[index.row()] if index.isValid() else ""
        if isinstance(held, Rule):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The entry, its text, and the whole of it for those who listen."""
        if not index.isValid():
            return None
        held = self._entries[index.row()]
        if role == ENTRY:
            return held
        if role not in (DISPLAY, ACCESSIBLE):
            return None
        if not isinstance(held, Rule):
            return held
        if role == DISPLAY:
            return f"{held.id} {held.sentence}"
        theme, nature = self._themes[held.id], held.standing.value
        return f"{held.id}. {held.sentence} {nature}. Source : {held.source}. Thème : {theme}."
