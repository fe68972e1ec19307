"""The audit events of rule book §14: journeys through the desk emit them all, whole, in clear
without a trait."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from audit_journeys import JOURNEYS
from audit_stage import audit_stage
from desk_stage import COMMON, Stage

from insdesk.identity.filing import JournalEvent
from insdesk.identity.rulebook.audit import EVENTS

REQUIRED: dict[str, set[str]] = {
    "SEARCH_ANTERIORITE": {"criteres", "resultats"},
    "IDENTITY_CREATED": {"canal", "recherche"},
    "TRAIT_STRICT_CHANGED": {"traits", "motif", "deverrouillage"},
    "TRAIT_STRICT_UNLOCKED": {"avertissement"},
    "TRAIT_COMPL_CHANGED": {"champs"},
    "VITALE_READ": {"beneficiaires", "rang"},
    "VITALE_READ_FAILED": {"cause"},
    "CPX_PRESENT": {"carte", "fente"},
    "CPX_REMOVED": {"carte", "fente"},
    "CPX_PIN_FAILED": {"carte", "fente"},
    "INSI_CALL": {"operation", "criteria", "attempt", "relance"},
    "INSI_RESULT": {"code", "message_id", "fault_codes", "duration_ms", "answer_sha256"},
    "INSI_CALL_BLOCKED": {"motif"},
    "COMPARISON_SHOWN": {"birth_name", "first_name", "first_names", "birth_date", "sex"},
    "PATIENT_VIEW_SHOWN": {"duree_s"},
    "PATIENT_VIEW_SKIPPED": {"motif"},
    "DIFFERENCE_CONFIRMED": {"trait", "code"},
    "INSI_TRAITS_ACCEPTED": {"message", "traits"},
    "INSI_TRAITS_REFUSED": {"motif"},
    "INSI_RESULT_DISCARDED": {"motif"},
    "INS_ATTACHED": {"oid", "matricule", "nature"},
    "INS_HISTORISED": {"oid", "matricule", "periode"},
    "INS_INVALIDATED": {"cause", "motif"},
    "EVIDENCE_RECORDED": {"code", "confiance", "coches", "perime", "adulte"},
    "EVIDENCE_WITHDRAWN": {"motif"},
    "ATTESTATION_SIGNED": {"version", "phrase_sha256", "gardes", "message"},
    "ATTESTATION_REFUSED_BY_GUARD": {"garde"},
    "ATTESTATION_CANCELLED": {"motif"},
    "STATUS_CHANGED": {"transition"},
    "ATTRIBUTE_SET": {"attribut", "motif"},
    "ATTRIBUTE_CLEARED": {"attribut", "motif"},
    "DUPLICATE_DETECTED": {"autre", "regle"},
    "DUPLICATE_DISMISSED": {"autre", "regle"},
    "RECORDS_MERGED": {"dossiers"},
    "MERGE_REFUSED": {"dossiers", "motif"},
    "COLLISION_DECLARED": {"dossiers"},
    "VERIFICATION_DONE": {"regle"},
    "VERIFICATION_KO": {"regle"},
    "VERIFICATION_FAILED": {"regle", "code"},
    "REFUSAL_RECORDED": {"refus"},
    "EXPORT_WITH_INS": {"format", "destinataire", "profil", "document"},
    "EXPORT_WITHOUT_INS": {"format", "destinataire", "profil", "document"},
    "EXPORT_BLOCKED": {"format", "destinataire", "regle"},
    "SETTING_CHANGED": {"reglage"},
    "CLOCK_ANOMALY": {"retard_s"},
}
"""Every event of §14 that the product can meet, with its own extra fields."""

OURS = {"QUALIFIED", "MERGE_UNDONE"}
"""Events that the rule book does not list."""

NOT_YET = {
    "EVIDENCE_COPY_STORED": "no copy of a document is kept (IV-403)",
    "EVIDENCE_COPY_VIEWED": "no copy of a document is kept (IV-403)",
    "EVIDENCE_COPY_PURGED": "no copy of a document is kept (IV-403)",
    "IDENTITY_IMPORTED": "there is no import",
    "AUDIT_EXPORTED": "the journal is not exported",
    "DATAMATRIX_PRINTED": "nothing is printed: a Datamatrix leaves as a file (EXPORT_WITH_INS)",
}
"""Events that cannot happen in this version, and why."""

ACTOR = {"role", "poste", "logiciel"}
WITH_A_CARD = {"praticien", "carte", "carte_numero", "certificat"}
ABOUT_NOBODY = {"SETTING_CHANGED", "CLOCK_ANOMALY"}

TRAITS = (
    *("TILLEUL", "ELODIE", "ÉLODIE", "MARTHE", "HETRE", "HÊTRE", "63999", "1978-03-09"),
    *("2780363999000", "DIT PAR FICTIF"),
)
"""Values of the people of the journeys, and words typed by the user."""


@pytest.fixture(params=JOURNEYS, ids=lambda one: one.__name__)
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    """One journey, played to its end."""
    stage = audit_stage()
    journey: Callable[[Stage, Path], None] = request.param
    journey(stage, tmp_path)
    return stage


def _everything(folder: Path) -> list[JournalEvent]:
    events: list[JournalEvent] = []
    for number, journey in enumerate(JOURNEYS):
        stage = audit_stage()
        own = folder / str(number)
        own.mkdir()
        journey(stage, own)
        events += stage.journal.events
    return events


def test_every_event_that_can_happen_happens(tmp_path: Path) -> None:
    seen = {one.type for one in _everything(tmp_path)}
    assert seen == set(REQUIRED) | OURS
    assert set(EVENTS) == seen | set(NOT_YET)


def test_the_rule_book_documents_facts_that_are_written(tmp_path: Path) -> None:
    """The documentation of the journal names every fact that comes, and none that never does."""
    written: dict[str, set[str]] = {}
    for one in _everything(tmp_path):
        written.setdefault(one.type, set()).update(set(one.facts) - COMMON)
        assert set(one.detail) <= set(EVENTS[one.type].detail), one.type
    for type_, facts in written.items():
        assert facts == set(EVENTS[type_].facts), type_


def test_what_the_rule_book_requires_is_documented() -> None:
    for type_, required in REQUIRED.items():
        assert required <= set(EVENTS[type_].facts), type_


def test_each_event_has_its_own_fields(played: Stage) -> None:
    for one in played.journal.events:
        missing = REQUIRED.get(one.type, set()) - set(one.facts)
        assert not missing, (one.type, missing)


def test_each_event_has_the_common_fields(played: Stage) -> None:
    for one in played.journal.events:
        actor = one.facts["actor"]
        assert isinstance(actor, dict)
        assert set(actor) >= ACTOR, one.type
        assert actor["poste"] == "poste-de-test"
        if actor["role"] != "personne":
            assert set(actor) >= WITH_A_CARD, one.type
        assert one.facts["correlation"], one.type
        if one.patient_uid is not None and one.type not in ABOUT_NOBODY:
            assert one.status_after is not None, one.type
            assert isinstance(one.facts["attributs_avant"], list), one.type
            assert isinstance(one.facts["attributs_apres"], list), one.type


def test_no_trait_is_in_the_clear_line(played: Stage) -> None:
    for one in played.journal.events:
        clear = json.dumps(dict(one.facts), ensure_ascii=False).upper()
        assert not [value for value in TRAITS if value in clear], one.type


def test_the_lines_of_a_run_bear_one_correlation(tmp_path: Path) -> None:
    stage = audit_stage()
    run = stage.at_comparison()
    before = len(stage.journal.events)
    stage.desk.abandon(run)
    mine = [one for one in stage.journal.events if one.facts["correlation"] == run.correlation]
    assert {one.type for one in mine} >= {
        "VITALE_READ",
        "SEARCH_ANTERIORITE",
        "INSI_CALL",
        "INSI_RESULT",
        "COMPARISON_SHOWN",
        "INSI_RESULT_DISCARDED",
    }
    assert len(stage.journal.events) == before + 1
    assert stage.insert().correlation != run.correlation
