"""TLS to a server that our own anchors recognise, on connections that can be cut (crypto.md P1–P5).

Used by `transport` and by nothing else that calls INSi.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from insdesk.errors import InsiUntrusted
from insdesk.insi.lines import Lines


class PinnedAdapter(HTTPAdapter):
    """Uses our context as it is: without this, requests loads certifi into it (crypto.md P2)."""

    def __init__(self, context: ssl.SSLContext, lines: Lines) -> None:
        self._context = context
        self._lines = lines
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Pools that speak TLS with our context only."""
        super().init_poolmanager(*args, ssl_context=self._context, **options)

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """The pool of a request; its connections can be cut from another thread."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = self._lines.watched(pool.ConnectionCls)
        return pool

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


def system_proxies(address: str) -> dict[str, str]:
    """The proxy that this system says to take for `address`, empty when none.

    From the variables of the environment, else the settings of Windows or macOS; hosts that go
    around the proxy are obeyed. Asked once at the start: nothing else of the environment is.
    """
    return dict(requests.utils.get_environ_proxies(address))


def is_loopback(host: str) -> bool:
    """Whether `host` is this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
