"""The events of the journal by type: their title, when they are written, the facts they carry."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from insdesk.identity.rulebook import journal_of_calls as calls
from insdesk.identity.rulebook import journal_of_records as records
from insdesk.identity.rulebook.entry import AuditEvent

__all__ = ["EVENTS", "AuditEvent"]

EVENTS: Final[Mapping[str, AuditEvent]] = MappingProxyType(
    {
        one.type: one
        for group in (
            records.IDENTITY,
            calls.CARDS,
            calls.INSI,
            records.CONTROL,
            records.ALIKE,
            calls.DESK,
        )
        for one in group
    }
)
"""Every type of event, by its code, in the order of the documentation."""
