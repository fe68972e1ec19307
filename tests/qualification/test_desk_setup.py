"""The set-up on the desk's side: whose desk it is, what a practice closes, a trial about nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import SOLO, Stage, a_card, a_stage, own_facts

from insdesk.errors import (
    ExportIncomplete,
    NotAPractitionerCard,
    OtherPractitioner,
    PinBlocked,
    PractitionerCardExpired,
    TestCardRefused,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment, VitaleSource
from insdesk.qualification.diagnosis import Check, Finding, Following, Health, diagnose
from insdesk.qualification.setup import SetupStep, first_step
from insdesk.settings import STRUCTURES, Settings

OTHER = replace(DOCTOR, national_id="899900000025")
ALONE = replace(SOLO, owner_national_id="")


@pytest.fixture
def real() -> Stage:
    """A desk in production, of the usual practitioner, session open."""
    return a_stage(environment=Environment.PRODUCTION)


def owners(stage: Stage) -> list[str]:
    """What is remembered from now on."""
    kept: list[str] = []
    stage.desk._to = replace(stage.desk._to, remember_owner=kept.append)
    return kept


def test_the_cps_of_another_is_sent_no_code(real: Stage) -> None:
    real.cards.holder = OTHER
    given: list[str] = []
    real.cards.open_session = given.append  # type: ignore[assignment]
    with pytest.raises(OtherPractitioner):
        real.desk.code_wanted()
    with pytest.raises(OtherPractitioner):
        real.desk.open_session(PIN)
    assert given == []
    assert real.journal.last("CPX_PIN_FAILED").facts["cause"] == "OtherPractitioner"


def test_a_cpe_opens_the_desk_of_the_practitioner(real: Stage) -> None:
    real.cards.holder = replace(OTHER, kind=CardKind.CPE)
    assert real.desk.open_session(PIN).kind is CardKind.CPE


def test_the_oui_alone_makes_the_owner() -> None:
    stage = a_stage(environment=Environment.PRODUCTION, settings=ALONE)
    kept = owners(stage)
    stage.desk.open_session(PIN)
    assert kept == []
    stage.desk.own(stage.desk.practitioner())
    assert kept == [DOCTOR.national_id]
    told = stage.journal.last("SETTING_CHANGED")
    assert own_facts(told) == {"reglage": "owner_national_id", "regle": "X4"}
    assert DOCTOR.national_id not in str(own_facts(told))


def test_said_twice_it_is_written_once(real: Stage) -> None:
    kept = owners(real)
    real.desk.own(DOCTOR)
    assert kept == []


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind is not CardKind.CPS])
def test_no_other_card_has_a_desk(real: Stage, kind: CardKind) -> None:
    kept = owners(real)
    with pytest.raises(NotAPractitionerCard):
        real.desk.own(replace(OTHER, kind=kind))
    assert kept == []


def test_an_expired_card_is_asked_no_code(real: Stage) -> None:
    today = real.clock().astimezone(UTC).date()
    real.cards.holder = replace(DOCTOR, not_after=today.isoformat())
    assert real.desk.code_wanted().reading.not_after == today.isoformat(), "valid to the evening"
    gone = (today - timedelta(days=1)).isoformat()
    real.cards.holder = replace(DOCTOR, not_after=gone)
    with pytest.raises(PractitionerCardExpired) as refused:
        real.desk.code_wanted()
    assert refused.value.expired_on == gone


def test_what_to_ask_the_code_with(real: Stage) -> None:
    real.cards.has_keypad, real.cards.left = True, 1
    wanted = real.desk.code_wanted()
    assert (wanted.reading, wanted.keypad, wanted.tries_left) == (DOCTOR, True, 1)
    assert DOCTOR.name not in repr(wanted)
    real.cards.left = 0
    with pytest.raises(PinBlocked):
        real.desk.code_wanted()
    real.desk.give_up_code()
    assert real.cards.interrupted == 1


def test_who_wants_the_set_up() -> None:
    assert a_stage(environment=Environment.PRODUCTION, settings=ALONE).desk.wants_setup
    assert a_stage(environment=Environment.ESSAI, settings=ALONE).desk.wants_setup
    assert not a_stage(settings=ALONE).desk.wants_setup
    assert not a_stage(environment=Environment.PRODUCTION).desk.wants_setup


def test_where_to_begin_again() -> None:
    assert first_step(Settings()) is SetupStep.CHECK
    owned = Settings(owner_national_id="8")
    assert first_step(owned) is SetupStep.PRACTICE
    assert first_step(replace(owned, declared_on="2026-05-04")) is SetupStep.CODE


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("secretariat", [True, False])
def test_the_guards_tell_what_a_practice_closes(
    stage: Stage, structure: str, secretariat: bool
) -> None:
    told = [one.reason for one in stage.desk.practice_refusals(structure, secretariat)]
    expected = ["SECRETARIAT"] if secretariat else []
    assert told == expected + ([] if structure in ("SEUL", "GROUPE") else ["STRUCTURE"])


def test_declared_today_the_rest_is_kept(stage: Stage) -> None:
    changed = stage.desk.practising("GROUPE", True)
    today = stage.clock().astimezone().date().isoformat()
    assert changed == replace(
        stage.settings[0], structure="GROUPE", secretariat=True, declared_on=today
    )


def seen_by(stage: Stage, healths: dict[Check, Health]) -> None:
    probes = {check: lambda h=health: (h, "dit", "") for check, health in healths.items()}

    def look(following: Following | None = None, only: object = tuple(Check)) -> object:
        return diagnose(probes, following=following, only=only)  # type: ignore[arg-type]

    stage.desk._to = replace(stage.desk._to, diagnosis=look)  # type: ignore[arg-type]


def test_the_trial_of_insi_asks_about_nobody(stage: Stage) -> None:
    way = dict.fromkeys((Check.NETWORK, Check.SERVER, Check.CLOCK), Health.GOOD)
    seen_by(stage, way)
    tried = stage.desk.try_insi()
    assert tried.reached
    assert [one.check for one in tried.findings] == list(way)
    assert stage.insi.asked == []


@pytest.mark.parametrize("check", [Check.NETWORK, Check.SERVER, Check.CLOCK])
def test_one_broken_part_is_no_answer(stage: Stage, check: Check) -> None:
    way = dict.fromkeys((Check.NETWORK, Check.SERVER, Check.CLOCK), Health.GOOD)
    seen_by(stage, way | {check: Health.BAD})
    assert not stage.desk.try_insi().reached


def test_without_an_anchor_nothing_is_claimed(stage: Stage) -> None:
    assert not stage.desk.try_insi().reached
    assert len(stage.desk.diagnose()) == 12
    assert {one.health for one in stage.desk.diagnose()} == {Health.UNKNOWN}


def test_the_report_that_cannot_be_written(stage: Stage, tmp_path: Path) -> None:
    findings: tuple[Finding, ...] = stage.desk.diagnose()
    assert stage.desk.save_report(findings, tmp_path).read_text() == stage.desk.report(findings)
    with pytest.raises(ExportIncomplete):
        stage.desk.save_report(findings, tmp_path / "absent")


@pytest.mark.parametrize(
    ("environment", "is_test", "refused"),
    [
        (Environment.PRODUCTION, True, True),
        (Environment.PRODUCTION, False, False),
        (Environment.ESSAI, True, False),
        (Environment.DECOUVERTE, True, False),
    ],
)
def test_a_test_card_is_refused_in_production(
    environment: Environment, is_test: bool | None, refused: bool
) -> None:
    stage = a_stage(environment=environment)
    card = replace(a_card(), is_test=is_test, source=VitaleSource.OFFICIAL)
    stage.cards.insert(card)
    if not refused:
        assert stage.desk.read_vitale().reading == card
        return
    with pytest.raises(TestCardRefused):
        stage.desk.read_vitale()
    assert own_facts(stage.journal.last("VITALE_READ_FAILED")) == {"cause": "TestCardRefused"}
    assert not [one for one in stage.journal.events if one.type == "VITALE_READ"]


def test_a_card_blocked_meanwhile_is_asked_nothing(real: Stage) -> None:
    real.cards.left = 0
    real.cards.set_cps(CpsState.BLOCKED)
    with pytest.raises(PinBlocked):
        real.desk.code_wanted()
