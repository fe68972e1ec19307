"""After an INSi 00 the search is made again, on the matricule and the returned date (IV-205)."""

from __future__ import annotations

import pytest
from desk_stage import KNOWN, PASSPORT, Stage, a_person, a_stage, known_elodie

from builders import a_matricule, a_patient, a_retrieval, found, some_traits
from insdesk.errors import Refused
from insdesk.identity.patient import Status
from insdesk.identity.resemblance import Likeness
from insdesk.qualification.steps import Judgement, Run, Step, next_step

OTHER = "00000000-0000-4000-8000-00000000cccc"


def married(first: str = "Rose", **changes: object):
    """A record under the married name, INSi never asked."""
    traits = some_traits(birth_name="Garanceau", first_name=first, first_names=None)
    return a_patient(uid=OTHER, traits=traits.without_typed(), **changes)  # type: ignore[arg-type]


def test_the_record_that_holds_the_number_is_found_whatever_its_name_and_date(
    stage: Stage,
) -> None:
    filed = some_traits(birth_name="Garanceau", birth_date="1978-03-19").without_typed()
    stage.patients.put(known_elodie(traits=filed, retrieval=a_retrieval()))
    asked = stage.at_comparison()
    assert asked.patient is not None
    assert asked.patient.uid == KNOWN


def test_a_new_one_born_on_the_returned_date_must_be_judged_before_the_comparison(
    stage: Stage,
) -> None:
    """The card's date is lunar, INSi's is not: the second search looks at another day."""
    stage.patients.put(married())
    run = stage.desk.recognise(stage.insert(a_person(birth_text="19780000")))
    assert run.prior == ()
    stage.insi.answer = found(birth_date="1978-00-00")
    asked = stage.desk.ask_insi(run)
    assert next_step(asked) is Step.COMPARE, "another day: nobody"
    stage.patients.put(
        a_patient(uid=OTHER, traits=some_traits(birth_date="1978-12-31").without_typed()),
        a_patient(uid="third", traits=some_traits(birth_date="1978-01-01").without_typed()),
    )
    asked = stage.desk.ask_insi(run)
    assert {one.patient.uid for one in asked.prior} == {OTHER, "third"}
    assert next_step(asked) is Step.PRIOR_RECORDS
    assert stage.refused(asked, PASSPORT).rule == "IV-204"


def test_what_was_judged_before_the_call_is_not_asked_again() -> None:
    stage = a_stage(married())
    run = stage.desk.none_of_these(stage.desk.recognise(stage.insert()))
    asked = stage.desk.ask_insi(run)
    assert asked.judged == {OTHER: Judgement.OTHER_PERSON}
    assert next_step(asked) is Step.COMPARE


def test_a_twin_judged_before_the_call_stays_judged_once_the_place_is_known() -> None:
    stage = a_stage(a_patient(uid=OTHER, traits=some_traits(first_name="Marthe", first_names=None)))
    run = stage.desk.recognise(stage.insert())
    run = stage.desk.none_of_these(stage.desk.judge(run, OTHER, Judgement.OTHER_PERSON, "JUMEAUX"))
    asked = stage.desk.ask_insi(run)
    assert [one.resemblance.likeness for one in asked.prior if one.resemblance] == [Likeness.JUMEAU]
    assert next_step(asked) is Step.COMPARE


def test_what_resembles_only_now_is_asked_about_again() -> None:
    """Nothing brought the record near until INSi's number came: it holds that number."""
    stage = a_stage(married(retrieval=a_retrieval()))
    run = stage.desk.none_of_these(stage.desk.recognise(stage.insert()))
    asked = stage.desk.ask_insi(run)
    assert asked.patient is None, "said to be somebody else: not opened by itself"
    assert next_step(asked) is Step.PRIOR_RECORDS
    with pytest.raises(Refused, match="IV-211"):
        stage.desk.none_of_these(asked)
    assert next_step(stage.desk.open_prior(asked, OTHER)) is Step.DISCORDANCE


def test_an_answer_that_contradicts_shows_nobody_until_it_agrees(stage: Stage) -> None:
    """The record of the answer is somebody else's than the patient at the desk."""
    stage.insi.answer = found(birth_date="1978-03-19", birth_name="TILLEUL")
    stage.patients.put(
        a_patient(
            uid=OTHER,
            traits=some_traits(first_name="Marthe", birth_date="1978-03-19").without_typed(),
        )
    )
    asked = stage.desk.ask_insi(
        stage.desk.recognise(stage.insert(a_person(number=a_matricule("2780363999009").value)))
    )
    assert next_step(asked) is Step.DISCORDANCE
    assert asked.prior == ()
    fixed = stage.desk.correct(asked, "birth_date", "19/03/1978")
    assert [one.patient.uid for one in fixed.prior] == [OTHER]
    assert next_step(fixed) is Step.PRIOR_RECORDS
    assert stage.refused(fixed, PASSPORT).rule == "IV-204"


def test_the_search_is_journaled_with_its_hits(stage: Stage) -> None:
    stage.patients.put(married(retrieval=a_retrieval()))
    run = stage.desk.none_of_these(stage.desk.recognise(stage.insert()))
    stage.desk.ask_insi(run)
    line = stage.journal.last("SEARCH_ANTERIORITE")
    assert line.facts["criteres"] == ["matricule", "date"]
    assert line.facts["resultats"] == 1, "the same record by both criteria counts once"


def test_the_record_created_names_the_last_search(stage: Stage) -> None:
    stage.patients.put(married())
    run = stage.desk.ask_insi(stage.desk.none_of_these(stage.desk.recognise(stage.insert())))
    stage.desk.qualify(run, PASSPORT)
    created = stage.journal.last("IDENTITY_CREATED")
    assert created.facts["recherche"] == stage.journal.last("SEARCH_ANTERIORITE").facts["reference"]


def test_a_typed_record_names_its_search_too() -> None:
    from desk_stage import ELODIE

    stage = a_stage()
    stage.desk.save(stage.desk.give_traits(stage.desk.type_traits(), ELODIE))
    created = stage.journal.last("IDENTITY_CREATED")
    assert created.facts["canal"] == "saisie"
    assert created.facts["recherche"] == stage.journal.last("SEARCH_ANTERIORITE").facts["reference"]


def test_letters_do_not_come_undone_by_the_call() -> None:
    stage = a_stage(married(), known_elodie(traits=some_traits(first_name="Marthe")))
    run = stage.desk.narrow(stage.desk.recognise(stage.insert()), "til")
    run = stage.desk.judge(run, KNOWN, Judgement.UNKNOWN)
    asked = stage.desk.ask_insi(stage.desk.none_of_these(run))
    assert [one.patient.uid for one in asked.prior] == [KNOWN]
    assert next_step(asked) is Step.COMPARE


def other_number(stage: Stage) -> Run:
    stage.patients.put(known_elodie(retrieval=a_retrieval()))
    stage.insi.answer = found(matricule=a_matricule("2780363999001"))
    return stage.at_comparison()


def test_another_number_is_refused_before_pressing(stage: Stage) -> None:
    """T25: the number held is not in the history that INSi sends."""
    asked = other_number(stage)
    first = stage.desk.refusals(asked, PASSPORT)[0]
    assert (first.rule, first.reason) == ("T25", "COLLISION_POSSIBLE")
    assert stage.refused(asked, PASSPORT).rule == "T25"
    with pytest.raises(Refused, match="T25"):
        stage.desk.keep(asked)
    assert stage.patients.get(KNOWN).status is Status.RECUP


def test_a_number_that_replaced_the_one_held_needs_its_tick(stage: Stage) -> None:
    """T23: INSHISTO names the number held; the tick is traced."""
    from builders import NUMBER, TEST_OID
    from insdesk.identity.readings import FormerMatricule

    former = FormerMatricule(number=NUMBER, key=None, oid=TEST_OID)
    stage.patients.put(known_elodie(retrieval=a_retrieval()))
    stage.insi.answer = found(matricule=a_matricule("2780363999001"), history=(former,))
    asked = stage.at_comparison()
    assert stage.desk.refusals(asked, PASSPORT)[0].reason == "LIGNES_A_COCHER"
    done = stage.desk.qualify(stage.desk.tick(asked, "matricule", True), PASSPORT)
    assert done.patient is not None
    assert done.patient.active_matricule == a_matricule("2780363999001")
    confirmed = stage.journal.last("DIFFERENCE_CONFIRMED")
    assert (confirmed.facts["trait"], confirmed.facts["code"]) == (
        "matricule",
        "MATRICULE_HISTORISE",
    )
