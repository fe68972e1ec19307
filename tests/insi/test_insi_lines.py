"""Answers no web server would give, slow or wrong, and calls cut at any moment (§7.4–7.5)."""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from insi_raw import OK, Play, RawServer, says, trickles
from insi_servers import Pki

from insdesk.errors import (
    Cancelled,
    InsiError,
    InsiGarbled,
    InsiSilent,
    InsiUnreachable,
    InsiUntrusted,
)
from insdesk.insi.transport import SecurePost

HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}
Begin = Callable[..., RawServer]


@pytest.fixture
def raw(pki: Pki) -> Iterator[Begin]:
    servers: list[RawServer] = []

    def begin(play: Play, *, secure: bool = True) -> RawServer:
        server = RawServer(play, pki.context(["127.0.0.1"]) if secure else None)
        servers.append(server)
        return server

    yield begin
    for server in servers:
        server.close()


def headed(head: bytes, body: bytes = b"<bon/>") -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked"
PACKED = gzip.compress(b"<bon/>")
BOMB = gzip.compress(b"x" * 50_000_000)


@pytest.mark.parametrize(
    "answer",
    [
        OK,
        headed(b"X: sans longueur"),
        headed(CHUNKED, b"2\r\n<b\r\n4\r\non/>\r\n0\r\n\r\n"),
        headed(b"Content-Encoding: gzip\r\nContent-Length: %d" % len(PACKED), PACKED),
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK,
    ],
)
def test_an_answer_in_another_dress(answer: bytes, raw: Begin, pki: Pki) -> None:
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        assert post(raw(says(answer)).address, HEADERS, b"<a/>") == (200, b"<bon/>")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (headed(b"Content-Length: 60"), InsiGarbled),
        (headed(b"Content-Length: 6\r\nContent-Length: 7"), InsiGarbled),
        (headed(b"Content-Length: 20000000", b"x" * 20_000_000), InsiGarbled),
        (headed(b"Content-Encoding: gzip\r\nContent-Length: %d" % len(BOMB), BOMB), InsiGarbled),
        (headed(b"Content-Encoding: gzip\r\nContent-Length: 6"), InsiGarbled),
        (headed(CHUNKED, b"zz\r\n<bon/>\r\n0\r\n\r\n"), InsiGarbled),
        (headed(CHUNKED, b"-6\r\n<bon/>\r\n0\r\n\r\n"), InsiGarbled),
        (headed(CHUNKED, b"FFFFFFFFFFFF\r\n<bon/>"), InsiGarbled),
        (headed(CHUNKED, b"6\r\n<bon/>\r\n"), InsiGarbled),
        (headed(b"X: " + b"y" * 100_000), InsiUnreachable),
        (headed(b"\r\n".join(b"X%d: y" % one for one in range(200))), InsiUnreachable),
        (b"HTTP/1.1 abc\r\n\r\n", InsiUnreachable),
        (b"<bon/>", InsiUnreachable),
        (b"", InsiUnreachable),
    ],
)
def test_what_is_no_answer(answer: bytes, kind: type[InsiError], raw: Begin, pki: Pki) -> None:
    server = raw(says(answer))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post, pytest.raises(kind) as caught:
        post(server.address, HEADERS, b"<a/>")
    assert type(caught.value) is kind
    assert server.requests == 1, "never sent twice by itself"


@pytest.mark.parametrize(
    ("head", "byte"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"HTTP/1.1 102 Processing\r\n", b"\r\nHTTP/1.1 102 P\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["status", "headers", "before the answer", "body", "chunks"],
)
def test_a_server_that_trickles_holds_no_call(
    head: bytes, byte: bytes, raw: Begin, pki: Pki
) -> None:
    """Each read is quick enough; the whole is not."""
    with SecurePost(ca_bundle=pki.ca, timeout=(0.5, 0.5)) as post, pytest.raises(InsiSilent):
        post(raw(trickles(head, byte)).address, HEADERS, b"<a/>")


def test_an_idle_connection_that_the_server_closed_is_no_error(raw: Begin, pki: Pki) -> None:
    server = raw(says(OK))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        for _ in range(4):
            assert post(server.address, HEADERS, b"<a/>") == (200, b"<bon/>")
            server.arrived.clear()
    assert (server.connections, server.requests) == (4, 4)


def test_a_request_received_is_not_sent_again_on_another_connection(raw: Begin, pki: Pki) -> None:
    def play(server: RawServer, line: socket.socket) -> None:
        server.read(line)
        line.sendall(OK)
        server.read(line)  # and leaves without a word

    server = raw(play)
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        post(server.address, HEADERS, b"<a/>")
        with pytest.raises(InsiUnreachable):
            post(server.address, HEADERS, b"<a/>")
        assert server.requests == 2
        assert post(server.address, HEADERS, b"<a/>") == (200, b"<bon/>")


def test_the_limit_of_a_slow_answer_is_not_that_of_the_next(raw: Begin, pki: Pki) -> None:
    def play(server: RawServer, line: socket.socket) -> None:
        while server.read(line):
            line.sendall(OK)

    server = raw(play)
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        for _ in range(3):
            post(server.address, HEADERS, b"<a/>")
        [line] = [one.sock for one in post._lines._open if one.sock is not None]
        assert line.gettimeout() == 5
    assert server.connections == 1


def cut(post: SecurePost, address: str, moment: Callable[[], object]) -> float:
    """Call, wait for `moment`, interrupt; how long the caller was still held."""
    ended: list[BaseException] = []

    def call() -> None:
        try:
            post(address, HEADERS, b"<a/>")
        except (Cancelled, InsiError) as problem:
            ended.append(problem)

    caller = threading.Thread(target=call)
    caller.start()
    moment()
    at = time.monotonic()
    post.interrupt()
    caller.join()
    assert [type(one) for one in ended] == [Cancelled]
    assert post._lines._dialled == []
    return time.monotonic() - at


def holds(server: RawServer, line: socket.socket) -> None:
    line.recv(1)
    server.arrived.set()
    server.released.wait(30)


@pytest.mark.parametrize("by_proxy", [False, True], ids=["handshake", "proxy"])
def test_a_call_is_cut_while_the_connection_is_made(by_proxy: bool, raw: Begin, pki: Pki) -> None:
    server = raw(holds, secure=False)
    proxies = {"https": server.proxy} if by_proxy else None
    with SecurePost(ca_bundle=pki.ca, timeout=(25, 25), proxies=proxies) as post:
        held = cut(post, server.address, lambda: server.arrived.wait(20))
    assert held < 20, "not its own limit"


@pytest.mark.skipif(sys.platform != "linux", reason="a full queue of connections is Linux's own")
def test_a_call_is_cut_while_nobody_opens(pki: Pki) -> None:
    others: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        for _ in range(4):
            other = socket.socket()
            other.setblocking(False)
            other.connect_ex(address)
            others.append(other)
        with SecurePost(ca_bundle=pki.ca, timeout=(25, 25)) as post:

            def dialling() -> None:
                while not post._lines._dialled:
                    threading.Event().wait(0.01)

            held = cut(post, f"https://127.0.0.1:{address[1]}/lps", dialling)
        for other in others:
            other.close()
    assert held < 20, "not its own limit"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 407 Auth\r\nContent-Length: 0\r\n\r\n", InsiUntrusted),
        (b"HTTP/1.1 502 Bad\r\n\r\n<html>", InsiUntrusted),
        (b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/\r\n\r\n", InsiUntrusted),
        (b"HTTP/1.1 200 OK\r\n\r\nn'importe quoi", InsiUntrusted),
        (b"n'importe quoi\r\n\r\n", InsiUnreachable),
        (b"", InsiUnreachable),
    ],
)
def test_a_proxy_that_does_not_carry(
    answer: bytes, kind: type[InsiError], raw: Begin, pki: Pki
) -> None:
    server = raw(says(answer), secure=False)
    with (
        SecurePost(ca_bundle=pki.ca, timeout=(5, 5), proxies={"https": server.proxy}) as post,
        pytest.raises(kind) as caught,
    ):
        post("https://127.0.0.1:443/lps", HEADERS, b"<a/>")
    assert type(caught.value) is kind
    assert server.requests == 1


@pytest.mark.parametrize("form", ["127.0.0.1:{}", "localhost:{}", "http://localhost:{}/"])
def test_a_proxy_named_in_any_form_is_asked(form: str, raw: Begin, pki: Pki) -> None:
    server = raw(says(b"HTTP/1.1 502 Bad\r\n\r\n"), secure=False)
    proxies = {"https": form.format(server.port)}
    with (
        SecurePost(ca_bundle=pki.ca, timeout=(5, 5), proxies=proxies) as post,
        pytest.raises(InsiUntrusted),
    ):
        post("https://insi.invalid:443/lps", HEADERS, b"<a/>")
    assert server.requests == 1


@pytest.mark.parametrize("asked", [ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_asks_who_calls(
    asked: ssl.VerifyMode, version: ssl.TLSVersion, pki: Pki
) -> None:
    """The CPS way shows no certificate: where one is required, the call is refused."""
    context = pki.context(["127.0.0.1"])
    context.verify_mode = asked
    context.load_verify_locations(pki.ca)
    context.minimum_version = context.maximum_version = version
    server = RawServer(says(OK), context)
    try:
        with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
            if asked is ssl.CERT_OPTIONAL:
                assert post(server.address, HEADERS, b"<a/>")[0] == 200
            else:
                # TLS 1.3 says it after the handshake: a reset may come before the alert.
                with pytest.raises((InsiUntrusted, InsiUnreachable)):
                    post(server.address, HEADERS, b"<a/>")
        assert server.requests == (1 if asked is ssl.CERT_OPTIONAL else 0)
    finally:
        server.close()


def test_the_surroundings_change_no_trust(
    raw: Begin, pki: Pki, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(pki.ca))
    monkeypatch.setenv("SSLKEYLOGFILE", f"{tmp_path}/cles")
    server = raw(says(OK))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        assert post(server.address, HEADERS, b"<a/>")[0] == 200
        assert post.context.keylog_filename is None
    with SecurePost(ca_bundle=pki.other, timeout=(5, 5)) as post, pytest.raises(InsiUntrusted):
        post(server.address, HEADERS, b"<a/>")
