"""A call cut while it waits, the clock of the server, the proxy of the system (§7.4–7.5)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from insi_servers import Handler, Pki

from insdesk.errors import (
    Cancelled,
    InsiAccessDenied,
    InsiClockWrong,
    InsiError,
    InsiFault,
    InsiUnavailable,
)
from insdesk.identity.traits import Traits
from insdesk.insi.client import InsiClient
from insdesk.insi.pinned import system_proxies
from insdesk.insi.transport import SecurePost

HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}


@pytest.mark.parametrize("begun", [False, True], ids=["before the answer", "in the answer"])
def test_a_call_is_cut_from_another_thread(begun: bool, pki: Pki, serve: Any) -> None:
    arrived, released = threading.Event(), threading.Event()

    def hold(handler: Handler) -> None:
        if begun:
            handler.reply(200, b"<debut", announced=100)
        arrived.set()
        released.wait(20)
        handler.close_connection = True

    server = serve(hold, pki.context(["127.0.0.1"]))
    ended: list[BaseException] = []
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 20)) as post:

        def call() -> None:
            try:
                post(server.address, HEADERS, b"<a/>")
            except (Cancelled, InsiError) as problem:
                ended.append(problem)

        caller = threading.Thread(target=call)
        caller.start()
        assert arrived.wait(20)
        cut_at = time.monotonic()
        post.interrupt()
        caller.join(15)
        waited = time.monotonic() - cut_at
        released.set()
        assert [type(one) for one in ended] == [Cancelled]
        assert waited < 15  # not the 20 s of the limit


def test_the_next_call_after_an_interruption_goes_through(pki: Pki, serve: Any) -> None:
    server = serve(lambda handler: handler.reply(200, b"<bon/>"), pki.context(["127.0.0.1"]))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        post.interrupt()
        assert post(server.address, HEADERS, b"<a/>") == (200, b"<bon/>")
        post.interrupt()
        assert post(server.address, HEADERS, b"<a/>") == (200, b"<bon/>")


def dated(gap: timedelta) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Date", format_datetime(datetime.now(UTC) - gap, usegmt=True))
        handler.send_header("Content-Length", "3")
        handler.end_headers()
        handler.wfile.write(b"<a>")

    return answer


@pytest.mark.parametrize("minutes", [-90, -7, 0, 7, 90])
def test_the_gap_to_the_clock_of_the_server_is_measured(minutes: int, pki: Pki, serve: Any) -> None:
    server = serve(dated(timedelta(minutes=minutes)), pki.context(["127.0.0.1"]))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        assert post.clock_gap is None
        post(server.address, HEADERS, b"<a/>")
        assert post.clock_gap is not None
        assert abs(post.clock_gap - timedelta(minutes=minutes)) < timedelta(seconds=30)


@pytest.mark.parametrize("date", ["", "hier", "Mon, 99 Foo 2026 10:00:00 GMT", "\xe9"])
def test_a_date_that_is_none_measures_nothing(date: str, pki: Pki, serve: Any) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Date", date)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server = serve(answer, pki.context(["127.0.0.1"]))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        post(server.address, HEADERS, b"<a/>")
        assert post.clock_gap is None


class DatedPost:
    """A way to INSi that answers one recorded fault and knows the gap of the clocks."""

    def __init__(self, body: bytes, gap: timedelta | None) -> None:
        self.body, self.clock_gap = body, gap

    def __call__(self, _address: str, _headers: dict[str, str], _sent: bytes) -> tuple[int, bytes]:
        return 500, self.body


def fault(code: str, role: str, subcode: str) -> bytes:
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault>'
        f"<s:Code><s:Value>s:{role}</s:Value><s:Subcode><s:Value>s:{subcode}</s:Value></s:Subcode>"
        '</s:Code><s:Reason><s:Text xml:lang="fr">non</s:Text></s:Reason><s:Detail>'
        f'<e:Erreur xmlns:e="urn:siram" severite="erreur" code="{code}">non</e:Erreur>'
        "</s:Detail></s:Fault></s:Body></s:Envelope>"
    ).encode()


REFUSED = fault("desir_550", "Sender", "siram_100")
UNKNOWN = fault("soap_999", "Sender", "autre")
CONTENT = fault("insi_20", "Sender", "siram_10")
DOWN = fault("insi_111", "Receiver", "siram_40")


def traits() -> Traits:
    return Traits.from_text(
        birth_name="FICTIF",
        first_name="MAUD",
        first_names=None,
        birth_date="1980-01-01",
        sex="F",
        birth_place=None,
    )


@pytest.mark.parametrize(
    ("body", "minutes", "leaf"),
    [
        (REFUSED, 7, InsiAccessDenied),
        (UNKNOWN, -7, InsiClockWrong),
        (CONTENT, 7, InsiFault),
        (REFUSED, 1, InsiAccessDenied),
        (REFUSED, None, InsiAccessDenied),
        (DOWN, 7, InsiUnavailable),
    ],
)
def test_a_refusal_without_a_reason_is_about_the_clock(
    body: bytes, minutes: int | None, leaf: type[InsiError]
) -> None:
    gap = None if minutes is None else timedelta(minutes=minutes)
    with pytest.raises(leaf) as caught:
        InsiClient(DatedPost(body, gap)).search_by_traits(traits())
    if isinstance(caught.value, InsiClockWrong):
        assert caught.value.minutes == minutes
        assert caught.value.code == "soap_999"


def test_the_client_cuts_through_to_the_way_to_insi() -> None:
    cut: list[bool] = []

    class Way(DatedPost):
        def interrupt(self) -> None:
            cut.append(True)

    InsiClient(Way(DOWN, None)).interrupt()
    InsiClient(DatedPost(DOWN, None)).interrupt()  # the simulator has nothing to cut
    assert cut == [True]


def test_the_proxy_of_the_system_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "https" not in system_proxies("https://insi.example/lps")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    assert system_proxies("https://insi.example/lps")["https"] == "http://127.0.0.1:3128"
    monkeypatch.setenv("no_proxy", "insi.example")
    assert system_proxies("https://insi.example/lps") == {}
