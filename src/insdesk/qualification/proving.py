"""The evidence list of this desk, and the settings whose change is an audit event."""

from __future__ import annotations

from dataclasses import dataclass

from insdesk.identity.evidence import Device
from insdesk.identity.filing import JournalEvent
from insdesk.qualification import birthplaces, documents, rules
from insdesk.qualification.bench import Bench
from insdesk.qualification.birthplaces import PlaceLook
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Run
from insdesk.settings import Settings

WATCHED = {
    "structure": "X2",
    "secretariat": "X1",
    "declared_on": "X1",
    "exception_procedure": "Q1",
    "evidence_hidden": "IV-400",
    "evidence_added": "IV-400",
    "secretary_grants": "R06",
}
"""Settings whose change is an audit event (§14), each with the rule it bears on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChoice:
    """One row of this desk's register for this patient; `refusal` says why it cannot serve."""

    device: Device
    refusal: Refusal | None = None


class ProvingUse(Bench):
    """Use cases about what may be shown as a proof."""

    def devices(self, run: Run) -> tuple[DeviceChoice, ...]:
        """GUI. The register of this desk for this patient, in order; nothing is preselected."""
        facts = self._facts()
        return tuple(
            DeviceChoice(device=row, refusal=rules.may_choose(row, run, facts))
            for row in documents.of_this_desk(facts.settings)
        )

    def look_up_place(self, text: str, born: str | None) -> PlaceLook:
        """Local lane. What a typed place of birth means on that day, and what to choose instead."""
        return birthplaces.look(self._to.places, text, born)

    def settings_changed(self, before: Settings, after: Settings) -> None:
        """Local lane. One audit event for each watched setting that changed (§14)."""
        for name, rule in WATCHED.items():
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                facts = {"reglage": name, "regle": rule}
                values = {"avant": _plain(old), "apres": _plain(new)}
                self._write(JournalEvent(type="SETTING_CHANGED", facts=facts, detail=values))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
