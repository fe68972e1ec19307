"""The statut of an identity as a pill: shape, words, tone and meaning (ux.md §3)."""

from __future__ import annotations

from typing import Final

from insdesk.identity.patient import Status
from insdesk.ui.parts.pill import Pill
from insdesk.ui.texts.words import STATUS, STATUS_TIPS

__all__ = ["STATUS_SIGNS", "Pill", "StatusBadge"]

STATUS_SIGNS: Final = {
    Status.PROV: ("circle-dashed", "neutral"),
    Status.RECUP: ("circle-half-2", "info"),
    Status.VALI: ("shield", "warn"),
    Status.QUAL: ("shield-check-filled", "ok"),
}
"""Sign and tone of each statut, the same in badges, lists and filters."""


class StatusBadge(Pill):
    """The statut of an identity, with its meaning as a tooltip. Computed by others, shown here."""

    def __init__(self, status: Status) -> None:
        super().__init__(STATUS[status], *STATUS_SIGNS[status])
        self._status = status
        self.setToolTip(STATUS_TIPS[status])

    @property
    def status(self) -> Status:
        """The statut shown."""
        return self._status

    def set_status(self, status: Status) -> None:
        """Show another statut."""
        self._status = status
        self.show_pill(STATUS[status], *STATUS_SIGNS[status])
        self.setToolTip(STATUS_TIPS[status])
