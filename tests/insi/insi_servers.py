"""Servers of the test process on the loopback, and two authorities that do not know each other."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def issue(
    name: str,
    issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None,
    hosts: list[str],
    days: tuple[int, int] = (-1, 2),
) -> Any:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_name, issuer_key = issuer or (subject, key)
    today = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + timedelta(days=days[0]))
        .not_valid_after(today + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if hosts:
        names = [
            x509.IPAddress(ip_address(h)) if h[0].isdigit() else x509.DNSName(h) for h in hosts
        ]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return subject, key, builder.sign(issuer_key, hashes.SHA256())


class Pki:
    """Two authorities that do not know each other, and a server of the first."""

    def __init__(self, folder: Path) -> None:
        name, key, ours = issue("AC DE TEST", None, [])
        _, _, theirs = issue("AUTRE AC", None, [])
        self.ca, self.other = folder / "ca.pem", folder / "other.pem"
        self.ca.write_bytes(ours.public_bytes(ser.Encoding.PEM))
        self.other.write_bytes(theirs.public_bytes(ser.Encoding.PEM))
        self._folder, self._issuer = folder, (name, key)

    def context(
        self, hosts: list[str], days: tuple[int, int] = (-1, 2), *, own: bool = False
    ) -> ssl.SSLContext:
        """A server for these names, valid between these days from now; `own`: signed by itself."""
        _, key, certificate = issue("serveur", None if own else self._issuer, hosts, days)
        file = self._folder / "server.pem"
        file.write_bytes(
            key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, ser.NoEncryption())
            + certificate.public_bytes(ser.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        received = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), received))  # type: ignore[attr-defined]
        self.server.behave(self)  # type: ignore[attr-defined]

    do_GET = do_POST  # noqa: N815

    def reply(self, status: int, body: bytes, announced: int | None = None, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


Behaviour = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, behave: Behaviour, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave, self.seen = behave, []
        self.secure = context is not None
        if context is not None:
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def handle_error(self, request: object, client_address: object) -> None:
        """Refused handshakes and clients that leave are what is tested."""

    @property
    def address(self) -> str:
        scheme = "https" if self.secure else "http"
        return f"{scheme}://127.0.0.1:{self.server_address[1]}/lps"
