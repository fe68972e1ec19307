"""The rows of the comparison as the table shows them: values, sign, word, reason, sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from insdesk.identity.compare import TraitComparison
from insdesk.identity.readings import Found
from insdesk.identity.traits import TRAIT_NAMES, Sexe, Traits
from insdesk.qualification.numbers import became_registered, matricule_row, nss_verdict
from insdesk.qualification.rules import to_confirm
from insdesk.qualification.steps import Run
from insdesk.ui.formats import (
    PlaceLabels,
    differences_in_words,
    differing,
    matricule_text,
    trait_text,
)
from insdesk.ui.parts.trait_row import TraitRow
from insdesk.ui.parts.trait_table import TraitLine, TraitTable
from insdesk.ui.texts import comparison as words
from insdesk.ui.texts.traits import TRAITS

WRITTEN = ("birth_name", "first_name", "first_names", "birth_date")
"""Traits whose differing characters are underlined."""

PENDING = "…"
WARMED = 3
"""Rows made in one turn of the event loop."""

_BLANK = TraitLine(trait="blank", label="", known="", official="", symbol="=", word="")


def lines_of(run: Run, places: PlaceLabels, *, brief: bool = False) -> list[TraitLine]:
    """Every row of S05, the matricule last; « … » on INSi's side while it has not answered.

    A reason is shown where the word does not say all; `brief` leaves it out of every row where
    nothing contradicts. It stays in the sentence read aloud, and what the patient said stays shown.
    """
    confirm = to_confirm(run)
    rows = [_row(run, trait, places, confirm) for trait in TRAIT_NAMES]
    rows.append(_matricule(run, confirm))
    silent = "=+…" if brief else "="
    return [
        replace(one, reason=words.CONTESTED if one.trait in run.contested else "")
        if one.symbol in silent
        else one
        for one in rows
    ]


def differing_lines(run: Run, places: PlaceLabels) -> list[TraitLine]:
    """The rows that differ, and no other (S13)."""
    wrong = [one.trait for one in run.comparison or () if not_alike(one)]
    return [_row(run, trait, places, frozenset()) for trait in wrong]


def warming(table: TraitTable) -> tuple[Callable[[], None], ...]:
    """Make the rows before there is anything to show in them: a few at each call, then none."""
    names = (*TRAIT_NAMES, "matricule")
    steps = (*range(WARMED, len(names), WARMED), len(names))
    return tuple(partial(_warm, table, names[:until]) for until in steps)


def _warm(table: TraitTable, names: Sequence[str]) -> None:
    table.show_rows([replace(_BLANK, trait=trait) for trait in names])


def empty(table: TraitTable) -> None:
    """Leave no value in the table, not even in a row that is hidden."""
    for row in table.findChildren(TraitRow):
        row.show_line(_BLANK)
    table.show_rows(())


def not_alike(row: TraitComparison) -> bool:
    """Whether this row blocks."""
    return words.result_of(row) is words.DIFFERENT


def _row(run: Run, trait: str, places: PlaceLabels, confirm: frozenset[str]) -> TraitLine:
    row = run.comparison[trait] if run.comparison is not None else None
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    known = row.known if row else _value(run.known, trait)
    sent = row.official if row else _value(official, trait)
    left = _shown(trait, known, run.known, places)
    right = _shown(trait, sent, official, places)
    result, reason = _result(row, run)
    if trait in run.contested:
        reason = f"{words.CONTESTED} {reason}".strip()
    underline = row is not None and result.symbol in ("≈", "≠") and trait in WRITTEN
    compared = _first_words(right, len(left)) if trait == "first_name" else right
    marks = differing(left, compared) if underline and left and right else ((), ())
    said = differences_in_words(left, compared) if underline and left and right else ""
    return TraitLine(
        trait=trait,
        label=TRAITS[trait],
        known=left,
        official=right if run.answer is not None else PENDING,
        symbol=result.symbol,
        word=result.word,
        reason=reason,
        tickable=trait in confirm,
        ticked=trait in run.ticked,
        differs_known=ranges(marks[0]),
        differs_official=ranges(marks[1]),
        accessible=_sentence(TRAITS[trait], left, right, result.word, reason, said),
    )


def side_by_side(
    trait: str,
    values: tuple[str, str],
    sides: tuple[str, str],
    result: words.Result,
    reason: str,
) -> TraitLine:
    """The row of two people: `sides` say aloud whose each value is."""
    left, right = values
    marks: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    if trait in WRITTEN and left and right and result.symbol in ("≈", "≠"):
        marks = differing(left, right)
    said = [f"{side} {value or 'non connu'}" for side, value in zip(sides, values, strict=True)]
    spoken = (TRAITS[trait], *said, result.word.lower(), reason.rstrip("."))
    return TraitLine(
        trait=trait,
        label=TRAITS[trait],
        known=left,
        official=right,
        symbol=result.symbol,
        word=result.word,
        reason=reason,
        differs_known=ranges(marks[0]),
        differs_official=ranges(marks[1]),
        accessible=", ".join(part for part in spoken if part) + ".",
    )


def _first_words(names: str, length: int) -> str:
    """The part of a list of given names that stands before one of `length`: whole words."""
    end = names.find(" ", length)
    return names if end < 0 else names[:end]


def _result(row: TraitComparison | None, run: Run) -> tuple[words.Result, str]:
    if row is not None:
        return words.result_of(row), words.reason_of(row)
    if run.answer is None:
        return words.PENDING, ""
    return words.TO_CHECK, "La carte ne permet pas de comparer ce trait."


def _value(traits: Traits | None, trait: str) -> str | None:
    if traits is None:
        return None
    if trait == "first_name" and traits.first_name is None:
        return traits.first_names
    value = getattr(traits, trait)
    return value.value if isinstance(value, Sexe) else value


def _shown(trait: str, value: str | None, side: Traits | None, places: PlaceLabels) -> str:
    if not value:
        return ""
    return trait_text(trait, value, side.birth_date if side else None, places)


def _matricule(run: Run, confirm: frozenset[str]) -> TraitLine:
    answer = run.answer if isinstance(run.answer, Found) else None
    known, official = _known_number(run), PENDING
    result, reason = words.PENDING, ""
    if answer is not None:
        official = matricule_text(answer.matricule_text)
        result, code = _matricule_result(run, answer, known)
        reason = words.MATRICULE_REASONS.get(code, "")
    return TraitLine(
        trait="matricule",
        label=TRAITS["matricule"],
        known=known,
        official=official,
        symbol=result.symbol,
        word=result.word,
        reason=reason,
        tickable="matricule" in confirm,
        ticked="matricule" in run.ticked,
        accessible=_sentence(TRAITS["matricule"], known, official, result.word, reason, ""),
    )


def _known_number(run: Run) -> str:
    retrieval = run.patient.identity.retrieval if run.patient else None
    if retrieval is not None:
        return matricule_text(retrieval.matricule.number, retrieval.matricule.key)
    if run.holder is not None and run.holder.number:
        return matricule_text(run.holder.number)
    return ""


def _matricule_result(run: Run, answer: Found, known: str) -> tuple[words.Result, str]:
    """The sign of the matricule; both numbers are judged by the use cases (§7.2-7, §7.2-8)."""
    if answer.matricule is None:
        return words.TO_CHECK, "INCOHERENT"
    row = matricule_row(run)
    if row is not None and words.result_of(row) is not words.SAME:
        return words.result_of(row), "NIR" if became_registered(run) else row.code
    if not answer.matricule.key_is_right:
        return words.TO_CHECK, "KEY"
    official = matricule_text(answer.matricule.number, answer.matricule.key)
    if not known:
        return words.ADDED, "NEW"
    if known == official:
        return words.SAME, "SAME"
    if row is not None:
        return words.SAME, "SAME"
    match nss_verdict(run):
        case "EGAL":
            return words.SAME, "SAME"
        case "NON_APPLICABLE":
            return words.ADDED, "INSURED"
        case _:
            return words.TO_CHECK, "OTHER"


def ranges(positions: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Neighbouring positions as (first, length)."""
    ranges: list[tuple[int, int]] = []
    for place in positions:
        if ranges and sum(ranges[-1]) == place:
            ranges[-1] = (ranges[-1][0], ranges[-1][1] + 1)
        else:
            ranges.append((place, 1))
    return tuple(ranges)


def _sentence(label: str, left: str, right: str, word: str, reason: str, said: str) -> str:
    parts = (
        label,
        f"dossier {left or 'non connu'}",
        f"INSi {right or 'non connu'}",
        word.lower(),
        reason.rstrip("."),
        said,
    )
    return ", ".join(part for part in parts if part) + "."
