"""The national conformance tests known by name, as far as their content is (insi.md §9, §11).

1.01–1.03 are in `test_insi_vitale_proof` and, through the desk, in `test_vitale_swapped`; 2.07 is
in `test_insi_client`. Injected answers go through the very reader of live ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from insdesk.errors import InvalidTrait
from insdesk.identity.matricule import Nature
from insdesk.identity.readings import Found, SeveralFound
from insdesk.identity.traits import Traits
from insdesk.insi.answer import read
from insdesk.insi.client import InsiClient

Sample = Callable[[str], bytes]
TraitsOf = Callable[..., Traits]


def sent(service: Any) -> dict[str, str | None]:
    body = etree.fromstring(service.received[-1])[1][0]
    return {etree.QName(child).localname: child.text for child in body}


def found(data: bytes) -> Found:
    answer = read(200, data)
    assert isinstance(answer, Found)
    return answer


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param(
            {
                "birth_name": "D'ARTAGNAN DE L'HERAULT",
                "first_name": "PIERRE-ALAIN",
                "birth_date": "2001-06-17",
            },
            {"NomNaissance": "D'ARTAGNAN DE L'HERAULT", "Prenom": "PIERRE-ALAIN"},
            id="case 1, apostrophes and spaces",
        ),
        pytest.param(
            {"birth_place": "2B020"},
            {"NomNaissance": "ADRTROIS", "Prenom": "TOUSSAINT", "LieuNaissance": "2B020"},
            id="case 2, Corsica",
        ),
        pytest.param(
            {"birth_name": "D’ÆION", "first_name": "CŒUR", "birth_date": "1987-01-25"},
            {"NomNaissance": "D'AEION", "Prenom": "COEUR", "DateNaissance": "1987-01-25"},
            id="case 3, ligatures and typographic apostrophe",
        ),
    ],
)
def test_cnda_2_03_what_is_typed_is_sent_in_the_form_of_the_wire(
    typed: dict[str, str], asked: dict[str, str], service: Any, a_traits: TraitsOf
) -> None:
    InsiClient(service).search_by_traits(a_traits(**typed))
    assert asked.items() <= sent(service).items()


@pytest.mark.parametrize("text", ["DUP0NT", "DUP_ONT", "ДЮПОН", "", "-", "A/B", "A\x00B"])
def test_cnda_2_03_what_the_wire_does_not_accept_is_never_sent(
    text: str, service: Any, a_traits: TraitsOf
) -> None:
    with pytest.raises(InvalidTrait):
        InsiClient(service).search_by_traits(a_traits(birth_name=text))
    assert service.received == []


@pytest.mark.parametrize(
    ("name", "former"),
    [("OK_ECETINSI_live_one_INSHISTO", 1), ("OK_ECETINSI_two_INSHISTO_TypeMatricule", 2)],
    ids=["case 1, live", "case 2, injected"],
)
def test_cnda_2_04_the_history_is_read_and_never_taken_for_the_active_one(
    name: str, former: int, sample: Sample
) -> None:
    answer = found(sample(name))
    assert answer.matricule_text == "109076322083489"
    assert [one.number for one in answer.history] == ["2090763220834", "2090663220123"][:former]
    # Sex digit and month differ across the history: no reason to refuse (§5.2).
    assert answer.qualifiable


def test_cnda_2_05_a_waiting_number_is_told_by_its_oid(sample: Sample) -> None:
    answer = found(sample("TEST_2.05"))
    assert answer.matricule is not None
    assert answer.matricule.nature is Nature.NIA
    assert answer.matricule.number.startswith("1")


@pytest.mark.parametrize(("place", "code"), [(None, "02"), ("63220", "00")])
def test_cnda_2_06_the_place_tells_several_apart(
    place: str | None, code: str, wire: Any, a_traits: TraitsOf
) -> None:
    """Case 1 without the COG, case 2 with it: DE VINCI LEONARDO."""

    def post(_address: str, _headers: object, envelope: bytes) -> tuple[int, bytes]:
        asked = etree.fromstring(envelope).findtext(".//{*}LieuNaissance")
        return 200, wire.found() if asked == "63220" else wire.code("02")

    asked = a_traits(birth_name="DE VINCI", first_name="LEONARDO", birth_date="2014-02-01",
                     birth_place=place)  # fmt: skip
    answer = InsiClient(post).search_by_traits(asked)
    assert isinstance(answer, SeveralFound if code == "02" else Found)


def test_cnda_2_08_case_1_corsica(sample: Sample) -> None:
    answer = found(sample("TEST_2.08_cas1"))
    assert (answer.matricule_text, answer.birth_place) == ("180032B02040123", "2B020")
    assert [one.number for one in answer.history] == ["180032B020401"]
    assert answer.qualifiable


def test_cnda_2_08_case_2_history_whose_keys_are_wrong(wire: Any) -> None:
    """HERMANN: the published keys of the active and of the former one do not check (§11)."""
    ins = (
        "<IdIndividu><NumIdentifiant>{}</NumIdentifiant><Cle>{}</Cle></IdIndividu>"
        "<OID>1.2.250.1.213.1.4.8</OID>"
    )
    tiq = (
        "<NomNaissance>HERMANN</NomNaissance><ListePrenom>GATIEN</ListePrenom><Sexe>M</Sexe>"
        "<DateNaissance>1981-03-24</DateNaissance><LieuNaissance>63220</LieuNaissance>"
    )
    history = f"<INSHISTO>{ins.format('2810363220456', '10')}</INSHISTO>"
    answer = found(wire.found(ins.format("1810363220456", "60"), tiq, history))
    assert answer.matricule_text == "181036322045660"
    assert (answer.history[0].number, answer.history[0].key) == ("2810363220456", "10")
    assert "CLE_FAUSSE" in answer.warnings
    assert answer.qualifiable
