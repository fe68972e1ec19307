"""No identity, no message ever reaches a log, at any level, whichever library writes it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from insdesk.errors import InsiUnavailable
from insdesk.identity.readings import Found, VitalePerson
from insdesk.identity.traits import Traits
from insdesk.insi.client import InsiClient
from insdesk.insi.transport import SecurePost

MARKS = ("DURANVAL", "TESTINI", "19810324", "1981-03-24", "1810399999000", "2B020", "ADRDEUX",
         "1810163220751", "Envelope", "SignatureValue", "phrase pour", "technique")  # fmt: skip


@pytest.fixture
def address(wire: Any) -> Any:
    """A server of this process: the first question is found, the second gets a fault."""
    replies = iter([(200, wire.found()), (500, wire.fault("insi_102"))])

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = next(replies)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/lps"
    server.shutdown()
    thread.join()
    server.server_close()


def test_logs_are_clean_at_the_lowest_level(
    address: str, card: Any, a_traits: Callable[..., Traits], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.NOTSET + 1)
    traits = a_traits(
        birth_name="DURANVAL", first_name="TESTINI", birth_date="1981-03-24", birth_place="2B020"
    )
    holder = VitalePerson(
        position=1, name_text="DURANVAL", first_name_text="TESTINI", birth_text="19810324",
        number="181039999900058",
    )  # fmt: skip
    with SecurePost(ca_bundle=None, timeout=(5, 5), allow_plain_loopback=True) as post:
        client = InsiClient(post, signer=lambda: card, address=address)
        assert isinstance(client.search_by_traits(traits), Found)
        with pytest.raises(InsiUnavailable) as caught:
            client.search_by_vitale(holder)
    written = caplog.text + str(caught.value)
    assert "INSi call 1/1: 00" in written
    assert "INSi call 1/1: InsiUnavailable" in written
    assert "urllib3" in written
    for mark in MARKS:
        assert mark not in written
