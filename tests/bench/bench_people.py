"""Invented records for the measures: numbered, so that a hundred thousand differ."""

from __future__ import annotations

from datetime import UTC, datetime

from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.matricule import Matricule, expected_key
from insdesk.identity.patient import Channel, Control, ControlKind, Identity, Patient, Retrieval
from insdesk.identity.traits import Traits

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OID = "1.2.250.1.213.1.4.10"
SYLLABLES = ("BA", "CO", "DU", "FI", "GO", "LA", "ME", "NI", "PO", "RU", "SA", "TE", "VI", "ZO")


def word(number: int, length: int = 4) -> str:
    """A name that is nobody's, the same for the same number."""
    parts = []
    for _ in range(length):
        number, index = divmod(number * 7 + 3, len(SYLLABLES))
        parts.append(SYLLABLES[index])
    return "".join(parts)


def some_traits(number: int = 0) -> Traits:
    """Traits of person `number`."""
    return Traits.from_text(
        birth_name=f"{word(number)}-FICTIF",
        first_name=word(number + 11, 2),
        first_names=None,
        birth_date=f"{1930 + number % 90}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        sex="F" if number % 2 else "M",
        birth_place="63999",
    )


def a_patient(number: int) -> Patient:
    """A qualified record."""
    traits = some_traits(number).without_typed()
    digits = f"1{number % 100:02d}0163{number:06d}"[:13].ljust(13, "0")
    matricule = Matricule(digits, expected_key(digits), OID)
    identity = Identity(
        traits=traits,
        retrieval=Retrieval(channel=Channel.CV, at=NOW, matricule=matricule),
        control=Control(kind=ControlKind.DOC, proof="CN", at=NOW, snapshot=traits),
    )
    return Patient(uid=f"{number:032x}", identity=identity, created_at=NOW, traits_recorded_at=NOW)


def a_filing(number: int) -> Filing:
    """What one qualification writes: record, evidence and five audit events."""
    patient = a_patient(number)
    types = (
        "STATUS_CHANGED",
        "INSI_TRAITS_ACCEPTED",
        "INS_ATTACHED",
        "EVIDENCE_RECORDED",
        "QUALIFIED",
    )
    events = tuple(JournalEvent(type=one, patient_uid=patient.uid, facts={"n": 1}) for one in types)
    evidence = {"date": NOW.isoformat(), "traits": ["EGAL"] * 6, "preuve": "CN"}
    return Filing(patient=patient, expected_version=0, events=events, evidence=evidence)
