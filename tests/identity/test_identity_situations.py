"""The special situations of rule book §10, as data: whole, calm, and known to the rule book."""

from __future__ import annotations

import re

import pytest

from insdesk.identity.rulebook import RULES
from insdesk.identity.situations import CARE_GOES_ON, SITUATIONS, situation

ALARM = re.compile(
    r"erreur|attention|danger|interdit|impossible|refusé|fraud|contrôle d.identité|!"
)


def test_the_rows_are_those_of_the_rule_book_in_order() -> None:
    assert [one.id for one in SITUATIONS] == [f"P{number:02d}" for number in range(1, 15)]
    assert {one.id for one in SITUATIONS} == {id_ for id_ in RULES if re.fullmatch(r"P\d\d", id_)}
    assert situation("P05").label == "La personne s’oppose à l’INS"
    with pytest.raises(KeyError):
        situation("P99")


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one.id)
def test_each_text_is_calm_and_whole(one: object) -> None:
    texts = [getattr(one, name) for name in ("label", "text", "does")]
    said = [text.replace("comme une erreur", "") for text in texts]
    assert not any(ALARM.search(text.lower()) for text in said)
    assert all(text.endswith(".") for text in texts[1:])
    assert not any(text.endswith(".") for text in texts[:1])
    assert getattr(one, "source")  # noqa: B009  # read like the others
    assert "'" not in "".join(texts)


def test_care_goes_on() -> None:
    assert CARE_GOES_ON == "Rien ne change pour les soins."
