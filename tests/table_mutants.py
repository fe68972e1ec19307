"""Mutants of a table of rules: what becomes of it when one row is missing or lies.

A table is a tuple of frozen rows. Each mutant has a name that says what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

Table = tuple[Any, ...]
Changes = Callable[[Any], Iterable[tuple[str, dict[str, object]]]]


@dataclass(frozen=True)
class Mutant:
    """`table` with one row changed; `row` is the name of that row."""

    row: str
    change: str
    table: Table

    @property
    def name(self) -> str:
        return f"{self.row} {self.change}"


def mutants(table: Table, label: Callable[[Any], str], changes: Changes) -> Iterator[Mutant]:
    """Every row removed, then changed as `changes` says, one change at a time."""
    labels: list[str] = []
    for at, row in enumerate(table):
        same = labels.count(label(row))
        labels.append(label(row))
        name = f"{label(row)}/{same + 1}" if same else label(row)
        yield Mutant(name, "removed", table[:at] + table[at + 1 :])
        for change, fields in changes(row):
            yield Mutant(name, change, (*table[:at], replace(row, **fields), *table[at + 1 :]))


def survivors(
    found: Iterable[Mutant], install: Callable[[Table], None], holds: Callable[[Mutant], bool]
) -> list[str]:
    """Names of the mutants that every example lets pass."""
    alive = []
    for mutant in found:
        install(mutant.table)
        if holds(mutant):
            alive.append(mutant.name)
    return alive
