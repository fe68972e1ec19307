"""T03: what an application carte Vitale must satisfy before it qualifies, gate by gate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from desk_phone import refused, scanned
from desk_stage import KNOWN, Stage, a_stage

from builders import a_matricule, an_app_reading
from insdesk.errors import AppCodeRefused, PatientChanged, Refused, VitaleComponentAbsent
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment
from insdesk.qualification.app_gate import known_side
from insdesk.qualification.steps import Outcome

REAL = a_matricule(oid="1.2.250.1.213.1.4.8")


def test_an_expired_code_is_refused_with_its_sentence(stage: Stage) -> None:
    refusal = refused(stage, scanned(stage, valid=False))
    assert (refusal.rule, refusal.reason) == ("T03", "SCAN_EXPIRE")


def test_a_reading_left_on_the_screen_grows_old(stage: Stage) -> None:
    run = scanned(stage)
    stage.clock.forward(minutes=14, seconds=59)
    assert stage.desk.app_refusals(run) == ()
    stage.clock.forward(seconds=1)
    assert refused(stage, run).reason == "SCAN_ANCIEN"


def test_a_forged_code_is_journaled_without_a_trait(stage: Stage) -> None:
    stage.phone.failure = AppCodeRefused()
    with pytest.raises(AppCodeRefused):
        stage.desk.read_app()
    assert stage.journal.last("VITALE_READ_FAILED").facts["cause"] == "AppCodeRefused"


def test_nothing_that_reads_applications_is_said(stage: Stage) -> None:
    assert stage.desk.reads_app
    stage.desk._to = replace(stage.desk._to, app_cv=None)
    assert not stage.desk.reads_app
    with pytest.raises(VitaleComponentAbsent):
        stage.desk.read_app()


@pytest.mark.parametrize(
    ("environment", "number", "refusals"),
    [
        (Environment.PRODUCTION, a_matricule(), ["IV-033"]),
        (Environment.PRODUCTION, a_matricule("1090763220834", oid=REAL.oid), ["IV-033"]),
        (Environment.PRODUCTION, REAL, []),
        (Environment.ESSAI, REAL, ["IV-033"]),
        (Environment.DECOUVERTE, REAL, ["IV-033"]),
        (Environment.ESSAI, a_matricule(), []),
        (Environment.DECOUVERTE, a_matricule("1090763220834", oid=REAL.oid), []),
    ],
)
def test_iv_033_environments_are_not_mixed(environment, number, refusals) -> None:
    stage = a_stage(environment=environment)
    run = scanned(stage, matricule=number)
    assert [one.rule for one in stage.desk.app_refusals(run)] == refusals


@pytest.mark.parametrize(
    ("said", "rule", "trait"),
    [
        ({"first_name": None}, "IV-011", "first_name"),
        ({"sex": None}, "IV-011", "sex"),
        ({"birth_name": None}, "IV-011", "birth_name"),
        ({"birth_date": None}, "IV-011", "birth_date"),
        ({"birth_name": "tilleul"}, "T03", None),
        ({"sex": "I"}, "T03", None),
    ],
)
def test_a_reading_that_lacks_a_trait_creates_nothing(stage: Stage, said, rule, trait) -> None:
    run = scanned(stage, **said)
    named = [one for one in stage.desk.app_refusals(run) if one.rule == rule]
    assert [one.trait for one in named] == [trait]
    with pytest.raises(Refused):
        stage.desk.qualify_by_app(run)
    assert stage.patients.stored == {}


def test_iv_064_the_place_may_lack(stage: Stage) -> None:
    done = stage.desk.qualify_by_app(scanned(stage, birth_place=None))
    assert done.outcome is Outcome.QUALIFIED


def test_iv_051_an_incomplete_date_is_completed_and_marked() -> None:
    known = known_side(an_app_reading(birth_date="1952-00-00"))
    assert known is not None
    assert (known.birth_date, known.birth_date_interpreted) == ("1952-12-31", True)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [(CardKind.CPS, True), (CardKind.CPE, True), (CardKind.CPF, False), (CardKind.CPA, False)],
)
def test_who_may_qualify_by_it(stage: Stage, kind: CardKind, allowed: bool) -> None:
    stage.cards.holder = replace(DOCTOR, kind=kind)
    stage.desk.open_session(PIN)
    assert (stage.desk.app_refusals(scanned(stage)) == ()) is allowed


def test_without_a_session_nobody_qualifies(stage: Stage) -> None:
    run = scanned(stage)
    stage.desk.lock()
    assert refused(stage, run).reason == "CPS_ABSENTE"


def test_the_record_must_not_have_changed_meanwhile(known: Stage) -> None:
    run = scanned(known)
    known.patients.stored[KNOWN] = replace(known.patients.stored[KNOWN], version=7)
    with pytest.raises(PatientChanged):
        known.desk.qualify_by_app(run)


def test_used_names_of_the_run_it_was_asked_from_are_kept(stage: Stage) -> None:
    typing = replace(stage.desk.type_traits(), used_name="Méridon")
    run = stage.desk.recognise_app(stage.desk.read_app(typing))
    assert run.used_name == "Méridon"
    assert stage.desk.qualify_by_app(run).patient.used_name == "Méridon"  # type: ignore[union-attr]
    assert "TILLEUL" not in repr(run.app)
