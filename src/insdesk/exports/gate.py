"""The one door to every format: the rules are `identity.transmission`, the desk is the context."""

from __future__ import annotations

from insdesk.exports.context import Context
from insdesk.identity import transmission
from insdesk.identity.patient import Patient
from insdesk.identity.transmission import Qualified, qualified

__all__ = ["Qualified", "leaving", "qualified"]


def leaving(patient: Patient, context: Context) -> Qualified:
    """The identity of `patient` if this desk may hand it over; raises `ExportRefused`."""
    fictitious = context.allow_fictitious
    return transmission.leaving(patient, real=context.is_real, fictitious=fictitious)
