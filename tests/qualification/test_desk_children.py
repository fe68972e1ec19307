"""J3: a child on a parent's card; the parent's document; the limit of eighteen years."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import CARD_NUMBER, SIGNED, Stage, a_person, a_stage, known_elodie

from builders import NUMBER, a_matricule, found, some_traits
from insdesk.errors import Refused
from insdesk.identity.patient import Status
from insdesk.qualification.numbers import nss_verdict
from insdesk.qualification.steps import Evidence, Outcome, Step, next_step

CHILD = a_matricule("2190363999000")
MARTHE = a_person(position=2, first_name_text="MARTHE", birth_text="20190412", number_is_own=False)
ROSE = replace(MARTHE, position=3, first_name_text="ROSE")
MARTHES_INS = found(matricule=CHILD, first_names="MARTHE", birth_date="2019-04-12")


@pytest.fixture
def family(stage: Stage) -> Stage:
    stage.insi.answer = MARTHES_INS
    return stage


def test_of_several_beneficiaries_none_is_chosen(family: Stage) -> None:
    run = family.insert(a_person(), MARTHE)
    assert run.holder is None
    assert next_step(run) is Step.CHOOSE_HOLDER
    assert family.journal.last("VITALE_READ").facts["beneficiaires"] == 2


def test_the_beneficiary_is_chosen_by_position(family: Stage) -> None:
    run = family.desk.choose_holder(family.insert(a_person(), MARTHE, ROSE), 3)
    assert run.holder is ROSE
    assert run.known is not None
    assert run.known.first_name == "ROSE"
    assert next_step(run) is Step.ASK_INSI
    family.desk.ask_insi(run)
    assert family.insi.asked == [ROSE]


@pytest.mark.parametrize("position", [0, 3, -1])
def test_a_position_that_is_not_on_the_card_is_refused(family: Stage, position: int) -> None:
    run = family.insert(a_person(), MARTHE)
    with pytest.raises(Refused, match="IV-300"):
        family.desk.choose_holder(run, position)


def test_going_back_chooses_the_other_twin_with_her_own_record(family: Stage) -> None:
    rose = some_traits(first_name="Rose", first_names=None, birth_date="2019-04-12")
    family.patients.put(known_elodie(traits=rose.without_typed()))
    run = family.insert(a_person(), MARTHE, ROSE)
    assert family.desk.choose_holder(run, 2).patient is None
    assert family.desk.choose_holder(run, 3).patient is not None


@pytest.mark.parametrize("device", ["AN", "LE"])
def test_a_childs_paper_needs_the_parents_document(family: Stage, device: str) -> None:
    run = family.desk.ask_insi(family.desk.choose_holder(family.insert(a_person(), MARTHE), 2))
    for adult in (None, "PC", "LE", "AN"):
        refusal = family.refused(run, Evidence(device=device, adult_device=adult))
        assert (refusal.rule, refusal.reason) == ("IV-406", "PIECE_PARENT")
    seen = Evidence(device=device, adult_device="CN", adult_link="PARENT")
    done = family.desk.qualify(run, seen)
    assert done.patient is not None
    control = done.patient.identity.control
    assert control is not None
    assert (control.proof, control.adult_proof) == (device, "CN")
    assert family.patients.filings[-1].evidence is not None
    assert family.patients.filings[-1].evidence["preuve_adulte"] == "CN"
    assert family.patients.filings[-1].evidence["lien"] == "PARENT"


def test_a_childs_own_passport_is_enough(family: Stage) -> None:
    run = family.desk.ask_insi(family.desk.choose_holder(family.insert(a_person(), MARTHE), 2))
    done = family.desk.qualify(run, Evidence(device="PA"))
    assert done.outcome is Outcome.QUALIFIED


@pytest.mark.parametrize("device", ["AN", "LE", "CC"])
def test_an_adult_does_not_use_a_childs_paper(stage: Stage, device: str) -> None:
    refusal = stage.refused(stage.at_comparison(), Evidence(device=device, adult_device="CN"))
    assert (refusal.rule, refusal.reason) == ("IV-406", "PIECE_MINEUR")


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        ("2008-11-01", False),
        ("2008-11-02", False),
        ("2008-11-03", True),
        ("2008-12-01", True),
        ("2007-12-31", False),
        # Lunar: 31 December of its year (IV-051).
        ("2008-00-00", True),
    ],
)
def test_eighteen_is_reached_on_the_day(born: str, minor: bool) -> None:
    stage = a_stage()  # 2 November 2026
    stage.insi.answer = found(first_names="MARTHE", birth_date=born)
    card = a_person(first_name_text="MARTHE", birth_text=born.replace("-", ""))
    run = stage.at_comparison(card)
    reasons = [one.reason for one in stage.desk.refusals(run, Evidence(device="CC"))]
    assert ("PIECE_MINEUR" not in reasons) is minor


def test_a_date_that_insi_garbled_breaks_nothing(stage: Stage) -> None:
    stage.insi.answer = found(birth_date="printemps", qualifiable=False)
    run = stage.at_comparison()
    reasons = [one.reason for one in stage.desk.refusals(run, Evidence(device="CC"))]
    assert reasons == ["REPONSE_INCOMPLETE", "PIECE_MINEUR"]


@pytest.mark.parametrize(
    ("number", "own", "verdict"),
    [
        (CARD_NUMBER, False, "NON_APPLICABLE"),
        (CARD_NUMBER, None, "NON_APPLICABLE"),
        (None, False, "NON_APPLICABLE"),
        (CHILD.value, True, "EGAL"),
        (CHILD.value, None, "EGAL"),
        ("219036399901774", True, "DISCORDANT"),
        ("219036399901774", None, "DISCORDANT"),
        (CARD_NUMBER, True, "DISCORDANT"),
    ],
)
def test_the_number_of_a_dependant(
    family: Stage, number: str | None, own: bool | None, verdict: str
) -> None:
    child = replace(MARTHE, number=number, number_is_own=own)
    run = family.desk.choose_holder(family.insert(a_person(), child), 2)
    # Without a number there is no call by card (see the trouble tests).
    run = replace(run, answer=MARTHES_INS) if number is None else family.desk.ask_insi(run)
    assert nss_verdict(run) == verdict


def test_a_known_child_may_be_attested(family: Stage) -> None:
    traits = some_traits(first_name="Marthe", first_names=None, birth_date="2019-04-12")
    family.patients.put(known_elodie(traits=traits.without_typed()))
    run = family.desk.ask_insi(family.desk.choose_holder(family.insert(a_person(), MARTHE), 2))
    done = family.desk.qualify(run, SIGNED)
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert done.patient.active_matricule == CHILD
    assert done.patient.active_matricule.number != NUMBER
    assert family.patients.filings[-1].evidence is not None
    assert family.patients.filings[-1].evidence["nss"] == "NON_APPLICABLE"


def test_a_patient_who_is_not_on_the_card_begins_anew(family: Stage) -> None:
    run = family.insert(a_person(), MARTHE)
    typing = family.desk.type_traits(run)
    assert next_step(typing) is Step.TYPE_TRAITS
    assert typing.number != run.number
    assert (typing.reading, typing.holder, typing.insertion, typing.known) == (None,) * 4
