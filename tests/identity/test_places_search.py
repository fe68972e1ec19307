"""Searching places by the words of their labels, as of the birth date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.identity.normalise import search_key
from insdesk.identity.place_labels import LabelIndex
from insdesk.identity.places import HEADER, Place, Places
from insdesk.paths import resource

PLACES = Places.read(resource("places", "places.tsv").read_text(encoding="utf-8"))
ROWS = list(PLACES)


def found(text: str, born: str | None = "1985-03-12", limit: int = 20) -> list[str]:
    return [f"{place.label} {place.code}" for place in PLACES.search(text, born, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("paris", "PARIS 75056"),
        ("Paris 15", "PARIS 15E 75115"),
        ("lyon 3e", "LYON 3E 69383"),
        ("clermont-f", "CLERMONT-FERRAND 63113"),
        ("CLERMONT FERRAND", "CLERMONT-FERRAND 63113"),
        ("ferrand clermont", "CLERMONT-FERRAND 63113"),
        ("st etienne", "SAINT-ETIENNE 42218"),
        ("Saint-Étienne", "SAINT-ETIENNE 42218"),
        ("ste marie aux mines", "SAINTE-MARIE-AUX-MINES 68298"),
        ("l’haÿ", "L'HAY-LES-ROSES 94038"),
        ("hay les roses", "L'HAY-LES-ROSES 94038"),
        ("maroc", "MAROC 99350"),
        ("Algérie", "ALGERIE 99352"),
        ("coree republique", "COREE (REPUBLIQUE DE) 99239"),
        ("75115", "PARIS 15E 75115"),
        ("2b033", "BASTIA 2B033"),
        ("villeurb", "VILLEURBANNE 69266"),
        ("mar", "MARSEILLE 13055"),
    ],
)
def test_first_place_found(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_only_what_existed_at_the_birth_date() -> None:
    assert found("calvi", "1960-01-01")[0] == "CALVI 20050"
    assert found("calvi", "1980-01-01")[0] == "CALVI 2B050"
    assert "CALVI 20050" not in found("calvi", "1980-01-01", 100)
    assert found("20050", "1980-01-01") == []
    assert found("zaire", "1980-01-01") == ["ZAIRE 99312"]
    assert found("zaire", "2005-01-01") == []
    assert found("russie", "1970-01-01") == ["RUSSIE 99123"]


def test_without_a_date_the_ended_ones_come_last() -> None:
    both = found("calvi", None, 100)
    assert both.index("CALVI 2B050") < both.index("CALVI 20050")
    assert both[0] == "CALVI 2B050"
    assert found("50129", None)[0] == "CHERBOURG-EN-COTENTIN 50129"


def test_a_saint_is_found_at_every_letter_typed() -> None:
    for end in range(2, len("saint-etienne") + 1):
        assert "SAINT-ETIENNE 42218" in found("saint-etienne"[:end], limit=10_000)


def test_st_is_still_the_beginning_of_a_word() -> None:
    assert found("st")[0] == "STRASBOURG 67482"
    assert "STENAY 55502" in found("ste", limit=10_000)


def test_limit_and_nothing_to_look_for() -> None:
    assert len(found("saint", limit=7)) == 7
    assert found("saint", limit=0) == []
    assert found("75115", limit=0) == []
    assert found("") == []
    assert found(" -'\t") == []
    assert found("qzxw") == []
    assert found("clermont qzxw") == []


def test_words_begin_words_and_only_there() -> None:
    assert not any(one == "SAINT-ETIENNE 42218" for one in found("tienne", limit=10_000))


@given(st.sampled_from(ROWS))
@settings(deadline=None)
def test_every_label_is_found_by_its_own_words(place: Place) -> None:
    born = place.start or "1943-01-01"
    assert place in PLACES.search(place.label, born, 300)
    backwards = " ".join(reversed(search_key(place.label).split()))
    assert place in PLACES.search(backwards.lower(), None, 3_000)


@given(st.text(max_size=40), st.one_of(st.none(), st.text(max_size=10), st.dates().map(str)))
@settings(deadline=None)
def test_any_text_is_answered(text: str, born: str | None) -> None:
    wanted = search_key(text).split()
    for place in PLACES.search(text, born, 5):
        key = search_key(place.label).replace("SAINTE", "STE").replace("SAINT", "ST").split()
        whole = key + search_key(place.label).split()
        assert place.held(born)
        assert place.code in wanted or all(
            any(word.startswith(one) for word in whole) for one in wanted
        )
    PLACES.postcode(text)
    PLACES.valid_at(text, born)
    PLACES.label(text, born)


def test_population_orders_what_begins_alike() -> None:
    table = Places.read(f"{HEADER}\n01001\tBOURG A\t\t\t2\n01002\tBOURG B\t\t\t9\n01003\tBOURG\n")
    assert [one.code for one in table.search("bourg", None)] == ["01003", "01002", "01001"]


def test_punctuation_of_a_label_separates_words() -> None:
    index = LabelIndex(["IRLANDE, OU EIRE", "MAN (ILE)", "L'HAY"])
    assert [match.at for match in index.matching("EIRE")] == [0]
    assert [(match.at, match.rank) for match in index.matching("MAN ILE")] == [(1, 0)]
    assert [(match.at, match.rank) for match in index.matching("ILE MAN")] == [(1, 2)]
    assert [(match.at, match.rank) for match in index.matching("L H")] == [(2, 1)]
    assert list(LabelIndex([]).matching("X")) == []
