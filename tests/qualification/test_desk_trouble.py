"""Cards pulled or swapped, a base that fails, a record changed meanwhile: nothing half-made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import PIN
from desk_stage import (
    KNOWN,
    PASSPORT,
    SIGNED,
    Stage,
    a_card,
    a_person,
    a_stage,
    known_elodie,
    own_facts,
)

from builders import a_retrieval, found
from insdesk.errors import (
    CardAbsent,
    CardChanged,
    CardError,
    CardRemoved,
    CardUnreadable,
    CardWithoutNumber,
    DatabaseLocked,
    DiskFull,
    InsiSilent,
    PatientChanged,
    PatientUnknown,
    PinRejected,
    Refused,
    StoreError,
    VitaleComponentAbsent,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.matricule import Matricule
from insdesk.identity.readings import Environment, Found, VitaleSource
from insdesk.qualification.steps import Outcome, Run, Step, next_step


def _pulled(stage: Stage) -> type[CardError]:
    stage.cards.pull()
    return CardRemoved


def _swapped(stage: Stage) -> type[CardError]:
    stage.cards.pull()
    stage.cards.insert(a_card())
    return CardChanged


@pytest.mark.parametrize("moves", [_pulled, _swapped])
def test_the_card_must_stay_until_the_call(known: Stage, moves) -> None:  # type: ignore[no-untyped-def]
    run = known.desk.recognise(known.insert())
    with pytest.raises(moves(known)):
        known.desk.ask_insi(run)
    assert known.insi.asked == []


@pytest.mark.parametrize("moves", [_pulled, _swapped])
@pytest.mark.parametrize("evidence", [PASSPORT, SIGNED])
def test_the_card_must_stay_until_the_end(known: Stage, moves, evidence) -> None:  # type: ignore[no-untyped-def]
    run = known.at_comparison()
    lines = len(known.journal.events)
    expected = moves(known)
    with pytest.raises(expected):
        known.desk.qualify(run, evidence)
    with pytest.raises(expected):
        known.desk.keep(run)
    assert known.patients.filings == []
    assert len(known.journal.events) == lines


@pytest.mark.parametrize("moves", [_pulled, _swapped])
def test_the_card_must_stay_during_the_reading(stage: Stage, moves) -> None:  # type: ignore[no-untyped-def]
    stage.cards.insert(a_card())
    expected: list[type[CardError]] = []
    stage.cards.during_read = lambda: expected.append(moves(stage))
    with pytest.raises(CardError) as problem:
        stage.desk.read_vitale()
    assert [type(problem.value)] == expected
    cause = own_facts(stage.journal.last("VITALE_READ_FAILED"))
    assert cause == {"cause": expected[0].__name__}


@pytest.mark.parametrize("failure", [CardUnreadable("dates"), VitaleComponentAbsent()])
def test_a_card_that_cannot_be_read_is_journaled(stage: Stage, failure: CardError) -> None:
    stage.cards.insert(a_card())
    stage.cards.failure = failure
    with pytest.raises(type(failure)):
        stage.desk.read_vitale()
    assert stage.journal.types[-1] == "VITALE_READ_FAILED"


def test_no_card_is_no_reading(stage: Stage) -> None:
    with pytest.raises(CardAbsent):
        stage.desk.read_vitale()


def test_a_card_without_a_number_cannot_ask(stage: Stage) -> None:
    run = stage.desk.recognise(stage.insert(a_person(number=None)))
    with pytest.raises(CardWithoutNumber):
        stage.desk.ask_insi(run)
    assert stage.insi.asked == []


@pytest.mark.parametrize("cause", ["CLE_FAUSSE", "NUMERO_PROVISOIRE"])
def test_a_card_without_a_number_says_why(stage: Stage, cause: str) -> None:
    reading = replace(a_card(a_person(number=None)), warnings=("DATE_INCOMPLETE", cause))
    stage.cards.insert(reading)
    run = stage.desk.recognise(stage.desk.read_vitale())
    with pytest.raises(CardWithoutNumber) as caught:
        stage.desk.ask_insi(run)
    assert caught.value.cause == cause


@pytest.mark.parametrize(
    ("environment", "allowed", "asked"),
    [
        (Environment.DECOUVERTE, False, True),
        (Environment.ESSAI, False, False),
        (Environment.ESSAI, True, True),
        (Environment.PRODUCTION, True, False),
    ],
)
def test_a_direct_reading_does_not_speak_for_the_card(
    environment: Environment, allowed: bool, asked: bool
) -> None:
    """Decision 6: only in the simulator, or on the qualification platform by a setting."""
    stage = a_stage(environment=environment)
    stage.set(recvitale_from_direct=allowed)
    stage.cards.insert(replace(a_card(), source=VitaleSource.DIRECT))
    run = stage.desk.recognise(stage.desk.read_vitale())
    if asked:
        stage.desk.ask_insi(run)
    else:
        with pytest.raises(VitaleComponentAbsent) as caught:
            stage.desk.ask_insi(run)
        assert caught.value.card_was_read
    assert bool(stage.insi.asked) is asked


def test_a_name_outside_the_profile_keeps_its_reason(stage: Stage) -> None:
    run = stage.insert(a_person(name_text="TILLEUL 2"))
    assert run.known is None
    assert run.known_problem is not None
    asked = stage.desk.ask_insi(run)
    assert asked.comparison is None
    assert next_step(asked) is Step.COMPARE
    assert stage.refused(asked, PASSPORT).reason == "REPONSE_INCOMPLETE"
    assert stage.desk.correct(asked, "birth_name", "TILLEUL") is asked


def test_a_lunar_date_of_a_card_is_completed(stage: Stage) -> None:
    run = stage.insert(a_person(birth_text="19780000"))
    assert run.known is not None
    assert (run.known.birth_date, run.known.birth_date_interpreted) == ("1978-12-31", True)
    assert stage.insert(a_person(birth_text="00000000")).known is None


@pytest.mark.parametrize("failure", [DiskFull("full"), DatabaseLocked("busy")])
@pytest.mark.parametrize("evidence", [PASSPORT, SIGNED])
def test_a_base_that_fails_leaves_everything_as_it_was(  # type: ignore[no-untyped-def]
    known: Stage, failure: StoreError, evidence
) -> None:
    run = known.at_comparison()
    held, lines = known.patients.get(KNOWN), len(known.journal.events)
    known.patients.failure = failure
    with pytest.raises(type(failure)):
        known.desk.qualify(run, evidence)
    assert known.patients.get(KNOWN) == held
    assert len(known.journal.events) == lines
    assert next_step(run) is Step.COMPARE
    known.patients.failure = None
    assert known.desk.qualify(run, evidence).outcome is Outcome.QUALIFIED


def test_a_journal_that_fails_leaves_no_record(stage: Stage) -> None:
    run = stage.at_comparison()
    stage.journal.failure = DiskFull("full")
    with pytest.raises(DiskFull):
        stage.desk.qualify(run, PASSPORT)
    assert stage.patients.stored == {}


def test_a_record_changed_meanwhile_is_not_written_over(known: Stage) -> None:
    run = known.at_comparison()
    changed = replace(known.patients.get(KNOWN), version=7, used_name="Garanceau")
    known.patients.put(changed)
    with pytest.raises(PatientChanged):
        known.desk.qualify(run, PASSPORT)
    assert known.patients.get(KNOWN) == changed


def test_an_unknown_record_is_said_to_be(stage: Stage) -> None:
    with pytest.raises(PatientUnknown):
        stage.desk.open_record(KNOWN)


def test_a_silent_insi_leaves_the_run(known: Stage) -> None:
    run = known.desk.recognise(known.insert())
    known.insi.failure = InsiSilent()
    with pytest.raises(InsiSilent):
        known.desk.ask_insi(run)
    known.insi.failure = None
    again = known.desk.ask_again(replace(run, failure=InsiSilent()))
    assert next_step(known.desk.ask_insi(again)) is Step.COMPARE


def test_a_wrong_code_is_journaled_without_the_code(stage: Stage) -> None:
    stage.cards.set_cps(CpsState.PIN_NEEDED)
    with pytest.raises(PinRejected):
        stage.desk.open_session("5926")
    assert stage.journal.last("CPX_PIN_FAILED").facts["cause"] == "PinRejected"
    assert all(PIN not in repr(one) and "5926" not in repr(one) for one in stage.journal.events)


def test_locking_closes_the_session(stage: Stage) -> None:
    run = stage.at_comparison()
    stage.desk.lock()
    assert stage.journal.types[-1] == "CPX_REMOVED"
    assert stage.refused(run, PASSPORT).reason == "CPS_ABSENTE"


def _refusal(stage: Stage, run: Run, answer: Found) -> str:
    return stage.refused(replace(run, answer=answer), PASSPORT).reason


def test_an_answer_that_cannot_be_accepted_qualifies_nothing(stage: Stage) -> None:
    run = stage.at_comparison()
    answer = run.answer
    assert isinstance(answer, Found)
    bare = replace(answer, matricule=None, qualifiable=False)
    assert _refusal(stage, run, bare) == "MATRICULE_INCOHERENT"
    assert _refusal(stage, run, replace(answer, qualifiable=False)) == "REPONSE_INCOMPLETE"
    assert stage.refused(replace(run, answer=None), PASSPORT).reason == "PAS_DE_REPONSE"
    for broken in (bare, replace(answer, qualifiable=False)):
        with pytest.raises(Refused):
            stage.desk.keep(replace(run, answer=broken))
    assert stage.patients.filings == []


def test_a_test_identity_is_refused_in_production() -> None:
    stage = a_stage(environment=Environment.PRODUCTION)
    run = stage.at_comparison()
    assert stage.refused(run, PASSPORT).rule == "IV-033"
    with pytest.raises(Refused, match="IV-033"):
        stage.desk.keep(run)
    real = Matricule("2780363999000", "32", "1.2.250.1.213.1.4.8")
    stage.insi.answer = found(matricule=real)
    assert stage.desk.qualify(stage.at_comparison(), PASSPORT).outcome is Outcome.QUALIFIED


def test_a_wrong_key_is_kept_and_said(stage: Stage) -> None:
    """Decision 1: never rejected for that alone."""
    sent = Matricule("2780363999000", "01", "1.2.250.1.213.1.4.10")
    stage.insi.answer = found(matricule=sent, warnings=("CLE_FAUSSE",))
    done = stage.desk.qualify(stage.at_comparison(), PASSPORT)
    assert done.patient is not None
    assert done.patient.active_matricule == sent
    record = stage.patients.filings[-1].evidence
    assert record is not None
    assert record["avertissements"] == ["CLE_FAUSSE"]


def test_a_contested_identity_is_not_qualified(stage: Stage) -> None:
    from insdesk.qualification.steps import PatientView

    run = stage.desk.patient_view(
        stage.at_comparison(), PatientView.CONTESTED, frozenset({"birth_name"})
    )
    assert run.contested == {"birth_name"}
    assert stage.refused(run, PASSPORT).reason == "CONTESTE_PATIENT"


def test_a_former_ins_is_archived_when_insi_gives_another(stage: Stage) -> None:
    from builders import a_matricule
    from insdesk.identity.readings import FormerMatricule

    old, new = a_matricule(), a_matricule("2780363999001")
    stage.patients.put(known_elodie(retrieval=a_retrieval(matricule=old)))
    history = (FormerMatricule(number=old.number, key=old.key, oid=old.oid),)
    stage.insi.answer = found(matricule=new, history=history)
    asked = stage.at_comparison(a_person(number=new.value))
    assert stage.refused(asked, PASSPORT).reason == "LIGNES_A_COCHER"
    done = stage.desk.qualify(stage.desk.tick(asked, "matricule", True), PASSPORT)
    assert done.patient is not None
    assert done.patient.active_matricule == new
    assert done.patient.identity.retrieval is not None
    assert done.patient.identity.retrieval.history == history
