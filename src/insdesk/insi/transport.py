"""Carrying an envelope over TLS to a server that is recognised, and to no other (insi.md §7.4–7.5).

The answers of crypto.md P1–P5, P10: our own trust anchors and nothing merged into them, no
environment, no retry, no redirect. Foreign exceptions are translated here, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from insdesk.errors import (
    Cancelled,
    InsiError,
    InsiGarbled,
    InsiSilent,
    InsiUnreachable,
    InsiUntrusted,
)
from insdesk.insi.answer import MAX_BYTES
from insdesk.insi.clock import gap_by
from insdesk.insi.lines import Lines
from insdesk.insi.organisation import OrganisationCertificate
from insdesk.insi.pinned import PinnedAdapter, is_loopback, pinned_context

_CHUNK = 64 * 1024


class SecurePost:
    """The real `post` of `InsiClient`: one POST, one answer, or an `InsiError` leaf.

    `ca_bundle` holds the only trust anchors (PEM); without it no TLS server is recognised.
    `timeout` is (connect, read) in seconds; the whole call must also end within their sum, however
    slowly the answer comes. Plain http is refused, except to this very machine when
    `allow_plain_loopback` is set. With `organisation` the server is also shown who calls.
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
        organisation: OrganisationCertificate | None = None,
    ) -> None:
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._allow_plain_loopback = allow_plain_loopback
        self.context = pinned_context(ca_bundle)
        if organisation is not None:
            organisation.load_into(self.context)
        self._session = requests.Session()
        self._session.trust_env = False
        # Without a scheme, requests takes a host of one word for one.
        self._session.proxies = {
            kind: where if "//" in where else f"http://{where}"
            for kind, where in (proxies or {}).items()
        }
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {"User-Agent": user_agent, "Accept-Encoding": "identity"}
        )
        self._lines = Lines()
        self._session.mount("https://", PinnedAdapter(self.context, self._lines))
        self._session.mount("http://", PinnedAdapter(self.context, self._lines))
        self._gap: timedelta | None = None
        self._prepared: dict[tuple[object, ...], requests.PreparedRequest] = {}

    def __call__(self, address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        """HTTP status and body, whatever the status but a redirect.

        Raises `InsiUnreachable`, `InsiSilent`, `InsiUntrusted`, `InsiGarbled` (cut or too long),
        `Cancelled` after `interrupt`.
        """
        self._refuse_plain(address)
        self._gap = None
        self._lines.begin(sum(self._timeout))
        try:
            return self._exchange(address, headers, envelope)
        except InsiError:
            if self._lines.was_cut:
                raise Cancelled from None
            raise

    @property
    def clock_gap(self) -> timedelta | None:
        """How far this computer is ahead of the server of the last answer; None if undated.

        To the second, the time of the call included: good to tell minutes, not less.
        """
        return self._gap

    def interrupt(self) -> None:
        """Cut the call in progress, if any: it then raises `Cancelled`. Safe from any thread."""
        self._lines.cut()

    def _exchange(
        self, address: str, headers: dict[str, str], envelope: bytes
    ) -> tuple[int, bytes]:
        with translated_errors():
            response = self._session.send(
                self._request(address, headers, envelope),
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            )
            with closing(response):
                self._gap = gap_by(response.headers, datetime.now(UTC))
                if 300 <= response.status_code < 400:
                    raise InsiUntrusted(f"HTTP {response.status_code}: redirect refused")
                return response.status_code, self._body(response)

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

    def _body(self, response: requests.Response) -> bytes:
        """The whole body; one that grows past the size is given up."""
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._max_bytes:
                raise InsiGarbled("the answer is too long")
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
    except requests.exceptions.InvalidHeader as problem:
        raise InsiGarbled("the length of the answer is not one") from problem
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
        raise InsiUnreachable(type(problem).__name__) from problem
