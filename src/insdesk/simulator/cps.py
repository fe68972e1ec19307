"""A CPS in software: key, certificate, code porteur. Fits `insdesk.cards.cps.CpsModule`.

The key protects nothing and belongs to nobody: it exists so that every message is really signed.
It is made at the first use, since that takes a tenth of a second.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from insdesk.errors import PinBlocked, PinRejected, PinRequired, PractitionerCardAbsent
from insdesk.identity.practitioner import CardKind, PractitionerReading
from insdesk.simulator.chip import ATR_CPS4

PIN = "1234"
"""The code porteur of every simulated CPS."""

TRIES = 3
"""Wrong codes before the card is locked (cards.md §2.5)."""

ISSUER = "TEST AC INSDESK SIMULATEUR"
"""Begins as the test hierarchies do; chains to nothing."""

CARD_TYPE = x509.ObjectIdentifier("1.2.250.1.71.1.2.2")
_TYPE_CODES = {
    CardKind.CPS: 0,
    CardKind.CPF: 1,
    CardKind.CPE: 2,
    CardKind.CDE: 2,
    CardKind.CPA: 3,
}


class SoftwareCard:
    """One CPS: its holder, its tries, its key. It keeps its tries when it leaves the reader."""

    def __init__(
        self,
        *,
        name: str = "EXEMPLE",
        first_name: str = "Maud",
        national_id: str = "899700000017",
        profession: str = "Médecin",
        kind: CardKind = CardKind.CPS,
        valid_days: int = 900,
        atr: bytes = ATR_CPS4,
    ) -> None:
        self.name = name
        self.first_name = first_name
        self.national_id = national_id
        self.profession = profession
        self.kind = kind
        self.atr = atr
        self.tries_left = TRIES
        self._not_after = datetime.now(UTC).replace(microsecond=0) + timedelta(days=valid_days)
        self._serial = x509.random_serial_number()
        self._making = threading.Lock()
        self._made: tuple[rsa.RSAPrivateKey, bytes] | None = None

    @property
    def reading(self) -> PractitionerReading:
        """What the card tells without its code."""
        return PractitionerReading(
            national_id=self.national_id,
            name=self.name,
            first_name=self.first_name,
            profession="médecin généraliste" if self.profession == "Médecin" else self.profession,
            kind=self.kind,
            not_after=self._not_after.date().isoformat(),
            card_number=f"SIMU{self.national_id}",
            certificate_serial=f"{self._serial:x}",
            generation="CPS4",
            is_test=True,
        )

    @property
    def certificate_der(self) -> bytes:
        """The signature certificate."""
        return self._pair()[1]

    def try_pin(self, pin: str) -> None:
        """Compare the code. Raises `PinBlocked` when locked or by the last try, `PinRejected`."""
        if self.tries_left == 0:
            raise PinBlocked
        if pin == PIN:
            self.tries_left = TRIES
            return
        self.tries_left -= 1
        if self.tries_left == 0:
            raise PinBlocked
        raise PinRejected(self.tries_left)

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5 over the SHA-256 of `data`."""
        return self._pair()[0].sign(data, padding.PKCS1v15(), hashes.SHA256())

    def _pair(self) -> tuple[rsa.RSAPrivateKey, bytes]:
        with self._making:
            if self._made is None:
                key = rsa.generate_private_key(65537, 2048)
                self._made = key, self._certificate(key.public_key())
            return self._made

    def _certificate(self, public_key: rsa.RSAPublicKey) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(self._subject())
            .issuer_name(_name((NameOID.COUNTRY_NAME, "FR"), (NameOID.COMMON_NAME, ISSUER)))
            .public_key(public_key)
            .serial_number(self._serial)
            .not_valid_before(self._not_after - timedelta(days=3 * 365))
            .not_valid_after(self._not_after)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
            .add_extension(_signature_only(), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
        )
        if self.kind in _TYPE_CODES:
            code = bytes((0x02, 0x01, _TYPE_CODES[self.kind]))
            extension = x509.UnrecognizedExtension(CARD_TYPE, code)
            builder = builder.add_extension(extension, critical=False)
        # The issuer's key is thrown away: nothing can ever be issued beside this card.
        issued = builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
        return issued.public_bytes(serialization.Encoding.DER)

    def _subject(self) -> x509.Name:
        """C, T, and one multi-valued part SN + GN + CN, as on real cards (cards.md §2.4)."""
        holder = x509.RelativeDistinguishedName(
            [
                x509.NameAttribute(NameOID.GIVEN_NAME, self.first_name.upper()),
                x509.NameAttribute(NameOID.COMMON_NAME, self.national_id),
                x509.NameAttribute(NameOID.SURNAME, self.name),
            ]
        )
        parts = _name((NameOID.COUNTRY_NAME, "FR"), (NameOID.TITLE, self.profession)).rdns
        return x509.Name([*parts, holder])


class SoftwareCps:
    """The module of the CPS slot: whatever card is in it now. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._card: SoftwareCard | None = None
        self._is_open = False

    def put(self, card: SoftwareCard | None) -> None:
        """Put `card` in the slot, or empty it; either way the session is gone."""
        with self._lock:
            self._card, self._is_open = card, False

    def identify(self) -> PractitionerReading:
        """Who holds the card in the slot. Raises `PractitionerCardAbsent`."""
        with self._lock:
            return self._present().reading

    def open(self, pin: str) -> None:
        """Give the code once. Raises `PinRejected` with the tries left, `PinBlocked`."""
        with self._lock:
            self._is_open = False
            self._present().try_pin(pin)
            self._is_open = True

    def sign(self, data: bytes) -> bytes:
        """Sign `data`. Raises `PinRequired` when the code was not given to this card."""
        with self._lock:
            card = self._present()
            if not self._is_open:
                raise PinRequired
            return card.sign(data)

    def close(self) -> None:
        """Forget the session."""
        with self._lock:
            self._is_open = False

    def interrupt(self) -> None:
        """Nothing waits: this reader has no keypad."""

    @property
    def keypad(self) -> bool:
        """The simulated reader has none."""
        return False

    @property
    def tries_left(self) -> int | None:
        """Tries that the card in the slot still allows; None when none was lost."""
        with self._lock:
            left = self._card.tries_left if self._card is not None else TRIES
            return left if left < TRIES else None

    @property
    def certificate_der(self) -> bytes:
        """The signature certificate of the card in the slot."""
        with self._lock:
            return self._present().certificate_der

    def _present(self) -> SoftwareCard:
        if self._card is None:
            raise PractitionerCardAbsent
        return self._card


def _name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def _signature_only() -> x509.KeyUsage:
    """Non-repudiation alone, as on the signature certificate of a real card (insi.md §7.1)."""
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
