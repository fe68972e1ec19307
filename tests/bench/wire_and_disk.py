"""One qualification commit and one SOAP round trip, each beside its floor."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import requests
from bench_people import a_filing, some_traits
from measures import Figure, figure, paired

from insdesk.identity.readings import Environment
from insdesk.insi.client import InsiClient
from insdesk.insi.lines import Lines
from insdesk.insi.pinned import PinnedAdapter
from insdesk.insi.transport import SecurePost
from insdesk.simulator.cps import SoftwareCard
from insdesk.simulator.tls import make_certificates
from insdesk.store.database import Database
from insdesk.store.patients import Patients

COMMIT_BAR = 10.0
SOAP_BAR = 3.0
PAGE = 4096


def commit(folder: Path, runs: int = 60) -> Figure:
    """Patient + evidence + journal in one transaction, against 4 KiB appended and fdatasync."""
    database = Database.open(folder / "bench.db", Environment.DECOUVERTE)
    patients = Patients(database)
    numbers = iter(range(10_000))
    handle = os.open(folder / "floor.bin", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def floor() -> None:
        os.write(handle, b"\0" * PAGE)
        os.fdatasync(handle)

    try:
        filings = [a_filing(next(numbers)) for _ in range(runs + 1)]
        ready = iter(filings)
        values, floors = paired(lambda: patients.file(next(ready)), floor, runs)
    finally:
        os.close(handle)
        database.close()
    return figure("commit of one qualification", values, floors, COMMIT_BAR)


ANSWER = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>'
    b'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat"><CR><CodeCR>01</CodeCR>'
    b"<LibelleCR>Aucune identite trouvee</LibelleCR></CR></RESULTAT></soap:Body></soap:Envelope>"
)


class _Stub(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(ANSWER)}\r\n\r\n".encode()
        self.wfile.write(head + ANSWER)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _server() -> Iterator[tuple[str, Path]]:
    """The address of a server behind HTTPS, as INSi is, and the file of its authority."""
    with tempfile.TemporaryDirectory() as place:
        authority, context = make_certificates(Path(place) / "tls")
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Stub)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}/lps", authority
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Signer:
    """The software CPS, as the client sees the card."""

    attributes: ClassVar = {"identifiantFacturation": "991234567", "secteurActivite": "SA07"}
    qualifier = "CPS"

    def __init__(self) -> None:
        card = SoftwareCard()
        self.certificate_der = card.certificate_der
        self.national_id = card.national_id
        self.sign = card.sign


def soap(runs: int = 60) -> Figure:
    """A search by traits, signed, against `requests.Session.post` of the same bytes.

    Both speak HTTPS with the same context and send the same headers on a connection kept open.
    The signature in software stands for the card and is counted.
    """
    sent: list[tuple[dict[str, str], bytes]] = []
    signer = _Signer()
    with (
        _server() as (address, authority),
        SecurePost(ca_bundle=authority) as post,
        requests.Session() as session,
    ):
        session.trust_env = False
        session.mount("https://", PinnedAdapter(post.context, Lines()))

        def kept(to: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
            sent.append((headers, envelope))
            return post(to, headers, envelope)

        client = InsiClient(
            kept, signer=lambda: signer, address=address, clock=lambda: datetime.now(UTC)
        )
        traits = some_traits()
        client.search_by_traits(traits)

        def floor() -> None:
            headers, envelope = sent[-1]
            session.post(address, data=envelope, headers=headers, timeout=10).content  # noqa: B018

        values, floors = paired(lambda: client.search_by_traits(traits), floor, runs)
    return figure("SOAP round trip, signed", values, floors, SOAP_BAR)
