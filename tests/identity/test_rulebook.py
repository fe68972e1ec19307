"""The rule book: complete, in French, with a source; every id quoted in the program is in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from gate_tree import PACKAGE, place, sources, tree
from insdesk.errors import InvalidTrait
from insdesk.identity.comparison_table import MATRICULE_TABLE, TABLE
from insdesk.identity.normalise import Profile, normalise
from insdesk.identity.rulebook import RULES, THEMES, Rule, Standing, rule
from insdesk.identity.rulebook.entry import OURS
from insdesk.identity.transitions import REFUSALS, TRANSITIONS
from insdesk.identity.transmission import CONDITIONS
from insdesk.qualification.rules import GUARDS

ID = re.compile(r"IV-\d{3}|T\d\d|X\d{1,2}|R0\d|P\d\d|A\d\d|D\d\d|Q1|7\.2-\d")
QUOTED = re.compile(r"\bIV-\d{3}\b")
RINGS = ("identity", "qualification", "ui", "store", "app", "exports", "simulator", "tour")
# Names of messages of the standards, not of rules: a rule of these families is never quoted there.
OTHER_TONGUES = {"exports": ("A", "P", "R", "D"), "simulator": ("A", "P", "R", "D")}

every_rule = pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.id)
every_file = pytest.mark.parametrize("path", sources(), ids=place)


def docstrings(path: Path) -> set[ast.Constant]:
    """The texts that stand alone: they explain, they do not name a rule to anybody."""
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def literals(path: Path) -> set[str]:
    """Texts of the code, docstrings apart."""
    explained = docstrings(path)
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained
    }


def rule_ids(path: Path) -> set[str]:
    """The literals that are rule ids."""
    free = OTHER_TONGUES.get(place(path).partition("/")[0], ())
    return {
        text for text in literals(path) if ID.fullmatch(text) and not text.startswith(free or "\0")
    }


@every_file
def test_every_id_quoted_in_the_code_is_in_the_book(path):
    if place(path).partition("/")[0] in RINGS:
        assert rule_ids(path) - RULES.keys() == set()


@every_file
def test_every_rule_explained_in_a_docstring_is_in_the_book(path):
    explained = {one.value for one in docstrings(path) if isinstance(one.value, str)}
    assert {id_ for text in explained for id_ in QUOTED.findall(text)} - RULES.keys() == set()


@every_file
def test_every_id_inside_a_sentence_is_in_the_book(path):
    found = {id_ for text in literals(path) for id_ in QUOTED.findall(text)}
    assert found - RULES.keys() == set()


def test_the_gate_sees_a_planted_id():
    planted = ast.parse('raise Refused("IV-999", "X99")')
    found = [n.value for n in ast.walk(planted) if isinstance(n, ast.Constant)]
    assert [text for text in found if ID.fullmatch(text)] == ["IV-999", "X99"]
    assert not {"IV-999", "X99"} & RULES.keys()
    status = PACKAGE / "identity" / "transitions.py"
    assert {"T01", "T35", "IV-110"} <= rule_ids(status)


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("transitions", {row.id for row in TRANSITIONS}),
        ("refusals", {row.id for row in REFUSALS}),
        ("events", {row.event.default_rule for row in (*TRANSITIONS, *REFUSALS)}),
        ("guards", {guard.id for guard in GUARDS}),
        ("conditions", {condition.rule for condition in CONDITIONS}),
        ("paragraphs", {row.rule for row in (*TABLE, *MATRICULE_TABLE)}),
        ("codes", {row.code for row in (*TABLE, *MATRICULE_TABLE)}),
        ("T01–T35", {f"T{n:02}" for n in range(1, 36)}),
        ("X1–X11", {f"X{n}" for n in range(1, 12)}),
        ("§10", {f"P{n:02}" for n in range(1, 15)}),
        ("§11", {f"R{n:02}" for n in range(1, 8)}),
        ("pre-check", {f"A{n:02}" for n in range(1, 13)}),
        ("our decisions", {"D01", "Q1"}),
    ],
)
def test_every_row_has_its_rule(table, ids):
    assert ids - RULES.keys() == set(), table


def test_every_code_of_a_refused_trait_has_its_rule():
    code = "\n".join(
        (PACKAGE / folder).joinpath(name).read_text(encoding="utf-8")
        for folder, name in (
            ("identity", "normalise.py"),
            ("identity", "traits.py"),
            ("qualification", "forms.py"),
        )
    )
    codes = set(re.findall(r'InvalidTrait\(\s*"([A-Z_]+)"', code)) | {"LONGUEUR", "VIDE"}
    assert len(codes) >= 15
    assert codes <= RULES.keys()
    with pytest.raises(InvalidTrait) as refused:
        normalise(Profile.PRENOM, "Anne--Lise")
    assert rule(refused.value.code).sentence.startswith("Le double tiret")


@every_rule
def test_a_rule_is_one_french_sentence_with_its_source(one):
    sentence = one.sentence
    assert len(sentence) <= 240
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] in "«Œ"
    assert one.source.strip()
    assert "'" not in sentence + one.source, "typographic apostrophes only"
    assert "  " not in sentence + one.source
    said = f" {re.sub('[^a-zà-ÿœ]+', ' ', sentence.lower())} "
    assert re.search(
        " (le|la|les|l|un|une|des|du|d|ne|il|elle|deux|trois|on|sa|son|inconnu|au|même) ", said
    ), "a French sentence"


@every_rule
def test_what_is_ours_says_so(one):
    assert (one.source == OURS) == (one.standing is Standing.DECISION)
    if one.standing is Standing.PROBABLE:
        words = r"usage|texte non lu|INSHISTO"
        assert re.search(words, one.source), "a probable rule claims no text"


def test_every_rule_stands_once_below_a_theme():
    listed = [one.id for theme in THEMES for one in theme.rules]
    assert len(listed) == len(set(listed)) == len(RULES)
    assert len({theme.code for theme in THEMES}) == len(THEMES)
    assert all(theme.rules and theme.title for theme in THEMES)


def test_two_rules_never_say_the_same():
    said = [one.sentence for one in RULES.values()]
    assert len(said) == len(set(said))


def test_a_rule_is_asked_by_its_id():
    assert rule("IV-110") is RULES["IV-110"]
    assert rule("X4").standing is Standing.CERTAIN
    assert rule("IV-033") == Rule("IV-033", rule("IV-033").sentence, OURS, Standing.DECISION)
    with pytest.raises(KeyError):
        rule("IV-999")


def test_no_rule_can_be_changed():
    with pytest.raises(AttributeError):
        rule("T01").sentence = "Autre chose."  # type: ignore[misc]
    with pytest.raises(TypeError):
        RULES["T01"] = rule("T02")  # type: ignore[index]
