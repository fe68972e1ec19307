"""Homonyms born nearly the same day are proposed too (IV-213), and nobody else is (IV-200)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from desk_stage import ELODIE, PASSPORT, Stage, a_stage

from builders import a_patient, found, some_traits
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.resemblance import Likeness
from insdesk.qualification.steps import Judgement, Run, Step, next_step

HOMONYM = "00000000-0000-4000-8000-00000000eeee"
SAME_DAY = "00000000-0000-4000-8000-00000000ffff"


def born(day: str, uid: str = HOMONYM, **changes: object) -> Patient:
    """Another Élodie TILLEUL, born that day."""
    values = {"birth_date": day, "first_names": None} | changes
    return a_patient(uid=uid, traits=some_traits(**values).without_typed())  # type: ignore[arg-type]


def typed(stage: Stage) -> Run:
    return stage.desk.give_traits(stage.desk.type_traits(), ELODIE)


def alike(run: Run) -> list[tuple[str, Likeness | None]]:
    return [
        (one.patient.uid, one.resemblance.likeness if one.resemblance else None)
        for one in run.prior
    ]


@pytest.mark.parametrize("day", ["1978-09-03", "1979-03-09", "1978-03-19", "1978-03-08"])
def test_iv213_typed_traits_find_the_homonym_born_nearly_then(day: str) -> None:
    run = typed(a_stage(born(day)))
    assert alike(run) == [(HOMONYM, Likeness.HOMONYME)]
    assert run.prior[0].resemblance is not None
    assert run.prior[0].resemblance.rule == "IV-213"
    assert next_step(run) is Step.PRIOR_RECORDS


@pytest.mark.parametrize(
    "other",
    [
        born("1981-11-27"),
        born("1978-09-03", sex="M"),
        born("1978-09-03", birth_name="Fictif"),
        born("1978-09-03", first_name="Marthe"),
    ],
    ids=["another date", "another sex", "another name", "another given name"],
)
def test_nobody_without_a_resemblance_adds_a_page(other: Patient) -> None:
    run = typed(a_stage(other))
    assert run.prior == ()
    assert next_step(run) is Step.ASK_INSI


def test_a_card_says_no_sex_the_answer_of_insi_does() -> None:
    """IV-213 looks at the sex: with a card the homonym is found after the 00 (IV-205)."""
    stage = a_stage(born("1978-09-03"))
    run = stage.desk.recognise(stage.insert())
    assert run.prior == ()
    stage.insi.answer = found()
    asked = stage.desk.ask_insi(run)
    assert alike(asked) == [(HOMONYM, Likeness.HOMONYME)]
    assert next_step(asked) is Step.PRIOR_RECORDS
    assert stage.refused(asked, PASSPORT).rule == "IV-204"


def test_lookalikes_of_the_same_day_come_first() -> None:
    twin = born("1978-03-09", SAME_DAY, first_name="Marthe")
    stage = a_stage(born("1978-09-03"), twin)
    assert alike(typed(stage)) == [(SAME_DAY, Likeness.JUMEAU), (HOMONYM, Likeness.HOMONYME)]


def test_letters_never_hide_a_homonym() -> None:
    stage = a_stage(born("1978-09-03"))
    run = stage.desk.narrow(typed(stage), "zzz")
    assert alike(run) == [(HOMONYM, Likeness.HOMONYME)]


def test_two_people_said_so_are_both_marked() -> None:
    stage = a_stage(born("1978-09-03"))
    run = stage.desk.judge(typed(stage), HOMONYM, Judgement.OTHER_PERSON, "AUTRE")
    saved = stage.desk.save(run)
    assert saved.patient is not None
    assert saved.patient.identity.attributes == {Attribut.HOMA}
    assert stage.patients.get(HOMONYM).identity.attributes == {Attribut.HOMA}


def test_the_base_is_asked_once_for_homonyms_and_not_about_a_known_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = a_stage(born("1978-03-09", SAME_DAY))
    asked: list[Sequence[str]] = []

    def named(birth_name: str, first_name: str) -> list[Patient]:
        asked.append((birth_name, first_name))
        return []

    monkeypatch.setattr(stage.patients, "named", named)
    assert typed(stage).patient is not None
    assert asked == []
    other = replace(ELODIE, first_name="Ursule")
    stage.desk.give_traits(stage.desk.type_traits(), other)
    assert asked == [("TILLEUL", "URSULE")]
