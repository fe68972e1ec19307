"""Whatever is typed, in any field: a refusal by name, or a trait; nothing else, nothing lost."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journey_bench import Bench, told

from insdesk.errors import InvalidTrait, PinMalformed, Refused
from insdesk.identity.patient import Status
from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.steps import Judgement, Outcome, Step, next_step
from insdesk.ui.texts import TRAIT_PROBLEMS, problem_sentence

GOOD = TraitsForm(
    birth_name="Exemple-Fictif",
    first_name="Odette",
    other_names="Marie",
    sex="F",
    birth_date="12/03/1951",
    birth_place="63999",
    used_name="Témoin",
    used_first_name="Zoé",
)
FIELDS = tuple(one.name for one in fields(TraitsForm))

HOSTILE = (
    "",
    " ",
    "\t\n\r",
    "\x00",
    "A\x00B",
    "A\x1b[2JB",
    "'; DROP TABLE patient; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "&x; <![CDATA[A]]>",
    "%s%n{0}{birth_name}",
    "../../etc/passwd",
    "=1+1",
    "\u202eDUPONT",
    "DU\u200bPONT",
    "ДЮПОН",
    "Ａlpha",
    "ﬁctif",
    "٠١/٠٢/١٩٩٠",
    "²",
    "ǅ",
    "İstanbul",
    "Straße",
    "a\u0301" * 60,
    "\u0301",
    "-",
    "--",
    "'",
    "A''B",
    "A---B",
    "😀",
    "\U0010ffff",
    "\ud800",
    "A\udfffB",
    "NULL",
    "None",
    "nan",
    "00/00/0000",
    "31/02/1990",
    "1/1/1",
    "99999999",
    "9999-99-99",
    "29/02/2023",
    "12/03/2999",
    "0000-00-00",
    "2A",
    "2Z999",
    "\u00b2\u00b2\u00b2\u00b2\u00b2",
    "x" * 100,
    "x" * 101,
    "x" * 100_000,
)


@pytest.mark.parametrize("name", FIELDS)
def test_hostile_text_in_each_field(whole_desk: Bench, name: str) -> None:
    desk = whole_desk.desk
    for text in HOSTILE:
        form = replace(GOOD, **{name: text})
        checked = desk.check_form(form)
        for problem in checked.problems:
            assert type(problem) is InvalidTrait
            assert problem.code in TRAIT_PROBLEMS
            assert problem_sentence(problem)
        if checked.traits is None:
            with whole_desk.trouble(InvalidTrait) as written:
                desk.give_traits(desk.type_traits(), form)
            assert written == []
            continue
        with whole_desk.nothing_saved():
            run = desk.give_traits(desk.type_traits(), form)
        assert next_step(run) is Step.ASK_INSI
        assert desk.check_form(desk.form_of(run)).problems == ()
    whole_desk.goes_on()


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_accepted_can_be_asked_and_stored(whole_desk: Bench, name: str) -> None:
    """A form that passes goes through the envelope, the base, the search and back."""
    desk = whole_desk.desk
    saved = 0
    for text in HOSTILE:
        form = replace(GOOD, **{name: text})
        if desk.check_form(form).traits is None:
            continue
        run = desk.give_traits(desk.type_traits(), form)
        for one in run.prior:  # those saved before were born the same day
            run = desk.judge(run, one.patient.uid, Judgement.OTHER_PERSON, "AUTRE")
        run = desk.ask_insi(run)
        assert next_step(run) is Step.NOT_FOUND
        done = desk.save(run)
        assert done.outcome is Outcome.SAVED
        assert done.patient is not None
        assert desk.patient(done.patient.uid) == done.patient
        assert done.patient.status is Status.PROV
        saved += 1
    assert len(desk.patients("exemple fictif odette")) <= saved
    whole_desk.goes_on()


@pytest.mark.parametrize("name", ["birth_name", "first_name", "used_name", "used_first_name"])
def test_a_hundred_characters_pass_and_one_more_does_not(whole_desk: Bench, name: str) -> None:
    desk = whole_desk.desk
    full = desk.give_traits(desk.type_traits(), replace(GOOD, other_names="", **{name: "X" * 100}))
    done = desk.save(full)
    assert done.patient is not None
    assert desk.patient(done.patient.uid) == done.patient
    with whole_desk.trouble(InvalidTrait):
        desk.give_traits(desk.type_traits(), replace(GOOD, other_names="", **{name: "X" * 101}))


@pytest.mark.parametrize(
    "trait", ["birth_name", "first_name", "first_names", "birth_date", "sex", "birth_place"]
)
def test_hostile_corrections(whole_desk: Bench, trait: str) -> None:
    run = whole_desk.compared("j2")
    refused: list[str] = []
    for text in HOSTILE:
        with whole_desk.nothing_saved():
            try:
                assert whole_desk.desk.correct(run, trait, text).comparison is not None
            except InvalidTrait as problem:
                refused.append(problem.code)
    assert refused
    assert set(refused) <= TRAIT_PROBLEMS.keys()
    whole_desk.goes_on()


def test_hostile_searches(whole_desk: Bench) -> None:
    everybody = whole_desk.desk.counts()[""]
    for text in HOSTILE:
        with whole_desk.nothing_saved():
            found = whole_desk.desk.patients(text)
            assert whole_desk.desk.counts(text)[""] <= everybody
            assert len(found) <= everybody
    whole_desk.goes_on()


def test_hostile_codes_cost_no_try(whole_desk: Bench) -> None:
    for text in (*HOSTILE, "123", "123456789", "12 34", "١٢٣٤", "1234\n"):
        if text == "99999999":
            continue
        with whole_desk.trouble(PinMalformed):
            whole_desk.desk.open_session(text)
    assert whole_desk.cps.tries_left == 3
    whole_desk.goes_on()


@pytest.mark.parametrize("uid", HOSTILE[:12])
def test_hostile_record_numbers(whole_desk: Bench, uid: str) -> None:
    from insdesk.errors import PatientUnknown

    with whole_desk.trouble(PatientUnknown):
        whole_desk.desk.open_record(uid)
    assert whole_desk.desk.timeline(uid) == []


@pytest.mark.parametrize("position", [0, -1, 2, 10**9])
def test_a_beneficiary_that_is_not_there(whole_desk: Bench, position: int) -> None:
    whole_desk.readers.insert_vitale("j1")
    run = whole_desk.desk.read_vitale()
    with whole_desk.trouble(Refused):
        whole_desk.desk.choose_holder(run, position)
    whole_desk.goes_on()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.tuples(*[st.text(max_size=30)] * len(FIELDS)))
def test_any_text_in_every_field(whole_desk: Bench, texts: tuple[str, ...]) -> None:
    form = TraitsForm(**dict(zip(FIELDS, texts, strict=True)))
    checked = whole_desk.desk.check_form(form)
    if checked.traits is None:
        with told(InvalidTrait):
            whole_desk.desk.give_traits(whole_desk.desk.type_traits(), form)
