"""J5: 01 and 02. Ready-made next tries in the order of the pages, one call per press."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import ELODIE, KNOWN, PASSPORT, Stage, a_person, known_elodie

from builders import NOW, found
from insdesk.errors import InvalidTrait
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.identity.traits import Traits
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.retries import Suggestion
from insdesk.qualification.steps import Outcome, Run, Step, next_step

FULL = replace(
    ELODIE,
    birth_name="Garanceau",
    first_name="Marie-Élodie",
    other_names="Marthe",
    birth_place="63999",
    used_name="Tilleul",
)


@pytest.fixture
def nobody(stage: Stage) -> Stage:
    stage.insi.answer = NotFound()
    return stage


def codes(stage: Stage, run: Run) -> list[str]:
    return [one.code for one in stage.desk.suggestions(run)]


def named(stage: Stage, run: Run, code: str) -> Suggestion:
    return next(one for one in stage.desk.suggestions(run) if one.code == code)


def test_after_01_the_tries_are_in_the_order_of_the_page(nobody: Stage) -> None:
    run = nobody.by_traits(FULL)
    assert next_step(run) is Step.NOT_FOUND
    assert codes(nobody, run) == [
        "NOM_UTILISE",
        "TIRET",
        "PREMIER_PRENOM_SEUL",
        "RETIRER_LIEU",
        "INVERSER_JOUR_MOIS",
        "VERIFIER_SEXE",
        "CARTE_VITALE",
    ]


def test_each_try_shows_its_exact_change(nobody: Stage) -> None:
    run = nobody.by_traits(FULL)
    shown = {one.code: one.shown for one in nobody.desk.suggestions(run)}
    assert shown["NOM_UTILISE"] == "TILLEUL"
    assert shown["TIRET"] == "MARIE ELODIE"
    assert shown["PREMIER_PRENOM_SEUL"] == "MARIE-ELODIE"
    assert shown["INVERSER_JOUR_MOIS"] == "03/09/1978"
    swapped = named(nobody, run, "NOM_UTILISE").form
    assert swapped is not None
    assert (swapped.birth_name, swapped.used_name) == ("Tilleul", "GARANCEAU")


def test_without_another_name_the_tries_ask_for_it(nobody: Stage) -> None:
    plain = replace(ELODIE, first_name="Jean Baptistin", birth_date="25/03/1978")
    run = nobody.by_traits(plain)
    assert codes(nobody, run) == [
        "DEMANDER_NOM",
        "TIRET",
        "AJOUTER_PRENOMS",
        "VERIFIER_SEXE",
        "CARTE_VITALE",
    ]
    assert named(nobody, run, "TIRET").shown == "JEAN-BAPTISTIN"


@pytest.mark.parametrize("born", ["13/03/1978", "03/03/1978", "00/05/1978", "00/00/1978"])
def test_day_and_month_are_not_swapped_for_nothing(nobody: Stage, born: str) -> None:
    run = nobody.by_traits(replace(ELODIE, birth_date=born))
    assert "INVERSER_JOUR_MOIS" not in codes(nobody, run)


def test_after_02_there_is_no_list_but_three_ways(stage: Stage) -> None:
    stage.insi.answer = SeveralFound()
    run = stage.by_traits()
    assert next_step(run) is Step.SEVERAL
    assert codes(stage, run) == ["AJOUTER_PRENOMS", "AJOUTER_LIEU", "CARTE_VITALE"]
    placed = stage.by_traits(replace(ELODIE, birth_place="63999"))
    assert codes(stage, placed) == ["AJOUTER_PRENOMS", "CARTE_VITALE"]


def test_other_answers_suggest_nothing(stage: Stage) -> None:
    assert stage.desk.suggestions(stage.by_traits()) == ()
    assert stage.desk.suggestions(stage.desk.type_traits()) == ()


def test_a_card_that_was_tried_gives_no_sex_to_send(nobody: Stage) -> None:
    run = nobody.at_comparison(a_person(first_name_text="MARIE-ELODIE"))
    tries = nobody.desk.suggestions(run)
    assert "CARTE_VITALE" not in [one.code for one in tries]
    assert all(one.form is None for one in tries)
    typing = nobody.desk.retry(run, tries[0])
    assert next_step(typing) is Step.TYPE_TRAITS
    assert nobody.desk.form_of(typing).first_name == "MARIE-ELODIE"


def test_a_try_is_one_call_about_the_same_patient(nobody: Stage) -> None:
    nobody.patients.put(known_elodie())
    first = nobody.desk.ask_insi(nobody.desk.open_record(KNOWN))
    again = nobody.desk.retry(first, named(nobody, first, "RETIRER_LIEU"))
    assert again.patient == first.patient
    assert (again.changed_for_retry, again.answer, again.tries) == (True, None, 1)
    assert len(nobody.insi.asked) == 1
    nobody.insi.answer = found()
    done = nobody.desk.ask_insi(again)
    asked = nobody.insi.asked[-1]
    assert isinstance(asked, Traits)
    assert asked.birth_place is None
    assert (done.tries, next_step(done)) == (2, Step.COMPARE)


def test_after_a_changed_try_every_compared_row_needs_its_tick(nobody: Stage) -> None:
    first = nobody.by_traits(replace(ELODIE, birth_place="63999"))
    again = nobody.desk.retry(first, named(nobody, first, "RETIRER_LIEU"))
    nobody.insi.answer = found()
    run = nobody.desk.ask_insi(again)
    assert run.changed_for_retry
    assert run.comparison is not None
    rows = {one.trait for one in run.comparison if not one.completed}
    assert rows == {"birth_name", "first_name", "birth_date", "sex"}
    for left, trait in zip((4, 3, 2, 1), sorted(rows), strict=True):
        (refusal,) = nobody.desk.refusals(run, PASSPORT)
        assert (refusal.rule, refusal.reason, refusal.count) == (
            "IV-330",
            "LIGNES_A_COCHER",
            left,
        )
        assert nobody.refused(run, PASSPORT).rule == "IV-330"
        run = nobody.desk.tick(run, trait, True)
    assert nobody.desk.qualify(run, PASSPORT).outcome is Outcome.QUALIFIED


def test_a_tick_can_be_taken_back(stage: Stage) -> None:
    run = stage.desk.tick(stage.at_comparison(), "birth_name", True)
    assert stage.desk.tick(run, "birth_name", False).ticked == frozenset()


def test_traits_typed_again_after_01_are_a_changed_try(nobody: Stage) -> None:
    first = nobody.by_traits()
    typing = nobody.desk.retry(first, named(nobody, first, "DEMANDER_NOM"))
    assert next_step(typing) is Step.TYPE_TRAITS
    again = nobody.desk.give_traits(typing, replace(ELODIE, birth_name="Hêtre"))
    assert again.changed_for_retry
    nobody.insi.answer = found(birth_name="HETRE")
    run = nobody.desk.ask_insi(again)
    assert nobody.refused(run, PASSPORT).reason == "LIGNES_A_COCHER"


def test_the_form_reopened_by_the_window_is_a_changed_try_too(nobody: Stage) -> None:
    first = nobody.by_traits()
    reopened = replace(first, typing=True, answer=None, asked=None, comparison=None)
    assert nobody.desk.give_traits(reopened, ELODIE).changed_for_retry


def test_a_first_form_is_no_retry(stage: Stage) -> None:
    assert not stage.by_traits().changed_for_retry


def test_a_record_is_not_left_for_a_new_one_when_its_traits_are_typed_again(
    nobody: Stage,
) -> None:
    nobody.patients.put(known_elodie())
    first = nobody.desk.ask_insi(nobody.desk.open_record(KNOWN))
    typing = nobody.desk.retry(first, named(nobody, first, "DEMANDER_NOM"))
    again = nobody.desk.give_traits(typing, replace(ELODIE, birth_name="Hêtre"))
    assert again.patient is not None
    nobody.insi.answer = found(birth_name="HETRE")
    run = nobody.desk.ask_insi(again)
    assert next_step(run) is Step.DISCORDANCE
    corrected = nobody.desk.correct(run, "birth_name", "Hêtre")
    ticked = corrected
    for trait in ("birth_name", "first_name", "birth_date", "sex", "birth_place"):
        ticked = nobody.desk.tick(ticked, trait, True)
    done = nobody.desk.qualify(ticked, PASSPORT)
    assert done.patient is not None
    assert done.patient.uid == KNOWN
    assert len(nobody.patients.stored) == 1


def test_a_try_that_cannot_be_sent_says_why(nobody: Stage) -> None:
    run = nobody.by_traits()
    broken = Suggestion(code="TIRET", form=replace(ELODIE, first_name="Luc2"))
    with pytest.raises(InvalidTrait) as problem:
        nobody.desk.retry(run, broken)
    assert problem.value.trait == "first_name"


def test_the_search_is_made_for_the_changed_traits(nobody: Stage) -> None:
    """IV-200: a date swapped by a try is searched before anything is created from it."""
    other = known_elodie(created_at=NOW)
    nobody.patients.put(replace(other, identity=other.identity))
    first = nobody.by_traits(replace(ELODIE, birth_date="03/09/1978"))
    assert first.patient is None
    again = nobody.desk.retry(first, named(nobody, first, "INVERSER_JOUR_MOIS"))
    saved = nobody.desk.save(again)
    assert saved.patient is not None
    assert saved.patient.uid == KNOWN


def test_asking_again_keeps_the_traits(nobody: Stage) -> None:
    run = nobody.desk.ask_again(nobody.by_traits())
    assert (run.answer, run.ask_again) == (None, True)
    assert next_step(run) is Step.ASK_INSI
    assert nobody.desk.form_of(run) != TraitsForm()
