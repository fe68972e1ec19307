"""What lies on the desk: card service, readers, the two cards. Values shared by all rings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Slot(Enum):
    """What a slot is for. Which reader is which slot is found by ATR (cards.md §3)."""

    VITALE = "Vitale"
    CPS = "CPS"


class ServiceState(Enum):
    """The card service as the status strip shows it."""

    RUNNING = "actif"
    STOPPED = "arrêté"
    ABSENT = "absent"


class VitaleState(Enum):
    """The Vitale item of the status strip; READING and READ are set by the window."""

    ABSENT = "absente"
    PRESENT = "présente"
    UNREADABLE = "illisible"
    COMPONENT_ABSENT = "composant de lecture absent"
    BUSY = "occupée par un autre logiciel"
    IS_A_CPS = "c'est une CPS"
    """A second CPS, where the Vitale is expected."""


class CpsState(Enum):
    """The CPS item of the status strip."""

    ABSENT = "absente"
    PIN_NEEDED = "présente, code à saisir"
    READY = "prête (code saisi)"
    BLOCKED = "code bloqué"
    EXPIRED = "expirée"
    NOT_A_CPS = "ce n'est pas une CPS"
    OTHER_HOLDER = "autre titulaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsState:
    """The whole card side at one moment. `vitale_insertion` names one insertion, no identity.

    It changes at each insertion, even of the same card; None when the slot is empty. A run keeps
    the one it read and is refused when it is no longer there.
    """

    service: ServiceState = ServiceState.STOPPED
    readers: tuple[str, ...] = ()
    unplugged: bool = False
    """No reader is left, and there was one since the desk opened."""
    vitale: VitaleState = VitaleState.ABSENT
    vitale_insertion: str | None = None
    cps: CpsState = CpsState.ABSENT
    cps_insertion: str | None = None
    cps_generation: str = ""
    cps_expired_on: str = ""
    """Last day of validity of a CPS seen to be past it, ISO; empty while it was not read."""
