"""The ways on of S05 while something is missing: open, or greyed with the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from insdesk.ui.texts.rules import refusal_sentence

if TYPE_CHECKING:
    from insdesk.qualification.rules import Refusal

HERE = frozenset({"LIGNES_A_COCHER", "CONTESTE_PATIENT"})
"""What is repaired on the page itself: the button waits for it."""

NOT_NOW, CLOSE = "Pas maintenant", "Fermer"


def weigh_later(button: QPushButton, refusals: Sequence[Refusal], *, busy: bool) -> bool:
    """Dress the button for what keeps the answer from being taken; whether it closes the run.

    An answer that no tick can make acceptable leaves only to close.
    """
    closes = any(one.reason not in HERE for one in refusals)
    said = "" if closes else " ".join(dict.fromkeys(map(_with_rule, refusals)))
    button.setText(CLOSE if closes else NOT_NOW)
    button.setToolTip(said)
    button.setAccessibleDescription(said)
    button.setEnabled(not busy and (closes or not refusals))
    return closes


def weigh_rules(button: QPushButton, refusals: Sequence[Refusal], *, opened: bool) -> None:
    """Open the button or not; the rules that keep it closed are in its tooltip, by their ids."""
    rules = ", ".join(dict.fromkeys(one.rule for one in refusals))
    button.setToolTip(f"Règles : {rules}" if rules else "")
    button.setEnabled(opened)


def _with_rule(refusal: Refusal) -> str:
    return f"{refusal_sentence(refusal)} (règle {refusal.rule})"
