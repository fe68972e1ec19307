"""Every failure the desk can name. Leaves carry facts; the French sentences live in `ui/texts.py`.

InsdeskError
├── CardError (the reader, the carte Vitale) and PractitionerCardError (the CPS)
├── InsiError (the téléservice), RuleError (identitovigilance says no)
└── StoreError (the base on disk), ExportError (a file that leaves the desk)
`Cancelled` is no error. No leaf carries a trait, a NIR, a PIN, an APDU or a SOAP body.
"""

from __future__ import annotations


class InsdeskError(Exception):
    """Root of all failures that have a French sentence."""


class Cancelled(Exception):
    """The user cancelled between two steps."""


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


class CardChanged(CardError):
    """Another card is in the reader than the one that was read (E-VIT-3)."""


class CardUnreadable(CardError):
    """The bytes of the card make no sense, or the chip does not answer (E-VIT-1)."""

    def __init__(self, reason: str = "", status_word: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.status_word = reason, status_word


class CardWithoutNumber(CardError):
    """The card reads well, but gives no number INSi could be asked with."""


class NotAVitale(CardError):
    """The card answers, but it is no carte Vitale: often a CPS in the wrong slot (E-CPS-2)."""


class VitaleTooOld(CardError):
    """A Vitale 1: no known way to read it directly (cards.md §1.1)."""


class VitaleComponentAbsent(CardError):
    """The licensed component is not installed on this machine (E-VIT-2)."""


class HolderNotOnCard(CardError):
    """The chosen beneficiary does not belong to the card in the reader (E-VIT-5)."""


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


class InsiError(InsdeskError):
    """The téléservice, or the way to it, failed. Never to be read as « not found »."""

    retryable_by_default = False

    def __init__(
        self,
        reason: str = "",
        *,
        code: str | None = None,
        severity: str | None = None,
        retryable: bool | None = None,
        message_id: str | None = None,
        user_text: str | None = None,
        technical_text: str | None = None,
    ) -> None:
        super().__init__(reason or code or type(self).__name__)
        self.code = code
        self.severity = severity
        self.retryable = self.retryable_by_default if retryable is None else retryable
        self.message_id = message_id
        self.user_text = user_text
        self.technical_text = technical_text


class InsiUnreachable(InsiError):
    """No way to the server: no network, no name, connection refused (E-NET-1)."""

    retryable_by_default = True


class InsiUntrusted(InsiError):
    """The server could not be recognised: certificate, proxy or redirect (E-NET-2)."""


class InsiClockWrong(InsiError):
    """The clock of this computer is off; INSi refuses the signature (E-NET-3)."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"clock off by {minutes} min", retryable=True)
        self.minutes = minutes


class InsiSilent(InsiError):
    """No answer within the time allowed (E-INSI-1)."""

    retryable_by_default = True


class InsiUnavailable(InsiError):
    """INSi says that it cannot answer now (E-INSI-1)."""

    retryable_by_default = True


class InsiRequestRefused(InsiError):
    """INSi refuses the content of the request (E-INSI-2); `field` names the trait when known."""

    def __init__(self, reason: str = "", *, field: str | None = None, **facts: object) -> None:
        super().__init__(reason, **facts)  # type: ignore[arg-type]
        self.field = field


class InsiAccessDenied(InsiError):
    """INSi does not accept this card or this software (E-INSI-3)."""


class InsiGarbled(InsiError):
    """The answer does not have the expected form; nothing is kept of it (E-INSI-4)."""


class InsiFault(InsiError):
    """INSi answers with a fault the desk does not know by name (E-INSI-5)."""


class RuleError(InsdeskError):
    """A rule of identitovigilance is not met."""


class InvalidTrait(RuleError):
    """A trait cannot be stored or sent as typed (rule book §3): `code` (CARACTERE_INTERDIT, …).

    `trait` is the field (`birth_name`, …) and `character` the offending one, when known.
    """

    def __init__(
        self, code: str, *, trait: str | None = None, character: str | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.trait, self.character = trait, character

    def about(self, trait: str) -> InvalidTrait:
        """The same refusal, about this field."""
        return InvalidTrait(self.code, trait=trait, character=self.character)


class InvalidMatricule(RuleError):
    """A matricule INS whose pattern or OID is not one of the rule book (IV-032)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(RuleError):
    """A transition, a guard or a use case says no; `rule` is the id of the rule book."""

    def __init__(self, rule: str, reason: str = "") -> None:
        super().__init__(f"{rule} {reason}".strip())
        self.rule = rule
        self.reason = reason


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
