"""The téléservice and the way to it."""

from __future__ import annotations

from enum import Enum

from insdesk.errors.base import InsdeskError


class Family(Enum):
    """What a fault is about, hence what can be done."""

    CONFIGURATION = "autorisation du logiciel ou de la carte"
    CONTENT = "contenu de la demande"
    TEMPORARY = "service indisponible"
    UNKNOWN = "inconnue"


class InsiError(InsdeskError):
    """The téléservice, or the way to it, failed. Never to be read as « not found »."""

    retryable_by_default = False
    family: Family | None = None
    """What a fault is about: said by the table of faults, for codes it lists or not."""
    codes: tuple[str, ...] = ()
    """Every code that INSi gave, its own then those of the gateway, as sent."""

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
        self.code, self.severity, self.message_id = code, severity, message_id
        self.retryable = self.retryable_by_default if retryable is None else retryable
        self.user_text, self.technical_text = user_text, technical_text


class InsiUnreachable(InsiError):
    """No way to the server: no network, no name, connection refused (E-NET-1)."""

    retryable_by_default = True


class InsiUntrusted(InsiError):
    """The server could not be recognised: certificate, proxy or redirect (E-NET-2)."""


class OrganisationCertificateRefused(InsiError):
    """The software certificate cannot serve; `reason` says why (E-NET-4)."""


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

    family = Family.TEMPORARY
    retryable_by_default = True


class InsiRequestRefused(InsiError):
    """INSi refuses the content of the request (E-INSI-2); `field` names the trait when known."""

    family = Family.CONTENT

    def __init__(self, reason: str = "", *, field: str | None = None, **facts: object) -> None:
        super().__init__(reason, **facts)  # type: ignore[arg-type]
        self.field = field


class InsiAccessDenied(InsiError):
    """INSi does not accept this card or this software (E-INSI-3)."""

    family = Family.CONFIGURATION


class InsiGarbled(InsiError):
    """The answer does not have the expected form; nothing is kept of it (E-INSI-4)."""


class InsiFault(InsiError):
    """INSi answers with a fault the desk does not know by name (E-INSI-5)."""
