"""Every public test situation (insi.md §9–11) and every journey, through our real client."""

from __future__ import annotations

from pathlib import Path

import pytest
from simulator_questions import found, typed

from insdesk.errors import InsiFault, InsiGarbled, InsiRequestRefused, InsiUnavailable
from insdesk.identity.matricule import Nature
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.insi.client import InsiClient
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import PEOPLE
from insdesk.simulator.person import Person

ASKABLE = [
    one
    for one in PEOPLE
    if not one.unknown_to_insi
    and one.fault is None
    and one.birth_date[5:7] != "00"
    and not one.handle.startswith("de-vinci")
]


@pytest.mark.parametrize("one", ASKABLE, ids=lambda one: one.handle)
def test_everybody_is_found_by_traits_as_the_table_says(client: InsiClient, one: Person) -> None:
    answer = found(client.search_by_traits(typed(one)))
    assert (answer.birth_name, answer.first_names) == (one.birth_name, one.first_names)
    assert (answer.sex, answer.birth_date) == (one.sex, one.birth_date)
    assert answer.birth_place == one.birth_place
    assert answer.matricule_text == one.number + (one.key or "")
    assert [(old.number, old.key, old.oid) for old in answer.history] == [
        (old.number, old.key, old.oid) for old in one.history
    ]
    assert [(old.start_text, old.end_text) for old in answer.history] == [
        (old.start_text, old.end_text) for old in one.history
    ]


WARNINGS = {
    "hermann": ("CLE_FAUSSE",),
    "sans-lieu": ("LIEU_ABSENT",),
    "sans-cle": ("CLE_CALCULEE",),
    "oid-inconnu": ("OID_INCONNU",),
    "matricule-incoherent": ("MATRICULE_INCOHERENT",),
}


@pytest.mark.parametrize("one", ASKABLE, ids=lambda one: one.handle)
def test_only_the_rows_made_odd_bring_a_warning(client: InsiClient, one: Person) -> None:
    answer = found(client.search_by_traits(typed(one)))
    assert answer.warnings == WARNINGS.get(one.handle, ())
    assert answer.qualifiable is (one.handle not in ("oid-inconnu", "matricule-incoherent"))


def test_2_03_the_typed_form_does_not_matter(client: InsiClient, insi: SimulatedInsi) -> None:
    typed_so = typed("artagnan", birth_name="d’Artagnan  de l’Hérault", first_name="Pierre–Alain")
    assert found(client.search_by_traits(typed_so)).matricule_text == "101066322075460"
    assert len(insi.operations) == 1


@pytest.mark.parametrize("day", ["1987-01-25", "1987-01-01"])
def test_2_03_case_3_ends_in_the_technical_fault(client: InsiClient, day: str) -> None:
    typed_so = typed("aeion-25", birth_name="D’ÆION", first_name="CŒUR", birth_date=day)
    with pytest.raises(InsiUnavailable) as failure:
        client.search_by_traits(typed_so)
    assert (failure.value.code, failure.value.retryable) == ("insi_102", True)


def test_2_05_the_nia_is_told_by_its_oid(client: InsiClient) -> None:
    matricule = found(client.search_by_traits(typed("provisoire"))).matricule
    assert matricule is not None
    assert matricule.nature is Nature.NIA


def test_2_06_several_without_the_place_one_with_it(client: InsiClient) -> None:
    assert isinstance(client.search_by_traits(typed("de-vinci")), SeveralFound)
    answer = found(client.search_by_traits(typed("de-vinci", birth_place="63220")))
    assert answer.birth_place == "63220"


def test_2_07_case_1_found_at_the_second_given_name(
    client: InsiClient, insi: SimulatedInsi
) -> None:
    typed_so = typed("tchitchi", first_name="OLA", first_names="OLA CATARINA BELLA")
    answer = found(client.search_by_traits(typed_so))
    assert answer.trace is not None
    assert answer.trace.attempt == 2
    assert len(insi.operations) == 2


def test_2_07_case_2_never_found_in_four_calls(client: InsiClient, insi: SimulatedInsi) -> None:
    assert isinstance(client.search_by_traits(typed("houilles")), NotFound)
    assert len(insi.operations) == 4


def test_2_08_history_and_wrong_key(client: InsiClient) -> None:
    for name in ("HERMANN", "HERMAN"):
        answer = found(client.search_by_traits(typed("hermann", birth_name=name)))
        assert [old.key for old in answer.history] == ["60", "10"]
        assert answer.matricule is not None
        assert not answer.matricule.key_is_right


@pytest.mark.parametrize(
    "name", ["TEST_2.05", "TEST_2.08_cas1", "OK_ECETINSI_two_INSHISTO_TypeMatricule"]
)
def test_a_published_file_can_be_injected(
    client: InsiClient, insi: SimulatedInsi, shared_data: Path, name: str
) -> None:
    insi.inject((shared_data / "insi" / "responses" / f"{name}.xml").read_bytes())
    answer = found(client.search_by_traits(typed("houilles")))
    assert answer.matricule is not None
    assert isinstance(client.search_by_traits(typed("houilles")), NotFound)


def test_an_injected_fault_keeps_its_status(
    client: InsiClient, insi: SimulatedInsi, shared_data: Path
) -> None:
    folder = shared_data / "insi" / "responses"
    insi.inject((folder / "FAULT_insi_102_technical.xml").read_bytes(), status=500)
    with pytest.raises(InsiUnavailable):
        client.search_by_traits(typed("adrun"))


@pytest.mark.parametrize("handle", ["de-vinci-ruth", "patb", "nessi-donatello"])
def test_people_unknown_to_insi(client: InsiClient, handle: str) -> None:
    assert isinstance(client.search_by_traits(typed(handle)), NotFound)


# --- by traits: the journeys -------------------------------------------------------------------


def test_j5_the_married_name_finds_nobody_the_birth_name_finds_her(client: InsiClient) -> None:
    assert isinstance(client.search_by_traits(typed("j5", birth_name="GARANCEAU")), NotFound)
    assert found(client.search_by_traits(typed("j5"))).birth_name == "TILLEUL"


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_name": "PONTVERT SABLE"},
        {"first_name": "JEAN BAPTISTIN", "first_names": None},
        {"first_name": "LUC", "first_names": None},
        {"sex": "F"},
        {"birth_date": "1969-05-20"},
        {"birth_place": "63000"},
    ],
)
def test_one_trait_off_finds_nobody(client: InsiClient, changes: dict[str, str | None]) -> None:
    assert isinstance(client.search_by_traits(typed("tirets", **changes)), NotFound)


def test_an_incomplete_date_is_found_by_its_completed_form(client: InsiClient) -> None:
    answer = found(client.search_by_traits(typed("date-incomplete", birth_date="1952-12-31")))
    assert answer.birth_date == "1952-00-00"


def test_a_person_without_a_place_is_found_whatever_place_is_sent(client: InsiClient) -> None:
    answer = found(client.search_by_traits(typed("sans-lieu", birth_place="63113")))
    assert answer.birth_place is None


def test_a_bad_sex_and_an_absent_name_are_the_known_faults(
    client: InsiClient, insi: SimulatedInsi
) -> None:
    for code, field in (("insi_19", "birth_name"), ("insi_24", "sex")):
        insi.play("fault", code=code, times=1)
        with pytest.raises(InsiRequestRefused) as failure:
            client.search_by_traits(typed("adrun"))
        assert failure.value.field == field


def test_an_unknown_code_is_said_with_its_number(client: InsiClient, insi: SimulatedInsi) -> None:
    insi.play("unknown_code")
    with pytest.raises(InsiFault) as failure:
        client.search_by_traits(typed("adrun"))
    assert failure.value.code


def test_a_cut_answer_is_garbled(client: InsiClient, insi: SimulatedInsi) -> None:
    for mode in ("truncated", "cut", "empty", "html", "entities"):
        insi.play(mode)
        with pytest.raises(InsiGarbled):
            client.search_by_traits(typed("adrun"))
