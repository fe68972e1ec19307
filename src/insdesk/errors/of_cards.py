"""Readers, carte Vitale, CPS."""

from __future__ import annotations

from insdesk.errors.base import InsdeskError


class CardError(InsdeskError):
    """The reader or a card did not do what was asked."""


class CardServiceStopped(CardError):
    """The PC/SC service does not run (E-PCSC-1)."""


class CardServiceAbsent(CardError):
    """The PC/SC component is not installed (E-PCSC-2)."""


class NoReader(CardError):
    """No reader is listed (E-RDR-1)."""


class ReaderUnplugged(CardError):
    """The reader went away during the operation (E-RDR-2)."""


class ReaderBusy(CardError):
    """Another program holds the card (E-RDR-3)."""


class CardAbsent(CardError):
    """No card in the slot."""


class CardRemoved(CardError):
    """The card left before the end; nothing is saved (E-VIT-4)."""


class AppCodeRefused(CardError):
    """The code shown by an application carte Vitale is not genuine, or makes no sense."""


class CardChanged(CardError):
    """Another card is in the reader than the one that was read (E-VIT-3)."""


class CardUnreadable(CardError):
    """The bytes of the card make no sense, or the chip does not answer (E-VIT-1)."""

    def __init__(self, reason: str = "", status_word: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.status_word = reason, status_word


class CardWithoutNumber(CardError):
    """The card reads well, but gives no number INSi could be asked with (E-VIT-13).

    `cause` is the code of the reading that says why, empty when the card is silent about it.
    """

    def __init__(self, cause: str = "") -> None:
        super().__init__(cause)
        self.cause = cause


class CardSilent(CardError):
    """The chip stopped answering: only pulling the card out ends the exchange (E-VIT-12)."""


class NotAVitale(CardError):
    """A CPS lies in the slot of the Vitale (E-CPS-2)."""


class UnknownCard(CardError):
    """A card of no kind known to the desk (E-VIT-11); `atr` in hexadecimal is no identity."""

    def __init__(self, atr: str = "") -> None:
        super().__init__(atr)
        self.atr = atr


class VitaleProtected(CardError):
    """The card keeps its identities for the licensed component (E-VIT-10): no trouble of it."""


class VitaleTooOld(CardError):
    """A Vitale 1: no known way to read it directly (cards.md §1.1)."""


class VitaleComponentAbsent(CardError):
    """The licensed component is not installed on this machine (E-VIT-2).

    `card_was_read`: directly, which is no « recherche par carte Vitale » (cards.md §0.3).
    """

    def __init__(self, *, card_was_read: bool = False) -> None:
        super().__init__()
        self.card_was_read = card_was_read


class TestCardRefused(CardError):
    """A test carte Vitale was shown to a desk in production (E-VIT-9): nothing of it is kept."""

    __test__ = False


class HolderNotOnCard(CardError):
    """The chosen beneficiary does not belong to the card in the reader (E-VIT-5)."""


class VitaleAssertionTooOld(CardError):
    """The proof that the card was there is older than 20 minutes: nothing is sent (E-VIT-3)."""


class PractitionerCardError(CardError):
    """Something about the CPS."""


class PractitionerCardAbsent(PractitionerCardError):
    """No CPS in the reader (E-CPS-1)."""


class NotAPractitionerCard(PractitionerCardError):
    """The card in the CPS slot is no CPS (E-CPS-2)."""


class OtherPractitioner(PractitionerCardError):
    """The CPS belongs to someone else than the practitioner of this desk (E-CPS-3)."""


class PractitionerCardExpired(PractitionerCardError):
    """The CPS is past its validity (E-CPS-4)."""

    def __init__(self, expired_on: str) -> None:
        super().__init__(expired_on)
        self.expired_on = expired_on


class PractitionerComponentAbsent(PractitionerCardError):
    """The PKCS#11 library of the CPS is not found (E-CPS-5)."""


class PractitionerComponentFailed(PractitionerCardError):
    """The library of the CPS crashed, hung or talked nonsense; its process was ended (E-CPS-6)."""


class PinRejected(PractitionerCardError):
    """The CPS refused the code porteur (E-PIN-1, and E-PIN-2 when one try is left)."""

    def __init__(self, attempts_left: int) -> None:
        super().__init__(f"{attempts_left} attempts left")
        self.attempts_left = attempts_left


class PinBlocked(PractitionerCardError):
    """Three wrong codes: the CPS is locked (E-PIN-3)."""


class PinRequired(PractitionerCardError):
    """The session of the CPS is closed; the code must be typed again (E-PIN-4)."""


class PinMalformed(PractitionerCardError):
    """The typed code cannot be one: nothing was sent to the card."""
