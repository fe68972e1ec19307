"""The root of the failures, and what is no failure."""

from __future__ import annotations


class InsdeskError(Exception):
    """Root of all failures that have a French sentence."""


class Cancelled(Exception):
    """The user cancelled between two steps."""
