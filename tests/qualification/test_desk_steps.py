"""The order of the pages: one table, every page reachable, the first thing that is true wins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_stage import Stage, a_card, a_person, known_elodie

from builders import NOW, an_app_reading, found, official, qualified_patient, some_traits
from insdesk.errors import InsiSilent
from insdesk.identity.compare import compare
from insdesk.identity.readings import NotFound, Operation, SeveralFound
from insdesk.qualification.steps import Judgement, Outcome, Prior, Run, Step, next_step

AGREES = compare(some_traits(), official())
SHOWN = (Prior(patient=known_elodie()),)
DIFFERS = compare(some_traits(birth_name="Hêtre"), official())


def a_run(**facts: object) -> Run:
    return Run(number=1, started_at=NOW, **facts)  # type: ignore[arg-type]


TABLE: list[tuple[Run | None, Step]] = [
    (None, Step.WAIT_FOR_CARD),
    (a_run(), Step.ASK_INSI),
    (a_run(typing=True), Step.TYPE_TRAITS),
    (a_run(typing=True, asked=some_traits()), Step.ASK_INSI),
    (a_run(typing=True, patient=qualified_patient()), Step.TYPE_TRAITS),
    (a_run(reading=a_card()), Step.CHOOSE_HOLDER),
    (a_run(reading=a_card(), holder=a_person()), Step.ASK_INSI),
    (a_run(patient=known_elodie()), Step.ASK_INSI),
    (a_run(prior=SHOWN), Step.PRIOR_RECORDS),
    (a_run(prior=SHOWN, patient=known_elodie()), Step.ASK_INSI),
    (a_run(prior=SHOWN, judged={known_elodie().uid: Judgement.UNKNOWN}), Step.ASK_INSI),
    (a_run(listed=True), Step.PRIOR_RECORDS),
    (a_run(prior=SHOWN, answer=found(), comparison=AGREES), Step.PRIOR_RECORDS),
    (a_run(prior=SHOWN, typing=True), Step.TYPE_TRAITS),
    (a_run(patient=qualified_patient()), Step.ALREADY_QUALIFIED),
    (a_run(patient=qualified_patient(), ask_again=True), Step.ASK_INSI),
    (a_run(app=an_app_reading()), Step.APP_CARD),
    (a_run(app=an_app_reading(), patient=known_elodie()), Step.APP_CARD),
    (a_run(app=an_app_reading(), prior=SHOWN), Step.PRIOR_RECORDS),
    (a_run(app=an_app_reading(), patient=qualified_patient()), Step.ALREADY_QUALIFIED),
    (a_run(answer=NotFound()), Step.NOT_FOUND),
    (a_run(answer=SeveralFound()), Step.SEVERAL),
    (a_run(answer=found()), Step.COMPARE),
    (a_run(answer=found(), comparison=AGREES), Step.COMPARE),
    (a_run(answer=found(), comparison=DIFFERS), Step.DISCORDANCE),
    (a_run(answer=found(), comparison=AGREES, patient=qualified_patient()), Step.COMPARE),
    (a_run(answer=NotFound(), patient=qualified_patient()), Step.NOT_FOUND),
    (a_run(failure=InsiSilent()), Step.FAILED),
    (a_run(failure=InsiSilent(), answer=found()), Step.FAILED),
    *((a_run(outcome=outcome, failure=InsiSilent()), Step.DONE) for outcome in Outcome),
]


@pytest.mark.parametrize(("run", "step"), TABLE)
def test_the_next_page(run: Run | None, step: Step) -> None:
    assert next_step(run) is step


def test_every_page_is_reached_by_the_table() -> None:
    assert {step for _, step in TABLE} == set(Step)


def test_every_page_is_reached_through_the_desk(known: Stage) -> None:
    """Not only by runs built by hand."""
    desk, seen = known.desk, [next_step(None)]
    typing = desk.type_traits()
    chosen = desk.recognise(known.insert())
    asked = desk.ask_insi(chosen)
    seen += [next_step(one) for one in (typing, known.insert(a_person(), a_person(position=2)))]
    seen += [next_step(chosen), next_step(asked)]
    known.insi.answer = found(birth_name="HETRE")
    seen.append(next_step(known.at_comparison()))
    for answer in (NotFound(), SeveralFound()):
        known.insi.answer = answer
        seen.append(next_step(known.at_comparison()))
    known.insi.answer = found()
    seen.append(next_step(desk.recognise_app(desk.read_app())))
    kept = desk.keep(known.at_comparison())
    seen.append(next_step(kept))
    known.patients.put(known_elodie(uid="other"))
    seen.append(next_step(desk.recognise(known.insert())))
    known.patients.put(qualified_patient())
    seen.append(next_step(desk.open_record(qualified_patient().uid)))
    from dataclasses import replace

    seen.append(next_step(replace(chosen, failure=InsiSilent())))
    assert set(seen) == set(Step)


def test_an_answer_counts_as_by_card_only_for_its_own_operation() -> None:
    from builders import a_trace

    by_card = a_run(answer=found(trace=a_trace()))
    by_traits = a_run(answer=found(trace=a_trace(operation=Operation.BY_TRAITS)))
    assert by_card.by_vitale
    assert not by_traits.by_vitale
    assert not a_run(answer=NotFound()).by_vitale
    assert not a_run(reading=a_card(), holder=a_person()).by_vitale


def test_runs_are_numbered_and_dated(stage: Stage) -> None:
    first = stage.desk.type_traits()
    stage.clock.forward(minutes=1)
    second = stage.desk.type_traits()
    assert second.number > first.number
    assert second.started_at - first.started_at == timedelta(minutes=1)
