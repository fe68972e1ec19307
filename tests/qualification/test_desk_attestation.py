"""J2: the number of the card, the sentence, and what the attestation leaves aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_stage import (
    PASSPORT,
    SIGNED,
    YESTERDAY,
    Stage,
    a_stage,
    known_elodie,
    named_missing,
    refusal_journaled,
)

from builders import NUMBER, a_control, found, official, some_traits
from insdesk.errors import Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.matricule import expected_key
from insdesk.identity.patient import Attribut, ControlKind, Status
from insdesk.qualification.numbers import nss_verdict
from insdesk.qualification.rules import GUARDS, held_guards
from insdesk.qualification.steps import Evidence, Outcome

ALL_GUARDS = {f"X{number}" for number in range(1, 12)}

OTHER = NUMBER[:-3] + "017"
OTHER_NUMBER = OTHER + expected_key(OTHER)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "EGAL"),
        ({"number": OTHER_NUMBER}, "DISCORDANT"),
        ({"number": None}, "NON_APPLICABLE"),
    ],
)
def test_the_number_of_the_card_against_the_matricule(
    known: Stage, changes: dict[str, object], verdict: str
) -> None:
    run = known.at_comparison()
    assert run.holder is not None
    holder = replace(run.holder, **changes)  # type: ignore[arg-type]
    run = replace(run, holder=holder)
    assert nss_verdict(run) == verdict
    if verdict == "DISCORDANT":
        named_missing(known, run, "X9", "NSS_DISCORDANT")
        assert known.refused(run, SIGNED).rule == "X9"
    else:
        assert known.desk.qualify(run, SIGNED).outcome is Outcome.QUALIFIED


@pytest.mark.parametrize(
    "text",
    [
        "",
        ATTESTATION_TEXT + ".",
        ATTESTATION_TEXT.replace("\u2019", "'"),
        ATTESTATION_TEXT[:-1],
        ATTESTATION_TEXT.replace("déjà", "deja", 1),
        " " + ATTESTATION_TEXT,
    ],
)
def test_a_sentence_altered_by_one_character_is_refused(known: Stage, text: str) -> None:
    run = known.at_comparison()
    refusal = known.refused(run, Evidence(attested=True, attestation_text=text))
    assert (refusal.rule, refusal.reason) == ("X11", "ATTESTATION_TEXTE")
    refusal_journaled(known, "X11", "ATTESTATION_TEXTE")


def test_the_sentence_without_its_tick_is_no_attestation(known: Stage) -> None:
    unticked = Evidence(attested=False, attestation_text=ATTESTATION_TEXT)
    assert known.refused(known.at_comparison(), unticked).rule == "IV-401"


def test_a_confirmed_homonym_may_be_attested(stage: Stage) -> None:
    stage.patients.put(known_elodie(attributes=[Attribut.HOMA]))
    done = stage.desk.qualify(stage.at_comparison(), SIGNED)
    assert done.patient is not None
    assert done.patient.identity.attributes == {Attribut.HOMA}


def test_the_place_does_not_close_the_procedure_but_stops_the_acceptance(known: Stage) -> None:
    known.insi.answer = found(birth_place="64999")
    run = known.at_comparison()
    assert known.desk.exception_case(run).missing == ()
    assert known.refused(run, SIGNED).rule == "IV-321"
    reset = known.desk.correct(run, "birth_place", "99999")
    assert reset.answer is run.answer
    done = known.desk.qualify(reset, SIGNED)
    assert done.outcome is Outcome.QUALIFIED
    assert known.journal.last("TRAIT_STRICT_CHANGED").facts["traits"] == ["birth_place"]
    assert len(known.insi.asked) == 1


def test_a_record_already_checked_has_nothing_to_attest(stage: Stage) -> None:
    seen = some_traits().without_typed()
    stage.patients.put(known_elodie(traits=seen, control=a_control(snapshot=seen)))
    run = stage.at_comparison()
    assert [one.rule for one in stage.desk.exception_case(run).missing] == ["IV-405"]
    assert stage.refused(run, SIGNED).rule == "IV-405"
    assert stage.desk.qualify(run, PASSPORT).outcome is Outcome.QUALIFIED


def test_the_procedure_can_be_switched_off(known: Stage) -> None:
    run = known.at_comparison()
    known.set(exception_procedure=False)
    case = known.desk.exception_case(run)
    assert not case.offered
    assert [one.reason for one in case.missing] == ["REGLAGE_DESACTIVE"]
    assert known.refused(run, SIGNED).reason == "REGLAGE_DESACTIVE"
    assert held_guards(run, SIGNED, known.desk._facts()) == frozenset()


def test_the_readers_are_asked_again_at_the_signature(known: Stage) -> None:
    """X5: what the watch last saw is not enough."""
    run = known.at_comparison()
    now = replace(known.cards.state(), cps=CpsState.ABSENT)
    known.cards.state = lambda: now  # type: ignore[method-assign]
    assert known.desk.refusals(run, SIGNED) == ()
    assert known.refused(run, SIGNED).rule == "X5"


def test_every_guard_of_the_rule_book_is_in_the_table() -> None:
    assert {guard.id for guard in GUARDS} == ALL_GUARDS


def test_a_patient_recovered_by_card_may_be_attested_at_the_next_visit() -> None:
    stage = a_stage(known_elodie())
    kept = stage.desk.keep(stage.at_comparison())
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP
    stage.clock.forward(days=1)
    run = stage.at_comparison()
    assert stage.desk.qualify(run, SIGNED).outcome is Outcome.QUALIFIED


def test_an_old_answer_of_yesterday_does_not_serve(known: Stage) -> None:
    run = known.at_comparison()
    known.clock.now += timedelta(days=1)
    with pytest.raises(Refused, match="X6"):
        known.desk.qualify(run, SIGNED)


def test_a_corrected_place_undoes_the_old_control_and_opens_the_procedure(stage: Stage) -> None:
    """T16 takes the control away: the attestation is then the only proof left."""
    seen = some_traits(birth_place="64999").without_typed()
    stage.patients.put(known_elodie(traits=seen, control=a_control(snapshot=seen)))
    run = stage.desk.correct(stage.at_comparison(), "birth_place", "99999")
    assert stage.desk.exception_case(run).missing == ()
    done = stage.desk.qualify(run, SIGNED)
    assert done.patient is not None
    assert done.patient.identity.control is not None
    assert done.patient.identity.control.kind is ControlKind.ATTEST


def test_traits_keep_their_date_until_they_change(stage: Stage) -> None:
    """X8 rests on it: accepting what was already written does not date it anew."""
    stage.patients.put(known_elodie(traits=official(first_name="ELODIE")))
    same = stage.desk.keep(stage.at_comparison()).patient
    assert same is not None
    assert same.traits_recorded_at == YESTERDAY
    stage.patients.put(known_elodie(version=9))
    completed = stage.desk.keep(stage.at_comparison()).patient
    assert completed is not None
    assert completed.traits_recorded_at == stage.clock()
