"""A collision names the record of the other person, and lists what left with either (IV-214)."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_stage import KNOWN, a_stage, known_elodie, own_facts

from builders import a_control, a_retrieval, some_traits
from insdesk.errors import PatientUnknown, Refused
from insdesk.identity.patient import Attribut, Status

TRAITS = some_traits().without_typed()
MINE = known_elodie(
    traits=TRAITS, retrieval=a_retrieval(), control=a_control(snapshot=TRAITS), used_name="Fictif"
)
OTHER = known_elodie(
    uid="other",
    traits=TRAITS,
    retrieval=a_retrieval(),
    control=a_control(snapshot=TRAITS),
)


def test_iv214_what_left_with_the_other_record_is_listed_too(tmp_path: Path) -> None:
    stage = a_stage(MINE, OTHER)
    first = stage.desk.export([KNOWN], "fhir", tmp_path).name
    stage.clock.forward(hours=1)
    second = stage.desk.export(["other"], "csv", tmp_path).name
    kept, sent = stage.desk.declare_collision(KNOWN, "deux patients", "other")
    assert [(one.file, one.of_other) for one in sent] == [(second, True), (first, False)]
    assert sent == stage.desk.sent_by_both(KNOWN, "other")
    assert (kept.status, kept.identity.attributes) == (Status.PROV, {Attribut.DOUT})
    assert own_facts(stage.journal.last("COLLISION_DECLARED"))["dossiers"] == [KNOWN, "other"]


def test_iv214_the_other_record_keeps_its_statut(tmp_path: Path) -> None:
    stage = a_stage(MINE, OTHER)
    stage.desk.export(["other"], "csv", tmp_path)
    stage.desk.declare_collision(KNOWN, "deux patients", "other")
    assert stage.patients.get("other").identity == OTHER.identity
    assert stage.desk.sent_by_both(KNOWN, None) == stage.desk.sent_with_ins(KNOWN) == ()


def test_iv214_a_record_is_not_the_other_of_itself() -> None:
    stage = a_stage(MINE)
    with pytest.raises(Refused, match="IV-214 MEME_DOSSIER"):
        stage.desk.declare_collision(KNOWN, "deux patients", KNOWN)
    with pytest.raises(PatientUnknown):
        stage.desk.declare_collision(KNOWN, "deux patients", "nobody")
    assert stage.patients.filings == []
    assert "COLLISION_DECLARED" not in stage.journal.types
