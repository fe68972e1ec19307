"""One CPS seen through PKCS#11: what it shows without its code, its session, its signature.

Runs only in the process of the library. Raises `Trouble` and nothing else for what a card or its
library may do (crypto.md §5: after a removal the handles die with many different errors).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pkcs11
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as refused

from insdesk.cards.cryptolib.wire import Fault

SIGNATURE = 0x10
"""Last byte of `CKA_ID` of the objects of the signature pair (cards.md §2.3)."""

PUBLIC_DATA = ("CPS_ID_CARD", "CPS_NAME_PS", "CPS_INFO_PS")
SITUATIONS = tuple(f"CPS_ACTIVITY_{rank:02d}_PS" for rank in range(1, 17))
"""Their numbers may have holes."""

LARGEST = 16 * 1024
"""Bytes of one object: those of a card are a hundred times smaller. A larger one is left out."""

_PIN = (refused.PinIncorrect, refused.PinInvalid)
_GONE = (
    refused.DeviceRemoved,
    refused.DeviceError,
    refused.TokenNotPresent,
    refused.TokenNotRecognised,
    refused.NoSuchToken,
    refused.SessionHandleInvalid,
    refused.SessionClosed,
    refused.ObjectHandleInvalid,
    refused.UserNotLoggedIn,
    refused.NoSuchKey,
    refused.GeneralError,
)


class Trouble(Exception):
    """The card or its library says no; `left` counts the tries that stay, None if unknown."""

    def __init__(self, fault: Fault, left: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault, self.left = fault, left


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except refused.PinLocked as problem:
        raise Trouble(Fault.PIN_BLOCKED, 0) from problem
    except refused.PinLenRange as problem:
        raise Trouble(Fault.PIN_MALFORMED) from problem
    except refused.FunctionCancelled as problem:
        raise Trouble(Fault.CANCELLED) from problem
    except _GONE as problem:
        raise Trouble(Fault.ABSENT) from problem
    except refused.PKCS11Error as problem:
        raise Trouble(Fault.BROKEN) from problem


class Token:
    """The card now in a reader of the library. One thread; one session at most, always closed."""

    def __init__(self, library: str) -> None:
        try:
            self._library = pkcs11.lib(library)
        except (refused.PKCS11Error, RuntimeError, OSError) as problem:
            raise Trouble(Fault.NO_LIBRARY) from problem
        self._session: Any = None
        self._key: Any = None

    @property
    def version(self) -> tuple[int, int]:
        """Version of the library."""
        major, minor = self._library.library_version
        return int(major), int(minor)

    def certificates(self) -> dict[int, bytes]:
        """DER of the certificates by pair; no code is needed."""
        found = {}
        for key_id, value in self._objects(ObjectClass.CERTIFICATE, Attribute.ID):
            if key_id and value:
                found[key_id[-1]] = value
        return found

    def data(self, labels: tuple[str, ...]) -> dict[str, bytes]:
        """The data objects that show themselves now, by label."""
        found = {}
        for said, value in self._objects(ObjectClass.DATA, Attribute.LABEL):
            label = str(said).strip()
            if label in labels:
                found[label] = value
        return found

    def facts(self) -> dict[str, object]:
        """Model, serial number, keypad, tries left: what the library tells of the card."""
        with _translated():
            token = self._present()
            flags = token.flags
            return {
                "model": str(token.model or "").strip(),
                "serial": _serial(token),
                "keypad": bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
                "left": tries_left(flags),
            }

    def open(self, code: str | None, serial: str) -> None:
        """Give the code once, or let the keypad of the reader ask for it (`code` None).

        Only to the card of this serial number, when one is given: no other loses a try.
        """
        self.close()
        with _translated():
            token = self._present(serial)
            if tries_left(token.flags) == 0:
                raise Trouble(Fault.PIN_BLOCKED, 0)
            given = pkcs11.PROTECTED_AUTH if code is None else code
            try:
                self._session = token.open(user_pin=given)
            except _PIN as problem:
                left = tries_left(self._present(serial).flags)
                fault = Fault.PIN_BLOCKED if left == 0 else Fault.PIN_WRONG
                raise Trouble(fault, left) from problem
        with self._in_session():
            self._key = self._signature_key()

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5 over SHA-256; the hash is ended by the card itself (crypto.md §2)."""
        if self._key is None:
            raise Trouble(Fault.PIN_NEEDED)
        with self._in_session():
            return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))

    def close(self) -> None:
        """Forget the session: a forgotten one would keep the card open for everybody (P7)."""
        session, self._session, self._key = self._session, None, None
        if session is not None:
            with suppress(refused.PKCS11Error):
                session.close()

    def _signature_key(self) -> Any:
        for one in self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}):
            key_id = one[Attribute.ID]
            if key_id and key_id[-1] == SIGNATURE:
                return one
        raise Trouble(Fault.NOT_A_CPS)

    @contextmanager
    def _in_session(self) -> Iterator[None]:
        """A session that met trouble is dropped: what comes next asks for the code again."""
        try:
            with _translated():
                yield
        except Trouble:
            self.close()
            raise

    def _objects(self, kind: ObjectClass, name: Attribute) -> list[tuple[Any, bytes]]:
        """One attribute and the value of each object of a kind; those that do not read left out."""
        with self._in_session(), self._looking() as session:
            found = (_read(one, name) for one in session.get_objects({Attribute.CLASS: kind}))
            return [pair for pair in found if pair is not None]

    @contextmanager
    def _looking(self) -> Iterator[Any]:
        """The open session, or one without code that is closed at once."""
        if self._session is not None:
            yield self._session
            return
        with self._present().open() as session:
            yield session

    def _present(self, serial: str = "") -> Any:
        found = [slot.get_token() for slot in self._library.get_slots(token_present=True)]
        cards = [one for one in found if one.flags & TokenFlag.TOKEN_INITIALIZED]
        if serial:
            cards = [one for one in cards if _serial(one) == serial]
        if not cards:
            raise Trouble(Fault.ABSENT)
        return cards[0]


def _read(one: Any, name: Attribute) -> tuple[Any, bytes] | None:
    try:
        told, value = one[name], bytes(one[Attribute.VALUE])
    except _GONE:
        raise
    except (refused.PKCS11Error, ValueError, TypeError):
        return None  # a label in no known writing, an attribute that is not there
    return (told, value) if len(value) <= LARGEST else None


def _serial(token: Any) -> str:
    return bytes(token.serial).decode("ascii", "replace").strip(" \0")


def tries_left(flags: TokenFlag) -> int | None:
    """Tries left as the flags tell: 0 locked, 1 last, 2 after a wrong one, None when untouched."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return 0
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return 1
    return 2 if flags & TokenFlag.USER_PIN_COUNT_LOW else None
