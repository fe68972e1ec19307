"""The lines of a record by type: what a check-list or an unlocking is looked up from."""

from __future__ import annotations

from insdesk.identity.filing import JournalEvent
from insdesk.store import Journal


def test_only_these_types_of_this_record_newest_first(journal: Journal) -> None:
    kinds = ("EXPORT_WITH_INS", "DATAMATRIX_PRINTED", "EXPORT_BLOCKED", "EXPORT_WITH_INS")
    for uid in ("p1", "p2", None):
        for number, kind in enumerate(kinds):
            journal.append(JournalEvent(type=kind, patient_uid=uid, facts={"n": number}))
    lines = journal.of_types("p1", ("EXPORT_WITH_INS", "DATAMATRIX_PRINTED"))
    assert [(line.type, line.facts["n"]) for line in lines] == [
        ("EXPORT_WITH_INS", 3),
        ("DATAMATRIX_PRINTED", 1),
        ("EXPORT_WITH_INS", 0),
    ]
    assert {line.patient_uid for line in lines} == {"p1"}
    assert journal.of_types("p1", ()) == []
    assert journal.of_types("nobody", kinds) == []
