"""Texts of the base: one canonical JSON, one way to write a moment. Both are hashed or sorted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum


def canonical(value: object) -> str:
    """JSON with sorted keys and no space: equal values always give equal texts.

    Enums are written by value, moments and days as ISO, sets sorted. Raises `TypeError` for
    anything else JSON does not know: such a fact must not be kept.
    """
    return _ENCODER.encode(value)


def moment_text(moment: datetime) -> str:
    """UTC, microseconds always written, so that the texts sort as the moments do.

    Raises `ValueError` for a moment that does not say its offset.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without its offset")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _as_json(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value, key=canonical)
    raise TypeError(f"{type(value).__name__} is not kept as JSON")


# Made once: `json.dumps` would make one for each text, which a commit would feel.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), allow_nan=False, default=_as_json
)
