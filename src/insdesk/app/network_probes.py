"""What the diagnostic looks at between this machine and INSi: way, certificate, clock.

A connection, a certificate, the time of the server: no message of the téléservice is ever sent,
nobody is asked about.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from insdesk.errors import InsdeskError
from insdesk.identity.readings import Environment
from insdesk.insi.client import ADDRESSES
from insdesk.insi.clock import CLOCK_LIMIT, gap_of
from insdesk.insi.pinned import pinned_context, system_proxies
from insdesk.qualification.diagnosis import Check, Health, Probe, Said
from insdesk.settings import LONGEST_FILE, Settings, file_problem

GOOD, BAD, UNKNOWN = Health.GOOD, Health.BAD, Health.UNKNOWN

CONNECT_S = 4.0
NO_ANCHOR = "aucune autorité de confiance n'est installée"
ANCHORS = "Indiquez les autorités IGC-Santé dans les réglages d'INSi."
REACH_FIRST = "Rétablissez d'abord la connexion, puis refaites le test."


@dataclass(frozen=True, slots=True)
class NetworkProbes:
    """Three checks of the way to INSi, through the proxy when there is one."""

    settings: Settings
    environment: Environment

    def all(self) -> Mapping[Check, Probe]:
        """By check."""
        return {
            Check.NETWORK: self.network,
            Check.SERVER: self.server,
            Check.CLOCK: self.clock,
        }

    def network(self) -> Said:
        """Whether the server's port can be reached, directly or through the proxy."""
        proxy = self._proxy
        host, port = host_of(proxy, default=3128) if proxy else host_of(self._address)
        try:
            with socket.create_connection((host, port), timeout=CONNECT_S):
                return GOOD, "joignable par le proxy" if proxy else "joignable", ""
        except OSError:
            fix = "Vérifiez la connexion à Internet, ou le proxy du réseau."
            return BAD, "proxy injoignable" if proxy else "injoignable", fix

    def server(self) -> Said:
        """Whether the server shows a certificate that our own anchors know, and until when.

        And whether the file of the certificate of a structure is there, when one is declared.
        """
        health, words, fix = self._server()
        problem = self._organisation()
        if problem is None:
            return health, words, fix
        words = f"{words} ; certificat de structure : {problem or 'présent'}"
        if not problem:
            return health, words, fix
        health = Health.WATCH if health in (GOOD, UNKNOWN) else health
        return health, words, fix or "Choisissez à nouveau ce certificat dans les réglages."

    def _organisation(self) -> str | None:
        """What is wrong with that file, without its password; None when none is declared."""
        if not self.settings.organisation_certificate:
            return None
        try:
            with Path(self.settings.organisation_certificate).open("rb") as file:
                content = file.read(LONGEST_FILE + 1)
        except (OSError, ValueError):
            return "fichier absent"
        wrong = file_problem("organisation_certificate", content)
        return "fichier qui n'est pas un certificat avec sa clé" if wrong else ""

    def _server(self) -> Said:
        if not self.settings.insi_ca_bundle:
            return UNKNOWN, NO_ANCHOR, ANCHORS
        try:
            with self._line() as line:
                secure = line.sock
                shown = secure.getpeercert() if isinstance(secure, ssl.SSLSocket) else None
                version = secure.version() if isinstance(secure, ssl.SSLSocket) else None
        except (ssl.SSLError, InsdeskError):
            fix = "Un proxy ou un antivirus déchiffre peut-être le réseau : l'appel est refusé."
            return BAD, "non reconnu", fix
        except (OSError, http.client.HTTPException):
            return UNKNOWN, "serveur injoignable", REACH_FIRST
        until = day_of(str((shown or {}).get("notAfter", "")))
        return GOOD, f"reconnu, {version or 'TLS'}, jusqu'au {until}", ""

    def clock(self) -> Said:
        """How far this clock is from the server's; asked with a bare request, no message."""
        if not self.settings.insi_ca_bundle:
            return UNKNOWN, "non comparée : serveur non reconnu", ANCHORS
        try:
            with self._line() as line:
                line.request("HEAD", "/")
                dated = line.getresponse().getheader("Date") or ""
        except (OSError, InsdeskError, http.client.HTTPException):
            return UNKNOWN, "non comparée : serveur injoignable", REACH_FIRST
        gap = gap_of(dated, datetime.now(UTC))
        if gap is None:
            return UNKNOWN, "le serveur ne donne pas l'heure", ""
        return clock_said(gap)

    @property
    def _address(self) -> str:
        return self.settings.insi_address or ADDRESSES[self.environment]

    @property
    def _proxy(self) -> str:
        return self.settings.proxy or system_proxies(self._address).get("https", "")

    @contextmanager
    def _line(self) -> Iterator[http.client.HTTPSConnection]:
        """A connection whose server was recognised. Raises `OSError`, `InsdeskError`."""
        context = pinned_context(Path(self.settings.insi_ca_bundle))
        host, port = host_of(self._address)
        near = host_of(self._proxy, default=3128) if self._proxy else (host, port)
        line = http.client.HTTPSConnection(*near, timeout=CONNECT_S, context=context)
        if self._proxy:
            line.set_tunnel(host, port)
        try:
            line.connect()
            yield line
        finally:
            line.close()


def host_of(address: str, default: int = 443) -> tuple[str, int]:
    """Host and port of an address, with or without its scheme."""
    parts = urlsplit(address if "//" in address else f"//{address}")
    return parts.hostname or "", parts.port or default


def day_of(text: str) -> str:
    """The day of a date as certificates write it."""
    try:
        seconds = ssl.cert_time_to_seconds(text)
    except ValueError:
        return "une date illisible"
    return datetime.fromtimestamp(seconds, UTC).strftime("%d/%m/%Y")


def clock_said(gap: timedelta) -> Said:
    """What a gap means for INSi."""
    minutes = round(abs(gap.total_seconds()) / 60)
    if abs(gap) <= CLOCK_LIMIT:
        return GOOD, "à l'heure", ""
    way = "avance" if gap > timedelta(0) else "retard"
    fix = "Réglez la date et l'heure automatiquement dans les réglages de ce système."
    return BAD, f"{way} de {minutes} min : INSi refusera", fix
