"""Handing qualified identities over: one file, one journal line for each record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from insdesk.errors import ExportRefused, StoreError
from insdesk.identity.filing import JournalEvent
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Patient
from insdesk.qualification import consequences, rules
from insdesk.qualification.bench import Devices
from insdesk.qualification.dossier import actor
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Facts

RECIPIENT = "fichier"
"""A file handed to the practitioner: where it goes next, this desk does not see (IV-611)."""


class HandOver:
    """Renders, writes whole or not at all, and traces (IV-611). File names carry no trait."""

    def __init__(self, devices: Devices, facts: Callable[[], Facts]) -> None:
        self._to = devices
        self._facts = facts

    def export(self, uids: Sequence[str], fmt: str, folder: Path) -> Path:
        """Write these records as one file of `folder` and return it.

        Raises `ExportRefused` before anything is written if one of them may not leave, `Refused`
        R07 if who is at the desk may not hand an INS over (§11).
        """
        patients = [self._to.patients.get(uid) for uid in uids]
        facts = self._facts()
        try:
            file = self._to.exports.render(patients, fmt)
        except ExportRefused as refusal:
            self._blocked(patients, fmt, refusal.rule, facts)
            raise
        if file.with_ins and (refused := rules.may_act(Act.EXPORT_INS, facts)) is not None:
            self._blocked(patients, fmt, refused.rule, facts)
            raise refused.as_error()
        target = self._free_name(folder, fmt, file.suffix)
        self._to.exports.write(file, target)
        try:
            self._to.journal.append(*self._lines(patients, fmt, file, target.name, facts))
        except StoreError:
            target.unlink(missing_ok=True)  # what is not traced does not leave (IV-611)
            raise
        return target

    def _lines(
        self, patients: Sequence[Patient], fmt: str, file: ExportFile, name: str, facts: Facts
    ) -> list[JournalEvent]:
        """To whom, what, when, under which statut (IV-611): one line for each record."""
        type_ = "EXPORT_WITH_INS" if file.with_ins else "EXPORT_WITHOUT_INS"
        sent = actor(facts) | {
            "format": fmt,
            "fichier": name,
            "destinataire": RECIPIENT,
            "profil": facts.settings.fhir_profile if fmt == "fhir" else "",
            "document": sha256(file.content).hexdigest(),
        }
        return [self._line(one, type_, sent, with_ins=file.with_ins) for one in patients]

    def _line(
        self, patient: Patient, type_: str, facts: dict[str, object], *, with_ins: bool
    ) -> JournalEvent:
        held = patient.active_matricule
        told = {"oid": held.oid, "matricule": held.masked} if held and with_ins else {}
        return JournalEvent(
            type=type_,
            patient_uid=patient.uid,
            facts=facts | consequences.standing(patient.identity) | told,
            status_before=patient.status.value,
            status_after=patient.status.value,
        )

    def _blocked(self, patients: Sequence[Patient], fmt: str, rule: str, facts: Facts) -> None:
        """One line for each record that did not leave."""
        told = actor(facts) | {"format": fmt, "destinataire": RECIPIENT, "regle": rule}
        lines = [self._line(one, "EXPORT_BLOCKED", told, with_ins=False) for one in patients]
        self._to.journal.append(*lines)

    def _free_name(self, folder: Path, fmt: str, suffix: str) -> Path:
        """`insdesk_fhir_2026-05-14_0001.json`: the first number not taken that day."""
        day = self._to.clock().date().isoformat()
        for number in range(1, 10_000):
            target = folder / f"insdesk_{fmt}_{day}_{number:04d}{suffix}"
            if not target.exists():
                return target
        raise ExportRefused("NUMEROS_EPUISES")
