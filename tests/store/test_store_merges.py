"""Records made one in the base: out of every list, all or nothing, and the way back kept."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_builders import NOON, a_filing, a_former, a_patient, dump, plant

from insdesk.errors import DiskFull, PatientChanged, PatientUnknown, Refused, StoreError
from insdesk.identity.filing import Filing, JournalEvent, Merge
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.readings import Environment
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.store import Database, Patients, verify
from insdesk.store.merges import Merges

NOTE = TodoNote(
    kind=TodoKind.DOUBLON, patient_uid="gone", reason="DOUBLON", rule="IV-211", other_uid="kept"
)


@pytest.fixture
def merges(database: Database) -> Merges:
    return Merges(database)


def two_records(patients: Patients) -> tuple[Patient, Patient]:
    """Both with an INS, as if INSi's history linked them."""
    kept = a_patient("kept", order=1, checked=True, used_name="de l'Œuvre")
    gone = a_patient("gone", order=2, attributes=frozenset({Attribut.HOMD}))
    retrieval = replace(gone.identity.retrieval, history=(a_former(),), verified_at=NOON)
    gone = replace(gone, identity=replace(gone.identity, retrieval=retrieval))
    both = [a_filing(one, events=(), evidence=None) for one in (kept, gone)]
    stored = patients.file_all([both[0], replace(both[1], opens=(NOTE,))])
    return stored[0], stored[1]


def a_merge(kept: Patient, gone: Patient, **changes: object) -> tuple[Merge, list[Filing]]:
    """What the use case writes: the gone record lets its INS go, the kept one takes it in."""
    ins = gone.identity.retrieval
    bare = replace(gone.identity, retrieval=None, invalidated=(ins,) if ins else ())
    after = replace(kept.identity, invalidated=(ins,) if ins else ())
    filings = [
        _changed(replace(gone, identity=bare, merged_into=kept.uid), closes=frozenset(TodoKind)),
        _changed(replace(kept, identity=after)),
    ]
    merge = Merge(
        id="m1",
        kept_uid=kept.uid,
        gone_uid=gone.uid,
        at=NOON,
        reason="même carte",
        kept_before=kept,
        gone_before=gone,
        kept_version=kept.version + 1,
        notes=(NOTE,),
    )
    return replace(merge, **changes), filings


def _changed(one: Patient, **changes: object) -> Filing:
    event = JournalEvent(type="RECORDS_MERGED", patient_uid=one.uid)
    return Filing(patient=one, expected_version=one.version, events=(event,), **changes)


def test_a_merge_is_read_back_as_it_was_written(patients: Patients, merges: Merges) -> None:
    kept, gone = two_records(patients)
    merge, filings = a_merge(kept, gone)
    written = merges.merge(merge, filings)
    assert written == [patients.get("gone"), patients.get("kept")]
    assert merges.get("m1") == merge
    assert merges.about("kept") == merges.about("gone") == [merge]
    assert merges.about("other") == []
    assert patients.get("gone").merged_into == "kept"
    assert "DURANVAL" not in repr(merge)


def test_the_gone_record_is_out_of_every_list(patients: Patients, merges: Merges) -> None:
    kept, gone = two_records(patients)
    ins = gone.identity.retrieval.matricule
    assert patients.counts()[""] == 2
    merges.merge(*a_merge(kept, gone))
    for text in ("", "duranval", "12/03/1985"):
        assert [row.uid for row in patients.page(text)] == ["kept"]
        assert patients.counts(text)[""] == 1
    assert patients.counts() == {"PROV": 0, "RECUP": 0, "VALI": 0, "QUAL": 1, "": 1}
    assert [one.uid for one in patients.born_on(["1985-03-12"])] == ["kept"]
    assert patients.holding(ins.number, ins.oid) == []


def test_undoing_puts_both_back_everywhere(patients: Patients, merges: Merges) -> None:
    kept, gone = two_records(patients)
    merges.merge(*a_merge(kept, gone))
    later = NOON + timedelta(days=3)
    back = [
        replace(kept, version=kept.version + 1),
        replace(gone, version=gone.version + 1),
    ]
    written = merges.undo("m1", later, [_changed(one) for one in back])
    assert [replace(one, version=0) for one in written] == [
        replace(one, version=0) for one in (kept, gone)
    ]
    assert merges.get("m1").undone_at == later
    assert patients.counts() == {"PROV": 0, "RECUP": 1, "VALI": 0, "QUAL": 1, "": 2}
    assert [row.uid for row in patients.page("duranval")] == ["gone", "kept"]


def test_a_record_merged_away_is_written_by_nobody(patients: Patients, merges: Merges) -> None:
    kept, gone = two_records(patients)
    merges.merge(*a_merge(kept, gone))
    away = patients.get("gone")
    for attempt in (away, replace(away, merged_into=None)):
        with pytest.raises(PatientChanged):
            patients.file(a_filing(attempt, events=(), evidence=None))
    assert patients.get("gone") == away


def test_unknown_merges_are_said(merges: Merges) -> None:
    with pytest.raises(PatientUnknown):
        merges.get("nobody")
    with pytest.raises(PatientUnknown):
        merges.undo("nobody", NOON, [])


def test_the_newest_merge_comes_first(patients: Patients, merges: Merges) -> None:
    kept, gone = two_records(patients)
    merge, filings = a_merge(kept, gone)
    merges.merge(merge, filings)
    third = patients.file(a_filing(a_patient("third"), events=(), evidence=None))
    kept = patients.get("kept")
    later, filings = a_merge(kept, third, id="m0", at=NOON + timedelta(days=1), notes=())
    merges.merge(later, filings)
    assert [one.id for one in merges.about("kept")] == ["m0", "m1"]


@pytest.mark.parametrize(
    ("verb", "table", "when"),
    [
        ("INSERT", "merge", ""),
        ("UPDATE", "patient", "WHEN new.uid = 'gone'"),
        ("UPDATE", "patient", "WHEN new.uid = 'kept'"),
        ("INSERT", "ins_history", "WHEN new.patient_uid = 'kept'"),
        ("DELETE", "todo", ""),
        ("INSERT", "journal", "WHEN new.seq = 2"),
        ("UPDATE", "status_count", ""),
    ],
)
def test_nothing_is_half_merged(
    verb: str, table: str, when: str, path: Path, patients: Patients, merges: Merges
) -> None:
    kept, gone = two_records(patients)
    plant(
        path,
        f"CREATE TRIGGER planted BEFORE {verb} ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, 'planted'); END",
    )
    before = dump(path)
    with pytest.raises(StoreError):
        merges.merge(*a_merge(kept, gone))
    assert dump(path) == before
    plant(path, "DROP TRIGGER planted")
    merges.merge(*a_merge(kept, gone))
    assert patients.counts()[""] == 1


@pytest.mark.parametrize("failing", ["patient", "merge", "journal"])
def test_nothing_is_half_undone(
    failing: str, path: Path, patients: Patients, merges: Merges
) -> None:
    kept, gone = two_records(patients)
    merges.merge(*a_merge(kept, gone))
    verb = "INSERT" if failing == "journal" else "UPDATE"
    plant(
        path,
        f"CREATE TRIGGER planted BEFORE {verb} ON {failing} "
        "BEGIN SELECT RAISE(ABORT, 'planted'); END",
    )
    before = dump(path)
    with pytest.raises(StoreError):
        merges.undo("m1", NOON, [_changed(replace(gone, version=gone.version + 1))])
    assert dump(path) == before


def test_an_ins_active_elsewhere_comes_back_on_nobody(
    path: Path, patients: Patients, merges: Merges
) -> None:
    """The base itself refuses it (IV-210), whatever the use case asked."""
    kept, gone = two_records(patients)
    merges.merge(*a_merge(kept, gone))
    patients.file(a_filing(a_patient("other", order=2), events=(), evidence=None))
    before = dump(path)
    with pytest.raises(Refused, match="IV-210"):
        merges.undo("m1", NOON, [_changed(replace(gone, version=gone.version + 1))])
    assert dump(path) == before


def test_a_record_changed_meanwhile_is_not_merged(
    path: Path, patients: Patients, merges: Merges
) -> None:
    kept, gone = two_records(patients)
    patients.file(a_filing(kept, events=(), evidence=None))
    before = dump(path)
    with pytest.raises(PatientChanged):
        merges.merge(*a_merge(kept, gone))
    assert dump(path) == before


def test_a_full_disk_is_said_and_nothing_is_merged(path: Path) -> None:
    small: list[sqlite3.Connection] = []

    def connect(file: Path, wait_ms: int) -> sqlite3.Connection:
        small.append(sqlite3.connect(file, isolation_level=None, check_same_thread=False))
        return small[-1]

    base = Database.open(path, Environment.DECOUVERTE, connect=connect)
    patients, merges = Patients(base), Merges(base)
    kept, gone = two_records(patients)
    (pages,) = small[-1].execute("PRAGMA page_count").fetchone()
    small[-1].execute(f"PRAGMA max_page_count={pages + 1}")
    before = dump(path)
    heavy, filings = a_merge(kept, gone, reason="x" * 20_000)
    with pytest.raises(DiskFull):
        merges.merge(heavy, filings)
    assert dump(path) == before
    base.close()


MERGER = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_builders import NOON
from test_store_merges import _changed, a_merge
from insdesk.identity.readings import Environment
from insdesk.store import Database, Patients
from insdesk.store.merges import Merges
base = Database.open(Path(sys.argv[1]), Environment.DECOUVERTE)
patients, merges = Patients(base), Merges(base)
for turn in range(10_000):
    kept, gone = patients.get("kept"), patients.get("gone")
    merge, filings = a_merge(kept, gone, id=f"m{turn}")
    merges.merge(merge, filings)
    print("merged", flush=True)
    back = [replace(kept, version=kept.version + 1), replace(gone, version=gone.version + 1)]
    merges.undo(merge.id, NOON, [_changed(one) for one in back])
    print("undone", flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2, 5, 8])
def test_a_killed_program_leaves_whole_merges(lines: int, path: Path) -> None:
    base = Database.open(path, Environment.DECOUVERTE)
    two_records(Patients(base))
    base.close()
    command = [sys.executable, "-c", MERGER, str(path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as merger:
        assert merger.stdout is not None
        told = [merger.stdout.readline().strip() for _ in range(lines)]
        os.kill(merger.pid, signal.SIGKILL)
    assert "" not in told
    base = Database.open(path, Environment.DECOUVERTE)
    patients, merges = Patients(base), Merges(base)
    standing = sum(merge.undone_at is None for merge in merges.about("kept"))
    gone, kept = patients.get("gone"), patients.get("kept")
    merged = gone.merged_into == "kept"
    assert standing == int(merged)
    assert patients.counts()[""] == (1 if merged else 2)
    assert (gone.identity.retrieval is None) is merged
    assert len(kept.identity.invalidated) == int(merged)
    assert kept.version == gone.version
    assert verify(base).is_intact
    base.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
