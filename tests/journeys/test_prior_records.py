"""Twins, a married name and a base full of people born that day, through the whole desk.

Real use cases, real INSi client, real card reader, real base on disk; simulated bytes.
"""

from __future__ import annotations

import json

import pytest
from journey_bench import DOCUMENT, Bench, BenchMaker, told

from insdesk.errors import Refused
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.resemblance import Likeness
from insdesk.identity.todo import TodoKind
from insdesk.identity.traits import Traits
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.steps import Judgement, Outcome, Run, Step, next_step

LISE, MAE = 3, 4
"""Places of the twins on the card of the family."""


def only(run: Run) -> Patient:
    (one,) = run.prior
    return one.patient


def first_twin(bench: Bench) -> Patient:
    done = bench.qualified(bench.compared("j3", LISE))
    assert done.patient is not None
    bench.readers.remove_vitale()
    return done.patient


def facts_of(bench: Bench, kind: str) -> list[dict[str, object]]:
    rows = bench.file.ask("SELECT facts FROM journal WHERE type = ? ORDER BY seq", kind)
    return [json.loads(str(text)) for (text,) in rows]


def test_twins_end_as_two_records_that_name_each_other(whole_desk: Bench) -> None:
    desk, lise = whole_desk.desk, first_twin(whole_desk)
    run = whole_desk.read("j3", MAE)
    assert next_step(run) is Step.PRIOR_RECORDS
    assert only(run).uid == lise.uid
    assert run.prior[0].resemblance is not None
    assert run.prior[0].resemblance.likeness is Likeness.JUMEAU
    with pytest.raises(Refused, match="IV-211"):
        desk.none_of_these(run)
    run = desk.none_of_these(desk.judge(run, lise.uid, Judgement.OTHER_PERSON, "JUMEAUX"))
    asked = desk.ask_insi(run)
    assert next_step(asked) is Step.COMPARE, "INSi shows nobody new"
    done = whole_desk.qualified(asked)
    assert done.patient is not None
    for uid in (lise.uid, done.patient.uid):
        one = desk.patient(uid)
        assert one.status is Status.QUAL
        assert one.identity.attributes == {Attribut.HOMA}
    dismissed = facts_of(whole_desk, "DUPLICATE_DISMISSED")
    assert {one["autre"] for one in dismissed} == {lise.uid, done.patient.uid}
    whole_desk.holds()


def test_what_is_not_known_waits_and_both_are_written_together(whole_desk: Bench) -> None:
    desk, lise = whole_desk.desk, first_twin(whole_desk)
    run = desk.judge(whole_desk.read("j3", MAE), lise.uid, Judgement.UNKNOWN)
    kept = desk.keep(desk.ask_insi(desk.none_of_these(run)))
    assert kept.outcome is Outcome.RETRIEVED
    assert kept.patient is not None
    assert kept.patient.identity.attributes == {Attribut.HOMD}
    assert desk.patient(lise.uid).identity.attributes == {Attribut.HOMD}
    (line,) = desk.todo(TodoKind.DOUBLON)
    assert {line.patient.uid, line.other.uid if line.other else ""} == {
        lise.uid,
        kept.patient.uid,
    }
    whole_desk.holds()


def test_nothing_is_created_before_the_search_is_judged(whole_desk: Bench) -> None:
    first_twin(whole_desk)
    asked = whole_desk.desk.ask_insi(whole_desk.read("j3", MAE))
    with whole_desk.nothing_saved(), told(Refused) as caught:
        whole_desk.desk.qualify(asked, DOCUMENT)
    assert (caught.value.rule, caught.value.reason) == ("IV-204", "RECHERCHE_A_JUGER")
    with whole_desk.nothing_saved(), told(Refused):
        whole_desk.desk.keep(asked)


def test_a_record_under_the_married_name_is_caught_by_its_date(whole_desk: Bench) -> None:
    """IV-202: typed by her birth name, she was filed under GARANCEAU, and with another spelling."""
    desk = whole_desk.desk
    form = TraitsForm(birth_name="Garanceau", first_name="Elodie", sex="F", birth_date="09/03/1978")
    filed = desk.save(desk.give_traits(desk.type_traits(), form))
    assert filed.patient is not None
    typed = TraitsForm(birth_name="Tilleul", first_name="Élodie", sex="F", birth_date="09/03/1978")
    run = desk.give_traits(desk.type_traits(), typed)
    assert only(run).uid == filed.patient.uid
    asked = desk.ask_insi(desk.open_prior(run, filed.patient.uid))
    assert next_step(asked) is Step.DISCORDANCE
    fixed = desk.correct(asked, "birth_name", "TILLEUL")
    done = whole_desk.qualified(fixed)
    assert done.patient is not None
    assert done.patient.uid == filed.patient.uid


def test_the_letters_reach_the_base_itself(make_bench: BenchMaker) -> None:
    """IV-200, IV-202: more than twenty born that day; accents and used names count."""
    bench = make_bench()
    desk = bench.desk
    for number in range(21):
        name = f"Exemple{chr(65 + number)}"
        form = TraitsForm(birth_name=name, first_name="Zoé", sex="F", birth_date="31/12/1948")
        run = desk.give_traits(desk.type_traits(), form)
        while next_step(run) is Step.PRIOR_RECORDS:
            run = desk.none_of_these(run)
        desk.save(run)
    form = TraitsForm(birth_name="Fictif", first_name="Éva", sex="F", birth_date="00/00/1948")
    run = desk.give_traits(desk.type_traits(), form)
    assert len(run.prior) == 21
    with pytest.raises(Refused, match="LISTE_TROP_LONGUE"):
        desk.none_of_these(run)
    for letters, count in (("zoe", 21), ("éxe", 21), ("q", 0)):
        assert len(desk.narrow(run, letters).prior) == count
    searches = facts_of(bench, "SEARCH_ANTERIORITE")
    assert [one.get("lettres") for one in searches[-3:]] == [3, 3, 1]
    saved = desk.save(desk.none_of_these(desk.narrow(run, "zoe")))
    assert saved.patient is not None
    assert saved.patient.traits.birth_date == "1948-12-31"
    created = facts_of(bench, "IDENTITY_CREATED")[-1]
    assert created["recherche"] == facts_of(bench, "SEARCH_ANTERIORITE")[-1]["reference"]


def test_the_side_by_side_is_the_same_from_both_sides(whole_desk: Bench) -> None:
    lise = first_twin(whole_desk)
    run = whole_desk.read("j3", MAE)
    rows = whole_desk.desk.beside(run, lise.uid)
    assert isinstance(run.known, Traits)
    assert rows["birth_name"].known == run.known.birth_name
    assert rows["first_name"].official == lise.traits.first_name
