"""Relaunches bounded (IV-310), ticks before accepting (§7.1), corrections and who makes them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import ELODIE, KNOWN, PASSPORT, Stage, a_stage, known_elodie, own_facts

from builders import a_control, a_retrieval, found, some_traits
from insdesk.errors import InsiSilent, Refused
from insdesk.identity.patient import Status
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.qualification.retries import ADVISED_TRIES
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Run


@pytest.mark.parametrize("answer", [NotFound(), SeveralFound()])
def test_iv310_five_relaunches_then_no_more(stage: Stage, answer: NotFound | SeveralFound) -> None:
    stage.insi.answer = answer
    run = stage.by_traits()
    for _ in range(ADVISED_TRIES):
        run = stage.desk.ask_insi(stage.desk.give_traits(run, ELODIE))
    assert len(stage.insi.asked) == 1 + ADVISED_TRIES == 6
    with pytest.raises(Refused, match="IV-310 TROP_DE_RELANCES"):
        stage.desk.ask_insi(stage.desk.give_traits(run, ELODIE))
    assert len(stage.insi.asked) == 6
    blocked = own_facts(stage.journal.last("INSI_CALL_BLOCKED"))
    assert blocked == {"regle": "IV-310", "motif": "TROP_DE_RELANCES"}
    assert stage.desk.form_of(run).birth_name == "TILLEUL", "nothing typed is lost"


def test_iv310_a_failure_is_no_relaunch(stage: Stage) -> None:
    """Nothing was answered: the same question may be put again as often as it takes."""
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    stage.insi.failure = InsiSilent()
    for _ in range(2 * ADVISED_TRIES):
        with pytest.raises(InsiSilent):
            stage.desk.ask_insi(run)
    stage.insi.failure = None
    assert stage.desk.ask_insi(run).comparison is not None


def test_iv310_another_patient_begins_at_one(stage: Stage) -> None:
    stage.insi.answer = NotFound()
    run = stage.by_traits()
    for _ in range(ADVISED_TRIES):
        run = stage.desk.ask_insi(stage.desk.give_traits(run, ELODIE))
    assert stage.by_traits().tries == 1


def _separated(stage: Stage) -> Run:
    """One acceptable difference: a hyphen against a space."""
    traits = some_traits(birth_name="Tilleul Hêtre", first_names=None).without_typed()
    stage.patients.put(known_elodie(traits=traits))
    stage.insi.answer = found(birth_name="TILLEUL-HETRE")
    return stage.at_comparison()


def test_t07_a_difference_is_ticked_before_the_traits_are_accepted(stage: Stage) -> None:
    run = _separated(stage)
    with pytest.raises(Refused, match="IV-330 LIGNES_A_COCHER"):
        stage.desk.keep(run)
    assert stage.patients.filings == []
    left = Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=1)
    assert left in stage.desk.refusals(run, PASSPORT)
    kept = stage.desk.keep(stage.desk.tick(run, "birth_name", True))
    assert kept.patient is not None
    assert kept.patient.status is Status.RECUP
    confirmed = own_facts(stage.journal.last("DIFFERENCE_CONFIRMED"))
    assert confirmed == {"trait": "birth_name", "code": "SEPARATEUR"}


def test_a_completion_needs_no_tick(known: Stage) -> None:
    """The list that INSi adds contradicts nothing (decision 13)."""
    assert known.desk.keep(known.at_comparison()).patient.status is Status.RECUP  # type: ignore[union-attr]


def test_a_correction_that_takes_an_ins_back_needs_the_right_to() -> None:
    """R06 by the other door: correcting on the open answer is editing the record (T16)."""
    traits = some_traits(birth_name="Hêtre", first_names=None).without_typed()
    held = {"retrieval": a_retrieval(), "control": a_control(snapshot=traits)}
    stage = a_stage(known_elodie(traits=traits, **held))
    stage.cards.holder = replace(DOCTOR, kind=CardKind.CPE, nominative=True)
    stage.desk.open_session(PIN)
    run = stage.desk.ask_insi(stage.desk.ask_again(stage.desk.open_record(KNOWN)))
    run = stage.desk.correct(run, "birth_name", "Tilleul")
    assert stage.refused(run, PASSPORT).rule == "R06"
    with pytest.raises(Refused, match="R06 NON_CONFIE"):
        stage.desk.keep(run)
    stage.set(secretary_grants=("R06",))
    assert stage.desk.qualify(run, PASSPORT).patient.status is Status.QUAL  # type: ignore[union-attr]


def test_a_correction_of_a_provisional_record_is_everybodys(known: Stage) -> None:
    known.cards.holder = replace(DOCTOR, kind=CardKind.CPE, nominative=True)
    known.desk.open_session(PIN)
    known.insi.answer = found(birth_name="HETRE")
    run = known.desk.correct(known.at_comparison(), "birth_name", "Hêtre")
    assert known.desk.qualify(run, PASSPORT).patient.status is Status.QUAL  # type: ignore[union-attr]
