"""Every refusal of the source names a rule of the book, and says in French how to go on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk.errors import Refused
from insdesk.identity.rulebook import RULES
from insdesk.identity.transitions import REFUSALS as TABLE_REFUSALS
from insdesk.identity.transitions import TRANSITIONS
from insdesk.qualification.roles import Act, refusal_reason
from insdesk.ui.texts import error_text

SOURCE = Path(__file__).resolve().parents[1] / "src" / "insdesk"
CALLS = {"Refused", "Refusal", "Guard"}
RULE = re.compile(r"(IV-\d{3}|[TRPAD]\d{2}|X\d{1,2}|Q1)\Z")
REASON = re.compile(r"[A-Z][A-Z_]{3,}\Z")

REPAIR = re.compile(
    r"\b(?!avez\b|chez\b|assez\b|connaissez\b|voulez\b|pouvez\b|suivez\b)\w+ez\b"
    r"|\b[Dd]ites\b|\bfaites\b|doit être|[Ii]l faut|à vérifier|se fait"
    r"|il n’y a rien à|disparaît d’elle-même"
)
"""A verb of action addressed to the user, what must be there, or that nothing is to be done."""

Pair = tuple[str, str]


def _texts(node: ast.expr | None, names: dict[str, str]) -> list[str]:
    """The texts that an expression may be; none when it is only known at run time."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.Name(id=name) if name in names:
            return [names[name]]
        case ast.IfExp(body=one, orelse=other):
            return _texts(one, names) + _texts(other, names)
    return []


def _constants(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            found |= {name: str(node.value.value) for name in names}
    return found


def _of_call(node: ast.Call, names: dict[str, str]) -> Iterator[Pair]:
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if called not in CALLS:
        return
    named = {one.arg: one.value for one in node.keywords}
    args = [*node.args, None, None]
    rules = _texts(named.get("rule", args[0]), names)
    reasons = _texts(named.get("reason", args[1]), names) or [""]
    yield from ((rule, reason) for rule in rules for reason in reasons)


def _of_tuple(node: ast.Tuple) -> Iterator[Pair]:
    """(rule, reason, …): what the checks of a document give back."""
    values = [one.value if isinstance(one, ast.Constant) else None for one in node.elts[:2]]
    match values:
        case [str() as rule, str() as reason] if RULE.match(rule) and REASON.match(reason):
            yield rule, reason


def _pairs() -> set[Pair]:
    pairs: set[Pair] = {(one.id, "") for one in (*TABLE_REFUSALS, *TRANSITIONS) if one.refusal}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                pairs |= set(_of_call(node, names))
            elif isinstance(node, ast.Tuple) and path.parent.name == "qualification":
                pairs |= set(_of_tuple(node))
    roles = ast.parse((SOURCE / "qualification" / "roles.py").read_text(encoding="utf-8"))
    function = next(
        node
        for node in ast.walk(roles)
        if isinstance(node, ast.FunctionDef) and node.name == refusal_reason.__name__
    )
    said = {
        str(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and REASON.match(str(node.value))
    }
    return pairs | {(act.value, reason) for act in Act for reason in said}


PAIRS = sorted(_pairs())


def test_the_walk_finds_the_refusals_of_every_layer() -> None:
    assert len(PAIRS) > 90
    for pair in (
        ("IV-330", "LIGNES_A_COCHER"),
        ("X9", "NSS_DISCORDANT"),
        ("IV-214", "MEME_DOSSIER"),
        ("D17", "RESERVE_PRATICIEN"),
        ("R06", "NON_CONFIE"),
        ("IV-401", "AUCUNE_PIECE"),
        ("IV-110", "FICTIVE"),
        ("T14", ""),
    ):
        assert pair in PAIRS, pair


@pytest.mark.parametrize(("rule", "reason"), PAIRS, ids=lambda one: one or "-")
def test_each_refusal_names_its_rule_and_a_way_on(rule: str, reason: str) -> None:
    assert rule in RULES, "the rule is not in the book"
    said = error_text(Refused(rule, reason)).explanation
    assert said.endswith((".", "!", "?"))
    assert "{" not in said
    assert REPAIR.search(said), said


@pytest.mark.parametrize("rule", sorted(RULES))
def test_even_a_rule_without_words_of_its_own_has_a_sentence(rule: str) -> None:
    said = error_text(Refused(rule)).explanation
    assert REPAIR.search(said), said
