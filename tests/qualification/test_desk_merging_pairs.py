"""Two records alike: found from either one, judged, and never asked again once judged."""

from __future__ import annotations

import pytest
from desk_pairs import NUMBER_A, A, B, C, doubt, record
from desk_stage import a_stage

from builders import a_patient, a_retrieval, some_traits
from insdesk.errors import DatabaseLocked, PatientUnknown, Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification.steps import Judgement
from insdesk.ui.texts.rules import REFUSALS

HOMD, HOMA, FICT = Attribut.HOMD, Attribut.HOMA, Attribut.FICT
OTHER, UNKNOWN = Judgement.OTHER_PERSON, Judgement.UNKNOWN


def likes(one: Patient, *others: Patient) -> list[tuple[str, str]]:
    found = a_stage(one, *others).desk.lookalikes(one.uid)
    return [
        (prior.patient.uid, prior.resemblance.likeness.value)
        for prior in found
        if prior.resemblance is not None
    ]


def test_lookalikes_are_found_the_likeliest_first() -> None:
    others = (
        record("homonym", birth_date="1978-09-03"),
        record("digit", birth_date="1978-03-19"),
        record("twin", first_name="Rose", first_names=None),
        record("double"),
        record("married", birth_name="Hêtre", used_name="Tilleul"),
        record("stranger", birth_name="Hêtre"),
        record("other day", birth_date="1980-05-17"),
    )
    assert likes(record(A), *others) == [
        ("double", "DOUBLON"),
        ("married", "DOUBLON"),
        ("twin", "JUMEAU"),
        ("homonym", "HOMONYME"),
        ("digit", "HOMONYME"),
    ]


def test_a_rounded_day_and_a_matricule_are_found_wherever_they_are() -> None:
    rounded = record(A, birth_date="1952-12-31", birth_date_interpreted=True)
    assert likes(rounded, record(B, birth_date="1952-01-01")) == [(B, "DOUBLON")]
    assert likes(record(B, birth_date="1952-01-01"), rounded) == [(A, "DOUBLON")]
    holder = record(A, number=NUMBER_A)
    far = a_patient(
        uid=B,
        traits=some_traits(birth_name="Hêtre", birth_date="1950-01-02").without_typed(),
        retrieval=a_retrieval(),
    )
    assert likes(holder, far) == [(B, "MATRICULE")]


def test_a_record_merged_away_is_no_lookalike() -> None:
    stage = a_stage(record(A), record(B))
    stage.desk.merge(A, B, "même pièce")
    assert stage.desk.lookalikes(A) == ()
    with pytest.raises(PatientUnknown):
        stage.desk.lookalikes(C)


def test_two_persons_are_marked_and_settled() -> None:
    stage = a_stage(record(A, marks=(HOMD,)), record(B))
    note(stage, doubt())
    stage.desk.judge_pair(A, B, OTHER, "Jumeaux")
    assert [stage.patients.get(uid).identity.attributes for uid in (A, B)] == [{HOMA}, {HOMA}]
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 0
    told = [one for one in stage.journal.events if one.type == "DUPLICATE_DISMISSED"]
    assert [(one.patient_uid, one.facts["autre"]) for one in told] == [(A, B), (B, A)]
    assert all(one.facts["regle"] == "IV-211" for one in told)
    assert all(one.detail == {"motif": "Jumeaux"} for one in told)
    assert stage.desk._to.survey.settled_pairs() == {(A, B)}


def note(stage: object, *notes: TodoNote) -> None:
    for one in notes:
        held = stage.patients.get(one.patient_uid)
        stage.patients.file(Filing(patient=held, expected_version=held.version, opens=(one,)))


def test_an_anomaly_about_the_pair_ends_with_the_judgement() -> None:
    stage = a_stage(record(A), record(B))
    anomaly = TodoNote(
        kind=TodoKind.ANOMALIE, patient_uid=B, reason="DOUBLON", rule="A11", other_uid=A
    )
    alone = TodoNote(kind=TodoKind.ANOMALIE, patient_uid=B, reason="SEXE_MANQUANT", rule="A01")
    note(stage, anomaly, alone)
    stage.desk.judge_pair(A, B, OTHER, "Jumeaux")
    assert stage.patients.about(B) == [alone]


def test_a_doubt_stays_while_another_record_resembles() -> None:
    stage = a_stage(record(A, marks=(HOMD,)), record(B), record(C))
    note(stage, doubt(), doubt(C, A))
    stage.desk.judge_pair(A, B, OTHER, "Jumeaux")
    assert stage.patients.get(A).identity.attributes == {HOMD, HOMA}
    stage.desk.judge_pair(A, C, OTHER, "Jumeaux")
    assert stage.patients.get(A).identity.attributes == {HOMA}


def test_nobody_knows_leaves_a_possible_duplicate() -> None:
    stage = a_stage(record(A), record(B))
    stage.desk.judge_pair(A, B, UNKNOWN, "")
    assert [stage.patients.get(uid).identity.attributes for uid in (A, B)] == [{HOMD}, {HOMD}]
    (line,) = stage.desk.todo(TodoKind.DOUBLON)
    assert (line.patient.uid, line.other and line.other.uid) == (A, B)
    assert (line.reason, line.rule) == ("DOUBLON", "IV-211")
    assert stage.journal.types.count("DUPLICATE_DETECTED") == 2
    stage.desk.judge_pair(B, A, UNKNOWN, "")
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 1


def test_records_that_resemble_nothing_may_still_be_judged() -> None:
    stage = a_stage(record(A), record(B, birth_name="Hêtre", birth_date="1950-01-02"))
    stage.desk.judge_pair(A, B, UNKNOWN, "")
    (line,) = stage.desk.todo(TodoKind.DOUBLON)
    assert (line.reason, line.rule) == ("HOMONYME", "IV-213")


def test_a_fictitious_identity_takes_no_mark() -> None:
    """IV-112: FICT combines with nothing; the judgement is kept all the same."""
    stage = a_stage(record(A, marks=(FICT,)), record(B))
    stage.desk.judge_pair(A, B, OTHER, "Dossier de formation")
    assert [stage.patients.get(uid).identity.attributes for uid in (A, B)] == [{FICT}, {HOMA}]


@pytest.mark.parametrize(
    ("pair", "judgement", "reason", "wanted"),
    [
        ((A, B), OTHER, "", "IV-213 MOTIF_MANQUANT"),
        ((A, B), OTHER, "  ", "IV-213 MOTIF_MANQUANT"),
        ((A, B), None, "Même pièce", "IV-212 FUSION_A_FAIRE"),
        ((A, A), OTHER, "Jumeaux", "IV-212 MEME_DOSSIER"),
    ],
)
def test_what_is_no_judgement_is_refused(
    pair: tuple[str, str], judgement: Judgement | None, reason: str, wanted: str
) -> None:
    stage = a_stage(record(A), record(B))
    with pytest.raises(Refused) as problem:
        stage.desk.judge_pair(*pair, judgement, reason)
    assert f"{problem.value.rule} {problem.value.reason}" == wanted
    assert problem.value.reason in REFUSALS
    assert stage.patients.filings == []


def test_nobody_judges_without_a_card() -> None:
    stage = a_stage(record(A), record(B))
    stage.cards.set_cps(CpsState.ABSENT)
    with pytest.raises(Refused, match="R05"):
        stage.desk.judge_pair(A, B, OTHER, "Jumeaux")


def test_a_base_that_fails_leaves_both_records_unmarked() -> None:
    stage = a_stage(record(A), record(B))
    before = dict(stage.patients.stored)
    stage.patients.failure = DatabaseLocked()
    with pytest.raises(DatabaseLocked):
        stage.desk.judge_pair(A, B, OTHER, "Jumeaux")
    assert stage.patients.stored == before
