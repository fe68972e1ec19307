"""A CPS module of one page: one code, three tries, no cryptography."""

from __future__ import annotations

from insdesk.errors import PinBlocked, PinRejected, PractitionerCardAbsent
from insdesk.identity.practitioner import CardKind, PractitionerReading

CODE = "1234"
TRIES = 3


class FakeModule:
    """Fits `CpsModule`; remembers what it was given."""

    certificate_der = b"certificate"

    def __init__(self, not_after: str = "2030-12-31", kind: CardKind = CardKind.CPS) -> None:
        self.not_after = not_after
        self.kind = kind
        self.codes: list[str] = []
        self.identified = 0
        self.closed = 0
        self.breaks = False
        self.keypad = False
        self.tries_left: int | None = None
        self.interrupted = 0
        self.fails_at_code: type[Exception] | None = None
        self._wrong = 0

    def identify(self) -> PractitionerReading:
        self.identified += 1
        return PractitionerReading(
            national_id="899700000001",
            name="EXEMPLE",
            first_name="Maud",
            profession="Médecin",
            kind=self.kind,
            not_after=self.not_after,
        )

    def open(self, pin: str) -> None:
        self.codes.append(pin)
        if self.fails_at_code is not None:
            raise self.fails_at_code
        if pin != CODE and not self.keypad:
            self._wrong += 1
            if self._wrong >= TRIES:
                raise PinBlocked
            raise PinRejected(TRIES - self._wrong)
        self._wrong = 0

    def interrupt(self) -> None:
        self.interrupted += 1

    def sign(self, data: bytes) -> bytes:
        if self.breaks:
            raise PractitionerCardAbsent
        return b"signed:" + data

    def close(self) -> None:
        self.closed += 1
