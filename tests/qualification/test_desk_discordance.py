"""S13: the outcome from what the document says, and a discordance kept to be treated."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from desk_stage import ELODIE, KNOWN, Stage, a_stage, known_elodie, own_facts

from builders import a_control, a_retrieval, found, some_traits
from insdesk.errors import Refused
from insdesk.identity.patient import Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.discordance import (
    DiscordanceOutcome,
    Said,
    differing,
    discordance_outcome,
)
from insdesk.qualification.steps import Outcome, Run, Step, next_step

WRONG = found(birth_name="HETRE", birth_date="1978-09-03")
"""Two rows that differ: the name, and the day and month swapped."""


@pytest.fixture
def run(known: Stage) -> Run:
    known.insi.answer = WRONG
    asked = known.at_comparison()
    assert next_step(asked) is Step.DISCORDANCE
    return asked


def test_only_blocking_rows_are_asked_about(run: Run) -> None:
    assert differing(run) == ("birth_name", "birth_date")


def test_the_outcome_is_a_table(run: Run) -> None:
    """Every pair of answers about the two rows, and none."""
    answers = (None, *Said)
    for name, born in product(answers, answers):
        said = {
            trait: one
            for trait, one in (("birth_name", name), ("birth_date", born))
            if one is not None
        }
        if Said.DOSSIER in said.values() or Said.AUTRE in said.values():
            expected = DiscordanceOutcome.NE_PAS_QUALIFIER
        elif name is Said.INSI and born is Said.INSI:
            expected = DiscordanceOutcome.CORRIGER
        else:
            expected = DiscordanceOutcome.INCOMPLET
        assert discordance_outcome(run, said, False) is expected
        assert discordance_outcome(run, said, True) is DiscordanceOutcome.AUTRE_PERSONNE


def test_nothing_differs_nothing_to_say(known: Stage) -> None:
    agreed = known.at_comparison()
    assert known.desk.discordance_outcome(agreed, {}) is DiscordanceOutcome.INCOMPLET
    with pytest.raises(Refused, match="IV-321 RIEN_DE_DISCORDANT"):
        known.desk.record_discordance(agreed, {}, "")


AXES = [
    ({}, "T11", Status.PROV),
    ({"control": a_control(snapshot=some_traits(first_names=None).without_typed())}, "T10",
     Status.VALI),
    ({"retrieval": a_retrieval()}, "T35", Status.RECUP),
    (
        {
            "retrieval": a_retrieval(),
            "control": a_control(snapshot=some_traits(first_names=None).without_typed()),
        },
        "T35",
        Status.QUAL,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("axes", "row", "status"), AXES)
@pytest.mark.parametrize("answer", [Said.DOSSIER, Said.AUTRE, Said.ABSENTE])
def test_a_discordance_is_kept_and_changes_nothing(
    axes: dict[str, object], row: str, status: Status, answer: Said
) -> None:
    before = known_elodie(**axes)
    stage = a_stage(before)
    stage.insi.answer = WRONG
    run = stage.desk.ask_insi(stage.desk.ask_again(stage.desk.recognise(stage.insert())))
    kept = stage.desk.record_discordance(run, {"birth_name": answer}, "dit par FICTIF")
    assert kept.outcome is Outcome.SAVED
    assert kept.patient is not None
    assert (kept.patient.identity, kept.patient.status) == (before.identity, status)
    line = stage.journal.last("INSI_TRAITS_REFUSED")
    assert (line.facts["motif"], line.facts["regle"]) == ("DISCORDANCE", row)
    assert line.facts["piece"] == {"birth_name": answer.value, "birth_date": ""}
    assert line.detail == {"motif": "dit par FICTIF"}
    (note,) = stage.patients.filings[-1].opens
    assert (note.kind, note.trait) == (TodoKind.DISCORDANCE, "birth_name")
    assert note.rule == ("T35" if row == "T35" else "IV-321")
    assert stage.desk.today().discordant == 1
    stage.desk.abandon(kept)
    assert stage.journal.types.count("INSI_TRAITS_REFUSED") == 1


def test_a_record_to_correct_is_not_set_aside(known: Stage, run: Run) -> None:
    said = dict.fromkeys(differing(run), Said.INSI)
    with pytest.raises(Refused, match="IV-323 DOSSIER_A_CORRIGER"):
        known.desk.record_discordance(run, said, "")
    fixed = known.desk.correct(run, "birth_name", "HETRE")
    fixed = known.desk.correct(fixed, "birth_date", "03/09/1978")
    assert next_step(fixed) is Step.COMPARE


def test_a_person_without_a_record_gets_a_provisional_one(stage: Stage) -> None:
    stage.insi.answer = WRONG
    run = stage.by_traits()
    kept = stage.desk.record_discordance(run, {"birth_name": Said.AUTRE}, "")
    assert kept.patient is not None
    assert (kept.patient.status, kept.patient.traits.birth_name) == (Status.PROV, "TILLEUL")
    assert own_facts(stage.journal.last("IDENTITY_CREATED"))["canal"] == "saisie"


def test_a_card_alone_cannot_make_a_record(stage: Stage) -> None:
    """A card gives no sex: the form asks for it first (IV-011)."""
    stage.insi.answer = WRONG
    run = stage.at_comparison()
    with pytest.raises(Refused, match="IV-011 TRAIT_MANQUANT"):
        stage.desk.record_discordance(run, {}, "")
    assert stage.patients.stored == {}


def test_records_to_judge_come_before_a_new_one(stage: Stage) -> None:
    """IV-204: a discordance kept creates a record like any other creation."""
    stage.patients.put(known_elodie(uid="one"), known_elodie(uid="two"))
    stage.insi.answer = WRONG
    run = stage.desk.give_traits(stage.desk.type_traits(), replace(ELODIE, birth_name="Tilleul"))
    run = stage.desk.ask_insi(run)
    with pytest.raises(Refused, match="IV-204 RECHERCHE_A_JUGER"):
        stage.desk.record_discordance(run, {"birth_name": Said.AUTRE}, "")
    assert KNOWN not in stage.patients.stored


def test_t35_a_discordance_left_about_an_ins_held_is_a_task() -> None:
    """INSi contradicts what may leave the desk: closing the page does not make it go away."""
    stage = a_stage(known_elodie(retrieval=a_retrieval()))
    stage.insi.answer = WRONG
    run = stage.desk.ask_insi(stage.desk.ask_again(stage.desk.open_record(KNOWN)))
    stage.desk.abandon(run)
    (note,) = stage.patients.filings[-1].opens
    assert (note.rule, note.trait) == ("T35", "birth_name")
    assert stage.patients.get(KNOWN).status is Status.RECUP
    assert stage.desk.today().discordant == 1
    assert stage.journal.types.count("INSI_TRAITS_REFUSED") == 1
