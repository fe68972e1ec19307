"""Words of the status strip, and the one thing that is missing on the desk (ux.md §2, §7)."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk import errors
from insdesk.errors import InsdeskError
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.ui.formats import counted, date_text

Said = tuple[str, str]
"""State and tone."""

_SERVICE: Mapping[ServiceState, Said] = {
    ServiceState.RUNNING: ("actif", "ok"),
    ServiceState.STOPPED: ("arrêté", "error"),
    ServiceState.ABSENT: ("absent", "error"),
}

_CPS: Mapping[CpsState, Said] = {
    CpsState.ABSENT: ("absente", "neutral"),
    CpsState.PIN_NEEDED: ("présente, code à saisir", "warn"),
    CpsState.READY: ("prête (code saisi)", "ok"),
    CpsState.BLOCKED: ("code bloqué", "error"),
    CpsState.EXPIRED: ("expirée", "error"),
    CpsState.NOT_A_CPS: ("ce n’est pas une CPS", "error"),
    CpsState.OTHER_HOLDER: ("autre titulaire", "error"),
}

_VITALE: Mapping[VitaleState, Said] = {
    VitaleState.ABSENT: ("absente", "neutral"),
    VitaleState.PRESENT: ("présente", "ok"),
    VitaleState.UNREADABLE: ("illisible", "error"),
    VitaleState.COMPONENT_ABSENT: ("composant de lecture absent", "warn"),
    VitaleState.BUSY: ("occupée par un autre logiciel", "warn"),
    VitaleState.IS_A_CPS: ("c’est une CPS : échangez les cartes", "error"),
}

SERVICE, READER, CPS, VITALE, INSI = "Service cartes", "Lecteur", "CPS", "Vitale", "INSi"
_SHORT = 18


READING: Said = ("lecture…", "info")

SLOW_MS = 5000
"""A call that takes longer is said in the strip; INSi usually answers within two seconds."""

SLOW: Said = ("lent", "warn")

_AFTER_FAILURE: Mapping[type[InsdeskError], VitaleState] = {
    errors.CardUnreadable: VitaleState.UNREADABLE,
    errors.ReaderBusy: VitaleState.BUSY,
    errors.VitaleComponentAbsent: VitaleState.COMPONENT_ABSENT,
    errors.CardSilent: VitaleState.UNREADABLE,
    errors.NotAVitale: VitaleState.IS_A_CPS,
    errors.UnknownCard: VitaleState.UNREADABLE,
    errors.VitaleProtected: VitaleState.COMPONENT_ABSENT,
    errors.VitaleTooOld: VitaleState.COMPONENT_ABSENT,
}
"""What a card that is in turned out to be, once it was tried."""


def strip_of(state: CardsState, *, session: bool, reading_cps: bool = False) -> dict[str, Said]:
    """What each item of the strip says of the cards; `session`: the code was given here.

    `reading_cps`: its holder is being asked of the CPS.
    """
    cps = _CPS[state.cps]
    if state.cps is CpsState.READY and not session:
        cps = _CPS[CpsState.PIN_NEEDED]
    if state.cps in (CpsState.PIN_NEEDED, CpsState.READY) and reading_cps:
        cps = READING
    if state.cps is CpsState.EXPIRED and state.cps_expired_on:
        cps = f"expirée le {date_text(state.cps_expired_on)}", "error"
    return {
        SERVICE: _SERVICE[state.service],
        READER: _reader(state),
        CPS: cps,
        VITALE: _VITALE[state.vitale],
    }


def vitale_failed(error: InsdeskError) -> Said | None:
    """The Vitale item after its reading failed; None when the failure is not of the card."""
    state = _AFTER_FAILURE.get(type(error))
    return None if state is None else _VITALE[state]


def vitale_read(persons: int) -> Said:
    """The Vitale item once the card was read."""
    return f"lue ({counted(persons, 'bénéficiaire', 'bénéficiaires')})", "ok"


def _reader(state: CardsState) -> Said:
    if not state.readers:
        return ("débranché" if state.unplugged else "aucun"), "error"
    if len(state.readers) > 1:
        return f"{len(state.readers)} lecteurs", "ok"
    name = state.readers[0]
    return (name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"), "ok"


def trouble_of(state: CardsState, *, session: bool) -> InsdeskError | None:
    """The first thing missing, as a failure that has its sentence; None when all is ready."""
    match state.service:
        case ServiceState.STOPPED:
            return errors.CardServiceStopped()
        case ServiceState.ABSENT:
            return errors.CardServiceAbsent()
    if not state.readers:
        return errors.ReaderUnplugged() if state.unplugged else errors.NoReader()
    if state.cps in (CpsState.PIN_NEEDED, CpsState.READY):
        missing = None if session else errors.PinRequired()
        return missing or _vitale_trouble(state.vitale)
    return _cps_trouble(state.cps, state.cps_expired_on)


def _cps_trouble(state: CpsState, expired_on: str) -> InsdeskError | None:
    match state:
        case CpsState.ABSENT:
            return errors.PractitionerCardAbsent()
        case CpsState.BLOCKED:
            return errors.PinBlocked()
        case CpsState.EXPIRED:
            return errors.PractitionerCardExpired(expired_on)
        case CpsState.NOT_A_CPS:
            return errors.NotAPractitionerCard()
        case CpsState.OTHER_HOLDER:
            return errors.OtherPractitioner()
        case _:
            return None


def _vitale_trouble(state: VitaleState) -> InsdeskError | None:
    match state:
        case VitaleState.UNREADABLE:
            return errors.CardUnreadable()
        case VitaleState.BUSY:
            return errors.ReaderBusy()
        case VitaleState.IS_A_CPS:
            return errors.NotAVitale("CPS")
        case VitaleState.COMPONENT_ABSENT:
            return errors.VitaleComponentAbsent()
        case _:
            return None
