"""The command line: the short way that opens a window understands what the whole grammar does."""

from __future__ import annotations

import itertools
import json

import pytest

from insdesk import cli
from insdesk.app import commands
from insdesk.identity.rulebook import RULES, pages

WORDS = ("demo", "--home", "tour", "--first-paint", "", "-h", "verify-journal", "--json")


@pytest.mark.parametrize("count", range(4))
def test_the_short_way_says_what_the_grammar_says(count):
    understood = 0
    for words in itertools.product(WORDS, repeat=count):
        asked = cli._window(words)
        if asked is not None:
            assert vars(asked) == vars(cli._any(words)), words
            understood += 1
    assert understood


@pytest.mark.parametrize("words", [["demo", "demo"], ["demo", "--home", "x"], ["--home"], ["-x"]])
def test_what_it_does_not_understand_is_refused_by_the_grammar(words, capsys):
    with pytest.raises(SystemExit) as refused:
        cli.parse(words)
    assert refused.value.code == 2
    assert "usage: insdesk" in capsys.readouterr().err


def test_commands_keep_their_options():
    asked = cli.parse(["replay", "answer.xml", "--status", "500", "--json"])
    assert (asked.command, asked.file.name, asked.status, asked.json) == (
        *("replay", "answer.xml", 500, True),
    )


def test_facts_are_said_as_lines_or_as_json(capsys):
    facts = {"état": "sain", "bases": ["a", "b"], "rien": None}
    cli.say_facts(facts, as_json=False)
    assert capsys.readouterr().out == "état : sain\nbases : a, b\nrien : –\n"
    cli.say_facts(facts, as_json=True)
    assert json.loads(capsys.readouterr().out) == facts


def test_the_rules_are_said_one_a_line(capsys):
    assert commands.run(cli.parse(["rules"])) == 0
    nature, *lines = capsys.readouterr().out.splitlines()
    assert nature == pages.NATURE
    assert [line.partition(" : ")[0] for line in lines] == list(RULES)
    assert any(line.startswith("IV-110 : ") and "règle publiée" in line for line in lines)


def test_the_rules_are_given_as_json(capsys):
    assert commands.run(cli.parse(["rules", "--json"])) == 0
    book = json.loads(capsys.readouterr().out)
    assert {one["id"] for one in book["regles"]} == set(RULES)
    assert book["nature"] == pages.NATURE


def test_the_rules_are_written_as_pages(tmp_path, capsys):
    folder = tmp_path / "new" / "rules"
    assert commands.run(cli.parse(["rules", "--out", str(folder)])) == 0
    assert {one.name for one in folder.iterdir()} == set(pages.PAGES)
    assert (folder / "regles.md").read_text(encoding="utf-8") == pages.rules_page()
    assert "regles.md" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_said(tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("déjà là", encoding="utf-8")
    assert commands.run(cli.parse(["rules", "--out", str(taken)])) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err
