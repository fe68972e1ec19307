"""The real way to a server, against servers of this process (insi.md §7.4–7.5, crypto.md §5)."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from insi_servers import Handler, Pki

from insdesk.errors import InsiGarbled, InsiSilent, InsiUnreachable, InsiUntrusted
from insdesk.insi.pinned import is_loopback, pinned_context
from insdesk.insi.transport import SecurePost

HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}
PATIENT = (5.0, 5.0)


@pytest.fixture
def post(pki: Pki) -> Iterator[SecurePost]:
    with SecurePost(
        ca_bundle=pki.ca, timeout=PATIENT, user_agent="insdesk/1.0", allow_plain_loopback=True
    ) as post:
        yield post


def ok(handler: Handler) -> None:
    handler.reply(200, b"<bon/>")


def test_our_authority_is_accepted_and_nothing_is_merged_into_it(
    pki: Pki, serve: Any, post: SecurePost
) -> None:
    server = serve(ok, pki.context(["127.0.0.1"]))
    for _ in range(2):
        assert post(server.address, HEADERS, b"<a/>") == (200, b"<bon/>")
    assert len(post.context.get_ca_certs()) == 1
    headers, received = server.seen[0]
    assert received == b"<a/>"
    assert headers["User-Agent"] == "insdesk/1.0"
    assert headers["Content-Type"] == HEADERS["Content-Type"]
    assert "SOAPAction" not in headers
    post.close()


def test_each_request_is_what_requests_itself_would_send(
    pki: Pki, serve: Any, post: SecurePost
) -> None:
    asked: list[str] = []

    def note(handler: Handler) -> None:
        asked.append(handler.path)
        ok(handler)

    server = serve(note, pki.context(["127.0.0.1"]))
    with requests.Session() as plain:
        plain.trust_env, plain.verify = False, str(pki.ca)
        plain.headers.clear()
        plain.headers.update({"User-Agent": "insdesk/1.0", "Accept-Encoding": "identity"})
        for body in (b"<un/>", "<été/>".encode(), b""):
            for kind in ("a", "b"):
                headers = {"Content-Type": kind}
                for address in (server.address, f"{server.address}/autre?x=1"):
                    post(address, headers, body)
                    plain.post(address, data=body, headers=headers, timeout=5)
                    ours, theirs = server.seen[-2:]
                    assert ours == theirs
                    assert ours[1] == body
                    assert asked[-2] == asked[-1]
    assert {*asked} == {"/lps", "/lps/autre?x=1"}


def test_a_cookie_goes_back_to_who_gave_it(serve: Any, post: SecurePost) -> None:
    names = iter(["un", "deux", "trois"])
    server = serve(
        lambda handler: handler.reply(200, b"", **{"Set-Cookie": f"noeud={next(names)}; Path=/"})
    )
    for _ in range(3):
        post(server.address, HEADERS, b"<a/>")
    assert [headers.get("Cookie") for headers, _ in server.seen] == [None, "noeud=un", "noeud=deux"]


@pytest.mark.parametrize("bundle", ["other", None])
def test_another_authority_is_refused(bundle: str | None, pki: Pki, serve: Any) -> None:
    server = serve(ok, pki.context(["127.0.0.1"]))
    anchors = pki.other if bundle else None
    with SecurePost(ca_bundle=anchors, timeout=PATIENT) as post:
        with pytest.raises(InsiUntrusted):
            post(server.address, HEADERS, b"<a/>")
        assert len(post.context.get_ca_certs()) == (1 if bundle else 0)
    assert server.seen == []


@pytest.mark.parametrize("hosts", [["localhost"], []])
def test_another_name_is_refused(hosts: list[str], pki: Pki, serve: Any, post: SecurePost) -> None:
    server = serve(ok, pki.context(hosts))
    with pytest.raises(InsiUntrusted):
        post(server.address, HEADERS, b"<a/>")
    assert server.seen == []


def test_the_environment_is_not_trusted(
    pki: Pki, serve: Any, post: SecurePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pki.other))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    server = serve(ok, pki.context(["127.0.0.1"]))
    assert post(server.address, HEADERS, b"<a/>")[0] == 200


def test_old_tls_is_refused() -> None:
    assert pinned_context(None).minimum_version is ssl.TLSVersion.TLSv1_2
    assert pinned_context(None).check_hostname


def test_unreadable_anchors_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_bytes(b"rien")
    for name in ("absent.pem", "empty.pem"):
        with pytest.raises(InsiUntrusted):
            SecurePost(ca_bundle=tmp_path / name)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
def test_a_redirect_is_refused_and_not_followed(status: int, serve: Any, post: SecurePost) -> None:
    target = serve(ok)
    server = serve(lambda handler: handler.reply(status, b"", Location=target.address))
    with pytest.raises(InsiUntrusted):
        post(server.address, HEADERS, b"<a/>")
    assert (len(server.seen), target.seen) == (1, [])


@pytest.mark.parametrize("status", [200, 403, 500, 503])
def test_other_statuses_are_handed_over_once(status: int, serve: Any, post: SecurePost) -> None:
    server = serve(lambda handler: handler.reply(status, b"<corps/>"))
    assert post(server.address, HEADERS, b"<a/>") == (status, b"<corps/>")
    assert len(server.seen) == 1


def test_silence_ends_at_the_limit_and_is_not_retried(serve: Any) -> None:
    arrived, released = threading.Event(), threading.Event()

    def hold(handler: Handler) -> None:
        arrived.set()
        released.wait(20)
        handler.close_connection = True

    server = serve(hold)
    with SecurePost(ca_bundle=None, timeout=(5, 0.1), allow_plain_loopback=True) as post:
        with pytest.raises(InsiSilent) as caught:
            post(server.address, HEADERS, b"<a/>")
        assert arrived.wait(20)
        released.set()
    assert caught.value.retryable
    assert len(server.seen) == 1


def test_a_stall_in_the_body_is_silence(serve: Any) -> None:
    released = threading.Event()

    def stall(handler: Handler) -> None:
        handler.reply(200, b"<debut", announced=100)
        released.wait(20)
        handler.close_connection = True

    with SecurePost(ca_bundle=None, timeout=(5, 0.1), allow_plain_loopback=True) as post:
        with pytest.raises(InsiSilent):
            post(serve(stall).address, HEADERS, b"<a/>")
        released.set()


def test_a_trickle_is_given_up(serve: Any) -> None:
    released = threading.Event()

    def trickle(handler: Handler) -> None:
        handler.reply(200, b"", announced=10_000)
        while not released.wait(0.02):
            handler.wfile.write(b".")
        handler.close_connection = True

    with SecurePost(ca_bundle=None, timeout=(0.1, 0.3), allow_plain_loopback=True) as post:
        with pytest.raises(InsiSilent):
            post(serve(trickle).address, HEADERS, b"<a/>")
        released.set()


def test_nobody_listening_is_unreachable(post: SecurePost) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/lps"
        with pytest.raises(InsiUnreachable) as caught:
            post(address, HEADERS, b"<a/>")
    assert caught.value.retryable


def test_a_body_cut_short_is_garbled(serve: Any, post: SecurePost) -> None:
    def cut(handler: Handler) -> None:
        handler.reply(200, b"<debut", announced=100)
        handler.close_connection = True

    with pytest.raises(InsiGarbled):
        post(serve(cut).address, HEADERS, b"<a/>")


def test_a_connection_closed_without_an_answer(serve: Any, post: SecurePost) -> None:
    def leave(handler: Handler) -> None:
        handler.close_connection = True

    with pytest.raises(InsiUnreachable):
        post(serve(leave).address, HEADERS, b"<a/>")


def test_no_http_is_unreachable(serve: Any, post: SecurePost) -> None:
    def babble(handler: Handler) -> None:
        handler.wfile.write(b"bonjour\r\n\r\n")
        handler.close_connection = True

    with pytest.raises(InsiUnreachable):
        post(serve(babble).address, HEADERS, b"<a/>")


def test_an_oversize_body_is_given_up(serve: Any) -> None:
    server = serve(lambda handler: handler.reply(200, b"x" * 1001))

    def ask(max_bytes: int) -> int:
        with SecurePost(
            ca_bundle=None, timeout=PATIENT, max_bytes=max_bytes, allow_plain_loopback=True
        ) as post:
            return len(post(server.address, HEADERS, b"<a/>")[1])

    assert ask(1001) == 1001
    with pytest.raises(InsiGarbled):
        ask(1000)


def test_plain_http_is_refused_but_to_this_machine_when_asked(serve: Any, post: SecurePost) -> None:
    server = serve(ok)
    with SecurePost(ca_bundle=None) as strict:
        for address in (server.address, "http://insi.invalid/", "ftp://127.0.0.1/", "lps", ""):
            with pytest.raises(InsiUntrusted):
                strict(address, HEADERS, b"<a/>")
    with pytest.raises(InsiUntrusted):
        post("http://insi.invalid/lps", HEADERS, b"<a/>")
    with pytest.raises(InsiUnreachable):
        post("https://[", HEADERS, b"<a/>")
    assert server.seen == []


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.invalid", False),
        ("", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_an_unreachable_proxy_is_not_gone_around(pki: Pki, serve: Any) -> None:
    server = serve(ok, pki.context(["127.0.0.1"]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{free.getsockname()[1]}"
        post = SecurePost(ca_bundle=pki.ca, timeout=PATIENT, proxies={"https": proxy})
        with post, pytest.raises(InsiUntrusted):
            post(server.address, HEADERS, b"<a/>")
    assert server.seen == []
