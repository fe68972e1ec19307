"""The base and the files handed over."""

from __future__ import annotations

from insdesk.errors.base import InsdeskError


class StoreError(InsdeskError):
    """The base could not; nothing was half-written."""


class DiskFull(StoreError):
    """No room left (E-DB-1): the qualification is not done."""


class DatabaseLocked(StoreError):
    """Another program holds the file (E-DB-1)."""


class DatabaseDamaged(StoreError):
    """The file is not a sound base (E-DB-2)."""


class DatabaseNewer(StoreError):
    """The file was written by a newer insdesk."""


class DatabaseOfOtherEnvironment(StoreError):
    """The file belongs to another environment (découverte, essai, production)."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"base of {found}, expected {expected}")
        self.found, self.expected = found, expected


class MigrationFailed(StoreError):
    """The base could not be brought to this version; the file is as it was."""


class PatientUnknown(StoreError):
    """No record has this number."""


class PatientChanged(StoreError):
    """The record changed since it was read: nothing is written over it."""


class ExportError(InsdeskError):
    """A file could not be handed over."""


class ExportRefused(ExportError):
    """Only a qualified identity leaves with its INS (`rule`: IV-101 …)."""

    def __init__(self, rule: str = "IV-101") -> None:
        super().__init__(rule)
        self.rule = rule


class ExportIncomplete(ExportError):
    """The file could not be written whole; the partial file is removed (E-EXP-1)."""
