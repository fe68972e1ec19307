"""The second way to INSi: the certificate of a structure, for a search by traits without a CPS.

Search only (insi.md §7, crypto.md §1): no assertion is sent, another host is called, and nothing
in the rules takes the certificate for a card. Its password is asked once a session, taken once,
and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from insdesk.errors import OrganisationCertificateRefused
from insdesk.identity.readings import Environment, InsiAnswer, VitalePerson, VitaleReading
from insdesk.identity.traits import Traits
from insdesk.qualification.ports import CallControl
from insdesk.settings import LONGEST_FILE, Settings

if TYPE_CHECKING:
    from insdesk.insi.client import InsiClient
    from insdesk.insi.organisation import OrganisationCertificate
    from insdesk.insi.transport import SecurePost


class OnePassword:
    """What the user typed, from the window to the lane that needs it: taken once, then gone.

    Nobody waits for the window: without a password the search is refused with its sentence, and
    `wanted` is told, in the lane of the search.
    """

    def __init__(self) -> None:
        self._typed: str | None = None
        self.wanted: Callable[[], None] = lambda: None

    def give(self, password: str) -> None:
        """Any thread. The password for the next search."""
        self._typed = password

    def __call__(self) -> str:
        """Take it. Raises `OrganisationCertificateRefused` when none was given."""
        typed, self._typed = self._typed, None
        if typed is None:
            self.wanted()
            raise OrganisationCertificateRefused("MOT_DE_PASSE_ATTENDU")
        return typed


class OrganisationDoor:
    """The certificate of a structure: opened at its first use, for the session.

    `carry(address, certificate)` makes the way that shows it.
    """

    def __init__(
        self,
        file: Path,
        password: Callable[[], str],
        carry: Callable[[str | None, OrganisationCertificate], SecurePost],
        address: str | None = None,
    ) -> None:
        self._file, self._password, self._carry = file, password, carry
        self._address = address
        self._open: tuple[str, SecurePost] | None = None

    def opened(self, now: datetime) -> tuple[str, SecurePost]:
        """Who calls (first OU) and the way to INSi. Remote lane.

        Raises `OrganisationCertificateRefused`; the password is then asked again.
        """
        if self._open is None:
            from insdesk.insi.organisation import open_pkcs12

            try:
                with self._file.open("rb") as file:
                    content = file.read(LONGEST_FILE + 1)
            except OSError as problem:
                raise OrganisationCertificateRefused("ILLISIBLE") from problem
            certificate = open_pkcs12(content, self._password(), now)
            self._open = certificate.emetteur, self._carry(self._address, certificate)
        return self._open

    def address(self, environment: Environment) -> str:
        """The address set, else the usual one, whose host ends in `-tlsm`."""
        from insdesk.insi.organisation import ADDRESSES

        return self._address or ADDRESSES[environment]

    def close(self) -> None:
        """Let go of the connection and of the key."""
        opened, self._open = self._open, None
        if opened is not None:
            opened[1].close()


def organisation_door(
    current: Settings,
    password: Callable[[], str] | None,
    carry: Callable[[str | None, OrganisationCertificate], SecurePost],
) -> OrganisationDoor | None:
    """The door of these settings; None when they name no certificate, or nobody can be asked."""
    if not current.organisation_certificate or password is None:
        return None
    file = Path(current.organisation_certificate)
    return OrganisationDoor(file, password, carry, current.organisation_address or None)


class TwoWays:
    """INSi by the CPS; without its session, a search by traits goes by the certificate."""

    def __init__(
        self,
        by_card: InsiClient,
        by_certificate: Callable[[], InsiClient],
        in_session: Callable[[], bool],
    ) -> None:
        self._by_card, self._make, self._in_session = by_card, by_certificate, in_session
        self._calling = by_card

    def search_by_traits(self, traits: Traits, *, control: CallControl | None = None) -> InsiAnswer:
        """As `InsiClient`; also raises `OrganisationCertificateRefused`."""
        self._calling = self._by_card if self._in_session() else self._make()
        return self._calling.search_by_traits(traits, control=control)

    def search_by_vitale(
        self, holder: VitalePerson, *, reading: VitaleReading, control: CallControl | None = None
    ) -> InsiAnswer:
        """As `InsiClient`: the CPS alone speaks for a carte Vitale."""
        self._calling = self._by_card
        return self._calling.search_by_vitale(holder, reading=reading, control=control)

    def interrupt(self) -> None:
        """Cut the call in progress; safe from any thread."""
        self._calling.interrupt()
