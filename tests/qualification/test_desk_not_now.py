"""« Pas maintenant » says beforehand what it would refuse (IV-330, IV-331, T25)."""

from __future__ import annotations

import pytest
from desk_stage import Stage, a_person, a_stage, known_elodie

from builders import a_matricule, a_retrieval, found
from insdesk.errors import Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.patient import Status
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import PatientView, Run

DASHED = a_person(first_name_text="Élodie Marthe")


def at_a_row_to_tick(stage: Stage) -> Run:
    stage.insi.answer = found(first_names="ELODIE-MARTHE ROSE")
    return stage.at_comparison(DASHED)


def test_iv330_rows_to_tick_are_counted_and_refused_by_the_desk_too(stage: Stage) -> None:
    run = at_a_row_to_tick(stage)
    left = Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=1)
    assert stage.desk.keep_refusals(run) == (left,)
    with pytest.raises(Refused, match="IV-330 LIGNES_A_COCHER"):
        stage.desk.keep(run)
    ticked = stage.desk.tick(run, "first_name", True)
    assert stage.desk.keep_refusals(ticked) == ()
    kept = stage.desk.keep(ticked)
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP
    assert stage.desk.keep_refusals(stage.desk.tick(ticked, "first_name", False)) == (left,)


def test_iv331_a_trait_contested_by_the_patient_waits_for_the_patient(stage: Stage) -> None:
    run = stage.desk.patient_view(
        stage.at_comparison(), PatientView.CONTESTED, frozenset({"birth_name"})
    )
    (refusal,) = stage.desk.keep_refusals(run)
    assert (refusal.rule, refusal.reason) == ("IV-331", "CONTESTE_PATIENT")


def test_t25_another_number_is_never_kept() -> None:
    held = a_retrieval(matricule=a_matricule("1090763220000"))
    stage = a_stage(known_elodie(retrieval=held))
    assert "T25" in {one.rule for one in stage.desk.keep_refusals(stage.at_comparison())}


def test_the_card_of_the_practitioner_is_asked_when_it_is_pressed(stage: Stage) -> None:
    """R02: a code given again repairs it on the spot; the button stays open for that."""
    run = stage.at_comparison()
    stage.cards.set_cps(CpsState.PIN_NEEDED)
    assert stage.desk.keep_refusals(run) == ()
    with pytest.raises(Refused, match="R02"):
        stage.desk.keep(run)
