"""S13 and IV-323: a local trait corrected on the open answer, compared again without a call."""

from __future__ import annotations

import pytest
from desk_stage import (
    KNOWN,
    PASSPORT,
    SIGNED,
    YESTERDAY,
    Stage,
    a_person,
    a_stage,
    known_elodie,
)

from builders import a_control, a_retrieval, found, some_traits
from insdesk.errors import InvalidTrait, Refused
from insdesk.identity.patient import Status
from insdesk.qualification.steps import Outcome, Run, Step, next_step


def discordant(stage: Stage, **local: object) -> Run:
    traits = some_traits(**{"first_names": None} | local).without_typed()  # type: ignore[arg-type]
    stage.patients.put(known_elodie(traits=traits))
    run = stage.desk.ask_insi(stage.desk.open_record(KNOWN))
    assert next_step(run) is Step.DISCORDANCE
    return run


def test_a_discordance_qualifies_nothing(stage: Stage) -> None:
    run = discordant(stage, birth_name="Hêtre")
    assert stage.refused(run, PASSPORT).reason == "DISCORDANCE"
    with pytest.raises(Refused, match="IV-321"):
        stage.desk.keep(run)
    assert stage.patients.filings == []


def test_a_corrected_trait_is_compared_with_the_same_answer(stage: Stage) -> None:
    run = discordant(stage, birth_name="Hêtre")
    corrected = stage.desk.correct(run, "birth_name", "Tilleul")
    assert corrected.answer is run.answer
    assert len(stage.insi.asked) == 1
    assert next_step(corrected) is Step.COMPARE
    done = stage.desk.qualify(corrected, PASSPORT)
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    line = stage.journal.last("TRAIT_STRICT_CHANGED")
    assert line.facts["traits"] == ["birth_name"]
    assert line.detail["avant"] == {"birth_name": "HETRE"}
    assert line.detail["apres"] == {"birth_name": "TILLEUL"}


def test_the_record_changes_only_when_it_is_accepted(stage: Stage) -> None:
    run = discordant(stage, birth_name="Hêtre")
    stage.desk.correct(run, "birth_name", "Tilleul")
    assert stage.patients.get(KNOWN).traits.birth_name == "HETRE"
    assert run.known is not None
    assert run.known.birth_name == "HETRE"


def test_a_correction_that_is_no_name_is_explained(stage: Stage) -> None:
    run = discordant(stage, birth_name="Hêtre")
    with pytest.raises(InvalidTrait) as problem:
        stage.desk.correct(run, "birth_name", "Tilleul2")
    assert (problem.value.trait, problem.value.character) == ("birth_name", "2")


@pytest.mark.parametrize("place", ["99999", ""])
def test_a_doubtful_place_is_reset(stage: Stage, place: str) -> None:
    run = discordant(stage, birth_place="64999")
    reset = stage.desk.correct(run, "birth_place", place)
    assert reset.comparison is not None
    assert reset.comparison["birth_place"].code == "COMPLETION"
    assert next_step(reset) is Step.COMPARE


@pytest.mark.parametrize(
    ("local", "official", "typed"),
    [
        ("1978-09-03", "1978-03-09", "09/03/1978"),
        ("1978-09-03", "1978-03-09", "1978-03-09"),
        # What INSi says can be copied as it is (C31).
        ("1952-01-01", "1952-00-00", "1952-00-00"),
        ("1952-01-01", "1952-00-00", "00/00/1952"),
    ],
)
def test_a_date_is_corrected_as_people_write_it(
    stage: Stage, local: str, official: str, typed: str
) -> None:
    stage.insi.answer = found(birth_date=official)
    run = discordant(stage, birth_date=local)
    assert next_step(stage.desk.correct(run, "birth_date", typed)) is Step.COMPARE


@pytest.mark.parametrize(
    ("trait", "text", "rule"),
    [
        ("birth_place", "63999", None),
        ("first_names", "Élodie Marthe", None),
        ("birth_name", "Tilleul", "X8"),
        ("first_name", "Élodie", "X8"),
        ("birth_date", "09/03/1978", "X8"),
        ("sex", "F", "X8"),
    ],
)
def test_only_the_four_traits_close_the_exception(trait: str, text: str, rule: str | None) -> None:
    stage = a_stage(known_elodie())
    run = stage.desk.correct(stage.at_comparison(), trait, text)
    missing = [one.rule for one in stage.desk.exception_case(run).missing]
    assert missing == ([rule] if rule else [])
    if rule:
        assert stage.refused(run, SIGNED).rule == rule


def test_a_new_call_after_the_correction_opens_it_again(known: Stage) -> None:
    run = known.desk.correct(known.at_comparison(), "birth_name", "Tilleul")
    again = known.desk.ask_insi(known.desk.ask_again(run))
    assert known.desk.exception_case(again).missing == ()


def test_ticks_fall_with_the_rows_that_change(stage: Stage) -> None:
    traits = some_traits(
        birth_name="Le Tilleul", first_name="Marie Élodie", first_names=None
    ).without_typed()
    stage.patients.put(known_elodie(traits=traits))
    stage.insi.answer = found(birth_name="LE-TILLEUL", first_names="MARIE-ELODIE")
    run = stage.at_comparison(a_person(name_text="LE TILLEUL", first_name_text="MARIE ELODIE"))
    assert run.comparison is not None
    assert run.comparison.to_tick == {"birth_name", "first_name"}
    for trait in ("birth_name", "first_name"):
        run = stage.desk.tick(run, trait, True)
    kept = stage.desk.correct(run, "birth_place", "63999")
    assert kept.ticked == {"birth_name", "first_name"}
    # Marie alone is acceptable too, but it is another difference than the one ticked.
    changed = stage.desk.correct(run, "first_name", "Marie")
    assert changed.comparison is not None
    assert changed.comparison["first_name"].code == "PRENOM_COMPOSE"
    assert changed.ticked == {"birth_name"}


def test_a_new_answer_ticks_nothing(stage: Stage) -> None:
    run = stage.desk.tick(stage.at_comparison(), "birth_name", True)
    assert stage.desk.ask_insi(stage.desk.ask_again(run)).ticked == frozenset()


def test_a_tick_on_no_row_is_harmless(stage: Stage) -> None:
    run = stage.desk.tick(stage.at_comparison(), "matricule", True)
    assert stage.desk.qualify(run, PASSPORT).outcome is Outcome.QUALIFIED


def test_correcting_a_checked_record_takes_its_control_and_its_ins_away(stage: Stage) -> None:
    seen = some_traits(birth_name="Hêtre").without_typed()
    held = known_elodie(
        traits=seen, retrieval=a_retrieval(at=YESTERDAY), control=a_control(snapshot=seen)
    )
    stage.patients.put(held)
    run = stage.desk.ask_insi(stage.desk.ask_again(stage.desk.open_record(KNOWN)))
    assert next_step(run) is Step.DISCORDANCE
    corrected = stage.desk.correct(run, "birth_name", "Tilleul")
    kept = stage.desk.keep(corrected)
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP
    assert kept.patient.identity.invalidated == (held.identity.retrieval,)
    rows = [e.facts["transition"] for e in stage.journal.events if e.type == "STATUS_CHANGED"]
    assert rows == ["T16", "T07"]
