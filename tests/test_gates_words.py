"""Every failure has its French sentence, and the guard against the PySide6 reference bug."""

from __future__ import annotations

import inspect
import sys

import pytest
from pytestqt.qtbot import QtBot

from insdesk import errors
from insdesk.errors import InsdeskError
from insdesk.ui.texts import ERRORS, error_text


def _leaves(family: type[InsdeskError]) -> list[type[InsdeskError]]:
    below = [one for one in family.__subclasses__() if one.__module__.startswith("insdesk.")]
    return [leaf for child in below for leaf in _leaves(child)] if below else [family]


LEAVES = sorted(set(_leaves(InsdeskError)), key=lambda leaf: leaf.__name__)

SAMPLE_FACTS: dict[str, object] = {
    "attempts_left": 2,
    "code": "CARACTERE_INTERDIT",
    "expected": "découverte",
    "expired_on": "2026-01-31",
    "found": "essai",
    "minutes": 7,
    "rule": "X1",
}


def _sample(leaf: type[InsdeskError]) -> InsdeskError:
    """An instance of `leaf` with the facts that its constructor asks for."""
    if leaf.__init__ is Exception.__init__:
        return leaf()
    parameters = inspect.signature(leaf).parameters.values()
    needed = [
        one.name
        for one in parameters
        if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    return leaf(**{name: SAMPLE_FACTS[name] for name in needed})


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_a_failure_has_a_french_sentence_of_its_own(leaf: type[InsdeskError]) -> None:
    assert leaf.__name__ in ERRORS


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_its_sentence_is_complete_with_its_facts(leaf: type[InsdeskError]) -> None:
    text = error_text(_sample(leaf))
    assert text.title
    assert text.explanation
    assert text.fix or text.go_on
    words = " ".join((text.title, text.explanation, text.fix, text.go_on))
    assert "{" not in words
    assert "'" not in words, "typographic apostrophes only"
    assert "None" not in words


def test_no_sentence_is_left_without_its_failure() -> None:
    known = {name for name, one in vars(errors).items() if inspect.isclass(one)}
    assert set(ERRORS) <= known


def test_failures_are_documented() -> None:
    assert [leaf.__name__ for leaf in LEAVES if not leaf.__doc__] == []


def test_pyside_keeps_the_references_to_none_and_true(qtbot: QtBot) -> None:
    """PYSIDE-3474: 6.12.0 loses one at each call below Python 3.12, and the process aborts."""
    from PySide6.QtWidgets import QCheckBox, QLabel

    label, box = QLabel(), QCheckBox()
    qtbot.addWidget(label)
    qtbot.addWidget(box)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(500):
        label.setText("a")
        box.toggled.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert after[0] - before[0] > -50
    assert after[1] - before[1] > -50
