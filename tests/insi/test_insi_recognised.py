"""Which servers are recognised: dates, issuer, name and version of TLS (§7.4, crypto.md P2)."""

from __future__ import annotations

import ssl
import warnings
from typing import Any

import pytest
from insi_raw import OK, RawServer, says
from insi_servers import Pki

from insdesk.errors import InsiUntrusted
from insdesk.insi.transport import SecurePost
from insdesk.ui.texts import error_text

HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}
HERE = ["127.0.0.1"]


def asked(context: ssl.SSLContext, pki: Pki) -> tuple[int, RawServer]:
    server = RawServer(says(OK), context)
    try:
        with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
            return post(server.address, HEADERS, b"<a/>")[0], server
    finally:
        server.close()
        assert server.connections == 1, "never tried a second time"


@pytest.mark.parametrize(
    "options",
    [
        {"days": (-5, -1)},
        {"days": (1, 5)},
        {"own": True},
        {"hosts": ["127.0.0.2"]},
        {"hosts": ["localhost", "insi.invalid"]},
        {"hosts": []},
    ],
    ids=["expired", "not yet valid", "signed by itself", "another host", "names", "no name"],
)
def test_a_server_that_is_not_recognised_gets_nothing(options: dict[str, Any], pki: Pki) -> None:
    with pytest.raises(InsiUntrusted) as caught:
        asked(pki.context(**{"hosts": HERE, **options}), pki)
    assert (error_text(caught.value).id, caught.value.retryable) == ("E-NET-2", False)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_that_is_new_enough(version: ssl.TLSVersion, pki: Pki) -> None:
    context = pki.context(HERE)
    context.minimum_version = context.maximum_version = version
    assert asked(context, pki)[0] == 200


def test_a_server_of_old_tls_is_refused(pki: Pki) -> None:
    context = pki.context(HERE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that is what is tested
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(InsiUntrusted):
        asked(context, pki)
