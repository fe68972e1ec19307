"""Answers of INSi that are answers, and that must never qualify anybody."""

from __future__ import annotations

import pytest
from journey_bench import DOCUMENT, Bench, BenchMaker, told

from insdesk.errors import Refused
from insdesk.identity.readings import Found
from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.steps import Evidence, Run, Step, next_step
from insdesk.simulator.messages import identity_answer
from insdesk.simulator.people import person, qualified_patient


def never_kept(bench: Bench, run: Run, rule: str, reason: str) -> None:
    for act in (lambda: bench.desk.qualify(run, DOCUMENT), lambda: bench.desk.keep(run)):
        with bench.nothing_saved() as written, told(Refused) as refused:
            act()
        assert isinstance(refused.value, Refused)
        assert (refused.value.rule, refused.value.reason) == (rule, reason)
        assert written == []
    assert bench.desk.refusals(run, Evidence(device="PA"))


@pytest.mark.parametrize("handle", ["matricule-incoherent", "oid-inconnu"])
def test_an_incoherent_matricule_is_shown_and_never_kept(
    make_bench: BenchMaker, handle: str
) -> None:
    bench = make_bench(records=())
    one = person(handle)
    form = TraitsForm(
        birth_name=one.birth_name,
        first_name=one.first_name,
        sex=one.sex,
        birth_date=one.birth_date,
        birth_place=one.birth_place or "",
    )
    run = bench.desk.ask_insi(bench.desk.give_traits(bench.desk.type_traits(), form))
    assert next_step(run) is Step.COMPARE
    assert isinstance(run.answer, Found)
    assert run.answer.matricule is None
    assert run.answer.matricule_text.startswith(one.number)
    assert not run.answer.qualifiable
    for trait in run.comparison.to_tick if run.comparison else ():
        run = bench.desk.tick(run, trait, True)
    never_kept(bench, run, "IV-032", "MATRICULE_INCOHERENT")
    assert bench.file.statuses() == {}
    bench.goes_on()


@pytest.mark.parametrize("card", ["j1", "j2"])
def test_the_incoherent_mode(whole_desk: Bench, card: str) -> None:
    run = whole_desk.read(card)
    whole_desk.insi.play("incoherent", times=1)
    asked = whole_desk.desk.ask_insi(run)
    assert isinstance(asked.answer, Found)
    assert asked.answer.matricule is None
    never_kept(whole_desk, asked, "IV-032", "MATRICULE_INCOHERENT")
    whole_desk.qualified(whole_desk.desk.ask_insi(run))


@pytest.mark.parametrize("card", ["j1", "j2"])
def test_the_identity_of_somebody_else(whole_desk: Bench, card: str) -> None:
    run = whole_desk.read(card)
    whole_desk.insi.inject(identity_answer(person("etranger")))
    asked = whole_desk.desk.ask_insi(run)
    assert asked.patient == run.patient
    never_kept(whole_desk, asked, "IV-321", "DISCORDANCE")
    whole_desk.qualified(whole_desk.desk.ask_insi(run))


def test_the_parent_answered_for_the_child(whole_desk: Bench) -> None:
    """Both are under the parent's number, and the parent is in the base."""
    run = whole_desk.read("parent", position=2)
    whole_desk.insi.inject(identity_answer(person("parent")))
    asked = whole_desk.desk.ask_insi(run)
    assert asked.patient is None
    never_kept(whole_desk, asked, "IV-321", "DISCORDANCE")
    whole_desk.qualified(whole_desk.desk.ask_insi(run))


def test_a_card_in_the_married_name_still_finds_its_record(make_bench: BenchMaker) -> None:
    """The number of the card is that of the answer: the record under the birth name is hers."""
    one = person("j5")
    filed = qualified_patient(
        number=one.matricule.number,
        key=one.matricule.key,
        oid=one.oid,
        birth_name=one.birth_name,
        first_name=one.first_name,
        first_names=one.first_names,
        sex=one.sex,
        birth_date=one.birth_date,
        birth_place=one.birth_place,
    )
    bench = make_bench(records=(filed,))
    run = bench.compared("j5")
    assert run.patient is not None
    assert run.patient.uid == filed.uid
    assert next_step(run) is Step.COMPARE
