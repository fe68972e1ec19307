"""Carrying an envelope over TLS to a server that is recognised, and to no other (insi.md §7.4–7.5).

The answers of crypto.md P1–P5, P10: our own trust anchors and nothing merged into them, no
environment, no retry, no redirect. Foreign exceptions are translated here, once.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from insdesk.errors import InsiGarbled, InsiSilent, InsiUnreachable, InsiUntrusted
from insdesk.insi.answer import MAX_BYTES

_CHUNK = 64 * 1024


class PinnedAdapter(HTTPAdapter):
    """Uses our context as it is: without this, requests loads certifi into it (crypto.md P2)."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Pools that speak TLS with our context only."""
        super().init_poolmanager(*args, ssl_context=self._context, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """The same behind a proxy: the tunnel ends at the recognised server."""
        return super().proxy_manager_for(proxy, ssl_context=self._context, **options)

    def build_connection_pool_key_attributes(
        self,
        request: Any,
        verify: Any,  # noqa: ARG002 - requests' own signature
        cert: Any = None,  # noqa: ARG002
    ) -> Any:
        """The pool of our context, whatever `verify` says."""
        host, attributes = super().build_connection_pool_key_attributes(request, True, None)
        pool: dict[str, Any] = dict(attributes)
        for name in ("ca_certs", "ca_cert_dir"):
            pool.pop(name, None)
        pool["ssl_context"] = self._context
        pool["cert_reqs"] = "CERT_REQUIRED"
        return host, pool

    def cert_verify(self, conn: Any, *_: Any, **__: Any) -> None:
        """Keep the connection on our context: no bundle is added to it."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = conn.cert_file = conn.key_file = None


class SecurePost:
    """The real `post` of `InsiClient`: one POST, one answer, or an `InsiError` leaf.

    `ca_bundle` holds the only trust anchors (PEM); without it no TLS server is recognised.
    `timeout` is (connect, read) in seconds; the whole answer must also come within `read` after
    the first byte was waited for. Plain http is refused, except to this very machine when
    `allow_plain_loopback` is set.
    """

    def __init__(
        self,
        *,
        ca_bundle: Path | None,
        timeout: tuple[float, float] = (10.0, 30.0),
        proxies: Mapping[str, str] | None = None,
        user_agent: str = "insdesk",
        max_bytes: int = MAX_BYTES,
        allow_plain_loopback: bool = False,
    ) -> None:
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._allow_plain_loopback = allow_plain_loopback
        self.context = pinned_context(ca_bundle)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.proxies = dict(proxies or {})
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {"User-Agent": user_agent, "Accept-Encoding": "identity"}
        )
        self._session.mount("https://", PinnedAdapter(self.context))
        self._prepared: dict[tuple[object, ...], requests.PreparedRequest] = {}

    def __call__(self, address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        """HTTP status and body, whatever the status but a redirect.

        Raises `InsiUnreachable`, `InsiSilent`, `InsiUntrusted`, `InsiGarbled` (cut or too long).
        """
        self._refuse_plain(address)
        limit = time.monotonic() + sum(self._timeout)
        with translated_errors():
            response = self._session.send(
                self._request(address, headers, envelope),
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            )
            with closing(response):
                if 300 <= response.status_code < 400:
                    raise InsiUntrusted(f"HTTP {response.status_code}: redirect refused")
                return response.status_code, self._body(response, limit)

    def close(self) -> None:
        """Close every connection: at the end, and when the card leaves (crypto.md P10)."""
        self._session.close()

    def __enter__(self) -> SecurePost:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _request(
        self, address: str, headers: dict[str, str], envelope: bytes
    ) -> requests.PreparedRequest:
        """What `Session.post` would send, with the parts that never change prepared once.

        A server that gave a cookie gets it back: then each request is prepared anew.
        """
        key = (address, *headers.items())
        prepared = None if self._session.cookies else self._prepared.get(key)
        if prepared is None:
            blank = requests.Request("POST", address, headers=headers)
            prepared = self._session.prepare_request(blank)
            if not self._session.cookies:
                self._prepared[key] = prepared
        request = prepared.copy()
        request.prepare_body(envelope, None)
        return request

    def _body(self, response: requests.Response, limit: float) -> bytes:
        """The whole body; one that trickles past `limit` or grows past the size is given up."""
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._max_bytes:
                raise InsiGarbled("the answer is too long")
            if time.monotonic() > limit:
                raise InsiSilent("the answer came too slowly")
        return bytes(body)

    def _refuse_plain(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            raise InsiUnreachable("not an address") from None
        if parts.scheme == "https" or (
            parts.scheme == "http" and self._allow_plain_loopback and is_loopback(host)
        ):
            return
        raise InsiUntrusted("only https is accepted")


def pinned_context(ca_bundle: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or newer, server checked against `ca_bundle` only: neither certifi nor the system.

    Raises `InsiUntrusted` when the anchors cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=str(ca_bundle))
        except OSError as problem:
            raise InsiUntrusted("the trust anchors cannot be read") from problem
    return context


def is_loopback(host: str) -> bool:
    """Whether `host` is this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn what requests and urllib3 raise into `InsiError` leaves; the cause is kept."""
    try:
        yield
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as problem:
        raise InsiUntrusted("the server is not recognised") from problem
    except (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError) as problem:
        raise InsiUntrusted("the proxy refuses") from problem
    except requests.exceptions.ConnectTimeout as problem:
        raise InsiUnreachable("no connection in time") from problem
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as problem:
        raise InsiSilent("no answer in time") from problem
    except (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError) as problem:
        raise InsiGarbled("the answer is cut short") from problem
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
        raise InsiUnreachable(type(problem).__name__) from problem
