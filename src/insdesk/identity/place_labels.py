"""Finding labels by the words that someone types, among some forty thousand. Pure."""

from __future__ import annotations

import string
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SPACED = str.maketrans(dict.fromkeys(string.punctuation, " "))
_SHORT = {"ST": "SAINT", "STE": "SAINTE"}
"""What people type for a word that the register always writes in full."""


@dataclass(frozen=True, slots=True)
class Match:
    """A label that was found: its number, its words, and how near it comes to what was typed.

    `rank` is 0 for the very label, 1 for one that begins with what was typed, 2 for the others.
    """

    at: int
    key: str
    rank: int


class LabelIndex:
    """The words of many labels, in one text that is searched at the speed of `str.find`."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Take labels in plain capitals; their numbers are their positions."""
        text = "".join(f" {label}\n" for label in labels).translate(_SPACED)
        while "  " in text:
            text = text.replace("  ", " ")
        self._text = text.replace(" \n", "\n")
        self._keys = self._text.split("\n")[:-1]
        self._starts = list(accumulate((len(key) + 1 for key in self._keys), initial=0))

    def matching(self, typed: str) -> Iterator[Match]:
        """Labels where each word of `typed`, a search key, begins a word, in the order of numbers.

        `ST` stands for `SAINT` too. Nothing matches an empty key.
        """
        wanted = [_forms(word) for word in typed.split()]
        if not wanted:
            return
        whole = {f" {typed}", f" {' '.join(forms[-1] for forms in wanted)}"}
        rarest = min(wanted, key=self._frequency)
        others = [tuple(f" {form}" for form in forms) for forms in wanted if forms is not rarest]
        for at in sorted({at for form in rarest for at in self._beginning(form)}):
            key = self._keys[at]
            if all(any(form in key for form in forms) for forms in others):
                begins = any(key.startswith(one) for one in whole)
                yield Match(at, key, 0 if key in whole else 1 if begins else 2)

    def _frequency(self, forms: tuple[str, ...]) -> int:
        return sum(self._text.count(f" {form}") for form in forms)

    def _beginning(self, word: str) -> Iterator[int]:
        offset = self._text.find(f" {word}")
        while offset >= 0:
            at = bisect_right(self._starts, offset) - 1
            yield at
            offset = self._text.find(f" {word}", self._starts[at + 1])


def _forms(word: str) -> tuple[str, ...]:
    """The ways in which a label may write a word: as typed first, in full last."""
    return (word, _SHORT[word]) if word in _SHORT else (word,)
