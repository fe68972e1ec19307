"""Every code that the sources can raise or announce has its sentence, read from their trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk import errors
from insdesk.errors import ExportRefused, Refused
from insdesk.identity.transmission import CONDITIONS
from insdesk.qualification.rules import GUARDS
from insdesk.ui import texts
from insdesk.ui.texts.rules import BY_RULE

SOURCE = Path(errors.__file__).parent.parent


def trees(*folders: str) -> list[ast.Module]:
    files = [file for folder in folders for file in sorted((SOURCE / folder).glob("*.py"))]
    assert files
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Calls of `name`, as a function or as the last part of an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
            yield node


def constants(tree: ast.Module) -> dict[str, str]:
    """Texts given a name at the top of the module."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def word(node: ast.expr, names: dict[str, str]) -> set[str]:
    """The texts that an argument may be: a constant, its name, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.Name) and node.id in names:
        return {names[node.id]}
    if isinstance(node, ast.IfExp):
        return word(node.body, names) | word(node.orelse, names)
    return set()


def first_words(name: str, *folders: str) -> set[str]:
    found: set[str] = set()
    for tree in trees(*folders):
        names = constants(tree)
        for call in calls(tree, name):
            found |= word(call.args[0], names) if call.args else set()
    return found


def test_every_guard_and_refusal_has_a_sentence():
    reasons = {guard.reason for guard in GUARDS}
    for tree in trees("qualification"):
        for call in calls(tree, "Refusal"):
            named = next((one.value for one in call.keywords if one.arg == "reason"), None)
            reasons |= word(named, constants(tree)) if named is not None else set()
        for call in calls(tree, "Refused"):
            reasons |= word(call.args[1], {}) if len(call.args) > 1 else set()
    assert len(reasons) > 25
    assert "DEJA_CONTROLEE" in reasons
    assert reasons <= set(texts.REFUSALS)


def test_a_refusal_raised_by_its_rule_alone_has_a_sentence():
    rules = {
        str(word(call.args[0], constants(tree)).pop())
        for tree in trees("qualification")
        for name in ("Refused", "_blocked")
        for call in calls(tree, name)
        if len(call.args) == 1 or name == "_blocked"
        if word(call.args[0], constants(tree))
    }
    assert {"IV-101", "IV-304", "IV-321", "T26"} <= rules
    assert rules <= set(BY_RULE)
    for rule in rules:
        assert rule not in texts.error_text(Refused(rule)).explanation


def test_every_refused_export_has_a_sentence():
    rules = first_words("ExportRefused", "exports", "qualification", "identity")
    rules |= {condition.rule for condition in CONDITIONS}
    assert {"IV-033", "IV-050", "IV-060", "IV-064", "IV-600", "NUMEROS_EPUISES"} <= rules
    assert {"ENVIRONNEMENT", "IDENTITE_DE_TEST"} <= rules
    assert rules <= set(texts.EXPORT_REFUSALS)


@pytest.mark.parametrize("rule", [*texts.EXPORT_REFUSALS, "DERNIER_CARACTERE"])
def test_a_refused_export_says_why_and_that_nothing_was_written(rule):
    said = texts.error_text(ExportRefused(rule)).explanation
    assert said.endswith("Rien n’a été écrit.")
    assert rule not in said


def test_every_warning_has_a_sentence():
    codes = {one for one in first_words("append", "insi") if one.isupper() and len(one) > 4}
    assert {"LIEU_ABSENT", "SCHEMA", "CLE_FAUSSE", "CLE_CALCULEE"} <= codes
    assert codes <= set(texts.WARNINGS)


def test_every_problem_of_a_trait_has_its_repair():
    codes = first_words("InvalidTrait", "identity", "qualification", "exports", "insi")
    assert {"DATE_FUTURE", "SEXE_MANQUANT", "SEPARATEUR_INTERDIT", "FORMAT_LIEU"} <= codes
    assert {"AUCUNE_LETTRE", "TRIPLE_TIRET", "VIDE", "LONGUEUR"} <= codes
    assert codes <= set(texts.TRAIT_PROBLEMS)
