"""The base read text by text, in memory, for the offline pre-check."""

from __future__ import annotations

from dataclasses import replace

from desk_base import MemoryJournal, MemoryPatients

from insdesk.identity.former import USED, former_used
from insdesk.identity.patient import Patient
from insdesk.identity.survey import Surveyed, surveyed
from insdesk.identity.todo import TodoKind


class MemorySurvey:
    """The records of `MemoryPatients` as texts; `raw` are records that no rule of today lets in."""

    def __init__(self, patients: MemoryPatients, journal: MemoryJournal) -> None:
        self._patients = patients
        self._journal = journal
        self.raw: list[Surveyed] = []

    def count(self) -> int:
        return len(self._all())

    def _all(self) -> list[Surveyed]:
        texts = [self._read(one) for one in self._patients.standing] + self.raw
        return sorted(texts, key=lambda one: one.uid)

    def _read(self, one: Patient) -> Surveyed:
        told = [detail for _, detail in self._journal.details(one.uid, (USED,))]
        names = [name for each in told for trait, name in former_used(each) if trait == "used_name"]
        return replace(surveyed(one), former_used_names=tuple(names))

    def records(self, after: str, limit: int) -> list[Surveyed]:
        return [one for one in self._all() if one.uid > after][:limit]

    def settled_pairs(self) -> frozenset[tuple[str, str]]:
        pairs = {
            (str(one.patient_uid), str(one.facts["autre"]))
            for one in self._journal.events
            if one.type == "DUPLICATE_DISMISSED"
        }
        pairs |= {
            (note.patient_uid, note.other_uid)
            for note, _ in self._patients.notes.values()
            if note.kind is TodoKind.DOUBLON and note.other_uid
        }
        return frozenset((min(pair), max(pair)) for pair in pairs)
