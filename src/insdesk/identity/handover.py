"""What the desk hands over: a rendered export, shared by the use cases and the exporters."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """A rendered export: bytes and the ending of its name. Never a name with a trait."""

    content: bytes = field(repr=False)
    suffix: str
    with_ins: bool
