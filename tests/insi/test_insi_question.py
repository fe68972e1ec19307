"""A question that exists may be sent; the national sequence of given names (insi.md §4, §6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from insdesk.errors import InvalidTrait
from insdesk.identity.readings import (
    NotFound,
    SeveralFound,
    VitalePerson,
    VitaleReading,
    VitaleSource,
)
from insdesk.identity.traits import Traits
from insdesk.insi.question import (
    TraitsQuestion,
    VitaleQuestion,
    first_name_sequence,
    goes_on,
    questions_by_traits,
)

GOOD = {
    "birth_name": "D'ARTAGNAN DE L'HERAULT",
    "first_name": "PIERRE-ALAIN",
    "sex": "M",
    "birth_date": "2001-06-17",
    "birth_place": "2B020",
}


@pytest.mark.parametrize(
    ("first_name", "first_names", "calls"),
    [
        ("OLA", "OLA CATARINA BELLA", ("OLA", "CATARINA", "BELLA", "OLA CATARINA BELLA")),
        ("PIERRE", "PIERRE PAUL JACQUES", ("PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES")),
        ("TOUSSAINT", None, ("TOUSSAINT",)),
        ("TOUSSAINT", "TOUSSAINT", ("TOUSSAINT",)),
        ("PIERRE-ALAIN", "PIERRE-ALAIN MURIEL", ("PIERRE-ALAIN", "MURIEL", "PIERRE-ALAIN MURIEL")),
        ("JEAN-CHRISTOPHE", "JEAN CHRISTOPHE", ("JEAN", "CHRISTOPHE", "JEAN CHRISTOPHE")),
        ("JEAN PAUL", None, ("JEAN PAUL",)),
        (None, "ZOE", ("ZOE",)),
        ("ANNE", "ANNE ANNE", ("ANNE", "ANNE ANNE")),
        ("ZOE", "ADA LUCE", ("ZOE", "ADA", "LUCE", "ADA LUCE")),
        ("AN", "ANNE LUCE", ("AN", "ANNE", "LUCE", "ANNE LUCE")),
    ],
)
def test_the_sequence(
    first_name: str | None, first_names: str | None, calls: tuple[str, ...]
) -> None:
    assert first_name_sequence(first_name, first_names) == calls


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_no_given_name_no_question(nothing: str | None) -> None:
    with pytest.raises(InvalidTrait):
        first_name_sequence(None, nothing)


def test_only_01_goes_on() -> None:
    assert goes_on(NotFound())
    assert not goes_on(SeveralFound())


@pytest.mark.parametrize(
    ("trait", "value", "code"),
    [
        ("birth_name", "D’ARTAGNAN", "CARACTERE_INTERDIT"),
        ("birth_name", "Dupond", "CARACTERE_INTERDIT"),
        ("birth_name", "", "VIDE"),
        ("birth_name", " FICTIF", "PREMIER_CARACTERE"),
        ("first_name", "CŒUR", "CARACTERE_INTERDIT"),
        ("first_name", "ANNE--LUCE", "PRENOM_DOUBLE_TIRET"),
        ("sex", "", "SEXE"),
        ("sex", "I", "SEXE"),
        ("sex", "f", "SEXE"),
        ("birth_date", "1981-02-30", "DATE_IMPOSSIBLE"),
        ("birth_date", "1936-00-00", "DATE_INCOMPLETE"),
        ("birth_date", " 1981-01-01", "FORMAT_DATE"),
        ("birth_date", "01/01/1981", "FORMAT_DATE"),
        ("birth_place", "2b020", "FORMAT_LIEU"),
        ("birth_place", "6322", "FORMAT_LIEU"),
        ("birth_place", "", "FORMAT_LIEU"),
    ],
)
def test_what_the_wire_does_not_accept_is_refused_by_name(
    trait: str, value: str, code: str
) -> None:
    with pytest.raises(InvalidTrait) as caught:
        TraitsQuestion(**{**GOOD, trait: value})
    assert (caught.value.code, caught.value.trait) == (code, trait)


def test_the_place_is_omitted_never_empty() -> None:
    with_place = TraitsQuestion(**GOOD)
    without = TraitsQuestion(**{**GOOD, "birth_place": None})  # type: ignore[arg-type]
    assert with_place.body["LieuNaissance"] == "2B020"
    assert "LieuNaissance" not in without.body
    assert with_place.criteria == (*without.criteria, "birth_place")
    assert without.cover == {}


def test_an_unknown_place_is_not_sent(a_traits: Callable[..., Traits]) -> None:
    sent = questions_by_traits(a_traits(birth_place="99999"))
    assert [question.birth_place for question in sent] == [None]
    assert questions_by_traits(a_traits(birth_place="2B020"))[0].birth_place == "2B020"


@pytest.mark.parametrize("change", [{"sex": None}, {"sex": "I"}])
def test_every_call_is_checked_before_the_first(
    change: dict[str, str | None], a_traits: Callable[..., Traits]
) -> None:
    with pytest.raises(InvalidTrait) as caught:
        questions_by_traits(a_traits(**change))
    assert caught.value.trait == "sex"


def person(**changes: Any) -> VitalePerson:
    facts = {
        "position": 1,
        "name_text": "DUPRE-FICTIF",
        "first_name_text": "CAMILLE",
        "birth_text": "19810324",
        "number": "181039999900058",
    }
    return VitalePerson(**{**facts, **changes})


def test_the_number_beside_a_person_is_the_insured_s() -> None:
    question = VitaleQuestion.about(person())
    assert question.body == {
        "MatriculeOD": {"NumIdentifiant": "1810399999000"},
        "NomNaissance": "DUPRE-FICTIF",
        "DateNaissance": "1981-03-24",
    }
    assert question.cover == {
        "ASSURE": {"Id": {"Num": "1810399999000"}},
        "BENEFICIAIRE": {"DateNai": "1981-03-24"},
    }
    assert question.criteria == ("insured_number", "birth_name", "birth_date")


def test_an_own_number_and_a_rank_are_said() -> None:
    child = person(position=2, number="209072A99900073", number_is_own=True, twin_rank=2)
    card = VitaleReading(source=VitaleSource.SIMULATED, persons=(person(), child))
    question = VitaleQuestion.about(child, card)
    assert list(question.body) == [
        "MatriculeIndividu", "MatriculeOD", "NomNaissance", "DateNaissance", "RangNaissance",
    ]  # fmt: skip
    assert question.body["MatriculeIndividu"] == {"NumIdentifiant": "209072A999000"}
    assert question.body["MatriculeOD"] == {"NumIdentifiant": "1810399999000"}
    assert question.cover["BENEFICIAIRE"] == {
        "Nir": {"Num": "209072A999000"}, "DateNai": "1981-03-24", "Rang": 2,
    }  # fmt: skip
    alone = VitaleQuestion.about(child)
    assert alone.insured_number == alone.own_number == "209072A999000"


def test_a_person_without_number_uses_the_one_of_the_card() -> None:
    child = person(position=2, number=None)
    card = VitaleReading(source=VitaleSource.SIMULATED, persons=(person(), child))
    assert VitaleQuestion.about(child, card).insured_number == "1810399999000"


@pytest.mark.parametrize("text", ["DUPRE1", "", "***"])
def test_a_name_the_wire_refuses_is_left_out(text: str) -> None:
    assert "NomNaissance" not in VitaleQuestion.about(person(name_text=text)).body


def test_a_lunar_date_is_sent_as_read() -> None:
    body = VitaleQuestion.about(person(birth_text="19365000")).body
    assert body["DateNaissance"] == "1936-50-00"


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        ({"number": None}, "number"),
        ({"number": "18103999990"}, "number"),
        ({"number": "181039999900Z58"}, "number"),
        ({"number": "١٨١٠٣٩٩٩٩٩٠٠٠"}, "number"),
        ({"birth_text": "1981"}, "birth_date"),
        ({"birth_text": "        "}, "birth_date"),
    ],
)
def test_a_card_without_number_or_date_asks_nothing(change: dict[str, Any], trait: str) -> None:
    with pytest.raises(InvalidTrait) as caught:
        VitaleQuestion.about(person(**change))
    assert caught.value.trait == trait


def test_nothing_of_a_person_shows_in_a_repr() -> None:
    shown = repr(TraitsQuestion(**GOOD)) + repr(VitaleQuestion.about(person()))
    for secret in ("ARTAGNAN", "PIERRE", "2001", "2B020", "DUPRE", "1810399999000", "1981"):
        assert secret not in shown
