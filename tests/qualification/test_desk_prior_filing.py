"""What is said of lookalikes is filed with the new record, in its transaction (S14, §5.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stage import ELODIE, PASSPORT, Stage, a_stage

from builders import a_patient, some_traits
from insdesk.errors import DiskFull, PatientChanged
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.steps import Judgement, Outcome, Run

OTHER = "00000000-0000-4000-8000-00000000cccc"


def twin(**changes: object) -> Patient:
    traits = some_traits(first_name="Marthe", first_names=None).without_typed()
    return a_patient(uid=OTHER, traits=traits, used_name="Garanceau", **changes)  # type: ignore[arg-type]


def judged(stage: Stage, judgement: Judgement, reason: str = "JUMEAUX") -> Run:
    run = stage.desk.recognise(stage.insert())
    run = stage.desk.judge(run, OTHER, judgement, reason)
    return stage.desk.ask_insi(stage.desk.none_of_these(run))


def test_another_person_marks_both_as_confirmed_homonyms() -> None:
    stage = a_stage(twin())
    done = stage.desk.qualify(judged(stage, Judgement.OTHER_PERSON), PASSPORT)
    assert done.patient is not None
    assert done.patient.status is Status.QUAL
    assert done.patient.identity.attributes == {Attribut.HOMA}
    other = stage.patients.get(OTHER)
    assert other.identity.attributes == {Attribut.HOMA}
    assert (other.used_name, other.status) == ("Garanceau", Status.PROV)
    assert stage.patients.notes == {}


def test_it_is_traced_on_both_with_the_reason_and_the_rule() -> None:
    stage = a_stage(twin())
    done = stage.desk.qualify(judged(stage, Judgement.OTHER_PERSON), PASSPORT)
    lines = [one for one in stage.journal.events if one.type == "DUPLICATE_DISMISSED"]
    assert done.patient is not None
    pairs = {(one.patient_uid, one.facts["autre"]) for one in lines}
    assert pairs == {(done.patient.uid, OTHER), (OTHER, done.patient.uid)}
    assert {one.facts["motif"] for one in lines} == {"JUMEAUX"}
    assert {one.facts["regle"] for one in lines} == {"P10"}
    set_ = [one for one in stage.journal.events if one.type == "ATTRIBUTE_SET"]
    assert {one.facts["attribut"] for one in set_} == {"HOMA"}
    assert len(set_) == 2


def test_not_knowing_marks_both_as_detected_and_waits_in_the_list() -> None:
    stage = a_stage(twin())
    done = stage.desk.keep(judged(stage, Judgement.UNKNOWN, ""))
    assert done.outcome is Outcome.RETRIEVED
    assert done.patient is not None
    assert done.patient.identity.attributes == {Attribut.HOMD}
    assert stage.patients.get(OTHER).identity.attributes == {Attribut.HOMD}
    ((note, _),) = stage.patients.notes.values()
    assert (note.kind, note.patient_uid, note.other_uid) == (
        TodoKind.DOUBLON,
        done.patient.uid,
        OTHER,
    )
    assert (note.reason, note.rule) == ("JUMEAU", "P10")
    assert stage.journal.last("DUPLICATE_DETECTED").facts["regle"] == "P10"


def test_a_record_typed_without_insi_files_them_too() -> None:
    stage = a_stage(twin())
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    run = stage.desk.none_of_these(stage.desk.judge(run, OTHER, Judgement.UNKNOWN))
    done = stage.desk.save(run)
    assert done.patient is not None
    assert done.patient.identity.attributes == {Attribut.HOMD}
    assert len(stage.patients.notes) == 1


def test_people_who_only_share_the_day_are_left_alone() -> None:
    stranger = a_patient(
        uid=OTHER, traits=some_traits(birth_name="Fictif", first_name="Basile", first_names=None)
    )
    stage = a_stage(stranger)
    before = stage.patients.get(OTHER)
    run = stage.desk.none_of_these(stage.desk.recognise(stage.insert()))
    done = stage.desk.qualify(stage.desk.ask_insi(run), PASSPORT)
    assert done.patient is not None
    assert done.patient.identity.attributes == frozenset()
    assert stage.patients.get(OTHER) == before
    assert len(stage.patients.filings) == 1


def test_a_fictitious_identity_keeps_to_itself() -> None:
    """IV-112: FICT combines with nothing."""
    stage = a_stage(twin(attributes=[Attribut.FICT]))
    done = stage.desk.qualify(judged(stage, Judgement.OTHER_PERSON), PASSPORT)
    assert done.patient is not None
    assert done.patient.identity.attributes == {Attribut.HOMA}
    assert stage.patients.get(OTHER).identity.attributes == {Attribut.FICT}


def test_a_doubtful_one_may_be_a_homonym_too() -> None:
    stage = a_stage(twin(attributes=[Attribut.DOUT]))
    stage.desk.qualify(judged(stage, Judgement.OTHER_PERSON), PASSPORT)
    assert stage.patients.get(OTHER).identity.attributes == {Attribut.DOUT, Attribut.HOMA}


def test_a_mark_that_is_already_there_is_not_set_twice() -> None:
    stage = a_stage(twin(attributes=[Attribut.HOMA]))
    stage.desk.qualify(judged(stage, Judgement.OTHER_PERSON), PASSPORT)
    set_ = [one for one in stage.journal.events if one.type == "ATTRIBUTE_SET"]
    assert [one.patient_uid == OTHER for one in set_] == [False]


def test_all_or_nothing_when_the_disk_is_full() -> None:
    stage = a_stage(twin())
    run = judged(stage, Judgement.OTHER_PERSON)
    stage.patients.failure = DiskFull()
    with pytest.raises(DiskFull):
        stage.desk.qualify(run, PASSPORT)
    assert list(stage.patients.stored) == [OTHER]
    assert stage.patients.get(OTHER).identity.attributes == frozenset()


def test_a_lookalike_changed_meanwhile_is_read_anew() -> None:
    stage = a_stage(twin())
    run = judged(stage, Judgement.OTHER_PERSON)
    changed = replace(twin(), used_first_name="Ma", version=4)
    stage.patients.put(changed)
    stage.desk.qualify(run, PASSPORT)
    other = stage.patients.get(OTHER)
    assert (other.used_first_name, other.version) == ("Ma", 5)


def test_a_lookalike_changed_at_the_last_moment_keeps_everything_out() -> None:
    stage = a_stage(twin())
    run = judged(stage, Judgement.OTHER_PERSON)
    read = stage.patients.get

    def late(uid: str) -> Patient:
        seen = read(uid)
        stage.patients.put(replace(seen, version=seen.version + 1))
        return seen

    stage.patients.get = late  # type: ignore[method-assign]
    with pytest.raises(PatientChanged):
        stage.desk.qualify(run, PASSPORT)
    assert list(stage.patients.stored) == [OTHER]
