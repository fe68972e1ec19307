"""No function of the windows or of the exports holds a rule (house rule 2), read off their syntax.

Three things make a rule: to execute a table of rules, to decide by a statut, a verdict or an axis
of an identity, to name a rule as the reason of a refusal. A table that turns such a value into
words, an icon or a code of a format decides nothing, and is free.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate_tree import PACKAGE, imports, place, tree

TABLES = (
    "insdesk.identity.guards",
    "insdesk.identity.effects",
    "insdesk.identity.events",
    "insdesk.identity.status",
    "insdesk.identity.transitions",
    "insdesk.identity.hints",
    "insdesk.identity.compare.compare",
    "insdesk.identity.compare.adopt",
    "insdesk.identity.comparison_table.TABLE",
    "insdesk.identity.resemblance.resemblance",
    "insdesk.identity.resemblance.LIKENESSES",
    "insdesk.identity.precheck.check",
    "insdesk.identity.precheck.ANOMALIES",
    "insdesk.qualification.rules.may_",
    "insdesk.qualification.rules.GUARDS",
    "insdesk.qualification.rules.held_guards",
    "insdesk.qualification.rules.ANSWER_LIFE",
    "insdesk.qualification.rules.FOUR_TRAITS",
    "insdesk.qualification.roles.GRANTS",
    "insdesk.qualification.records",
)
"""What executes rules: the windows are given its verdicts by the desk, the exports by the gate."""

READERS = {
    "ui/help_page.py": "shows the tables as they stand, executes none",
    "ui/help/": "shows the tables as they stand, executes none",
}
"""The only places that may read the tables, to show them."""

RULE_ENUMS = {
    "Status",
    "Attribut",
    "Channel",
    "ControlKind",
    "Verdict",
    "Nature",
    "Likeness",
    "CardKind",
    "Act",
    "Role",
}
"""Kinds of values that only rules decide by."""

AXES = {"status", "attributes", "channel", "verdict", "kind", "proof", "nature", "likeness"}
"""Fields of an identity by which only rules decide."""

NOT_OF_AN_IDENTITY = {
    "ui/": {"kind", "proof"},  # the kind of a page or of a task; the panel of S05
}

files = pytest.mark.parametrize(
    "path",
    [path for folder in ("ui", "exports") for path in sorted((PACKAGE / folder).rglob("*.py"))],
    ids=place,
)


def _may_read(path: Path) -> bool:
    return any(place(path).startswith(start) for start in READERS)


@files
def test_no_table_of_rules_is_executed(path: Path) -> None:
    used = [one.name for one in imports(path) if one.name.startswith(TABLES)]
    assert used == [] or _may_read(path)


def _conditions(root: ast.Module) -> Iterator[ast.expr]:
    """Every expression by which the code takes one way or another."""
    for node in ast.walk(root):
        if isinstance(node, ast.If | ast.While | ast.IfExp | ast.Assert):
            yield node.test
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, ast.BoolOp):
            yield from node.values
        elif isinstance(node, ast.Compare):
            yield node
        elif isinstance(node, ast.match_case):
            yield from [node.guard] if node.guard else []
            for pattern in ast.walk(node.pattern):
                if isinstance(pattern, ast.MatchValue):
                    yield pattern.value


def _decides_by(condition: ast.expr, path: Path) -> set[str]:
    free = {
        n
        for start, names in NOT_OF_AN_IDENTITY.items()
        if place(path).startswith(start)
        for n in names
    }
    found = set()
    for node in ast.walk(condition):
        if not isinstance(node, ast.Attribute):
            continue
        if isinstance(node.value, ast.Name) and node.value.id in RULE_ENUMS:
            found.add(f"{node.value.id}.{node.attr}")
        elif node.attr in AXES - free and not isinstance(node.ctx, ast.Store):
            found.add(f".{node.attr}")
    return found


@files
def test_nothing_is_decided_by_a_statut_a_verdict_or_an_axis(path: Path) -> None:
    found = {
        f"{place(path)}:{condition.lineno} {what}"
        for condition in _conditions(tree(path))
        for what in _decides_by(condition, path)
    }
    assert found == set()


@files
def test_no_refusal_is_made_here(path: Path) -> None:
    """A rule named as the reason of a refusal was applied where it is raised."""
    raised = [
        argument.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        for argument in node.exc.args
        if isinstance(argument, ast.Constant)
        and str(argument.value).startswith(("IV-", "T", "X"))
        and any(sign.isdigit() for sign in str(argument.value))
    ]
    assert raised == []


def test_the_gate_itself_sees_a_planted_rule(tmp_path: Path) -> None:
    planted = ast.parse(
        "def show(patient, row, button):\n"
        "    button.setVisible(patient.status is Status.QUAL)\n"
        "    if patient.identity.attributes:\n"
        "        button.hide()\n"
        "    return 1 if row.verdict is Verdict.EGAL else 2\n"
    )
    found = {
        what for one in _conditions(planted) for what in _decides_by(one, PACKAGE / "ui" / "x")
    }
    assert {"Status.QUAL", ".attributes", ".verdict", "Verdict.EGAL", ".status"} <= found
