"""Two records made one (T33, IV-212): what is allowed, what each becomes, what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_pairs import NUMBER_A, NUMBER_B, A, B, C, content, doubt, record
from desk_stage import Stage, a_stage

from builders import some_traits
from insdesk.errors import DatabaseLocked, PatientUnknown, Refused
from insdesk.identity.compare import Verdict
from insdesk.identity.desk_state import CpsState
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Attribut, ControlKind, Patient, Status
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.ui.texts.rules import REFUSALS

HOMD, HOMA, DOUT, FICT = Attribut.HOMD, Attribut.HOMA, Attribut.DOUT, Attribut.FICT


def merged(
    kept: Patient, gone: Patient, *notes: TodoNote, others: tuple[Patient, ...] = ()
) -> Stage:
    stage = a_stage(kept, gone, *others)
    noted(stage, *notes)
    stage.desk.merge(kept.uid, gone.uid, "même pièce présentée")
    return stage


def noted(stage: Stage, *notes: TodoNote) -> None:
    for note in notes:
        one = stage.patients.get(note.patient_uid)
        stage.patients.file(Filing(patient=one, expected_version=one.version, opens=(note,)))


def refusal(kept: Patient, gone: Patient) -> str:
    """What the preview says is what the merge refuses, and nothing is written but the refusal."""
    stage = a_stage(kept, gone)
    preview = stage.desk.merge_preview(kept.uid, gone.uid)
    before = dict(stage.patients.stored)
    with pytest.raises(Refused) as problem:
        stage.desk.merge(kept.uid, gone.uid, "même pièce présentée")
    assert stage.patients.stored == before
    first = preview.refusals[0]
    assert (problem.value.rule, problem.value.reason) == (first.rule, first.reason)
    line = stage.journal.last("MERGE_REFUSED")
    assert line.facts["dossiers"] == [kept.uid, gone.uid]
    assert (line.facts["regle"], line.facts["motif"]) == (first.rule, first.reason)
    assert first.reason in REFUSALS
    assert preview.after == preview.kept
    return f"{first.rule} {first.reason}"


STATUSES = {
    "PROV": {},
    "RECUP": {"number": NUMBER_A},
    "VALI": {"checked": True},
    "QUAL": {"number": NUMBER_A, "checked": True},
}


@pytest.mark.parametrize("gone", STATUSES)
@pytest.mark.parametrize("kept", STATUSES)
def test_the_better_statut_is_kept(kept: str, gone: str) -> None:
    """RECUP lacks the control and VALI the INS: neither is better than the other."""
    listing = NUMBER_A if "number" in STATUSES[kept] else None
    other = STATUSES[gone] | ({"number": NUMBER_B} if "number" in STATUSES[gone] else {})
    pair = record(A, **STATUSES[kept]), record(B, listing=listing, **other)
    ranks = {"PROV": 0, "RECUP": 1, "VALI": 1, "QUAL": 2}
    if ranks[kept] < ranks[gone]:
        assert refusal(*pair) == "T33 MOINS_BIEN_CLASSEE"
        return
    stage = merged(*pair)
    after = stage.patients.get(A)
    assert after.status is Status[kept]
    assert after.identity.retrieval == pair[0].identity.retrieval
    assert after.identity.control == pair[0].identity.control


def test_two_active_matricules_are_refused_unless_a_history_links_them() -> None:
    """IV-212, G4: the INSi history of either one is enough."""
    both = record(A, number=NUMBER_A), record(B, number=NUMBER_B)
    assert refusal(*both) == "IV-212 DEUX_MATRICULES"
    assert refusal(*both[::-1]) == "IV-212 DEUX_MATRICULES"
    merged(record(A, number=NUMBER_A, listing=NUMBER_B), record(B, number=NUMBER_B))
    merged(record(A, number=NUMBER_A), record(B, number=NUMBER_B, listing=NUMBER_A))


@pytest.mark.parametrize(
    ("kept", "gone", "wanted"),
    [
        (record(A), record(A), "IV-212 MEME_DOSSIER"),
        (replace(record(A), merged_into=C), record(B), "T33 DEJA_FUSIONNE"),
        (record(A), replace(record(B), merged_into=C), "T33 DEJA_FUSIONNE"),
        (record(A, marks=(FICT,)), record(B), "T33 FICTIVE"),
        (record(A), record(B, marks=(FICT,)), "T33 FICTIVE"),
        (record(A, marks=(DOUT,)), record(B), "T33 DOUTEUSE"),
        (record(A, checked=True), record(B, marks=(DOUT, HOMD)), "T33 DOUTEUSE"),
    ],
)
def test_what_is_never_merged(kept: Patient, gone: Patient, wanted: str) -> None:
    assert refusal(kept, gone) == wanted


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_merge_needs_a_reason(reason: str) -> None:
    stage = a_stage(record(A), record(B))
    with pytest.raises(Refused) as problem:
        stage.desk.merge(A, B, reason)
    assert (problem.value.rule, problem.value.reason) == ("IV-212", "MOTIF_MANQUANT")
    assert stage.patients.filings == []


def test_the_gone_record_loses_its_ins_and_the_kept_one_takes_it_in() -> None:
    kept = record(A, number=NUMBER_A, listing=NUMBER_B, checked=True)
    gone = record(B, number=NUMBER_B)
    stage = merged(kept, gone)
    away, after = stage.patients.get(B), stage.patients.get(A)
    assert away.merged_into == A
    assert (away.identity.retrieval, away.status) == (None, Status.PROV)
    assert away.identity.invalidated == (gone.identity.retrieval,)
    assert after.identity.invalidated == (gone.identity.retrieval,)
    assert after.traits == kept.traits
    assert [row.uid for row in stage.desk.patients("")] == [A]
    assert stage.patients.holding(NUMBER_B, gone.identity.retrieval.matricule.oid) == []


def test_a_document_seen_on_the_gone_record_stays_in_its_own_history() -> None:
    """T17: the INS falls, the document does not; the record is out of use all the same."""
    kept = record(A, number=NUMBER_A, listing=NUMBER_B, checked=True)
    stage = merged(kept, record(B, number=NUMBER_B, checked=True))
    away = stage.patients.get(B)
    assert away.identity.control is not None
    assert (away.identity.control.kind, away.status) == (ControlKind.DOC, Status.VALI)


def test_complementary_traits_that_the_kept_record_lacks_are_taken() -> None:
    gone = record(B, used_name="Garanceau", known_since="2020-01-01")
    assert (
        merged(record(A, known_since="2024-05-05"), gone).patients.get(A).used_name == "Garanceau"
    )
    after = merged(record(A, used_name="Hêtre", known_since="2024-05-05"), gone).patients.get(A)
    assert (after.used_name, after.known_since) == ("Hêtre", "2020-01-01")
    assert merged(record(A), record(B)).patients.get(A).known_since is None


def test_the_mark_between_the_two_falls() -> None:
    pair = record(A, marks=(HOMD,)), record(B, marks=(HOMD, HOMA))
    stage = merged(*pair, doubt())
    assert stage.patients.get(A).identity.attributes == frozenset()
    assert stage.patients.get(B).identity.attributes == {HOMA}
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 0


def test_the_mark_stays_when_another_record_still_resembles() -> None:
    pair = record(A, marks=(HOMD,)), record(B, marks=(HOMD,))
    stage = merged(*pair, doubt(), doubt(C, A), others=(record(C),))
    assert stage.patients.get(A).identity.attributes == {HOMD}
    assert stage.desk.todo_counts()[TodoKind.DOUBLON] == 1


def test_a_newer_matricule_on_the_gone_record_asks_for_a_new_call() -> None:
    """INSi knows another number since: the kept record is to be asked again (T23)."""
    kept = record(A, number=NUMBER_A, checked=True)
    stage = merged(kept, record(B, number=NUMBER_B, listing=NUMBER_A))
    (line,) = stage.desk.todo(TodoKind.ATTENTE_INSI)
    assert (line.patient.uid, line.reason, line.rule) == (A, "MATRICULE_ANCIEN", "T23")
    older = merged(record(A, number=NUMBER_A, listing=NUMBER_B), record(B, number=NUMBER_B))
    assert older.desk.todo(TodoKind.ATTENTE_INSI) == []


def test_both_histories_are_kept_and_told_without_a_trait() -> None:
    stage = a_stage(record(A), record(B), record(C))
    noted(stage, doubt(), doubt(C, B))
    stage.desk.merge(B, C, "même pièce")
    stage.desk.merge(A, B, "même pièce")
    lines = stage.desk.timeline(A)
    assert {line.patient_uid for line in lines} == {A, B, C}
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)
    for event in stage.journal.events:
        if event.type == "RECORDS_MERGED":
            assert event.facts["dossiers"] in ([A, B], [B, C])
            assert event.detail == {"motif": "même pièce"}
            assert "TILLEUL" not in str(event.facts)
    assert stage.journal.types.count("RECORDS_MERGED") == 4


def test_the_preview_is_what_the_merge_does() -> None:
    kept, gone = record(A, number=NUMBER_A), record(B, used_name="Garanceau", sex="M")
    stage = a_stage(kept, gone)
    preview = stage.desk.merge_preview(A, B)
    assert (preview.kept, preview.gone, preview.refusals) == (kept, gone, ())
    assert preview.rows["sex"].verdict is Verdict.DISCORDANT
    assert (stage.patients.filings, stage.journal.events[1:]) == ([], [])
    assert content(stage.desk.merge(A, B, "même pièce")) == content(preview.after)
    assert "TILLEUL" not in repr(preview)


@pytest.mark.parametrize("state", [CpsState.ABSENT, CpsState.PIN_NEEDED])
def test_nobody_merges_without_a_card(state: CpsState) -> None:
    stage = a_stage(record(A), record(B))
    stage.cards.set_cps(state)
    with pytest.raises(Refused) as problem:
        stage.desk.merge(A, B, "même pièce")
    assert problem.value.rule == "R06"
    assert stage.patients.filings == []


def test_a_record_that_does_not_exist_is_said() -> None:
    with pytest.raises(PatientUnknown):
        a_stage(record(A)).desk.merge(A, B, "même pièce")


def test_a_base_that_fails_leaves_both_records() -> None:
    stage = a_stage(record(A), record(B))
    before = dict(stage.patients.stored)
    stage.patients.failure = DatabaseLocked()
    with pytest.raises(DatabaseLocked):
        stage.desk.merge(A, B, "même pièce")
    assert (stage.patients.stored, stage.desk.merges(A)) == (before, ())


def test_a_merge_is_told_of_both_records() -> None:
    stage = merged(record(A), record(B))
    for uid in (A, B):
        (done,) = stage.desk.merges(uid)
        assert (done.kept_uid, done.gone_uid, done.can_undo) == (A, B, True)
        assert (done.reason, done.undone_at) == ("même pièce présentée", None)
    assert stage.desk.merges(C) == ()
    assert "même pièce" not in repr(done)


def test_strict_traits_are_never_mixed() -> None:
    kept = record(A, first_names=None, birth_place=None)
    stage = merged(kept, record(B))
    assert (
        stage.patients.get(A).traits
        == some_traits(first_names=None, birth_place=None).without_typed()
    )
