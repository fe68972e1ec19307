"""What is taken from an answer, what is journaled of it, what leaves the desk: fact by fact."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from attestation_examples import FACTS, TRAITS, a_run
from desk_stage import KNOWN, SOLO, a_stage, known_elodie

from builders import (
    a_control,
    a_matricule,
    a_retrieval,
    a_trace,
    found,
    official,
    qualified_patient,
)
from insdesk.errors import ExportRefused, Refused
from insdesk.identity.compare import compare
from insdesk.identity.patient import Attribut, Channel, ControlKind, Identity, Retrieval
from insdesk.identity.readings import Environment, FormerMatricule, NotFound, Operation
from insdesk.qualification import records
from insdesk.qualification.dossier import Dossier
from insdesk.qualification.steps import Run

FORMER = FormerMatricule(number="2780363999111", key=None, oid=a_matricule().oid)


@pytest.mark.parametrize(
    ("operation", "channel"),
    [(Operation.BY_VITALE, Channel.CV), (Operation.BY_TRAITS, Channel.INSI)],
)
def test_the_ins_is_taken_with_all_that_says_how_it_came(
    operation: Operation, channel: Channel
) -> None:
    trace = a_trace(operation=operation)
    run = a_run(answer=found(trace=trace, history=(FORMER,)))
    assert records.retrieval_of(run, Environment.ESSAI) == Retrieval(
        channel=channel,
        at=trace.received_at,
        matricule=a_matricule(),
        history=(FORMER,),
        environment=Environment.ESSAI,
        message_id=trace.message_id,
    )


@pytest.mark.parametrize(
    "answer", [None, NotFound(), replace(found(), matricule=None), replace(found(), trace=None)]
)
def test_iv_032_without_a_usable_matricule_there_is_no_ins(answer: object) -> None:
    with pytest.raises(Refused) as refused:
        records.retrieval_of(a_run(answer=answer), Environment.ESSAI)
    assert refused.value.rule == "IV-032"


@pytest.mark.parametrize("answer", [None, NotFound(), found(birth_name="Tilleul")])
def test_iv_321_traits_that_cannot_be_read_are_not_taken(answer: object) -> None:
    with pytest.raises(Refused) as refused:
        records.official_traits(a_run(answer=answer))
    assert refused.value.rule == "IV-321"


_OTHER = replace(TRAITS, birth_name="GARANCEAU")


@pytest.mark.parametrize(
    "run",
    [
        a_run(comparison=None),
        a_run(known=None),
        a_run(_OTHER, comparison=compare(_OTHER, official())),
    ],
)
def test_iv_321_nothing_is_accepted_that_was_not_compared(run: Run) -> None:
    with pytest.raises(Refused) as refused:
        records.accept_answer(Dossier(run.patient, FACTS), run, FACTS)
    assert refused.value.rule == "IV-321"


def test_t25_another_matricule_is_not_attached_to_the_record() -> None:
    other = a_retrieval(matricule=a_matricule("2780363999111"))
    run = a_run(patient=known_elodie(traits=TRAITS, retrieval=other))
    with pytest.raises(Refused) as refused:
        records.accept_answer(Dossier(run.patient, FACTS), run, FACTS)
    assert refused.value.rule == "T25"


def test_the_ins_of_the_record_is_that_of_the_place_of_the_answer() -> None:
    facts = replace(FACTS, environment=Environment.ESSAI)
    dossier = Dossier(known_elodie(traits=TRAITS), facts)
    records.accept_answer(dossier, a_run(), facts)
    assert dossier.identity.retrieval is not None
    assert dossier.identity.retrieval.environment is Environment.ESSAI


def test_a_difference_ticked_goes_with_the_answer() -> None:
    """T24: without its tick the control would fall."""
    hyphen = replace(TRAITS, birth_name="TIL LEUL")
    patient = known_elodie(
        traits=hyphen, retrieval=a_retrieval(), control=a_control(snapshot=hyphen)
    )
    sent = found(birth_name="TIL-LEUL")
    run = a_run(
        hyphen,
        patient,
        answer=sent,
        comparison=compare(hyphen, official(birth_name="TIL-LEUL")),
        ticked=frozenset({"birth_name"}),
    )
    dossier = Dossier(patient, FACTS)
    records.accept_answer(dossier, run, FACTS)
    assert dossier.identity.control is not None


def _told(dossier: Dossier, type_: str) -> list[tuple[object, object]]:
    return [
        (one.facts.get("motif"), dict(one.detail)) for one in dossier.events if one.type == type_
    ]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [(ControlKind.ATTEST, "ATTESTATION_CANCELLED"), (ControlKind.DOC, "EVIDENCE_WITHDRAWN")],
)
def test_a_qualification_taken_back_says_so_with_a_code_and_no_words(
    kind: ControlKind, type_: str
) -> None:
    proof = "ATTEST_LIB" if kind is ControlKind.ATTEST else "CN"
    control = a_control(kind=kind, proof=proof, snapshot=TRAITS)
    dossier = Dossier(known_elodie(traits=TRAITS, retrieval=a_retrieval(), control=control), FACTS)
    records.without_control(dossier, kind is ControlKind.ATTEST)
    assert dossier.identity.control is None
    assert _told(dossier, type_) == [("DANS_LA_MINUTE", {})]


# --- what leaves the desk (IV-611) ---------------------------------------------------------------


def test_iv_611_what_leaves_with_an_ins_is_journaled_with_it(tmp_path: Path) -> None:
    patient = replace(qualified_patient(), uid=KNOWN)
    stage = a_stage(patient)
    file = stage.desk.export([KNOWN], "fhir", tmp_path)
    line = stage.journal.last("EXPORT_WITH_INS")
    assert (line.status_before, line.status_after) == ("QUAL", "QUAL")
    kept = {key: line.facts[key] for key in ("format", "fichier", "profil", "oid", "matricule")}
    assert kept == {
        "format": "fhir",
        "fichier": file.name,
        "profil": SOLO.fhir_profile,
        "oid": a_matricule().oid,
        "matricule": a_matricule().masked,
    }
    stage.desk.export([KNOWN], "csv", tmp_path)
    assert stage.journal.last("EXPORT_WITH_INS").facts["profil"] == ""


def test_what_does_not_leave_is_journaled_without_its_ins(tmp_path: Path) -> None:
    gone = Identity(traits=TRAITS, attributes=frozenset({Attribut.HOMD}))
    mixed = [replace(qualified_patient(), uid="a"), replace(known_elodie(), uid="b", identity=gone)]
    stage = a_stage(*mixed)
    with pytest.raises(ExportRefused):
        stage.desk.export(["a", "b"], "fhir", tmp_path)
    lines = [one for one in stage.journal.events if one.type == "EXPORT_BLOCKED"]
    assert [one.status_before for one in lines] == ["QUAL", "PROV"]
    assert not any("matricule" in one.facts or "oid" in one.facts for one in lines)


def test_no_file_is_ever_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = a_stage(replace(qualified_patient(), uid=KNOWN))
    monkeypatch.setattr(Path, "exists", lambda path: not path.name.endswith("_9999.json"))
    assert stage.desk.export([KNOWN], "fhir", tmp_path).name.endswith("_9999.json")
    monkeypatch.setattr(Path, "exists", lambda path: "_10000" not in path.name)
    with pytest.raises(ExportRefused) as refused:
        stage.desk.export([KNOWN], "fhir", tmp_path)
    assert refused.value.rule == "NUMEROS_EPUISES"
