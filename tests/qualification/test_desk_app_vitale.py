"""T03: the application carte Vitale qualifies by itself, after the search, with no INSi call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_phone import refused, scanned
from desk_stage import KNOWN, Stage, a_stage, known_elodie

from builders import (
    a_control,
    a_matricule,
    a_retrieval,
    qualified_patient,
    some_traits,
)
from insdesk.errors import DiskFull, Refused
from insdesk.identity.patient import Attribut, Channel, ControlKind, Status
from insdesk.qualification.steps import Judgement, Outcome, Step, next_step


def test_t03_a_new_record_is_qualified_without_insi(stage: Stage) -> None:
    run = scanned(stage)
    assert next_step(run) is Step.APP_CARD
    assert stage.desk.app_refusals(run) == ()
    done = stage.desk.qualify_by_app(run)
    assert done.outcome is Outcome.QUALIFIED
    assert done.patient is not None
    identity = done.patient.identity
    assert identity.status is Status.QUAL
    assert identity.retrieval is not None
    assert identity.control is not None
    assert identity.retrieval.channel is Channel.AV
    assert (identity.control.kind, identity.control.proof) == (ControlKind.AV, "AV")
    assert identity.control.snapshot == identity.traits
    assert identity.traits.first_names == "ELODIE MARTHE ROSE"
    assert not stage.insi.asked


def test_t03_record_evidence_and_journal_are_one_filing(stage: Stage) -> None:
    stage.desk.qualify_by_app(scanned(stage))
    (filing,) = stage.patients.filings
    types = [one.type for one in filing.events]
    assert {"IDENTITY_CREATED", "STATUS_CHANGED", "INS_ATTACHED", "EVIDENCE_RECORDED"} <= set(types)
    assert "QUALIFIED" in types
    changed = next(one for one in filing.events if one.type == "STATUS_CHANGED")
    assert (changed.facts["transition"], changed.status_after) == ("T03", "QUAL")
    assert filing.evidence is not None
    assert filing.evidence["canal"] == filing.evidence["preuve"] == "AV"
    assert filing.evidence["statut_apres"] == "QUAL"
    for one in filing.events:
        assert "TILLEUL" not in str(one.facts)
        assert a_matricule().number not in str(one.facts)


def test_a_failure_of_the_base_leaves_nothing(stage: Stage) -> None:
    run = scanned(stage)
    stage.patients.failure = DiskFull()
    with pytest.raises(DiskFull):
        stage.desk.qualify_by_app(run)
    assert stage.patients.stored == {}


def test_iv_304_insi_is_not_called_for_it_afterwards(stage: Stage) -> None:
    done = stage.desk.qualify_by_app(scanned(stage))
    assert done.patient is not None
    again = stage.desk.ask_again(stage.desk.open_record(done.patient.uid))
    with pytest.raises(Refused, match="IV-304"):
        stage.desk.ask_insi(again)
    assert not stage.insi.asked


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (known_elodie(), Status.PROV),
        (known_elodie(retrieval=a_retrieval()), Status.RECUP),
        (
            known_elodie(control=a_control(snapshot=some_traits(first_names=None).without_typed())),
            Status.VALI,
        ),
    ],
    ids=["PROV", "RECUP", "VALI"],
)
def test_t03_a_known_record_that_agrees_is_qualified(record, status) -> None:
    stage = a_stage(record)
    run = scanned(stage)
    assert record.status is status
    assert run.patient is not None
    assert run.patient.uid == KNOWN
    done = stage.desk.qualify_by_app(run)
    assert done.patient is not None
    assert done.patient.uid == KNOWN
    assert done.patient.status is Status.QUAL
    assert done.patient.identity.control is not None
    assert done.patient.identity.control.kind is ControlKind.AV
    assert stage.journal.last("STATUS_CHANGED").facts["transition"] == "T03"
    assert not stage.insi.asked


def test_a_difference_needs_its_tick(known: Stage) -> None:
    run = scanned(known, first_names="ELODIE-MARTHE ROSE", first_name="ELODIE-MARTHE")
    assert run.comparison is not None
    left = run.comparison.to_tick
    assert left
    assert refused(known, run).reason == "LIGNES_A_COCHER"
    for trait in left:
        run = known.desk.tick(run, trait, True)
    done = known.desk.qualify_by_app(run)
    assert done.outcome is Outcome.QUALIFIED
    assert known.journal.last("DIFFERENCE_CONFIRMED").facts["trait"] in left


def test_a_discordance_refuses_and_keeps_the_record(known: Stage) -> None:
    known.patients.put(known_elodie(traits=some_traits(birth_place="64999").without_typed()))
    run = scanned(known)
    refusal = refused(known, run)
    assert (refusal.rule, refusal.reason) == ("IV-321", "DISCORDANCE_APP")
    # A comparison that a window makes up is not believed.
    lied = replace(run, comparison=None, ticked=frozenset({"birth_place"}))
    assert refused(known, lied).rule == "IV-321"


@pytest.mark.parametrize("flag", [Attribut.DOUT, Attribut.FICT])
def test_iv_110_a_doubtful_record_is_not_qualified(flag: Attribut) -> None:
    stage = a_stage(known_elodie(attributes=[flag]))
    assert refused(stage, scanned(stage)).rule == "IV-110"


def test_t25_another_matricule_on_the_record_is_a_possible_collision() -> None:
    stage = a_stage(known_elodie(retrieval=a_retrieval(matricule=a_matricule("2780363999001"))))
    refusal = refused(stage, scanned(stage))
    assert (refusal.rule, refusal.reason) == ("T25", "COLLISION_POSSIBLE")


def test_iv_405_a_qualified_record_is_left_as_it_is() -> None:
    stage = a_stage(qualified_patient())
    run = scanned(stage)
    assert next_step(run) is Step.ALREADY_QUALIFIED
    assert refused(stage, run).reason == "DEJA_QUALIFIEE"


def test_iv_201_the_record_is_found_by_its_matricule_under_another_name() -> None:
    married = some_traits(birth_name="Garanceau", birth_date="1978-03-10").without_typed()
    stage = a_stage(known_elodie(traits=married, retrieval=a_retrieval()))
    run = scanned(stage)
    assert run.patient is not None
    assert run.patient.uid == KNOWN
    criteria = [one.facts["criteres"] for one in stage.journal.events if "criteres" in one.facts]
    assert ["matricule"] in criteria
    assert refused(stage, run).reason == "DISCORDANCE_APP"


def test_iv_210_the_matricule_is_active_on_one_record_only(known: Stage) -> None:
    run = scanned(known)
    other = known_elodie(
        uid="other", retrieval=a_retrieval(), traits=some_traits(birth_name="Hêtre").without_typed()
    )
    known.patients.put(other)
    assert refused(known, run).rule == "IV-210"


def test_iv_200_without_the_search_nothing_is_created(stage: Stage) -> None:
    assert refused(stage, stage.desk.read_app()).rule == "IV-200"


def test_iv_204_a_record_shown_must_be_judged_first() -> None:
    stage = a_stage(known_elodie(traits=some_traits(birth_name="Hêtre").without_typed()))
    run = scanned(stage)
    assert next_step(run) is Step.PRIOR_RECORDS
    assert refused(stage, run).rule == "IV-204"
    run = stage.desk.judge(run, KNOWN, Judgement.OTHER_PERSON)
    assert next_step(run) is Step.APP_CARD
    assert stage.desk.qualify_by_app(run).outcome is Outcome.QUALIFIED


def test_a_prior_record_that_is_opened_is_compared_with_the_application() -> None:
    stage = a_stage(known_elodie(), known_elodie(uid="twin"))
    run = scanned(stage)
    assert run.patient is None
    opened = stage.desk.open_prior(run, KNOWN)
    assert next_step(opened) is Step.APP_CARD
    assert stage.desk.qualify_by_app(opened).patient.uid == KNOWN  # type: ignore[union-attr]
