"""The software certificate of a structure: opened, refused with its reason, shown over TLS."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from insi_servers import Handler, Pki

from insdesk.errors import InsiError, InsiUntrusted, OrganisationCertificateRefused
from insdesk.insi.organisation import open_pkcs12
from insdesk.insi.transport import SecurePost

PASSWORD = "mot de passe d'essai"
NOW = datetime.now(UTC)


class Structure:
    """An authority and the certificate it gives to a fictitious structure."""

    def __init__(self, cn: str = "INSI-MANU", days: tuple[int, int] = (-1, 2)) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AC STRUCTURES TEST")])
        own = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "1000000000"),
                x509.NameAttribute(NameOID.COMMON_NAME, cn),
            ]
        )
        root_key = rsa.generate_private_key(65537, 2048)
        self.root = self._issue(
            authority, root_key.public_key(), authority, root_key, (-1, 9), True
        )
        self.certificate = self._issue(own, self.key.public_key(), authority, root_key, days, False)

    def _issue(
        self, subject: Any, public: Any, issuer: Any, key: Any, days: tuple[int, int], ca: bool
    ) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + timedelta(days=days[0]))
            .not_valid_after(NOW + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )

    def pkcs12(self, *, key: bool = True) -> bytes:
        hidden = ser.BestAvailableEncryption(PASSWORD.encode())
        own = self.key if key else None
        return pkcs12.serialize_key_and_certificates(b"insi", own, self.certificate, None, hidden)


@pytest.fixture(scope="module")
def structure() -> Structure:
    return Structure()


def test_it_says_who_calls(structure: Structure) -> None:
    opened = open_pkcs12(structure.pkcs12(), PASSWORD, NOW)
    assert opened.emetteur == "1000000000"
    assert opened.not_after > NOW
    assert "PRIVATE" not in repr(opened)


@pytest.mark.parametrize("password", ["", "autre", PASSWORD + " "])
def test_a_wrong_password_is_said_so(password: str, structure: Structure) -> None:
    with pytest.raises(OrganisationCertificateRefused) as refused:
        open_pkcs12(structure.pkcs12(), password, NOW)
    assert refused.value.args[0] == "MOT_DE_PASSE"


@pytest.mark.parametrize("content", [b"", b"rien", b"\x30\x82", b"\x00" * (2 << 20)])
def test_what_is_no_pkcs12_is_unreadable(content: bytes) -> None:
    with pytest.raises(OrganisationCertificateRefused) as refused:
        open_pkcs12(content, PASSWORD, NOW)
    assert refused.value.args[0] == "ILLISIBLE"


def test_a_file_without_its_key_is_incomplete(structure: Structure) -> None:
    with pytest.raises(OrganisationCertificateRefused) as refused:
        open_pkcs12(structure.pkcs12(key=False), PASSWORD, NOW)
    assert refused.value.args[0] == "INCOMPLET"


@pytest.mark.parametrize("cn", ["insi-manu", "INSI_AUTO", "EXEMPLE", "INSI-AUTO "])
def test_another_subject_is_refused_before_insi_does(cn: str) -> None:
    with pytest.raises(OrganisationCertificateRefused) as refused:
        open_pkcs12(Structure(cn).pkcs12(), PASSWORD, NOW)
    assert refused.value.args[0] == "SUJET"


@pytest.mark.parametrize(("days", "reason"), [((-9, -2), "PERIME"), ((2, 9), "PAS_ENCORE_VALABLE")])
def test_its_dates_are_looked_at(days: tuple[int, int], reason: str) -> None:
    with pytest.raises(OrganisationCertificateRefused) as refused:
        open_pkcs12(Structure("INSI-AUTO", days).pkcs12(), PASSWORD, NOW)
    assert refused.value.args[0] == reason


@pytest.fixture
def mutual(pki: Pki, structure: Structure, tmp_path: Path) -> ssl.SSLContext:
    context = pki.context(["127.0.0.1"])
    root = tmp_path / "root.pem"
    root.write_bytes(structure.root.public_bytes(ser.Encoding.PEM))
    context.load_verify_locations(root)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def test_the_server_sees_it_and_no_key_stays_on_the_disk(
    pki: Pki,
    structure: Structure,
    serve: Any,
    mutual: ssl.SSLContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    def answer(handler: Handler) -> None:
        seen.append(handler.connection.getpeercert())  # type: ignore[attr-defined]
        handler.reply(200, b"<bon/>")

    here = tmp_path / "temp"
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    opened = open_pkcs12(structure.pkcs12(), PASSWORD, NOW)
    server = serve(answer, mutual)
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5), organisation=opened) as post:
        assert post(server.address, {}, b"<a/>") == (200, b"<bon/>")
        assert len(post.context.get_ca_certs()) == 1
    assert (("commonName", "INSI-MANU"),) in seen[0]["subject"]
    assert list(here.iterdir()) == []


def test_a_server_that_wants_one_refuses_without(
    pki: Pki, serve: Any, mutual: ssl.SSLContext
) -> None:
    server = serve(lambda handler: handler.reply(200, b""), mutual)
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post, pytest.raises(InsiError) as refused:
        post(server.address, {}, b"<a/>")
    assert isinstance(refused.value, InsiUntrusted) or refused.value.retryable
    assert server.seen == []
