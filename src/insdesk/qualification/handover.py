"""Handing qualified identities over: one file, one journal line for each record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from insdesk.errors import ExportRefused, StoreError
from insdesk.identity.filing import JournalEvent
from insdesk.qualification.bench import Devices
from insdesk.qualification.records import actor
from insdesk.qualification.rules import Facts


class HandOver:
    """Renders, writes whole or not at all, and traces (IV-611). File names carry no trait."""

    def __init__(self, devices: Devices, facts: Callable[[], Facts]) -> None:
        self._to = devices
        self._facts = facts

    def export(self, uids: Sequence[str], fmt: str, folder: Path) -> Path:
        """Write these records as one file of `folder` and return it.

        Raises `ExportRefused` before anything is written if one of them may not leave.
        """
        patients = [self._to.patients.get(uid) for uid in uids]
        try:
            file = self._to.exports.render(patients, fmt)
        except ExportRefused as refusal:
            blocked = {"format": fmt, "regle": refusal.rule}
            self._to.journal.append(JournalEvent(type="EXPORT_BLOCKED", facts=blocked))
            raise
        target = self._free_name(folder, fmt, file.suffix)
        self._to.exports.write(file, target)
        type_ = "EXPORT_WITH_INS" if file.with_ins else "EXPORT_WITHOUT_INS"
        facts = actor(self._facts()) | {"format": fmt, "fichier": target.name}
        lines = [JournalEvent(type=type_, patient_uid=one.uid, facts=facts) for one in patients]
        try:
            self._to.journal.append(*lines)
        except StoreError:
            target.unlink(missing_ok=True)  # what is not traced does not leave (IV-611)
            raise
        return target

    def _free_name(self, folder: Path, fmt: str, suffix: str) -> Path:
        """`insdesk_fhir_2026-05-14_0001.json`: the first number not taken that day."""
        day = self._to.clock().date().isoformat()
        for number in range(1, 10_000):
            target = folder / f"insdesk_{fmt}_{day}_{number:04d}{suffix}"
            if not target.exists():
                return target
        raise ExportRefused("NUMEROS_EPUISES")
