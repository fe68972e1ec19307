"""The desk: the only API of the windows and of the command line.

Each method says on which lane it runs. Every gate is checked here, whatever a button showed;
every act leaves its line in the journal; a qualification is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from insdesk.identity.filing import JournalLine, PatientRow
from insdesk.identity.patient import Patient, Status
from insdesk.identity.readings import Environment
from insdesk.identity.todo import TodoKind
from insdesk.qualification.app_vitale import AppVitaleUse
from insdesk.qualification.bench import Devices
from insdesk.qualification.forms import Checked, TraitsForm
from insdesk.qualification.granting import GrantingUse
from insdesk.qualification.handover import HandOver
from insdesk.qualification.merging import MergeDone, MergingUse
from insdesk.qualification.precheck import Precheck, PrecheckProgress
from insdesk.qualification.proving import DeviceChoice, ProvingUse
from insdesk.qualification.qualifying import ExceptionCase
from insdesk.qualification.reading import AskingUse
from insdesk.qualification.retries import Suggestion
from insdesk.qualification.rules import Refusal
from insdesk.qualification.session import CodeWanted, SessionUse
from insdesk.qualification.setup import InsiTry, SetupStep, SetupUse
from insdesk.qualification.todo import TodoUse
from insdesk.qualification.union import MergePreview
from insdesk.qualification.upkeep import UpkeepUse
from insdesk.qualification.waiting import Reminder, WaitingUse

__all__ = [
    "Checked",
    "CodeWanted",
    "Desk",
    "DeviceChoice",
    "Devices",
    "ExceptionCase",
    "InsiTry",
    "MergeDone",
    "MergePreview",
    "Precheck",
    "PrecheckProgress",
    "Refusal",
    "Reminder",
    "SetupStep",
    "Suggestion",
    "Today",
    "TraitsForm",
    "utc_now",
]


PAGE = 500
"""Records asked for at a time."""

RECENT = 120
"""Lines of the journal among which the last actions are looked for."""

WORTH_SHOWING = frozenset(
    {
        "QUALIFIED",
        "EXPORT_WITH_INS",
        "INSI_TRAITS_REFUSED",
        "ATTESTATION_CANCELLED",
        "EVIDENCE_WITHDRAWN",
        "VITALE_READ_FAILED",
    }
)
"""Events that are an action of the practitioner, or the end of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The right column of S01: counts of today and the last actions, without names."""

    qualified: int = 0
    to_check: int = 0
    waiting: int = 0
    discordant: int = 0
    latest: tuple[JournalLine, ...] = ()


class Desk(
    SessionUse,
    AskingUse,
    ProvingUse,
    AppVitaleUse,
    UpkeepUse,
    MergingUse,
    TodoUse,
    WaitingUse,
    SetupUse,
    GrantingUse,
):
    """One practitioner, one patient at a time. Runs are values: « back » is the previous one."""

    def __init__(self, devices: Devices, environment: Environment) -> None:
        super().__init__(devices, environment)
        self._handover = HandOver(devices, self._facts)

    def patients(
        self,
        text: str,
        *,
        after: tuple[str, str] | None = None,
        limit: int = 200,
        status: Status | None = None,
    ) -> list[PatientRow]:
        """Local lane. One page of the list."""
        return self._to.patients.page(text, after=after, limit=limit, status=status)

    def counts(self, text: str = "") -> Mapping[str, int]:
        """Local lane. How many records by statut match `text`; under "" in all."""
        return self._to.patients.counts(text)

    def patient(self, uid: str) -> Patient:
        """Local lane. One record."""
        return self._to.patients.get(uid)

    def today(self) -> Today:
        """Local lane. The right column of S01."""
        now = self._to.clock().astimezone()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        counts = self._to.journal.counts_since(midnight)
        recent = self._to.journal.latest(RECENT)
        waiting = self.todo_counts()
        return Today(
            qualified=counts.get("QUALIFIED", 0),
            to_check=waiting[TodoKind.PIECE_A_VOIR],
            waiting=waiting[TodoKind.ATTENTE_INSI],
            discordant=waiting[TodoKind.DISCORDANCE],
            latest=tuple(line for line in recent if line.type in WORTH_SHOWING)[:5],
        )

    def qualified_uids(self) -> list[str]:
        """Local lane. Every record that may leave with its INS, page after page."""
        uids: list[str] = []
        after: tuple[str, str] | None = None
        while rows := self.patients("", after=after, limit=PAGE, status=Status.QUAL):
            uids += [row.uid for row in rows]
            after = (rows[-1].sort_key, rows[-1].uid)
            if len(rows) < PAGE:
                break
        return uids

    def formats(self) -> Mapping[str, str]:
        """GUI. Export formats, each with the sentence that says its use."""
        return self._to.exports.formats()

    def export(self, uids: Sequence[str], fmt: str, folder: Path) -> Path:
        """Local lane. Hand qualified identities over as one file; journaled for each record."""
        return self._handover.export(uids, fmt, folder)


def utc_now() -> datetime:
    """The clock of the real desk: aware, UTC."""
    return datetime.now(UTC)
