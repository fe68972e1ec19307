"""What the secretariat is granted (§11, D17): the practitioner's CPS alone decides it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import Stage

from insdesk.errors import Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment
from insdesk.qualification.roles import GRANTABLE, Act

SECRETARY = replace(DOCTOR, kind=CardKind.CPE, nominative=True, national_id="300000000018")
ROWS = tuple(sorted(act.value for act in GRANTABLE))


def with_card(stage: Stage, holder: object) -> None:
    stage.cards.holder = holder  # type: ignore[assignment]
    stage.desk.open_session(PIN)


def test_d17_the_practitioner_grants_and_takes_back(stage: Stage) -> None:
    assert stage.desk.grant(["R07", "R06", "R06"]).secretary_grants == ROWS
    assert stage.settings[0].secretary_grants == ROWS
    assert stage.desk.grant([]).secretary_grants == ()


def test_d17_what_is_granted_is_allowed_at_once(stage: Stage) -> None:
    stage.desk.grant(["R06"])
    with_card(stage, SECRETARY)
    assert stage.desk.may(Act.WITHDRAW) == ()
    assert [one.reason for one in stage.desk.may(Act.EXPORT_INS)] == ["NON_CONFIE"]


@pytest.mark.parametrize(
    "holder",
    [SECRETARY, replace(DOCTOR, national_id="899900000025")],
    ids=["secretary", "another practitioner"],
)
def test_d17_nobody_else_grants_anything(stage: Stage, holder: object) -> None:
    with_card(stage, holder)
    with pytest.raises(Refused, match="D17 RESERVE_PRATICIEN"):
        stage.desk.grant(ROWS)
    assert stage.settings[0].secretary_grants == ()


@pytest.mark.parametrize("state", [CpsState.ABSENT, CpsState.PIN_NEEDED])
def test_d17_the_card_must_be_there_with_its_code(stage: Stage, state: CpsState) -> None:
    stage.cards.set_cps(state)
    with pytest.raises(Refused, match="D17 CPS_ABSENTE"):
        stage.desk.grant(ROWS)
    assert stage.settings[0].secretary_grants == ()


@pytest.mark.parametrize("row", ["R04", "R01", "X1", ""])
def test_d17_only_what_the_table_leaves_open_is_granted(stage: Stage, row: str) -> None:
    """The attestation is never anybody else's (X4)."""
    with pytest.raises(Refused, match="D17 NON_ACCORDABLE"):
        stage.desk.grant(["R06", row])
    assert stage.settings[0].secretary_grants == ()


@pytest.mark.parametrize("where", [Environment.ESSAI, Environment.PRODUCTION])
def test_d17_on_a_desk_of_nobody_any_cps_would_do_and_none_does(
    stage: Stage, where: Environment
) -> None:
    """In mode découverte the first CPS opened is the owner's: nothing is asked there."""
    stage.set(owner_national_id="")
    assert stage.desk.grant(ROWS).secretary_grants == ROWS
    stage.desk.grant([])
    stage.desk.environment = where
    with pytest.raises(Refused, match="D17 POSTE_SANS_TITULAIRE"):
        stage.desk.grant(ROWS)
    stage.set(owner_national_id=DOCTOR.national_id)
    assert stage.desk.grant(ROWS).secretary_grants == ROWS
